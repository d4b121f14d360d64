package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Budget is a bar that sets a range, such as of a delay, against a limit: the part that
// surely passes is full, the part that may pass is pale, and what lies beyond the limit is
// red. The limit stands at four fifths of the width, so that there is room beyond it.
type Budget struct {
	widget.BaseWidget
	low, high, limit float64

	track, sure, may, over *crisp
	mark                   *canvas.Rectangle
}

const (
	budgetHeight = 6
	budgetShare  = 0.8 // of the width, where the limit stands
)

// NewBudget makes a bar of nothing against a limit.
func NewBudget(limit float64) *Budget {
	b := &Budget{limit: limit, mark: &canvas.Rectangle{}}
	for _, c := range []**crisp{&b.track, &b.sure, &b.may, &b.over} {
		*c = newCrisp(budgetHeight / 2)
	}
	b.ExtendBaseWidget(b)
	return b
}

// Set sets the range; low and high are the same for a fixed value.
func (b *Budget) Set(low, high float64) {
	if b.low != low || b.high != high {
		b.low, b.high = low, high
		b.Refresh()
	}
}

// Range is what Set was told.
func (b *Budget) Range() (low, high float64) { return b.low, b.high }

// CreateRenderer implements fyne.Widget.
func (b *Budget) CreateRenderer() fyne.WidgetRenderer { return draw(b) }

func (b *Budget) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.track.object(), b.over.object(), b.may.object(), b.sure.object(), b.mark}
}

func (b *Budget) paint() {
	sure, may := theme.Color(ColorGreen), theme.Color(ColorGreenGround)
	if b.low > b.limit {
		sure = theme.Color(ColorRed)
	}
	b.track.tint(theme.Color(ColorLine), color.Transparent)
	b.sure.tint(sure, color.Transparent)
	b.may.tint(may, sure)
	b.over.tint(theme.Color(ColorRed), color.Transparent)
	b.mark.FillColor = theme.Color(ColorText2)
}

func (b *Budget) arrange(s fyne.Size) {
	const top = 3
	at := func(v float64) float32 {
		return whole(min(s.Width, s.Width*budgetShare*float32(v/b.limit)))
	}
	bar := func(c *crisp, v float64) {
		c.Hidden = v <= 0
		c.Move(fyne.NewPos(0, top))
		c.Resize(fyne.NewSize(max(at(v), budgetHeight), budgetHeight))
	}
	b.track.Move(fyne.NewPos(0, top))
	b.track.Resize(fyne.NewSize(s.Width, budgetHeight))
	bar(b.sure, b.low)
	bar(b.may, min(b.high, b.limit))
	b.may.Hidden = b.may.Hidden || b.high <= b.low
	bar(b.over, b.high)
	b.over.Hidden = b.over.Hidden || b.high <= b.limit
	put(b.mark, at(b.limit), 0, 1, top*2+budgetHeight)
}

func (b *Budget) least() fyne.Size { return fyne.NewSize(80, 12) }
