//go:build window

package windowtest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"echostr/internal/ui/kit"
)

// seen is a piece of what can be seen. It is a copy: the window may change meanwhile.
type seen struct {
	what  thing
	text  string // of words, a button or a field
	place box    // on the canvas
	bare  box    // the part of place that no scrolling pane cuts off
	drawn box    // of words: where they are drawn, which may be beyond their place
	row   int    // which line of the list of requests it is in, from 1; 0 for none
	caret bool   // of a field: keys go there
}

// thing says what a piece is.
type thing int

const (
	other  thing = iota
	letter       // one run of words
	button       // a button of the kit
	field        // a field of the kit
	line         // a line of the list of requests
)

// box is a rectangle on the canvas, in Fyne's units.
type box struct{ x, y, w, h float32 }

// meet is the part that two boxes share; w or h is 0 when there is none.
func (b box) meet(o box) box {
	x, y := max(b.x, o.x), max(b.y, o.y)
	return box{x, y, max(0, min(b.x+b.w, o.x+o.w)-x), max(0, min(b.y+b.h, o.y+o.h)-y)}
}

// look lists what can be seen on a canvas, in the order in which it is drawn; with an
// overlay open only what is in that, for nothing else can be reached. UI goroutine only.
func look(c fyne.Canvas) []seen {
	size := c.Size()
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	w := walker{focused: c.Focused()}
	w.walk(root, fyne.NewPos(0, 0), box{0, 0, size.Width, size.Height}, 0)
	return w.list
}

type walker struct {
	list    []seen
	rows    int
	focused fyne.Focusable
}

func (w *walker) walk(o fyne.CanvasObject, at fyne.Position, clip box, row int) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	s := seen{place: box{at.X, at.Y, o.Size().Width, o.Size().Height}}
	s.bare = clip.meet(s.place)
	var inside []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		inside = o.Objects
	case fyne.Widget:
		inside = test.WidgetRenderer(o).Objects()
	}
	switch o := o.(type) {
	case *canvas.Text:
		s.what, s.text = letter, o.Text
		s.drawn = drawnAt(o, s.place).meet(clip)
	case *kit.Button:
		s.what, s.text = button, o.Text()
	case *kit.Field:
		s.what, s.text, s.caret = field, o.Text(), w.focused == fyne.Focusable(o.Entry)
	case *container.Scroll, *container.Clip:
		clip = s.bare
	default:
		if fmt.Sprintf("%T", o) == "*kit.rowItem" { // the list's own type
			w.rows++
			s.what, row = line, w.rows
		}
	}
	s.row = row
	w.list = append(w.list, s)
	for _, child := range inside {
		w.walk(child, at, clip, row)
	}
}

// drawnAt is where the letters of a text lie in its place: Fyne draws them whole.
func drawnAt(t *canvas.Text, in box) box {
	m := t.MinSize()
	switch t.Alignment {
	case fyne.TextAlignCenter:
		in.x += (in.w - m.Width) / 2
	case fyne.TextAlignTrailing:
		in.x += in.w - m.Width
	}
	return box{in.x, in.y + (in.h-m.Height)/2, m.Width, m.Height}
}

// legible says whether a piece is words that are not scrolled out of sight.
func (s seen) legible() bool {
	return s.what == letter && strings.TrimSpace(s.text) != "" && s.bare.w > 0 && s.bare.h > 0
}

// texts are the words of what is seen, those that were scrolled out of sight left out.
func texts(all []seen) []string {
	var out []string
	for _, s := range all {
		if s.legible() {
			out = append(out, s.text)
		}
	}
	return out
}

// says looks for words as a reader would: flowing text is cut into lines, so white space
// does not count.
func says(all []seen, want string) bool {
	return strings.Contains(solid(strings.Join(texts(all), "")), solid(want))
}

func solid(s string) string { return strings.Join(strings.Fields(s), "") }

// find is the first piece that is as wanted, and where it is.
func find(all []seen, want func(seen) bool) (box, bool) {
	if i := slices.IndexFunc(all, want); i >= 0 {
		return all[i].bare, true
	}
	return box{}, false
}

// reading is words that are exactly these.
func reading(text string) func(seen) bool {
	return func(s seen) bool { return s.legible() && s.text == text }
}

// fieldAfter is the first field after the text of its label.
func fieldAfter(all []seen, label string) (seen, bool) {
	labelled := false
	for _, s := range all {
		labelled = labelled || s.what == letter && s.text == label
		if labelled && s.what == field {
			return s, true
		}
	}
	return seen{}, false
}

// row is one line of the list of requests, as it reads from left to right.
type row struct {
	mark, time, kind, text, status, took string
	place, markAt                        box
}

// rows are the lines of the list that are in sight, from top to bottom.
func rows(all []seen) []row {
	cells := map[int][]seen{}
	for _, s := range all {
		if s.row > 0 && s.what == letter && s.text != "" && s.text != "▸" && s.text != "▾" {
			cells[s.row] = append(cells[s.row], s)
		}
	}
	var out []row
	for _, s := range all {
		c := cells[s.row]
		last := len(c) - 1
		if s.what != line || s.bare.h < s.place.h/2 || last < 5 {
			continue
		}
		slices.SortFunc(c, func(a, b seen) int { return cmp.Compare(a.place.x, b.place.x) })
		r := row{mark: c[0].text, time: c[1].text, kind: c[2].text, status: c[last-1].text, took: c[last].text,
			place: s.place, markAt: c[0].place}
		for _, cell := range c[3 : last-1] {
			r.text += cell.text
		}
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b row) int { return cmp.Compare(a.place.y, b.place.y) })
	return out
}

// collisions are texts that are drawn over each other, except for floating ones.
func collisions(all []seen, floating []string) []string {
	list := slices.DeleteFunc(slices.Clone(all), func(s seen) bool {
		return !s.legible() || s.bare.w < 1 || s.bare.h < s.place.h/2
	})
	var out []string
	for i, a := range list {
		for _, b := range list[i+1:] {
			if both := a.drawn.meet(b.drawn); both.w > 2 && both.h > 6 && !slices.Contains(floating, b.text) {
				out = append(out, fmt.Sprintf("%q is drawn over %q at %v", b.text, a.text, both))
			}
		}
	}
	return out
}
