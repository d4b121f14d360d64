package callback

import (
	"cmp"
	"net/http"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// respond answers a push that holds by the route's rules and notes in the exchange which
// rule it was and what it did.
func (s *Server) respond(c *conn, r *http.Request, route *Route, x *exchange.Exchange) answerWith {
	o := &x.Opened
	out := route.Rules.AnswerIn(o.Message, &route.Env)
	noteFailures(o, &out)
	var forwarded *exchange.Forward
	if out.Do == reply.Forward {
		var a answerWith
		if a, forwarded = s.forward(c, r, route, x, &out); out.Do == reply.Forward {
			x.Timings.Decided = time.Since(x.Time)
			return a
		}
	}
	x.Timings.Decided = time.Since(x.Time)
	x.Rule, x.RuleID, x.Reply = named(out.RuleName, out.RuleID), out.RuleID, out.Kind()
	a := s.build(c, route, o, &out)
	a.how = specialOf(&out)
	if forwarded != nil {
		a.special().Forward = forwarded
	}
	return a.noted(c, route, x, &out)
}

// noted puts down in the exchange what is special about its answer.
func (a answerWith) noted(c *conn, route *Route, x *exchange.Exchange, out *reply.Outcome) answerWith {
	if c.answer.after = out.After; len(out.After) > 0 {
		a.special().Followups = len(out.After)
	}
	if a.how != nil {
		a.how.Moot = moot(route.Account, &x.Opened, out, a.body)
		x.Special = &a.how.Special
	}
	return a
}

// noteFailures warns of rules that matched and did not work.
func noteFailures(o *wechat.Opened, out *reply.Outcome) {
	for _, f := range out.Failures {
		o.Causes = append(o.Causes, failed(named(f.RuleName, f.RuleID), f.Err))
	}
}

// build makes the answer that an outcome asks for; what cannot be made is noted, and
// success takes its place.
func (s *Server) build(c *conn, route *Route, o *wechat.Opened, out *reply.Outcome) answerWith {
	if out.Do == reply.Close {
		return answerWith{}
	}
	made, err := Compose(c.body, route.Account, o, out, time.Now())
	if err != nil {
		o.Causes = append(o.Causes, failed(named(out.RuleName, out.RuleID), err))
		out.Reply = wechat.Reply{Type: wechat.ReplySuccess}
		made = Composed{http.StatusOK, plainUTF8[0], append(c.body, "success"...), nil}
	}
	o.Causes = append(o.Causes, made.Remarks...)
	c.body = emptied(made.Body)
	return answerWith{status: made.Status, kind: contentType(made.ContentType), body: made.Body}
}

// named is what a rule is called: one without a name by its ID.
func named(name, id string) string { return cmp.Or(name, id) }
