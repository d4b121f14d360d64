package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/ui/kit"
)

// requestsPage lists what came and shows one of it. New requests come in at the top; the
// list follows them until a row is chosen or scrolled to, and then keeps its place.
type requestsPage struct {
	deps   *deps
	state  *engine.Snapshot
	teller teller

	feed   feed
	source *source
	cache  rowCache
	rows   *kit.Rows
	bar    *requestsBar
	pill   *kit.Button
	detail *detail
	trial  *trialRun
	start  *startView

	chosen    int64   // id of the exchange in the detail, 0 for none
	following bool    // the list stands at its top and shows what comes
	unseen    int     // rows that came in above while it did not
	place     float32 // where the list was left; elsewhere means that a hand scrolled it

	split   *kit.Split
	list    *fyne.Container // the rows, or nothing found
	nothing fyne.CanvasObject
	root    *fyne.Container
}

// The measures of the page.
const (
	requestHeight = 36
	listWidth     = 474 // of the list beside the detail, unless it was dragged
	listHeight    = 250 // above it
	stackBelow    = 900 // narrower, the detail goes under the list
)

func newRequestsPage(d *deps) *requestsPage {
	p := &requestsPage{deps: d, state: d.engine.Snapshot(), following: true}
	p.teller = teller{words: d.words, mask: p.state.Settings.MaskIDs}
	p.rows = kit.NewRows(requestColumns, requestHeight, p.feed.len, p.cells)
	p.rows.OnChosen = func(i int) { p.choose(p.feed.id(i)) }
	p.rows.OnMenu = func(_ int, at fyne.Position) { kit.ShowMenuAt(d.window.Canvas(), at, p.detail.copies()...) }
	p.source = newSource(d, p.replaced, p.added)
	p.trial = newTrialRun(d, func() *engine.Snapshot { return p.state })
	p.bar = newRequestsBar(d, p.filter, p.pause, p.menu)
	p.detail = newDetail(d, p.teller, p.state)
	p.start = newStartView(d, p.trial)

	p.pill = kit.NewButton("", kit.Primary, p.follow).Small()
	p.pill.Hide()
	p.nothing = kit.NewEmptyState(d.t("requests.nothing.title"), d.t("requests.nothing.text"),
		kit.NewButton(d.t("requests.nothing.clear"), kit.Plain, func() { p.bar.clear() }))
	p.nothing.Hide()
	p.list = container.NewStack(p.rows.Wrapped(), container.New(atTop{}, p.pill), p.nothing)
	left := container.NewStack(kit.NewGround(kit.ColorPanel, 0), kit.Dock(p.bar.object(), nil, p.list))
	p.split = kit.NewSplit(left, p.detail.object(), p.width()).StackBelow(stackBelow, listHeight)
	p.split.OnChanged = p.keepWidth
	p.root = container.NewStack(p.split, p.start.object())
	d.window.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault},
		func(fyne.Shortcut) { p.findKey() })
	p.apply(change{state: p.state, reload: true})
	return p
}

func (p *requestsPage) object() fyne.CanvasObject { return p.root }

// apply takes what changed. It costs what is new, not what is there.
func (p *requestsPage) apply(c change) {
	p.state = c.state
	if mask := c.state.Settings.MaskIDs; mask != p.teller.mask {
		p.teller.mask = mask
		p.cache.clear()
		p.rows.Refresh()
	}
	counts := c.state.Counts
	p.noticeScroll()
	if n := p.feed.trim(counts.Last - int64(counts.Kept) + 1); n > 0 {
		p.rows.Removed(p.feed.len(), n)
	}
	if c.reload {
		p.source.search(p.source.filter)
	} else {
		p.source.take(c.fresh)
	}
	if f := p.source.filter; f.Profile != "" && f.Profile != c.state.Settings.Active {
		f.Profile = c.state.Settings.Active
		p.filter(f)
	}
	p.bar.apply(c.state)
	p.detail.apply(c.state, p.teller)
	p.start.apply(c.state)
	p.settle()
}

// cells fills a row of the list.
func (p *requestsPage) cells(i int, into []kit.Cell) {
	if i >= p.feed.len() {
		return // the list asks before it knows of a trim
	}
	id := p.feed.id(i)
	r, ok := p.cache.get(id)
	if !ok {
		x, kept := p.deps.engine.Exchange(id)
		if !kept {
			return
		}
		r = p.teller.row(x)
		p.cache.put(id, r)
	}
	r.cells(into)
}

// filter shows what passes f.
func (p *requestsPage) filter(f exchange.Filter) {
	if f == p.source.filter {
		return
	}
	p.source.search(f)
}

// replaced shows the result of a search, from the top.
func (p *requestsPage) replaced(ids []int64) {
	p.feed.replace(ids)
	row := p.feed.row(p.chosen)
	p.rows.Mark(row)
	if row < 0 || p.following {
		p.rows.SetPlace(0, 0)
		p.following, p.unseen = row < 0, 0
	}
	p.place = p.rows.GetScrollOffset()
	if p.chosen != 0 && row < 0 {
		if _, kept := p.deps.engine.Exchange(p.chosen); !kept {
			p.chosen = 0
			p.detail.show(nil)
		}
	}
	p.bar.waits(p.feed.waiting())
	p.settle()
}

// added puts new rows on top.
func (p *requestsPage) added(ids []int64) {
	p.noticeScroll()
	p.came(p.feed.add(ids))
	p.bar.waits(p.feed.waiting())
	p.settle()
}

// came shows n new rows, or keeps what is shown in its place.
func (p *requestsPage) came(n int) {
	if n == 0 {
		return
	}
	row, out := p.rows.Place()
	p.rows.Inserted(0, n)
	if p.following {
		p.rows.SetPlace(0, 0)
	} else {
		p.rows.SetPlace(row+n, out)
		p.unseen += n
	}
	p.place = p.rows.GetScrollOffset()
}

// noticeScroll finds out whether a hand has scrolled the list since it was left: away
// from the top it stops following, back at the top it follows again.
func (p *requestsPage) noticeScroll() {
	at := p.rows.GetScrollOffset()
	if at == p.place {
		return
	}
	p.place = at
	p.unseen = min(p.unseen, int(at/requestHeight))
	p.following = at < 1
}

// choose shows an exchange in the detail; the list stops following.
func (p *requestsPage) choose(id int64) {
	p.chosen = id
	p.following = false
	p.place = p.rows.GetScrollOffset()
	x, ok := p.deps.engine.Exchange(id)
	if !ok {
		p.deps.layer.Toast(p.deps.t("requests.gone"))
		return
	}
	p.detail.show(x)
}

// follow goes back to the newest and stays with it.
func (p *requestsPage) follow() {
	p.following, p.unseen = true, 0
	p.rows.SetPlace(0, 0)
	p.place = p.rows.GetScrollOffset()
	p.settle()
}

func (p *requestsPage) pause(on bool) {
	p.feed.paused = on
	if !on {
		p.noticeScroll()
		p.came(p.feed.catchUp())
	}
	p.bar.waits(p.feed.waiting())
	p.settle()
}

// settle shows what fits how many rows there are.
func (p *requestsPage) settle() {
	none := p.state.Counts.Kept == 0 && len(p.feed.ids) == 0 && p.source.filter.Empty()
	toggle(p.start.object(), none)
	toggle(p.split, !none)
	toggle(p.nothing, !none && p.feed.len() == 0 && !p.source.busy && !p.source.filter.Empty())
	if p.unseen > 0 && !p.following {
		p.pill.SetText(p.deps.t("requests.new", "n", grouped(int64(p.unseen))))
		p.pill.Show()
		p.pill.Resize(p.pill.MinSize())
		p.list.Objects[1].Refresh()
	} else {
		toggle(p.pill, false)
	}
}

// toggle shows or hides an object, if that is a change.
func toggle(o fyne.CanvasObject, show bool) {
	switch {
	case show && !o.Visible():
		o.Show()
	case !show && o.Visible():
		o.Hide()
	}
}

// findKey turns to the page and puts the caret into the search field.
func (p *requestsPage) findKey() {
	p.deps.show(pageRequests)
	if p.split.Visible() {
		p.deps.window.Canvas().Focus(p.bar.search.Entry)
	}
}

// width is the list's as it was left, in units.
func (p *requestsPage) width() float32 {
	w := p.state.Settings.Window
	if w.Split <= 0.1 || w.Split >= 0.9 || w.Width <= 0 {
		return listWidth
	}
	return w.Split * w.Width
}

// keepWidth remembers the list's width after it was dragged.
func (p *requestsPage) keepWidth(size float32, stacked bool) {
	all := p.deps.window.Canvas().Size().Width
	if stacked || all <= 0 {
		return
	}
	p.deps.command(func(ctx context.Context) error {
		return p.deps.engine.EditSettings(ctx, func(s *profile.Settings) error {
			s.Window.Split = size / all
			return nil
		})
	})
}

// atTop sets one object in the middle of the upper edge.
type atTop struct{}

func (atTop) Layout(o []fyne.CanvasObject, s fyne.Size) {
	m := o[0].MinSize()
	o[0].Resize(m)
	o[0].Move(fyne.NewPos(float32(int((s.Width-m.Width)/2)), 8))
}

func (atTop) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
