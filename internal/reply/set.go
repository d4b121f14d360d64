package reply

import (
	"fmt"
	"strings"

	"echostr/internal/wechat"
)

// Set is rules made ready. It is immutable and safe for concurrent use; nil is a set
// without rules.
type Set struct {
	rules []compiled
}

// compiled is one rule of a Set.
type compiled struct {
	id, name string
	when     condition
	then     action
}

// action makes the reply of one kind.
type action interface {
	reply(m *wechat.Message) (wechat.Reply, error)
}

// Outcome is what a message is answered with.
type Outcome struct {
	RuleID, RuleName string // of the rule that answered; "" for none
	Reply            wechat.Reply
	Failures         []Failure // rules before it that matched and did not work
}

// Failure is a rule that matched but could not make its reply.
type Failure struct {
	RuleID, RuleName string
	Err              error
}

// Error implements error.
func (f Failure) Error() string { return fmt.Sprintf("reply: rule %q: %v", f.RuleName, f.Err) }

// Unwrap is the cause.
func (f Failure) Unwrap() error { return f.Err }

// Answer is the reply of the first rule that matches m and works; "success" when
// there is none.
func (s *Set) Answer(m *wechat.Message) Outcome {
	out := Outcome{Reply: wechat.Reply{Type: wechat.ReplySuccess}}
	if s == nil || m == nil {
		return out
	}
	subject := newSubject(m)
	for i := range s.rules {
		rule := &s.rules[i]
		if !rule.when.holds(&subject) {
			continue
		}
		reply, err := rule.then.reply(m)
		if err != nil {
			out.Failures = append(out.Failures, Failure{rule.id, rule.name, err})
			continue
		}
		out.RuleID, out.RuleName, out.Reply = rule.id, rule.name, reply
		break
	}
	return out
}

// Len is how many rules take part.
func (s *Set) Len() int {
	if s == nil {
		return 0
	}
	return len(s.rules)
}

// subject is what rules look at, read from the message once.
type subject struct {
	kind, event string
	isEvent     bool
	text        string // what Op compares
	lower       string // text in lower case without spaces around; made when wanted
	hasLower    bool
}

func newSubject(m *wechat.Message) subject {
	s := subject{kind: m.MsgType(), isEvent: m.IsEvent()}
	switch {
	case s.isEvent:
		if s.event = m.Event(); s.event == "" {
			s.event = m.InfoType()
		}
		s.text = m.EventKey()
	case strings.EqualFold(s.kind, "voice"):
		s.text = m.Get("Recognition")
	default:
		s.text = m.Get("Content")
	}
	return s
}

// folded is the text as Equals and Contains see it.
func (s *subject) folded() string {
	if !s.hasLower {
		s.lower, s.hasLower = fold(s.text), true
	}
	return s.lower
}

func fold(text string) string { return strings.ToLower(strings.TrimSpace(text)) }
