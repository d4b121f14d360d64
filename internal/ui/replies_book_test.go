package ui

import (
	"strings"
	"testing"
	"time"

	"echostr/internal/reply"
)

// bookOf is a book with rules in force; each letter of ids is a rule of that ID.
func bookOf(ids string) *ruleBook {
	b := &ruleBook{profile: "demo0001"}
	b.merge(rulesOf(ids), time.Time{}, func(*ruleDraft) bool { return false })
	return b
}

// rulesOf are rules for one keyword each.
func rulesOf(ids string) (out []reply.Rule) {
	for _, id := range strings.Split(ids, "") {
		out = append(out, reply.Rule{ID: id, Name: id, On: true, When: reply.Simple{Type: "text", Op: reply.Equals, Text: id}.When(),
			Then: reply.Then{Kind: reply.KindText, Text: id}})
	}
	return out
}

// spell is the IDs of a book in order; those that are not in force as they stand in
// capitals.
func spell(b *ruleBook) string {
	var s strings.Builder
	for _, d := range b.drafts {
		if d.settled() {
			s.WriteString(d.rule.ID)
		} else {
			s.WriteString(strings.ToUpper(d.rule.ID))
		}
	}
	return s.String()
}

func TestRepliesBookMerge(t *testing.T) {
	never := func(*ruleDraft) bool { return false }
	for _, c := range []struct {
		name, before string
		edit         func(*ruleBook)
		held         string
		outside      string
		want         string
	}{
		{name: "the same", before: "abc", outside: "abc", want: "abc"},
		{name: "another order", before: "abc", outside: "cab", want: "cab"},
		{name: "one more", before: "abc", outside: "abxc", want: "abxc"},
		{name: "one less", before: "abc", outside: "ac", want: "ac"},
		{name: "all gone", before: "abc", outside: "", want: ""},
		{name: "a new rule stays behind its neighbour", before: "abc",
			edit: func(b *ruleBook) { b.insert(2, reply.Rule{ID: "n"}) }, outside: "cba", want: "cbNa"},
		{name: "a new rule stays on top", before: "abc",
			edit: func(b *ruleBook) { b.insert(0, reply.Rule{ID: "n"}) }, outside: "ba", want: "Nba"},
		{name: "two new rules keep their order", before: "ab", edit: func(b *ruleBook) {
			b.insert(1, reply.Rule{ID: "n"})
			b.insert(2, reply.Rule{ID: "m"})
		}, outside: "ba", want: "baNM"},
		{name: "an edited rule stays as it is", before: "ab",
			edit: func(b *ruleBook) { b.drafts[0].rule.Name = "mine" }, outside: "ab", want: "Ab"},
		{name: "an edited rule outlives its removal", before: "ab",
			edit: func(b *ruleBook) { b.drafts[1].rule.Name = "mine" }, outside: "a", want: "aB"},
		{name: "a held rule outlives its removal", before: "ab", held: "b", outside: "a", want: "aB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := bookOf(c.before)
			if c.before == "" {
				b = bookOf("")
			}
			if c.edit != nil {
				c.edit(b)
			}
			outside := rulesOf(c.outside)
			held := never
			if c.held != "" {
				held = func(d *ruleDraft) bool { return d.rule.ID == c.held }
			}
			b.merge(outside, fakeClock, held)
			if got := spell(b); got != c.want {
				t.Errorf("the book is %s, want %s", got, c.want)
			}
		})
	}
}

func TestRepliesBookWanted(t *testing.T) {
	b := bookOf("ab")
	b.drafts[0].rule.When.Tests = []reply.Test{{Subject: reply.SubjectText, Op: reply.Equals}} // an error
	b.drafts[0].rule.On = false
	b.drafts[1].rule.Name = "renamed"
	b.insert(0, reply.Rule{ID: "n", On: true})
	b.check()
	want := rulesOf("ab")
	want[0].On, want[1].Name = false, "renamed"
	got := b.wanted()
	if len(got) != 2 || !got[0].Equal(want[0]) || !got[1].Equal(want[1]) {
		t.Errorf("wanted is %+v", got)
	}
}

func TestRepliesBookAcceptKeepsWhatWasTypedSince(t *testing.T) {
	b := bookOf("ab")
	sent := b.wanted()
	sent[0].Name = "sent"
	b.drafts[0].rule.Name = "typed since"
	b.accept(sent, fakeClock)
	if b.drafts[0].rule.Name != "typed since" || b.drafts[0].kept.Name != "sent" || b.drafts[0].since != fakeClock {
		t.Errorf("the draft is %+v", b.drafts[0])
	}
	if !b.drafts[1].since.IsZero() {
		t.Error("a rule that did not change came in force anew")
	}
	b.accept(sent[:1], fakeClock)
	if b.drafts[1].inForce {
		t.Error("a rule that was not sent is in force")
	}
}

func TestRepliesBookDuplicateIDs(t *testing.T) {
	rules := rulesOf("aba")
	b := &ruleBook{}
	b.merge(rules, time.Time{}, func(*ruleDraft) bool { return false })
	b.merge(rulesOf("abaa"), time.Time{}, func(*ruleDraft) bool { return false })
	if len(b.drafts) != 4 || b.drafts[0] == b.drafts[2] {
		t.Fatalf("%d drafts, the first and third the same: %v", len(b.drafts), b.drafts[0] == b.drafts[2])
	}
	if !b.drafts[2].broken() {
		t.Error("a second rule with the same ID has no problem")
	}
}

func TestRepliesBookMove(t *testing.T) {
	for _, c := range []struct {
		from, to int
		want     string
	}{{0, 2, "bca"}, {2, 0, "cab"}, {1, 1, "abc"}, {0, 3, "abc"}, {-1, 0, "abc"}, {0, 1, "bac"}} {
		b := bookOf("abc")
		moved := b.move(c.from, c.to)
		if got := spell(b); got != c.want || moved != (got != "abc") {
			t.Errorf("move %d to %d: %s, moved %v", c.from, c.to, got, moved)
		}
	}
}

func TestRepliesBookRefuse(t *testing.T) {
	b := bookOf("ab")
	b.refuse([]reply.Problem{
		{RuleID: "a", Field: reply.FieldType, ID: "unreachable", Warning: true},
		{RuleID: "b", Field: reply.FieldKind, ID: "unknown"},
		{RuleID: "gone", Field: reply.FieldKind, ID: "unknown"}})
	if b.blocked == nil || b.blocked.name != "b" || !b.drafts[1].broken() || b.drafts[0].broken() {
		t.Errorf("blocked by %+v", b.blocked)
	}
}

func TestRepliesProblemAtAPlace(t *testing.T) {
	d := &ruleDraft{inForce: true, problems: []reply.Problem{
		{Field: reply.FieldReply, Path: "then.text", ID: "reply_long", Warning: true},
		{Field: reply.FieldReply, Path: "then.text", ID: "template"},
		{Field: reply.FieldMatch, Path: "when.tests[1].words[0]", ID: "empty"},
		{Field: reply.FieldMatch, Path: "when.tests[10]", ID: "too_many"},
		{Field: reply.FieldType, ID: "covered", Warning: true},
		{Field: reply.FieldID, ID: "duplicate"},
	}}
	for place, want := range map[string]string{"then.text": "template", "then.kind": "", "when.tests[1]*": "empty", "when.tests[1]": "",
		"when.tests[0]*": "", "": "covered", "id": "duplicate", "when*": "empty", "when.tests[10]*": "too_many"} {
		if p, _ := d.problem(place); p.ID != want {
			t.Errorf("at %q is told %q, want %q", place, p.ID, want)
		}
	}
	d.inForce = false
	if _, ok := d.problem("when.tests[1]*"); ok {
		t.Error("a new rule is told off for an empty field")
	}
}

// TestRepliesBookCrossed: only what was changed here and there is told.
func TestRepliesBookCrossed(t *testing.T) {
	renamed := func(ids, id, name string) []reply.Rule {
		rules := rulesOf(ids)
		for i := range rules {
			if rules[i].ID == id {
				rules[i].Name = name
			}
		}
		return rules
	}
	for _, c := range []struct {
		name    string
		outside []reply.Rule
		want    bool
	}{
		{"another rule", renamed("ab", "b", "theirs"), false}, {"the same rule", renamed("ab", "a", "theirs"), true},
		{"the same words", renamed("ab", "a", "mine"), false}, {"the rule is gone", rulesOf("b"), true},
	} {
		b := bookOf("ab")
		b.drafts[0].rule.Name = "mine"
		if got := b.merge(c.outside, fakeClock, func(*ruleDraft) bool { return false }); got != c.want {
			t.Errorf("%s: crossed is %v", c.name, got)
		}
		if b.drafts[b.find("a")].rule.Name != "mine" {
			t.Errorf("%s: what was edited is gone", c.name)
		}
	}
}
