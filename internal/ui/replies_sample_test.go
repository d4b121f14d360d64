package ui

import (
	"testing"

	"echostr/internal/reply"
)

// TestRepliesSampleMatches holds samples to the rules that they are made for.
func TestRepliesSampleMatches(t *testing.T) {
	var whens []reply.When
	for _, g := range typeGroups {
		for _, name := range g.names {
			if !g.events {
				whens = append(whens, reply.When{Types: []string{name}})
				continue
			}
			whens = append(whens, reply.When{Types: []string{"event"}, Events: []string{name}},
				reply.Simple{Event: name, Op: reply.Equals, Text: "KEY_1"}.When())
		}
	}
	field := func(path string) reply.When {
		return reply.When{Tests: []reply.Test{{Subject: reply.SubjectField, Path: path, Op: reply.Equals, Words: []string{"x"}}}}
	}
	from := reply.Test{Subject: reply.SubjectFrom, Op: reply.Equals, Words: []string{"oSomebody"}}
	scene := reply.Test{Subject: reply.SubjectScene, Op: reply.Equals, Words: []string{"123"}}
	whens = append(whens, reply.When{}, field("MsgId"), field("Anything"),
		reply.When{Tests: []reply.Test{from}}, reply.When{Tests: []reply.Test{scene}},
		reply.When{Events: []string{"subscribe"}, Tests: []reply.Test{scene, from}},
		reply.When{Types: []string{"event"}, Tests: []reply.Test{scene}},
		reply.When{Any: []reply.When{{Tests: []reply.Test{from}}, field("X")}},
		reply.When{All: []reply.When{{Types: []string{"image", "voice"}}, {Tests: []reply.Test{from}}}},

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
	text := sampleMessage(reply.Simple{Type: "text", Op: reply.Regexp, Text: `((a{100}){10}){10}`}.When(), "", fakeClock).Get("Content")
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
