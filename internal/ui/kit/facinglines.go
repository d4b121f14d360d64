package kit

import (
	"strings"
	"unicode/utf8"
)

// facingLine is what one line of a Facing shows: the bytes of both sides of a row.
type facingLine struct {
	row         int
	left, right facingPiece
	begins      bool // the first line of its row
	more        int  // characters that are not shown; the line then says so
}

// facingPiece is the bytes from..to of a text; in is set where there are some to show.
type facingPiece struct {
	from, to int
	in       bool
}

// breakRows breaks all rows into lines for the width.
func (f *Facing) breakRows() {
	_, _, each := f.columns(f.width)
	f.lines = make([]facingLine, 0, len(f.rows))
	f.first = make([]int, len(f.rows))
	var left, right []facingPiece
	for i := range f.rows {
		r := &f.rows[i]
		f.first[i] = len(f.lines)
		if r.Title != "" || r.Fold != "" {
			f.lines = append(f.lines, facingLine{row: i, begins: true})
			continue
		}
		var more, moreRight int
		left, more = breakFacing(left[:0], r.Left.Text, each, r.Lines)
		right, moreRight = breakFacing(right[:0], r.Right.Text, each, r.Lines)
		for n := range max(len(left), len(right)) {
			line := facingLine{row: i, begins: n == 0}
			if n < len(left) {
				line.left = left[n]
			}
			if n < len(right) {
				line.right = right[n]
			}
			f.lines = append(f.lines, line)
		}
		if more = max(more, moreRight) + r.Before; more > 0 {
			f.lines = append(f.lines, facingLine{row: i, more: more})
		}
	}
}

// breakFacing appends the pieces of a text that are no wider than width, at most so many if
// most is not 0, and answers how many characters are left.
func breakFacing(to []facingPiece, text string, width float32, most int) ([]facingPiece, int) {
	table := tableFor(Code)
	from, x := 0, float32(0)
	for i, r := range text {
		a := table.of(r, Code)
		if r != '\n' && (i == from || x+a <= width) {
			x += a
			continue
		}
		to = append(to, facingPiece{from, i, true})
		from, x = i, a
		if r == '\n' {
			from, x = i+1, 0
		}
		if len(to) == most {
			return to, utf8.RuneCountInString(text[from:])
		}
	}
	return append(to, facingPiece{from, len(text), true}), 0
}

// prepare turns a text into what can be drawn: line ends stay, tabs become spaces, and what
// would not be seen becomes a sign. The spans move along.
func (t *FacingText) prepare() {
	clean := true
	for i := 0; i < len(t.Text) && clean; i++ {
		clean = t.Text[i] >= 0x20 && t.Text[i] < 0x7f || t.Text[i] == '\n'
	}
	if clean {
		return
	}
	var b strings.Builder
	b.Grow(len(t.Text) + 8)
	moved := make([]FacingSpan, len(t.Spans))
	from, to := 0, 0 // spans whose beginning and end are known
	place := func(i int) {
		for from < len(t.Spans) && t.Spans[from].From <= i {
			moved[from].From = b.Len()
			from++
		}
		for to < len(t.Spans) && t.Spans[to].To <= i {
			moved[to].To = b.Len()
			to++
		}
	}
	for i, r := range t.Text {
		place(i)
		switch {
		case r == '\n':
			b.WriteByte('\n')
		case r == '\t':
			b.WriteString(codeTab)
		case unseen(r):
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	place(len(t.Text))
	t.Text, t.Spans = b.String(), moved
}
