package exchange

import (
	"strings"

	"echostr/internal/wechat"
)

// Group is the coarse choice of the chips above the list.
type Group uint8

// The groups.
const (
	All Group = iota
	Failed
	Verifications
	Messages
	Events
	Foreigners
)

// Filter picks exchanges: those of the group that contain the text.
type Filter struct {
	Group   Group
	Text    string // any substring, without case; "" takes all
	Profile string // "" takes all
}

// Empty says whether the filter takes everything.
func (f Filter) Empty() bool { return f == Filter{} }

// Match says whether x passes. For many exchanges take Matcher, which prepares the
// text once.
func (f Filter) Match(x *Exchange) bool { return f.Matcher()(x) }

// Matcher returns Match with the text made ready.
func (f Filter) Matcher() func(*Exchange) bool {
	text := strings.ToLower(strings.TrimSpace(f.Text))
	return func(x *Exchange) bool {
		if f.Profile != "" && x.Profile != f.Profile {
			return false
		}
		return f.Group.Has(x.Verdict, x.Opened.Kind) && (text == "" || contains(x, text))
	}
}

// Has says whether an exchange of that verdict and kind belongs to the group.
func (g Group) Has(v Verdict, k wechat.Kind) bool {
	switch g {
	case Failed:
		return v == Fail
	case Verifications:
		return k == wechat.Verification
	case Messages:
		return k == wechat.UserMessage
	case Events:
		return k == wechat.Event
	case Foreigners:
		return v == NotForUs
	}
	return true
}

// contains looks through what a person may remember of a request: its line, its
// message, the cause, the rule, the answer.
func contains(x *Exchange, text string) bool {
	for _, s := range []string{x.Request.Target, x.Rule, x.Remote, string(x.Cause())} {
		if strings.Contains(strings.ToLower(s), text) {
			return true
		}
	}
	if m := x.Opened.Message; m != nil {
		for _, n := range m.Nodes {
			if strings.Contains(strings.ToLower(n.Value), text) || strings.Contains(strings.ToLower(n.Name), text) {
				return true
			}
		}
	} else if strings.Contains(strings.ToLower(string(x.Request.Body())), text) {
		return true
	}
	return strings.Contains(strings.ToLower(string(x.Response.Body())), text)
}
