package callback

import (
	"net"
	"sync"

	"echostr/internal/exchange"
)

// listener accepts as many connections as may be open at once. Those beyond wait to
// be accepted rather than being turned away: a burst then costs time, not requests,
// and a place comes free within the header's time limit at the latest. Each listener
// counts for itself, so that a crowd in the tunnel leaves the local port in peace.
type listener struct {
	net.Listener
	server *Server
	via    exchange.Via
	places chan struct{}
	closed chan struct{}
	close  func() error
}

func (s *Server) listen(l net.Listener, via exchange.Via) *listener {
	w := &listener{Listener: l, server: s, via: via,
		places: make(chan struct{}, s.limits.Connections), closed: make(chan struct{})}
	w.close = sync.OnceValue(func() error {
		close(w.closed)
		return l.Close()
	})
	return w
}

// Accept implements net.Listener.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case l.places <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.places
		return nil, err
	}
	l.server.open.Add(1)
	return &conn{Conn: c, server: l.server, via: l.via, remote: c.RemoteAddr().String(),
		free: func() {
			<-l.places
			l.server.open.Done()
		}}, nil
}

// Close implements net.Listener.
func (l *listener) Close() error { return l.close() }
