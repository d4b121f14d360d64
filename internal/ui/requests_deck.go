package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/ui/kit"
)

// pickedBar stands at the foot of the list while several rows are selected: how many, and what
// can be done with them.
type pickedBar struct {
	page    *requestsPage
	said    *kit.Label
	compare *kit.Button
	shown   *fyne.Container // hidden while there is nothing to show
	root    fyne.CanvasObject
}

func newPickedBar(d *deps, p *requestsPage) *pickedBar {
	b := &pickedBar{page: p, said: kit.NewCutLabel("", kit.Small.Bolder().In(kit.ColorText))}
	button := func(key string, kind kit.Kind, act func()) *kit.Button {
		return kit.NewButton(d.t(key), kind, act).Small()
	}
	b.compare = button("requests.compare", kit.Plain, p.compare)
	more := kit.NewButton("", kit.Bare, nil).Small().WithIcon(kit.NewIcon(kit.More, kit.ColorText2, 16))
	more.OnTapped = func() {
		d.layer.Close() // the tip
		kit.ShowMenu(more, 0, p.labelItems()...)
	}
	row := kit.Row(4, b.compare, button("requests.replay", kit.Plain, p.replay), button("requests.export", kit.Plain, p.export),
		button("requests.delete", kit.Remove, p.askDelete), d.layer.Tip(more, d.t("requests.picked.more")))
	b.shown = container.NewStack(kit.NewGround(kit.ColorField, 0), kit.Dock(kit.NewHairline(), nil,
		kit.InsetSides(6, 6, 12, 8, kit.Spread(6, b.said, row))))
	b.shown.Hide()
	b.root = container.NewStack(b.shown) // of no height while that is hidden
	return b
}

func (b *pickedBar) object() fyne.CanvasObject { return b.root }

// apply shows how many rows are selected.
func (b *pickedBar) apply() {
	n := len(b.page.picked.ids)
	if n > 1 {
		key, all := "requests.picked", len(b.page.whole())
		if all > n { // closed messages of several deliveries: all of them will be exported or deleted
			key = "requests.picked.all"
		}
		b.said.Set(b.page.deps.t(key, "n", grouped(int64(n)), "all", grouped(int64(all))), kit.Small.Bolder().In(kit.ColorText))
		toggle(b.compare, n == 2)
	}
	toggle(b.shown, n > 1)
}
