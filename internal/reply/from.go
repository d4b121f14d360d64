package reply

import (
	"crypto/rand"
	"strings"

	"echostr/internal/wechat"
)

// maxNameFrom is how long a name made of a message is, runes.
const maxNameFrom = 24

// RuleFrom is a rule for messages like m: of its type and, where that says what the person
// meant, with its text, its event, its key or its scene. It answers a text that has no
// words yet.
func RuleFrom(m *wechat.Message) Rule {
	r := Rule{ID: strings.ToLower(rand.Text()[:8]), On: true, Then: Then{Kind: KindText}}
	kind, event := m.MsgType(), m.Event()
	equals := func(s Subject, value string) {
		if value = strings.TrimSpace(value); value != "" {
			r.When.Tests = append(r.When.Tests, Test{Subject: s, Op: Equals, Words: []string{value}})
			r.Name = value
		}
	}
	switch {
	case event != "":
		r.Name = event
		if r.When.Types = []string{kind}; kind == "" { // an open platform's notice
			r.When.Types = nil
		}
		r.When.Events = []string{event}
		key := m.Get("EventKey")
		switch strings.ToLower(event) {
		case "scan":
			equals(SubjectScene, key)
		case "subscribe":
			equals(SubjectScene, strings.TrimPrefix(key, "qrscene_"))
		default:
			equals(SubjectKey, key)
		}
	case kind != "":
		r.Name = kind
		r.When.Types = []string{kind}
		switch strings.ToLower(kind) {
		case "text":
			equals(SubjectText, m.Get("Content"))
		case "voice":
			equals(SubjectText, m.Get("Recognition"))
		}
	}
	if name := []rune(strings.Join(strings.Fields(r.Name), " ")); len(name) > maxNameFrom {
		r.Name = string(name[:maxNameFrom-1]) + "…"
	} else {
		r.Name = string(name)
	}
	return r
}
