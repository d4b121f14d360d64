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
		{rule(When{Chance: 101}, ok), "reply.problem.chance.range", 0, 0},
		{rule(When{Any: []When{{Chance: 5}}}, ok), "reply.problem.chance.inside", 0, 0},
		{rule(deep(maxDepth+2), ok), "reply.problem.when.too_deep", 0, 0},
		{rule(When{Tests: []Test{{Subject: SubjectText, Op: Equals, Words: make([]string, maxWords+1)}}}, ok), "reply.problem.match.too_many", 0, 0},
		{rule(When{Types: []string{"image"}, Tests: []Test{{Subject: SubjectText, Op: Equals, Words: []string{"x"}}}}, ok), "reply.problem.match.no_text", 0, 0},
		{rule(When{Types: []string{"text"}, Tests: []Test{{Subject: SubjectScene, Op: Equals, Words: []string{"x"}}}}, ok), "reply.problem.match.no_key", 0, 0},
		{rule(When{Tests: []Test{{Subject: "mood", Op: Equals, Words: []string{"x"}}}}, ok), "reply.problem.op.subject", 0, 0},
		{rule(When{Tests: []Test{{Subject: SubjectField, Op: Equals, Words: []string{"x"}}}}, ok), "reply.problem.path.empty", 0, 0},
		{[]Rule{{ID: "a", On: true, When: Simple{Op: Contains, Text: "a"}.When(), Then: ok}, {ID: "b", On: true, When: Simple{Op: Contains, Text: "xay"}.When(), Then: ok}}, "reply.problem.type.covered", 0, 0},

		{answers(Then{Kind: KindImage}), "reply.problem.reply.missing", 0, 0},
		{answers(Then{Kind: KindMusic, Title: "t"}), "reply.problem.reply.missing", 0, 0},
		{answers(Then{Kind: KindNews}), "reply.problem.article.empty", 0, 0},
		{answers(Then{Kind: KindNews, Articles: make9()}), "reply.problem.article.too_many", 0, 0},
		{answers(Then{Kind: KindNews, Articles: []Article{{URL: "x"}}}), "reply.problem.article.missing", 0, 0},
		{answers(Then{Kind: KindStatus, Status: 99}), "reply.problem.status.range", 0, 0},
		{answers(Then{Kind: KindFile}), "reply.problem.contents.empty", 0, 0},
		{answers(Then{Kind: KindFile, File: "a/../../b"}), "reply.problem.contents.outside", 0, 0},
		{answers(Then{Kind: KindEmpty, Delay: Delay{2, 1}}), "reply.problem.delay.range", 0, 0},
		{answers(Then{Kind: KindEmpty, Delay: Fixed(MaxDelay + 1)}), "reply.problem.delay.too_long", 0, 0},
		{answers(Then{Kind: KindEmpty, Delay: Fixed(WeChatWaits)}), "reply.problem.delay.slow", 0, 0},
		{answers(Then{Kind: KindEmpty, Fault: "rude"}), "reply.problem.fault.unknown", 0, 0},
		{answers(Then{Kind: KindForward, URL: "http://127.0.0.1:1", Fault: FaultHalf}), "reply.problem.fault.no_effect", 0, 0},
		{answers(Then{Kind: KindForward}), "reply.problem.forward.missing", 0, 0},
		{answers(Then{Kind: KindForward, URL: "{{.Content}}"}), "reply.problem.forward.template", 0, 0},
		{answers(Then{Kind: KindForward, URL: "ftp://x"}), "reply.problem.forward.address", 0, 0},
		{answers(Then{Kind: KindSequence}), "reply.problem.sequence.empty", 0, 0},
		{answers(Then{Kind: KindSequence, Steps: make([]Then, maxSteps+1)}), "reply.problem.sequence.too_many", 0, 0},
		{answers(Then{Kind: KindSequence, Steps: []Then{{Kind: KindSequence}}}), "reply.problem.sequence.nested", 0, 0},
		{answers(Then{Kind: KindSequence, Steps: []Then{ok}, Again: "never"}), "reply.problem.sequence.again", 0, 0},
		{answers(Then{Kind: KindSequence, Steps: []Then{ok}, Per: "day"}), "reply.problem.sequence.per", 0, 0},
		{answers(Then{Kind: KindSuccess, After: []Then{ok}}), "reply.problem.after.kind", 0, 0},
		{answers(Then{Kind: KindSuccess, After: []Then{{Kind: KindText, Text: "x", Fault: FaultHalf}}}), "reply.problem.after.plain", 0, 0},
		{answers(Then{Kind: KindSuccess, After: make([]Then, maxAfter+1)}), "reply.problem.after.too_many", 0, 0},
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
	for _, test := range brokenFiles {
		for key := range strings.FieldsSeq(test.key) {
			seen["reply.problem."+key] = true
		}
	}
	c, err := words.Load(words.Chinese)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range c.Keys() {
		if strings.HasPrefix(key, "reply.problem.") && !seen[key] && key != "reply.problem.forward.loop" && key != "reply.problem.secret.found" {
			t.Errorf("words for %s, which no rule has", key)
		}
	}
}

func rule(w When, then Then) []Rule { return []Rule{{ID: "a", When: w, Then: then}} }

func answers(then Then) []Rule { return rule(When{}, then) }

func deep(n int) When {
	if n == 0 {
		return When{}
	}
	return When{All: []When{deep(n - 1)}}
}

func make9() (out []Article) {
	for range 9 {
		out = append(out, Article{Title: "x"})
	}
	return out
}

// TestProblemWords fills the words of every mistake in a file.
func TestProblemWords(t *testing.T) {
	for _, language := range words.Languages() {
		c, err := words.Load(language)
		if err != nil {
			t.Fatal(err)
		}
		for _, test := range brokenFiles {
			d, problems := Decode("a", []byte(test.file), Foreign)
			if len(problems) == 0 {
				problems = d.Check()
			}
			for _, p := range problems {
				if said := c.TM(p.Key(), p.Words()); !c.Has(p.Key()) || len(p.Args) == 0 && len(words.Places(said)) > 0 {
					t.Errorf("%s in %s: %s", p.Key(), language, said)
				}
			}
		}
		for _, f := range Functions() {
			if !c.Has("reply.function." + strings.ToLower(f.Name)) {
				t.Errorf("no words for the function %s in %s", f.Name, language)
			}
		}
		for _, id := range missedIDs() {
			if !c.Has("reply.missed." + id) {
				t.Errorf("no words for %s in %s", id, language)
			}
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
