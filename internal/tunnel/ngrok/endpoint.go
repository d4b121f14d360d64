package ngrok

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"

	"golang.ngrok.com/ngrok/v2"

	"echostr/internal/tunnel"
)

// endpoint is a bound URL and the listener that leads to it.
type endpoint struct {
	session *session
	sdk     ngrok.EndpointListener
	url     string

	conns   chan net.Conn
	closing chan struct{} // closed when Close begins
	pumped  chan struct{} // closed when the SDK gives no more connections
	ln      *listener
	once    sync.Once
	closed  error
}

func newEndpoint(s *session, ln ngrok.EndpointListener) *endpoint {
	e := &endpoint{
		session: s, sdk: ln, url: strings.TrimSuffix(ln.URL().String(), "/"),
		conns: make(chan net.Conn), closing: make(chan struct{}), pumped: make(chan struct{}),
	}
	e.ln = &listener{endpoint: e, closed: make(chan struct{})}
	go e.pump()
	return e
}

func (e *endpoint) URL() string { return e.url }

func (e *endpoint) Listener() net.Listener { return e.ln }

// pump accepts from the SDK until it gives no more, whether or not anyone
// listens here: a connection that waits would block the SDK's Close for ever.
func (e *endpoint) pump() {
	defer close(e.pumped)
	for {
		conn, err := e.sdk.Accept()
		if err != nil {
			e.session.over(e.session.closedProblem(err))
			return
		}
		select {
		case e.conns <- conn:
		case <-e.closing:
			_ = conn.Close()
		}
	}
}

// Close gives the URL back, ends the session and waits for both. When the
// context ends first, the connection is cut.
func (e *endpoint) Close(ctx context.Context) error {
	e.once.Do(func() { e.closed = e.close(ctx) })
	return e.closed
}

func (e *endpoint) close(ctx context.Context) error {
	s := e.session
	s.hush()
	close(e.closing)
	inOrder := make(chan error, 1)
	go func() {
		// Close asks the cloud, so it takes a round trip.
		err := e.sdk.CloseWithContext(ctx)
		if bye := s.agent.Disconnect(); err == nil {
			err = bye
		}
		inOrder <- err
	}()
	var err error
	select {
	case err = <-inOrder:
		s.cancel()
		s.dialer.close()
	case <-ctx.Done():
		s.cancel()
		s.dialer.close()
		<-inOrder
		err = context.Cause(ctx)
	}
	<-e.pumped
	if err != nil {
		return fmt.Errorf("close ngrok endpoint: %w", s.redact.problemOf(err))
	}
	return nil
}

// listener is the endpoint as the server sees it. Its Close ends only itself:
// the URL is the runner's to give back.
type listener struct {
	endpoint *endpoint
	once     sync.Once
	closed   chan struct{}
}

// Accept fails with net.ErrClosed once the listener is closed or the endpoint
// is gone.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.endpoint.conns:
		return conn, nil
	case <-l.closed:
	case <-l.endpoint.closing:
	case <-l.endpoint.pumped:
	}
	return nil, net.ErrClosed
}

func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *listener) Addr() net.Addr { return l.endpoint.sdk.Addr() }

var (
	_ net.Listener    = (*listener)(nil)
	_ tunnel.Endpoint = (*endpoint)(nil)
)
