package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// MenuItem is one line of a menu. An item without text is a separator.
type MenuItem struct {
	Text     string
	Hint     string // grey at the right end, such as a shortcut
	Checked  bool
	Danger   bool // in red
	Disabled bool
	Act      func() // called after the menu has closed
}

// Menu is a rounded list of actions over the window. Up, Down, Home and End move, Enter and
// Space act, Escape and a tap beside it close. Unlike Fyne's it can mark the chosen item.
type Menu struct {
	widget.BaseWidget
	canvas  fyne.Canvas
	anchor  fyne.Position // where the top left corner wants to be
	above   float32       // height of what it hangs on, to jump over when there is no room below
	items   []*menuRow
	card    *fyne.Container
	scroll  *container.Scroll
	natural fyne.Size
	current int
	closed  func()
}

// menuEdge is the least distance between a menu and the edge of the window.
const menuEdge = 6

// ShowMenu hangs a menu under an object of a window, at least as wide as min units. One with
// a width is a list to choose from, and the keys begin at its checked item; one without holds
// commands, and they begin at its top.
func ShowMenu(anchor fyne.CanvasObject, min float32, items ...MenuItem) *Menu {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(anchor)
	if c == nil {
		return nil // not in a window any more
	}
	at := driver.AbsolutePositionForObject(anchor)
	return showMenu(c, at.AddXY(0, anchor.Size().Height+2), anchor.Size().Height+4, min, items)
}

// ShowMenuAt opens a menu at a place of the canvas, as a secondary click does.
func ShowMenuAt(c fyne.Canvas, at fyne.Position, items ...MenuItem) *Menu {
	return showMenu(c, at, 0, 0, items)
}

func showMenu(c fyne.Canvas, at fyne.Position, above, width float32, items []MenuItem) *Menu {
	m := &Menu{canvas: c, anchor: at, above: above, current: -1}
	checks := false
	for _, i := range items {
		checks = checks || i.Checked
	}
	rows := Column(0)
	for n, i := range items {
		row := newMenuRow(m, n, i, checks)
		m.items = append(m.items, row)
		rows.Add(row)
		if i.Checked && width > 0 {
			m.current = n
		}
	}
	m.scroll = container.NewVScroll(Inset(4, 4, rows))
	ground := NewGround(ColorPanel, 8)
	ground.Line = ColorLine
	m.card = container.NewStack(ground, m.scroll)
	m.natural = m.scroll.Content.MinSize()
	m.natural.Width = max(m.natural.Width, width)
	m.ExtendBaseWidget(m)
	c.Overlays().Add(m)
	m.Resize(c.Size())
	c.Focus(m)
	return m
}

// OnClosed sets what is called once when the menu goes away, before the action.
func (m *Menu) OnClosed(f func()) { m.closed = f }

// Close takes the menu away.
func (m *Menu) Close() {
	for _, o := range m.canvas.Overlays().List() {
		if o == fyne.CanvasObject(m) {
			m.canvas.Overlays().Remove(m)
			tell(m.closed)
			return
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (m *Menu) CreateRenderer() fyne.WidgetRenderer { return draw(m) }

func (m *Menu) objects() []fyne.CanvasObject { return []fyne.CanvasObject{m.card} }
func (m *Menu) paint()                       {}
func (m *Menu) least() fyne.Size             { return fyne.Size{} }
func (m *Menu) arrange(s fyne.Size) {
	size := m.natural.Min(s.SubtractWidthHeight(2*menuEdge, 2*menuEdge))
	at := m.anchor
	if at.Y+size.Height > s.Height-menuEdge && at.Y-m.above-size.Height >= menuEdge {
		at.Y -= m.above + size.Height // no room below, but above
	}
	at.X = max(menuEdge, min(at.X, s.Width-menuEdge-size.Width))
	at.Y = max(menuEdge, min(at.Y, s.Height-menuEdge-size.Height))
	m.card.Move(fyne.NewPos(whole(at.X), whole(at.Y)))
	m.card.Resize(fyne.NewSize(whole(size.Width), whole(size.Height)))
}

// Tapped closes the menu: the tap was beside it.
func (m *Menu) Tapped(*fyne.PointEvent) { m.Close() }

// TappedSecondary closes the menu as well.
func (m *Menu) TappedSecondary(*fyne.PointEvent) { m.Close() }

func (m *Menu) act(i int) {
	item := m.items[i].item
	if item.Disabled || item.Text == "" {
		return
	}
	m.Close()
	tell(item.Act)
}

// light moves the highlight to item i, or to none.
func (m *Menu) light(i int) {
	old := m.current
	m.current = i
	for _, n := range []int{old, i} {
		if n >= 0 && n < len(m.items) {
			m.items[n].Refresh()
		}
	}
	if i >= 0 && i < len(m.items) {
		row := m.items[i]
		top, bottom := row.Position().Y, row.Position().Y+row.Size().Height+8
		switch view := m.scroll.Size().Height; {
		case top < m.scroll.Offset.Y:
			m.scroll.ScrollToOffset(fyne.NewPos(0, top))
		case bottom > m.scroll.Offset.Y+view:
			m.scroll.ScrollToOffset(fyne.NewPos(0, bottom-view))
		}
	}
}

// step moves the highlight to the next item in a direction that can act, if there is one.
func (m *Menu) step(from, by int) {
	for i := from + by; i >= 0 && i < len(m.items); i += by {
		if it := m.items[i].item; it.Text != "" && !it.Disabled {
			m.light(i)
			return
		}
	}
}

// FocusGained and its sisters implement fyne.Focusable.
func (m *Menu) FocusGained()   {}
func (m *Menu) FocusLost()     {}
func (m *Menu) TypedRune(rune) {}
func (m *Menu) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		m.Close()
	case fyne.KeyDown:
		m.step(m.current, 1)
	case fyne.KeyUp:
		if m.current < 0 {
			m.current = len(m.items)
		}
		m.step(m.current, -1)
	case fyne.KeyHome:
		m.step(-1, 1)
	case fyne.KeyEnd:
		m.step(len(m.items), -1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if m.current >= 0 && m.current < len(m.items) {
			m.act(m.current)
		}
	}
}
