package engine

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"echostr/internal/callback"
	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// ErrNoMessage is a preview or a rule from an exchange that has no message.
var ErrNoMessage = fmt.Errorf("engine: the exchange has no message")

// Preview says what rules that are being edited would answer. A rule of chance may answer
// or not; what is counted is left as it is.
func (e *Engine) Preview(ctx context.Context, profileID string, q PreviewRequest) (Preview, error) {
	profiles := e.profiles.Settings()
	p, ok := profiles.Profile(profileID)
	r := e.ruleSet(profileID)
	if !ok || r == nil {
		return Preview{}, ErrNoProfile
	}
	v := Preview{Message: q.Message, Mode: p.Mode}
	if q.Exchange != 0 {
		m, err := e.messageOf(q.Exchange)
		if err != nil {
			return Preview{}, err
		}
		v.Message = m
	}
	if v.Message == nil {
		return Preview{}, ErrNoMessage
	}
	rules := alone(q.Rules, q.Only)
	set, problems := reply.Compile(rules)
	problems = append(problems, e.RuleWarnings(profileID, rules)...)
	if q.Only != "" { // they are told at its place in the whole list
		at := slices.IndexFunc(q.Rules, func(r reply.Rule) bool { return r.ID == q.Only })
		for i := range problems {
			problems[i].Index = at
		}
	}
	if err := ctx.Err(); err != nil {
		return Preview{}, err
	}
	env := e.ruleEnv(p, r)
	env.Dry, env.Trace, env.Now = true, true, e.now()
	v.Problems, v.Outcome = problems, set.AnswerIn(v.Message, &env)
	v.Late = v.Outcome.Delay >= reply.WeChatWaits
	return v, e.compose(&v, p)
}

// alone is the one rule, switched on; all of them for "".
func alone(rules []reply.Rule, id string) []reply.Rule {
	if id == "" {
		return rules
	}
	i := slices.IndexFunc(rules, func(r reply.Rule) bool { return r.ID == id })
	if i < 0 {
		return nil
	}
	one := rules[i]
	one.On = true
	return []reply.Rule{one}
}

// compose makes the bytes of a preview as the server would.
func (e *Engine) compose(v *Preview, p profile.Profile) error {
	if v.Outcome.Do == reply.Close || v.Outcome.Do == reply.Forward {
		return nil
	}
	now := e.now()
	push := wechat.Opened{Kind: wechat.UserMessage, Message: v.Message}
	if v.Message.IsEvent() {
		push.Kind = wechat.Event
	}
	config := wechat.AccountConfig{Token: p.Token, AppID: p.AppID, Keys: p.AESKeys()}
	clear, err := callback.Compose(nil, wechat.NewAccount(config), &push, &v.Outcome, now)
	if err != nil {
		return fmt.Errorf("preview: %w", err)
	}
	v.Status, v.ContentType, v.Clear, v.Remarks = clear.Status, clear.ContentType, append([]byte{}, clear.Body...), clear.Remarks
	if _, err := wechat.ParseKey(p.EncodingAESKey); err != nil {
		return nil
	}
	if config.Mode = p.Mode; p.Mode == wechat.Plain {
		config.Mode = wechat.Safe
	}
	push.Encrypted, push.Envelope = true, &wechat.Envelope{AppID: p.AppID}
	sealed, err := callback.Compose(nil, wechat.NewAccount(config), &push, &v.Outcome, now)
	if err != nil {
		return fmt.Errorf("preview: %w", err)
	}
	if !bytes.Equal(sealed.Body, clear.Body) {
		v.Sealed, v.SealedType = sealed.Body, sealed.ContentType
	}
	if p.Mode != wechat.Plain {
		v.Remarks = sealed.Remarks
	}
	return nil
}

func (e *Engine) messageOf(id int64) (*wechat.Message, error) {
	x, ok := e.journal.Get(id)
	switch {
	case !ok:
		return nil, ErrNoExchange
	case x.Opened.Message == nil:
		return nil, ErrNoMessage
	}
	return x.Opened.Message, nil
}

// sampled is how many of the newest messages a sample is looked for among.
const sampled = 2000

// Sample is the newest recorded message of the profile that a rule's conditions take, as
// its exchange's ID; 0 when there is none among the newest. Chance counts as certain.
func (e *Engine) Sample(ctx context.Context, profileID string, rule reply.Rule) (int64, error) {
	rule.ID, rule.On, rule.When.Chance = "sample", true, 0
	rule.Then = reply.Then{Kind: reply.KindSuccess}
	set, problems := reply.Compile([]reply.Rule{rule})
	if reply.Blocks(problems) {
		return 0, nil
	}
	page, err := e.journal.Page(ctx, Query{Limit: sampled, Match: func(m *Meta) bool {
		return m.Profile == profileID && m.Verdict == exchange.Pass && m.Kind != wechat.Verification && m.Flags&exchange.HasMessage != 0
	}})
	if err != nil {
		return 0, fmt.Errorf("look for a message: %w", err)
	}
	for _, id := range page.IDs {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		x, ok := e.journal.Get(id)
		if !ok || x.Opened.Message == nil {
			continue
		}
		if set.Answer(x.Opened.Message).RuleID != "" {
			return id, nil
		}
	}
	return 0, nil
}

// RuleFrom is a new rule that waits for messages like that of an exchange. Its answer is
// left to be filled in: a text without words. Its ID is one that none of the profile's
// rules has.
func (e *Engine) RuleFrom(exchangeID int64) (reply.Rule, error) {
	m, err := e.messageOf(exchangeID)
	if err != nil {
		return reply.Rule{}, fmt.Errorf("make a rule of exchange %d: %w", exchangeID, err)
	}
	return reply.RuleFrom(m), nil
}

// ResetRule forgets how often a rule of a profile was hit, as far as its sequences and
// templates count: they begin again. "" is all rules.
func (e *Engine) ResetRule(profileID, ruleID string) {
	if r := e.ruleSet(profileID); r != nil {
		r.state.Reset(ruleID)
	}
}
