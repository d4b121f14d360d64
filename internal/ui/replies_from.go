package ui

import (
	"context"

	"echostr/internal/exchange"
	"echostr/internal/reply"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// replyItems offers to answer messages like that of an exchange by a rule: none where there
// is no message that holds.
func (d *deps) replyItems(x *exchange.Exchange) []kit.MenuItem {
	if x == nil || d.toReplies == nil || x.Verdict != exchange.Pass ||
		x.Opened.Kind != wechat.UserMessage && x.Opened.Kind != wechat.Event {
		return nil
	}
	return []kit.MenuItem{{Text: d.t("replies.from"), Act: func() { d.toReplies(x.ID) }}}
}

// replyTo makes the rule for the profile that got the message, and previews it with that
// message.
func (p *repliesPage) replyTo(exchangeID int64) {
	var made reply.Rule
	profile := ""
	p.deps.run(func(ctx context.Context) (err error) {
		if x, ok := p.deps.engine.Exchange(exchangeID); ok {
			profile = x.Profile
		}
		if made, err = p.deps.engine.RuleFrom(exchangeID); err != nil {
			return err
		}
		if profile != "" && profile != p.deps.engine.Snapshot().Active().ID {
			return p.deps.engine.ShowProfile(ctx, profile)
		}
		return nil
	}, func(err error) {
		if err != nil {
			p.deps.complain(err)
			return
		}
		p.apply(change{state: p.deps.engine.Snapshot()}) // the profile may be another now
		p.pause.flush()
		p.list.search.SetText("")
		p.deps.show(pageReplies)
		if p.book.find(made.ID) >= 0 {
			made.ID = p.newID()
		}
		p.picked = pickedMessage{exchange: exchangeID}
		p.begin(made)
		p.env.caret(p.editor.then.text.editor.Entry)
		p.deps.layer.Toast(p.deps.t("replies.from.made"))
	})
}

// showAnswered shows the requests that the rule in the editor answered.
func (p *repliesPage) showAnswered() {
	d := p.draft()
	if d == nil || p.deps.showRequests == nil {
		return
	}
	p.deps.showRequests(ruleQuery(d.rule))
}

// ruleQuery searches for the requests that a rule answered.
func ruleQuery(r reply.Rule) string {
	name := r.Name
	if name == "" {
		name = r.ID
	}
	return exchange.With("", exchange.KeyRule, name, false)
}
