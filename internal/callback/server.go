// Package callback is the HTTP server that WeChat calls. It verifies, decrypts and
// answers, and hands every request to the record with the exact bytes that came and
// left, those it refuses included.
package callback

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"

	"echostr/internal/exchange"
	"echostr/internal/reply"
)

// ErrClosed is what Serve returns after Shutdown or Close.
var ErrClosed = errors.New("callback: server closed")

// Config is what a Server needs.
type Config struct {
	// Record takes each exchange when it is complete, before the last byte of its
	// answer leaves, exactly once, on the goroutine of its connection. It holds the
	// answer up while it runs, and it must not call Shutdown or Close.
	Record func(*exchange.Exchange)
	// TestMark is the value of the header X-Echostr-Test that marks a request as
	// echostr's own; in X-Echostr-Replay a colon and the ID of the exchange that is
	// replayed follow, and for one as WeChat retries another colon and the number of its run. It is a mark only and opens nothing. "" marks none.
	TestMark string
	// After takes the customer-service messages that follow an answer, right after its
	// exchange was recorded and on the same terms. nil forgets them.
	After  func(*exchange.Exchange, []reply.CustomerMessage)
	Limits Limits
	Logger *slog.Logger // what net/http has to say; nil for nothing
}

// Server answers on any number of listeners. Its methods are safe for concurrent use.
type Server struct {
	record   func(*exchange.Exchange)
	testMark string
	limits   Limits
	keep     int
	routes   atomic.Pointer[Routes]
	seen     memories
	http     http.Server
	open     sync.WaitGroup // Serve calls and connections
	after    func(*exchange.Exchange, []reply.CustomerMessage)
	backend  backend
	ending   chan struct{} // closed when the server is: delays end then

	mu     sync.Mutex
	closed bool
}

// New makes a server without routes; it does nothing until Serve.
func New(c Config) *Server {
	s := &Server{record: c.Record, testMark: c.TestMark, limits: c.Limits.withDefaults()}
	s.keep = s.limits.keep()
	s.after, s.ending = c.After, make(chan struct{})
	s.backend.init(s.limits.BackendTime)
	s.routes.Store(NewRoutes(nil))
	logger := c.Logger
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	s.http = http.Server{
		Handler:                      s,
		DisableGeneralOptionsHandler: true, // "OPTIONS *" is recorded like any other
		MaxHeaderBytes:               s.limits.Header,
		ReadHeaderTimeout:            s.limits.HeaderTime,
		ReadTimeout:                  s.limits.ReadTime,
		WriteTimeout:                 s.limits.WriteTime,
		IdleTimeout:                  s.limits.IdleTime,
		ErrorLog:                     slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
		ConnContext:                  withConn,
		ConnState:                    s.follow,
	}
	return s
}

// follow sees a connection begin and end.
func (s *Server) follow(c net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		if s.isClosed() { // accepted just before; net/http's Close may have missed it
			_ = c.Close()
		}
	case http.StateClosed:
		c.(*conn).end()
	}
}

// SetRoutes puts another version of the routes in force. A request sees the version
// that was in force when its head was read, and only that.
func (s *Server) SetRoutes(r *Routes) {
	s.seen.keep(r)
	s.routes.Store(r)
}

// Serve answers on l until l fails or the server is closed, and closes l. It may run
// for several listeners at once. It returns ErrClosed when the server was closed, else
// what Accept said.
func (s *Server) Serve(l net.Listener, via exchange.Via) error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		if err := l.Close(); err != nil {
			return fmt.Errorf("%w; close listener: %w", ErrClosed, err)
		}
		return ErrClosed
	}
	s.open.Add(1)
	s.mu.Unlock()
	defer s.open.Done()
	wrapped := s.listen(l, via)
	defer wrapped.Close()
	defer s.backend.listens(l.Addr())()
	if err := s.http.Serve(wrapped); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return ErrClosed
}

// Shutdown closes the listeners, waits for the requests under way and their records,
// and ends. When ctx ends first it returns ctx's error, and Close cuts the rest off.
func (s *Server) Shutdown(ctx context.Context) error {
	s.refuseMore()
	if err := s.http.Shutdown(ctx); err != nil {
		return err
	}
	done := make(chan struct{})
	go func() { // ends with the last connection; Close below hastens that
		s.open.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close ends at once, cuts connections off and waits until all are recorded.
func (s *Server) Close() error {
	s.refuseMore()
	err := s.http.Close()
	s.open.Wait()
	s.backend.close()
	return err
}

func (s *Server) refuseMore() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		close(s.ending)
	}
	s.closed = true
}

func (s *Server) isClosed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}
