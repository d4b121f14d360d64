package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"echostr/internal/simulate"
	"echostr/internal/tunnel"
	"echostr/internal/wechat"
)

// Trial is how a test request went.
type Trial struct {
	Public bool   // through the tunnel
	URL    string // where it went
	// Problem is a stable identifier: "" when all is well, else "unreachable",
	// "timeout", "edge" (ngrok itself answered, Code says what), "redirect",
	// "answer" (something else than the echostr), "message" (the push was refused).
	Problem  string
	Code     string // ERR_NGROK_… for "edge"
	Status   int    // of the answer that was wrong
	Detail   string // the error's text, for details
	Duration time.Duration
}

// errNotListening is a trial without anything to try.
var errNotListening = errors.New("engine: the local server does not listen")

// SendTest sends a correctly signed verification and then a text push to the active
// profile's address, as WeChat would: through the tunnel when that is online and
// public is true, else to the local server. Both show up as exchanges marked Test.
func (e *Engine) SendTest(ctx context.Context, public bool, content string) (Trial, error) {
	s := e.Snapshot()
	t := Trial{Public: public && s.Tunnel.State == tunnel.Online, URL: s.LocalURL()}
	if t.Public {
		t.URL = s.PublicURL()
	}
	if t.URL == "" {
		return t, errNotListening
	}
	p := s.Active()
	now := e.now()
	verify, err := simulate.Verification(p.Token, now)
	if err != nil {
		return t, err
	}
	to := "gh_echostr000001"
	text, err := simulate.TextPush(p.Token, "oEchostrSelfTest000000000001", to, content, now)
	if err != nil {
		return t, err
	}
	if key, err := wechat.ParseKey(p.EncodingAESKey); err == nil {
		if text, err = text.Seal(p.Mode, p.Token, p.AppID, to, key, now); err != nil {
			return t, err
		}
	}
	for _, push := range []simulate.Push{verify, text} {
		a, err := e.sender.Send(ctx, t.URL, push)
		if ctx.Err() != nil {
			return t, ctx.Err()
		}
		if t.judge(push, a, err); t.Problem != "" {
			return t, nil
		}
	}
	e.tested.Store(true)
	e.watch.changed()
	return t, nil
}

// judge says what is wrong with an answer, if anything.
func (t *Trial) judge(p simulate.Push, a *simulate.Answer, err error) {
	if err != nil {
		t.Problem, t.Detail = "unreachable", err.Error()
		if errors.Is(err, context.DeadlineExceeded) {
			t.Problem = "timeout"
		}
		return
	}
	t.Status = a.Status
	t.Duration += a.Duration
	switch {
	case a.ErrorCode() != "":
		t.Problem, t.Code = "edge", a.ErrorCode()
	case a.Status >= 300 && a.Status < 400:
		t.Problem, t.Detail = "redirect", a.Header.Get("Location")
	case p.Echo != "" && (a.Status != 200 || !bytes.Equal(a.Body, []byte(p.Echo))):
		t.Problem, t.Detail = "answer", fmt.Sprintf("%.200q", a.Body)
	case a.Status != 200:
		t.Problem, t.Detail = "message", fmt.Sprintf("%.200q", a.Body)
	}
}
