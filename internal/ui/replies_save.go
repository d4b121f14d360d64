package ui

import (
	"context"
	"slices"

	"echostr/internal/engine"
	"echostr/internal/reply"
)

// save puts the book in force, if that is not as it should be. One save runs at a time,
// so that a later one is never overtaken.
func (p *repliesPage) save(b *ruleBook) {
	if b.saving {
		b.again = true
		return
	}
	want := b.wanted()
	if slices.EqualFunc(want, b.known, reply.Rule.Equal) {
		b.failed, b.blocked = nil, nil
		return
	}
	b.saving = true
	var saved engine.SavedRules
	var seq uint64
	base := b.version
	p.deps.save(func(context.Context) (err error) {
		saved, err = p.deps.engine.SaveRulesFrom(b.profile, base, want)
		seq = p.deps.engine.Snapshot().Seq
		return err
	}, func(err error) { p.saved(b, want, saved, seq, err) })
}

// saved takes the engine's answer to a save.
func (p *repliesPage) saved(b *ruleBook, want []reply.Rule, saved engine.SavedRules, seq uint64, err error) {
	b.saving, b.failed, b.blocked = false, err, nil
	switch {
	case err != nil:
		p.deps.complain(err)
	case reply.Blocks(saved.Problems):
		b.refuse(saved.Problems)
	default:
		at := saved.InForce.Since
		if at.IsZero() {
			at = p.deps.now()
		}
		b.accept(want, at)
		b.seq, b.version = seq, saved.InForce.Version
		if saved.Conflict != "" {
			p.deps.layer.Toast(p.deps.t("replies.file.conflict.toast"))
		}
	}
	if b.again {
		b.again = false
		p.save(b)
	}
	b.changed()
	if !b.saving {
		waiting := b.waiting
		b.waiting = nil
		for _, f := range waiting {
			f()
		}
	}
}

// rested calls f once no save is under way: at once when there is none.
func (b *ruleBook) rested(f func()) {
	if b.saving {
		b.waiting = append(b.waiting, f)
		return
	}
	f()
}

// changed shows how the rules stand after a save.
func (p *repliesPage) changed(b *ruleBook) {
	if b != p.book {
		return
	}
	p.list.refresh()
	p.showState()
	if d := p.draft(); d != nil {
		p.editor.showProblems()
		p.fit()
	}
}
