package ui

import (
	"context"
	"slices"

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
	var problems []reply.Problem
	var seq uint64
	p.deps.save(func(context.Context) (err error) {
		problems, err = p.deps.engine.SaveRules(b.profile, want)
		seq = p.deps.engine.Snapshot().Seq
		return err
	}, func(err error) { p.saved(b, want, problems, seq, err) })
}

// saved takes the engine's answer to a save.
func (p *repliesPage) saved(b *ruleBook, want []reply.Rule, problems []reply.Problem, seq uint64, err error) {
	b.saving, b.failed, b.blocked = false, err, nil
	switch {
	case err != nil:
		p.deps.complain(err)
	case reply.Blocks(problems):
		b.refuse(problems)
	default:
		b.accept(want, p.deps.now())
		b.seq = seq
	}
	if b.again {
		b.again = false
		p.save(b)
	}
	b.changed()
}

// changed shows how the rules stand after a save.
func (p *repliesPage) changed(b *ruleBook) {
	if b != p.book {
		return
	}
	p.list.refresh()
	p.showState()
	if d := p.draft(); d != nil {
		p.editor.showProblems(d)
		p.fit()
	}
}
