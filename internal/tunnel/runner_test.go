package tunnel_test

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"echostr/internal/tunnel"
	"echostr/internal/tunnel/tunneltest"
)

// bench is a runner with a scripted provider and a watcher.
type bench struct {
	t        *testing.T
	ctx      context.Context
	runner   *tunnel.Runner
	provider *tunneltest.Provider
	watch    *tunneltest.Watcher
}

func newBench(t *testing.T, cfg tunnel.Config) *bench {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	if cfg.Serve == nil {
		cfg.Serve = drain
	}
	r := tunnel.New(cfg)
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Errorf("close runner: %v", err)
		}
	})
	return &bench{t, ctx, r, tunneltest.NewProvider("fake"), tunneltest.Watch(t, r)}
}

// drain is a Serve that hangs up on everyone.
func drain(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		_ = conn.Close()
	}
}

func (b *bench) opening() *tunneltest.Opening {
	b.t.Helper()
	select {
	case o := <-b.provider.Openings():
		return o
	case <-b.ctx.Done():
		b.t.Fatal("the provider was not asked to open")
		return nil
	}
}

func (b *bench) listen() net.Listener {
	b.t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.t.Fatal(err)
	}
	return ln
}

func (b *bench) online(url string) (*tunneltest.Opening, *tunneltest.Endpoint, int) {
	b.t.Helper()
	b.runner.Start(b.provider)
	o := b.opening()
	ep := o.Succeed(url, b.listen())
	_, next := b.watch.AwaitState(b.ctx, 0, tunnel.Online)
	return o, ep, next
}

func TestNewRunnerIsStopped(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	got := b.runner.Status()
	if got.Provider != tunnel.NoProvider || got.State != tunnel.Stopped || got.Since.IsZero() {
		t.Errorf("status %+v, want stopped since now with no provider", got)
	}
	if err := b.runner.Stop(b.ctx); err != nil {
		t.Errorf("stop without a start: %v", err)
	}
	if all := b.watch.All(); len(all) != 1 || all[0].State != tunnel.Stopped {
		t.Errorf("a subscriber was told %v, want the present status once", all)
	}
}

func TestStartOnlineStop(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	b.runner.Start(b.provider)
	if got := b.runner.Status(); got.State != tunnel.Connecting || got.Provider != "fake" {
		t.Fatalf("status right after Start %+v, want connecting with the provider", got)
	}
	o := b.opening()
	o.Tell(tunnel.Up{Region: "jp", Account: "Mo", Plan: "Free"})
	ep := o.Succeed("https://a.test", b.listen())
	got, next := b.watch.AwaitState(b.ctx, 0, tunnel.Online)
	if got.URL != "https://a.test" || got.Region != "jp" || got.Account != "Mo" || got.Plan != "Free" || got.Problem != nil {
		t.Errorf("online status %+v", got)
	}
	o.Tell(tunnel.Beat{Latency: 42 * time.Millisecond})
	b.watch.Await(b.ctx, next, "a latency", func(s tunnel.Status) bool { return s.Latency == 42*time.Millisecond })
	if err := b.runner.Stop(b.ctx); err != nil {
		t.Fatalf("stop: %v", err)
	}
	select {
	case <-ep.Closed():
	default:
		t.Error("Stop returned before the endpoint was closed")
	}
	if o.Context().Err() == nil {
		t.Error("the endpoint's context lives on after Stop")
	}
	if got := b.runner.Status(); got.State != tunnel.Stopped || got.URL != "" || got.Provider != "fake" {
		t.Errorf("status after Stop %+v", got)
	}
}

func TestServeGetsTheListener(t *testing.T) {
	b := newBench(t, tunnel.Config{Serve: func(ln net.Listener) error {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return err
			}
			_, _ = io.WriteString(conn, "hello")
			_ = conn.Close()
		}
	}})
	b.runner.Start(b.provider)
	ln := b.listen()
	b.opening().Succeed("https://a.test", ln)
	b.watch.AwaitState(b.ctx, 0, tunnel.Online)
	conn, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if text, err := io.ReadAll(io.LimitReader(conn, 64)); err != nil || string(text) != "hello" {
		t.Errorf("got %q, %v", text, err)
	}
}

func TestEndpointWithoutListener(t *testing.T) {
	b := newBench(t, tunnel.Config{Serve: func(net.Listener) error {
		t.Error("there is nothing to serve")
		return nil
	}})
	b.runner.Start(b.provider)
	b.opening().Succeed("https://mine.test", nil)
	got, _ := b.watch.AwaitState(b.ctx, 0, tunnel.Online)
	if got.URL != "https://mine.test" {
		t.Errorf("URL %q", got.URL)
	}
	if err := b.runner.Stop(b.ctx); err != nil {
		t.Errorf("stop: %v", err)
	}
}

func TestStopWhileConnecting(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	b.runner.Start(b.provider)
	o := b.opening()
	if err := b.runner.Stop(b.ctx); err != nil {
		t.Fatalf("stop: %v", err)
	}
	if o.Context().Err() == nil {
		t.Error("Open was not told to return")
	}
	if got := b.runner.Status(); got.State != tunnel.Stopped || got.Problem != nil {
		t.Errorf("status %+v", got)
	}
}

func TestStopGivesUpWithItsContext(t *testing.T) {
	release := make(chan struct{})
	b := newBench(t, tunnel.Config{Serve: func(ln net.Listener) error {
		<-release // a server that does not notice
		return drain(ln)
	}})
	b.online("https://a.test")
	ctx, cancel := context.WithCancel(b.ctx)
	cancel()
	if err := b.runner.Stop(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("stop with an ended context: %v", err)
	}
	close(release)
	b.watch.AwaitState(b.ctx, 1, tunnel.Stopped)
}

func TestRestartReplacesTheTunnel(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	old, ep, next := b.online("https://old.test")
	second := tunneltest.NewProvider("second")
	b.runner.Start(second)
	if got := b.runner.Status(); got.State != tunnel.Connecting || got.Provider != "second" || got.URL != "" {
		t.Errorf("status right after the second Start %+v", got)
	}
	o := <-second.Openings()
	select {
	case <-ep.Closed():
	default:
		t.Error("the second tunnel was opened before the first was closed")
	}
	old.Tell(tunnel.Down{Problem: &tunnel.Problem{Kind: tunnel.Network}})
	old.Tell(tunnel.Ended{})
	o.Succeed("https://new.test", b.listen())
	b.watch.Await(b.ctx, next, "online with the new URL", func(s tunnel.Status) bool {
		return s.State == tunnel.Online && s.URL == "https://new.test"
	})
	for _, s := range b.watch.All()[next:] {
		if s.Provider != "second" || s.Problem != nil {
			t.Errorf("the old tunnel speaks into the new one: %+v", s)
		}
	}
}

func TestManyStartsLeaveTheLast(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	last := tunneltest.NewProvider("last")
	for range 20 {
		b.runner.Start(b.provider)
	}
	b.runner.Start(last)
	select {
	case o := <-last.Openings():
		o.Succeed("https://last.test", b.listen())
	case <-b.ctx.Done():
		t.Fatal("the last provider was not opened")
	}
	b.watch.Await(b.ctx, 0, "online with the last", func(s tunnel.Status) bool {
		return s.State == tunnel.Online && s.Provider == "last"
	})
}

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

// hasty tells a permanent problem and yields an endpoint in the same breath.
type hasty struct{ endpoint *tunneltest.Endpoint }

func (h hasty) Name() string { return "hasty" }

func (h hasty) Open(_ context.Context, events func(tunnel.Event)) (tunnel.Endpoint, error) {
	events(tunnel.Down{Problem: &tunnel.Problem{Kind: tunnel.AccountSuspended, Permanent: true}})
	return h.endpoint, nil
}

func TestEndpointThatComesTooLateIsClosed(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	for range 50 {
		h := hasty{tunneltest.NewEndpoint("https://a.test", nil)}
		b.runner.Start(h)
		b.watch.Await(b.ctx, len(b.watch.All())-1, "failed", func(s tunnel.Status) bool { return s.State == tunnel.Failed })
		if err := b.runner.Stop(b.ctx); err != nil {
			t.Fatal(err)
		}
		select {
		case <-h.endpoint.Closed():
		default:
			t.Fatal("the endpoint is left open")
		}
	}
}

func TestSinceCountsFromTheLastChange(t *testing.T) {
	var mu sync.Mutex
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	clock := func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Second)
		return now
	}
	b := newBench(t, tunnel.Config{Now: clock})
	o, _, next := b.online("https://a.test")
	online := b.runner.Status().Since
	o.Tell(tunnel.Beat{Latency: time.Millisecond})
	got, next := b.watch.Await(b.ctx, next, "a latency", func(s tunnel.Status) bool { return s.Latency != 0 })
	if !got.Since.Equal(online) {
		t.Errorf("a heartbeat moved Since from %v to %v", online, got.Since)
	}
	o.Tell(tunnel.Down{Problem: &tunnel.Problem{Kind: tunnel.Network}})
	got, _ = b.watch.AwaitState(b.ctx, next, tunnel.Reconnecting)
	if !got.Since.After(online) {
		t.Errorf("Since stayed at %v through a change", got.Since)
	}
}

func TestSubscribeCancelAndClose(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	calls := 0
	cancel := b.runner.Subscribe(func(tunnel.Status) { calls++ })
	cancel()
	cancel()
	b.online("https://a.test")
	for range 2 {
		if err := b.runner.Close(); err != nil {
			t.Fatalf("close: %v", err)
		}
	}
	if calls != 1 {
		t.Errorf("a cancelled subscriber was called %d times, want once", calls)
	}
	before := len(b.watch.All())
	b.runner.Start(b.provider)
	if got := b.runner.Status(); got.State != tunnel.Stopped || len(b.watch.All()) != before {
		t.Errorf("a start after Close did something: %+v", got)
	}
}
