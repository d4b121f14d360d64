package ngrok_test

import (
	"context"
	"errors"
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
	if lost.URL != first.URL || lost.Problem == nil || lost.Attempt == 0 {
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

func TestRefusedSessions(t *testing.T) {
	for code, want := range map[string]tunnel.ProblemKind{
		"ERR_NGROK_102":  tunnel.AccountSuspended,
		"ERR_NGROK_105":  tunnel.AuthtokenInvalid,
		"ERR_NGROK_106":  tunnel.AuthtokenInvalid,
		"ERR_NGROK_107":  tunnel.AuthtokenRevoked,
		"ERR_NGROK_121":  tunnel.AgentTooOld,
		"ERR_NGROK_123":  tunnel.EmailUnverified,
		"ERR_NGROK_4018": tunnel.AuthtokenMissing,
		"ERR_NGROK_9009": tunnel.ProxyNotInPlan,
		"ERR_NGROK_9040": tunnel.IPNotAllowed,
	} {
		t.Run(code, func(t *testing.T) {
			b := newBench(t, tunnel.Config{})
			b.edge.OnAuth(ngroktest.RefuseAuth(code))
			b.start()
			got, _ := b.watch.AwaitState(b.ctx, 0, tunnel.Failed)
			p := got.Problem
			if p.Code != code || p.Kind != want || !p.Permanent {
				t.Errorf("problem %+v, want %s", p, want)
			}
			if strings.Contains(p.Detail, token) || strings.Contains(p.Error(), token) {
				t.Errorf("the authtoken is in %q", p.Detail)
			}
			if n := b.edge.Counts().Auths; n != 1 {
				t.Errorf("asked %d times, want once", n)
			}
			b.stop()
		})
	}
}

func TestTooManySessionsGivesUp(t *testing.T) {
	b := newBench(t, tunnel.Config{ConnectTimeout: 800 * time.Millisecond})
	b.edge.OnAuth(ngroktest.RefuseAuth("ERR_NGROK_108"))
	b.start()
	got, next := b.watch.Await(b.ctx, 0, "refused", func(s tunnel.Status) bool { return s.Problem != nil })
	if got.State != tunnel.Connecting || got.Problem.Kind != tunnel.AccountSessions {
		t.Errorf("status %+v", got)
	}
	got, _ = b.watch.AwaitState(b.ctx, next, tunnel.Failed)
	if got.Problem.Code != "ERR_NGROK_108" || got.Attempt < 2 {
		t.Errorf("status %+v", got)
	}
}

func TestRefusedWhileReconnecting(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	_, next := b.online()
	b.edge.OnAuth(ngroktest.RefuseAuth("ERR_NGROK_107"))
	b.edge.DropAll()
	got, _ := b.watch.AwaitState(b.ctx, next, tunnel.Failed)
	if got.Problem.Kind != tunnel.AuthtokenRevoked || strings.Contains(got.Problem.Detail, token) {
		t.Errorf("problem %+v", got.Problem)
	}
}

func TestRefusedBinds(t *testing.T) {
	for code, want := range map[string]tunnel.ProblemKind{
		"ERR_NGROK_314":  tunnel.PlanFeature,
		"ERR_NGROK_320":  tunnel.DomainNotOwned,
		"ERR_NGROK_322":  tunnel.DomainRegion,
		"ERR_NGROK_324":  tunnel.AccountEndpoints,
		"ERR_NGROK_326":  tunnel.DomainInvalid,
		"ERR_NGROK_725":  tunnel.Quota,
		"ERR_NGROK_2236": tunnel.TrafficPolicy,
		"ERR_NGROK_9999": tunnel.Other,
	} {
		t.Run(code, func(t *testing.T) {
			b := newBench(t, tunnel.Config{})
			b.edge.OnBind(ngroktest.RefuseBind(code))
			b.start()
			got, _ := b.watch.AwaitState(b.ctx, 0, tunnel.Failed)
			if got.Problem.Code != code || got.Problem.Kind != want {
				t.Errorf("problem %+v, want %s", got.Problem, want)
			}
			if n := b.edge.Counts().Binds; n != 1 {
				t.Errorf("asked %d times, want once", n)
			}
		})
	}
}

func TestURLInUseThenFree(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	b.cfg.Timing.BindFor = time.Minute
	b.edge.OnBind(ngroktest.RefuseBind("ERR_NGROK_334"))
	b.start()
	got, next := b.watch.Await(b.ctx, 0, "refused three times", func(s tunnel.Status) bool { return s.Attempt == 3 })
	if got.State != tunnel.Connecting || got.Problem.Kind != tunnel.URLInUse {
		t.Errorf("status %+v", got)
	}
	b.edge.OnBind(nil)
	got, _ = b.watch.AwaitState(b.ctx, next, tunnel.Online)
	if got.Problem != nil || got.Attempt != 0 {
		t.Errorf("status %+v", got)
	}
	if n := b.edge.Counts().Auths; n != 1 {
		t.Errorf("%d sessions, want one", n)
	}
}

func TestURLInUseForGood(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	other := tunnel.New(tunnel.Config{Serve: (&http.Server{ReadHeaderTimeout: time.Second}).Serve})
	t.Cleanup(func() { _ = other.Close() })
	holder := tunneltest.Watch(t, other)
	other.Start(ngrok.New(b.cfg))
	holder.AwaitState(b.ctx, 0, tunnel.Online)

	b.start()
	got, _ := b.watch.AwaitState(b.ctx, 0, tunnel.Failed)
	if got.Problem.Code != "ERR_NGROK_334" || got.Problem.Kind != tunnel.URLInUse {
		t.Errorf("problem %+v", got.Problem)
	}
	if n := b.edge.Counts().Binds; n < 4 {
		t.Errorf("asked %d times in all, want several", n)
	}
	if other.Status().State != tunnel.Online {
		t.Error("the other tunnel suffered")
	}
}

func TestURLTakenWhileAwayBringsAFreshSession(t *testing.T) {
	b := newBench(t, tunnel.Config{BusyLimit: 200 * time.Millisecond})
	_, next := b.online()
	b.edge.OnBind(func(r ngroktest.BindRequest) string {
		if r.Rebind() {
			return ngroktest.Refusal("ERR_NGROK_334", "")
		}
		return ""
	})
	b.edge.DropAll()
	taken, next := b.watch.Await(b.ctx, next, "taken", func(s tunnel.Status) bool {
		return s.Problem != nil && s.Problem.Kind == tunnel.URLInUse
	})
	if taken.State != tunnel.Reconnecting || taken.Problem.Code != "ERR_NGROK_334" {
		t.Errorf("status %+v", taken)
	}
	b.watch.AwaitState(b.ctx, next, tunnel.Online)
}

func TestSilentEdge(t *testing.T) {
	for name, silence := range map[string]ngroktest.Silence{
		"after connecting": ngroktest.SilentTCP,
		"after TLS":        ngroktest.SilentAuth,
		"after login":      ngroktest.SilentBind,
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, tunnel.Config{ConnectTimeout: 300 * time.Millisecond})
			b.edge.SetSilence(silence)
			b.start()
			got, next := b.watch.AwaitState(b.ctx, 0, tunnel.Failed)
			if got.Problem.Kind != tunnel.NoAnswer {
				t.Errorf("problem %+v", got.Problem)
			}
			b.stop()
			b.edge.SetSilence(ngroktest.Talking)
			b.start()
			b.watch.AwaitState(b.ctx, next, tunnel.Online)
		})
		t.Run(name+", stopped", func(t *testing.T) {
			b := newBench(t, tunnel.Config{})
			b.edge.SetSilence(silence)
			b.start()
			reached := func(c ngroktest.Counts) bool {
				return c.Connections == 1 && (silence != ngroktest.SilentBind || c.Auths == 1)
			}
			if err := b.edge.Await(b.ctx, reached); err != nil {
				t.Fatal(err)
			}
			if took := b.stop(); took > time.Second {
				t.Errorf("Stop took %v", took)
			}
			if got := b.runner.Status(); got.State != tunnel.Stopped || got.Problem != nil {
				t.Errorf("status %+v", got)
			}
		})
	}
}

func TestSlowEdge(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	b.edge.SetDelay(150 * time.Millisecond)
	got, _ := b.online()
	if status, _ := b.get(got.URL); status != 200 {
		t.Errorf("answer %d", status)
	}
	b.stop()
	if n := b.edge.Counts().Unbinds; n != 1 {
		t.Errorf("the URL was given back %d times, want once", n)
	}
}

func TestStopOnADeadLink(t *testing.T) {
	b := newBench(t, tunnel.Config{CloseTimeout: 100 * time.Millisecond})
	b.online()
	b.edge.Freeze()
	if took := b.stop(); took > time.Second {
		t.Errorf("Stop took %v", took)
	}
}

func TestStopWhileReconnecting(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	_, next := b.online()
	b.edge.OnAuth(ngroktest.RefuseAuth("ERR_NGROK_108"))
	b.edge.DropAll()
	b.watch.Await(b.ctx, next, "refused twice", func(s tunnel.Status) bool {
		return s.Attempt >= 2 && s.Problem.Kind == tunnel.AccountSessions
	})
	if took := b.stop(); took > time.Second {
		t.Errorf("Stop took %v", took)
	}
}

func TestStopWithAConnectionWaiting(t *testing.T) {
	accepted := make(chan struct{})
	stopped := make(chan struct{})
	b := newBench(t, tunnel.Config{Serve: func(ln net.Listener) error {
		conn, err := ln.Accept() // one, and then no more
		if err != nil {
			return err
		}
		defer conn.Close()
		close(accepted)
		<-stopped
		_, err = ln.Accept()
		return err
	}})
	b.online()
	var conns []net.Conn
	for range 3 {
		conn, err := b.edge.DialAgent(ngroktest.DefaultDomain, "")
		if err != nil {
			t.Fatal(err)
		}
		conns = append(conns, conn)
	}
	<-accepted
	done := make(chan time.Duration, 1)
	go func() { done <- b.stop() }()
	if err := b.edge.Await(b.ctx, func(c ngroktest.Counts) bool { return c.Unbinds == 1 }); err != nil {
		t.Errorf("Stop does not get to give the URL back: %v", err)
	}
	close(stopped)
	if took := <-done; took > 2*time.Second {
		t.Errorf("Stop took %v", took)
	}
	for _, c := range conns {
		_ = c.Close()
	}
}

func TestClosedByTheCloud(t *testing.T) {
	for name, c := range map[string]struct {
		code string
		want tunnel.ProblemKind
	}{
		"with a code":    {"ERR_NGROK_725", tunnel.Quota},
		"with a new one": {"ERR_NGROK_9999", tunnel.ClosedByCloud},
		"without":        {"", tunnel.ClosedByCloud},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, tunnel.Config{})
			_, next := b.online()
			if err := b.edge.StopTunnel(ngroktest.DefaultDomain, c.code, "Time is up."); err != nil {
				t.Fatal(err)
			}
			got, _ := b.watch.AwaitState(b.ctx, next, tunnel.Failed)
			if got.Problem.Kind != c.want || got.Problem.Code != c.code || !strings.Contains(got.Problem.Detail, "Time is up.") {
				t.Errorf("problem %+v", got.Problem)
			}
		})
	}
}

func TestStoppedInTheDashboard(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	_, next := b.online()
	if err := b.edge.StopAgent(ngroktest.DefaultDomain); err != nil {
		t.Fatalf("the agent refused: %v", err)
	}
	got, _ := b.watch.AwaitState(b.ctx, next, tunnel.Failed)
	if got.Problem.Kind != tunnel.AgentStopped {
		t.Errorf("problem %+v", got.Problem)
	}
}

func TestRestartedInTheDashboard(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	_, next := b.online()
	if err := b.edge.RestartAgent(ngroktest.DefaultDomain); err != nil {
		t.Fatalf("the agent refused: %v", err)
	}
	got, _ := b.watch.AwaitState(b.ctx, next, tunnel.Online)
	if status, _ := b.get(got.URL); status != 200 {
		t.Errorf("answer %d", status)
	}
	if n := b.edge.Counts().Auths; n != 2 {
		t.Errorf("%d sessions, want a second", n)
	}
}

func TestUpdateInTheDashboardIsRefused(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	b.online()
	if err := b.edge.UpdateAgent(ngroktest.DefaultDomain); err == nil || !strings.Contains(err.Error(), "cannot be updated") {
		t.Errorf("update: %v", err)
	}
	if got := b.runner.Status(); got.State != tunnel.Online {
		t.Errorf("status %+v", got)
	}
}

func TestLocalServerShutsDown(t *testing.T) {
	server := &http.Server{Handler: http.HandlerFunc(answer), ReadHeaderTimeout: 10 * time.Second}
	b := newBench(t, tunnel.Config{Serve: server.Serve})
	_, next := b.online()
	if err := server.Shutdown(b.ctx); err != nil {
		t.Errorf("shut down: %v", err)
	}
	got, _ := b.watch.AwaitState(b.ctx, next, tunnel.Failed)
	if got.Problem.Kind != tunnel.LocalServer {
		t.Errorf("problem %+v", got.Problem)
	}
	b.stop()
	if n := b.edge.Counts().Unbinds; n != 1 {
		t.Errorf("the URL was given back %d times, want once", n)
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

func TestContextEndsTheEndpoint(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	ctx, cancel := context.WithCancel(b.ctx)
	ep, err := ngrok.New(b.cfg).Open(ctx, func(tunnel.Event) {})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	cancel()
	if _, err := ep.Listener().Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("accept after the end: %v", err)
	}
	for range 2 {
		_ = ep.Close(b.ctx)
	}
}
