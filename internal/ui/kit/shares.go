package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Share is a part of a bar, from 0 to 1 of its length.
type Share struct {
	From, To float64
	Color    fyne.ThemeColorName
}

// Shares is a bar of parts on a track. A part is never too thin to be seen; what follows
// gives way.
type Shares struct {
	widget.BaseWidget
	parts []Share
	limit float64
	track *canvas.Rectangle
	boxes []*canvas.Rectangle
	mark  *canvas.Rectangle
}

// The measures of the bar, in units.
const (
	sharesHeight = 8
	shareLeast   = 3
)

// NewShares makes a bar of parts, in their order, that do not overlap.
func NewShares(parts ...Share) *Shares {
	s := &Shares{parts: parts, track: &canvas.Rectangle{}, mark: &canvas.Rectangle{}}
	for range parts {
		s.boxes = append(s.boxes, &canvas.Rectangle{})
	}
	s.ExtendBaseWidget(s)
	return s
}

// WithLimit draws a line across the bar, from 0 to 1 of its length; it returns s.
func (s *Shares) WithLimit(at float64) *Shares {
	s.limit = at
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *Shares) CreateRenderer() fyne.WidgetRenderer { return draw(s) }

func (s *Shares) objects() []fyne.CanvasObject {
	o := []fyne.CanvasObject{s.track}
	for _, b := range s.boxes {
		o = append(o, b)
	}
	return append(o, s.mark)
}

func (s *Shares) paint() {
	s.track.FillColor = theme.Color(ColorLine)
	for i, b := range s.boxes {
		b.FillColor = theme.Color(s.parts[i].Color)
	}
	s.mark.FillColor = theme.Color(ColorText)
	s.mark.Hidden = s.limit <= 0 || s.limit > 1
}

func (s *Shares) arrange(size fyne.Size) {
	const inset = 3 // the line of the limit is higher than the bar
	put(s.track, 0, inset, size.Width, sharesHeight)
	end := float32(0)
	for i, p := range s.parts {
		from := max(end, whole(size.Width*float32(p.From)))
		to := min(size.Width, max(from+shareLeast, whole(size.Width*float32(p.To))))
		put(s.boxes[i], min(from, to), inset, max(0, to-from), sharesHeight)
		end = to
	}
	put(s.mark, min(size.Width-1, whole(size.Width*float32(s.limit))), 0, 1, sharesHeight+2*inset)
}

func (s *Shares) least() fyne.Size { return fyne.NewSize(60, sharesHeight+6) }
