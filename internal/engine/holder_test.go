package engine

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

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
