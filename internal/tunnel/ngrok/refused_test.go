package ngrok_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"echostr/internal/tunnel"
	"echostr/internal/tunnel/ngrok"
	"echostr/internal/tunnel/ngrok/ngroktest"
	"echostr/internal/tunnel/tunneltest"
)

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
