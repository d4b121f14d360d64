package engine

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/reply"
	"echostr/internal/tunnel"
	"echostr/internal/wechat"
)

// open makes an engine in a home of its own, listening.
func open(t *testing.T, change func(*Config)) *Engine {
	t.Helper()
	listen, token, path := "127.0.0.1:0", "AAAAA", "/wx/demo"
	c := Config{Home: t.TempDir(), Env: env, Overrides: profile.Overrides{Listen: &listen, Token: &token, Path: &path}}
	if change != nil {
		change(&c)
	}
	e, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return e
}

func env(name string) string {
	if name == "ECHOSTR_KEYRING" {
		return "off"
	}
	return ""
}

// await waits until the state is as wanted, told by the engine itself.
func await(t *testing.T, e *Engine, what string, ok func(*Snapshot) bool) *Snapshot {
	t.Helper()
	wake := make(chan struct{}, 1)
	defer e.Subscribe(func() {
		select {
		case wake <- struct{}{}:
		default:
		}
	})()
	limit := time.After(20 * time.Second)
	for {
		select {
		case <-wake:
			if s := e.Snapshot(); ok(s) {
				return s
			}
		case <-limit:
			t.Fatalf("%s did not come: %+v", what, e.Snapshot())
		}
	}
}

func verify(t *testing.T, e *Engine, token string) (status int, body string) {
	t.Helper()
	ts := fmt.Sprint(time.Now().Unix())
	res, err := http.Get(fmt.Sprintf("%s?signature=%s&timestamp=%s&nonce=486452656&echostr=4375120948345356249",
		e.Snapshot().LocalURL(), wechat.Sign(token, ts, "486452656"), ts))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

// TestLiveEdit edits the Token of a running server: the next request is held to it,
// a bad edit changes nothing, and the earlier Token is named as the cause.
func TestLiveEdit(t *testing.T) {
	e := open(t, nil)
	if status, body := verify(t, e, "AAAAA"); status != 200 || body != "4375120948345356249" {
		t.Fatalf("%d %q", status, body)
	}
	s := e.Snapshot()
	before := s.InForce[s.Active().ID]
	if err := e.EditProfile(t.Context(), s.Active().ID, func(p *profile.Profile) { p.Token = "BBBBB" }); err != nil {
		t.Fatal(err)
	}
	if status, _ := verify(t, e, "BBBBB"); status != 200 {
		t.Errorf("the new Token: %d", status)
	}
	if status, body := verify(t, e, "CCCCC"); status != 403 || strings.Contains(body, "4375120948345356249") {
		t.Errorf("a wrong Token: %d %q", status, body)
	}
	after := e.Snapshot()
	if !after.InForce[s.Active().ID].After(before) {
		t.Error("the edit did not renew the time in force")
	}
	var invalid *profile.Invalid
	err := e.EditProfile(t.Context(), s.Active().ID, func(p *profile.Profile) { p.Token, p.Path = "", "nonsense" })
	if !errors.As(err, &invalid) || len(invalid.Problems) < 2 {
		t.Errorf("an invalid edit: %v", err)
	}
	if status, _ := verify(t, e, "BBBBB"); status != 200 {
		t.Errorf("the last valid Token after an invalid edit: %d", status)
	}
	c := e.Snapshot().Counts
	if c.Received != 4 || c.Passed != 3 || c.Failed != 1 || !e.Snapshot().Progress.Verified {
		t.Errorf("counts %+v", c)
	}
}

// TestEditsAreAtomic flips Token and path together while requests come: each answer
// belongs to one whole version.
func TestEditsAreAtomic(t *testing.T) {
	e := open(t, nil)
	id := e.Snapshot().Active().ID
	base := "http://" + e.Snapshot().Server.Addr
	stop := make(chan struct{})
	var calls atomic.Int64
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				// Token A belongs to path /a, B to /b: never crosswise.
				token, path := "AAAAA", "/b"
				if i%2 == 0 {
					token, path = "BBBBB", "/a"
				}
				ts := fmt.Sprint(time.Now().Unix())
				res, err := http.Get(base + path + "?signature=" + wechat.Sign(token, ts, "1") + "&timestamp=" + ts + "&nonce=1&echostr=1")
				if err != nil {
					t.Error(err)
					return
				}
				io.Copy(io.Discard, res.Body)
				res.Body.Close()
				calls.Add(1)
				if res.StatusCode == 200 {
					t.Errorf("Token %s passed at %s: half of an edit was seen", token, path)
					return
				}
			}
		})
	}
	for i := range 60 {
		err := e.EditProfile(t.Context(), id, func(p *profile.Profile) {
			if p.Token, p.Path = "AAAAA", "/a"; i%2 == 1 {
				p.Token, p.Path = "BBBBB", "/b"
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	wg.Wait()
	if calls.Load() == 0 {
		t.Error("no request came in between")
	}
}

func TestProfiles(t *testing.T) {
	e := open(t, nil)
	first := e.Snapshot().Active().ID
	if err := e.RemoveProfile(t.Context(), first); !errors.Is(err, ErrLastProfile) {
		t.Errorf("removing the last profile: %v", err)
	}
	second, err := e.AddProfile(t.Context(), "shop")
	if err != nil {
		t.Fatal(err)
	}
	s := e.Snapshot()
	if s.Active().ID != second || s.Active().Path == "/wx/demo" || s.Active().Token == "" || len(s.Rules[second]) == 0 {
		t.Errorf("the new profile: %v, %d rules", s.Active(), len(s.Rules[second]))
	}
	if status, _ := verify(t, e, s.Active().Token); status != 200 {
		t.Errorf("the new profile does not answer: %d", status)
	}
	if status, _ := verify(t, e, "AAAAA"); status != 403 {
		t.Errorf("the other profile's Token: %d", status)
	}
	x := e.Since(0, 10)[1]
	if x.Cause() != wechat.TokenOtherProfile || x.Profile != second {
		t.Errorf("cause %s of %s", x.Cause(), x.Profile)
	}
	if err := e.ShowProfile(t.Context(), first); err != nil || e.Snapshot().Active().ID != first {
		t.Errorf("show: %v", err)
	}
	if err := e.RemoveProfile(t.Context(), second); err != nil || len(e.Snapshot().Settings.Profiles) != 1 {
		t.Errorf("remove: %v", err)
	}
	if err := e.ShowProfile(t.Context(), second); !errors.Is(err, ErrNoProfile) {
		t.Errorf("show a removed profile: %v", err)
	}
}

// TestRules edits rules live and finds them again after a restart.
func TestRules(t *testing.T) {
	home := t.TempDir()
	e := open(t, func(c *Config) { c.Home = home })
	id := e.Snapshot().Active().ID
	rules := []reply.Rule{{ID: "r1", Name: "hours", On: true, When: reply.Simple{Type: "text", Op: reply.Contains, Text: "几点"}.When(),
		Then: reply.Then{Kind: reply.KindText, Text: "九点：{{.Content}}"}}}
	if problems, err := e.SaveRules(id, rules); err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	if _, err := e.SendTest(t.Context(), false, "几点开门？"); err != nil {
		t.Fatal(err)
	}
	if x := e.Since(0, 10)[1]; x.Rule != "hours" || !strings.Contains(string(x.Response.Body()), "九点：几点开门？") || !x.Test {
		t.Errorf("rule %q answered %q", x.Rule, x.Response.Body())
	}
	if h := e.Hits(id, "r1"); h.Count != 1 || h.Last.IsZero() {
		t.Errorf("hits %+v", h)
	}
	bad := []reply.Rule{{ID: "r1", Name: "hours", On: true, Then: reply.Then{Kind: reply.KindText, Text: "{{.Content"}}}
	if problems, err := e.SaveRules(id, bad); err != nil || !reply.Blocks(problems) {
		t.Errorf("a broken template: %v %v", problems, err)
	}
	if got := e.Snapshot().Rules[id]; len(got) != 1 || got[0].Then.Text != rules[0].Then.Text {
		t.Errorf("rules after a bad edit: %+v", got)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, func(c *Config) { c.Home = home })
	if got := again.Snapshot().Rules[id]; len(got) != 1 || got[0].Name != "hours" {
		t.Errorf("rules after a restart: %+v", got)
	}
}

func TestSendTestModes(t *testing.T) {
	key, app := "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx5823bf96d3bd56c7"
	for _, mode := range []wechat.Mode{wechat.Plain, wechat.Compatible, wechat.Safe} {
		e := open(t, func(c *Config) { c.Overrides.Mode, c.Overrides.AESKey, c.Overrides.AppID = &mode, &key, &app })
		trial, err := e.SendTest(t.Context(), false, "hello")
		if err != nil || trial.Problem != "" || trial.Public {
			t.Errorf("%v: %+v %v", mode, trial, err)
		}
		xs := e.Since(0, 10)
		if len(xs) != 2 || xs[0].Verdict != exchange.Pass || xs[1].Verdict != exchange.Pass || xs[1].Opened.Encrypted != (mode != wechat.Plain) {
			t.Errorf("%v: %d exchanges", mode, len(xs))
		}
		if p := e.Snapshot().Progress; !p.SelfTest || p.Verified || p.Message {
			t.Errorf("%v: %+v", mode, p)
		}
	}
}

func TestListen(t *testing.T) {
	e := open(t, nil)
	old := e.Snapshot().Server.Addr
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	if err := e.Listen(t.Context(), taken.Addr().String()); err == nil {
		t.Error("a taken port was taken")
	}
	s := e.Snapshot()
	if s.Server.Problem == nil || s.Server.Problem.Kind != "in_use" || s.Server.Addr != old {
		t.Errorf("after a failed change: %+v", s.Server)
	}
	if status, _ := verify(t, e, "AAAAA"); status != 200 {
		t.Errorf("the former address: %d", status)
	}
	if err := e.Listen(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	if s := e.Snapshot(); s.Server.Problem != nil || s.Server.Addr == old {
		t.Errorf("after a change: %+v", s.Server)
	}
	if status, _ := verify(t, e, "AAAAA"); status != 200 {
		t.Errorf("the new address: %d", status)
	}
}

// TestSecretsStayInside looks through the home and the log for what must not be there.
func TestSecretsStayInside(t *testing.T) {
	home := t.TempDir()
	e := open(t, func(c *Config) { c.Home = home })
	err := e.EditProfile(t.Context(), e.Snapshot().Active().ID, func(p *profile.Profile) {
		p.AppSecret, p.EncodingAESKey = "0f3ad92b77c1e8a4d5b60f3ad92b77c1", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	})
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(home, "settings.json"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(b), "0f3ad92b") || strings.Contains(string(b), "abcdefghijk") {
		t.Errorf("settings.json holds a secret: %s", b)
	}
}

func TestExternalTunnel(t *testing.T) {
	e := open(t, nil)
	if err := e.StartTunnel(t.Context()); !errors.Is(err, ErrNoTunnel) && err != nil {
		var bad *TunnelInvalid
		if !errors.As(err, &bad) {
			t.Errorf("a start without settings: %v", err)
		}
	}
	set := func(url string) error {
		return e.EditSettings(t.Context(), func(s *profile.Settings) error {
			s.Tunnel.Provider, s.Tunnel.PublicURL = profile.TunnelExternal, url
			return nil
		})
	}
	if err := set("https://a.test:8443"); err != nil {
		t.Fatal(err)
	}
	var bad *TunnelInvalid
	if err := e.StartTunnel(t.Context()); !errors.As(err, &bad) || bad.Issues[0].ID != "port" {
		t.Errorf("a port that WeChat does not call: %v", err)
	}
	if err := set("https://a.natapp1.cc/"); err != nil {
		t.Fatal(err)
	}
	if err := e.StartTunnel(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := await(t, e, "online", func(s *Snapshot) bool { return s.Tunnel.State == tunnel.Online })
	if s.PublicURL() != "https://a.natapp1.cc/wx/demo" {
		t.Errorf("public URL %q", s.PublicURL())
	}
	if err := e.StopTunnel(t.Context()); err != nil || e.Snapshot().PublicURL() != "" {
		t.Errorf("stop: %v %q", err, e.Snapshot().PublicURL())
	}
}

// TestSubscribe is told at once and after a change, and is silent after cancel.
func TestSubscribe(t *testing.T) {
	e := open(t, nil)
	var told atomic.Int64
	wake := make(chan struct{}, 16)
	cancel := e.Subscribe(func() { told.Add(1); wake <- struct{}{} })
	<-wake
	e.Clear()
	<-wake
	cancel()
	cancel()
	n := told.Load()
	e.Clear()
	if told.Load() != n {
		t.Error("told after cancel")
	}
}
