package ui

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// replayRig is a replay dialog on a stage. What is sent is noted, and answered by become.
type replayRig struct {
	*stage
	dialog *replayDialog
	mu     sync.Mutex
	asked  []engine.ReplayRequest
	chosen []int64
}

func stageReplay(t testing.TB, lang string, xs ...*exchange.Exchange) *replayRig {
	t.Helper()
	f := newFakeEngine()
	f.add(xs...)
	s := newStage(t, f, lang)
	s.put(kit.NewGround(kit.ColorPanel, 0), 1280, 800)
	r := &replayRig{stage: s}
	s.deps.choose = func(id int64) { r.chosen = append(r.chosen, id) }
	f.records.replayed = func(_ context.Context, q engine.ReplayRequest) ([]engine.ReplayResult, error) {
		return nil, r.become(q, 1)
	}
	return r
}

// open opens the dialog for everything that was recorded.
func (r *replayRig) open() {
	r.t.Helper()
	var ids []int64
	var all []*exchange.Exchange
	for _, x := range r.engine.Since(0, 1000) {
		ids, all = append(ids, x.ID), append(all, x)
	}
	r.dialog = newReplayDialog(r.deps, ids, all)
	r.settle()
	relayout(r.window)
}

// become notes a request and records n passing exchanges as what became of it.
func (r *replayRig) become(q engine.ReplayRequest, n int) error {
	r.mu.Lock()
	r.asked = append(r.asked, q)
	r.mu.Unlock()
	for i := range n {
		x := said("重放")
		x.Origin, x.Test = q.ID, true
		r.engine.add(x)
		q.Progress(i+1, n, engine.ReplayResult{N: i, Origin: q.ID, ID: x.ID, Status: 200, Duration: 3 * time.Millisecond})
	}
	return nil
}

// last is the request that was sent last.
func (r *replayRig) last() engine.ReplayRequest {
	r.t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.asked) == 0 {
		r.t.Fatalf("nothing was sent; the window says: %s", r.said())
	}
	return r.asked[len(r.asked)-1]
}

func (r *replayRig) sends() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.asked)
}

// word taps a word where it stands, the topmost one.
func (r *replayRig) word(text string) {
	r.t.Helper()
	all := r.everything()
	for i := len(all) - 1; i >= 0; i-- {
		if w, ok := all[i].(*canvas.Text); ok && w.Text == text {
			r.tap(w)
			return
		}
	}
	r.t.Fatalf("no word %q; the window says: %s", text, r.said())
}

// ctrlEnter presses Ctrl+Enter where the focus is.
func (r *replayRig) ctrlEnter() {
	c := r.window.Canvas()
	key := &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault}
	if f, ok := c.Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(key)
	} else if s, ok := c.(fyne.Shortcutable); ok {
		s.TypedShortcut(key)
	}
	r.settle()
	relayout(r.window)
}

// altUp presses Alt+Up where the focus is.
func (r *replayRig) altUp() {
	r.t.Helper()
	r.window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyUp, Modifier: fyne.KeyModifierAlt})
	r.settle()
	relayout(r.window)
}

// line is the row with a name.
func (r *replayRig) line(table *pairTable, name string) *pairLine {
	r.t.Helper()
	for _, l := range table.lines {
		if l.name.Text() == name {
			return l
		}
	}
	r.t.Fatalf("no row %q", name)
	return nil
}

// write puts the caret into an editor and replaces its text as by typing.
func (r *replayRig) write(e *kit.Editor, text string) {
	r.t.Helper()
	r.window.Canvas().Focus(e.Entry)
	e.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	test.Type(e.Entry, text)
	r.settle()
}

// until does what is posted until the window says something, while requests are being sent.
func (r *replayRig) until(words string) {
	r.t.Helper()
	deadline := time.After(5 * time.Second)
	for !strings.Contains(solid(r.said()), solid(words)) {
		select {
		case f := <-r.queue:
			f()
		case <-deadline:
			r.t.Fatalf("the window does not come to say %q; it says: %s", words, r.said())
		}
	}
}
