package ui

// replaced shows the result of a search. The same search over, after too much has changed
// to tell one by one, keeps the place; another begins at the top, or shows the chosen row.
func (p *requestsPage) replaced(ids []int64) {
	p.noticeScroll()
	same := p.listed == p.source.filter && p.feed.len() > 0
	top, out := p.rows.Place()
	newest, anchor := p.feed.newest(), int64(0)
	if same {
		anchor = p.feed.id(min(top, p.feed.len()-1))
	}
	p.listed = p.source.filter
	p.feed.replace(ids)
	row := p.feed.row(p.chosen)
	p.rows.Mark(row)
	switch {
	case p.following || !same && row < 0:
		p.follow()
	case same:
		p.rows.SetPlace(p.feed.above(anchor), out)
		p.unseen += p.feed.above(newest)
	default:
		p.unseen = 0
		p.rows.Reveal(row)
	}
	p.place = p.rows.GetScrollOffset()
	p.unseen = min(p.unseen, p.above())
	if _, kept := p.deps.engine.Exchange(p.chosen); !kept && p.chosen != 0 {
		p.chosen = 0
		p.detail.show(nil)
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
	p.unseen = min(p.unseen, p.above()) // a short list shows them all by itself
}

// above is how many rows lie wholly above the upper edge.
func (p *requestsPage) above() int { return int(p.place / requestHeight) }

// noticeScroll finds out whether a hand has scrolled the list since it was left: away
// from the top it stops following, back at the top it follows again.
func (p *requestsPage) noticeScroll() {
	at := p.rows.GetScrollOffset()
	if at == p.place {
		return
	}
	p.place = at
	p.unseen = min(p.unseen, p.above())
	p.following = at < 1
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
