package profile

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"echostr/internal/wechat"
)

func TestFirstStart(t *testing.T) {
	home := filepath.Join(t.TempDir(), "deep", "home")
	r := newRing()
	s := open(t, config(home, r))
	got := s.Settings()
	if len(got.Profiles) != 1 || got.Listen != DefaultListen || got.Theme != "system" || got.Tunnel.Provider != TunnelNone {
		t.Fatalf("first settings: %v", got)
	}
	p := got.ActiveProfile()
	if p.Name != "demo" || p.Path != "/wx/demo" || p.Mode != wechat.Plain || !isID(p.ID) {
		t.Errorf("first profile: %v", p)
	}
	if !regexp.MustCompile(`^[A-Za-z0-9]{16}$`).MatchString(p.Token) {
		t.Errorf("Token %q", p.Token)
	}
	if problems := got.Problems(); len(problems) != 0 {
		t.Errorf("problems at first: %v", problems)
	}
	if n := noticed(s); n != "" {
		t.Errorf("notices: %s", n)
	}
	if runtime.GOOS != "windows" {
		for name, want := range map[string]os.FileMode{"": 0o700, settingsName: 0o600, indexName: 0o600} {
			if info, err := os.Stat(filepath.Join(home, name)); err != nil || info.Mode().Perm() != want {
				t.Errorf("%q: %v, %v; want %v", name, info.Mode(), err, want)
			}
		}
	}
	again := open(t, config(home, r))
	if again.Settings().ActiveProfile().Token != p.Token || r.len() != 1 {
		t.Errorf("after a restart: %v, %d items", again.Settings(), r.len())
	}
}

func TestUpdateLasts(t *testing.T) {
	for name, c := range map[string]func(string) Config{
		"keyring": func(home string) Config { return config(home, rings(home)) },
		"file":    off,
	} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			s := open(t, c(home))
			second, err := s.Draft("二号")
			if err != nil {
				t.Fatal(err)
			}
			if second.Path != "/wx/demo-2" {
				t.Errorf("draft at %s", second.Path)
			}
			update(t, s, func(set *Settings) {
				set.Profiles = append(set.Profiles, second)
				set.Active, set.Language, set.Theme, set.MaskIDs = second.ID, "en", "dark", true
				set.Window, set.Backend, set.Keep = Window{1280, 800, 0.5}, "http://127.0.0.1:8080/wx", Keep{10_000, 256, 30}
				p := &set.Profiles[0]
				p.AppID, p.AppSecret, p.Mode = "wx5823bf96d3bd56c7", strings.Repeat("ab", 16), wechat.Safe
				p.EncodingAESKey = strings.Repeat("k", 43)
				set.Tunnel = Tunnel{Provider: TunnelNgrok, Authtoken: "2abc_def", Domain: "a.ngrok-free.app", Region: "eu",
					ProxyURL: "socks5://u:p@proxy:1080", TrafficPolicy: "on_http_request: []\n", ConnectAddr: "c:443", CAFile: "/ca"}
			})
			again := open(t, c(home))
			if got, want := stated(t, again.Settings()), stated(t, s.Settings()); got != want {
				t.Errorf("after a restart\n%s\nwant\n%s", got, want)
			}
			update(t, again, func(set *Settings) { set.Profiles = set.Profiles[1:] })
			third := open(t, c(home))
			if len(third.Settings().Profiles) != 1 || third.Settings().Profiles[0].Token != second.Token {
				t.Errorf("after a deletion: %v", third.Settings())
			}
		})
	}
}

var (
	ringsMu   sync.Mutex
	ringsHeld = map[string]*ring{}
)

// rings is the one keyring that goes with a home.
func rings(home string) *ring {
	ringsMu.Lock()
	defer ringsMu.Unlock()
	if ringsHeld[home] == nil {
		ringsHeld[home] = newRing()
	}
	return ringsHeld[home]
}

func TestUpdateRefuses(t *testing.T) {
	home := t.TempDir()
	s := open(t, off(home))
	before, file := s.Settings(), read(t, home, settingsName)
	err := s.Update(t.Context(), func(set *Settings) error {
		set.Profiles[0].Token, set.Profiles[0].Path, set.Theme = " ", "wx//demo", "blue"
		return nil
	})
	var invalid *Invalid
	if !errors.As(err, &invalid) {
		t.Fatalf("error %v", err)
	}
	var keys []string
	for _, p := range invalid.Problems {
		keys = append(keys, p.Key())
	}
	want := []string{"problem.theme.unknown", "problem.path.no_slash", "problem.path.empty_segment", "problem.token.empty"}
	if !slices.Equal(keys, want) {
		t.Errorf("problems %q, want %q", keys, want)
	}
	mine := errors.New("mine")
	if err := s.Update(t.Context(), func(set *Settings) error { set.Theme = "dark"; return mine }); !errors.Is(err, mine) {
		t.Errorf("the function's error: %v", err)
	}
	if err := s.Update(t.Context(), func(set *Settings) error { set.Profiles = nil; return nil }); !errors.As(err, &invalid) {
		t.Errorf("no profile left: %v", err)
	}
	if s.Settings() != before || read(t, home, settingsName) != file {
		t.Error("a refused change changed something")
	}
}

// TestUpdateAroundOldProblems changes one thing while another, edited into the file by
// hand, is invalid.
func TestUpdateAroundOldProblems(t *testing.T) {
	home := t.TempDir()
	open(t, off(home))
	write(t, home, settingsName, strings.Replace(read(t, home, settingsName), `"/wx/demo"`, `"wx demo"`, 1))
	s := open(t, off(home))
	if !Blocks(s.Settings().Problems()) {
		t.Fatal("the path holds")
	}
	update(t, s, func(set *Settings) { set.Theme = "dark" })
	err := s.Update(t.Context(), func(set *Settings) error { set.Profiles[0].Token = "other"; return nil })
	var invalid *Invalid
	if !errors.As(err, &invalid) {
		t.Errorf("a change of the profile itself: %v", err)
	}
}

func TestSnapshotsStay(t *testing.T) {
	s := open(t, off(t.TempDir()))
	before := s.Settings()
	token := before.Profiles[0].Token
	var kept *Settings
	update(t, s, func(set *Settings) { set.Profiles[0].Token, kept = "changed1", set })
	kept.Profiles[0].Token = "from outside"
	if before.Profiles[0].Token != token || s.Settings().Profiles[0].Token != "changed1" {
		t.Error("a snapshot changed after it was made")
	}
}

func TestUpdatesOneAfterAnother(t *testing.T) {
	home := t.TempDir()
	s := open(t, off(home))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 4 {
				if err := s.Update(t.Context(), func(set *Settings) error { set.Window.Width++; return nil }); err != nil {
					t.Error(err)
				}
				if set := s.Settings(); set.ActiveProfile().Token == "" {
					t.Error("a snapshot without a Token")
				}
			}
		})
	}
	all.Wait()
	if got := open(t, off(home)).Settings().Window.Width; got != 32 {
		t.Errorf("32 changes made %v", got)
	}
}

func TestUpdateWaitsForItsTurn(t *testing.T) {
	s := open(t, off(t.TempDir()))
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Update(t.Context(), func(*Settings) error {
		cancel()
		return s.Update(ctx, func(*Settings) error { return errors.New("not its turn") })
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestUpdateFailedWrite(t *testing.T) {
	home := t.TempDir()
	cut := &power{left: 100}
	c := off(home)
	c.write = cut.write
	s := open(t, c)
	before := stated(t, s.Settings())
	cut.left = 0
	if err := s.Update(t.Context(), func(set *Settings) error { set.Profiles[0].Token = "new1"; return nil }); !errors.Is(err, errCut) {
		t.Fatalf("error %v", err)
	}
	if stated(t, s.Settings()) != before {
		t.Error("a change that was not written is in force")
	}
	cut.left = 100
	update(t, s, func(set *Settings) { set.Profiles[0].Token = "new2" })
	if got := open(t, off(home)).Settings().Profiles[0].Token; got != "new2" {
		t.Errorf("Token %q", got)
	}
}

func TestEarlier(t *testing.T) {
	home := t.TempDir()
	s := open(t, off(home))
	first := s.Settings().Profiles[0].Token
	for i := range 10 {
		update(t, s, func(set *Settings) { set.Profiles[0].Token = fmt.Sprintf("token%d", i) })
	}
	update(t, s, func(set *Settings) { set.Profiles[0].Token = "token5" })
	want := []string{"token9", "token8", "token7", "token6", "token4", "token3", "token2", "token1"}
	for _, s := range []*Store{s, open(t, off(home))} {
		if got := s.Settings().Profiles[0].EarlierTokens; !slices.Equal(got, want) {
			t.Errorf("earlier than token5: %q, want %q", got, want)
		}
	}
	if slices.Contains(want, first) {
		t.Error("more than 8")
	}
	update(t, s, func(set *Settings) { set.Profiles[0].EncodingAESKey = strings.Repeat("a", 43) })
	update(t, s, func(set *Settings) { set.Profiles[0].EncodingAESKey = "" })
	p := s.Settings().Profiles[0]
	if !slices.Equal(p.AESKeys(), []string{strings.Repeat("a", 43)}) {
		t.Errorf("keys to decrypt with: %d", len(p.AESKeys()))
	}
}
