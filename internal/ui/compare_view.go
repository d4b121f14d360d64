package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"echostr/internal/compare"
	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// comparison is two requests side by side, on a sheet over the whole window.
type comparison struct {
	deps     *deps
	teller   teller
	x, y     *exchange.Exchange // left and right
	sections []compare.Section

	only bool           // what differs, and nothing else
	open map[fold]bool  // folds that were opened
	full map[place]bool // values that are shown whole
	at   []spot         // what each row of the list stands for
	here place          // the difference that was gone to last
	went bool           // whether one was
	diff map[place]int  // the number of each difference, from 1
	list *kit.Facing

	dialog         *kit.Dialog
	left, right    *sideHead
	count, nth     *kit.Label
	onlyDifferent  *kit.Switch
	previous, next *kit.Button
	swap           *kit.Button
	note           *kit.Flow
	body           *fyne.Container
}

// place is a row of a section.
type place struct{ section, row int }

// compare sets two recorded exchanges side by side, over the whole page.
func (d *deps) compare(a, b int64) {
	c := &comparison{deps: d, open: map[fold]bool{}, full: map[place]bool{}}
	c.teller = teller{words: d.words, mask: d.engine.Snapshot().Settings.MaskIDs}
	c.show()
	c.load(a, b)
}

// load fetches and compares two exchanges in the background.
func (c *comparison) load(a, b int64) {
	d := c.deps
	var x, y *exchange.Exchange
	var sections []compare.Section
	c.say(d.t("compare.working"))
	d.run(func(context.Context) error {
		var okX, okY bool
		x, okX = d.engine.Exchange(a)
		y, okY = d.engine.Exchange(b)
		if !okX || !okY {
			x, y = nil, nil
			return nil
		}
		var err error
		sections, err = d.engine.Compare(a, b)
		return err
	}, func(err error) {
		switch {
		case x == nil:
			c.say(d.t("compare.gone"))
			return
		case err != nil:
			c.say(d.errorText(err))
			return
		}
		c.x, c.y, c.sections = x, y, sections
		c.number()
		c.left.set(c.teller, x)
		c.right.set(c.teller, y)
		c.fill()
	})
}

// say shows words in place of the comparison.
func (c *comparison) say(words string) {
	c.note.Set(kit.Span{Text: words, Face: kit.Body.In(kit.ColorText2)})
	c.note.Show()
	for _, o := range []fyne.Disableable{c.previous, c.next, c.swap, c.onlyDifferent, c.left.copies, c.right.copies} {
		o.Disable()
	}
	c.body.Refresh()
}

// show opens the sheet.
func (c *comparison) show() {
	d := c.deps
	c.list = kit.NewFacing()
	c.list.More = func(n int) string { return d.t("compare.more", "n", grouped(int64(n))) }
	c.list.OnTapped = c.tapped
	c.list.OnMenu = c.menu
	c.count = kit.NewCutLabel("", kit.Small)
	c.nth = kit.NewLabel("", kit.Small)
	c.onlyDifferent = kit.NewSwitch(d.t("compare.only"), false, func(on bool) {
		c.only = on
		c.fill()
	})
	c.previous = kit.NewButton(d.t("compare.previous"), kit.Plain, func() { c.step(-1) }).Small()
	c.next = kit.NewButton(d.t("compare.next"), kit.Plain, func() { c.step(1) }).Small()
	c.swap = kit.NewButton(d.t("compare.swap"), kit.Plain, func() { c.load(c.y.ID, c.x.ID) }).Small()
	shut := kit.NewButton(d.t("kit.close"), kit.Plain, func() { c.dialog.Close() }).Small()
	c.left = newSideHead(d, func() { c.copySide(true) })
	c.right = newSideHead(d, func() { c.copySide(false) })
	c.note = kit.NewFlow(20)

	title := kit.Row(10, kit.NewLabel(d.t("compare.title"), kit.Title))
	bar := kit.Spread(12, kit.Beside(title, kit.Inset(0, 10, c.count)),
		kit.Row(8, c.onlyDifferent, c.nth, c.previous, c.next, shut))
	heads := c.list.Head(container.NewCenter(c.swap), c.left.box, c.right.box)
	c.body = container.NewStack(c.list.Wrapped(), kit.Inset(24, 24, kit.Column(0, c.note)))
	top := kit.Column(8, bar, kit.NewHairline(), heads, kit.NewHairline())
	sheet := container.New(&sheet{window: d.window}, kit.Dock(top, nil, c.body))
	c.dialog = kit.Show(d.window, "", sheet).Wide(maxSheet)
	keys := d.window.Canvas().OnTypedKey()
	d.window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		switch {
		case e.Name == fyne.KeyF7 && shifted():
			c.step(-1)
		case e.Name == fyne.KeyF7:
			c.step(1)
		case scrolls[e.Name]:
			c.list.TypedKey(e)
		default:
			keys(e)
		}
	})
}

// scrolls are the keys that move the list while nothing has the focus.
var scrolls = map[fyne.KeyName]bool{fyne.KeyUp: true, fyne.KeyDown: true, fyne.KeyPageUp: true, fyne.KeyPageDown: true,
	fyne.KeyHome: true, fyne.KeyEnd: true}

// shifted says whether Shift is down.
func shifted() bool {
	driver, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && driver.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}

// maxSheet is how wide the sheet gets at most.
const maxSheet = 1800

// sheet makes what it holds as high as the window lets a dialog be.
type sheet struct{ window fyne.Window }

// sheetEdge is what the dialog takes of the window's height around its content.
const sheetEdge = 2*16 + 2*18

func (s *sheet) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

func (s *sheet) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[0].MinSize().Width, max(200, s.window.Canvas().Size().Height-sheetEdge))
}

// step goes to the next difference, or the one before; after the last comes the first.
func (c *comparison) step(by int) {
	var rows []int // of the list, those of differences
	now := -1
	for i, s := range c.at {
		if _, differs := c.diff[s.place]; !differs || s.fold != noFold {
			continue
		}
		if c.went && s.place == c.here {
			now = len(rows)
		}
		rows = append(rows, i)
	}
	if len(rows) == 0 {
		return
	}
	switch {
	case now >= 0:
		now = (now + by + len(rows)) % len(rows)
	case by > 0:
		now = 0
	default:
		now = len(rows) - 1
	}
	c.here, c.went = c.at[rows[now]].place, true
	c.list.Point(rows[now])
	c.tell()
}
