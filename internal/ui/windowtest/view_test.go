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

// seen is an object that can be seen: where it is on the canvas, and the part of it that
// no scrolling pane cuts off. What is drawn beyond its place is cut off by clip only.
type seen struct {
	object fyne.CanvasObject
	place  box
	bare   box
	clip   box // what cuts it off
}

// box is a rectangle on the canvas, in Fyne's units.
type box struct{ x, y, w, h float32 }

// meet is the part that two boxes share; w or h is 0 when there is none.
func (b box) meet(o box) box {
	x, y := max(b.x, o.x), max(b.y, o.y)
	return box{x, y, max(0, min(b.x+b.w, o.x+o.w)-x), max(0, min(b.y+b.h, o.y+o.h)-y)}
}

// has says whether the middle of o lies in b.
func (b box) has(o box) bool {
	x, y := o.x+o.w/2, o.y+o.h/2
	return x >= b.x && x < b.x+b.w && y >= b.y && y < b.y+b.h
}

// look lists what can be seen on a canvas, in the order in which it is drawn; with an
// overlay open only what is in that, for nothing else can be reached. UI goroutine only.
func look(c fyne.Canvas) []seen {
	size := c.Size()
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	return walk(root, fyne.NewPos(0, 0), box{0, 0, size.Width, size.Height}, nil)
}

func walk(o fyne.CanvasObject, at fyne.Position, clip box, list []seen) []seen {
	if o == nil || !o.Visible() {
		return list
	}
	at = at.Add(o.Position())
	place := box{at.X, at.Y, o.Size().Width, o.Size().Height}
	bare := clip.meet(place)
	list = append(list, seen{o, place, bare, clip})
	var inside []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		inside = o.Objects
	case fyne.Widget:
		inside = test.WidgetRenderer(o).Objects()
	}
	switch o.(type) {
	case *container.Scroll, *container.Clip:
		clip = bare
	}
	for _, child := range inside {
		list = walk(child, at, clip, list)
	}
	return list
}

// texts are the words of what is seen, those that were scrolled out of sight left out.
func texts(all []seen) []string {
	var out []string
	for _, s := range all {
		if t, ok := s.object.(*canvas.Text); ok && strings.TrimSpace(t.Text) != "" && s.bare.w > 0 && s.bare.h > 0 {
			out = append(out, t.Text)
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

// find is the first text with exactly these words, and where it is.
func find(all []seen, text string) (seen, bool) {
	for _, s := range all {
		if t, ok := s.object.(*canvas.Text); ok && t.Text == text && s.bare.w > 0 && s.bare.h > 0 {
			return s, true
		}
	}
	return seen{}, false
}

// fieldAfter is the first field after the text of its label.
func fieldAfter(all []seen, label string) (seen, bool) {
	labelled := false
	for _, s := range all {
		switch o := s.object.(type) {
		case *canvas.Text:
			labelled = labelled || o.Text == label
		case *kit.Field:
			if labelled {
				return s, true
			}
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
	var out []row
	for _, s := range all {
		if r, ok := s.object.(fyne.Widget); !ok || !isRow(r) || s.bare.h < s.place.h/2 {
			continue
		}
		r := row{place: s.place}
		var cells []seen
		for _, c := range walk(s.object, fyne.NewPos(s.place.x, s.place.y).Subtract(s.object.Position()), s.bare, nil) {
			if t, ok := c.object.(*canvas.Text); ok && t.Text != "" {
				cells = append(cells, c)
			}
		}
		if len(cells) < 6 {
			continue
		}
		slices.SortFunc(cells, func(a, b seen) int { return cmp.Compare(a.place.x, b.place.x) })
		text := func(i int) string { return cells[i].object.(*canvas.Text).Text }
		last := len(cells) - 1
		r.mark, r.time, r.kind, r.status, r.took = text(0), text(1), text(2), text(last-1), text(last)
		for i := 3; i < last-1; i++ {
			r.text += text(i)
		}
		r.markAt = cells[0].place
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b row) int { return cmp.Compare(a.place.y, b.place.y) })
	return out
}

// isRow knows the lines of the kit's list, whose type is its own.
func isRow(w fyne.Widget) bool { return fmt.Sprintf("%T", w) == "*kit.rowItem" }
