package ui

import (
	"crypto/rand"
	"strings"

	"echostr/internal/reply"
)

// edit changes the rule in the editor. What is typed waits until typing rests.
func (p *repliesPage) edit(change func(*reply.Rule), soon bool) {
	d := p.draft()
	if d == nil {
		return
	}
	change(&d.rule)
	p.typing = soon
	p.pause.call(p.settle)
	if !soon {
		p.pause.flush()
		return
	}
	p.showState()
}

// settle puts in force what can be, and says what cannot.
func (p *repliesPage) settle() {
	p.book.past.note(p.book, p.typing, p.deps.now())
	p.typing = false
	p.book.check()
	p.save(p.book)
	p.showAll()
}

// turn switches a rule on or off.
func (p *repliesPage) turn(d *ruleDraft, on bool) {
	p.pause.flush()
	d.rule.On = on
	p.settle()
}

// stepBack undoes the last change of the rules, or redoes it for 1.
func (p *repliesPage) stepBack(by int) {
	p.pause.flush()
	state, ok := p.book.past.step(by)
	if !ok {
		return
	}
	chosen := p.book.changedIn(state)
	p.book.become(state.rules)
	p.book.check()
	p.save(p.book)
	p.list.search.SetText("")
	p.turnTo(chosen)
	p.showAll()
	p.list.reveal()
}

// add makes a rule at the top, where nothing comes before it, and begins to edit it.
func (p *repliesPage) add() {
	p.pause.flush()
	p.list.search.SetText("")
	r := reply.Rule{ID: p.newID(), Name: p.deps.t("replies.new_name"), On: true,
		When: reply.When{Types: []string{"text"}, Tests: []reply.Test{{Subject: reply.SubjectText, Op: reply.Contains}}},
		Then: reply.Then{Kind: reply.KindText}}
	p.begin(r)
	p.editor.begin()
}

// begin puts a new rule at the top and turns to it.
func (p *repliesPage) begin(r reply.Rule) {
	p.book.insert(0, r)
	p.book.check()
	p.book.past.note(p.book, false, p.deps.now())
	p.turnTo(r.ID)
	p.list.reveal()
}

// duplicate puts a copy of the rule behind it and turns to the copy.
func (p *repliesPage) duplicate() {
	p.pause.flush()
	d := p.draft()
	if d == nil {
		return
	}
	r := d.rule
	r.ID, r.Name = p.newID(), p.deps.t("replies.copy_name", "name", r.Name)
	p.book.insert(p.book.find(p.book.chosen)+1, r)
	p.book.chosen = r.ID
	p.editor.turn(p.draft())
	p.settle()
	p.list.reveal()
}

// remove deletes the rule; a toast brings it back.
func (p *repliesPage) remove() {
	p.pause.flush()
	d, b := p.draft(), p.book
	if d == nil {
		return
	}
	at := b.find(d.rule.ID)
	b.remove(at)
	next := ""
	if n := len(b.drafts); n > 0 {
		next = b.drafts[min(at, n-1)].rule.ID
	}
	p.turnTo(next)
	p.settle()
	p.deps.layer.ToastAction(p.deps.t("replies.deleted", "name", p.tell.name(d.rule)), p.deps.t("kit.undo"), func() {
		b.insert(at, d.rule)
		b.past.note(b, false, p.deps.now())
		b.check()
		p.save(b)
		if b == p.book {
			p.turnTo(d.rule.ID)
			p.list.reveal()
		}
	})
}

// step moves the rule up or down by one.
func (p *repliesPage) step(by int) {
	at := p.book.find(p.book.chosen)
	p.move(at, at+by)
}

// move puts rule from where it has index to afterwards.
func (p *repliesPage) move(from, to int) {
	p.pause.drop()
	if !p.book.move(from, to) {
		return
	}
	p.settle()
	p.list.reveal()
}

// newID is an ID that no rule of the book has.
func (p *repliesPage) newID() string {
	for {
		id := strings.ToLower(rand.Text()[:8])
		if p.book.find(id) < 0 {
			return id
		}
	}
}
