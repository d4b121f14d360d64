package ui

import (
	"context"
	"slices"
	"strconv"

	"echostr/internal/engine"
	"echostr/internal/reply"
)

// takeRules takes the rules of a text without errors, as somebody has chosen; a toast takes
// them back.
func (p *repliesPage) takeRules(text string, how engine.Replacing) {
	if how == engine.Append {
		p.appendRules(p.deps.engine.CheckRules(p.book.profile, text).Rules)
		return
	}
	p.replaceRules(text)
}

// appendRules puts rules behind those that there are, but before a last one that takes all:
// behind that they would never be reached.
func (p *repliesPage) appendRules(rules []reply.Rule) {
	p.flush()
	b := p.book
	if len(rules) == 0 {
		return
	}
	before := b.rules()
	at := len(b.drafts)
	if at > 0 && b.drafts[at-1].rule.On && b.drafts[at-1].rule.When.Everything() {
		at--
	}
	first := ""
	for i, r := range rules {
		r.ID = b.freeID(r.ID)
		b.insert(at+i, r)
		if i == 0 {
			first = r.ID
		}
	}
	p.list.search.SetText("")
	b.chosen = first
	p.settle()
	p.turnTo(first)
	p.list.reveal()
	p.offerBack(b, before, "replies.replaced.append")
}

// freeID is an ID that no rule of the book has, made from one that is wished for.
func (b *ruleBook) freeID(id string) string {
	free := id
	for n := 2; free == "" || b.find(free) >= 0; n++ {
		free = id + "-" + strconv.Itoa(n)
	}
	return free
}

// replaceRules puts the rules of a text in the place of all that there are.
func (p *repliesPage) replaceRules(text string) {
	p.flush()
	b := p.book
	before := b.rules()
	var saved engine.SavedRules
	p.deps.save(func(context.Context) (err error) {
		saved, err = p.deps.engine.ReplaceRules(b.profile, text, engine.Replace)
		return err
	}, func(err error) {
		switch {
		case err != nil:
			p.deps.complain(err)
		case reply.Blocks(saved.Problems):
			p.deps.layer.Toast(p.deps.t("replies.replace.refused"))
		default:
			b.drafts = slices.DeleteFunc(b.drafts, func(d *ruleDraft) bool { return !d.inForce }) // they were to be replaced, too
			for _, d := range b.drafts {
				d.rule = d.kept
			}
			p.hear(b, p.deps.engine.Snapshot())
			p.offerBack(b, before, "replies.replaced.replace")
		}
	})
}

// offerBack says what was done, and gives back the rules that were there before.
func (p *repliesPage) offerBack(b *ruleBook, before []reply.Rule, done string) {
	p.deps.layer.ToastAction(p.deps.t(done), p.deps.t("kit.undo"), func() {
		b.become(before)
		b.past.note(b, false, p.deps.now())
		b.check()
		p.save(b)
		if b == p.book {
			p.showAll()
		}
	})
}
