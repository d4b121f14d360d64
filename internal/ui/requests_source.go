package ui

import (
	"context"

	"echostr/internal/engine"
	"echostr/internal/exchange"
)

// source finds the exchanges that pass the filter, away from the UI goroutine: the newest of
// them after the filter or the records have changed, older ones when they are asked for, and
// each batch of new ones. New ones are dealt with one batch at a time; what comes meanwhile
// waits, so ids arrive in order. Results for an earlier filter are dropped.
type source struct {
	deps   *deps
	filter exchange.Filter
	found  func(engine.Page) // the newest
	older  func(engine.Page) // the next ones
	added  func([]arrival)   // new ones, oldest first

	turn    int // of the newest search
	busy    bool
	waiting []*exchange.Exchange
	ctx     context.Context // of the newest search and its pages
	cancel  context.CancelFunc

	now     exchange.Filter // of the newest search, with its time
	next    int64           // Before for the page that follows; 0 when there is none
	loading bool            // that page
	then    []func()        // what waits for it
}

// pageFirst is how many exchanges are asked for at first.
const pageFirst = 500

func newSource(d *deps, found, older func(engine.Page), added func([]arrival)) *source {
	return &source{deps: d, found: found, older: older, added: added, cancel: func() {}}
}

// search looks for the newest exchanges that pass f, limit of them or a few more.
func (s *source) search(f exchange.Filter, limit int) {
	s.filter = f
	s.turn++
	s.cancel()
	s.waiting, s.busy = nil, true // what waited is recorded and will be found
	s.next, s.loading, s.then = 0, false, nil
	s.ctx, s.cancel = context.WithCancel(s.deps.ctx)
	ctx, turn := s.ctx, s.turn
	s.now = f
	s.now.Now = s.deps.now()
	now := s.now
	var p engine.Page
	s.deps.run(func(context.Context) (err error) {
		p, err = s.deps.engine.List(ctx, now, 0, max(limit, pageFirst))
		return err
	}, func(err error) {
		if turn != s.turn {
			return
		}
		s.busy = false
		if err == nil {
			s.next = p.Next
			s.found(p)
		} else {
			s.deps.layer.Toast(s.deps.errorText(err))
		}
		s.deal()
	})
}

// more asks for the page that follows what was found; limit 0 asks for all that is left. then,
// which may be nil, is called when it is there.
func (s *source) more(limit int, then func()) {
	switch {
	case s.next == 0:
		if then != nil {
			then()
		}
		return
	case then != nil:
		s.then = append(s.then, then)
	}
	if s.loading {
		if limit > 0 {
			return // a page is on its way
		}
		if then != nil { // it may be too short: look again when it is there
			s.then = s.then[:len(s.then)-1]
		}
		s.then = append(s.then, func() { s.more(0, then) })
		return
	}
	s.loading = true
	ctx, turn, now, before := s.ctx, s.turn, s.now, s.next
	var p engine.Page
	s.deps.run(func(context.Context) (err error) {
		p, err = s.deps.engine.List(ctx, now, before, limit)
		return err
	}, func(err error) {
		if turn != s.turn {
			return
		}
		s.loading = false
		then := s.then
		s.then = nil
		if err != nil {
			s.next = 0 // or every redraw of the foot would ask, and fail, again; the next search begins anew
			s.deps.layer.Toast(s.deps.errorText(err))
			return
		}
		s.next = p.Next
		s.older(p)
		for _, f := range then {
			f()
		}
	})
}

// take brings newly recorded exchanges, oldest first.
func (s *source) take(fresh []*exchange.Exchange) {
	if len(fresh) == 0 {
		return
	}
	s.waiting = append(s.waiting, fresh...)
	if !s.busy {
		s.deal()
	}
}

// deal takes what waits.
func (s *source) deal() {
	batch := s.waiting
	s.waiting = nil
	switch {
	case len(batch) == 0:
	case s.filter.Empty():
		s.added(arrivals(batch))
	default:
		s.busy = true
		s.sift(batch)
	}
}

// sift picks those of a batch that pass.
func (s *source) sift(batch []*exchange.Exchange) {
	now := s.filter
	now.Now = s.deps.now()
	turn, match := s.turn, now.Matcher()
	var passed []*exchange.Exchange
	s.deps.run(func(ctx context.Context) error {
		for _, x := range batch {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if match(x) {
				passed = append(passed, x)
			}
		}
		return nil
	}, func(error) {
		if turn != s.turn {
			return
		}
		s.busy = false
		if len(passed) > 0 {
			s.added(arrivals(passed))
		}
		s.deal()
	})
}

func arrivals(xs []*exchange.Exchange) []arrival {
	as := make([]arrival, len(xs))
	for i, x := range xs {
		as[i] = arrival{x.ID, x.First}
	}
	return as
}
