package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"echostr/internal/profile"
	"echostr/internal/ui/kit"
)

// header is the bar at the top: the pages, and what concerns the window itself.
type header struct {
	deps     *deps
	tabs     *kit.Tabs
	settings *kit.Button
	root     fyne.CanvasObject

	theme string // as it is set
}

func newHeader(d *deps) *header {
	h := &header{deps: d}
	brand := kit.Row(8, container.NewCenter(kit.NewIcon(kit.Logo, kit.ColorNone, 18)),
		kit.NewLabel("echostr", kit.Strong.Sized(16)))
	h.tabs = kit.NewTabs([]string{d.t("page.requests"), d.t("page.replies")}, 14, 4, 47,
		func(i int) { d.show(pageID(i)) })
	language := d.layer.Tip(kit.NewButton("中 / EN", kit.Bare, h.changeLanguage), d.t("header.language"))
	look := d.layer.Tip(kit.NewButton("", kit.Bare, h.changeTheme).
		WithIcon(kit.NewIcon(kit.HalfMoon, kit.ColorText2, 15)), d.t("header.theme"))
	h.settings = kit.NewButton(d.t("page.settings"), kit.Bare, func() { d.show(pageSettings) }).
		WithIcon(kit.NewIcon(kit.Gear, kit.ColorText2, 14))
	bar := kit.Row(0, brand, kit.Fixed(24, 0, kit.NewLabel("", kit.Body)), h.tabs, kit.Spring(),
		container.NewCenter(language), container.NewCenter(look), container.NewCenter(h.settings))
	h.root = container.NewStack(kit.NewGround(kit.ColorPanel, 0),
		kit.Fixed(0, 48, kit.Dock(nil, kit.NewHairline(), kit.Inset(0, 16, bar))))
	return h
}

func (h *header) object() fyne.CanvasObject { return h.root }

func (h *header) apply(c change) { h.theme = c.state.Settings.Theme }

// point marks the page that is shown.
func (h *header) point(id pageID) {
	if id == pageSettings {
		h.tabs.SetChoice(-1)
		h.settings.SetKind(kit.Plain)
		return
	}
	h.tabs.SetChoice(int(id))
	h.settings.SetKind(kit.Bare)
}

// changeLanguage goes over to the other language; the window builds itself anew once the
// setting has changed.
func (h *header) changeLanguage() {
	other := "en"
	if h.deps.words.Language() == "en" {
		other = "zh-Hans"
	}
	h.edit(func(s *profile.Settings) { s.Language = other })
}

// changeTheme goes from what is seen now, by setting or by the system, to its opposite.
func (h *header) changeTheme() {
	dark := h.theme == "dark"
	if h.theme != "dark" && h.theme != "light" {
		dark = fyne.CurrentApp().Settings().ThemeVariant() == theme.VariantDark
	}
	to := "dark"
	if dark {
		to = "light"
	}
	h.edit(func(s *profile.Settings) { s.Theme = to })
}

func (h *header) edit(change func(*profile.Settings)) { h.deps.editSettings(change) }

// editSettings changes settings and tells when that did not work.
func (d *deps) editSettings(change func(*profile.Settings)) {
	d.save(func(ctx context.Context) error {
		return d.engine.EditSettings(ctx, func(s *profile.Settings) error {
			change(s)
			return nil
		})
	}, d.complain)
}
