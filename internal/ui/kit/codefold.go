package kit

import (
	"slices"
	"sort"
	"strings"
)

// fold is a run of lines that can be hidden behind its first one. Folds stand in the
// order of their lines; no two begin in the same one, and they nest.
type fold struct {
	line, end int  // the last line that is hidden
	top       bool // lies in no other fold
	tail      int  // the line whose text stands for what is hidden; -1 for none
}

// folds are the elements that take several lines, the outermost of each line.
func (o *outline) folds(lineAt func(offset int) int) (out []fold) {
	var open []int // the folds around the one at hand
	for _, n := range o.nodes {
		if n.to == 0 || strings.IndexByte(o.text[n.from:n.to], '\n') < 0 && strings.IndexByte(o.text[n.from:n.to], '\r') < 0 {
			continue
		}
		f := fold{line: lineAt(int(n.from)), end: lineAt(int(n.to) - 1)}
		f.tail = f.end
		if f.end == f.line || len(out) > 0 && out[len(out)-1].line == f.line {
			continue
		}
		for len(open) > 0 && out[open[len(open)-1]].end <= f.line {
			if last := &out[open[len(open)-1]]; last.end == f.line { // it ends where this one begins
				last.end, last.tail = last.end-1, -1
			}
			open = open[:len(open)-1]
		}
		f.top = len(open) == 0
		open = append(open, len(out))
		out = append(out, f)
	}
	return slices.DeleteFunc(out, func(f fold) bool { return f.end == f.line })
}

// foldAt is the fold that begins in a line.
func (t *CodeText) foldAt(line int) (i int, ok bool) {
	i = sort.Search(len(t.folds), func(i int) bool { return t.folds[i].line >= line })
	return i, i < len(t.folds) && t.folds[i].line == line
}

// around is the innermost fold that hides or begins in a line; -1 for none.
func (t *CodeText) around(line int) int {
	for i := sort.Search(len(t.folds), func(i int) bool { return t.folds[i].line > line }) - 1; i >= 0; i-- {
		if t.folds[i].end >= line {
			return i
		}
		if t.folds[i].top {
			break
		}
	}
	return -1
}

// Foldable says whether there is something to fold, besides the whole.
func (c *CodeView) Foldable() bool {
	for _, f := range c.text.folds {
		if !f.top {
			return true
		}
	}
	return false
}

// FoldsAt says whether a line can be folded, and whether it is.
func (c *CodeView) FoldsAt(line int) (able, folded bool) {
	i, ok := c.text.foldAt(line)
	return ok, ok && c.folded(i)
}

func (c *CodeView) folded(i int) bool { return i < len(c.closed) && c.closed[i] }

// Fold hides what lies within the element that begins in a line, or shows it again.
func (c *CodeView) Fold(line int, fold bool) {
	i, ok := c.text.foldAt(line)
	if !ok || c.folded(i) == fold {
		return
	}
	c.setFold(i, fold)
	c.refold()
}

func (c *CodeView) setFold(i int, fold bool) {
	if c.closed == nil {
		c.closed = make([]bool, len(c.text.folds))
	}
	c.closed[i] = fold
}

// FoldAll hides what lies within every element but the outermost, so that this one's own
// are in sight.
func (c *CodeView) FoldAll() {
	deep := c.Foldable()
	for i, f := range c.text.folds {
		c.setFold(i, !deep || !f.top)
	}
	c.refold()
}

// UnfoldAll shows everything.
func (c *CodeView) UnfoldAll() {
	c.closed = nil
	c.refold()
}

// refold composes the rows anew; the line at the top stays there.
func (c *CodeView) refold() {
	top := 0
	if r := c.topRow(); r < len(c.rows) {
		top = c.rows[r].line
	}
	c.compose()
	if c.here >= 0 {
		if i := c.hider(c.here); i >= 0 {
			c.point(c.text.folds[i].line)
		}
	}
	c.Refresh()
	c.scrollTo(float32(c.firstRow(top) * codeHeight))
	c.bar.follow()
}

// hider is the outermost closed fold that hides a line; -1 if it can be seen.
func (c *CodeView) hider(line int) int {
	out := -1
	if c.closed == nil {
		return out
	}
	folds := c.text.folds
	for i := sort.Search(len(folds), func(i int) bool { return folds[i].line >= line }) - 1; i >= 0; i-- {
		if folds[i].end >= line && c.folded(i) {
			out = i
		}
		if folds[i].top {
			break
		}
	}
	return out
}

// reveal opens every fold that hides a line.
func (c *CodeView) reveal(line int) {
	opened := false
	for i := c.hider(line); i >= 0; i = c.hider(line) {
		c.closed[i] = false
		opened = true
	}
	if opened {
		c.compose()
		c.Refresh()
		c.bar.follow()
	}
}

// compose takes the rows that can be seen out of all rows.
func (c *CodeView) compose() {
	c.rows = c.all
	if c.closed == nil {
		return
	}
	var rows []codeRow
	line := 0
	upTo := func(end int) { // the rows of the lines line..end-1
		rows = append(rows, c.all[c.first(line):c.first(end)]...)
	}
	for i, f := range c.text.folds {
		if c.closed[i] && f.line >= line {
			upTo(f.line + 1)
			line = f.end + 1
		}
	}
	upTo(len(c.text.lines))
	c.rows = rows
}

// first is the first of all rows that belongs to a line, or to a later one.
func (c *CodeView) first(line int) int {
	return sort.Search(len(c.all), func(i int) bool { return c.all[i].line >= line })
}

// firstRow is first among the rows that can be seen.
func (c *CodeView) firstRow(line int) int {
	return sort.Search(len(c.rows), func(i int) bool { return c.rows[i].line >= line })
}

// note is what is said of a line's mark, in its last row.
func (c *CodeView) note(row codeRow) string {
	m, ok := c.text.source.Marks[row.line]
	if !ok || m.Note == "" || row.to != len(c.text.lines[row.line].Text) {
		return ""
	}
	return "  ← " + m.Note
}

// tail is what stands behind a folded line, in its last row: how the element ends.
func (c *CodeView) tail(row codeRow) string {
	i, ok := c.text.foldAt(row.line)
	if !ok || !c.folded(i) || row.to != len(c.text.lines[row.line].Text) {
		return ""
	}
	f, end := c.text.folds[i], ""
	if f.tail >= 0 {
		end = strings.TrimSpace(c.text.lines[f.tail].Text)
	}
	if at := strings.LastIndex(end, "</"); at > 0 { // of text that goes on over lines
		end = end[at:]
	}
	if end == "" || len(end) > 60 || !strings.ContainsRune("<}]", rune(end[0])) {
		return " …"
	}
	return " … " + end
}
