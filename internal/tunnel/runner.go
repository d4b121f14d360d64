package tunnel

import (
	"context"
	"sync"
)

// Runner owns at most one tunnel at a time. All methods are safe for
// concurrent use.
type Runner struct {
	cfg Config

	mu      sync.Mutex
	closed  bool
	current *run // the latest start, also when it has ended
	status  Status
	subs    map[int]func(Status)
	nextSub int

	telling sync.Mutex // held while subscribers are called
}

// New makes a runner that is stopped. It has no side effects.
func New(cfg Config) *Runner {
	cfg = cfg.withDefaults()
	return &Runner{
		cfg:    cfg,
		subs:   map[int]func(Status){},
		status: Status{Provider: NoProvider, State: Stopped, Since: cfg.Now()},
	}
}

// Start opens a tunnel with the provider and returns at once: the status is
// Connecting, and what becomes of it is told there. A tunnel that runs is ended
// first. After [Runner.Close] it does nothing.
func (r *Runner) Start(p Provider) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	u := &run{runner: r, provider: p, done: make(chan struct{})}
	u.ctx, u.cancel = context.WithCancel(context.Background())
	if old := r.current; old != nil {
		old.cancel()
		u.after = old.done
	}
	r.current = u
	r.status = Status{Provider: p.Name(), State: Connecting, Since: r.cfg.Now()}
	go u.loop()
}

// Stop ends the tunnel and waits until nothing of it runs any more, or until
// the context ends; the tunnel ends in any case. Without a tunnel, and after a
// failed one, it only sets the status to Stopped.
func (r *Runner) Stop(ctx context.Context) error {
	r.mu.Lock()
	u := r.current
	r.mu.Unlock()
	if u == nil {
		return nil
	}
	u.cancel()
	select {
	case <-u.done:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Close ends the tunnel like [Runner.Stop], waits without limit, and makes
// every later Start do nothing. It may be called more than once.
func (r *Runner) Close() error {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	return r.Stop(context.Background())
}

// Status is how the tunnel stands now.
func (r *Runner) Status() Status {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.status
}

// Subscribe calls f with the present status before it returns, and from then on
// after every change, from the runner's goroutines, one call at a time. A quick
// pair of changes may come as one call with the later status. f must not block
// and must not call Subscribe, Stop or Close; Status, Start and cancel are
// allowed. A call that is under way when cancel is called may still finish.
func (r *Runner) Subscribe(f func(Status)) (cancel func()) {
	r.telling.Lock()
	defer r.telling.Unlock()
	r.mu.Lock()
	id := r.nextSub
	r.nextSub++
	r.subs[id] = f
	status := r.status
	r.mu.Unlock()
	f(status)
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.subs, id)
	}
}

// change applies f to the status for run u, unless a newer run has replaced
// it, and tells everyone.
func (r *Runner) change(u *run, f func(*Status)) {
	r.mu.Lock()
	if r.current != u {
		r.mu.Unlock()
		return
	}
	before := r.status
	f(&r.status)
	after := r.status
	if after == before {
		r.mu.Unlock()
		return
	}
	if after.State != before.State || after.URL != before.URL {
		after.Since = r.cfg.Now()
		r.status = after
	}
	r.mu.Unlock()
	r.log(before, after)
	r.tell()
}

// tell calls every subscriber with the status of this moment.
func (r *Runner) tell() {
	r.telling.Lock()
	defer r.telling.Unlock()
	r.mu.Lock()
	status := r.status
	subs := make([]func(Status), 0, len(r.subs))
	for _, f := range r.subs {
		subs = append(subs, f)
	}
	r.mu.Unlock()
	for _, f := range subs {
		f(status)
	}
}

func (r *Runner) log(before, after Status) {
	if before.State == after.State && before.Problem == after.Problem {
		return
	}
	log := r.cfg.Logger.With("provider", after.Provider, "state", after.State.String())
	if p := after.Problem; p != nil {
		log.Warn("tunnel has a problem", "kind", p.Kind.String(), "code", p.Code, "attempt", after.Attempt, "detail", p.Detail)
		return
	}
	log.Info("tunnel changed", "url", after.URL)
}
