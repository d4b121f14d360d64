package reply

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const handmade = `# my rules, do not lose this
title: 我的   # a note
rules:

# greets
- name: hello
  when: {text: hi}       # short
  then: {text: "hello"}  # shorter

# two lines
# of comment
- then: {image: "{{.MediaId}}"}
  when: {type: image}
  name: echo

- {name: rest, then: success} # the end
# a last word
`

// TestSaveKeepsComments saves what a person wrote by hand with one thing changed.
func TestSaveKeepsComments(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(r []Rule) []Rule
		want   string // handmade with replacements
	}{
		{"nothing", func(r []Rule) []Rule { return r }, handmade},
		{"a text", func(r []Rule) []Rule { r[0].Then.Text = "bye"; return r },
			strings.Replace(handmade, "- name: hello\n  when: {text: hi}       # short\n  then: {text: \"hello\"}  # shorter\n",
				"- name: hello\n  when: {text: hi}\n  then:\n    text: bye\n", 1)},
		{"off", func(r []Rule) []Rule { r[2].On = false; return r },
			strings.Replace(handmade, "- {name: rest, then: success} # the end", "- name: rest\n  disabled: true\n  then: success", 1)},
		{"a name", func(r []Rule) []Rule { r[2].Name = "others"; return r },
			strings.Replace(handmade, "- {name: rest, then: success} # the end", "- id: rest\n  name: others\n  then: success", 1)},
		{"removed", func(r []Rule) []Rule { return append(r[:1], r[2]) },
			strings.Replace(handmade, "# two lines\n# of comment\n- then: {image: \"{{.MediaId}}\"}\n  when: {type: image}\n  name: echo\n\n", "", 1)},
		{"added", func(r []Rule) []Rule {
			return append(r[:2:2], Rule{ID: "k1", Name: "new", On: true, Then: Then{Kind: KindEmpty}}, r[2])
		},
			strings.Replace(handmade, "- {name: rest", "- id: k1\n  name: new\n  then: empty\n- {name: rest", 1)},
		{"moved", func(r []Rule) []Rule { return []Rule{r[0], r[2], r[1]} },
			strings.Replace(handmade, "# two lines\n# of comment\n- then: {image: \"{{.MediaId}}\"}\n  when: {type: image}\n  name: echo\n\n- {name: rest, then: success} # the end\n",
				"- {name: rest, then: success} # the end\n# two lines\n# of comment\n- then: {image: \"{{.MediaId}}\"}\n  when: {type: image}\n  name: echo\n\n", 1)},
	} {
		s, dir := store(t)
		file := filepath.Join(dir, "demo.yaml")
		if err := os.WriteFile(file, []byte(handmade), 0o600); err != nil {
			t.Fatal(err)
		}
		rules, err := s.Load("demo")
		if err != nil {
			t.Fatal(err)
		}
		want := test.change(rules)
		if err := s.Save("demo", want); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(file)
		if err != nil || string(data) != test.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", test.name, err, data, test.want)
		}
		if got, err := s.Load("demo"); err != nil || !sameRules(got, want) {
			t.Errorf("%s: read %+v, %v", test.name, got, err)
		}
	}
}

// TestSaveWritesAnew has files whose form cannot stay.
func TestSaveWritesAnew(t *testing.T) {
	for name, file := range map[string]string{
		"version 1":  "version: 1\nrules:\n  - id: a\n    name: a\n    then: {kind: success}\n",
		"in a line":  "rules: [{name: a, then: success}]\n",
		"a comment?": "rules:\n  - name: a\n    then:\n      raw: |\n        <a/>\n# not a comment\n        x\n  - name: b\n    then: success\n",
		"no rules":   "rules: []\n",
	} {
		s, dir := store(t)
		if err := os.WriteFile(filepath.Join(dir, "demo.yaml"), []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		want := everything()
		if err := s.Save("demo", want); err != nil {
			t.Fatal(err)
		}
		fresh, err := Encode(want)
		if err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(filepath.Join(dir, "demo.yaml")); err != nil || string(data) != string(fresh) && name != "a comment?" {
			t.Errorf("%s: %v\n%s", name, err, data)
		}
		if got, err := s.Load("demo"); err != nil || !sameRules(got, want) {
			t.Errorf("%s: read %+v, %v", name, got, err)
		}
	}
}
