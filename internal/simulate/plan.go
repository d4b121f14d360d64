package simulate

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// How WeChat delivers: three attempts in all, each of them five seconds after the last.
const (
	Attempts   = 3
	RetryAfter = 5 * time.Second
)

// Bounds of a Plan.
const (
	MaxTimes    = 1000
	MaxParallel = 64
)

// Plan is how often and how fast a request is sent again.
type Plan struct {
	Times    int             // 0 is once; at most MaxTimes
	Gap      time.Duration   // from one start to the next, or from an answer that took longer; not with Parallel
	Gaps     []time.Duration // after each of the first requests, in place of Gap
	Parallel int             // how many at once, at most MaxParallel; 0 and 1 are one after the other
	Retry    bool            // as WeChat does: up to Attempts, RetryAfter apart, until one is answered
}

// ErrPlan is a plan beyond the bounds.
var ErrPlan = errors.New("simulate: no such plan")

// Count is how many requests there are at most.
func (p Plan) Count() int {
	if p.Retry {
		return Attempts
	}
	return max(p.Times, 1)
}

func (p Plan) check() error {
	if p.Times < 0 || p.Times > MaxTimes || p.Parallel < 0 || p.Parallel > MaxParallel || p.Gap < 0 ||
		p.Retry && (p.Times > 1 || p.Parallel > 1) || (p.Gap > 0 || len(p.Gaps) > 0) && p.Parallel > 1 {
		return fmt.Errorf("%w: %d times, %d at once, a gap of %s, retry %v", ErrPlan, p.Times, p.Parallel, p.Gap, p.Retry)
	}
	return nil
}

// gap is how long after the start of request n the next one begins.
func (p Plan) gap(n int) time.Duration {
	switch {
	case p.Retry:
		return RetryAfter
	case n < len(p.Gaps):
		return p.Gaps[n]
	}
	return p.Gap
}

// Run calls one for every request of the plan, numbered from 0, and returns when all have
// returned. With Parallel it is called on several goroutines at once. The first error and
// the end of ctx keep further ones from beginning.
func (s *Sender) Run(ctx context.Context, p Plan, one func(ctx context.Context, n int) (*Played, error)) error {
	if err := p.check(); err != nil {
		return err
	}
	if p.Parallel > 1 {
		return runParallel(ctx, p, one)
	}
	for n := range p.Count() {
		if err := ctx.Err(); err != nil {
			return err
		}
		sent, err := one(ctx, n)
		switch {
		case err != nil:
			return err
		case p.Retry && sent.Answered(), n+1 == p.Count():
			return nil
		}
		if err := s.wait(ctx, p.gap(n)-sent.Took); err != nil {
			return err
		}
	}
	return nil
}

// wait lets d pass, unless ctx ends first.
func (s *Sender) wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	if s.Wait != nil {
		return s.Wait(ctx, d)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func runParallel(ctx context.Context, p Plan, one func(context.Context, int) (*Played, error)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	numbers := make(chan int)
	var workers sync.WaitGroup
	for range min(p.Parallel, p.Count()) {
		workers.Go(func() {
			for n := range numbers {
				if _, err := one(ctx, n); err != nil {
					cancel(err)
				}
			}
		})
	}
	for n := range p.Count() {
		if ctx.Err() != nil {
			break
		}
		select {
		case numbers <- n:
		case <-ctx.Done():
		}
	}
	close(numbers)
	workers.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}
