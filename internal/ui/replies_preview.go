package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"echostr/internal/engine"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// previewAsk is what a preview is made of. It shares nothing that is changed later.
type previewAsk struct {
	profile string
	rule    reply.Rule
	all     []reply.Rule // the list with the rule in it, as it should be in force
	picked  pickedMessage
	said    string // by the person in a sample
	now     time.Time
}

// pickedMessage is the message that a person wants a preview with. The zero one is the
// newest that the rule takes, or a sample where none came yet.
type pickedMessage struct {
	exchange int64
	sample   *reply.When // a sample of such messages
}

func (p pickedMessage) auto() bool { return p.exchange == 0 && p.sample == nil }

// preview is what would be answered to a message.
type preview struct {
	message  *wechat.Message
	captured bool // the message really came; else it is a sample
	matches  bool // the rule takes the message
	// answer is the rule's; of a message that a person has picked and the rule does not take,
	// that of the rule by, if any.
	answer engine.Preview
	by     front
	// earlier is the rule that answers before this one comes to its turn; empty for none.
	earlier front
	missed  *reply.Missed // why the rule does not take the message
	failure *reply.Failure
}

// makePreview answers a message with the real rules. It may take a while and is called
// away from the UI goroutine.
func makePreview(ctx context.Context, e rulePreviewer, a previewAsk) (preview, error) {
	var p preview
	id := a.picked.exchange
	if a.picked.auto() {
		var err error
		if id, err = e.Sample(ctx, a.profile, a.rule); err != nil {
			return preview{}, fmt.Errorf("preview a rule: %w", err)
		}
	}
	if id == 0 {
		when := a.rule.When
		if a.picked.sample != nil {
			when = *a.picked.sample
		}
		p.message = sampleMessage(when, a.said, a.now)
	}
	p.captured = id != 0
	answer := func(only string, rules ...reply.Rule) (engine.Preview, error) {
		v, err := e.Preview(ctx, a.profile, engine.PreviewRequest{Rules: rules, Only: only, Exchange: id, Message: p.message})
		if err != nil {
			return v, fmt.Errorf("preview a rule: %w", err)
		}
		return v, nil
	}
	one := a.rule
	one.When.Chance = 0 // a preview is no matter of chance
	own, err := answer(one.ID, one)
	if a.picked.auto() && errors.Is(err, engine.ErrNoExchange) { // it was just deleted
		id, p.captured, p.message = 0, false, sampleMessage(a.rule.When, a.said, a.now)
		own, err = answer(one.ID, one)
	}
	if err != nil {
		return preview{}, err
	}
	p.message, p.answer = own.Message, own
	p.matches = own.Outcome.RuleID == one.ID || len(own.Outcome.Failures) > 0
	if len(own.Outcome.Failures) > 0 {
		p.failure = &own.Outcome.Failures[0]
		return p, nil
	}
	if !p.matches && len(own.Outcome.Trace) > 0 {
		p.missed = &own.Outcome.Trace[0]
	}
	if !p.matches && a.picked.auto() {
		one.When = reply.When{} // only to show how the answer looks
		p.answer, err = answer(one.ID, one)
		return p, err
	}
	if p.matches && !a.rule.On {
		return p, nil
	}
	all, err := answer("", a.all...)
	if err != nil {
		return preview{}, err
	}
	first := front{all.Outcome.RuleID, all.Outcome.RuleName}
	switch {
	case !p.matches:
		p.answer, p.by = all, first
	case first.id != "" && first.id != a.rule.ID && (a.rule.When.Chance == 0 || a.rule.When.Chance == 100):
		p.earlier = first
	}
	return p, nil
}

// said is what the person said, "" where nobody said anything, as in an event.
func (p *preview) said() string {
	switch m := p.message; strings.ToLower(m.MsgType()) {
	case "text":
		return m.Get("Content")
	case "voice":
		return m.Get("Recognition")
	}
	return ""
}

// spoiled says whether the user would see WeChat's own words instead of the answer: it
// comes too late, not at all, or WeChat cannot read it.
func (p *preview) spoiled() bool {
	o := &p.answer.Outcome
	switch {
	case p.answer.Late, o.Do == reply.Close, o.Fault == reply.FaultHalf, o.Fault == reply.FaultUsers:
		return true
	case o.Do == reply.Status:
		body := strings.TrimSpace(o.Body)
		return o.Status != 200 || body != "" && body != "success" && !strings.HasPrefix(body, "<") && !strings.HasPrefix(body, "{")
	case o.Fault == reply.FaultPlain, o.Fault == reply.FaultSignature:
		return p.answer.Mode != wechat.Plain
	}
	return false
}
