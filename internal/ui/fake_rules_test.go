package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"echostr/internal/callback"
	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// fakeRules is what a fake engine knows of rules beside the snapshot.
type fakeRules struct {
	saved map[string][]reply.Problem // by profile: what a save finds
	texts map[string]string          // by profile: the file, where that says more than the rules
	sets  []engine.StarterSet
}

// RuleWarnings warns of the real engine's secrets, with the AppSecret alone.
func (f *fakeEngine) RuleWarnings(profileID string, rules []reply.Rule) []reply.Problem {
	p, ok := f.Snapshot().Settings.Profile(profileID)
	if !ok {
		return nil
	}
	return reply.CheckSecrets(rules, []reply.Secret{{Name: "AppSecret", Value: p.AppSecret}})
}

// SaveRulesFrom takes the rules unless the test has put problems for the profile that block.
func (f *fakeEngine) SaveRulesFrom(profileID string, base uint64, rules []reply.Rule) (engine.SavedRules, error) {
	if err := f.command(context.Background(), "save rules", profileID); err != nil {
		return engine.SavedRules{}, err
	}
	f.mu.Lock()
	problems := f.rules.saved[profileID]
	if problems == nil {
		_, problems = reply.Compile(rules)
	}
	if !reply.Blocks(problems) {
		s := f.copy()
		s.Rules[profileID] = slices.Clone(rules)
		force := s.RulesInForce[profileID]
		s.RulesInForce[profileID] = engine.RulesInForce{Version: force.Version + 1, Since: f.now(), Origin: engine.FromWindow}
		f.state = *s
		delete(f.rules.texts, profileID)
	}
	force := f.state.RulesInForce[profileID]
	f.mu.Unlock()
	f.tell()
	return engine.SavedRules{Problems: problems, InForce: force}, nil
}

// outside is what another program does: it writes the rules of a profile.
func (f *fakeEngine) outside(profileID string, rules []reply.Rule) {
	f.set(func(s *engine.Snapshot) {
		s.Rules[profileID] = rules
		force := s.RulesInForce[profileID]
		s.RulesInForce[profileID] = engine.RulesInForce{Version: force.Version + 1, Since: f.now(), Origin: engine.FromDisk}
	})
}

func (f *fakeEngine) Hits(profileID, ruleID string) engine.Hit {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hits[[2]string{profileID, ruleID}]
}

func (f *fakeEngine) ResetRule(profileID, ruleID string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.did = append(f.did, fmt.Sprintf("reset rule %s %s", profileID, ruleID))
}

func (f *fakeEngine) DismissRuleConflict(profileID string) {
	f.set(func(s *engine.Snapshot) {
		file := s.RuleFiles[profileID]
		file.Conflict = ""
		s.RuleFiles[profileID] = file
	})
}

func (f *fakeEngine) RuleFrom(exchangeID int64) (reply.Rule, error) {
	x, ok := f.Exchange(exchangeID)
	if !ok || x.Opened.Message == nil {
		return reply.Rule{}, engine.ErrNoExchange
	}
	return reply.RuleFrom(x.Opened.Message), nil
}

func (f *fakeEngine) RulesText(profileID string) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if text := f.rules.texts[profileID]; text != "" {
		return text, nil
	}
	data, err := reply.Encode(f.state.Rules[profileID])
	return string(data), err
}

func (f *fakeEngine) CheckRules(_, text string, from reply.Source) engine.CheckedRules {
	d, problems := reply.Decode("rules.yaml", []byte(text), from)
	return engine.CheckedRules{Title: d.Title, Description: d.Description, Rules: d.Rules, Problems: append(problems, d.Check()...)}
}

func (f *fakeEngine) ReplaceRules(profileID, text string, how engine.Replacing) (engine.SavedRules, error) {
	if how == engine.Append {
		return engine.SavedRules{}, errors.New("the page adds rules itself")
	}
	return f.writeRules(profileID, text, reply.Foreign)
}

// EditRules keeps what the file holds aside where that is not was.
func (f *fakeEngine) EditRules(profileID, was, text string) (engine.SavedRules, error) {
	now, err := f.RulesText(profileID)
	if err != nil {
		return engine.SavedRules{}, err
	}
	saved, err := f.writeRules(profileID, text, reply.Own)
	if now != was && !reply.Blocks(saved.Problems) {
		saved.Conflict = "rules.yaml.conflict"
	}
	return saved, err
}

func (f *fakeEngine) writeRules(profileID, text string, from reply.Source) (engine.SavedRules, error) {
	checked := f.CheckRules(profileID, text, from)
	if reply.Blocks(checked.Problems) {
		return engine.SavedRules{Problems: checked.Problems}, nil
	}
	saved, err := f.SaveRulesFrom(profileID, 0, checked.Rules)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.rules.texts == nil {
		f.rules.texts = map[string]string{}
	}
	f.rules.texts[profileID] = text
	return saved, err
}

func (f *fakeEngine) StarterSets(string) []engine.StarterSet {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.rules.sets
}

func (f *fakeEngine) Sample(ctx context.Context, profileID string, rule reply.Rule) (int64, error) {
	rule.ID, rule.On, rule.Then = "sample", true, reply.Then{Kind: reply.KindSuccess}
	set, _ := reply.Compile([]reply.Rule{rule})
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, x := range slices.Backward(f.exchanges) {
		if x.Profile == profileID && x.Verdict == exchange.Pass && x.Opened.Message != nil && set.Answer(x.Opened.Message).RuleID != "" {
			return x.ID, ctx.Err()
		}
	}
	return 0, ctx.Err()
}

// Preview answers as the real engine does, in plain mode.
func (f *fakeEngine) Preview(ctx context.Context, profileID string, q engine.PreviewRequest) (engine.Preview, error) {
	v := engine.Preview{Message: q.Message, Mode: f.active().Mode}
	if q.Exchange != 0 {
		x, ok := f.Exchange(q.Exchange)
		if !ok {
			return v, engine.ErrNoExchange
		}
		v.Message = x.Opened.Message
	}
	rules := q.Rules
	if q.Only != "" {
		rules = slices.DeleteFunc(slices.Clone(rules), func(r reply.Rule) bool { return r.ID != q.Only })
		for i := range rules {
			rules[i].On = true
		}
	}
	var set *reply.Set
	set, v.Problems = reply.Compile(rules)
	v.Outcome = set.AnswerIn(v.Message, &reply.Env{Dry: true, Trace: true, Now: f.now(), Random: func() uint64 { return 0 }})
	v.Late = v.Outcome.Delay >= reply.WeChatWaits
	if v.Outcome.Do == reply.Close || v.Outcome.Do == reply.Forward {
		return v, ctx.Err()
	}
	account := wechat.NewAccount(wechat.AccountConfig{Token: f.active().Token, AppID: f.active().AppID})
	made, err := callback.Compose(nil, account, &wechat.Opened{Kind: wechat.UserMessage, Message: v.Message}, &v.Outcome, f.now())
	v.Clear, v.ContentType, v.Remarks = bytes.Clone(append([]byte{}, made.Body...)), made.ContentType, made.Remarks
	return v, err
}
