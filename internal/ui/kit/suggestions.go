package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Suggestion is one way to go on: in mono what would be typed, in grey what it means.
type Suggestion struct{ Text, Note string }

// Suggestions is a list of ways to go on, to lie under a field while somebody types. It never
// takes the focus: the field hands it the keys. It lives in the content, for an overlay would
// take the caret away.
type Suggestions struct {
	widget.BaseWidget
	// OnPicked hears which one was clicked, when the mouse goes down: the field loses the caret
	// with that, and may take the list away before the mouse comes up.
	OnPicked func(i int)

	ground  *Ground
	rows    []*suggestionRow
	foot    *Label
	current int
}

const (
	suggestionHeight = 28
	suggestionPad    = 10
	suggestionFoot   = 30
)

// NewSuggestions makes an empty list with a line of words at its foot, "" for none.
func NewSuggestions(foot string) *Suggestions {
	s := &Suggestions{ground: NewGround(ColorPanel, 8), foot: NewCutLabel(foot, Faint.Sized(11)), current: -1}
	s.ground.Line = ColorLine
	s.foot.Hidden = foot == ""
	s.ExtendBaseWidget(s)
	return s
}

// Set shows other ways, one of them lit, or none for -1.
func (s *Suggestions) Set(all []Suggestion, current int) {
	s.rows, s.current = nil, current
	for i, one := range all {
		s.rows = append(s.rows, newSuggestionRow(s, i, one))
	}
	s.Refresh()
}

// Len is how many there are.
func (s *Suggestions) Len() int { return len(s.rows) }

// Current is the one that is lit, or -1.
func (s *Suggestions) Current() int { return s.current }

// Step lights the next one in a direction, round and round.
func (s *Suggestions) Step(by int) {
	n := len(s.rows)
	switch {
	case n == 0:
	case s.current < 0 && by < 0:
		s.light(n - 1)
	case s.current < 0:
		s.light(0)
	default:
		s.light(((s.current+by)%n + n) % n)
	}
}

func (s *Suggestions) light(i int) {
	old := s.current
	s.current = i
	for _, n := range []int{old, i} {
		if n >= 0 && n < len(s.rows) {
			s.rows[n].Refresh()
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (s *Suggestions) CreateRenderer() fyne.WidgetRenderer { return draw(s) }

func (s *Suggestions) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{s.ground}
	for _, r := range s.rows {
		out = append(out, r)
	}
	return append(out, s.foot)
}

func (s *Suggestions) paint() {}

func (s *Suggestions) arrange(size fyne.Size) {
	s.ground.Resize(size)
	y := float32(4)
	for _, r := range s.rows {
		put(r, 4, y, size.Width-8, suggestionHeight)
		y += suggestionHeight
	}
	put(s.foot, 4+suggestionPad, y+1, size.Width-8-2*suggestionPad, suggestionFoot-8)
}

func (s *Suggestions) least() fyne.Size {
	m := fyne.NewSize(160, 8+float32(len(s.rows))*suggestionHeight)
	if !s.foot.Hidden {
		m.Height += suggestionFoot - 8
	}
	return m
}

// Tapped keeps a tap between the rows from what lies below.
func (s *Suggestions) Tapped(*fyne.PointEvent) {}

// suggestionRow draws one suggestion.
type suggestionRow struct {
	widget.BaseWidget
	list  *Suggestions
	index int
	one   Suggestion

	ground      *crisp
	words, note *ink
	pressed     bool // the mouse went down; the tap that follows is no news
}

func newSuggestionRow(list *Suggestions, index int, one Suggestion) *suggestionRow {
	r := &suggestionRow{list: list, index: index, one: one, ground: newCrisp(5),
		words: newInk(Code, fyne.TextAlignLeading), note: newInk(Small, fyne.TextAlignTrailing)}
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *suggestionRow) CreateRenderer() fyne.WidgetRenderer { return draw(r) }

func (r *suggestionRow) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground.object(), r.words.box, r.note.box}
}

func (r *suggestionRow) paint() {
	fill := ColorNone
	if r.list.current == r.index {
		fill = ColorSelected
	}
	r.ground.tint(theme.Color(fill), color.Transparent)
	r.words.wear(Code)
	r.note.wear(Small)
}

func (r *suggestionRow) arrange(s fyne.Size) {
	r.ground.Resize(s)
	room := s.Width - 2*suggestionPad
	r.words.text.Text = Cut(r.one.Text, Code, room)
	w := Width(r.words.text.Text, Code)
	r.words.place(suggestionPad, 0, w, s.Height)
	r.note.text.Text = ""
	if left := room - w - 16; left > 40 {
		r.note.text.Text = Cut(r.one.Note, Small, left)
	}
	r.note.place(suggestionPad, 0, room, s.Height)
}

func (r *suggestionRow) least() fyne.Size { return fyne.NewSize(120, suggestionHeight) }

// MouseDown picks the suggestion.
func (r *suggestionRow) MouseDown(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary {
		r.pressed = true
		r.list.OnPicked(r.index)
	}
}

// MouseUp implements desktop.Mouseable.
func (r *suggestionRow) MouseUp(*desktop.MouseEvent) {}

// Tapped picks it where no mouse has done so.
func (r *suggestionRow) Tapped(*fyne.PointEvent) {
	if r.pressed {
		r.pressed = false
		return
	}
	r.list.OnPicked(r.index)
}

// MouseIn and its sisters implement desktop.Hoverable.
func (r *suggestionRow) MouseIn(*desktop.MouseEvent)    { r.list.light(r.index) }
func (r *suggestionRow) MouseMoved(*desktop.MouseEvent) {}
func (r *suggestionRow) MouseOut()                      {}
