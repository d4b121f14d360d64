package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// NewEmptyState fills an empty place with what to do next: a title, a few words, and the
// buttons that do it, in the middle. Text and buttons may be left out.
func NewEmptyState(title, text string, buttons ...*Button) fyne.CanvasObject {
	column := Column(8, NewFlow(23, Span{Text: title, Face: Title}).Centred())
	if text != "" {
		column.Add(NewFlow(20, Span{Text: text, Face: Body.In(ColorText2)}).Centred())
	}
	if len(buttons) > 0 {
		row := Row(8)
		for _, b := range buttons {
			row.Add(b)
		}
		column.Add(InsetSides(6, 0, 0, 0, container.NewCenter(row)))
	}
	return container.New(&middle{width: 360}, column)
}

// middle sets one object in the middle, a little above it, no wider than width.
type middle struct{ width float32 }

func (m *middle) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := whole(min(m.width, s.Width-24))
	o[0].Resize(fyne.NewSize(w, o[0].MinSize().Height)) // flowing text needs the width first
	h := o[0].MinSize().Height
	o[0].Resize(fyne.NewSize(w, h))
	o[0].Move(fyne.NewPos(whole((s.Width-w)/2), whole(max(0, (s.Height-h)*0.4))))
}

func (m *middle) MinSize(o []fyne.CanvasObject) fyne.Size {
	least := o[0].MinSize()
	return fyne.NewSize(least.Width+24, least.Height)
}
