package ui

import "echostr/internal/exchange"

// requestsKept is what a person chose on the page, for the page in another language.
type requestsKept struct {
	filter exchange.Filter
	text   string // in the search field
	paused bool
	chosen int64
	picked selection
	open   map[int64]bool
	tab    int
	form   [tabCount]int
	width  float32 // of the list; 0 while it stands above the detail
}

func (p *requestsPage) keep() any {
	k := requestsKept{filter: p.source.filter, text: p.bar.search.Text(), paused: p.feed.paused, chosen: p.chosen,
		picked: p.picked, open: p.feed.open,
		tab: p.detail.tabs.Choice(), form: p.detail.form}
	if !p.split.Stacked() {
		k.width = p.split.FirstSize()
	}
	return k
}

func (p *requestsPage) restore(kept any) {
	k, ok := kept.(requestsKept)
	if !ok {
		return
	}
	if k.width > 0 {
		p.sized = true
		p.split.SetSize(k.width)
	}
	p.bar.show(k.filter, k.text, k.paused)
	p.detail.form = k.form
	p.detail.tabs.SetChoice(k.tab)
	if x, ok := p.deps.engine.Exchange(k.chosen); ok {
		p.chosen, p.following, p.picked = k.chosen, false, k.picked
		p.detail.show(x)
	}
	p.feed.paused, p.feed.open = k.paused, k.open
	p.source.search(k.filter, 0)
	p.roll()
}
