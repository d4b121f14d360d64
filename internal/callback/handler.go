package callback

import (
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// answerWith is what leaves for one request.
type answerWith struct {
	status int
	kind   []string // Content-Type
	body   []byte
}

// The header values that answers share; net/http does not change them.
var (
	plainText  = []string{"text/plain"}
	plainUTF8  = []string{"text/plain; charset=utf-8"}
	xmlUTF8    = []string{"text/xml; charset=utf-8"}
	jsonUTF8   = []string{"application/json; charset=utf-8"}
	closing    = []string{"close"}
	allowed    = []string{"GET, POST"}
	smallBody  = 2048 // up to here net/http sets Content-Length by itself
	errTooLong = errors.New("callback: body over the limit")
)

// ServeHTTP implements http.Handler, for the connections of the server's own listeners.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := r.Context().Value(connKey{}).(*conn)
	routes := s.routes.Load()
	m := c.current()
	x := &exchange.Exchange{Time: m.start, Via: c.via, Remote: c.remote, Test: s.marked(r)}
	c.answer.begin(x)

	q := &c.request
	*q = wechat.Request{Method: r.Method, Time: m.start}
	q.Path, q.Query = split(r.RequestURI)
	if v := r.Header["Content-Type"]; len(v) > 0 {
		q.ContentType = v[0]
	}
	if v := r.Header["User-Agent"]; len(v) > 0 {
		q.UserAgent = v[0]
	}
	unclear, problem := c.receive(r, m, x, q)

	var a answerWith
	route, ours := routes.table[q.Path]
	if ours {
		x.Profile = route.Profile
		a = s.judge(c, &route, x, problem)
	} else {
		x.Opened.Causes = wechat.Strangers(q, routes.paths)
		a = notFound
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

// marked says whether the request carries echostr's own mark.
func (s *Server) marked(r *http.Request) bool {
	v := r.Header["X-Echostr-Test"]
	return len(v) == 1 && s.testMark != "" && subtle.ConstantTimeCompare([]byte(v[0]), []byte(s.testMark)) == 1
}

// receive reads the body to its end or its limit and fills in x.Request, q.Body and
// what cut it. The error says why the body is not whole; nil if it is. unclear says
// that the request's end is not beyond doubt, so that the connection must not be used
// for another.
func (c *conn) receive(r *http.Request, m *capture, x *exchange.Exchange, q *wechat.Request) (unclear bool, problem error) {
	limit := c.server.limits.Body
	var decoded []byte // only of chunked bodies; others stand in the raw bytes
	var seen int64
	if r.ContentLength > limit+drain {
		problem = errTooLong
	}
	for more := r.Body != http.NoBody; more && problem == nil; {
		n, err := r.Body.Read(c.through())
		if r.ContentLength < 0 && seen < limit {
			decoded = append(decoded, c.scratch[:min(int64(n), limit-seen)]...)
		}
		seen += int64(n)
		switch more = err == nil; {
		case err != nil && err != io.EOF:
			problem = err
		case !more && seen > limit, seen > limit+drain:
			problem = errTooLong
		}
	}
	c.mu.Lock()
	x.Request = exchange.Request{Method: r.Method, Target: r.RequestURI, Path: q.Path, Query: q.Query, Proto: r.Proto,
		Raw: slices.Clone(m.raw), Head: m.head, Size: max(seen, r.ContentLength), Cut: m.cut || problem != nil}
	unclear = m.framer.phase == opaque || m.framer.ambiguous
	c.mu.Unlock()
	if q.Body = decoded; r.ContentLength > 0 {
		body := x.Request.Body()
		q.Body = body[:min(int64(len(body)), r.ContentLength, limit)]
	}
	q.BodyTooLarge = errors.Is(problem, errTooLong)
	q.BodyCut = problem != nil && !q.BodyTooLarge
	return unclear, problem
}

// through is where a body is read through on its way; its bytes are kept already.
func (c *conn) through() []byte {
	if c.scratch == nil {
		c.scratch = make([]byte, 4096)
	}
	return c.scratch
}

// judge opens the request, fills in the exchange and chooses the answer.
func (s *Server) judge(c *conn, route *Route, x *exchange.Exchange, problem error) answerWith {
	q, o := &c.request, &x.Opened
	*o = route.Account.Open(q)
	if x.Verdict = exchange.Judge(o); x.Verdict != exchange.Pass {
		o.Causes = route.Account.Explain(q, o, route.Known)
		return refusal(o, problem)
	}
	if o.Kind == wechat.Verification {
		return answerWith{http.StatusOK, plainText, []byte(o.Echo)}
	}
	out := route.Rules.Answer(o.Message)
	x.Rule, x.RuleID = out.RuleName, out.RuleID
	for _, f := range out.Failures {
		o.Causes = append(o.Causes, failed(f.RuleName, f.Err))
	}
	body, kind, err := route.Account.AppendAnswer(c.body[:0], o, &out.Reply, time.Now())
	if err != nil {
		o.Causes = append(o.Causes, failed(out.RuleName, err))
		out.Reply = wechat.Reply{Type: wechat.ReplySuccess}
		body, kind = append(c.body[:0], "success"...), plainUTF8[0]
	}
	if x.Reply = string(out.Reply.Type); x.Reply == "" {
		x.Reply = string(wechat.ReplySuccess)
	}
	if cap(body) <= 64<<10 {
		c.body = body
	}
	return answerWith{http.StatusOK, contentType(kind), body}
}

func failed(rule string, err error) wechat.Cause {
	return wechat.Cause{ID: wechat.ReplyFailed, Warning: true,
		Args: map[string]string{"rule": rule, "error": err.Error()}}
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

var notFound = answerWith{http.StatusNotFound, plainUTF8, []byte("404 not found\n")}

// refusal is the answer to a request that does not hold. Its words are for whoever
// calls, so they say nothing of the account and never repeat the echostr.
func refusal(o *wechat.Opened, problem error) answerWith {
	text := func(status int, words string) answerWith { return answerWith{status, plainUTF8, []byte(words + "\n")} }
	switch first(o.Causes) {
	case wechat.WrongMethod:
		return text(http.StatusMethodNotAllowed, "method not allowed")
	case wechat.BodyTooLarge:
		return text(http.StatusRequestEntityTooLarge, "body too large")
	case wechat.BodyCut:
		if errors.Is(problem, os.ErrDeadlineExceeded) {
			return text(http.StatusRequestTimeout, "body did not arrive in time")
		}
		return text(http.StatusBadRequest, "body ended early")
	case wechat.BodySyntax:
		return text(http.StatusBadRequest, "body unreadable: see echostr")
	case wechat.EncryptMissing, wechat.EncryptTypeMissing, wechat.EncryptDamaged,
		wechat.AESKeyMissing, wechat.AESKeyMalformed, wechat.AESKeyMismatch, wechat.AppIDMismatch,
		wechat.ModePlainExpected, wechat.ModeEncryptedExpected:
		return text(http.StatusBadRequest, "encryption does not fit: see echostr")
	case wechat.NotWeChat:
		return text(http.StatusForbidden, "not a request of WeChat's")
	case wechat.ParameterMissing, wechat.ParameterEmpty, wechat.ParameterDuplicate:
		return text(http.StatusForbidden, "signature incomplete: see echostr")
	}
	return text(http.StatusForbidden, "signature mismatch: see echostr")
}

func first(causes []wechat.Cause) wechat.CauseID {
	for _, c := range causes {
		if !c.Warning {
			return c.ID
		}
	}
	return ""
}
