package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// slideBar is the scroll bar at the foot of a code view that does not wrap. It lies over
// the last row, thin until the pointer is on it, and is gone while everything fits.
type slideBar struct {
	widget.BaseWidget
	view    *CodeView
	thumb   *canvas.Rectangle
	hovered bool
}

const slideHeight = 10

func newSlideBar(c *CodeView) *slideBar {
	b := &slideBar{view: c, thumb: &canvas.Rectangle{}}
	b.Hidden = true
	b.ExtendBaseWidget(b)
	return b
}

// follow puts the thumb where the text is.
func (b *slideBar) follow() {
	c := b.view
	needed := !c.wrap && c.width > 0 && c.widest > c.room()
	if needed != b.Visible() {
		b.Hidden = !needed
	}
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *slideBar) CreateRenderer() fyne.WidgetRenderer { return draw(b) }

func (b *slideBar) objects() []fyne.CanvasObject { return []fyne.CanvasObject{b.thumb} }
func (b *slideBar) least() fyne.Size             { return fyne.NewSize(40, slideHeight) }
func (b *slideBar) paint()                       { b.thumb.FillColor = theme.Color(theme.ColorNameScrollBar) }

func (b *slideBar) arrange(s fyne.Size) {
	c := b.view
	if c.widest <= 0 {
		return
	}
	high := float32(4)
	if b.hovered {
		high = 8
	}
	room, scale := c.room(), b.scale()
	b.thumb.CornerRadius = high / 2
	put(b.thumb, c.gutter()+c.shift*scale, s.Height-high-1, max(20, room*scale), high)
}

// scale is how far the thumb goes for one unit of text.
func (b *slideBar) scale() float32 { return b.view.room() / b.view.widest }

// MouseIn and its sisters implement desktop.Hoverable and fyne.Draggable.
func (b *slideBar) MouseIn(*desktop.MouseEvent)    { b.hovered = true; b.Refresh() }
func (b *slideBar) MouseMoved(*desktop.MouseEvent) {}
func (b *slideBar) MouseOut()                      { b.hovered = false; b.Refresh() }
func (b *slideBar) DragEnd()                       {}
func (b *slideBar) Dragged(e *fyne.DragEvent) {
	if s := b.scale(); s > 0 {
		b.view.slide(b.view.shift + e.Dragged.DX/s)
	}
}

// slideLayout lays the bar over the foot of the view.
type slideLayout struct{}

func (slideLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(s)
	put(o[1], 0, s.Height-slideHeight, s.Width, slideHeight)
}

func (slideLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }
