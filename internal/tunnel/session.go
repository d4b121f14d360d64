package tunnel

import (
	"context"
	"errors"
	"net"
	"time"
)

// outcome is what follows an event, or a whole session.
type outcome int

const (
	goOn  outcome = iota // the session continues
	renew                // open a fresh one
	over                 // stopped or failed
)

// session is one Open and the endpoint it yields. Its methods run on the
// goroutine of its run.
type session struct {
	run      *run
	first    bool // no session of this run was online before
	queue    *queue
	cancel   context.CancelFunc
	opening  bool
	endpoint Endpoint
	served   chan struct{} // closed when Serve has returned; nil: not serving
	latest   *Problem      // of the latest attempt
	giveUp   *time.Timer   // first connect
	busy     *time.Timer   // the URL is taken when the link is back
	isBusy   bool
}

// opened and served are how the session's own goroutines report; they come
// through the queue, in order with what the provider says.
type opened struct {
	endpoint Endpoint
	err      error
}

type servedOut struct{ err error }

func (opened) tunnelEvent()    {}
func (servedOut) tunnelEvent() {}

func newSession(u *run, first bool) *session {
	s := &session{run: u, first: first, queue: newQueue(), opening: true}
	s.giveUp = time.NewTimer(u.runner.cfg.ConnectTimeout)
	if !first {
		s.giveUp.Stop() // once it was online, it is worth waiting for
	}
	s.busy = time.NewTimer(u.runner.cfg.BusyLimit)
	s.busy.Stop()
	return s
}

// serve runs the session to its end.
func (s *session) serve() outcome {
	// Not the run's own context: its end would cut an endpoint off that should
	// be closed in order.
	ctx, cancel := context.WithCancel(context.WithoutCancel(s.run.ctx))
	s.cancel = cancel
	defer s.close()
	go func() {
		endpoint, err := s.run.provider.Open(ctx, s.queue.push)
		s.queue.push(opened{endpoint, err})
	}()
	for {
		select {
		case <-s.run.ctx.Done():
			return over
		case <-s.giveUp.C:
			p := s.latest
			if p == nil {
				p = &Problem{Kind: NoAnswer}
			}
			s.run.fail(p)
			return over
		case <-s.busy.C:
			return renew
		case <-s.queue.ready:
			for e, ok := s.queue.next(); ok; e, ok = s.queue.next() {
				if out := s.handle(e); out != goOn {
					return out // close finds the rest
				}
			}
		}
	}
}

func (s *session) handle(e Event) outcome {
	switch e := e.(type) {
	case opened:
		return s.open(e)
	case servedOut:
		s.run.fail(localProblem(e.err))
		return over
	case Up:
		s.up(e)
	case Down:
		return s.down(e.Problem)
	case Busy:
		s.restartGiveUp()
		s.attempt(e.Problem, Connecting)
	case Beat:
		s.run.change(func(st *Status) { st.Latency = e.Latency })
	case Ended:
		if e.Restart {
			s.run.change(func(st *Status) { st.State, st.Latency = Reconnecting, 0 })
			return renew
		}
		s.run.fail(problemOr(e.Problem, ClosedByCloud))
		return over
	}
	return goOn
}

func (s *session) open(o opened) outcome {
	s.opening = false
	s.giveUp.Stop()
	if o.err != nil {
		s.run.fail(ProblemOf(o.err))
		return over
	}
	s.endpoint = o.endpoint
	if ln := o.endpoint.Listener(); ln != nil {
		s.served = make(chan struct{})
		go func() {
			defer close(s.served)
			err := s.run.runner.cfg.Serve(ln)
			s.queue.push(servedOut{err})
		}()
	}
	s.online()
	return goOn
}

func (s *session) online() {
	s.latest = nil
	s.run.change(func(st *Status) {
		st.State, st.URL, st.Problem, st.Attempt = Online, s.endpoint.URL(), nil, 0
	})
}

func (s *session) up(e Up) {
	s.busy.Stop()
	s.isBusy = false
	s.run.change(func(st *Status) {
		st.Region = valueOr(e.Region, st.Region)
		st.Account = valueOr(e.Account, st.Account)
		st.Plan = valueOr(e.Plan, st.Plan)
	})
	if s.endpoint != nil {
		s.online()
		return
	}
	s.latest = nil
	s.restartGiveUp()
}

func (s *session) down(p *Problem) outcome {
	p = problemOr(p, Other)
	s.latest = p
	if p.Permanent || s.fresh() && p.Kind.setup() {
		s.run.fail(p)
		return over
	}
	switch {
	case s.endpoint == nil || p.Kind != URLInUse:
		s.busy.Stop()
		s.isBusy = false
	case !s.isBusy:
		s.busy.Reset(s.run.runner.cfg.BusyLimit)
		s.isBusy = true
	}
	state := Reconnecting
	if s.fresh() {
		state = Connecting
	}
	s.attempt(p, state)
	return goOn
}

// attempt publishes a failed attempt. A run that was online stays Reconnecting.
func (s *session) attempt(p *Problem, state State) {
	s.latest = p
	if !s.first {
		state = Reconnecting
	}
	s.run.change(func(st *Status) {
		st.State, st.Problem, st.Latency = state, p, 0
		st.Attempt++
	})
}

// fresh tells whether the run has not been online yet.
func (s *session) fresh() bool { return s.first && s.endpoint == nil }

func (s *session) restartGiveUp() {
	if s.first {
		s.giveUp.Reset(s.run.runner.cfg.ConnectTimeout)
	}
}

// close ends whatever the session has and waits for it. The endpoint gets
// CloseTimeout to go in order.
func (s *session) close() {
	s.giveUp.Stop()
	s.busy.Stop()
	if s.opening {
		s.cancel()
		s.endpoint = s.awaitOpen()
	}
	if s.endpoint != nil {
		grace, done := context.WithTimeout(context.Background(), s.run.runner.cfg.CloseTimeout)
		if err := s.endpoint.Close(grace); err != nil {
			s.run.runner.cfg.Logger.Debug("tunnel endpoint closed with an error", "error", err)
		}
		done()
	}
	s.cancel()
	if s.served != nil {
		<-s.served
	}
	s.queue.close()
}

// awaitOpen waits for an Open whose context has ended.
func (s *session) awaitOpen() Endpoint {
	for {
		for e, ok := s.queue.next(); ok; e, ok = s.queue.next() {
			if o, ok := e.(opened); ok {
				return o.endpoint
			}
		}
		<-s.queue.ready
	}
}

func localProblem(err error) *Problem {
	p := &Problem{Kind: LocalServer}
	if err != nil && !errors.Is(err, net.ErrClosed) {
		p.Detail = OneLine(err.Error())
	}
	return p
}

func problemOr(p *Problem, kind ProblemKind) *Problem {
	if p == nil {
		return &Problem{Kind: kind}
	}
	return p
}

func valueOr(value, or string) string {
	if value != "" {
		return value
	}
	return or
}
