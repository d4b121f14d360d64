package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"syscall"

	"echostr/internal/callback"
	"echostr/internal/exchange"
)

// Listen begins to listen on addr ("127.0.0.1:8787"; port 0 picks one) and ends the
// former listener. When it fails the former one goes on, and the snapshot tells why.
func (e *Engine) Listen(ctx context.Context, addr string) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		e.mu.Lock()
		e.server.Problem = listenProblem(addr, err)
		e.mu.Unlock()
		e.watch.changed()
		return fmt.Errorf("listen on %s: %w", addr, err)
	}
	e.mu.Lock()
	old := e.listener
	e.listener = l
	e.server = Server{Addr: l.Addr().String()}
	e.mu.Unlock()
	if old != nil {
		old.Close()
	}
	e.work.Go(func() {
		err := e.callback.Serve(l, exchange.Local)
		if err != nil && !errors.Is(err, net.ErrClosed) && !errors.Is(err, callback.ErrClosed) {
			e.log.Error("local server stopped", "addr", addr, "err", err)
			e.unlisten(l, err)
		}
	})
	e.noteHolder(l.Addr().String())
	e.log.Info("listening", "addr", l.Addr().String())
	e.watch.changed()
	return nil
}

// unlisten records that l ended by itself.
func (e *Engine) unlisten(l net.Listener, err error) {
	e.mu.Lock()
	if e.listener == l {
		e.server = Server{Problem: listenProblem(l.Addr().String(), err)}
	}
	e.mu.Unlock()
	e.watch.changed()
}

func listenProblem(addr string, err error) *ListenProblem {
	p := &ListenProblem{Kind: "other", Addr: addr, Text: err.Error()}
	var dns *net.DNSError
	var bad *net.AddrError
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		p.Kind = "in_use"
	case errors.Is(err, fs.ErrPermission):
		p.Kind = "not_allowed"
	case errors.Is(err, syscall.EADDRNOTAVAIL), errors.As(err, &dns), errors.As(err, &bad):
		p.Kind = "no_address"
	}
	return p
}
