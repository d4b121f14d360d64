package tunnel

import (
	"context"
)

// run is one Start: the sessions it opens one after the other, until it is
// stopped or replaced.
type run struct {
	runner   *Runner
	provider Provider
	ctx      context.Context // ended by Stop, Close and a newer Start
	cancel   context.CancelFunc
	after    <-chan struct{} // the run before this one; nil: none
	done     chan struct{}   // closed when nothing of the run is left
}

// loop is the run's goroutine. A failed run waits here for its Stop.
func (u *run) loop() {
	defer close(u.done)
	defer u.cancel()
	u.runner.tell() // Start has set the status
	if u.after != nil {
		<-u.after
		u.after = nil
	}
	for first := true; u.ctx.Err() == nil; first = false {
		if newSession(u, first).serve() == over {
			break
		}
	}
	<-u.ctx.Done()
	u.change(func(s *Status) { *s = Status{Provider: u.provider.Name(), State: Stopped} })
}

func (u *run) change(f func(*Status)) { u.runner.change(u, f) }

// fail publishes the end of the run.
func (u *run) fail(p *Problem) {
	u.change(func(s *Status) {
		s.State, s.Problem, s.URL, s.Latency = Failed, p, "", 0
	})
}
