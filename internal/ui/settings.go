package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/profile"
	"echostr/internal/ui/kit"
)

// settingsPage holds what concerns the whole program. Everything is in force at once;
// only the address to listen on has a button, for it ends the present server.
type settingsPage struct {
	deps   *deps
	look   *lookSettings
	server *serverSettings
	tunnel *tunnelSettings
	limits *limitSettings
	keep   *keepSettings
	root   fyne.CanvasObject
}

// settingsWidth is the most that a line of settings takes.
const settingsWidth = 680

func newSettingsPage(d *deps) *settingsPage {
	p := &settingsPage{deps: d, look: newLookSettings(d), server: newServerSettings(d),
		tunnel: newTunnelSettings(d), limits: newLimitSettings(d), keep: newKeepSettings(d)}
	column := kit.Column(14,
		section(d.t("settings.look"), p.look.root),
		section(d.t("settings.server"), p.server.root),
		section(d.t("settings.tunnel"), p.tunnel.root),
		section(d.t("settings.data"), kit.Column(12, p.limits.root, p.keep.root)),
	)
	p.tunnel.around = container.NewVScroll(kit.Inset(18, 24, atMost(settingsWidth, column)))
	p.root = p.tunnel.around
	return p
}

func (p *settingsPage) object() fyne.CanvasObject { return p.root }

func (p *settingsPage) apply(c change) {
	p.look.apply(c)
	p.server.apply(c)
	p.tunnel.apply(c)
	p.limits.apply(c)
	p.keep.apply(c)
}

// flush puts edits in force that wait for a pause in typing.
func (p *settingsPage) flush() { p.tunnel.flush() }

// section is a framed group of settings under a title.
func section(title string, content fyne.CanvasObject) fyne.CanvasObject {
	frame := kit.NewGround(kit.ColorPanel, 8)
	frame.Line = kit.ColorLine
	return kit.Column(6, kit.NewLabel(title, kit.Strong), container.NewStack(frame, kit.Inset(14, 16, content)))
}

// labelled is one line of settings: words at the left, a control at the right.
func labelled(label string, control fyne.CanvasObject) fyne.CanvasObject {
	return kit.Beside(kit.Fixed(settingsLabel, 0, kit.Column(0, kit.Fixed(0, 28, kit.NewCutLabel(label, kit.Body)))), control)
}

// settingsLabel is the width of the words before the controls.
const settingsLabel = 150

// atMost lets content fill its place up to a width, at the left.
func atMost(width float32, content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(limited{width}, content)
}

type limited struct{ width float32 }

func (l limited) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(fyne.NewSize(min(l.width, s.Width), s.Height))
}

func (l limited) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// lookSettings are the language, the colours, and what others may see.
type lookSettings struct {
	language *kit.Select
	theme    *kit.Segmented
	mask     *kit.Switch
	root     fyne.CanvasObject
}

var (
	languages = []string{"", "zh-Hans", "en"}
	themes    = []string{"system", "light", "dark"}
)

func newLookSettings(d *deps) *lookSettings {
	l := &lookSettings{}
	l.language = kit.NewSelect([]string{d.t("settings.language.system"), "简体中文", "English"}, func(i int) {
		d.editSettings(func(s *profile.Settings) { s.Language = languages[i] })
	})
	l.theme = kit.NewSegmented([]string{d.t("settings.theme.system"), d.t("settings.theme.light"), d.t("settings.theme.dark")},
		func(i int) { d.editSettings(func(s *profile.Settings) { s.Theme = themes[i] }) })
	l.mask = kit.NewSwitch(d.t("settings.mask"), false, func(on bool) {
		d.editSettings(func(s *profile.Settings) { s.MaskIDs = on })
	})
	l.root = kit.Column(12,
		labelled(d.t("settings.language"), kit.Row(0, kit.Fixed(220, 0, l.language))),
		labelled(d.t("settings.theme"), kit.Row(0, kit.Fixed(300, 0, l.theme))),
		labelled(d.t("settings.sharing"), kit.Column(2, kit.Row(0, l.mask),
			kit.NewFlow(18, kit.Span{Text: d.t("settings.mask.text"), Face: kit.Faint}))))
	return l
}

func (l *lookSettings) apply(c change) {
	s := c.state.Settings
	for i, v := range languages {
		if v == s.Language {
			l.language.SetChoice(i)
		}
	}
	for i, v := range themes {
		if v == s.Theme {
			l.theme.SetChoice(i)
		}
	}
	l.mask.SetOn(s.MaskIDs)
}

// keepSettings tell where things are kept and what this program is.
type keepSettings struct {
	deps    *deps
	secrets *kit.Flow
	shown   string
	root    fyne.CanvasObject
}

func newKeepSettings(d *deps) *keepSettings {
	k := &keepSettings{deps: d, secrets: kit.NewFlow(20)}
	about := kit.NewButton(d.t("about.open"), kit.Plain, func() { showAbout(d) })
	fonts := kit.NewButton(d.t("about.font_licence"), kit.Plain, func() { showFontLicence(d) })
	k.root = kit.Column(12,
		labelled(d.t("settings.secrets"), k.secrets),
		labelled(d.t("settings.about"), kit.Column(6,
			kit.NewLabel(d.t("about.version", "version", d.version)+" · "+d.t("about.terms"), kit.Body),
			kit.Row(8, about, fonts))))
	return k
}

func (k *keepSettings) apply(c change) {
	text := k.deps.t("settings.secrets." + c.state.SecretsIn)
	for _, n := range c.state.Notices {
		if n.ID == profile.SecretsInFile || n.ID == profile.KeyringUnavailable {
			text = k.deps.words.TM(n.Key(), n.Args)
		}
	}
	if text != k.shown {
		k.shown = text
		k.secrets.Set(kit.Span{Text: text, Face: kit.Body})
	}
}
