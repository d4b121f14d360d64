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
		p.appendRules(p.deps.engine.CheckRules(p.book.profile, text, reply.Foreign).Rules)
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

// replaceRules puts the rules of a text by others in the place of all that there are.
func (p *repliesPage) replaceRules(text string) {
	p.putText(func(e Engine, profile string) (engine.SavedRules, string, error) {
		old, err := e.RulesText(profile)
		if err != nil {
			return engine.SavedRules{}, "", err
		}
		saved, err := e.ReplaceRules(profile, text, engine.Replace)
		return saved, old, err
	}, text, "replies.replaced.replace")
}

// putText makes a text the rules' file by put, which tells what the file held before, and
// says so with a toast that takes it back.
func (p *repliesPage) putText(put func(e Engine, profile string) (engine.SavedRules, string, error), text, done string) {
	p.flush()
	b := p.book
	before := b.rules()
	b.rested(func() {
		var saved engine.SavedRules
		old := ""
		p.deps.save(func(context.Context) (err error) {
			saved, old, err = put(p.deps.engine, b.profile)
			return err
		}, func(err error) {
			if !p.tookText(b, saved, err) {
				return
			}
			version := saved.InForce.Version
			p.deps.layer.ToastAction(p.deps.t(done), p.deps.t("kit.undo"), func() { p.putBack(b, before, text, old, version) })
			if saved.Conflict != "" {
				p.deps.layer.Toast(p.deps.t("replies.file.conflict.toast"))
			}
		})
	})
}

// tookText shows the rules of a text that was to be put in force; false when it was not.
func (p *repliesPage) tookText(b *ruleBook, saved engine.SavedRules, err error) bool {
	switch {
	case err != nil:
		p.deps.complain(err)
		return false
	case reply.Blocks(saved.Problems):
		p.deps.layer.Toast(p.deps.t("replies.replace.refused"))
		return false
	}
	b.drafts = slices.DeleteFunc(b.drafts, func(d *ruleDraft) bool { return !d.inForce }) // they were to be replaced, too
	for _, d := range b.drafts {
		d.rule = d.kept
	}
	p.hear(b, p.deps.engine.Snapshot())
	return true
}

// putBack takes a text back: its file becomes what it was, word for word, unless something
// has changed in it since or the old one has mistakes; then the rules alone do.
func (p *repliesPage) putBack(b *ruleBook, before []reply.Rule, text, old string, version uint64) {
	p.flush()
	b.rested(func() {
		if b.version != version {
			p.giveBack(b, before)
			return
		}
		var saved engine.SavedRules
		p.deps.save(func(context.Context) (err error) {
			saved, err = p.deps.engine.EditRules(b.profile, text, old)
			return err
		}, func(err error) {
			if err == nil && reply.Blocks(saved.Problems) {
				p.giveBack(b, before)
				return
			}
			p.tookText(b, saved, err)
		})
	})
}

// offerBack says what was done, and gives back the rules that were there before.
func (p *repliesPage) offerBack(b *ruleBook, before []reply.Rule, done string) {
	p.deps.layer.ToastAction(p.deps.t(done), p.deps.t("kit.undo"), func() { p.giveBack(b, before) })
}

// giveBack puts rules that were there before in the place of those that there are.
func (p *repliesPage) giveBack(b *ruleBook, rules []reply.Rule) {
	b.become(rules)
	b.past.note(b, false, p.deps.now())
	b.check()
	p.save(b)
	if b == p.book {
		p.showAll()
	}
}
