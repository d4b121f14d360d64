package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// NewKeyHint shows keys, such as "Ctrl", "F", each on a small cap.
func NewKeyHint(keys ...string) fyne.CanvasObject {
	row := Row(3)
	for _, k := range keys {
		cap := NewGround(ColorField, 4)
		cap.Line = ColorLine
		row.Add(container.NewStack(cap, Inset(0, 5, NewLabel(k, Faint.Sized(11)))))
	}
	return container.NewCenter(row)
}
