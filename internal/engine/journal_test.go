package engine

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"echostr/internal/exchange"
)

// TestJournalStays: what was recorded is there in the next run, with its check in full, and
// no file of the home says the Token but the one that is for secrets.
func TestJournalStays(t *testing.T) {
	home := t.TempDir()
	e := open(t, func(c *Config) { c.Home = home })
	const token = "PlantedToken2026"
	holds := func() {
		t.Helper()
		if status, _ := verify(t, e, token); status != 200 {
			t.Fatalf("the Token does not hold: %d", status)
		}
	}
	*e.cfg.Overrides.Token = token
	e.profiles.Override(e.cfg.Overrides)
	e.route()
	holds()
	verify(t, e, "WrongToken2026")
	if h := e.Snapshot().Journal; h.Kind != JournalWell {
		t.Errorf("%+v", h)
	}
	if err := e.SetLabel(1, Label{Pinned: true, Note: "the first"}); err != nil {
		t.Error(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "secrets.json" {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(token)) {
			t.Errorf("%s has the Token in it", d.Name())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	e = open(t, func(c *Config) { c.Home, *c.Overrides.Token = home, token })
	if c := e.Snapshot().Counts; c.Last != 2 || c.Passed != 1 || c.Failed != 1 || c.Kept != 2 {
		t.Errorf("%+v", c)
	}
	x, ok := e.Exchange(1)
	if !ok || x.Verdict != exchange.Pass || x.Opened.Check.Token != token || e.Label(1).Note != "the first" {
		t.Errorf("the verification of the earlier run: %+v", x)
	}
	if p, err := e.Page(t.Context(), Query{Match: func(m *Meta) bool { return m.Verdict == exchange.Fail }, Limit: 5}); err != nil || len(p.IDs) != 1 || p.IDs[0] != 2 {
		t.Errorf("%+v %v", p, err)
	}
	if s := e.Sessions(); len(s) != 2 || s[1].First != 3 {
		t.Errorf("%+v", s)
	}
}

// TestHomeInUse: a second engine on the same home is refused, with the owner's name.
func TestHomeInUse(t *testing.T) {
	home := t.TempDir()
	open(t, func(c *Config) { c.Home = home })
	_, err := New(Config{Home: home, Env: env})
	var in *InUse
	if !errors.Is(err, ErrInUse) || !errors.As(err, &in) || in.PID != os.Getpid() {
		t.Errorf("%v", err)
	}
}

// TestInMemory leaves no journal behind.
func TestInMemory(t *testing.T) {
	home := t.TempDir()
	e := open(t, func(c *Config) { c.Home, c.InMemory = home, true })
	verify(t, e, "AAAAA")
	if s := e.Snapshot(); s.Journal.Kind != JournalMemoryOnly || s.Counts.Kept != 1 {
		t.Errorf("%+v %+v", s.Journal, s.Counts)
	}
	if found, err := filepath.Glob(filepath.Join(home, "journal*")); err != nil || len(found) > 0 {
		t.Errorf("%v %v", found, err)
	}
}
