package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"echostr/internal/ui/kit"
)

// content is everything in the window, in one language.
type content struct {
	deps    *deps
	header  *header
	sidebar *sidebar
	footer  *footer
	notices *notices
	pages   map[pageID]page
	shown   pageID
	stack   *fyne.Container // holds the page that is shown
	root    fyne.CanvasObject
}

// keeper is a page that can hand on what a person chose in it to its successor in
// another language: keep on the old one, restore on the new one.
type keeper interface {
	keep() any
	restore(any)
}

// flusher is what may hold edits back for a moment.
type flusher interface{ flush() }

func newContent(d *deps) *content {
	c := &content{deps: d}
	d.show = c.show
	c.header = newHeader(d)
	c.sidebar = newSidebar(d)
	c.footer = newFooter(d)
	c.notices = newNotices(d)
	c.pages = map[pageID]page{
		pageRequests: newRequestsPage(d),
		pageReplies:  newRepliesPage(d),
		pageSettings: newSettingsPage(d),
	}
	d.showRequests = c.showRequests
	c.stack = container.NewStack(c.pages[pageRequests].object())
	body := container.NewStack(kit.NewGround(kit.ColorPanel, 0), c.stack)
	head := kit.Column(0, c.header.object(), c.notices.object())
	c.root = kit.Dock(head, c.footer.object(),
		kit.Beside(c.sidebar.object(), kit.Beside(kit.NewHairline(), body)))
	return c
}

func (c *content) object() fyne.CanvasObject { return c.root }

// apply shows a change everywhere; pages out of sight keep up too.
func (c *content) apply(ch change) {
	c.header.apply(ch)
	c.sidebar.apply(ch)
	c.footer.apply(ch)
	c.notices.apply(ch)
	for _, p := range c.pages {
		p.apply(ch)
	}
}

// show turns to a page.
func (c *content) show(id pageID) {
	p, ok := c.pages[id]
	if !ok {
		return
	}
	if c.shown != id {
		if f, ok := c.pages[c.shown].(flusher); ok {
			f.flush()
		}
		c.deps.window.Canvas().Unfocus()
	}
	c.shown = id
	c.header.point(id)
	if c.stack.Objects[0] != p.object() {
		c.stack.Objects = []fyne.CanvasObject{p.object()}
		c.stack.Refresh()
	}
}

// take goes on where the old content was.
func (c *content) take(old *content) {
	for id, p := range c.pages {
		from, ok := old.pages[id].(keeper)
		if to, fits := p.(keeper); ok && fits {
			to.restore(from.keep())
		}
	}
	c.notices.seen = old.notices.seen
	c.show(old.shown)
}

// flush puts edits in force that wait for a pause in typing.
func (c *content) flush() {
	c.sidebar.flush()
	for _, p := range c.pages {
		if f, ok := p.(flusher); ok {
			f.flush()
		}
	}
}

// shortcuts binds the keys of the window. Copy, cut, paste, select all and undo are not
// among them: those belong to the text fields, and a menu's keys would run first.
func (c *content) shortcuts(canvas fyne.Canvas, leave func()) {
	c.undoRules(canvas)
	for key, act := range map[fyne.KeyName]func(){
		fyne.Key1:     func() { c.show(pageRequests) },
		fyne.Key2:     func() { c.show(pageReplies) },
		fyne.KeyComma: func() { c.show(pageSettings) },
		fyne.KeyQ:     leave,
	} {
		canvas.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault},
			func(fyne.Shortcut) { act() })
	}
}

// undoRules binds the keys that undo and redo changes of rules: Ctrl+Z alone belongs to the
// text that has the caret.
func (c *content) undoRules(canvas fyne.Canvas) {
	p, ok := c.pages[pageReplies].(*repliesPage)
	if !ok {
		return
	}
	for key, by := range map[fyne.KeyName]int{fyne.KeyZ: -1, fyne.KeyY: 1} {
		canvas.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierAlt},
			func(fyne.Shortcut) {
				if c.shown == pageReplies {
					p.stepBack(by)
				}
			})
	}
}

// showRequests turns to the requests that a query finds.
func (c *content) showRequests(query string) {
	if p, ok := c.pages[pageRequests].(*requestsPage); ok {
		p.lookFor(query)
		c.show(pageRequests)
	}
}
