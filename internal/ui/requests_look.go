package ui

import (
	"strconv"

	"echostr/internal/engine"
	"echostr/internal/ui/kit"
)

// deliveryIndent is how far an earlier delivery stands in from its message.
const deliveryIndent = 16

// look is what a row has beside its cells: whether it is selected, what can be opened below it,
// and the signs of its label.
func (p *requestsPage) look(i int) kit.Look {
	e := p.feed.at(i)
	if e.id == 0 {
		return kit.Look{Heading: true}
	}
	l := kit.Look{Picked: p.isPicked(e.id)}
	signs := l.Signs[:0]
	label := p.labelOf(e.id)
	p.drew(e.id, label)
	if label.Pinned {
		signs = append(signs, kit.Sign{Icon: kit.Pin})
	}
	if label.Note != "" {
		signs = append(signs, kit.Sign{Icon: kit.Note})
	}
	if m, ok := markOf(label.Mark); ok {
		signs = append(signs, kit.Sign{Text: m.shape, Color: m.color})
	}
	switch {
	case e.sub > 0:
		l.Indent = deliveryIndent
		signs = append(signs, p.attemptSign(e.id, 1))
	case e.message != nil:
		l.Branch = kit.BranchClosed
		if p.feed.isOpen(e.message) {
			l.Branch = kit.BranchOpen
		}
		signs = append(signs, kit.Sign{Text: p.deps.t("requests.times", "n", strconv.Itoa(len(e.message.ids))), Pill: true})
	default:
		signs = append(signs, p.attemptSign(e.id, 2))
	}
	copy(l.Signs[:], signs)
	return l
}

// attemptSign tells which delivery of its message a row is; nothing before the one with the
// number least.
func (p *requestsPage) attemptSign(id int64, least int) kit.Sign {
	r, ok := p.cache.get(id)
	if !ok || r.attempt < least {
		return kit.Sign{}
	}
	return kit.Sign{Text: p.deps.t("requests.attempt", "n", strconv.Itoa(r.attempt)), Pill: true}
}

// drawnMost bounds the labels that are remembered: some screens full.
const drawnMost = 512

// labelOf is the label of what a row stands for: all deliveries of a closed message.
func (p *requestsPage) labelOf(id int64) (l engine.Label) {
	for _, one := range p.feed.all(id) {
		next := p.deps.engine.Label(one)
		l.Pinned = l.Pinned || next.Pinned
		if next.Note != "" {
			l.Note = next.Note
		}
		if next.Mark != 0 {
			l.Mark = next.Mark
		}
	}
	return l
}

// drew remembers which label a row was drawn with.
func (p *requestsPage) drew(id int64, l engine.Label) {
	if p.labels == nil || len(p.labels) > drawnMost {
		p.labels = map[int64]engine.Label{}
	}
	p.labels[id] = l
}

// followLabels draws the rows in sight again if a label of theirs has changed.
func (p *requestsPage) followLabels() {
	first, _ := p.rows.Place()
	last := min(p.feed.len()-1, first+int(p.rows.Size().Height/requestHeight)+1)
	for i := max(0, first); i <= last; i++ {
		id := p.feed.at(i).id
		if was, drawn := p.labels[id]; id != 0 && drawn && was != p.labelOf(id) {
			p.rows.Refresh()
			return
		}
	}
}

func (p *requestsPage) isPinned(id int64) bool { return p.deps.engine.Label(id).Pinned }

// branch opens or closes the message at row i.
func (p *requestsPage) branch(i int, open bool) {
	id := p.feed.at(i).id
	p.change(func() { p.feed.show(id, open) })
	if p.feed.row(p.chosen) < 0 || !open && p.feed.row(p.chosen) == p.feed.row(id) {
		p.rows.Mark(p.feed.row(id))
	}
	p.settle()
}
