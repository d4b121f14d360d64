package callback

import (
	"context"
	"net"
	"sync"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// conn is a connection that knows which of its bytes belong to which request and
// answer. net/http reads and writes through it. Read never returns bytes of two
// requests at once: what follows a request's end waits in rest. So the request that
// net/http answers is always serving, whatever was pipelined behind it.
//
// Reads come from the connection's goroutine or, while a handler runs, from net/http's
// background reader, never from both at once. mu guards what a handler looks at
// meanwhile. Writes, and with them records, come from the connection's goroutine only.
type conn struct {
	net.Conn
	server *Server
	via    exchange.Via
	remote string
	free   func() // gives the place on the listener back

	rest []byte // read from the socket, not yet handed to net/http
	held []byte // the memory behind rest

	mu      sync.Mutex
	slots   [2]capture
	reading *capture // whose bytes come next; nil between requests
	serving *capture // whose answer comes next; nil when all are answered

	answer  answer
	last    bool // the request being answered, or answered, is the connection's last
	request wechat.Request
	scratch []byte    // where a body is read through
	body    []byte    // where an answer is made
	patient time.Time // the deadline for writes in force
}

// Read implements net.Conn.
func (c *conn) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if len(c.rest) > 0 {
		n := c.feed(p[:copy(p, c.rest)])
		c.rest = c.rest[n:]
		return n, nil
	}
	n, err := c.Conn.Read(p)
	if n == 0 {
		return n, err
	}
	k := c.feed(p[:n])
	if k < n {
		c.held = append(c.held[:0], p[k:n]...)
		c.rest = c.held
		err = nil // it comes again with the next read
	}
	return k, err
}

// feed gives b to the request that it belongs to and returns how much of b that took.
func (c *conn) feed(b []byte) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.reading == nil {
		m := &c.slots[0]
		if m == c.serving {
			m = &c.slots[1]
		}
		m.begin()
		c.reading = m
		if c.serving == nil {
			c.serving = m
		}
	}
	n, more := c.reading.take(b, c.server.keep)
	if !more {
		c.reading = nil
	}
	return n
}

// current is the request being answered; nil if none is.
func (c *conn) current() *capture {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.serving
}

// next ends the answer to serving. What may still come of that request is read past;
// the request that has begun behind it takes its place.
func (c *conn) next() {
	c.mu.Lock()
	defer c.mu.Unlock()
	done := c.serving
	done.end()
	if c.serving = nil; c.reading != done {
		c.serving = c.reading
	}
}

// Write implements net.Conn. The exchange is recorded before the last byte of its
// answer leaves.
func (c *conn) Write(p []byte) (int, error) {
	if c.answer.exchange != nil {
		if c.answer.add(p, c.server.keep) {
			c.finish()
		}
	} else if m := c.current(); m != nil { // net/http's own answer to what it refuses
		c.refuse(m, p)
	}
	return c.Conn.Write(p)
}

// finish records the exchange that is being answered.
func (c *conn) finish() {
	x := c.answer.complete()
	c.request = wechat.Request{} // an idle connection holds on to nothing
	c.next()
	c.server.record(x)
	c.follow(x)
}

// end records what the connection leaves unanswered or answered in part. What came
// behind its last request is none. net/http calls it from the connection's goroutine
// when that is done.
func (c *conn) end() {
	defer c.free()
	if c.answer.exchange != nil {
		c.finish()
	} else if m := c.current(); m != nil && !m.blank() && !c.last {
		c.refuse(m, nil)
	}
}

// SetWriteDeadline implements net.Conn. net/http sets and clears a deadline for every
// answer; one that lies up to the time limit later than asked for serves the answers
// that follow as well.
func (c *conn) SetWriteDeadline(t time.Time) error {
	if !t.After(c.patient) {
		return nil
	}
	c.patient = t.Add(c.server.limits.WriteTime)
	return c.Conn.SetWriteDeadline(c.patient)
}

// CloseWrite sends the end of the stream where the connection can. net/http looks
// for it, so that an answer to a request not read to its end still arrives.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

type connKey struct{}

func withConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}
