package ui

import (
	"context"

	"echostr/internal/exchange"
)

// source finds the exchanges that pass the filter, away from the UI goroutine: all of
// them after the filter or the records have changed, then each batch of new ones. One
// thing runs at a time; what comes meanwhile waits, so ids arrive in order. Results for
// an earlier filter are dropped.
type source struct {
	deps   *deps
	filter exchange.Filter
	found  func(ids []int64) // all, newest first
	added  func(ids []int64) // new ones, oldest first

	turn    int // of the newest search
	busy    bool
	waiting []*exchange.Exchange
	cancel  context.CancelFunc
}

func newSource(d *deps, found, added func([]int64)) *source {
	return &source{deps: d, found: found, added: added, cancel: func() {}}
}

// search looks for everything that passes f.
func (s *source) search(f exchange.Filter) {
	s.filter = f
	s.turn++
	s.cancel()
	s.waiting, s.busy = nil, true // what waited is recorded and will be found
	ctx, cancel := context.WithCancel(s.deps.ctx)
	s.cancel = cancel
	turn := s.turn
	now := f
	now.Now = s.deps.now()
	var ids []int64
	s.deps.run(func(context.Context) (err error) {
		ids, err = s.deps.engine.Find(ctx, now)
		return err
	}, func(err error) {
		if turn != s.turn {
			return
		}
		cancel()
		s.busy = false
		if err == nil {
			s.found(ids)
		} else {
			s.deps.layer.Toast(s.deps.errorText(err))
		}
		s.next()
	})
}

// take brings newly recorded exchanges, oldest first.
func (s *source) take(fresh []*exchange.Exchange) {
	if len(fresh) == 0 {
		return
	}
	s.waiting = append(s.waiting, fresh...)
	if !s.busy {
		s.next()
	}
}

// next deals with what waits.
func (s *source) next() {
	batch := s.waiting
	s.waiting = nil
	switch {
	case len(batch) == 0:
	case s.filter.Empty():
		s.added(idsOf(batch))
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
			s.added(idsOf(passed))
		}
		s.next()
	})
}

func idsOf(xs []*exchange.Exchange) []int64 {
	ids := make([]int64, len(xs))
	for i, x := range xs {
		ids[i] = x.ID
	}
	return ids
}
