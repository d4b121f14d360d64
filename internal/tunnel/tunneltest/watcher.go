// Package tunneltest helps to test what uses package tunnel: a [Watcher] waits
// for a status, a [Provider] does what the test says.
package tunneltest

import (
	"context"
	"testing"

	"echostr/internal/tunnel"
)

// Watcher keeps every status that a runner tells.
type Watcher struct {
	t    testing.TB
	seen chan struct{} // holds a token after every status
	all  chan []tunnel.Status
}

// Watch subscribes to the runner until the test ends.
func Watch(t testing.TB, r *tunnel.Runner) *Watcher {
	t.Helper()
	w := &Watcher{t: t, seen: make(chan struct{}, 1), all: make(chan []tunnel.Status, 1)}
	w.all <- nil
	t.Cleanup(r.Subscribe(func(s tunnel.Status) {
		w.all <- append(<-w.all, s)
		select {
		case w.seen <- struct{}{}:
		default:
		}
	}))
	return w
}

// All is every status so far, the one at the time of Watch first.
func (w *Watcher) All() []tunnel.Status {
	all := <-w.all
	w.all <- all
	return append([]tunnel.Status(nil), all...)
}

// Await returns the first status from the index on that is wanted, and the
// index after it. It fails the test when the context ends before.
func (w *Watcher) Await(ctx context.Context, from int, what string, want func(tunnel.Status) bool) (tunnel.Status, int) {
	w.t.Helper()
	for i := from; ; {
		all := w.All()
		for ; i < len(all); i++ {
			if want(all[i]) {
				return all[i], i + 1
			}
		}
		select {
		case <-w.seen:
		case <-ctx.Done():
			w.t.Fatalf("no status is %s: %v", what, all)
		}
	}
}

// AwaitState is Await for a state.
func (w *Watcher) AwaitState(ctx context.Context, from int, state tunnel.State) (tunnel.Status, int) {
	w.t.Helper()
	return w.Await(ctx, from, state.String(), func(s tunnel.Status) bool { return s.State == state })
}
