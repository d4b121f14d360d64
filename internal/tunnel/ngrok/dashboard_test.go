package ngrok_test

import (
	"strings"
	"testing"

	"echostr/internal/tunnel"
	"echostr/internal/tunnel/ngrok/ngroktest"
)

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
