package reply

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// saved is what becomes of a file when its rules are changed and saved.
func saved(t *testing.T, file string, change func(r []Rule) []Rule) string {
	t.Helper()
	s, dir := store(t)
	path := filepath.Join(dir, "demo.yaml")
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	rules, err := s.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	want := change(rules)
	if err := s.Save("demo", want); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Load("demo"); err != nil || !sameRules(got, want) {
		t.Errorf("read %+v, %v", got, err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func say(text string) func(r []Rule) []Rule {
	return func(r []Rule) []Rule { r[0].Then.Text = text; return r }
}

// TestSaveKeepsHeadings keeps comments that stand between rules by themselves.
func TestSaveKeepsHeadings(t *testing.T) {
	const file = "rules:\n- name: a\n  then: {text: one}\n\n# ---- part two ----\n\n- name: b\n  then: success\n"
	if got, want := saved(t, file, say("two")), strings.Replace(file, "  then: {text: one}\n", "  then:\n    text: two\n", 1); got != want {
		t.Errorf("saved\n%s\nwant\n%s", got, want)
	}
	if got := saved(t, file, func(r []Rule) []Rule { return r[1:] }); !strings.Contains(got, "# ---- part two ----\n\n- name: b") {
		t.Errorf("without the first rule\n%s", got)
	}
}

// TestSaveKeepsBlocks does not take a block's own lines for comments of the next rule.
func TestSaveKeepsBlocks(t *testing.T) {
	const file = "rules:\n  - name: a\n    then:\n      text: |-\n        one\n        # two\n  # of b\n  - name: b\n    then: success\n"
	got := saved(t, file, say("new"))
	if want := "rules:\n  - name: a\n    then:\n      text: new\n  # of b\n  - name: b\n    then: success\n"; got != want {
		t.Errorf("saved\n%s\nwant\n%s", got, want)
	}
}

// TestSaveKeepsWindowsLines keeps the comments and the line ends of an editor on Windows,
// and its byte order mark.
func TestSaveKeepsWindowsLines(t *testing.T) {
	for name, mark := range map[string]string{"without": "", "with": "\ufeff"} {
		file := mark + strings.ReplaceAll("# mine\n\nrules:\n\n# greets\n- name: a\n  then: {text: one}\n\n# more\n- name: b\n  then: success\n", "\n", "\r\n")
		want := strings.Replace(file, "  then: {text: one}\r\n", "  then:\r\n    text: two\r\n", 1)
		if got := saved(t, file, say("two")); got != want {
			t.Errorf("%s a mark saved\n%q\nwant\n%q", name, got, want)
		}
	}
}

// TestSaveKeepsTheTitle of a file that is written anew.
func TestSaveKeepsTheTitle(t *testing.T) {
	const file = "title: Mine\ndescription: Of the shop\nrules: [{name: a, then: {text: one}}]\n"
	for name, change := range map[string]func(r []Rule) []Rule{"edited": say("two"), "emptied": func([]Rule) []Rule { return nil }} {
		if got := saved(t, file, change); !strings.Contains(got, "title: Mine\n") || !strings.Contains(got, "description: Of the shop\n") {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}
