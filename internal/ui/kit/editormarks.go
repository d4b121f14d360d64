package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// Mark is a tint over a part of an editor's text, such as over what a template puts in.
// Fyne's entry has one colour for all of its text, and an opaque ground.
type Mark struct {
	From, To int // in runes
	Color    fyne.ThemeColorName
}

// markAlpha leaves the text below a mark readable.
const markAlpha = 0x38

// tinting draws the marks of an editor where its entry shows the text that they are for.
type tinting struct {
	editor *Editor
	find   func(text string) []Mark // may be nil
	marks  []Mark
	box    *fyne.Container
	clip   *container.Clip
	scroll *container.Scroll // of the entry
	rects  []*canvas.Rectangle
	roles  []fyne.ThemeColorName
	rows   []int // offset in runes at which each row begins
}

func newTinting(e *Editor) *tinting {
	b := &tinting{editor: e, box: container.NewWithoutLayout()}
	b.clip = container.NewClip(b.box)
	return b
}

// SetMarks lets find tell the marks of a text, now and at every change; nil marks nothing.
func (e *Editor) SetMarks(find func(text string) []Mark) {
	e.back.find = find
	e.back.follow()
}

// Marks are those that are shown.
func (e *Editor) Marks() []Mark { return e.back.marks }

// Grow lets the editor become higher with its text, up to a number of lines; beyond it
// scrolls. resized, if not nil, hears that it wants another height. It returns e.
func (e *Editor) Grow(lines int, resized func()) *Editor {
	e.most, e.resized = lines, resized
	return e
}

// attach finds the scroll of an entry among its renderer's objects.
func (b *tinting) attach(objects []fyne.CanvasObject) {
	for _, o := range objects {
		if s, ok := o.(*container.Scroll); ok {
			b.scroll = s
			s.OnScrolled = func(fyne.Position) { b.place() }
		}
	}
}

// follow takes the text as it is now. It is called whenever text, width or caret may have
// changed, so it must cost little.
func (b *tinting) follow() {
	e := b.editor
	if b.find == nil && e.most == 0 {
		return
	}
	rows := len(b.rows)
	b.rows = rowStarts(&e.Entry.Entry, b.rows[:0])
	b.marks = nil
	if b.find != nil {
		b.marks = b.find(e.Text())
	}
	b.place()
	if e.most > 0 && rows != len(b.rows) && e.resized != nil && e.high(rows) != e.high(len(b.rows)) {
		e.resized()
	}
}

// place moves the tints to where the text stands.
func (b *tinting) place() {
	e := b.editor
	face := Body
	if e.Entry.TextStyle.Monospace {
		face = Code.Sized(Body.Size)
	}
	height := fyne.MeasureText("M", face.Size, face.style()).Height
	pad := e.Theme().Size(theme.SizeNameInnerPadding)
	top := pad
	if b.scroll != nil {
		top -= b.scroll.Offset.Y
	}
	text := []rune(e.Text())
	n := 0
	for _, m := range b.marks {
		for i, begin := range b.rows {
			end := len(text)
			if i+1 < len(b.rows) {
				end = b.rows[i+1]
			}
			from, to := max(m.From, begin), min(m.To, end)
			y := top + float32(i)*height
			if from >= to || y+height < 0 || y > e.Size().Height {
				continue
			}
			for to > from && text[to-1] == '\n' {
				to--
			}
			x := Width(string(text[begin:from]), face)
			w := Width(string(text[from:to]), face)
			b.rect(n, m.Color)
			put(b.rects[n], pad+x-1, y+1, w+2, height-2)
			n++
		}
	}
	b.box.Objects = b.box.Objects[:0]
	for i := range n {
		b.box.Objects = append(b.box.Objects, b.rects[i])
	}
	b.paint()
	canvas.Refresh(b.box)
}

func (b *tinting) rect(i int, role fyne.ThemeColorName) {
	for len(b.rects) <= i {
		b.rects = append(b.rects, &canvas.Rectangle{CornerRadius: 3})
		b.roles = append(b.roles, "")
	}
	b.roles[i] = role
}

func (b *tinting) paint() {
	for i := range b.box.Objects {
		tone := color.NRGBAModel.Convert(theme.Color(b.roles[i])).(color.NRGBA)
		tone.A = markAlpha
		b.rects[i].FillColor = tone
	}
}

// high is how high an editor is that shows so many rows.
func (e *Editor) high(rows int) float32 {
	return float32(min(max(rows, e.lines), max(e.most, e.lines)))*20 + 20
}

// Rows is how many rows the text takes as it is wrapped now.
func (e *Editor) Rows() int { return max(1, len(rowStarts(&e.Entry.Entry, nil))) }
