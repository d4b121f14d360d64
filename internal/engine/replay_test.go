package engine

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/simulate"
	"echostr/internal/wechat"
)

// pushed sends a test push to e and returns what was recorded of it.
func pushed(t *testing.T, e *Engine) *exchange.Exchange {
	t.Helper()
	if trial, err := e.SendTest(t.Context(), false, "你好"); err != nil || trial.Problem != "" {
		t.Fatalf("%+v %v", trial, err)
	}
	x, ok := e.Exchange(e.Snapshot().Counts.Last)
	if !ok || x.Opened.Kind != wechat.UserMessage {
		t.Fatalf("recorded %+v", x)
	}
	return x
}

const replayKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"

// TestReplay sends a recorded push again in each way: each is an exchange of its own,
// linked to the first.
func TestReplay(t *testing.T) {
	e := open(t, nil)
	x := pushed(t, e)
	other := "再见"
	message := strings.Replace(string(x.Request.Entity()), "你好", other, 1)
	parts := simulate.PartsOf(x)
	parts.Target += "&more=1"
	for _, c := range []struct {
		name    string
		r       ReplayRequest
		query   func(q wechat.Query) bool
		content string
		cause   wechat.CauseID // a warning
	}{
		{"as it was", ReplayRequest{}, func(q wechat.Query) bool { return string(q) == x.Request.Query }, "你好", wechat.NonceReplayed},
		{"edited", ReplayRequest{How: Edited, Parts: parts}, func(q wechat.Query) bool { return q.Get("more") == "1" }, "你好", wechat.NonceReplayed},
		{"signed", ReplayRequest{How: Resign}, func(q wechat.Query) bool { return string(q) != x.Request.Query }, "你好", ""},
		{"another message", ReplayRequest{How: Resign, Message: &message}, func(q wechat.Query) bool { return q.Get("openid") != "" }, other, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.r.ID = x.ID
			results, err := e.Replay(t.Context(), c.r)
			if err != nil || len(results) != 1 || results[0].Status != 200 || results[0].Problem != "" {
				t.Fatalf("%+v %v", results, err)
			}
			y, ok := e.Exchange(results[0].ID)
			if !ok || y.Origin != x.ID || !y.Test || y.ID == x.ID || y.Verdict != exchange.Pass || y.Via != exchange.Local {
				t.Fatalf("recorded %+v", y)
			}
			if y.Opened.Message.Get("Content") != c.content || !c.query(wechat.Query(y.Request.Query)) {
				t.Errorf("sent %s", y.Request.Raw)
			}
			if warned := slices.ContainsFunc(y.Opened.Causes, func(k wechat.Cause) bool { return k.ID == wechat.NonceReplayed }); warned != (c.cause != "") {
				t.Errorf("causes %+v", y.Opened.Causes)
			}
		})
	}
	if e.Snapshot().Progress.Message {
		t.Error("a replay counts as WeChat's message")
	}
}

// TestReplayFollowsTheProfile signs a failed push again after the settings were changed:
// it goes to the new path with the new Token, sealed, and holds.
func TestReplayFollowsTheProfile(t *testing.T) {
	e := open(t, nil)
	x := pushed(t, e)
	if err := e.EditProfile(t.Context(), x.Profile, func(p *profile.Profile) {
		p.Token, p.Path, p.Mode, p.EncodingAESKey, p.AppID = "BBBBB", "/wx/other", wechat.Safe, replayKey, "wx0123456789abcdef"
	}); err != nil {
		t.Fatal(err)
	}
	for _, how := range []Replaying{AsItWas, Resign} {
		results, err := e.Replay(t.Context(), ReplayRequest{ID: x.ID, How: how, Mode: wechat.Safe})
		if err != nil || len(results) != 1 {
			t.Fatalf("%s: %+v %v", how, results, err)
		}
		y, _ := e.Exchange(results[0].ID)
		if want := map[Replaying]exchange.Verdict{AsItWas: exchange.NotForUs, Resign: exchange.Pass}[how]; y == nil || y.Verdict != want {
			t.Errorf("%s: %+v", how, y)
		}
		if how == Resign && (!y.Opened.Encrypted || y.Request.Path != "/wx/other" || len(y.Opened.Causes) > 0) {
			t.Errorf("%s %+v", y.Request.Raw, y.Opened.Causes)
		}
	}
}

// TestReplayMany sends fifty at once: every one is found again, each once.
func TestReplayMany(t *testing.T) {
	e := open(t, nil)
	x := pushed(t, e)
	for _, how := range []Replaying{AsItWas, Resign} {
		told := 0
		results, err := e.Replay(t.Context(), ReplayRequest{ID: x.ID, How: how, Plan: simulate.Plan{Times: 50, Parallel: 8},
			Progress: func(done, of int, _ ReplayResult) {
				if told++; done != told || of != 50 {
					t.Errorf("told %d of %d after %d", done, of, told)
				}
			}})
		if err != nil || len(results) != 50 || told != 50 {
			t.Fatalf("%d results, told %d times, %v", len(results), told, err)
		}
		ids := map[int64]bool{}
		for n, r := range results {
			if r.N != n || r.ID == 0 || ids[r.ID] || r.Status != 200 {
				t.Errorf("%d: %+v", n, r)
			}
			ids[r.ID] = true
			if y, ok := e.Exchange(r.ID); !ok || y.First != 0 || y.Attempt != 0 || y.Run != 0 {
				t.Errorf("%d counts as WeChat's attempt: %+v", n, y)
			}
		}
	}
}

// TestReplayRetriesHere sends to this server as WeChat does: the tries are known by one run.
func TestReplayRetriesHere(t *testing.T) {
	e := open(t, func(c *Config) {
		c.Sender.Wait = func(context.Context, time.Duration) error { return nil }
	})
	x := pushed(t, e)
	if err := e.EditProfile(t.Context(), x.Profile, func(p *profile.Profile) { p.Path = "/elsewhere" }); err != nil {
		t.Fatal(err)
	}
	results, err := e.Replay(t.Context(), ReplayRequest{ID: x.ID, Plan: simulate.Plan{Retry: true}})
	if err != nil || len(results) != simulate.Attempts {
		t.Fatalf("%+v %v", results, err)
	}
	runs := map[int64]bool{}
	for _, r := range results {
		if y, ok := e.Exchange(r.ID); ok {
			runs[y.Run] = true
		}
	}
	if len(runs) != 1 || runs[0] {
		t.Errorf("runs %v", runs)
	}
}

// TestReplayRetries delivers to a backend as WeChat does: the same MsgId, five seconds
// apart, until it answers. Each attempt is recorded with the backend's own answer.
func TestReplayRetries(t *testing.T) {
	var waited []time.Duration
	e := open(t, func(c *Config) {
		c.Sender.Wait = func(_ context.Context, d time.Duration) error {
			waited = append(waited, d)
			return nil
		}
	})
	x := pushed(t, e)
	var calls atomic.Int64
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/app" || r.Header.Get("X-Echostr-Replay") != "" || r.Header.Get("X-Echostr-Test") != "" {
			t.Errorf("%s %v", r.URL, r.Header)
		}
		if calls.Add(1) == 1 {
			w.WriteHeader(500)
			return
		}
		io.WriteString(w, "<html>oops</html>")
	}))
	defer backend.Close()
	results, err := e.Replay(t.Context(), ReplayRequest{ID: x.ID, How: Resign, To: ToBackend, URL: backend.URL + "/app", Plan: simulate.Plan{Retry: true}})
	if err != nil || len(results) != 2 || results[0].Status != 500 || results[1].Status != 200 {
		t.Fatalf("%+v %v", results, err)
	}
	if len(waited) != 1 || waited[0] > simulate.RetryAfter || waited[0] < simulate.RetryAfter-2*time.Second {
		t.Errorf("waited %v", waited)
	}
	for i, r := range results {
		y, ok := e.Exchange(r.ID)
		if want := []int64{0, results[0].ID}[i]; ok && (y.First != want || y.Run == 0) {
			t.Errorf("try %d: a delivery of %d in run %d", i, y.First, y.Run)
		}
		if !ok || y.Via != exchange.Direct || y.Origin != x.ID || y.Verdict != exchange.Pass || y.Response.Status != r.Status ||
			y.Opened.Message.MsgID() != x.Opened.Message.MsgID() || y.Remote == "" {
			t.Fatalf("%d: %+v", i, y)
		}
		if i == 1 && (string(y.Response.Body()) != "<html>oops</html>" || y.Opened.Causes[0].ID != wechat.ReplyHTML) {
			t.Errorf("answer %s %+v", y.Response.Raw, y.Opened.Causes)
		}
	}
}

func TestReplayFails(t *testing.T) {
	e := open(t, nil)
	x := pushed(t, e)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "http://" + l.Addr().String()
	l.Close()
	results, err := e.Replay(t.Context(), ReplayRequest{ID: x.ID, To: ToBackend, URL: nobody})
	if err != nil || len(results) != 1 || results[0].Problem != "unreachable" || results[0].ID == 0 {
		t.Errorf("nobody there: %+v %v", results, err)
	}
	if y, ok := e.Exchange(results[0].ID); !ok || y.Response.Status != 0 || y.Via != exchange.Direct {
		t.Errorf("recorded %+v", y)
	}
	if _, err := e.Replay(t.Context(), ReplayRequest{ID: 999}); !errors.Is(err, ErrNoExchange) {
		t.Error(err)
	}
	if _, err := e.Replay(t.Context(), ReplayRequest{ID: x.ID, To: ToPublic}); !errors.Is(err, ErrNotOnline) {
		t.Error(err)
	}
	if _, err := e.Replay(t.Context(), ReplayRequest{ID: x.ID, To: ToBackend, URL: "nonsense"}); err == nil {
		t.Error("an address without a host was taken")
	}
	if _, err := e.Replay(t.Context(), ReplayRequest{ID: x.ID, How: Resign, Mode: wechat.Safe}); !errors.Is(err, wechat.ErrKey) {
		t.Errorf("safe mode without a key: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	results, err = e.Replay(ctx, ReplayRequest{ID: x.ID, Plan: simulate.Plan{Times: 100},
		Progress: func(done, _ int, _ ReplayResult) {
			if done == 3 {
				cancel()
			}
		}})
	if !errors.Is(err, context.Canceled) || len(results) != 3 {
		t.Errorf("cancelled after 3: %d results, %v", len(results), err)
	}
}

// TestReplayLargeAnswer names a backend's answer that is more than is read of one.
func TestReplayLargeAnswer(t *testing.T) {
	e := open(t, nil)
	x := pushed(t, e)
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write(make([]byte, 2<<20)) // as far as somebody reads
	}))
	defer backend.Close()
	results, err := e.Replay(t.Context(), ReplayRequest{ID: x.ID, To: ToBackend, URL: backend.URL})
	if err != nil || len(results) != 1 || results[0].Problem != "large" || results[0].ID == 0 {
		t.Errorf("%+v %v", results, err)
	}
}
