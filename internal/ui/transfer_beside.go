package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/ui/kit"
)

// besideField sets a button right of a form field's control, whatever words are below that.
func besideField(f *kit.FormField, b *kit.Button) fyne.CanvasObject {
	return container.New(fieldBeside{}, f, b)
}

// fieldBeside lays out a form field with a label, and a button.
type fieldBeside struct{}

// Of a form field: how high the label above the control and the control are.
const (
	fieldLabel   = 20
	fieldControl = 26
	besideGap    = 8
)

func (fieldBeside) Layout(o []fyne.CanvasObject, s fyne.Size) {
	m := o[1].MinSize()
	o[0].Resize(fyne.NewSize(max(0, s.Width-m.Width-besideGap), s.Height))
	o[1].Resize(fyne.NewSize(m.Width, fieldControl))
	o[1].Move(fyne.NewPos(s.Width-m.Width, fieldLabel))
}

func (fieldBeside) MinSize(o []fyne.CanvasObject) fyne.Size {
	f, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(f.Width+besideGap+b.Width, f.Height)
}
