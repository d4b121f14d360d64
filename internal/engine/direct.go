package engine

import (
	"strconv"
	"strings"

	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/simulate"
	"echostr/internal/wechat"
)

// recordDirect records a request that went to another server, with that server's answer,
// and returns the exchange's ID. The request is judged with the present settings, and of a
// request that holds the answer is too. run numbers a replay as WeChat retries.
func (e *Engine) recordDirect(origin int64, p profile.Profile, run int64, played *simulate.Played) int64 {
	x := &exchange.Exchange{Time: played.Began, Duration: played.Took, Via: exchange.Direct, Remote: played.Remote,
		Test: true, Origin: origin, Run: run, Request: sentRequest(played.Sent)}
	if a := played.Answer; a != nil {
		x.Response = exchange.Response{Status: a.Status, Raw: a.Raw, Head: a.Head}
	}
	e.judgeAs(x, p)
	if a := played.Answer; a != nil && x.Verdict == exchange.Pass {
		x.Opened.Causes = append(x.Opened.Causes,
			wechat.Lint(a.Body, a.Header.Get("Content-Type"), &x.Opened, account(p), e.now())...)
	}
	if played.Took > simulate.Timeout {
		x.Opened.Causes = append(x.Opened.Causes, wechat.Cause{ID: wechat.ReplySlow, Warning: true,
			Args: map[string]string{"seconds": strconv.FormatFloat(played.Took.Seconds(), 'f', 1, 64)}})
	}
	e.record(x)
	return x.ID
}

// judgeAs opens a request that did not come in here as if it had, for profile p; one
// without a profile is nobody's.
func (e *Engine) judgeAs(x *exchange.Exchange, p profile.Profile) {
	q, err := x.Received()
	if err != nil || p.ID == "" {
		return
	}
	r := check(e.profiles.Settings(), p, q)
	x.Profile, x.Opened, x.Verdict = p.ID, r.Opened, r.Verdict
}

// sentRequest is a request that was sent, as a recorded one.
func sentRequest(w simulate.Wire) exchange.Request {
	r := exchange.Request{Raw: w.Raw, Head: w.Head, Size: int64(len(w.Raw) - w.Head)}
	words := strings.Split(strings.TrimSpace(r.Header().Line), " ")
	if len(words) > 0 {
		r.Method = words[0]
	}
	if len(words) > 1 {
		r.Target = words[1]
	}
	if len(words) > 2 {
		r.Proto = words[2]
	}
	r.Path, r.Query = exchange.SplitTarget(r.Target)
	return r
}
