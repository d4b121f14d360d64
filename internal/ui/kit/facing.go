package kit

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// FacingRow is one row of a Facing: a heading, a fold, or a value on each side.
type FacingRow struct {
	Title string // makes the row a heading, with Note at its right end
	Note  string
	Fold  string // makes the row words that a tap opens or closes; Open turns its arrow
	Open  bool

	Sign        string // before the label, in Tone: how the sides are to each other
	Tone        fyne.ThemeColorName
	Label       string
	Left, Right FacingText
	// Lines bounds how many lines a long value takes; 0 shows all of it. A tap on the words
	// below a value that was cut is one on the row.
	Lines int
	// Before is how many characters the texts leave out at their beginning; they count as
	// cut off.
	Before int
}

// FacingText is one side of a row. It wraps anywhere, and where it has line ends.
type FacingText struct {
	Text   string
	Number int          // of the line; 0 shows none
	Spans  []FacingSpan // what the other side has not, in order
	Ground fyne.ThemeColorName
	Mark   fyne.ThemeColorName // under Spans
	None   bool                // Text only says that there is nothing
}

// FacingSpan is the bytes From..To of a text.
type FacingSpan struct{ From, To int }

// Facing shows two texts side by side, as a list of rows of one height, so that a megabyte
// costs what the visible rows cost. Long values take several rows.
type Facing struct {
	widget.List
	OnTapped func(row int)                   // a fold, or the words below a value that was cut
	OnMenu   func(row int, at fyne.Position) // a secondary tap on a row with values
	More     func(characters int) string     // the words below a value that was cut

	rows    []FacingRow
	lines   []facingLine
	first   []int // line of each row
	widest  float32
	digits  int
	width   float32 // that the rows were broken for
	current int     // row that is pointed at, or -1
	ring    *focusRing
}

const (
	facingHeight = 20
	facingSign   = 26 // from the left edge to the label
	facingPad    = 8  // left and right of a text
	facingLabel  = 190
)

// NewFacing makes an empty one.
func NewFacing() *Facing {
	f := &Facing{current: -1, ring: newFocusRing(), digits: 2}
	f.HideSeparators = true
	f.Length = func() int { return len(f.lines) }
	f.CreateItem = func() fyne.CanvasObject { return newFacingItem(f) }
	f.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) { o.(*facingItem).bind(i) }
	f.ExtendBaseWidget(f)
	return f
}

// Wrapped is the list as it goes into the window, see Rows.Wrapped.
func (f *Facing) Wrapped() fyne.CanvasObject {
	return f.ring.around(container.NewStack(NewGround(ColorPanel, 0), container.NewThemeOverride(f, tight{})))
}

// Head lays out what stands above the columns: a corner above the labels, and a head for
// each side.
func (f *Facing) Head(corner, left, right fyne.CanvasObject) fyne.CanvasObject {
	return container.New(facingHead{f}, corner, left, right)
}

// SetRows shows other rows and points at none. The place stays as far as it exists.
func (f *Facing) SetRows(rows []FacingRow) {
	f.rows, f.current = rows, -1
	f.widest, f.digits = 0, 2
	for i := range rows {
		r := &rows[i]
		f.widest = max(f.widest, Width(r.Label, Small))
		for n := max(r.Left.Number, r.Right.Number); n >= pow10(f.digits); {
			f.digits++
		}
		r.Left.prepare()
		r.Right.prepare()
	}
	f.breakRows()
	f.Refresh()
	f.scrollTo(f.GetScrollOffset())
}

func pow10(n int) int {
	p := 1
	for range n {
		p *= 10
	}
	return p
}

// Len is how many rows there are.
func (f *Facing) Len() int { return len(f.rows) }

// Row is row i as it is drawn.
func (f *Facing) Row(i int) FacingRow { return f.rows[i] }

// Current is the row that is pointed at, or -1.
func (f *Facing) Current() int { return f.current }

// Point points at row i and brings it into view; -1 points at none.
func (f *Facing) Point(i int) {
	if i < 0 || i >= len(f.rows) {
		i = -1
	}
	f.current = i
	if i >= 0 {
		top, view := float32(f.first[i]*facingHeight), f.Size().Height
		if at := f.GetScrollOffset(); view > 0 && (top < at || top+2*facingHeight > at+view) {
			f.scrollTo(top - whole(view/3))
		}
	}
	f.Refresh()
}

// Place is the row at the top edge, or -1.
func (f *Facing) Place() int {
	if top := int(f.GetScrollOffset() / facingHeight); top < len(f.lines) {
		return f.lines[top].row
	}
	return -1
}

func (f *Facing) scrollTo(offset float32) {
	end := float32(len(f.lines)*facingHeight) - f.Size().Height
	if offset = max(0, min(offset, end)); offset != f.GetScrollOffset() {
		f.ScrollToOffset(offset)
	}
}

// Resize breaks the rows anew when the width has changed; the row at the top stays there.
func (f *Facing) Resize(s fyne.Size) {
	if s.Width != f.width {
		top := f.Place()
		f.width = s.Width
		f.breakRows()
		f.List.Resize(s)
		f.Refresh()
		if top > 0 {
			f.scrollTo(float32(f.first[top] * facingHeight))
		}
		return
	}
	f.List.Resize(s)
}

// columns are where the left and the right text begin in a width, and how wide they are.
func (f *Facing) columns(width float32) (left, right, each float32) {
	label := float32(math.Ceil(float64(min(f.widest, facingLabel, width/5))))
	gutter := f.gutter()
	left = facingSign + max(label, gutter) + facingPad
	each = whole((width-left-gutter-2*facingPad)/2) - facingPad
	return left, left + each + gutter + 2*facingPad, max(each, 20)
}

// gutter is the width of the line numbers.
func (f *Facing) gutter() float32 { return whole(float32(f.digits) * Width("0", Code)) }

// TypedKey scrolls.
func (f *Facing) TypedKey(e *fyne.KeyEvent) {
	at, page := f.GetScrollOffset(), max(facingHeight, f.Size().Height-facingHeight)
	switch e.Name {
	case fyne.KeyDown:
		f.scrollTo(at + facingHeight)
	case fyne.KeyUp:
		f.scrollTo(at - facingHeight)
	case fyne.KeyPageDown:
		f.scrollTo(at + page)
	case fyne.KeyPageUp:
		f.scrollTo(at - page)
	case fyne.KeyHome:
		f.scrollTo(0)
	case fyne.KeyEnd:
		f.scrollTo(float32(len(f.lines) * facingHeight))
	default:
		pass(f, e)
	}
}

// TypedShortcut hands shortcuts on.
func (f *Facing) TypedShortcut(s fyne.Shortcut) { passShortcut(f, s) }

// FocusGained shows the ring if the keyboard came here.
func (f *Facing) FocusGained() { f.ring.gained() }

// FocusLost hides the ring.
func (f *Facing) FocusLost() { f.ring.lost() }

// facingHead lays out the heads of the columns.
type facingHead struct{ f *Facing }

func (h facingHead) Layout(o []fyne.CanvasObject, s fyne.Size) {
	left, right, each := h.f.columns(s.Width)
	put(o[0], 0, 0, left-facingPad, s.Height)
	put(o[1], left, 0, each, s.Height)
	put(o[2], right, 0, each, s.Height)
}

func (h facingHead) MinSize(o []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, c := range o {
		c := c.MinSize()
		m = fyne.NewSize(m.Width+c.Width, max(m.Height, c.Height))
	}
	return m
}
