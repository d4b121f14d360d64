package engine

import (
	"sync"
	"sync/atomic"
)

// watch tells subscribers that something changed. It keeps no queue: whoever is told
// looks at the snapshot, so a slow one only sees fewer states, and no producer waits.
type watch struct {
	seq atomic.Uint64

	mu   sync.Mutex
	subs map[*watcher]struct{}
}

type watcher struct {
	wake chan struct{} // holds one
	stop chan struct{}
	done chan struct{}
}

// Subscribe calls f once at once and then after every change, on a goroutine of its
// own. Changes that come while f runs are told as one. cancel waits for a running f
// to return; it must not be called from f.
func (e *Engine) Subscribe(f func()) (cancel func()) {
	w := &watcher{wake: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{})}
	w.wake <- struct{}{}
	e.watch.mu.Lock()
	if e.watch.subs == nil {
		e.watch.subs = map[*watcher]struct{}{}
	}
	e.watch.subs[w] = struct{}{}
	e.watch.mu.Unlock()
	go func() {
		defer close(w.done)
		for {
			select {
			case <-w.stop:
				return
			case <-w.wake:
				f()
			}
		}
	}()
	return sync.OnceFunc(func() {
		e.watch.mu.Lock()
		delete(e.watch.subs, w)
		e.watch.mu.Unlock()
		close(w.stop)
		<-w.done
	})
}

// changed wakes everyone. It never blocks.
func (w *watch) changed() {
	w.seq.Add(1)
	w.mu.Lock()
	defer w.mu.Unlock()
	for s := range w.subs {
		select {
		case s.wake <- struct{}{}:
		default:
		}
	}
}
