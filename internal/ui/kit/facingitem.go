package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// facingItem draws one line of a Facing.
type facingItem struct {
	widget.BaseWidget
	list    *Facing
	line    int
	hovered bool

	ground, bar, rule *canvas.Rectangle
	sign, label, note *ink
	sides             [2]facingSide
	marks, strokes    []*canvas.Rectangle // as many as a line ever needed; strokes underline
	used              int
	objs              []fyne.CanvasObject
}

// facingSide is what draws one side.
type facingSide struct {
	ground       *canvas.Rectangle
	number, text *ink
}

func newFacingItem(f *Facing) *facingItem {
	l := &facingItem{list: f, line: -1, ground: &canvas.Rectangle{}, bar: &canvas.Rectangle{}, rule: &canvas.Rectangle{},
		sign: newInk(Code, fyne.TextAlignLeading), label: newInk(Small, fyne.TextAlignLeading), note: newInk(Small, fyne.TextAlignTrailing)}
	for i := range l.sides {
		l.sides[i] = facingSide{&canvas.Rectangle{}, newInk(Code.In(ColorText3), fyne.TextAlignTrailing), newInk(Code, fyne.TextAlignLeading)}
	}
	l.ExtendBaseWidget(l)
	return l
}

func (l *facingItem) bind(line int) {
	if l.line != line {
		l.hovered = false
	}
	l.line = line
	l.Refresh()
}

// at is the line and the row that the item shows; false when there are none.
func (l *facingItem) at() (facingLine, *FacingRow, bool) {
	if l.line < 0 || l.line >= len(l.list.lines) {
		return facingLine{}, nil, false
	}
	at := l.list.lines[l.line]
	return at, &l.list.rows[at.row], true
}

// MinSize needs no renderer, see rowBase.
func (l *facingItem) MinSize() fyne.Size { return fyne.NewSize(80, facingHeight) }

// CreateRenderer implements fyne.Widget.
func (l *facingItem) CreateRenderer() fyne.WidgetRenderer { return draw(l) }

func (l *facingItem) least() fyne.Size { return l.MinSize() }

func (l *facingItem) objects() []fyne.CanvasObject {
	o := append(l.objs[:0], l.ground)
	for _, s := range l.sides {
		o = append(o, s.ground)
	}
	for i := range l.used {
		o = append(o, l.marks[i], l.strokes[i])
	}
	o = append(o, l.rule, l.bar, l.sign.box, l.label.box, l.note.box)
	for _, s := range l.sides {
		o = append(o, s.number.box, s.text.box)
	}
	l.objs = o
	return o
}

func (l *facingItem) paint() {
	l.rule.FillColor = theme.Color(ColorLine)
	l.bar.FillColor = theme.Color(ColorGreen)
}

func (l *facingItem) arrange(s fyne.Size) {
	at, row, ok := l.at()
	l.used = 0
	fill := ColorPanel
	here := ok && at.row == l.list.current
	switch {
	case ok && row.Title != "":
		fill = ColorField
	case here:
		fill = ColorSelected
	case l.hovered && l.acts():
		fill = ColorHoverRow
	}
	l.ground.FillColor = theme.Color(fill)
	l.ground.Resize(s)
	l.bar.Hidden = !here
	l.bar.Resize(fyne.NewSize(3, s.Height))
	for _, k := range []*ink{l.sign, l.label, l.note} {
		k.text.Text = ""
	}
	for i := range l.sides {
		l.sides[i].text.text.Text, l.sides[i].number.text.Text = "", ""
		l.sides[i].ground.FillColor = theme.Color(ColorNone)
	}
	l.rule.Hidden = true
	if !ok {
		return
	}
	left, right, each := l.list.columns(s.Width)
	switch {
	case row.Title != "":
		l.label.wear(Strong)
		l.label.text.Text = Cut(row.Title, Strong, s.Width/2)
		l.label.place(12, 0, s.Width/2, s.Height)
		l.note.text.Text = row.Note
		l.note.place(s.Width/2, 0, s.Width/2-12, s.Height)
	case row.Fold != "":
		sign := "▸"
		if row.Open {
			sign = "▾"
		}
		l.signs(sign, ColorLink)
		l.label.wear(Small.In(ColorLink))
		l.label.text.Text = Cut(row.Fold, l.label.face, s.Width-facingSign)
		l.label.place(facingSign, 0, s.Width-facingSign, s.Height)
	default:
		l.values(at, row, left, right, each, s.Height)
	}
}

func (l *facingItem) signs(sign string, tone fyne.ThemeColorName) {
	l.sign.wear(Code.Sized(13).In(tone))
	l.sign.text.Text = sign
	l.sign.place(10, 0, facingSign-10, facingHeight)
}

// values sets a line that has both sides.
func (l *facingItem) values(at facingLine, row *FacingRow, left, right, each, high float32) {
	gutter := l.list.gutter()
	middle := right - gutter - facingPad
	l.rule.Hidden = false
	put(l.rule, middle, 0, 1, high)
	if at.begins {
		l.signs(row.Sign, row.Tone)
		l.label.wear(Small)
		room := left - facingSign - facingPad
		l.label.text.Text = Cut(row.Label, Small, room)
		l.label.place(facingSign, 0, room, high)
	}
	if at.more > 0 {
		if l.list.More != nil {
			l.note.wear(Small.In(ColorLink))
			l.note.text.Text = l.list.More(at.more)
			l.note.place(left, 0, Width(l.note.text.Text, Small), high)
		}
		return
	}
	l.note.wear(Small)
	l.side(0, &row.Left, at.left, at.begins, left, each, gutter)
	l.side(1, &row.Right, at.right, at.begins, right, each, gutter)
	end := l.Size().Width
	put(l.sides[0].ground, left-4, 0, middle-left+4, high)
	put(l.sides[1].ground, middle+1, 0, end-middle-1, high)
}

// side sets a piece of one side's text, with its number before it.
func (l *facingItem) side(i int, t *FacingText, p facingPiece, begins bool, x, each, gutter float32) {
	s := &l.sides[i]
	if t.Ground != "" {
		s.ground.FillColor = theme.Color(t.Ground)
	}
	if begins && t.Number > 0 {
		s.number.wear(Code.In(ColorText3))
		s.number.text.Text = strconv.Itoa(t.Number)
		s.number.place(x-gutter-4, 0, gutter, facingHeight)
	}
	if !p.in {
		return
	}
	face := Code
	if t.None {
		face = Faint
	}
	s.text.wear(face)
	s.text.text.Text = t.Text[p.from:p.to]
	s.text.place(x, 0, each, facingHeight)
	for _, m := range t.Spans {
		from, to := max(m.From, p.from), min(m.To, p.to)
		if from < to {
			l.mark(x+Width(t.Text[p.from:from], Code), Width(t.Text[from:to], Code), t.Mark)
		}
	}
}

// mark lays a ground with a line below under a piece of text, so that it is seen without
// colour, too.
func (l *facingItem) mark(x, w float32, tone fyne.ThemeColorName) {
	if l.used == len(l.marks) {
		l.marks = append(l.marks, &canvas.Rectangle{CornerRadius: 2})
		l.strokes = append(l.strokes, &canvas.Rectangle{})
	}
	g, u := l.marks[l.used], l.strokes[l.used]
	l.used++
	ground := ColorGreenGround
	if tone == ColorRed {
		ground = ColorRedGround
	}
	g.FillColor, u.FillColor = theme.Color(ground), theme.Color(tone)
	put(g, x, 1, w, facingHeight-2)
	put(u, x, facingHeight-3, w, 1)
}

// acts says whether a tap on the line does something.
func (l *facingItem) acts() bool {
	at, row, ok := l.at()
	return ok && (row.Fold != "" || at.more > 0)
}

// Tapped opens or closes a fold, or a value that was cut.
func (l *facingItem) Tapped(*fyne.PointEvent) {
	l.list.ring.focus(l.list)
	if at, _, ok := l.at(); ok && l.acts() && l.list.OnTapped != nil {
		l.list.OnTapped(at.row)
	}
}

// TappedSecondary opens the menu of a row with values.
func (l *facingItem) TappedSecondary(e *fyne.PointEvent) {
	at, row, ok := l.at()
	if ok && row.Title == "" && row.Fold == "" && l.list.OnMenu != nil {
		l.list.OnMenu(at.row, e.AbsolutePosition)
	}
}

// MouseIn and its sisters implement desktop.Hoverable.
func (l *facingItem) MouseIn(*desktop.MouseEvent)    { l.hovered = true; l.Refresh() }
func (l *facingItem) MouseMoved(*desktop.MouseEvent) {}
func (l *facingItem) MouseOut()                      { l.hovered = false; l.Refresh() }

// Cursor is a hand over what acts.
func (l *facingItem) Cursor() desktop.Cursor {
	if l.acts() {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}
