package ui

import (
	"context"
	"time"

	"echostr/internal/engine"
)

const (
	// updateGap is the least time between two updates of the window: 25 a second.
	updateGap = 40 * time.Millisecond
	// freshMax is how many new exchanges one update carries; beyond that a page asks
	// for what it shows instead.
	freshMax = 500
)

// bridge carries the engine's changes to the UI goroutine: at most one in updateGap,
// and never a second before the first was applied, so a busy window is not buried.
type bridge struct {
	engine Engine
	post   func(func())
	apply  func(change) // on the UI goroutine

	wake    chan struct{}
	last    int64 // newest exchange that the window has heard of
	cleared int64 // how often the records had been cleared by then
	deleted int64 // and how often something was deleted
}

func newBridge(e Engine, post func(func()), apply func(change)) *bridge {
	return &bridge{engine: e, post: post, apply: apply, wake: make(chan struct{}, 1)}
}

// run carries changes until ctx ends.
func (b *bridge) run(ctx context.Context) {
	cancel := b.engine.Subscribe(func() {
		select {
		case b.wake <- struct{}{}:
		default:
		}
	})
	defer cancel()
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.wake:
		}
		c := b.gather(b.engine.Snapshot())
		applied := make(chan struct{})
		b.post(func() {
			if ctx.Err() == nil {
				b.apply(c)
			}
			close(applied)
		})
		gap := time.NewTimer(updateGap)
		select {
		case <-ctx.Done():
			gap.Stop()
			return
		case <-applied:
		}
		select {
		case <-ctx.Done():
			gap.Stop()
			return
		case <-gap.C:
		}
	}
}

// gather takes what was recorded since the last time.
func (b *bridge) gather(s *engine.Snapshot) change {
	c := change{state: s}
	fresh := b.engine.Since(b.last, freshMax+1)
	switch {
	case len(fresh) > freshMax || s.Counts.Cleared != b.cleared || s.Counts.Deleted != b.deleted:
		c.reload = true
		b.last = s.Counts.Last
	default:
		c.fresh = fresh
		if n := len(fresh); n > 0 {
			b.last = fresh[n-1].ID
		}
	}
	b.cleared, b.deleted = s.Counts.Cleared, s.Counts.Deleted
	return c
}
