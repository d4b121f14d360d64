package engine

import (
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
	checked := e.CheckRules(id, shown)
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
	if n := len(starter); len(rules) != n+1 || rules[n].ID != "echo-2" || saved.InForce.Origin != FromWindow {
		t.Errorf("rules %+v", rules)
	}
	if saved, err = e.ReplaceRules(id, "rules:\n- then: {txt: x}\n", Replace); err != nil || !reply.Blocks(saved.Problems) || saved.Problems[0].Line != 2 {
		t.Errorf("%+v %v", saved, err)
	}
	if n := len(e.Snapshot().Rules[id]); n != len(rules) {
		t.Errorf("a broken text left %d rules", n)
	}
	if _, err := e.ImportRules(id, strings.NewReader("rules:\n- {name: only, then: {text: only}}\n"), Replace); err != nil {
		t.Fatal(err)
	}
	if got := say(t, e, "x"); !strings.Contains(got, "[only]") {
		t.Errorf("answered %s", got)
	}
	var out strings.Builder
	if err := e.ExportRules(id, &out); err != nil || !strings.Contains(out.String(), "only") {
		t.Errorf("%q %v", out.String(), err)
	}
	if got := e.CheckRules(id, "rules:\n- then: {file: /etc/passwd}\n"); !reply.Blocks(got.Problems) {
		t.Error("a text of others may name any file")
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
