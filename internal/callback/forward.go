package callback

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// forward lets the backend of a rule answer. When it cannot, the cause is noted and the
// next rule that matches takes its place in out, until that is none that forwards; the
// last attempt is returned then. While out is a forward the answer is the backend's, or
// nobody's any more. All backends together have the time of one, counted from the request.
func (s *Server) forward(c *conn, r *http.Request, route *Route, x *exchange.Exchange, out *reply.Outcome) (answerWith, *exchange.Forward) {
	ctx, cancel := context.WithDeadline(r.Context(), x.Time.Add(s.limits.BackendTime))
	defer cancel()
	env := route.Env
	var how *exchange.Forward
	for out.Do == reply.Forward {
		began := time.Now()
		how = &exchange.Forward{URL: withoutQuery(out.URL)}
		got, err := s.askOnce(ctx, c, r, out.URL)
		how.Took = time.Since(began)
		switch {
		case err == nil:
			how.Status = got.status
			return s.forwarded(c, route, x, out, got, how), how
		case r.Context().Err() != nil: // the caller is gone: that is not the backend's fault
			x.Rule, x.RuleID, x.Reply = named(out.RuleName, out.RuleID), out.RuleID, out.Kind()
			var a answerWith
			a.special().Forward, a.how.Gone = how, true
			x.Special = &a.how.Special
			return a, how
		}
		cause := backendCause(err, out, how, s.limits.BackendTime)
		how.Problem = cause.ID
		x.Opened.Causes = append(x.Opened.Causes, cause)

		env.State.TakeBack(out.RuleID, x.Opened.Message.FromUserName())
		env.Below = out.RuleID
		*out = route.Rules.AnswerIn(x.Opened.Message, &env)
		noteFailures(&x.Opened, out)
	}
	return answerWith{}, how
}

func (s *Server) askOnce(ctx context.Context, c *conn, r *http.Request, address string) (*backendAnswer, error) {
	if s.backend.isOwn(r) {
		return nil, errBackendLoop
	}
	if ctx.Err() != nil {
		return nil, errBackendLate
	}
	return s.backend.ask(ctx, address, r, c.request.Query, c.request.Body, c.remote)
}

// forwarded is a backend's answer as ours, byte for byte.
func (s *Server) forwarded(c *conn, route *Route, x *exchange.Exchange, out *reply.Outcome, got *backendAnswer, how *exchange.Forward) answerWith {
	o := &x.Opened
	x.Rule, x.RuleID, x.Reply = named(out.RuleName, out.RuleID), out.RuleID, out.Kind()
	if got.status >= 200 && got.status < 300 {
		o.Causes = append(o.Causes, wechat.Lint(got.body, got.kind, o, route.Account, time.Now())...)
	} else {
		o.Causes = append(o.Causes, backendWarning(wechat.BackendStatus, out, how, "status", strconv.Itoa(got.status)))
	}
	a := answerWith{status: got.status, body: got.body, how: specialOf(out)}
	if got.kind != "" {
		a.kind = contentType(got.kind)
	}
	if bodiless(got.status) {
		a.body = nil
	}
	a.special().Forward = how
	a.how.encoding = got.encoding
	return a.noted(c, route, x, out)
}

// backendCause says why a backend's answer was not to be had.
func backendCause(err error, out *reply.Outcome, how *exchange.Forward, limit time.Duration) wechat.Cause {
	var network net.Error
	switch {
	case errors.Is(err, errBackendURL):
		return backendWarning(wechat.BackendURL, out, how)
	case errors.Is(err, errBackendLoop):
		return backendWarning(wechat.BackendLoop, out, how)
	case errors.Is(err, errBackendLate):
		return backendWarning(wechat.BackendSkipped, out, how, "seconds", strconv.FormatFloat(limit.Seconds(), 'f', 1, 64))
	case errors.Is(err, errBackendLarge):
		return backendWarning(wechat.BackendTooLarge, out, how, "limit", strconv.Itoa(maxBackendAnswer))
	case errors.As(err, &network) && network.Timeout():
		return backendWarning(wechat.BackendSlow, out, how, "seconds", strconv.FormatFloat(limit.Seconds(), 'f', 1, 64))
	}
	return backendWarning(wechat.BackendUnreachable, out, how, "error", err.Error())
}

func backendWarning(id wechat.CauseID, out *reply.Outcome, how *exchange.Forward, args ...string) wechat.Cause {
	c := wechat.Cause{ID: id, Warning: true, Args: map[string]string{"rule": named(out.RuleName, out.RuleID), "url": how.URL}}
	for i := 0; i+1 < len(args); i += 2 {
		c.Args[args[i]] = args[i+1]
	}
	return c
}

// withoutQuery is an address without what may be secret in it.
func withoutQuery(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	u.RawQuery, u.Fragment, u.User = "", "", nil
	return u.String()
}
