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
