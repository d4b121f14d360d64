package callback

import (
	"net/http"
	"strconv"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/reply"
)

// special is how an answer leaves when it does not just leave.
type special struct {
	exchange.Special
	delay    time.Duration
	close    bool
	half     bool
	encoding []string // Content-Encoding of a backend's answer
}

// special is a's, made when there is none.
func (a *answerWith) special() *special {
	if a.how == nil {
		a.how = &special{}
	}
	return a.how
}

// specialOf is what is special about an outcome; nil for the usual.
func specialOf(out *reply.Outcome) *special {
	if out.Do != reply.Close && out.Delay <= 0 && out.Fault == reply.FaultNone && out.Steps == 0 {
		return nil
	}
	h := &special{delay: out.Delay, close: out.Do == reply.Close, half: out.Fault == reply.FaultHalf}
	h.Fault, h.Step, h.Steps, h.Closed = string(out.Fault), out.Step, out.Steps, h.close
	return h
}

// deliver does what is special about an answer. What is left to do is the usual; when
// nothing is, it ends the handler and net/http closes the connection.
func (c *conn) deliver(w http.ResponseWriter, r *http.Request, a *answerWith) {
	h := a.how
	if h.delay > 0 {
		began := time.Now()
		h.Gone = !c.server.wait(w, r, h.delay)
		h.Delay = time.Since(began)
	}
	switch {
	case h.Gone:
		c.answer.after = nil
		panic(http.ErrAbortHandler)
	case h.close:
		panic(http.ErrAbortHandler)
	case h.half && len(a.body) > 0:
		c.deliverHalf(w, a)
	}
	if h.encoding != nil {
		w.Header()["Content-Encoding"] = h.encoding
	}
}

// deliverHalf announces the whole body, sends half of it, and closes the connection.
func (c *conn) deliverHalf(w http.ResponseWriter, a *answerWith) {
	h := w.Header()
	h["Content-Type"] = a.kind
	h["Content-Length"] = []string{strconv.Itoa(len(a.body))}
	half := a.body[:len(a.body)/2]
	c.answer.ready, c.answer.body = true, len(half)
	w.WriteHeader(a.status)
	_, _ = w.Write(half)
	_ = http.NewResponseController(w).Flush() // the record tells what left
	panic(http.ErrAbortHandler)
}

// wait lets time pass until the answer may leave. It ends early when the server is closed,
// and is false when the caller hung up, to whom nothing need be said any more.
func (s *Server) wait(w http.ResponseWriter, r *http.Request, delay time.Duration) bool {
	// Reading goes on meanwhile, which is how a hang-up is noticed; no limit may end it.
	limits := http.NewResponseController(w)
	until := time.Now().Add(delay)
	_ = limits.SetReadDeadline(until.Add(s.limits.ReadTime))
	_ = limits.SetWriteDeadline(until.Add(s.limits.WriteTime))
	t := time.NewTimer(delay)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-s.ending:
		return true
	case <-r.Context().Done():
		return false
	}
}

// follow hands over the customer-service messages that come after an answer.
func (c *conn) follow(x *exchange.Exchange) {
	after := c.answer.after
	c.answer.after = nil
	if len(after) > 0 && c.server.after != nil {
		c.server.after(x, after)
	}
}
