package tunnel_test

import (
	"errors"
	"testing"
	"time"

	"echostr/internal/tunnel"
)

func TestFirstConnectFails(t *testing.T) {
	permanent := &tunnel.Problem{Code: "ERR_NGROK_105", Kind: tunnel.AuthtokenInvalid, Permanent: true}
	for name, c := range map[string]struct {
		tell []tunnel.Event
		fail error
		want tunnel.ProblemKind
	}{
		"open fails":         {fail: permanent, want: tunnel.AuthtokenInvalid},
		"open fails oddly":   {fail: errors.New("odd"), want: tunnel.Other},
		"permanent problem":  {tell: []tunnel.Event{tunnel.Down{Problem: permanent}}, want: tunnel.AuthtokenInvalid},
		"certificate":        {tell: []tunnel.Event{tunnel.Down{Problem: &tunnel.Problem{Kind: tunnel.TLS}}}, want: tunnel.TLS},
		"proxy":              {tell: []tunnel.Event{tunnel.Down{Problem: &tunnel.Problem{Kind: tunnel.Proxy}}}, want: tunnel.Proxy},
		"ended without word": {tell: []tunnel.Event{tunnel.Ended{}}, want: tunnel.ClosedByCloud},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, tunnel.Config{})
			b.runner.Start(b.provider)
			o := b.opening()
			for _, e := range c.tell {
				o.Tell(e)
			}
			if c.fail != nil {
				o.Fail(c.fail)
			}
			got, _ := b.watch.AwaitState(b.ctx, 0, tunnel.Failed)
			if got.Problem == nil || got.Problem.Kind != c.want || got.URL != "" {
				t.Errorf("status %+v, want the problem %s", got, c.want)
			}
			if err := b.runner.Stop(b.ctx); err != nil {
				t.Errorf("stop: %v", err)
			}
			if got := b.runner.Status(); got.State != tunnel.Stopped || got.Problem != nil {
				t.Errorf("after Stop %+v", got)
			}
		})
	}
}

func TestNoAnswer(t *testing.T) {
	b := newBench(t, tunnel.Config{ConnectTimeout: 30 * time.Millisecond})
	b.runner.Start(b.provider)
	o := b.opening()
	got, _ := b.watch.AwaitState(b.ctx, 0, tunnel.Failed)
	if got.Problem.Kind != tunnel.NoAnswer {
		t.Errorf("problem %+v", got.Problem)
	}
	<-o.Context().Done()
}

func TestLimitTellsTheLatestProblem(t *testing.T) {
	b := newBench(t, tunnel.Config{ConnectTimeout: 50 * time.Millisecond})
	b.runner.Start(b.provider)
	b.opening().Tell(tunnel.Down{Problem: &tunnel.Problem{Code: "ERR_NGROK_108", Kind: tunnel.AccountSessions}})
	got, next := b.watch.Await(b.ctx, 0, "an attempt", func(s tunnel.Status) bool { return s.Attempt == 1 })
	if got.State != tunnel.Connecting || got.Problem.Code != "ERR_NGROK_108" {
		t.Errorf("status %+v", got)
	}
	got, _ = b.watch.AwaitState(b.ctx, next, tunnel.Failed)
	if got.Problem.Kind != tunnel.AccountSessions {
		t.Errorf("problem %+v", got.Problem)
	}
}

func TestBusyProlongsTheFirstConnect(t *testing.T) {
	b := newBench(t, tunnel.Config{ConnectTimeout: 400 * time.Millisecond})
	b.runner.Start(b.provider)
	o := b.opening()
	busy := tunnel.Busy{Problem: &tunnel.Problem{Code: "ERR_NGROK_334", Kind: tunnel.URLInUse}}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for range 8 { // twice the limit in all
		<-tick.C
		o.Tell(busy)
	}
	got, next := b.watch.Await(b.ctx, 0, "busy 8 times", func(s tunnel.Status) bool { return s.Attempt == 8 })
	if got.State != tunnel.Connecting || got.Problem.Kind != tunnel.URLInUse {
		t.Errorf("status %+v", got)
	}
	o.Succeed("https://a.test", nil)
	b.watch.AwaitState(b.ctx, next, tunnel.Online)
}
