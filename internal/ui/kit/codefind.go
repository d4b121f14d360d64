package kit

import (
	"sort"
)

// codeMatch is a place that was found: bytes from..to of a line.
type codeMatch struct{ line, from, to int }

// FindMax is how many places a find keeps.
const FindMax = 10_000

// Find marks every place where words stand, whatever the case of letters, and answers
// how many there are, at most FindMax; "" marks none. The first place in or below the view
// becomes the current one and comes into view.
func (c *CodeView) Find(words string) int {
	c.words, c.current = words, -1
	c.found = c.text.find(words)
	if len(c.found) > 0 {
		top := c.topRow()
		c.goTo(sort.Search(len(c.found), func(i int) bool { return c.rowOf(c.found[i]) >= top }) % len(c.found))
	}
	c.Refresh()
	return len(c.found)
}

// FindNext makes the next place the current one, after the last the first, and answers its
// number from 1 and how many there are; 0 and 0 if there is none.
func (c *CodeView) FindNext() (at, of int) { return c.turn(1) }

// FindPrevious is FindNext backwards.
func (c *CodeView) FindPrevious() (at, of int) { return c.turn(-1) }

// Found is the number of the current place, from 1, and how many there are.
func (c *CodeView) Found() (at, of int) { return c.current + 1, len(c.found) }

func (c *CodeView) turn(by int) (at, of int) {
	n := len(c.found)
	if n == 0 {
		return 0, 0
	}
	c.goTo(((c.current+by)%n + n) % n)
	c.Refresh()
	return c.Found()
}

// matchesIn are the found places that touch a row, and the index of the first.
func (c *CodeView) matchesIn(r codeRow) (first int, in []codeMatch) {
	first = sort.Search(len(c.found), func(i int) bool {
		m := c.found[i]
		return m.line > r.line || m.line == r.line && m.to > r.from
	})
	end := first
	for end < len(c.found) && c.found[end].line == r.line && c.found[end].from < r.to {
		end++
	}
	return first, c.found[first:end]
}

// rowOf is the row in which a place begins.
func (c *CodeView) rowOf(m codeMatch) int {
	return sort.Search(len(c.rows), func(i int) bool {
		r := c.rows[i]
		return r.line > m.line || r.line == m.line && r.to > m.from
	})
}

// goTo makes place i the current one and brings it into view.
func (c *CodeView) goTo(i int) {
	c.current = i
	m := c.found[i]
	c.reveal(m.line)
	row := min(c.rowOf(m), len(c.rows)-1)
	top, view := float32(row*codeHeight), c.Size().Height
	if at := c.GetScrollOffset(); view > 0 && (top < at || top+codeHeight > at+view) {
		c.scrollTo(top - whole(view/3))
	}
	if !c.wrap && c.room() > 0 {
		text := c.text.lines[m.line].Text
		from := Width(text[c.rows[row].from:m.from], Code)
		to := from + Width(text[m.from:m.to], Code)
		if room := c.room(); from < c.shift || to > c.shift+room {
			c.slide(from - room/3)
		}
	}
}
