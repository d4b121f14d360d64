package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// newSized fills its place with content and tells every size that it is given. Fyne has
// no other word of a window's new size.
func newSized(content fyne.CanvasObject, tell func(fyne.Size)) fyne.CanvasObject {
	return container.New(sized{tell}, content)
}

type sized struct{ tell func(fyne.Size) }

func (z sized) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(s)
	z.tell(s)
}

func (z sized) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }
