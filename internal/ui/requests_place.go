package ui

import "echostr/internal/engine"

// listPlace is what stands at the upper edge of the list: so many rows below a head, and how far
// it is scrolled out.
type listPlace struct {
	head int64
	sub  int
	out  float32
}

// hold notes what stands at the upper edge, to be put back after rows have changed.
func (p *requestsPage) hold() listPlace {
	top, out := p.rows.Place()
	if p.feed.len() == 0 {
		return listPlace{}
	}
	e := p.feed.at(min(top, p.feed.len()-1))
	at := listPlace{head: e.id, sub: e.sub, out: out}
	switch {
	case e.message != nil:
		at.head = e.message.ids[len(e.message.ids)-1]
	case e.id == 0 && e.sub > 0: // a session's row belongs to the head above it
		at.head = p.feed.at(top - e.sub).id
	}
	return at
}

// putBack shows again what was held. A row that went elsewhere leaves its place to the next.
func (p *requestsPage) putBack(at listPlace) {
	row := 0
	if at.head != 0 {
		if row = p.feed.row(at.head); row >= 0 {
			row += at.sub
		} else {
			row = p.feed.above(at.head)
		}
	}
	p.rows.Put(p.feed.row(p.chosen), row, at.out)
	p.place = p.rows.GetScrollOffset()
}

// change changes the rows under the eye of somebody who reads them.
func (p *requestsPage) change(f func()) {
	p.noticeScroll()
	at := p.hold()
	f()
	if p.following {
		at, p.unseen = listPlace{}, 0
	}
	p.putBack(at)
	p.unseen = min(p.unseen, p.above()) // a short list shows them all by itself
}

// replaced shows the result of a search. The same search over, after too much has changed
// to tell one by one, keeps the place; another begins at the top, or shows the chosen row.
func (p *requestsPage) replaced(page engine.Page) {
	p.noticeScroll()
	same := p.listed == p.source.filter && p.feed.len() > 0
	at, newest := p.hold(), p.feed.newest
	p.listed = p.source.filter
	p.feed.replace(page.IDs, page.First)
	row := p.feed.row(p.chosen)
	switch {
	case p.following || !same && row < 0:
		p.follow()
	case same:
		p.unseen += p.feed.newer(newest)
		p.putBack(at)
	default:
		p.unseen = 0
		p.rows.Mark(row)
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

// older puts the next page below.
func (p *requestsPage) older(page engine.Page) {
	p.change(func() { p.feed.extend(page.IDs, page.First) })
	p.settle()
}

// added puts new rows on top.
func (p *requestsPage) added(as []arrival) {
	p.change(func() { p.unseen += p.feed.add(as) })
	p.bar.waits(p.feed.waiting())
	p.settle()
}

// reload looks for all that is listed anew, down to what is in sight.
func (p *requestsPage) reload() { p.source.search(p.source.filter, p.depth()) }

// depth is how many exchanges the list needs to show again what it shows now.
func (p *requestsPage) depth() int {
	if p.following {
		return pageFirst
	}
	rows := int((p.rows.GetScrollOffset() + p.rows.Size().Height) / requestHeight)
	if len(p.feed.in) > 0 {
		rows *= deliveriesMost
	}
	return rows + pageFirst
}

// deliveriesMost is how often WeChat delivers a message.
const deliveriesMost = 3

// pageNext is how many exchanges are asked for when the list nears its foot: as many as there
// are, so that a hand that wants to go far gets there soon.
func (p *requestsPage) pageNext() int { return min(max(pageFirst, len(p.feed.heads)), pageMost) }

// pageMost bounds that, for the sake of a search's memory.
const pageMost = 50_000

// goToEnd goes to the oldest row, with all that lies between.
func (p *requestsPage) goToEnd() {
	p.source.more(0, func() {
		for i := p.feed.len() - 1; i >= 0; i-- {
			if p.feed.at(i).id != 0 {
				p.rows.Choose(i)
				return
			}
		}
	})
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
	p.rows.Put(p.feed.row(p.chosen), 0, 0)
	p.place = p.rows.GetScrollOffset()
	p.settle()
}

func (p *requestsPage) pause(on bool) {
	p.feed.paused = on
	if !on {
		p.change(func() { p.unseen += p.feed.catchUp() })
	}
	p.bar.waits(p.feed.waiting())
	p.settle()
}
