package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"echostr/internal/ui/kit"
)

// selection are the rows that are selected where they are several, the chosen one among them.
type selection struct {
	ids    []int64 // growing; empty while only the chosen row is selected
	anchor int64   // where a range begins, 0 for the chosen row
}

// isPicked says whether a row is one of several that are selected.
func (p *requestsPage) isPicked(id int64) bool {
	if len(p.picked.ids) == 0 {
		return false
	}
	for _, one := range p.feed.all(id) {
		if _, found := slices.BinarySearch(p.picked.ids, one); found {
			return true
		}
	}
	return false
}

// selected are the exchanges that a command is for, one for each row, newest first.
func (p *requestsPage) selected() []int64 {
	if len(p.picked.ids) == 0 {
		if p.chosen == 0 {
			return nil
		}
		return []int64{p.chosen}
	}
	ids := slices.Clone(p.picked.ids)
	slices.Reverse(ids)
	return ids
}

// whole are the selected exchanges with all deliveries of messages that are closed.
func (p *requestsPage) whole() []int64 {
	var out []int64
	for _, id := range p.selected() {
		out = append(out, p.feed.all(id)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// pick selects row i with others.
func (p *requestsPage) pick(i int, how kit.Pick) {
	id := p.feed.id(i)
	switch how {
	case kit.PickToggle:
		p.toggle(id)
	case kit.PickRange:
		p.pickRange(i)
	}
	if len(p.picked.ids) < 2 { // one is no selection
		p.picked.ids = nil
	}
	p.rows.Mark(p.feed.row(p.chosen))
	p.settle()
}

// toggle takes an exchange into the selection, or out of it.
func (p *requestsPage) toggle(id int64) {
	ids := p.picked.ids
	if len(ids) == 0 && p.chosen != 0 {
		ids = []int64{p.chosen}
	}
	at, found := slices.BinarySearch(ids, id)
	if !found {
		p.picked = selection{ids: slices.Insert(ids, at, id), anchor: id}
		p.choose(id)
		return
	}
	if len(ids) == 1 {
		return // the last one stays
	}
	p.picked.ids = slices.Delete(ids, at, at+1)
	if p.chosen == id {
		last := p.picked.ids[len(p.picked.ids)-1]
		p.picked.anchor = last
		p.choose(last)
	}
}

// pickRange selects the rows from where the selection began to row i.
func (p *requestsPage) pickRange(i int) {
	if p.picked.anchor == 0 {
		p.picked.anchor = p.chosen
	}
	from := p.feed.row(p.picked.anchor)
	if from < 0 {
		from = i
		p.picked.anchor = p.feed.id(i)
	}
	p.picked.ids = p.idsBetween(min(i, from), max(i, from))
	p.choose(p.feed.id(i))
}

// pickAll selects all rows, those that were not looked at yet too.
func (p *requestsPage) pickAll() {
	p.source.more(0, func() {
		p.picked.ids = p.idsBetween(0, p.feed.len()-1)
		if len(p.picked.ids) < 2 {
			p.picked.ids = nil
			return
		}
		if p.feed.row(p.chosen) < 0 {
			p.choose(p.feed.id(0))
		}
		p.rows.Mark(p.feed.row(p.chosen))
		p.settle()
	})
}

// idsBetween are the exchanges of rows, growing.
func (p *requestsPage) idsBetween(first, last int) []int64 {
	var out []int64
	for i := first; i <= last; i++ {
		if id := p.feed.at(i).id; id != 0 {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// unpick goes back to the chosen row alone, and says whether that is a change.
func (p *requestsPage) unpick() bool {
	if len(p.picked.ids) == 0 {
		return false
	}
	p.picked = selection{}
	p.rows.Mark(p.feed.row(p.chosen))
	p.settle()
	return true
}

// key takes the keys of the list that the list itself has no use for.
func (p *requestsPage) key(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyEscape:
		return p.unpick()
	case fyne.KeyDelete:
		p.askDelete()
		return true
	case fyne.KeyLeft, fyne.KeyRight:
		return p.along(name == fyne.KeyRight)
	}
	return false
}

// along goes from a message to the delivery below it, or from a delivery to its message.
func (p *requestsPage) along(in bool) bool {
	row := p.feed.row(p.chosen)
	if row < 0 {
		return false
	}
	switch e := p.feed.at(row); {
	case e.message == nil:
		return false
	case in && e.sub == 0 && p.feed.isOpen(e.message):
		p.rows.Choose(row + 1)
	case !in && e.sub > 0:
		p.rows.Choose(row - e.sub)
	default:
		return false
	}
	return true
}
