package ngrok_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"testing"
	"time"

	"echostr/internal/tunnel"
	"echostr/internal/tunnel/ngrok"
	"echostr/internal/tunnel/ngrok/ngroktest"
)

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
