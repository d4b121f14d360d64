package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// codeLine draws one row of a code view. The gutter lies over the text, so that text which
// is slid to the left goes under it.
type codeLine struct {
	widget.BaseWidget
	view *CodeView
	row  int

	ground, gutter *canvas.Rectangle
	number, sign   *ink
	runs           []*ink              // as many as a row ever needed
	boxes          []*canvas.Rectangle // marks, likewise
	runsUsed       int
	boxesUsed      int
}

func newCodeLine(c *CodeView) *codeLine {
	l := &codeLine{view: c, row: -1, ground: &canvas.Rectangle{}, gutter: &canvas.Rectangle{},
		number: newInk(Code.In(ColorText3), fyne.TextAlignTrailing), sign: newInk(Code, fyne.TextAlignLeading)}
	l.ExtendBaseWidget(l)
	return l
}

func (l *codeLine) bind(row int) {
	l.row = row
	l.Refresh()
}

// MinSize needs no renderer, see rowBase.
func (l *codeLine) MinSize() fyne.Size { return fyne.NewSize(80, codeHeight) }

// CreateRenderer implements fyne.Widget.
func (l *codeLine) CreateRenderer() fyne.WidgetRenderer { return draw(l) }

func (l *codeLine) least() fyne.Size { return l.MinSize() }

func (l *codeLine) objects() []fyne.CanvasObject {
	o := make([]fyne.CanvasObject, 0, 3+l.runsUsed+l.boxesUsed)
	o = append(o, l.ground)
	for _, b := range l.boxes[:l.boxesUsed] {
		o = append(o, b)
	}
	for _, r := range l.runs[:l.runsUsed] {
		o = append(o, r.box)
	}
	return append(o, l.gutter, l.number.box, l.sign.box)
}

func (l *codeLine) paint() {
	l.number.wear(Code.In(ColorText3))
	l.sign.wear(Code.In(ColorText2))
	ground := l.view.ground
	if l.row >= 0 && l.row < len(l.view.rows) && l.view.rows[l.row].line == l.view.here {
		ground = ColorSelected
	}
	l.ground.FillColor = theme.Color(ground)
	l.gutter.FillColor = l.ground.FillColor
}

func (l *codeLine) arrange(s fyne.Size) {
	c := l.view
	l.runsUsed, l.boxesUsed = 0, 0
	l.ground.Resize(s)
	gutter := c.gutter()
	l.gutter.Resize(fyne.NewSize(gutter-4, s.Height))
	l.number.text.Text, l.sign.text.Text = "", ""
	if l.row < 0 || l.row >= len(c.rows) {
		return
	}
	row := c.rows[l.row]
	end := gutter - 12
	if len(c.text.folds) > 0 {
		end -= codeFold - 4
	}
	if row.from == 0 {
		l.number.text.Text = c.number(row.line)
		if able, folded := c.FoldsAt(row.line); able {
			l.sign.text.Text = foldSigns[folded]
		}
	}
	l.number.place(0, 0, end, s.Height)
	l.sign.place(end+4, 0, codeFold, s.Height)

	line := c.text.lines[row.line]
	if line.To > line.From {
		from, to := runeRange(line.Text, line.From, line.To)
		l.mark(row, line.Text, from, to, gutter, ColorRedGround)
	}
	first, found := c.matchesIn(row)
	for i, m := range found {
		role := ColorFound
		if first+i == c.current {
			role = ColorFoundHere
		}
		l.mark(row, line.Text, m.from, m.to, gutter, role)
	}
	l.write(row, line.Text, gutter, s)
}

// write sets the visible part of a row, one run for each tone.
func (l *codeLine) write(row codeRow, text string, gutter float32, s fyne.Size) {
	table := tableFor(Code)
	from, x := row.from, -l.view.shift
	for from < row.to { // skip what is slid out
		r, n := runeAt(text, from)
		a := table.of(r, Code)
		if x+a > 0 {
			break
		}
		x += a
		from += n
	}
	to, end := from, x
	for to < row.to && end < s.Width-gutter {
		r, n := runeAt(text, to)
		end += table.of(r, Code)
		to += n
	}
	at := from
	for _, t := range l.view.syntax.tokens(text) {
		if t.to <= at || t.from >= to {
			continue
		}
		x = l.run(text[at:max(at, t.from)], ColorText, x, gutter)
		at = max(at, t.from)
		x = l.run(text[at:min(t.to, to)], t.role, x, gutter)
		at = min(t.to, to)
	}
	x = l.run(text[at:to], ColorText, x, gutter)
	if to == len(text) {
		x = l.run(l.view.tail(row), ColorText3, x, gutter)
		l.run(Cut(l.view.note(row), Code, s.Width-gutter-x-codeEdge), ColorRed, x, gutter)
	}
}

// run sets s at x and answers where it ends.
func (l *codeLine) run(s string, role fyne.ThemeColorName, x, gutter float32) float32 {
	if s == "" {
		return x
	}
	if l.runsUsed == len(l.runs) {
		l.runs = append(l.runs, newInk(Code, fyne.TextAlignLeading))
	}
	k := l.runs[l.runsUsed]
	l.runsUsed++
	k.wear(Code.In(role))
	k.text.Text = s
	w := Width(s, Code)
	k.place(gutter+x, 0, w, codeHeight)
	return x + w
}

// mark lays a ground under the bytes from..to of a line, as far as the row holds them.
func (l *codeLine) mark(row codeRow, text string, from, to int, gutter float32, role fyne.ThemeColorName) {
	from, to = max(from, row.from), min(to, row.to)
	if from >= to {
		return
	}
	if l.boxesUsed == len(l.boxes) {
		l.boxes = append(l.boxes, &canvas.Rectangle{CornerRadius: 2})
	}
	b := l.boxes[l.boxesUsed]
	l.boxesUsed++
	b.FillColor = theme.Color(role)
	x := gutter - l.view.shift + Width(text[row.from:from], Code)
	put(b, x, 1, Width(text[from:to], Code), codeHeight-2)
}

// foldSigns tell that something is hidden behind a line, or could be.
var foldSigns = map[bool]string{false: "▾", true: "▸"}

// Tapped gives the view the focus, so that the keys work in it, and chooses the line; at
// the sign of a fold, or at what stands for the hidden lines, it turns that.
func (l *codeLine) Tapped(e *fyne.PointEvent) {
	c := l.view
	c.ring.focus(c)
	if l.row < 0 || l.row >= len(c.rows) {
		return
	}
	row := c.rows[l.row]
	able, folded := c.FoldsAt(row.line)
	end := c.gutter() - c.shift + Width(c.text.lines[row.line].Text[row.from:row.to], Code)
	c.Choose(row.line)
	if able && (e.Position.X < c.gutter() || folded && e.Position.X > end && c.tail(row) != "") {
		c.Fold(row.line, !folded)
	}
}

// TappedSecondary chooses the line and asks for its menu.
func (l *codeLine) TappedSecondary(e *fyne.PointEvent) {
	c := l.view
	if l.row < 0 || l.row >= len(c.rows) || c.OnMenu == nil {
		return
	}
	c.ring.focus(c)
	line := c.rows[l.row].line
	c.Choose(line)
	c.OnMenu(line, e.AbsolutePosition)
}

// Scrolled takes the wheel from the list, to slide sideways as well.
func (l *codeLine) Scrolled(e *fyne.ScrollEvent) { l.view.Wheel(e) }
