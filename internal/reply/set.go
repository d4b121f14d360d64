package reply

import "echostr/internal/wechat"

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
func (s *Set) Answer(m *wechat.Message) Outcome { return s.AnswerIn(m, &nothing) }

// AnswerIn is what the first rule that matches m and works answers; "success" when there
// is none. A rule that works is counted in env.State.
func (s *Set) AnswerIn(m *wechat.Message, env *Env) Outcome {
	out := Outcome{Version: s.Version(), Reply: wechat.Reply{Type: wechat.ReplySuccess}}
	if s == nil || m == nil {
		return out
	}
	r := beginRun(m, env)
	defer r.end()
	missed := -1 // the last rule whose miss was told
	next := s.index.candidates(&r.subject)
	above := env.Below != ""
	for i, ok := next.next(); ok; i, ok = next.next() {
		if above {
			above = s.rules[i].id != env.Below
			continue
		}
		if s.index.gates[i].shut(&r.subject) {
			continue
		}
		rule := &s.rules[i]
		if !rule.when.rest(&r.subject, r.random) {
			continue
		}
		if env.Trace {
			missed = s.trace(&out, &r.subject, missed, i)
		}
		if f := r.do(rule); f != nil {
			out.Failures = append(out.Failures, *f)
			continue
		}
		made := &r.made
		made.Version, made.Failures, made.Trace = out.Version, out.Failures, out.Trace
		return *made
	}
	if env.Trace {
		s.trace(&out, &r.subject, missed, len(s.rules))
	}
	return out
}

// do makes a rule's outcome and counts it.
func (r *run) do(rule *compiled) *Failure {
	user := r.m.FromUserName()
	r.turn(rule, r.env.State.next(rule.id, user, r.env.Dry))
	f := rule.then.do(r, &r.made)
	if f == nil {
		return nil
	}
	if !r.env.Dry {
		r.env.State.back(rule.id, user)
	}
	f.RuleID, f.RuleName = rule.id, rule.name
	return f
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
