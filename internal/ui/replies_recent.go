package ui

import (
	"context"
	"slices"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// recentMax is how many messages are kept to preview with.
const recentMax = 64

// recentMessages are the newest messages of all profiles, oldest first.
type recentMessages struct{ list []recentMessage }

type recentMessage struct {
	id      int64 // of the exchange
	profile string
	message *wechat.Message
}

// add takes exchanges, oldest first, and says whether any was a message of profile.
func (r *recentMessages) add(xs []*exchange.Exchange, profile string) (any bool) {
	for _, x := range xs[max(0, len(xs)-4*recentMax):] {
		if x.Verdict != exchange.Pass || x.Opened.Message == nil {
			continue
		}
		r.list = append(r.list, recentMessage{x.ID, x.Profile, x.Opened.Message})
		any = any || x.Profile == profile
	}
	if over := len(r.list) - recentMax; over > 0 {
		r.list = slices.Clone(r.list[over:]) // the old ones let go of their messages
	}
	return any
}

// newest is the highest id.
func (r *recentMessages) newest() (id int64) {
	for _, m := range r.list {
		id = max(id, m.id)
	}
	return id
}

// replace takes what the records hold of a profile, oldest first, in place of all up to
// an id; what came after that while the records were read stays.
func (r *recentMessages) replace(profile string, xs []*exchange.Exchange, upTo int64) {
	if n := len(xs); n > 0 {
		upTo = max(upTo, xs[n-1].ID)
	}
	var rest, later []recentMessage
	for _, m := range r.list {
		switch {
		case m.profile != profile:
			rest = append(rest, m)
		case m.id > upTo:
			later = append(later, m)
		}
	}
	r.list = rest
	r.add(xs, profile)
	r.list = append(r.list, later...)
}

// of are the messages of a profile, newest first.
func (r *recentMessages) of(profile string) []recentMessage {
	var out []recentMessage
	for _, m := range slices.Backward(r.list) {
		if m.profile == profile {
			out = append(out, m)
		}
	}
	return out
}

// recall asks the engine for the newest messages of the profile. It runs once at a time;
// what was wished for meanwhile is done next, once.
func (p *repliesPage) recall() {
	if p.recalling {
		p.recallAgain = true
		return
	}
	p.recalling = true
	profile, upTo := p.book.profile, p.recent.newest()
	var found []*exchange.Exchange
	p.deps.run(func(ctx context.Context) error {
		ids, err := p.deps.engine.Find(ctx, exchange.Filter{Profile: profile})
		if err != nil {
			return err
		}
		for _, id := range slices.Backward(ids[:min(len(ids), 4*recentMax)]) { // oldest first
			if x, ok := p.deps.engine.Exchange(id); ok {
				found = append(found, x)
			}
		}
		return nil
	}, func(err error) {
		p.recalling = false
		if p.recallAgain {
			p.recallAgain = false
			p.recall()
			return
		}
		if err == nil { // else what is known stays; a sample does as well
			p.recent.replace(profile, found, upTo)
			p.preview.wish()
		}
	})
}

// previewLater makes a preview for newer messages, not more often than previewRest.
func (p *repliesPage) previewLater() {
	if p.newer {
		return
	}
	p.newer = true
	p.deps.later(previewRest, func() {
		p.newer = false
		p.preview.wish()
	})
}

// previewAsk is what there is to preview.
func (p *repliesPage) previewAsk() (previewAsk, bool) {
	d := p.draft()
	if d == nil || d.broken() || p.state == nil {
		return previewAsk{}, false
	}
	return previewAsk{profile: p.book.profile, rule: d.rule, all: p.book.wanted(), picked: p.picked,
		said: p.deps.t("replies.sample.said"), now: p.deps.now()}, true
}
