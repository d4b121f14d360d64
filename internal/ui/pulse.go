package ui

import (
	"context"
	"image/color"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// pulseRest is how long a window may miss a change: too short to be noticed often, long
// enough to cost nothing.
const pulseRest = 500 * time.Millisecond

// pulse paints a window again and again, and so keeps it from going blind. Fyne knows for
// each object which window to paint when it changes, but forgets that after a minute of
// painting in which the object itself did not change, and learns it only from the next
// painting (up to 2.8; its pull request 6452). Until then a click on what was forgotten
// does its work and is not seen, for good if nothing else changes.
type pulse struct {
	post  func(func())
	speck *canvas.Rectangle // unseen; changed so that the window is painted
}

func newPulse(post func(func())) *pulse {
	return &pulse{post: post, speck: canvas.NewRectangle(color.Transparent)}
}

// under is content with the speck below it.
func (p *pulse) under(content fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(p.speck, content)
}

// begin beats until ctx ends; work waits for that.
func (p *pulse) begin(ctx context.Context, work *sync.WaitGroup) {
	work.Go(func() {
		ticks := time.NewTicker(pulseRest)
		defer ticks.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticks.C:
				p.post(func() { canvas.Refresh(p.speck) })
			}
		}
	})
}
