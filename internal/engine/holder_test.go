package engine

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestInUseUntouched: a second engine leaves a home in use as it is, also where the
// settings could do with mending; one that only reads leaves even the word of its holder.
func TestInUseUntouched(t *testing.T) {
	home := t.TempDir()
	open(t, func(c *Config) { c.Home = home })
	settings := filepath.Join(home, "settings.json")
	whole, err := os.ReadFile(settings)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"whole": string(whole), "damaged": string(whole[:len(whole)/2]), "empty": "", "bare": `{"version":1}`} {
		if err := os.WriteFile(settings, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		before := homeFiles(t, home)
		if _, err := New(Config{Home: home, Env: env}); !errors.Is(err, ErrInUse) {
			t.Fatalf("%s: %v", name, err)
		}
		if after := homeFiles(t, home); !maps.Equal(after, before) {
			t.Errorf("%s: the home was\n%v\nand is\n%v", name, before, after)
		}
		reader, err := New(Config{Home: home, Env: env, ReadOnly: true})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := reader.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if after := homeFiles(t, home); !maps.Equal(after, before) {
			t.Errorf("%s: after reading the home was\n%v\nand is\n%v", name, before, after)
		}
	}
}

// homeFiles are the files of a home with bytes and times, but for those of the journal,
// which goes on.
func homeFiles(t *testing.T, home string) map[string]string {
	t.Helper()
	out := map[string]string{}
	entries, err := os.ReadDir(home)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() || strings.HasPrefix(e.Name(), "journal.db") {
			continue
		}
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(home, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = info.ModTime().String() + " " + string(data)
	}
	return out
}

// TestHolder: the second engine on a home learns who has it, since when, and where that
// listens; when the first has gone nothing is left of it.
func TestHolder(t *testing.T) {
	began := time.Date(2026, 11, 20, 14, 0, 0, 0, time.UTC)
	home := t.TempDir()
	first := open(t, func(c *Config) { c.Home, c.Now = home, func() time.Time { return began } })
	if err := first.Listen(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	second := func() (*Engine, error) {
		return New(Config{Home: home, Env: func(string) string { return "off" }})
	}
	_, err := second()
	h, ok := HolderOf(err)
	if !ok || h.Home != home || h.PID != os.Getpid() || !h.Since.Equal(began) || h.Addr != first.Snapshot().Server.Addr {
		t.Fatalf("%v tells %+v", err, h)
	}

	note := filepath.Join(home, holderFile)
	if err := os.WriteFile(note, []byte(`{"pid":1,"since":"2020-01-01T00:00:00Z","addr":"old"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = second()
	if h, _ := HolderOf(err); h.PID != os.Getpid() || h.Addr != "" || !h.Since.IsZero() {
		t.Errorf("the word of another process is taken for that of this one: %+v", h)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(note); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the word is left behind: %v", err)
	}
	third, err := second()
	if err != nil {
		t.Fatal(err)
	}
	defer third.Close()
	if _, ok := HolderOf(errors.New("something else")); ok {
		t.Error("another error is taken for a home in use")
	}
}
