package tunnel_test

import (
	"errors"
	"net"
	"testing"
	"time"

	"echostr/internal/tunnel"
)

func TestReconnect(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	o, _, next := b.online("https://a.test")
	for range 2 {
		o.Tell(tunnel.Down{Problem: &tunnel.Problem{Kind: tunnel.Network}})
	}
	got, next := b.watch.Await(b.ctx, next, "reconnecting after two attempts", func(s tunnel.Status) bool { return s.Attempt == 2 })
	if got.State != tunnel.Reconnecting || got.URL != "https://a.test" || got.Problem == nil || got.Latency != 0 {
		t.Errorf("status %+v", got)
	}
	o.Tell(tunnel.Up{})
	got, _ = b.watch.AwaitState(b.ctx, next, tunnel.Online)
	if got.Attempt != 0 || got.Problem != nil || got.URL != "https://a.test" {
		t.Errorf("status %+v", got)
	}
}

func TestTakenURLBringsAFreshSession(t *testing.T) {
	b := newBench(t, tunnel.Config{BusyLimit: 50 * time.Millisecond})
	o, ep, next := b.online("https://a.test")
	o.Tell(tunnel.Down{Problem: &tunnel.Problem{Kind: tunnel.URLInUse}})
	fresh := b.opening()
	<-ep.Closed()
	// A fresh session of a tunnel that was online does not give up, nor does
	// it fall back to "connecting".
	fresh.Tell(tunnel.Down{Problem: &tunnel.Problem{Kind: tunnel.TLS}})
	fresh.Succeed("https://b.test", b.listen())
	b.watch.Await(b.ctx, next, "online again", func(s tunnel.Status) bool { return s.URL == "https://b.test" })
	for _, s := range b.watch.All()[next:] {
		if s.State != tunnel.Reconnecting && s.State != tunnel.Online {
			t.Errorf("state %s on the way", s.State)
		}
	}
}

func TestOtherProblemsDoNotCountAsTaken(t *testing.T) {
	b := newBench(t, tunnel.Config{BusyLimit: 150 * time.Millisecond})
	o, ep, next := b.online("https://a.test")
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for range 5 {
		o.Tell(tunnel.Down{Problem: &tunnel.Problem{Kind: tunnel.URLInUse}})
		o.Tell(tunnel.Down{Problem: &tunnel.Problem{Kind: tunnel.Network}})
		<-tick.C
	}
	o.Tell(tunnel.Up{})
	b.watch.AwaitState(b.ctx, next, tunnel.Online)
	select {
	case <-ep.Closed():
		t.Error("the endpoint was renewed")
	default:
	}
}

func TestRestartFromTheDashboard(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	o, ep, next := b.online("https://a.test")
	o.Tell(tunnel.Ended{Restart: true})
	fresh := b.opening()
	<-ep.Closed()
	fresh.Succeed("https://a.test", b.listen())
	_, next = b.watch.AwaitState(b.ctx, next, tunnel.Reconnecting)
	b.watch.AwaitState(b.ctx, next, tunnel.Online)
}

func TestEndedFails(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	o, ep, _ := b.online("https://a.test")
	o.Tell(tunnel.Ended{Problem: &tunnel.Problem{Kind: tunnel.AgentStopped}})
	got, _ := b.watch.AwaitState(b.ctx, 0, tunnel.Failed)
	if got.Problem.Kind != tunnel.AgentStopped || got.URL != "" {
		t.Errorf("status %+v", got)
	}
	<-ep.Closed()
}

func TestLocalServerEnds(t *testing.T) {
	b := newBench(t, tunnel.Config{Serve: func(net.Listener) error { return errors.New("out of order") }})
	b.runner.Start(b.provider)
	ep := b.opening().Succeed("https://a.test", b.listen())
	got, _ := b.watch.AwaitState(b.ctx, 0, tunnel.Failed)
	if got.Problem.Kind != tunnel.LocalServer || got.Problem.Detail != "out of order" {
		t.Errorf("problem %+v", got.Problem)
	}
	<-ep.Closed()
}
