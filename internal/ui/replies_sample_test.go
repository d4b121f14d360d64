package ui

import (
	"testing"

	"echostr/internal/reply"
)

// TestRepliesSampleMatches holds samples to the rules that they are made for.
func TestRepliesSampleMatches(t *testing.T) {
	var whens []reply.When
	for _, kind := range messageTypes {
		whens = append(whens, reply.Simple{Type: kind, Op: reply.Any}.When())
	}
	for _, event := range eventNames {
		whens = append(whens, reply.Simple{Type: "event", Event: event, Op: reply.Any}.When(),
			reply.Simple{Event: event, Op: reply.Equals, Text: "KEY_1"}.When())
	}
	whens = append(whens,
		reply.Simple{Type: "text", Op: reply.Equals, Text: " 你好 "}.When(),
		reply.Simple{Type: "voice", Op: reply.Contains, Text: " | 开门|营业"}.When(),
		reply.Simple{Type: "hardware", Op: reply.Any}.When(),
		reply.Simple{Type: "event", Event: "my_event", Op: reply.Regexp, Text: "^a+b?$"}.When(),
	)
	for _, pattern := range []string{`^新品(\d+)$`, `(?i)hello|hi`, `[\p{Han}]{2,4}`, `a.c`, `x*y+z?`, `^(?:[a-f]{3}){2}$`,
		`[^0-9]`, `.`, `(?s)a.b`, `开门|营业`, ``, `[[:upper:]]{3}`, `\$\{`} {
		if pattern != "" {
			whens = append(whens, reply.Simple{Type: "text", Op: reply.Regexp, Text: pattern}.When())
		}
	}
	for _, w := range whens {
		set, problems := reply.Compile([]reply.Rule{{ID: "a", On: true, When: w, Then: reply.Then{Kind: reply.KindSuccess}}})
		if reply.Blocks(problems) {
			t.Fatalf("%+v: %+v", w, problems)
		}
		m := sampleMessage(w, "你好", fakeClock)
		if set.Answer(m).RuleID == "" {
			t.Errorf("%+v does not take its sample %+v", w, m.Nodes)
		}
		if m.FromUserName() == "" || m.ToUserName() == "" || m.MsgType() == "" {
			t.Errorf("the sample for %+v lacks what every message has", w)
		}
	}
}

func TestRepliesSampleIsBounded(t *testing.T) {
	text, _ := sampleText(reply.Simple{Op: reply.Regexp, Text: `((a{100}){10}){10}`})
	if len(text) > 2*matchMost {
		t.Errorf("the sample has %d bytes", len(text))
	}
}

func TestRepliesSampleOpenID(t *testing.T) {
	if len(sampleOpenID) != openIDLen {
		t.Errorf("the sample's OpenID has %d characters", len(sampleOpenID))
	}
}

// TestRepliesInsertable holds the offered elements to the samples, where those have them.
func TestRepliesInsertable(t *testing.T) {
	for _, c := range []struct {
		when  reply.When
		first string
		last  string
	}{
		{reply.When{}, "Content", "MsgId"},
		{reply.Simple{Type: "text"}.When(), "Content", "MsgId"},
		{reply.Simple{Type: "Voice"}.When(), "Recognition", "MsgId"},
		{reply.Simple{Type: "event", Event: "SCAN"}.When(), "Event", "CreateTime"},
		{reply.Simple{Event: "location"}.When(), "Event", "CreateTime"},
		{reply.Simple{Type: "hardware"}.When(), "FromUserName", "MsgId"},
	} {
		got := insertable(c.when)
		if got[0] != c.first || got[len(got)-1] != c.last {
			t.Errorf("%+v: %v", c.when, got)
		}
		for _, name := range got {
			if _, problems := reply.ParseTemplate("{{." + name + "}}"); len(problems) > 0 {
				t.Errorf("%s cannot stand in a template: %+v", name, problems)
			}
		}
	}
}
