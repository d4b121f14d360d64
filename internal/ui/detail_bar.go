package ui

import "fyne.io/fyne/v2"

// besideOrBelow is a layout of two objects: on one line, the second at the right end, or
// one under the other where that is too narrow.
type besideOrBelow struct {
	gap   float32
	width float32 // of the last layout
}

func (b *besideOrBelow) below(o []fyne.CanvasObject) bool {
	return b.width > 0 && o[0].MinSize().Width+b.gap+o[1].MinSize().Width > b.width
}

func (b *besideOrBelow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	b.width = s.Width
	left, right := o[0].MinSize(), o[1].MinSize()
	width := min(right.Width, s.Width)
	if b.below(o) {
		o[0].Resize(fyne.NewSize(min(left.Width, s.Width), left.Height))
		o[0].Move(fyne.NewPos(0, 0))
		o[1].Resize(fyne.NewSize(width, right.Height))
		o[1].Move(fyne.NewPos(s.Width-width, left.Height+b.gap/2))
		return
	}
	for i, m := range []fyne.Size{left, right} {
		o[i].Resize(m)
		o[i].Move(fyne.NewPos(0, float32(int((s.Height-m.Height)/2))))
	}
	o[1].Move(fyne.NewPos(s.Width-width, o[1].Position().Y))
}

func (b *besideOrBelow) MinSize(o []fyne.CanvasObject) fyne.Size {
	left, right := o[0].MinSize(), o[1].MinSize()
	if b.below(o) {
		return fyne.NewSize(0, left.Height+b.gap/2+right.Height)
	}
	return fyne.NewSize(0, max(left.Height, right.Height))
}
