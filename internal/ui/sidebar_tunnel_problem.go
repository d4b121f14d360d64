package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/ui/kit"
)

// problemBox tells in the tunnel card why there is no tunnel and what to do about it.
type problemBox struct {
	deps    *deps
	ground  *kit.Ground
	title   *kit.Flow
	text    *kit.Flow
	code    *kit.Button // ngrok's own page about it
	details *kit.Button
	mend    *kit.Button
	root    *fyne.Container

	shown problemView
}

func newProblemBox(d *deps, mend func(cure)) *problemBox {
	b := &problemBox{deps: d, ground: kit.NewGround(kit.ColorRedGround, 6), title: kit.NewFlow(20), text: kit.NewFlow(18)}
	b.code = kit.NewButton("", kit.Link, func() { d.visit(errorPage(b.shown.code)) }).Small()
	b.details = kit.NewButton(d.t("tunnel.details"), kit.Link, b.tellDetails).Small()
	b.mend = kit.NewButton("", kit.Plain, func() { mend(b.shown.cure) }).Small()
	acts := kit.Wrap(8, b.mend, container.NewCenter(b.details), container.NewCenter(b.code))
	b.root = container.NewStack(b.ground, kit.Inset(8, 10, kit.Column(4, b.title, b.text, acts)))
	b.root.Hide()
	return b
}

func (b *problemBox) show(v problemView) {
	if v == b.shown {
		return
	}
	b.shown = v
	if v.title == "" {
		b.root.Hide()
		return
	}
	b.ground.Fill = v.level.Ground()
	b.ground.Refresh()
	tone := kit.Strong.In(v.level.Color())
	b.title.Set(kit.Span{Text: v.level.Mark() + " ", Face: kit.Code.Sized(14).In(v.level.Color())},
		kit.Span{Text: v.title, Face: tone})
	b.text.Set(kit.Span{Text: v.text, Face: kit.Small.In(kit.ColorText)})
	b.code.SetText(v.code + " ↗")
	b.code.Hidden = v.code == ""
	b.details.Hidden = v.detail == ""
	b.mend.Hidden = v.cure == cureNone
	switch v.cure {
	case cureAuthtoken:
		b.mend.SetText(b.deps.t("tunnel.cure.authtoken"))
	case curePublicURL:
		b.mend.SetText(b.deps.t("tunnel.cure.public_url"))
	default:
		b.mend.SetText(b.deps.t("tunnel.cure.settings"))
	}
	b.root.Show()
	b.root.Refresh()
}

// tellDetails shows the original text, for a search or a question to somebody.
func (b *problemBox) tellDetails() {
	d, v := b.deps, b.shown
	var dialog *kit.Dialog
	copies := kit.NewButton(d.t("kit.copy"), kit.Plain, func() { d.copied(v.detail) })
	shut := kit.NewButton(d.t("kit.close"), kit.Plain, func() { dialog.Close() })
	dialog = kit.Show(d.window, v.title, kit.Column(8,
		kit.NewFlow(20, kit.Span{Text: v.text, Face: kit.Body}),
		container.NewStack(kit.NewGround(kit.ColorField, 6),
			kit.Inset(8, 10, kit.NewCode(18, kit.Span{Text: v.detail, Face: kit.Code})))), copies, shut).Wide(480)
}
