package engine

import (
	"strings"
	"testing"

	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/tunnel"
	"echostr/internal/tunnel/ngrok/ngroktest"
)

// TestNgrok is the main way: the real SDK against the stand-in edge, a test request
// through the public side, the authtoken from the environment, a stop.
func TestNgrok(t *testing.T) {
	edge := ngroktest.Start(t, ngroktest.Options{Loopback: true})
	ca := edge.CAFile(t)
	connect, provider := edge.ConnectAddr(), profile.TunnelNgrok
	const secret = "2abcdefghijklmnopqrstuvwxyz_0123456789ABCDEFGHIJ"
	e := open(t, func(c *Config) {
		c.Overrides.Provider, c.Overrides.ConnectAddr, c.Overrides.CAFile = &provider, &connect, &ca
		c.Env = func(name string) string {
			if name == "NGROK_AUTHTOKEN" {
				return secret
			}
			return env(name)
		}
	})
	if _, ok := e.OfferedAuthtoken(); ok {
		t.Error("a token is offered though the environment has one")
	}
	if s := e.Snapshot(); s.Tunnel.State != tunnel.Stopped || s.PublicURL() != "" {
		t.Errorf("the tunnel started by itself: %+v", s.Tunnel)
	}
	if err := e.StartTunnel(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := await(t, e, "online", func(s *Snapshot) bool { return s.Tunnel.State == tunnel.Online })
	if s.PublicURL() != edge.PublicURL()+"/wx/demo" {
		t.Errorf("public URL %q", s.PublicURL())
	}
	trial, err := e.SendTest(t.Context(), true, "hello")
	if err != nil || trial.Problem != "" || !trial.Public {
		t.Fatalf("trial %+v %v", trial, err)
	}
	for _, x := range e.Since(0, 10) {
		if x.Via != exchange.Tunnel || x.Verdict != exchange.Pass || !x.Test || !strings.HasPrefix(x.Remote, "203.0.113.") {
			t.Errorf("exchange via %v from %s: %v", x.Via, x.Remote, x.Verdict)
		}
	}
	last := s.Counts.Last + 2 // the push of the trial
	again, err := e.Replay(t.Context(), ReplayRequest{ID: last, How: Resign, To: ToPublic})
	if err != nil || len(again) != 1 || again[0].Status != 200 {
		t.Fatalf("replay %+v %v", again, err)
	}
	if x, ok := e.Exchange(again[0].ID); !ok || x.Via != exchange.Tunnel || x.Origin != last || x.Verdict != exchange.Pass {
		t.Errorf("the replay became %+v", x)
	}
	if err := e.StopTunnel(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := e.Snapshot(); s.Tunnel.State != tunnel.Stopped || s.PublicURL() != "" {
		t.Errorf("after a stop: %+v", s.Tunnel)
	}
	if trial, err := e.SendTest(t.Context(), true, "hello"); err != nil || trial.Public {
		t.Errorf("a test without a tunnel: %+v %v", trial, err)
	}

	edge.OnAuth(ngroktest.RefuseAuth("ERR_NGROK_105"))
	if err := e.StartTunnel(t.Context()); err != nil {
		t.Fatal(err)
	}
	s = await(t, e, "failed", func(s *Snapshot) bool { return s.Tunnel.State == tunnel.Failed })
	if p := s.Tunnel.Problem; p.Code != "ERR_NGROK_105" || strings.Contains(p.Detail, secret) {
		t.Errorf("problem %+v", p)
	}
}
