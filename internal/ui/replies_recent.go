package ui

import (
	"context"

	"echostr/internal/exchange"
)

// recall asks the engine for the newest messages, after records changed in another way
// than by new ones.
func (p *repliesPage) recall() {
	profile := p.book.profile
	var found []*exchange.Exchange
	p.deps.run(func(ctx context.Context) error {
		ids, err := p.deps.engine.Find(ctx, exchange.Filter{Profile: profile})
		if err != nil {
			return err
		}
		for i := min(len(ids), 4*recentMax) - 1; i >= 0; i-- { // oldest first
			if x, ok := p.deps.engine.Exchange(ids[i]); ok {
				found = append(found, x)
			}
		}
		return nil
	}, func(err error) {
		if err != nil {
			return // the sample stays
		}
		p.recent.forget(profile)
		p.recent.add(found, profile)
		p.preview.wish()
	})
}

// previewLater makes a preview for newer messages, not more often than previewRest.
func (p *repliesPage) previewLater() {
	if p.newer != nil {
		return
	}
	p.newer = p.deps.later(previewRest, func() {
		p.newer = nil
		p.preview.wish()
	})
}

// previewAsk is what there is to preview.
func (p *repliesPage) previewAsk() (previewAsk, bool) {
	d := p.draft()
	if d == nil || d.broken() || p.state == nil {
		return previewAsk{}, false
	}
	return previewAsk{rule: d.rule, all: p.book.wanted(), recent: p.recent.of(p.book.profile),
		said: p.deps.t("replies.sample.said"), now: p.deps.now(), appID: p.state.Active().AppID}, true
}

// kept is what the page hands on to its successor in another language.
type keptReplies struct {
	books  map[string]*ruleBook
	search string
	recent recentMessages
}

// keep implements keeper.
func (p *repliesPage) keep() any {
	return keptReplies{p.books, p.list.search.Text(), p.recent}
}

// restore implements keeper: drafts that are not in force yet stay.
func (p *repliesPage) restore(from any) {
	k, ok := from.(keptReplies)
	if !ok {
		return
	}
	p.books, p.recent = k.books, k.recent
	p.list.search.SetText(k.search)
}
