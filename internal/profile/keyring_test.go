package profile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestKeyringRefuses(t *testing.T) {
	home, r := t.TempDir(), newRing()
	r.err = errors.New("no session")
	s := open(t, config(home, r))
	if noticed(s) != "notice.secrets_in_file.error" || s.SecretsIn() != "file" {
		t.Errorf("notices %s, secrets in %s", noticed(s), s.SecretsIn())
	}
	token := s.Settings().ActiveProfile().Token
	r.err = nil
	s = open(t, config(home, r)) // it works now: the secrets move
	if s.Settings().ActiveProfile().Token != token || noticed(s) != "" || s.SecretsIn() != "keyring" {
		t.Errorf("after it works: %v, notices %s, secrets in %s", s.Settings(), noticed(s), s.SecretsIn())
	}
	if strings.Contains(read(t, home, secretsName), token) || r.len() != 1 {
		t.Error("the secrets are still in the file")
	}
	if strings.Contains(read(t, home, settingsName)+read(t, home, indexName), token) {
		t.Error("a secret is in another file")
	}
}

func TestKeyringHangs(t *testing.T) {
	home, r := t.TempDir(), newRing()
	r.hang = make(chan struct{})
	defer close(r.hang)
	c := config(home, r)
	c.limit = 20 * time.Millisecond
	s := open(t, c)
	if noticed(s) != "notice.secrets_in_file.timeout" || s.SecretsIn() != "file" {
		t.Errorf("notices %s, secrets in %s", noticed(s), s.SecretsIn())
	}
	update(t, s, func(set *Settings) { set.Profiles[0].Token = "other1" })
	if got := open(t, off(home)).Settings().Profiles[0].Token; got != "other1" {
		t.Errorf("Token %q", got)
	}
}

// TestKeyringLockedLater is a keyring that worked at the first start and does not at
// the second: its secrets must not be lost.
func TestKeyringLockedLater(t *testing.T) {
	home, r := t.TempDir(), newRing()
	s := open(t, config(home, r))
	second, err := s.Draft("second")
	if err != nil {
		t.Fatal(err)
	}
	update(t, s, func(set *Settings) {
		set.Profiles = append(set.Profiles, second)
		set.Tunnel.Authtoken = "authtoken"
	})
	token := s.Settings().Profiles[0].Token

	r.err = errors.New("locked")
	locked := open(t, config(home, r))
	if noticed(locked) != "notice.secrets_in_file.error notice.keyring_unavailable" {
		t.Errorf("notices %s", noticed(locked))
	}
	if got := locked.Notices()[1].Args["profiles"]; got != "demo, second, tunnel" {
		t.Errorf("locked: %s", got)
	}
	update(t, locked, func(set *Settings) { set.Theme = "dark"; set.Profiles[1].Token = "entered1" })

	r.err = nil
	got := open(t, config(home, r)).Settings()
	if got.Profiles[0].Token != token || got.Tunnel.Authtoken != "authtoken" || got.Theme != "dark" || got.Profiles[1].Token != "entered1" {
		t.Error("secrets were lost while the keyring was locked")
	}
	if r.len() != 3 {
		t.Errorf("%d items", r.len())
	}
}

func TestKeyringFailsLater(t *testing.T) {
	home, r := t.TempDir(), newRing()
	s := open(t, config(home, r))
	r.setErr = errors.New("full: tokenX")
	update(t, s, func(set *Settings) { set.Profiles[0].Token = "tokenX" })
	if noticed(s) != "notice.secrets_in_file.error" || s.SecretsIn() != "file" || s.Settings().Profiles[0].Token != "tokenX" {
		t.Errorf("notices %s, secrets in %s, %v", noticed(s), s.SecretsIn(), s.Settings())
	}
	if got := open(t, off(home)).Settings().Profiles[0].Token; got != "tokenX" {
		t.Errorf("Token %q", got)
	}
}

func TestKeyringForgets(t *testing.T) {
	home, r := t.TempDir(), newRing()
	open(t, config(home, r))
	clear(r.items)
	s := open(t, config(home, r))
	if noticed(s) != "notice.secrets_missing" || s.Settings().Profiles[0].Token != "" {
		t.Errorf("notices %s", noticed(s))
	}
	update(t, s, func(set *Settings) { set.Profiles[0].Token = "again1" })
	if s = open(t, config(home, r)); noticed(s) != "" || s.Settings().Profiles[0].Token != "again1" {
		t.Errorf("entered again: notices %s", noticed(s))
	}
}

// TestHomesShareAKeyring holds two homes apart, and lets one move.
func TestHomesShareAKeyring(t *testing.T) {
	r, dir := newRing(), t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	tokenA := open(t, config(a, r)).Settings().Profiles[0].Token
	tokenB := open(t, config(b, r)).Settings().Profiles[0].Token
	if got := open(t, config(a, r)).Settings().Profiles[0].Token; got != tokenA || tokenA == tokenB {
		t.Error("one home has the other's Token")
	}
	if err := os.Rename(a, a+"moved"); err != nil {
		t.Fatal(err)
	}
	s := open(t, config(a+"moved", r))
	if s.Settings().Profiles[0].Token != tokenA {
		t.Error("a home that moved lost its secrets")
	}
	update(t, s, func(set *Settings) { set.Profiles[0].Token = "moved1" })
	if got := open(t, config(b, r)).Settings().Profiles[0].Token; got != tokenB {
		t.Error("the other home lost its secrets")
	}
}

func TestKeyringOffTouchesNothing(t *testing.T) {
	home := t.TempDir()
	c := off(home)
	c.Keyring = forbidden{t}
	s := open(t, c)
	update(t, s, func(set *Settings) { set.Profiles[0].Token = "other1" })
	if noticed(s) != "notice.secrets_in_file.off" {
		t.Errorf("notices %s", noticed(s))
	}
	if !strings.Contains(read(t, home, secretsName), "other1") || strings.Contains(read(t, home, settingsName), "other1") {
		t.Error("the Token is not where it belongs")
	}
}

// forbidden is a keyring that must not be called.
type forbidden struct{ t *testing.T }

func (f forbidden) Get(string, string) (string, error) { f.t.Error("Get"); return "", ErrNoItem }
func (f forbidden) Set(string, string, string) error   { f.t.Error("Set"); return nil }
func (f forbidden) Delete(string, string) error        { f.t.Error("Delete"); return nil }

func TestParts(t *testing.T) {
	for _, n := range []int{0, 1, partSize, partSize + 1, 3 * partSize, 5*partSize + 7} {
		r := newRing()
		blob := strings.Repeat("s", n)
		if err := setParts(r, "i", blob); err != nil {
			t.Fatal(err)
		}
		if got, err := getParts(r, "i"); err != nil || got != blob {
			t.Errorf("%d bytes came back as %d, %v", n, len(got), err)
		}
		if err := deleteParts(r, "i"); err != nil || r.len() != 0 {
			t.Errorf("%d bytes: %d items left, %v", n, r.len(), err)
		}
	}
	r := newRing()
	if err := r.Set(Service, "i", "somebody else's"); err != nil {
		t.Fatal(err)
	}
	if _, err := getParts(r, "i"); !errors.Is(err, ErrNoItem) {
		t.Errorf("another's item: %v", err)
	}
}
