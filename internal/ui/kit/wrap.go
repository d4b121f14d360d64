package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Wrap sets objects side by side and begins a new row where they no longer fit, with gap
// between them and between the rows. It may be as narrow as its widest object, and is as
// high as the width it was last given asks for.
func Wrap(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&wrap{gap: gap}, objects...)
}

type wrap struct {
	gap   float32
	width float32 // of the last layout
}

func (w *wrap) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	w.width = s.Width
	w.run(objects, s.Width, func(o fyne.CanvasObject, p fyne.Position, m fyne.Size) {
		o.Move(p)
		o.Resize(m)
	})
}

func (w *wrap) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var widest float32
	for _, o := range objects {
		if o.Visible() {
			widest = max(widest, o.MinSize().Width)
		}
	}
	width := w.width
	if width == 0 {
		width = 1e6 // not laid out yet: one row
	}
	return fyne.NewSize(widest, w.run(objects, width, nil))
}

// run walks the visible objects in rows of width and answers the height of all rows.
// Objects of one row are centred on the highest.
func (w *wrap) run(objects []fyne.CanvasObject, width float32, place func(fyne.CanvasObject, fyne.Position, fyne.Size)) float32 {
	var y float32
	var row []fyne.CanvasObject
	var x, high float32
	end := func() {
		at := float32(0)
		for _, o := range row {
			m := o.MinSize()
			if place != nil {
				place(o, fyne.NewPos(at, y+whole((high-m.Height)/2)), m)
			}
			at += m.Width + w.gap
		}
		y += high
		row, x, high = row[:0], 0, 0
	}
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if len(row) > 0 && x+m.Width > width {
			end()
			y += w.gap
		}
		row = append(row, o)
		x += m.Width + w.gap
		high = max(high, m.Height)
	}
	if len(row) > 0 {
		end()
	}
	return y
}
