package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Fitting sets objects side by side in one row. Those that do not fit are hidden, the last
// ones first; more then stands behind the others.
type Fitting struct {
	// OnChanged hears, while the row is being laid out, that other objects are hidden.
	OnChanged func()

	objects []fyne.CanvasObject
	more    fyne.CanvasObject
	gap     float32
	shown   int // how many of objects
	root    *fyne.Container
}

// NewFitting makes a row with gap units between objects.
func NewFitting(gap float32, more fyne.CanvasObject, objects ...fyne.CanvasObject) *Fitting {
	f := &Fitting{objects: objects, more: more, gap: gap, shown: len(objects)}
	more.Hide()
	f.root = container.New((*fittingLayout)(f), append(append([]fyne.CanvasObject{}, objects...), more)...)
	return f
}

// Object is the row.
func (f *Fitting) Object() fyne.CanvasObject { return f.root }

// Shown is how many objects, from the first on, have room.
func (f *Fitting) Shown() int { return f.shown }

// fits is how many objects have room in a width.
func (f *Fitting) fits(width float32) int {
	all := -f.gap
	for _, o := range f.objects {
		all += f.gap + o.MinSize().Width
	}
	if all <= width {
		return len(f.objects)
	}
	used := f.more.MinSize().Width
	for i, o := range f.objects {
		if used += f.gap + o.MinSize().Width; used > width {
			return max(1, i)
		}
	}
	return len(f.objects)
}

// fittingLayout is the row's layout.
type fittingLayout Fitting

// Layout implements fyne.Layout.
func (l *fittingLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	f := (*Fitting)(l)
	n := f.fits(s.Width)
	changed := n != f.shown
	f.shown = n
	x := float32(0)
	place := func(o fyne.CanvasObject, show bool) {
		if show != o.Visible() {
			if show {
				o.Show()
			} else {
				o.Hide()
			}
		}
		if show {
			m := o.MinSize()
			o.Resize(m)
			o.Move(fyne.NewPos(x, whole((s.Height-m.Height)/2)))
			x += m.Width + f.gap
		}
	}
	for i, o := range f.objects {
		place(o, i < n)
	}
	place(f.more, n < len(f.objects))
	if changed {
		tell(f.OnChanged)
	}
}

// MinSize implements fyne.Layout: the row gives way.
func (l *fittingLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	first := l.objects[0].MinSize()
	return fyne.NewSize(first.Width+l.gap+l.more.MinSize().Width, max(first.Height, l.more.MinSize().Height))
}
