package ui

import (
	"context"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// TestPulse beats until its context ends, below what it keeps awake.
func TestPulse(t *testing.T) {
	beats := make(chan func())
	p := newPulse(func(f func()) { beats <- f })
	content := canvas.NewRectangle(nil)
	if o := p.under(content).(*fyne.Container).Objects; len(o) != 2 || o[0] != p.speck || o[1] != content {
		t.Errorf("the stack is %v", o)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var work sync.WaitGroup
	p.begin(ctx, &work)
	for range 2 {
		(<-beats)()
	}
	cancel()
	done := make(chan struct{})
	go func() { work.Wait(); close(done) }()
	for {
		select {
		case <-beats: // one that was under way
		case <-done:
			return
		}
	}
}
