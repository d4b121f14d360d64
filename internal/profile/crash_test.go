package profile

import (
	"errors"
	"strings"
	"testing"

	"echostr/internal/wechat"
)

// change is a change of the settings with many secrets in it.
func change(p Profile) func(*Settings) error {
	return func(s *Settings) error {
		one := &s.Profiles[0]
		one.Token, one.AppSecret, one.EncodingAESKey = "tokenTwo", strings.Repeat("cd", 16), strings.Repeat("L", 43)
		one.AppID, one.Mode, one.Path = "wx0000000000000002", wechat.Safe, "/wx/two"
		s.Tunnel.Authtoken, s.Tunnel.Domain = "authtokenTwo", "two.ngrok-free.app"
		s.Profiles = append(s.Profiles[:1:1], p) // the second goes, a third comes
		s.Active = p.ID
		return nil
	}
}

// TestPowerCut cuts the power before every lasting effect of a change in turn: each
// write of a file, each call of the keyring that changes it. What is read afterwards is
// the old settings or the new ones, secrets and all, and once they are read no stale
// secret is left.
func TestPowerCut(t *testing.T) {
	for name, withRing := range map[string]bool{"keyring": true, "file": false} {
		t.Run(name, func(t *testing.T) {
			olds, news := 0, 0
			for cut := 0; ; cut++ {
				home, r := t.TempDir(), newRing()
				c := off(home)
				if withRing {
					c = config(home, r)
				}
				before, after, done := cutAt(t, c, r, cut)
				again := open(t, c)
				switch stated(t, again.Settings()) {
				case before:
					olds++
				case after:
					news++
				default:
					t.Fatalf("cut at %d: neither old nor new:\n%s\nold %s\nnew %s", cut, stated(t, again.Settings()), before, after)
				}
				checkNoStale(t, again, r)
				if noticed(again) != noticed(open(t, c)) || strings.Contains(noticed(again), "missing") {
					t.Errorf("cut at %d: notices %s", cut, noticed(again))
				}
				if done {
					break
				}
			}
			if olds < 2 || news < 2 {
				t.Errorf("%d old, %d new: the cuts miss something", olds, news)
			}
		})
	}
}

// cutAt makes settings, changes them, and cuts the power after cut effects of the
// change. It returns both states; done says that the change needed no more than that.
func cutAt(t *testing.T, c Config, r *ring, cut int) (before, after string, done bool) {
	t.Helper()
	p := &power{left: -1} // no limit yet
	c.write = p.write
	s := open(t, c)
	second, err := s.Draft("second")
	if err != nil {
		t.Fatal(err)
	}
	third, err := s.Draft("third")
	if err != nil {
		t.Fatal(err)
	}
	update(t, s, func(set *Settings) {
		set.Profiles[0].Token = "tokenOne"
		set.Profiles[0].AppSecret = strings.Repeat("x", 1000) // more than one item of the keyring
		set.Profiles[0].EncodingAESKey = strings.Repeat("y", 1000)
		set.Profiles = append(set.Profiles, second)
		set.Tunnel.Authtoken = "authtokenOne"
	})
	before = stated(t, s.Settings())

	// What it would be: the same change on a copy that lasts nowhere.
	next := s.Settings().clone()
	if err := change(third)(next); err != nil {
		t.Fatal(err)
	}
	next.rememberEarlier(s.Settings())
	after = stated(t, next)

	p.left, r.power = cut, p
	err = s.Update(t.Context(), change(third))
	done = p.left > 0
	if done && err != nil {
		t.Fatalf("the change fails by itself: %v", err)
	}
	r.power = nil // back on
	if errors.Is(err, errCut) != (stated(t, s.Settings()) == before) {
		t.Errorf("cut at %d: error %v, in force %s", cut, err, stated(t, s.Settings()))
	}
	return before, after, done
}

// checkNoStale finds secrets that nothing names.
func checkNoStale(t *testing.T, s *Store, r *ring) {
	t.Helper()
	named := map[string]bool{}
	for _, at := range s.refs {
		named[at.item] = true
	}
	for item := range s.files.items {
		if !named[item] {
			t.Errorf("stale in the file: %s", item)
		}
	}
	for item := range r.items {
		item, _, _ = strings.Cut(strings.TrimPrefix(item, Service+" "), "#")
		if !named[item] {
			t.Errorf("stale in the keyring: %s", item)
		}
	}
}
