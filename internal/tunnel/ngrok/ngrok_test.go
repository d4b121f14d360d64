package ngrok_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"echostr/internal/tunnel"
	"echostr/internal/tunnel/ngrok"
	"echostr/internal/tunnel/ngrok/ngroktest"
	"echostr/internal/tunnel/tunneltest"
)

const token = "2stAndInToken0000000000_abcdefghijklmnopqrstuvw"

// bench is the real SDK between a runner and a stand-in edge.
type bench struct {
	t      *testing.T
	ctx    context.Context
	edge   *ngroktest.Edge
	cfg    ngrok.Config
	runner *tunnel.Runner
	watch  *tunneltest.Watcher
}

func newBench(t *testing.T, cfg tunnel.Config) *bench {
	t.Helper()
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	edge := ngroktest.Start(t, ngroktest.Options{})
	if cfg.Serve == nil {
		server := &http.Server{Handler: http.HandlerFunc(answer), ReadHeaderTimeout: 10 * time.Second}
		t.Cleanup(func() { _ = server.Close() })
		cfg.Serve = server.Serve
	}
	r := tunnel.New(cfg)
	t.Cleanup(func() { _ = r.Close() })
	return &bench{
		t: t, ctx: ctx, edge: edge, runner: r, watch: tunneltest.Watch(t, r),
		cfg: ngrok.Config{
			Authtoken: token, ConnectAddr: edge.ConnectAddr(), CAFile: edge.CAFile(t),
			Timing: ngrok.Timing{BindEvery: 50 * time.Millisecond, BindFor: 500 * time.Millisecond},
		},
	}
}

func answer(w http.ResponseWriter, r *http.Request) {
	_, _ = io.WriteString(w, r.RemoteAddr+" "+r.Host+" "+r.URL.Path+" "+r.Header.Get("X-Forwarded-For"))
}

func (b *bench) start() { b.runner.Start(ngrok.New(b.cfg)) }

func (b *bench) online() (tunnel.Status, int) {
	b.t.Helper()
	b.start()
	return b.watch.AwaitState(b.ctx, 0, tunnel.Online)
}

// stop stops the tunnel and says how long it took.
func (b *bench) stop() time.Duration {
	b.t.Helper()
	begin := time.Now()
	if err := b.runner.Stop(b.ctx); err != nil {
		b.t.Fatalf("stop: %v", err)
	}
	return time.Since(begin)
}

func (b *bench) get(url string) (int, string) {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.ctx, http.MethodGet, url, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	resp, err := b.edge.Client().Do(req)
	if err != nil {
		b.t.Fatalf("call the public side: %v", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<16))
	if err != nil {
		b.t.Fatalf("read the public side: %v", err)
	}
	return resp.StatusCode, string(body)
}

func TestOnlineAndServing(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	got, _ := b.online()
	want := tunnel.Status{Provider: "ngrok", State: tunnel.Online, URL: "https://" + ngroktest.DefaultDomain,
		Since: got.Since, Region: "local", Account: "Stand-in account", Plan: "Free"}
	if got != want {
		t.Errorf("status %+v, want %+v", got, want)
	}
	if status, body := b.get(tunnel.Join(got.URL, "/wx")); status != 200 || body != "203.0.113.7:4242 "+ngroktest.DefaultDomain+" /wx 203.0.113.7" {
		t.Errorf("answer %d %q", status, body)
	}
	b.stop()
	if status, _ := b.get(got.URL); status != http.StatusNotFound {
		t.Errorf("the public side answers %d after Stop", status)
	}
	if n := b.edge.Counts().Unbinds; n != 1 {
		t.Errorf("the URL was given back %d times, want once", n)
	}
}

func TestBytesArriveAsSent(t *testing.T) {
	got := make(chan string, 1)
	b := newBench(t, tunnel.Config{Serve: func(ln net.Listener) error {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return err
			}
			text := make([]byte, 64)
			n, _ := conn.Read(text)
			got <- string(text[:n])
			_, _ = io.WriteString(conn, "HTTP/1.0 200 OK\r\n\r\nok")
			_ = conn.Close()
		}
	}})
	b.online()
	conn, err := b.edge.DialAgent(ngroktest.DefaultDomain, "")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const request = "GET /wx HTTP/1.0\r\nPragma: no-cache\r\n\r\n"
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	if text := <-got; text != request {
		t.Errorf("the agent got %q", text)
	}
	if text, err := io.ReadAll(io.LimitReader(conn, 1<<10)); err != nil || !strings.HasSuffix(string(text), "\r\n\r\nok") {
		t.Errorf("the caller got %q, %v", text, err)
	}
}

func TestDomainAndPolicyAreAskedFor(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	binds := make(chan ngroktest.BindRequest, 8)
	b.edge.OnBind(func(r ngroktest.BindRequest) string { binds <- r; return "" })
	b.cfg.Domain = "Quiet-Owl.ngrok-free.test/"
	b.cfg.TrafficPolicy = "on_http_request:\n  - actions:\n      - type: log\n"
	got, _ := b.online()
	if got.URL != "https://quiet-owl.ngrok-free.test" {
		t.Errorf("URL %q", got.URL)
	}
	if r := <-binds; r.TrafficPolicy() != b.cfg.TrafficPolicy || r.Opts["URL"] != "https://quiet-owl.ngrok-free.test" {
		t.Errorf("bind options %v", r.Opts)
	}
}

func TestDroppedAndReconnected(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	first, next := b.online()
	b.edge.DropAll()
	lost, next := b.watch.AwaitState(b.ctx, next, tunnel.Reconnecting)
	if lost.URL != first.URL || lost.Problem.Kind != tunnel.Network || lost.Attempt == 0 {
		t.Errorf("status while reconnecting %+v", lost)
	}
	again, _ := b.watch.AwaitState(b.ctx, next, tunnel.Online)
	if again.URL != first.URL || again.Problem != nil || again.Attempt != 0 {
		t.Errorf("status after reconnecting %+v", again)
	}
	if status, _ := b.get(again.URL); status != 200 {
		t.Errorf("answer %d after reconnecting", status)
	}
}

func TestHalfDeadLink(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	b.cfg.Timing.HeartbeatInterval, b.cfg.Timing.HeartbeatTolerance = heartbeat, heartbeat*3/2
	_, next := b.online()
	if n := b.edge.Freeze(); n != 1 {
		t.Fatalf("%d sessions frozen", n)
	}
	_, next = b.watch.AwaitState(b.ctx, next, tunnel.Reconnecting)
	got, _ := b.watch.AwaitState(b.ctx, next, tunnel.Online)
	if status, _ := b.get(got.URL); status != 200 {
		t.Errorf("answer %d after reconnecting", status)
	}
}

func TestHeartbeatTellsLatency(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	b.cfg.Timing.HeartbeatInterval = heartbeat
	_, next := b.online()
	b.edge.SetDelay(20 * time.Millisecond)
	got, _ := b.watch.Await(b.ctx, next, "a latency over the delay", func(s tunnel.Status) bool { return s.Latency >= 20*time.Millisecond })
	if got.State != tunnel.Online {
		t.Errorf("status %+v", got)
	}
}

func TestRestartWhileOnline(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	_, next := b.online()
	for range 3 {
		b.start()
		_, next = b.watch.AwaitState(b.ctx, next, tunnel.Online)
	}
	for _, s := range b.watch.All() {
		if s.Problem != nil || s.State == tunnel.Reconnecting {
			t.Errorf("an old session speaks: %+v", s)
		}
	}
	if hosts := b.edge.Hosts(); len(hosts) != 1 {
		t.Errorf("hosts %v", hosts)
	}
}
