package reply

import (
	"strings"
	"testing"

	"echostr/internal/words"
)

// TestProblems makes every problem there is, and looks its words up.
func TestProblems(t *testing.T) {
	ok := Then{Kind: KindSuccess}
	many := make([]Rule, maxRules+1)
	for i := range many {
		many[i] = Rule{ID: strings.Repeat("a", i+1), When: Simple{Type: "text"}.When(), Then: ok}
	}
	seen := map[string]bool{}
	for _, test := range []struct {
		rules []Rule
		want  string
		line  int
		col   int
	}{
		{[]Rule{{Then: ok}}, "reply.problem.id.empty", 0, 0},
		{[]Rule{{ID: "a", Then: ok}, {ID: "a", Then: ok}}, "reply.problem.id.duplicate", 0, 0},
		{many, "reply.problem.id.too_many", 0, 0},
		{[]Rule{{ID: "a", On: true, Then: ok}, {ID: "b", On: true, Then: ok}}, "reply.problem.type.unreachable", 0, 0},
		{[]Rule{{ID: "a", When: Simple{Type: "text", Event: "CLICK"}.When(), Then: ok}}, "reply.problem.event.not_event", 0, 0},
		{[]Rule{{ID: "a", When: Simple{Op: "like", Text: "x"}.When(), Then: ok}}, "reply.problem.op.unknown", 0, 0},
		{[]Rule{{ID: "a", When: Simple{Op: Equals, Text: " "}.When(), Then: ok}}, "reply.problem.match.empty", 0, 0},
		{[]Rule{{ID: "a", When: Simple{Op: Contains, Text: " | "}.When(), Then: ok}}, "reply.problem.match.empty", 0, 0},
		{[]Rule{{ID: "a", When: Simple{Op: Regexp}.When(), Then: ok}}, "reply.problem.match.empty", 0, 0},
		{[]Rule{{ID: "a", When: Simple{Op: Contains, Text: strings.Repeat("x", maxMatch+1)}.When(), Then: ok}}, "reply.problem.match.too_long", 0, 0},
		{[]Rule{{ID: "a", When: Simple{Op: Regexp, Text: "中文[z-a]"}.When(), Then: ok}}, "reply.problem.match.regexp", 1, 4},
		{[]Rule{{ID: "a", When: Simple{Op: Regexp, Text: "("}.When(), Then: ok}}, "reply.problem.match.regexp", 1, 1},
		{[]Rule{{ID: "a", Then: Then{Kind: "dance"}}}, "reply.problem.kind.unknown", 0, 0},
		{[]Rule{{ID: "a", Then: Then{Kind: KindText}}}, "reply.problem.reply.empty", 0, 0},
		{[]Rule{{ID: "a", Then: Then{Kind: KindText, Text: strings.Repeat("x", MaxTemplate+1)}}}, "reply.problem.reply.too_long", 0, 0},
		{[]Rule{{ID: "a", Then: Then{Kind: KindText, Text: "\n{{.}"}}}, "reply.problem.reply.template", 2, 1},
		{[]Rule{{ID: "a", Then: Then{Kind: KindText, Text: "x{{y}}"}}}, "reply.problem.reply.function", 1, 2},
		{[]Rule{{ID: "a", Then: Then{Kind: KindText, Text: strings.Repeat("x", 2049)}}}, "reply.problem.reply.reply_long", 0, 0},
	} {
		_, problems := Compile(test.rules)
		if len(problems) != 1 || problems[0].Key() != test.want {
			t.Errorf("%s: %v", test.want, problems)
			continue
		}
		p := problems[0]
		if p.Line != test.line || p.Column != test.col || p.Index != len(test.rules)-1 || p.RuleID != test.rules[p.Index].ID {
			t.Errorf("%s: at %d:%d of rule %d", test.want, p.Line, p.Column, p.Index)
		}
		seen[p.Key()] = true
		for _, language := range words.Languages() {
			c, err := words.Load(language)
			if err != nil {
				t.Fatal(err)
			}
			if said := c.TM(p.Key(), p.Words()); !c.Has(p.Key()) || len(words.Places(strings.ReplaceAll(said, p.Args["detail"], ""))) > 0 {
				t.Errorf("%s in %s: %s", p.Key(), language, said)
			}
		}
	}
	c, err := words.Load(words.Chinese)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range c.Keys() {
		if strings.HasPrefix(key, "reply.problem.") && !seen[key] {
			t.Errorf("words for %s, which no rule has", key)
		}
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	set, problems := Compile([]Rule{
		{ID: "a", On: true, When: Simple{Type: "text", Event: "x", Op: Regexp, Text: "("}.When(), Then: Then{Kind: KindText, Text: "{{"}},
		{ID: "b", On: true, Then: Then{Kind: KindSuccess}},
		{ID: "c", On: true, When: Simple{Type: "text"}.When(), Then: Then{Kind: KindSuccess}},
	})
	if len(problems) != 4 || !Blocks(problems) {
		t.Errorf("problems %v", problems)
	}
	if set.Len() != 2 {
		t.Errorf("%d rules take part: those without errors should", set.Len())
	}
	if Blocks(problems[3:]) {
		t.Errorf("%v is no warning", problems[3])
	}
}
