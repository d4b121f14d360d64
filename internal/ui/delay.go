package ui

import "time"

// later runs f on the UI goroutine once wait has passed, unless stop was called.
func (d *deps) later(wait time.Duration, f func()) (stop func()) {
	if d.after != nil {
		return d.after(wait, f)
	}
	t := time.AfterFunc(wait, func() {
		d.post(func() {
			if d.ctx.Err() == nil {
				f()
			}
		})
	})
	return func() { t.Stop() }
}

// editPause is how long typing must rest before what was typed is put in force.
const editPause = 250 * time.Millisecond

// delay holds a call back until no newer one has come for a while. UI goroutine only.
type delay struct {
	deps *deps
	wait time.Duration
	f    func() // what waits; nil when nothing does
	turn int    // of the newest call; a timer that fires late finds another
	stop func()
}

func newDelay(d *deps, wait time.Duration) *delay { return &delay{deps: d, wait: wait} }

// call runs f after the pause, and what waited before not at all.
func (l *delay) call(f func()) {
	l.drop()
	l.f = f
	turn := l.turn
	l.stop = l.deps.later(l.wait, func() {
		if l.turn == turn {
			l.flush()
		}
	})
}

// flush runs now what waits, if anything does.
func (l *delay) flush() {
	f := l.f
	l.drop()
	if f != nil {
		f()
	}
}

// drop forgets what waits.
func (l *delay) drop() {
	l.turn++
	l.f = nil
	if l.stop != nil {
		l.stop()
		l.stop = nil
	}
}

// waiting says whether something waits.
func (l *delay) waiting() bool { return l.f != nil }
