package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// menuRow draws one item of a menu.
type menuRow struct {
	widget.BaseWidget
	menu   *Menu
	index  int
	item   MenuItem
	indent float32 // room for the check mark

	ground      *crisp
	line        *canvas.Rectangle
	check       *ink
	words, hint *ink
}

const (
	menuRowHeight  = 30
	menuLineHeight = 9 // of a separator
	menuRowPad     = 10
)

func newMenuRow(m *Menu, index int, item MenuItem, checks bool) *menuRow {
	r := &menuRow{menu: m, index: index, item: item, ground: newCrisp(5), line: &canvas.Rectangle{},
		check: newInk(Code.Sized(14), fyne.TextAlignLeading),
		words: newInk(Body, fyne.TextAlignLeading), hint: newInk(Faint, fyne.TextAlignTrailing)}
	if checks {
		r.indent = 20
	}
	r.words.text.Text, r.hint.text.Text = item.Text, item.Hint
	if item.Checked {
		r.check.text.Text = LevelGood.Mark()
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *menuRow) separator() bool { return r.item.Text == "" }

// CreateRenderer implements fyne.Widget.
func (r *menuRow) CreateRenderer() fyne.WidgetRenderer { return draw(r) }

func (r *menuRow) objects() []fyne.CanvasObject {
	if r.separator() {
		return []fyne.CanvasObject{r.line}
	}
	return []fyne.CanvasObject{r.ground.object(), r.check.box, r.words.box, r.hint.box}
}

func (r *menuRow) paint() {
	r.line.FillColor = theme.Color(ColorLine)
	fill := ColorNone
	if r.menu.current == r.index && !r.item.Disabled {
		fill = ColorField
	}
	r.ground.tint(theme.Color(fill), color.Transparent)
	face := Body
	switch {
	case r.item.Disabled:
		face.Color = ColorText3
	case r.item.Danger:
		face.Color = ColorRed
	case r.item.Checked:
		face.Bold = true
	}
	r.words.wear(face)
	r.check.wear(Code.Sized(14).In(ColorGreen))
	r.hint.wear(Faint)
}

func (r *menuRow) arrange(s fyne.Size) {
	r.line.Move(fyne.NewPos(menuRowPad, (menuLineHeight-1)/2))
	r.line.Resize(fyne.NewSize(s.Width-2*menuRowPad, 1))
	r.ground.Resize(s)
	r.check.place(menuRowPad, 0, 16, s.Height)
	x := menuRowPad + r.indent
	r.words.place(x, 0, s.Width-x-menuRowPad, s.Height)
	r.hint.place(x, 0, s.Width-x-menuRowPad, s.Height)
}

func (r *menuRow) least() fyne.Size {
	if r.separator() {
		return fyne.NewSize(40, menuLineHeight)
	}
	w := 2*menuRowPad + r.indent + Width(r.item.Text, Strong)
	if r.item.Hint != "" {
		w += 24 + Width(r.item.Hint, Faint)
	}
	return fyne.NewSize(max(w, 120), menuRowHeight)
}

// Tapped acts; on a separator or a disabled item it does nothing, and the menu stays.
func (r *menuRow) Tapped(*fyne.PointEvent) { r.menu.act(r.index) }

// MouseIn and its sisters implement desktop.Hoverable.
func (r *menuRow) MouseIn(*desktop.MouseEvent)    { r.menu.light(r.index) }
func (r *menuRow) MouseMoved(*desktop.MouseEvent) {}
func (r *menuRow) MouseOut()                      { r.menu.light(-1) }
