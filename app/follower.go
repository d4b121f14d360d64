package main

import (
	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/tunnel"
)

// reporter writes what happens, for a person or for a program.
type reporter interface {
	listening(addr string) error
	tunnel(s tunnel.Status, callback string) error
	exchange(x *exchange.Exchange) error
}

// follower turns the engine's states into a stream of events. look is called by one
// goroutine at a time.
type follower struct {
	engine *engine.Engine
	report reporter

	addr   string
	tunnel tunnel.Status
	last   int64
	err    error // of writing; nothing is written after it
}

// batch is how many exchanges are taken at once.
const batch = 256

// look reports what is new since the last look.
func (f *follower) look() {
	if f.err != nil {
		return
	}
	s := f.engine.Snapshot()
	if a := s.Server.Addr; a != "" && a != f.addr {
		f.addr = a
		f.err = f.report.listening(a)
	}
	if t := s.Tunnel; f.err == nil && differs(t, f.tunnel) {
		f.tunnel = t
		f.err = f.report.tunnel(t, s.PublicURL())
	}
	for f.err == nil {
		fresh := f.engine.Since(f.last, batch)
		for _, x := range fresh {
			f.last = x.ID
			if f.err = f.report.exchange(x); f.err != nil {
				return
			}
		}
		if len(fresh) < batch {
			return
		}
	}
}

// differs leaves out what changes all the time, such as latency.
func differs(a, b tunnel.Status) bool {
	return a.State != b.State || a.URL != b.URL || code(a) != code(b)
}

// code is the provider's own code of the problem, else its kind.
func code(s tunnel.Status) string {
	switch {
	case s.Problem == nil:
		return ""
	case s.Problem.Code != "":
		return s.Problem.Code
	}
	return s.Problem.Kind.String()
}
