package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"echostr/internal/engine"
	"echostr/internal/exchange"
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
	picked selection
	hands  hands
	labels map[int64]engine.Label // of the rows that were drawn last
	cache  rowCache
	rows   *kit.Rows
	bar    *requestsBar
	deck   *pickedBar
	pill   *kit.Button
	detail *detail
	trial  *trialRun
	start  *startView
	seen   *exchange.Seen // values that completions offer

	rolling func() // stops the next look at a filter that depends on the time; nil without

	listed    exchange.Filter // what the list shows; source.filter may be ahead
	chosen    int64           // id of the exchange in the detail, 0 for none
	following bool            // the list stands at its top and shows what comes
	unseen    int             // rows that came in above while it did not
	place     float32         // where the list was left; elsewhere means that a hand scrolled it

	split   *kit.Split
	sized   bool            // the list has a width that somebody gave it
	list    *fyne.Container // the rows, or nothing found
	nothing fyne.CanvasObject
	root    *fyne.Container
}

// The measures of the page.
const (
	requestHeight = 36
	listWidth     = 474 // of the list beside the detail, unless it was dragged
	listWidthMost = 640 // that it takes by itself of a wide window
	listHeight    = 250 // above it
	stackBelow    = 900 // narrower, the detail goes under the list
	moreBefore    = 100 // rows before the foot from where on the next page is asked for
)

func newRequestsPage(d *deps) *requestsPage {
	p := &requestsPage{deps: d, state: d.engine.Snapshot(), following: true, seen: &exchange.Seen{}}
	p.teller = teller{words: d.words, mask: p.state.Settings.MaskIDs}
	p.rows = kit.NewRows(requestColumns, requestHeight, p.feed.len, p.cells)
	p.hands = hands{d.replay, d.compare, d.export, d.importFile}
	p.listen()
	p.source = newSource(d, p.replaced, p.older, p.added)
	p.trial = newTrialRun(d, func() *engine.Snapshot { return p.state })
	p.bar = newRequestsBar(d, requestsBarHears{p.filter, p.pause, p.menu}, p.known, p.profileIDs)
	p.detail = newDetail(d, p.teller, p.state)
	p.detail.narrow = p.only
	p.start = newStartView(d, p.trial)

	p.pill = kit.NewButton("", kit.Primary, p.follow).Small()
	p.pill.Hide()
	p.nothing = kit.NewEmptyState(d.t("requests.nothing.title"), d.t("requests.nothing.text"),
		kit.NewButton(d.t("requests.nothing.clear"), kit.Plain, func() { p.bar.clear() }))
	p.nothing.Hide()
	p.list = container.NewStack(p.rows.Wrapped(), container.New(atTop{}, p.pill), p.nothing)
	p.deck = newPickedBar(d, p)
	left := container.NewStack(kit.NewGround(kit.ColorPanel, 0), kit.Dock(p.bar.object(), p.deck.object(), p.list))
	p.split = kit.NewSplit(left, p.detail.object(), max(listWidth, p.savedWidth())).StackBelow(stackBelow, listHeight)
	p.split.OnChanged = p.keepWidth
	p.sized = p.savedWidth() > 0
	p.root = container.New(&share{p}, p.split, p.start.object(), p.bar.box.offers.object())
	d.window.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault},
		func(fyne.Shortcut) { p.findKey() })
	d.choose = p.goTo
	p.apply(change{state: p.state, reload: true})
	return p
}

func (p *requestsPage) object() fyne.CanvasObject { return p.root }

// apply takes what changed. It costs what is new, not what is there.
func (p *requestsPage) apply(c change) {
	if c.state.Counts.Cleared != p.state.Counts.Cleared { // the IDs that were seen are nobody's now, or another's
		p.cache.clear()
		p.chosen, p.picked = 0, selection{}
		p.detail.show(nil)
	}
	p.state = c.state
	if mask := c.state.Settings.MaskIDs; mask != p.teller.mask {
		p.teller.mask = mask
		p.cache.clear()
		p.rows.Refresh()
	}
	p.noticeScroll()
	if p.feed.trim(c.state.Counts.Floor, p.isPinned) {
		p.rows.Refresh()
	}
	p.followSessions()
	p.followLabels()
	if c.reload {
		p.learn()
		p.reload()
	} else {
		for _, x := range c.fresh {
			p.seen.Add(x)
		}
		p.detail.learn(c.fresh)
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
	n := p.feed.len()
	if i >= n {
		return // the list asks before it knows of a trim
	}
	if i > n-moreBefore {
		p.source.more(p.pageNext(), nil)
	}
	e := p.feed.at(i)
	if e.id == 0 {
		into[3] = p.sessionCell(e.session)
		return
	}
	r, ok := p.cache.get(e.id)
	if !ok {
		x, kept := p.deps.engine.Exchange(e.id)
		if !kept {
			return
		}
		r = p.teller.row(x)
		p.cache.put(e.id, r)
	}
	r.cells(into, e.sub > 0)
}

// listen hears what a person does with the rows.
func (p *requestsPage) listen() {
	r := p.rows
	r.Look = p.look
	r.OnChosen = func(i int) {
		p.picked = selection{}
		p.choose(p.feed.id(i))
	}
	r.OnPicked = p.pick
	r.OnAll = p.pickAll
	r.OnEnd = p.goToEnd
	r.OnBranch = p.branch
	r.OnHeading = p.sessionMenu
	r.OnKey = p.key
	r.OnMenu = func(_ int, at fyne.Position) { kit.ShowMenuAt(p.deps.window.Canvas(), at, p.rowMenu(at)...) }
}

// filter shows what passes f.
func (p *requestsPage) filter(f exchange.Filter) {
	if f == p.source.filter {
		return
	}
	p.picked = selection{}
	p.source.search(f, 0)
	p.roll()
}

// choose shows an exchange in the detail; the list stops following.
func (p *requestsPage) choose(id int64) {
	if id == 0 {
		return
	}
	p.chosen = id
	p.following = false
	p.place = p.rows.GetScrollOffset()
	x, ok := p.deps.engine.Exchange(id)
	if !ok {
		p.deps.layer.Toast(p.deps.t("requests.gone"))
		return
	}
	p.detail.show(x)
	p.settle()
}

// goTo turns to the page and to an exchange, which the list may not show.
func (p *requestsPage) goTo(id int64) {
	p.deps.show(pageRequests)
	p.picked = selection{}
	p.choose(id)
	row := p.feed.row(id)
	p.rows.Mark(row)
	if row >= 0 {
		p.rows.Reveal(row)
		p.place = p.rows.GetScrollOffset()
	}
}

// settle shows what fits how many rows there are.
func (p *requestsPage) settle() {
	none := p.state.Counts.Kept == 0 && len(p.feed.heads) == 0 && p.source.filter.Empty()
	toggle(p.start.object(), none)
	toggle(p.split, !none)
	toggle(p.nothing, !none && p.feed.len() == 0 && !p.source.busy && !p.source.filter.Empty())
	p.deck.apply()
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

// atTop sets one object in the middle of the upper edge.
type atTop struct{}

func (atTop) Layout(o []fyne.CanvasObject, s fyne.Size) {
	m := o[0].MinSize()
	o[0].Resize(m)
	o[0].Move(fyne.NewPos(float32(int((s.Width-m.Width)/2)), 8))
}

func (atTop) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
