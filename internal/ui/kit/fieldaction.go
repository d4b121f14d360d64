package kit

import "fyne.io/fyne/v2"

// AddAction puts one more small action at the right end of the field.
func (f *Field) AddAction(action fyne.CanvasObject) {
	f.trail.Add(action)
	f.Refresh()
}
