package callback

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// refuse records a request that no handler saw: net/http answered it by itself with
// p (malformed, too large a head, an unknown transfer coding …), or nothing was
// answered because the caller was too slow or gone; then p is nil.
func (c *conn) refuse(m *capture, p []byte) {
	x := &exchange.Exchange{
		Time:    m.start,
		Via:     c.via,
		Remote:  c.remote,
		Request: exchange.Request{Raw: slices.Clone(m.raw), Head: m.head, Cut: !m.whole() || m.cut, Size: max(m.body, m.framer.announced)},
		Verdict: exchange.NotForUs,
	}
	if m.head == 0 {
		x.Request.Head = len(x.Request.Raw)
	}
	requestLine(&x.Request)
	x.Opened.Causes = []wechat.Cause{{ID: wechat.NotWeChat,
		Args: map[string]string{"method": x.Request.Method, "path": x.Request.Path}}}
	if p != nil {
		x.Response = exchange.Response{Raw: slices.Clone(p), Status: status(p), Head: len(p)}
		if i := bytes.Index(p, []byte("\r\n\r\n")); i >= 0 {
			x.Response.Head = i + 4
		}
	}
	x.Duration = time.Since(m.start)
	if p != nil {
		x.Timings.Delivered = x.Duration
	}
	c.last = true
	c.next()
	c.server.record(x)
}

// requestLine reads what can be read of a request line that net/http did not take.
func requestLine(r *exchange.Request) {
	line := bytes.TrimLeft(r.Raw, "\r\n")
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = bytes.TrimSuffix(line[:i], []byte{'\r'})
	} else if r.Cut { // its end has not come
		line = line[:min(len(line), 256)]
	}
	s := strings.ToValidUTF8(string(line[:min(len(line), 8<<10)]), "\uFFFD")
	method, rest, ok := strings.Cut(s, " ")
	if !ok || len(method) > 32 {
		return
	}
	r.Method, r.Target = method, rest
	if i := strings.LastIndexByte(rest, ' '); i >= 0 {
		r.Target, r.Proto = rest[:i], rest[i+1:]
	}
	r.Path, r.Query = exchange.SplitTarget(r.Target)
}
