package exchange

import (
	"fmt"
	"time"

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

var groupNames = [...]string{"all", "failed", "verifications", "messages", "events", "foreign"}

// String is the group's name, as it stands in files.
func (g Group) String() string {
	if int(g) < len(groupNames) {
		return groupNames[g]
	}
	return fmt.Sprintf("Group(%d)", g)
}

// ParseGroup is the group with that name.
func ParseGroup(name string) (Group, bool) {
	for i, n := range groupNames {
		if n == name {
			return Group(i), true
		}
	}
	return All, false
}

// Filter picks exchanges: those of the group that the text, a query, takes.
type Filter struct {
	Group   Group
	Text    string    // see ParseQuery; one that cannot be read counts as plain words
	Profile string    // "" takes all
	Now     time.Time // what since:10m in the text is counted from; zero is the time of Search
}

// Empty says whether the filter takes everything.
func (f Filter) Empty() bool {
	f.Now = time.Time{}
	return f == Filter{}
}

// Match says whether x passes. For many exchanges take Matcher, which prepares the
// text once.
func (f Filter) Match(x *Exchange) bool { return f.Matcher()(x) }

// Matcher returns Match with the text made ready; not for concurrent use.
func (f Filter) Matcher() func(*Exchange) bool { return f.Search().Matcher() }

func (g Group) has(m *Meta) bool {
	switch g {
	case Failed:
		return m.Verdict == Fail
	case Verifications:
		return m.Kind == wechat.Verification
	case Messages:
		return m.Kind == wechat.UserMessage
	case Events:
		return m.Kind == wechat.Event
	case Foreigners:
		return m.Verdict == NotForUs
	}
	return true
}
