package reply

import (
	"slices"
	"time"

	"echostr/internal/wechat"
)

// Set is rules made ready. It is immutable and safe for concurrent use; nil is a set
// without rules.
type Set struct {
	version uint64
	rules   []compiled
	index   index
	out     []outside // rules that take no part, for Env.Trace
}

// compiled is one rule of a Set.
type compiled struct {
	id, name string
	when     condition
	then     action
}

// outside is a rule that takes no part in a Set.
type outside struct {
	before   int // how many rules that take part stand above it
	id, name string
	why      string // "off" or "broken"
}

// Version tells Sets apart: each that Compile makes has a higher one than those before
// it in this process. 0 is that of a nil Set.
func (s *Set) Version() uint64 {
	if s == nil {
		return 0
	}
	return s.version
}

// Len is how many rules take part.
func (s *Set) Len() int {
	if s == nil {
		return 0
	}
	return len(s.rules)
}

// Answer is AnswerIn without anything around the message.
func (s *Set) Answer(m *wechat.Message) Outcome { return s.AnswerIn(m, &Env{}) }

// AnswerIn is what the first rule that matches m and works answers; "success" when there
// is none. A rule that works is counted in env.State.
func (s *Set) AnswerIn(m *wechat.Message, env *Env) Outcome {
	out := Outcome{Version: s.Version(), Reply: wechat.Reply{Type: wechat.ReplySuccess}}
	if s == nil || m == nil {
		return out
	}
	random := randomOf(env.Random)
	var subject subject
	subject.read(m)
	missed := -1 // the last rule whose miss was told
	next := s.index.candidates(&subject)
	for i, ok := next.next(); ok; i, ok = next.next() {
		rule := &s.rules[i]
		if !rule.when.rest(&subject, random) || len(env.Without) > 0 && slices.Contains(env.Without, rule.id) {
			continue
		}
		if env.Trace {
			missed = s.trace(&out, &subject, missed, i)
		}
		if err := s.do(rule, m, env, random, &out); err != nil {
			out.Failures = append(out.Failures, *err)
			continue
		}
		return out
	}
	if env.Trace {
		s.trace(&out, &subject, missed, len(s.rules))
	}
	return out
}

// do makes a rule's outcome. A rule that does not work leaves out as it was.
func (s *Set) do(rule *compiled, m *wechat.Message, env *Env, random func() uint64, out *Outcome) *Failure {
	r := run{m: m, env: env, rule: rule, random: random, now: env.Now}
	if r.now.IsZero() {
		r.now = time.Now()
	}
	made := Outcome{Version: out.Version, RuleID: rule.id, RuleName: rule.name}
	user := m.FromUserName()
	r.count = env.State.next(rule.id, user, env.Dry)
	if f := rule.then.do(&r, &made); f != nil {
		if !env.Dry {
			env.State.back(rule.id, user)
		}
		f.RuleID, f.RuleName = rule.id, rule.name
		return f
	}
	made.Failures, made.Trace = out.Failures, out.Trace
	*out = made
	return nil
}

// trace tells of the rules after from and before to, which did not match.
func (s *Set) trace(out *Outcome, subject *subject, from, to int) int {
	for i := from + 1; i <= to; i++ {
		for _, o := range s.out {
			if o.before == i {
				out.Trace = append(out.Trace, Missed{RuleID: o.id, RuleName: o.name, ID: o.why})
			}
		}
		if i == to {
			break
		}
		rule := &s.rules[i]
		id, args := rule.when.missed(subject)
		if id == "" {
			id = "chance"
		}
		out.Trace = append(out.Trace, Missed{RuleID: rule.id, RuleName: rule.name, ID: id, Args: args})
	}
	return to
}
