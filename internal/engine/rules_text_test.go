package engine

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"echostr/internal/profile"
	"echostr/internal/reply"
)

// TestRulesAsText shares rules: out as text, checked, and in again behind or in place of
// others.
func TestRulesAsText(t *testing.T) {
	sets := fstest.MapFS{
		"en/01-a.yaml":      {Data: []byte("title: A\ndescription: first\nrules:\n- {id: echo, then: {text: hi}}\n")},
		"en/02-b.yaml":      {Data: []byte("title: B\nrules:\n- then: success\n")},
		"zh-Hans/01-a.yaml": {Data: []byte("title: 甲\nrules:\n- then: success\n")},
	}
	e := open(t, func(c *Config) { c.RuleSets = sets })
	id := e.Snapshot().Active().ID
	starter := e.Snapshot().Rules[id]
	shown, err := e.RulesText(id)
	if err != nil || !strings.Contains(shown, "welcome") {
		t.Fatalf("%q %v", shown, err)
	}
	checked := e.CheckRules(id, shown, reply.Own)
	if len(checked.Problems) > 0 || len(checked.Rules) != len(starter) {
		t.Errorf("read back as %+v", checked)
	}

	list := e.StarterSets("en")
	if len(list) != 2 || list[0].ID != "01-a" || list[0].Title != "A" || list[0].Description != "first" || len(list[0].Rules) != 1 {
		t.Fatalf("sets %+v", list)
	}
	if zh := e.StarterSets("zh-Hans"); len(zh) != 1 || zh[0].Title != "甲" {
		t.Errorf("sets %+v", zh)
	}

	saved, err := e.ReplaceRules(id, list[0].Text, Append)
	if err != nil || reply.Blocks(saved.Problems) {
		t.Fatal(saved, err)
	}
	rules := e.Snapshot().Rules[id]
	if n := len(starter); len(rules) != n+1 || rules[n-1].ID != "echo-2" || saved.InForce.Origin != FromWindow {
		t.Errorf("rules %+v", rules)
	}
	if last := rules[len(rules)-1]; !last.When.Everything() {
		t.Errorf("behind the last rule that takes all stands %+v", last)
	}
	if saved, err = e.ReplaceRules(id, "rules:\n- then: {txt: x}\n", Replace); err != nil || !reply.Blocks(saved.Problems) || saved.Problems[0].Line != 2 {
		t.Errorf("%+v %v", saved, err)
	}
	if n := len(e.Snapshot().Rules[id]); n != len(rules) {
		t.Errorf("a broken text left %d rules", n)
	}
	if _, err := e.ReplaceRules(id, "rules:\n- {name: only, then: {text: only}}\n", Replace); err != nil {
		t.Fatal(err)
	}
	if got := say(t, e, "x"); !strings.Contains(got, "[only]") {
		t.Errorf("answered %s", got)
	}
	if got := e.CheckRules(id, "rules:\n- then: {file: /etc/passwd}\n", reply.Foreign); !reply.Blocks(got.Problems) {
		t.Error("a text of others may name any file")
	}
}

// TestRulesKeepTheTextThatWasTyped: what a person writes, comments, title and order, is the
// file, word for word.
func TestRulesKeepTheTextThatWasTyped(t *testing.T) {
	e := open(t, nil)
	id := e.Snapshot().Active().ID
	path := e.Snapshot().RuleFiles[id].Path
	before, err := e.RulesText(id)
	if err != nil {
		t.Fatal(err)
	}
	const set = "# by a friend\ntitle: Drill   # of today\ndescription: x\n\nrules:\n\n  # first of all\n  - {then: {text: 'one'}, name: One}\n# the end"
	replace := func(text string) (SavedRules, error) { return e.ReplaceRules(id, text, Replace) }
	edit := func(was string) func(string) (SavedRules, error) {
		return func(text string) (SavedRules, error) { return e.EditRules(id, was, text) }
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name, text string
		put        func(string) (SavedRules, error)
		conflict   bool
	}{
		{"edited before there is a file", before + "# mine\n", edit(before), false},
		{"a set in their place", set, replace, false},
		{"edited from that", "# mine\n" + set, edit(set), false},
		{"edited from what is no longer there", set, edit(before), true},
		{"naming any file", "rules:\n- then: {file: /etc/hostname} # mine\n", edit(set), false},
	} {
		saved, err := c.put(c.text)
		if err != nil || reply.Blocks(saved.Problems) || saved.Conflict != "" != c.conflict || saved.InForce.Origin != FromWindow {
			t.Fatalf("%s: %+v %v", c.name, saved, err)
		}
		if now, err := os.ReadFile(path); err != nil || string(now) != c.text {
			t.Errorf("%s: the file is %q %v", c.name, now, err)
		}
	}
	if saved, err := replace("rules:\n- then: {file: /etc/hostname}\n"); err != nil || !reply.Blocks(saved.Problems) {
		t.Errorf("a text of others may name any file: %+v %v", saved, err)
	}

	const broken = "# half done\nrules:\n- then: {txt: x}\n"
	write(broken)
	await(t, e, "the mistake", func(s *Snapshot) bool { return len(s.RuleFiles[id].Problems) > 0 })
	mended := strings.Replace(broken, "txt", "text", 1)
	if saved, err := e.EditRules(id, broken, mended); err != nil || saved.Conflict != "" || reply.Blocks(saved.Problems) {
		t.Fatalf("mended: %+v %v", saved, err)
	}
	if s := e.Snapshot(); len(s.RuleFiles[id].Problems) > 0 || s.Rules[id][0].Then.Text != "x" {
		t.Errorf("mended: %+v %+v", s.RuleFiles[id], s.Rules[id])
	}
}

// TestRulesKnowTheAddress: a template has the public address as soon as there is one.
func TestRulesKnowTheAddress(t *testing.T) {
	e := open(t, nil)
	if _, err := e.SaveRules(e.Snapshot().Active().ID, saying(`at {{profile "url"}} of {{profile "path"}}`)); err != nil {
		t.Fatal(err)
	}
	if got := say(t, e, "x"); !strings.Contains(got, "[at  of /wx/demo]") {
		t.Errorf("answered %s", got)
	}
	if err := e.EditSettings(t.Context(), func(s *profile.Settings) error {
		s.Tunnel.Provider, s.Tunnel.PublicURL = profile.TunnelExternal, "https://example.com"
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := e.StartTunnel(t.Context()); err != nil {
		t.Fatal(err)
	}
	await(t, e, "the tunnel", func(s *Snapshot) bool { return s.Tunnel.URL != "" })
	for limit := time.Now().Add(5 * time.Second); !strings.Contains(say(t, e, "x"), "[at https://example.com/wx/demo of /wx/demo]"); {
		if time.Now().After(limit) {
			t.Fatalf("answered %s", say(t, e, "x"))
		}
	}
}
