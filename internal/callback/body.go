package callback

import (
	"errors"
	"io"
	"net/http"
	"slices"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

var errTooLong = errors.New("callback: body over the limit")

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
