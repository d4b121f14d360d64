package reply

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func store(t *testing.T) (s *Store, dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "home", "rules")
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s, dir
}

func TestStore(t *testing.T) {
	s, dir := store(t)
	if _, err := s.Load("demo"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a file: %v", err)
	}
	want := append(starter(t),
		Rule{ID: "off", Name: "营业: #1", When: Simple{Type: "text", Op: Contains, Text: "开门 | 营业"}.When(), Then: Then{Kind: KindText, Text: "行一\n\n行三\n"}},
		Rule{ID: "odd", Name: "yes", On: true, When: Simple{Op: Regexp, Text: `^\d+ "'$`}.When(), Then: Then{Kind: KindText, Text: "  {{.Content}}: - # \t\n trailing \n\n"}})
	for range 2 {
		if err := s.Save("demo", want); err != nil {
			t.Fatal(err)
		}
		got, err := s.Load("demo")
		if err != nil || !sameRules(got, want) {
			t.Fatalf("read %v, %v; want %v", got, err, want)
		}
	}
	if err := s.Save("demo", nil); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Load("demo"); err != nil || len(got) != 0 {
		t.Errorf("no rules: %v, %v", got, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != "demo.yaml" {
		t.Errorf("files %v, %v", entries, err)
	}
	if err := s.Remove("demo"); err != nil {
		t.Error(err)
	}
	if err := s.Remove("demo"); err != nil {
		t.Errorf("nothing to remove: %v", err)
	}
}

// TestFileIsReadable is the file as a person sees it.
func TestFileIsReadable(t *testing.T) {
	data, err := encode([]Rule{{ID: "hours", Name: "营业时间", On: true, When: Simple{Type: "text", Op: Contains, Text: "开门|营业"}.When(),
		Then: Then{Kind: KindText, Text: "您好 {{.FromUserName}}，\n每天 9:00–21:00。"}}, {ID: "rest", Name: "兜底", Then: Then{Kind: KindSuccess}}})
	if err != nil {
		t.Fatal(err)
	}
	want := header + `version: 1
rules:
  - id: hours
    name: 营业时间
    when:
      type: text
      op: contains
      text: 开门|营业
    then:
      kind: text
      text: |-
        您好 {{.FromUserName}}，
        每天 9:00–21:00。
  - id: rest
    name: 兜底
    disabled: true
    then:
      kind: success
`
	if string(data) != want {
		t.Errorf("%s\nwant\n%s", data, want)
	}
}

func TestParseErrors(t *testing.T) {
	s, dir := store(t)
	for _, test := range []struct {
		text         string
		line, column int
	}{
		{"version: 1\nrules:\n  - id: a\n    then: {kind: [}\n", 4, 19},
		{"version: 1\nrules:\n  - id: a\n    whem: {}\n", 4, 5},
		{"version: 1\nrules:\n  - id: a\n    disabled: maybe\n", 4, 15},
		{"version: 1\nrules:\n  - id: a\n    id: b\n", 4, 5},
		{"version: 2\nfuture: true\n", 1, 1},
		{"- a\n- b\n", 1, 1},
		{strings.Repeat("#", maxFile+1), 1, 1},
	} {
		if err := os.WriteFile(filepath.Join(dir, "demo.yaml"), []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := s.Load("demo")
		var at *ParseError
		if !errors.As(err, &at) {
			t.Errorf("%.40q: %v", test.text, err)
		} else if at.Line != test.line || at.Column != test.column || at.File != "demo.yaml" || at.Message == "" {
			t.Errorf("%.40q: %v, want %d:%d", test.text, err, test.line, test.column)
		}
	}
}

func TestSaveKeepsBrokenFile(t *testing.T) {
	s, dir := store(t)
	const broken = "rules: [\n"
	if err := os.WriteFile(filepath.Join(dir, "demo.yaml"), []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Save("demo", starter(t)); err != nil {
		t.Fatal(err)
	}
	aside, err := filepath.Glob(filepath.Join(dir, "demo.yaml.damaged-*"))
	if err != nil || len(aside) != 1 {
		t.Fatalf("set aside %v, %v", aside, err)
	}
	if data, err := os.ReadFile(aside[0]); err != nil || string(data) != broken {
		t.Errorf("kept %q, %v", data, err)
	}
	if got, err := s.Load("demo"); err != nil || len(got) != 3 {
		t.Errorf("%v, %v", got, err)
	}
}

func TestStoreRefusesPaths(t *testing.T) {
	s, _ := store(t)
	for _, id := range []string{"", "../x", "a/b", `a\b`, ".", "a.b", "con:"} {
		_, err := s.Load(id)
		if !errors.Is(err, ErrProfileID) || !errors.Is(s.Save(id, nil), ErrProfileID) || !errors.Is(s.Remove(id), ErrProfileID) {
			t.Errorf("%q names a file", id)
		}
	}
}

func FuzzFile(f *testing.F) {
	data, err := encode(starter(f))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data), "text")
	f.Add("rules: [{id: a, then: {kind: text}}]", " \n\t#:'\"")
	f.Fuzz(func(t *testing.T, file, said string) {
		if rules, err := decode("f", []byte(file)); err == nil {
			Compile(rules)
		}
		if rules := []Rule{{ID: "a", Name: said, Then: Then{Kind: KindText, Text: said}}}; strings.ToValidUTF8(said, "") == said {
			data, err := encode(rules)
			if err != nil {
				return // refused, not mangled
			}
			if back, err := decode("f", data); err != nil || !sameRules(back, rules) {
				t.Errorf("%q came back as %v, %v", said, back, err)
			}
		}
	})
}
