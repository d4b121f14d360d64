package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// focusRing is the ring around a list. A list takes the focus by a click, too, and then
// shows none.
type focusRing struct {
	*crisp
	byPointer bool
}

func newFocusRing() *focusRing { return &focusRing{crisp: newRing(0)} }

// around lays the ring over the content; it takes no clicks.
func (f *focusRing) around(content fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(content, f.object())
}

// focus gives a list the focus for a click.
func (f *focusRing) focus(list fyne.Widget) {
	c := fyne.CurrentApp().Driver().CanvasForObject(list)
	focusable, ok := list.(fyne.Focusable)
	if c == nil || !ok {
		return
	}
	f.byPointer = true
	c.Focus(focusable)
	f.byPointer = false
}

// gained and lost show and hide the ring.
func (f *focusRing) gained() { f.set(!f.byPointer) }
func (f *focusRing) lost()   { f.set(false) }

func (f *focusRing) set(on bool) {
	f.light(on, ColorGreen)
	canvas.Refresh(f.Raster)
}
