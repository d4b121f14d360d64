package callback

import (
	"crypto/subtle"
	"net/http"
	"strconv"
	"strings"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// answerWith is what leaves for one request.
type answerWith struct {
	status int
	kind   []string // Content-Type
	body   []byte
	how    *special // nil for the usual
}

// The header values that answers share; net/http does not change them.
var (
	plainText = []string{"text/plain"}
	plainUTF8 = []string{"text/plain; charset=utf-8"}
	xmlUTF8   = []string{"text/xml; charset=utf-8"}
	jsonUTF8  = []string{"application/json; charset=utf-8"}
	closing   = []string{"close"}
	allowed   = []string{"GET, POST"}
)

// smallBody is up to where net/http sets Content-Length by itself.
const smallBody = 2048

// ServeHTTP implements http.Handler, for the connections of the server's own listeners.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := r.Context().Value(connKey{}).(*conn)
	routes := s.routes.Load()
	m := c.current()
	x := &exchange.Exchange{Time: m.start, Via: c.via, Remote: c.remote}
	s.readMark(r, x)
	c.answer.begin(x)

	q := &c.request
	*q = wechat.Request{Method: r.Method, Time: m.start}
	q.Path, q.Query = exchange.SplitTarget(r.RequestURI)
	if v := r.Header["Content-Type"]; len(v) > 0 {
		q.ContentType = v[0]
	}
	if v := r.Header["User-Agent"]; len(v) > 0 {
		q.UserAgent = v[0]
	}
	unclear, problem := c.receive(r, m, x, q)
	x.Timings.Received = time.Since(x.Time)

	var a answerWith
	route, ours := routes.table[q.Path]
	if ours {
		x.Profile = route.Profile
		a = s.judge(c, r, route, x, problem)
	} else {
		x.Opened.Causes = wechat.Strangers(q, routes.paths)
		a = notFound
	}
	x.Timings.Built = time.Since(x.Time)

	if a.how != nil {
		c.deliver(w, r, &a)
	}
	h := w.Header()
	h["Content-Type"] = a.kind
	if len(a.body) >= smallBody {
		h["Content-Length"] = []string{strconv.Itoa(len(a.body))}
	}
	if a.status == http.StatusMethodNotAllowed {
		h["Allow"] = allowed
	}
	if problem != nil || unclear {
		h["Connection"] = closing
	}
	c.last = problem != nil || unclear || r.Close
	c.answer.ready, c.answer.body = true, len(a.body)
	if r.Method == http.MethodHead {
		c.answer.body = 0
	}
	w.WriteHeader(a.status)
	// What the write meets the connection meets again; the record tells what left.
	_, _ = w.Write(a.body)
}

// readMark notes whether the request carries echostr's own mark, and of a replay which
// exchange it plays again, and in which run of tries.
func (s *Server) readMark(r *http.Request, x *exchange.Exchange) {
	if v := r.Header["X-Echostr-Replay"]; len(v) == 1 {
		mark, replay, _ := strings.Cut(v[0], ":")
		id, run, tries := strings.Cut(replay, ":")
		origin, ok := positive(id)
		if ok && s.isMark(mark) {
			x.Test, x.Origin = true, origin
			if tries {
				x.Run, _ = positive(run)
			}
			return
		}
	}
	v := r.Header["X-Echostr-Test"]
	x.Test = len(v) == 1 && s.isMark(v[0])
}

// positive reads a number over 0.
func positive(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 {
		return 0, false
	}
	return n, true
}

func (s *Server) isMark(v string) bool {
	return s.testMark != "" && subtle.ConstantTimeCompare([]byte(v), []byte(s.testMark)) == 1
}

// judge opens the request, fills in the exchange and chooses the answer.
func (s *Server) judge(c *conn, r *http.Request, route *Route, x *exchange.Exchange, problem error) answerWith {
	q, o := &c.request, &x.Opened
	*o = route.Account.Open(q)
	x.Timings.Verified = time.Since(x.Time)
	if x.Verdict = exchange.Judge(o); x.Verdict != exchange.Pass {
		d := route.Account.Diagnose(q, o, route.Known)
		o.Causes, o.RuledOut = d.Causes, d.RuledOut
		return refusal(o, problem)
	}
	if ago, retry := s.seen.again(route.Profile, o.Check.Given, q.Body, x.Time); ago > 0 && (!retry || x.Test) {
		o.Causes = append(o.Causes, replayed(ago))
	}
	if o.Kind == wechat.Verification {
		return answerWith{status: http.StatusOK, kind: plainText, body: []byte(o.Echo)}
	}
	return s.respond(c, r, route, x)
}

func failed(rule string, err error) wechat.Cause {
	return wechat.Cause{ID: wechat.ReplyFailed, Warning: true,
		Args: map[string]string{"rule": rule, "error": reply.Why(err)}}
}

// remarks are the warnings about an answer. What we build is well-formed by
// construction, so only its values are looked at; raw bytes are a person's own.
func remarks(a *wechat.Account, o *wechat.Opened, r *wechat.Reply, body []byte, kind string) []wechat.Cause {
	if r.Type == wechat.ReplyRaw {
		return wechat.Lint(body, kind, o, a, time.Now())
	}
	return r.Check(o)
}

func replayed(ago time.Duration) wechat.Cause {
	return wechat.Cause{ID: wechat.NonceReplayed, Warning: true,
		Args: map[string]string{"seconds": strconv.FormatFloat(ago.Seconds(), 'f', 1, 64)}}
}

// contentType is kind as a header's values, without an allocation for those we make.
func contentType(kind string) []string {
	for _, known := range [][]string{plainUTF8, xmlUTF8, jsonUTF8, plainText} {
		if known[0] == kind {
			return known
		}
	}
	return []string{kind}
}
