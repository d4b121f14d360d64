package engine

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// TestUnreadableFileIsToldOnce has something in the file's place that cannot be opened.
func TestUnreadableFileIsToldOnce(t *testing.T) {
	e := open(t, nil)
	path := ruleFile(e)
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	id := e.Snapshot().Active().ID
	first := await(t, e, "the fault", func(s *Snapshot) bool { return s.RuleFiles[id].Fault != "" })
	for range 3 {
		e.lookAtRules()
	}
	if now := e.Snapshot(); now.Seq != first.Seq || !now.RuleFiles[id].Seen.Equal(first.RuleFiles[id].Seen) {
		t.Errorf("told again: %d after %d", now.Seq, first.Seq)
	}
	l.Close()
	write(t, path, "rules:\n- then: {text: readable}\n")
	await(t, e, "the file", func(s *Snapshot) bool { return s.RuleFiles[id].Fault == "" && force(s).Origin == FromDisk })
}

// TestStateAfterSaving takes a file for ours only while it holds what was saved.
func TestStateAfterSaving(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rules.yaml")
	text, err := reply.Encode(saying("ours"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, string(text))
	if d := stateOf(path, saying("ours")); d.info == nil {
		t.Error("our own file is taken for another's")
	}
	write(t, path, strings.Replace(string(text), "ours", "theirs", 1))
	if d := stateOf(path, saying("ours")); d.info != nil {
		t.Error("another program's file is taken for ours")
	}
	// What a person wrote may stand otherwise than we would write it.
	write(t, path, "rules:\n- {when: {key: x, contains: b, text: a}, then: {text: ours}, name: a}\n")
	doc, _, err := readRules(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := stateOf(path, doc.Rules); d.info == nil {
		t.Error("a file in another form is taken for another's")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if d := stateOf(path, nil); d.info != nil {
		t.Error("no file is taken for ours")
	}
}

// TestPreviewOfOneRule tells of that rule alone, by its place in the whole list.
func TestPreviewOfOneRule(t *testing.T) {
	e := open(t, nil)
	m, err := wechat.Parse("<xml><MsgType>text</MsgType><Content>x</Content></xml>")
	if err != nil {
		t.Fatal(err)
	}
	late := reply.Then{Kind: reply.KindText, Text: "late", Delay: reply.Fixed(reply.WeChatWaits)}
	back := reply.Then{Kind: reply.KindForward, URL: e.Snapshot().LocalURL()}
	rules := []reply.Rule{{ID: "back", On: true, Then: back}, {ID: "late", On: true, Then: late}}
	for only, want := range map[string]string{"": "late:1:slow back:0:loop", "late": "late:1:slow", "back": "back:0:loop"} {
		p, err := e.Preview(t.Context(), e.Snapshot().Active().ID, PreviewRequest{Rules: rules, Only: only, Message: m})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, q := range p.Problems {
			got = append(got, fmt.Sprintf("%s:%d:%s", q.RuleID, q.Index, q.ID))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("only %q: %s, want %s", only, s, want)
		}
	}
}

// TestWarningsAtStart tells of secrets beside other warnings, with their places.
func TestWarningsAtStart(t *testing.T) {
	home, token := t.TempDir(), "a-token-of-ours"
	change := func(c *Config) { c.Home, c.Overrides.Token = home, &token }
	first := open(t, change)
	id, path := first.Snapshot().Active().ID, ruleFile(first)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, path, "# "+token+"\nrules:\n- then: {text: a, delay: 6s} # "+token+"\n- {when: {text: x}, then: {text: "+token+"}}\n")
	var lines []int
	for _, p := range open(t, change).Snapshot().RulesInForce[id].Problems {
		if p.Field == reply.FieldSecret {
			lines = append(lines, p.Line)
		}
	}
	if len(lines) != 3 || lines[0] != 4 || lines[1] != 1 || lines[2] != 3 {
		t.Errorf("secrets told of at lines %v", lines)
	}
}
