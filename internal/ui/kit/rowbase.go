package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// rowBase is what every row of a Rows list has: the ground, the hairline below, the bar of
// the chosen row, and the pointer. It paints an opaque ground over the whole item and takes
// the hover itself, so nothing of widget.List's own highlight is ever seen.
type rowBase struct {
	widget.BaseWidget
	list *Rows
	id   widget.ListItemID

	selected, picked        bool // picked: one of several
	hovered                 bool
	ground, bar, line, drop *canvas.Rectangle
}

func newRowBase(list *Rows) rowBase {
	return rowBase{list: list, id: -1, ground: &canvas.Rectangle{}, bar: &canvas.Rectangle{},
		line: &canvas.Rectangle{}, drop: &canvas.Rectangle{}}
}

// under is what lies under the content of the row, in order.
func (r *rowBase) under() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.line, r.bar}
}

// MinSize needs no renderer: widget.List makes and measures a new item at every Refresh.
func (r *rowBase) MinSize() fyne.Size { return fyne.NewSize(rowPad*2, r.list.height) }

func (r *rowBase) least() fyne.Size { return r.MinSize() }

// turn makes the row stand for another id; one that moves forgets the pointer.
func (r *rowBase) turn(id widget.ListItemID, selected bool) {
	if r.id != id {
		r.hovered = false
	}
	r.id, r.selected = id, selected
}

func (r *rowBase) paintBase() {
	fill := ColorPanel
	switch {
	case r.selected, r.picked:
		fill = ColorSelected
	case r.hovered:
		fill = ColorHoverRow
	}
	r.ground.FillColor = theme.Color(fill)
	r.line.FillColor = theme.Color(ColorLine)
	r.bar.FillColor = theme.Color(ColorGreen)
	r.bar.Hidden = !r.selected
	r.drop.FillColor = theme.Color(ColorGreen)
	r.drop.Hidden = !r.dropsHere()
}

// dropsHere says whether a row that is dragged would land above this one, or below it where
// it is the last.
func (r *rowBase) dropsHere() bool {
	at := r.list.drop
	return at >= 0 && (at == r.id || at == r.id+1 && at == r.list.Length())
}

func (r *rowBase) arrangeBase(s fyne.Size) {
	r.ground.Resize(s)
	put(r.line, 0, s.Height-1, s.Width, 1)
	r.bar.Resize(fyne.NewSize(3, s.Height-1))
	y := float32(0)
	if r.list.drop == r.id+1 {
		y = s.Height - 3
	}
	put(r.drop, 0, y, s.Width, 3)
}

// MouseIn and its sisters implement desktop.Hoverable. Being the innermost object that
// hovers, the row gets these instead of the list's item.
func (r *rowBase) MouseIn(*desktop.MouseEvent)    { r.hovered = true; r.Refresh() }
func (r *rowBase) MouseMoved(*desktop.MouseEvent) {}
func (r *rowBase) MouseOut()                      { r.hovered = false; r.Refresh() }

// Tapped implements fyne.Tappable, again instead of the list's item.
func (r *rowBase) Tapped(*fyne.PointEvent) { r.list.take(r.id, PickOne) }

// TappedSecondary chooses the row, unless it is one of several that are selected, and opens
// its menu.
func (r *rowBase) TappedSecondary(e *fyne.PointEvent) {
	if r.list.OnMenu == nil {
		return
	}
	id := r.id // choosing may make this item stand for another row
	if !r.picked {
		r.list.take(id, PickOne)
	}
	r.list.OnMenu(id, e.AbsolutePosition)
}
