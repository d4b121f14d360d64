package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// sealed is an encrypted body and what was in it, side by side, below the parts of the
// envelope.
func (p *detail) sealed(x *exchange.Exchange, came, inner docBody) fyne.CanvasObject {
	t, d := p.teller, p.deps
	half := func(key string, b docBody) fyne.CanvasObject {
		code := p.prettyCode(b)
		tools := kit.Row(8, code.tools, kit.NewButton(d.t("kit.copy"), kit.Quiet, func() { d.copied(string(b.body)) }))
		head := kit.InsetSides(6, 2, 16, 12, kit.Spread(8, kit.NewCutLabel(t.t(key, "size", t.bytes(int64(len(b.body)))), kit.Small.Bolder().In(kit.ColorText)), tools))
		return kit.Dock(head, nil, code.object)
	}
	halves := container.New(&halves{threshold: 620, least: 150},
		half("detail.sealed.came", came), kit.NewHairline(), half("detail.sealed.inside", inner))
	top := kit.Dock(kit.InsetSides(10, 6, 16, 16, p.envelope(x)), kit.NewHairline(), halves)
	return container.NewVScroll(top)
}

// halves is a layout of two objects with a line between: side by side, or one under the
// other where it is narrower than the threshold. Each is at least so high.
type halves struct {
	threshold, least float32
	width            float32 // of the last layout
}

func (h *halves) stacked() bool { return h.width > 0 && h.width < h.threshold }

func (h *halves) Layout(o []fyne.CanvasObject, s fyne.Size) {
	h.width = s.Width
	if h.stacked() {
		half := float32(int((s.Height - 1) / 2))
		o[0].Resize(fyne.NewSize(s.Width, half))
		o[1].Move(fyne.NewPos(0, half))
		o[1].Resize(fyne.NewSize(s.Width, 1))
		o[2].Move(fyne.NewPos(0, half+1))
		o[2].Resize(fyne.NewSize(s.Width, s.Height-half-1))
		return
	}
	half := float32(int((s.Width - 1) / 2))
	o[0].Resize(fyne.NewSize(half, s.Height))
	o[1].Move(fyne.NewPos(half, 0))
	o[1].Resize(fyne.NewSize(1, s.Height))
	o[2].Move(fyne.NewPos(half+1, 0))
	o[2].Resize(fyne.NewSize(s.Width-half-1, s.Height))
}

func (h *halves) MinSize([]fyne.CanvasObject) fyne.Size {
	if h.stacked() {
		return fyne.NewSize(0, 2*h.least+1)
	}
	return fyne.NewSize(0, h.least)
}
