package profile

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"
)

// contents are the files of a home with their bytes and times.
func contents(t *testing.T, home string) map[string]string {
	t.Helper()
	out := map[string]string{}
	entries, err := os.ReadDir(home)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = info.ModTime().String() + " " + read(t, home, e.Name())
	}
	return out
}

// TestReadOnly reads homes in any state, and leaves every byte and time as it was.
func TestReadOnly(t *testing.T) {
	for name, spoil := range map[string]func(home, text string){
		"whole":            func(string, string) {},
		"settings damaged": func(home, text string) { write(t, home, settingsName, text[:len(text)/2]) },
		"secrets damaged":  func(home, _ string) { write(t, home, secretsName, `{"version":1,"items":{"a":`) },
		"to be repaired":   func(home, _ string) { write(t, home, settingsName, `{"version":1}`) },
		"half written": func(home, text string) { // and long ago
			write(t, home, "."+settingsName+".tmp-1", text[:9])
			if err := os.Chtimes(filepath.Join(home, "."+settingsName+".tmp-1"), time.Time{}, time.Unix(1e9, 0)); err != nil {
				t.Fatal(err)
			}
		},
		"empty": func(home, _ string) { remove(t, home) },
	} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			text, _ := filled(t, home)
			spoil(home, text)
			before := contents(t, home)
			c := off(home)
			c.ReadOnly = true
			s := open(t, c)
			if name == "whole" && (s.Settings().Theme != "dark" || s.Settings().Tunnel.Authtoken != "secretauthtoken") {
				t.Errorf("read %+v", s.Settings())
			}
			if s.Settings().ActiveProfile().Path == "" {
				t.Error("there is no profile to work with")
			}
			err := s.Update(t.Context(), func(set *Settings) error { set.Theme = "light"; return nil })
			if !errors.Is(err, ErrClosed) {
				t.Errorf("a change: %v", err)
			}
			if after := contents(t, home); !reflect.DeepEqual(after, before) {
				t.Errorf("the home has changed:\n%v\n%v", before, after)
			}
		})
	}
	missing := filepath.Join(t.TempDir(), "none")
	c := off(missing)
	c.ReadOnly = true
	open(t, c)
	if _, err := os.Stat(missing); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a home was made: %v", err)
	}
}

// remove empties a home.
func remove(t *testing.T, home string) {
	t.Helper()
	for name := range contents(t, home) {
		if err := os.Remove(filepath.Join(home, name)); err != nil {
			t.Fatal(err)
		}
	}
}
