package profile

import (
	"encoding/base64"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"echostr/internal/wechat"
)

func TestGenerators(t *testing.T) {
	seen := map[string]bool{}
	counts := map[rune]int{}
	for range 500 {
		token, err := NewToken(nil)
		if err != nil || len(token) != 16 || strings.IndexFunc(token, notAlphanumeric) >= 0 {
			t.Fatalf("Token %q, %v", token, err)
		}
		key, err := NewAESKey(nil)
		if err != nil || len(key) != 43 || strings.IndexFunc(key, notAlphanumeric) >= 0 {
			t.Fatalf("key %q, %v", key, err)
		}
		if raw, err := base64.StdEncoding.DecodeString(key + "="); err != nil || len(raw) != 32 {
			t.Errorf("key %q: %d bytes, %v", key, len(raw), err)
		}
		if _, err := wechat.ParseKey(key); err != nil {
			t.Error(err)
		}
		p, err := New(nil, "x")
		if err != nil || len(Validate(p, nil)) > 0 || !isID(p.ID) || len(p.ID) != 8 {
			t.Fatalf("profile %v, %v", p, err)
		}
		for _, s := range []string{token, key, p.ID, p.Token} {
			if seen[s] {
				t.Errorf("%s twice", s)
			}
			seen[s] = true
		}
		for _, r := range key {
			counts[r]++
		}
	}
	for _, r := range alphanumeric { // 21500 draws over 62: 347 each; 5 deviations are 93
		if n := counts[r]; n < 254 || n > 440 {
			t.Errorf("%c was drawn %d times", r, n)
		}
	}
}

func TestGeneratorsFail(t *testing.T) {
	if _, err := NewToken(strings.NewReader("short")); err == nil {
		t.Error("a Token without randomness")
	}
	if _, err := New(strings.NewReader("aaaaaaaaaa"), "x"); err == nil {
		t.Error("a profile without randomness")
	}
	if _, err := NewAESKey(stuck{}); err == nil {
		t.Error("a key from a source that repeats itself")
	}
}

// stuck is a source of bytes that are always drawn again.
type stuck struct{}

func (stuck) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 0xFF
	}
	return len(b), nil
}

func TestDefaultHome(t *testing.T) {
	if got := DefaultHome(env(HomeEnv, "/elsewhere")); got != "/elsewhere" {
		t.Errorf("home %s", got)
	}
	if got := DefaultHome(env()); filepath.Base(got) != "echostr" || !filepath.IsAbs(got) {
		t.Errorf("home %s", got)
	}
	home := t.TempDir()
	s := open(t, Config{Env: env(HomeEnv, home, KeyringEnv, "OFF")})
	if s.home != home || s.SecretsIn() != "file" {
		t.Errorf("opened %s, secrets in %s", s.home, s.SecretsIn())
	}
}

func TestDraftsDiffer(t *testing.T) {
	s := open(t, off(t.TempDir()))
	for _, want := range []string{"/wx/demo-2", "/wx/demo-3"} {
		p, err := s.Draft("x")
		if err != nil || p.Path != want {
			t.Fatalf("%v, %v; want %s", p, err, want)
		}
		update(t, s, func(set *Settings) { set.Profiles = append(set.Profiles, p) })
	}
	copied := s.Settings().Profiles[0]
	copied.Path, copied.Name = "/copy", " copy "
	update(t, s, func(set *Settings) { set.Profiles = append(set.Profiles, copied) })
	got := s.Settings().Profiles[3]
	if got.ID == copied.ID || got.Name != "copy" || got.Token != copied.Token {
		t.Errorf("a copy with the same ID became %v", got)
	}
}

func TestClose(t *testing.T) {
	s := open(t, off(t.TempDir()))
	for range 2 {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := s.Update(t.Context(), func(*Settings) error { return nil }); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	if len(s.Settings().Profiles) != 1 {
		t.Error("the settings cannot be read any more")
	}
}
