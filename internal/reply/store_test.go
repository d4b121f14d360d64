package reply

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
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
		if !errors.Is(err, ErrProfileID) || !errors.Is(s.Save(id, nil), ErrProfileID) {
			t.Errorf("%q names a file", id)
		}
	}
}
