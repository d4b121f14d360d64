package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Here is the chosen line, from 0; -1 for none.
func (c *CodeView) Here() int { return c.here }

// Choose chooses a line, or none for -1, and brings it into view.
func (c *CodeView) Choose(line int) {
	line = min(line, len(c.text.lines)-1)
	if line >= 0 {
		c.reveal(line)
	}
	if c.here != line {
		c.point(line)
		c.Refresh()
	}
	if line < 0 {
		return
	}
	top, bottom := float32(c.firstRow(line)*codeHeight), float32(c.firstRow(line+1)*codeHeight)
	at, view := c.GetScrollOffset(), c.Size().Height
	switch {
	case top < at:
		c.scrollTo(top)
	case bottom > at+view:
		c.scrollTo(min(top, bottom-view))
	}
}

// point chooses a line without more ado.
func (c *CodeView) point(line int) {
	if c.here == line {
		return
	}
	if c.here = line; c.OnHere != nil {
		c.OnHere(line)
	}
}

// Path is the way to what a line holds, names with dots between; "" where there is none.
func (c *CodeView) Path(line int) string {
	if i := c.text.node(line); i >= 0 {
		return c.text.shape.path(i)
	}
	return ""
}

// Value is what the element of a line holds, exactly; false where the line has none.
func (c *CodeView) Value(line int) (value string, ok bool) {
	i := c.text.node(line)
	if i < 0 || c.text.shape.nodes[i].to == 0 {
		return "", false
	}
	return c.text.shape.value(i), true
}

// LineText is a line as it was given, to copy.
func (c *CodeView) LineText(line int) string {
	if line < 0 || line >= len(c.text.exact) {
		return ""
	}
	from, to := c.text.span(line)
	return c.text.source.Exact[from:to]
}

// step chooses the next line that can be seen in a direction; the first time the one at
// the top of the view.
func (c *CodeView) step(by int) {
	if len(c.rows) == 0 {
		return
	}
	if c.here < 0 {
		c.Choose(c.rows[min(c.topRow(), len(c.rows)-1)].line)
		return
	}
	row := c.firstRow(c.here) - 1
	if by > 0 {
		row = c.firstRow(c.here + 1)
	}
	if row >= 0 && row < len(c.rows) {
		c.Choose(c.rows[row].line)
	}
}

// sideways unfolds for Right and folds for Left, first the line and then what it lies in;
// where there is nothing to do it slides.
func (c *CodeView) sideways(by float32) {
	able, folded := false, false
	if c.here >= 0 {
		able, folded = c.FoldsAt(c.here)
	}
	switch around := c.text.around(c.here); {
	case able && folded == (by > 0):
		c.Fold(c.here, by < 0)
	case by < 0 && c.shift == 0 && around >= 0 && c.here >= 0 && c.text.folds[around].line != c.here:
		c.Choose(c.text.folds[around].line)
	default:
		c.slide(c.shift + by)
	}
}

// askMenu asks for the menu of the chosen line.
func (c *CodeView) askMenu() {
	if c.OnMenu == nil {
		return
	}
	if c.here < 0 {
		c.step(1)
	}
	if c.here < 0 {
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(c)
	row := float32((c.firstRow(c.here)+1)*codeHeight) - c.GetScrollOffset()
	c.OnMenu(c.here, at.AddXY(c.gutter(), max(0, min(row, c.Size().Height))))
}

// TypedKey chooses, folds and scrolls.
func (c *CodeView) TypedKey(e *fyne.KeyEvent) {
	at, page := c.GetScrollOffset(), max(codeHeight, c.Size().Height-codeHeight)
	switch e.Name {
	case fyne.KeyDown:
		c.step(1)
	case fyne.KeyUp:
		c.step(-1)
	case fyne.KeyPageDown:
		c.scrollTo(at + page)
	case fyne.KeyPageUp:
		c.scrollTo(at - page)
	case fyne.KeyHome:
		c.scrollTo(0)
	case fyne.KeyEnd:
		c.scrollTo(float32(len(c.rows) * codeHeight))
	case fyne.KeyRight:
		c.sideways(40)
	case fyne.KeyLeft:
		c.sideways(-40)
	case fyne.KeySpace:
		if able, folded := c.FoldsAt(c.here); able {
			c.Fold(c.here, !folded)
		}
	case desktop.KeyMenu:
		c.askMenu()
	case fyne.KeyF10:
		if c.shifted {
			c.askMenu()
			return
		}
		pass(c, e)
	case fyne.KeyF3:
		if c.OnFind != nil {
			c.OnFind()
		}
	default:
		pass(c, e)
	}
}

// KeyDown and KeyUp implement desktop.Keyable: Fyne tells Shift apart in no other way.
func (c *CodeView) KeyDown(e *fyne.KeyEvent) { c.shiftKey(e.Name, true) }

// KeyUp lets go of Shift.
func (c *CodeView) KeyUp(e *fyne.KeyEvent) { c.shiftKey(e.Name, false) }

func (c *CodeView) shiftKey(name fyne.KeyName, down bool) {
	if name == desktop.KeyShiftLeft || name == desktop.KeyShiftRight {
		c.shifted = down
	}
}

// TypedShortcut copies the whole text and asks for a search, and hands other shortcuts on.
func (c *CodeView) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		fyne.CurrentApp().Clipboard().SetContent(c.Text())
		return
	case *desktop.CustomShortcut:
		if s.KeyName == fyne.KeyF && s.Modifier == fyne.KeyModifierShortcutDefault && c.OnFind != nil {
			c.OnFind()
			return
		}
	}
	passShortcut(c, s)
}

// FocusGained shows the ring if the keyboard came here.
func (c *CodeView) FocusGained() { c.ring.gained() }

// FocusLost hides the ring.
func (c *CodeView) FocusLost() {
	c.ring.lost()
	c.shifted = false
}
