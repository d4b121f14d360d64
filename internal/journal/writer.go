package journal

import (
	"errors"
	"os"
	"time"
)

// writer is the goroutine that writes the file, with all that only it touches.
type writer struct {
	log    *Log
	claim  *Claim // of its own
	store  *store // nil while the file is not open
	taken  []entry
	frames []frame       // of what is being written
	again  time.Duration // until the next try, after a failure; 0 when there was none
	tryAt  time.Time     // when that is
	retry  *time.Timer
	file   os.FileInfo // of the file as it was opened
	aside  *salvage    // of a file that was set aside, until the new one is open
	left   *remains    // of it; nil when all of that is in memory

	pages    int         // written since the last checkpoint, about
	stepped  time.Time   // when the last step of upkeep was done
	more     bool        // there is another
	next     *time.Timer // wakes the writer for that
	dropping *dropping   // nil for none
	sweeping bool        // cleared exchanges are to be deleted
	freed    bool        // there may be many free pages
	saving   bool        // the reserve is to be made
	scrub    bool        // what was deleted still stands in the log file that SQLite writes ahead
}

// job is something for the writer to do with the open file, between commits.
type job struct {
	f      func(*writer) error
	done   chan error
	anyway bool // also while the file cannot be written, if it is open
	frees  bool // it deletes: also while the disk is full
}

// ErrUnavailable is a change that needs the file while it cannot be written.
var ErrUnavailable = errors.New("journal: the file cannot be written now")

// The most that goes into one transaction, and the size of the file's pages.
const (
	batchCount = 512
	batchBytes = 8 << 20
	pageSize   = 16 << 10
)

// run is the writer's life.
func (w *writer) run() {
	w.retry = time.NewTimer(time.Hour)
	defer w.retry.Stop()
	w.next = time.AfterFunc(time.Hour, w.log.nudge)
	defer w.next.Stop()
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if w.again > 0 {
			w.retry.Reset(time.Until(w.tryAt))
		}
		select {
		case <-w.log.wake:
			w.flush()
		case j := <-w.log.jobs:
			j.done <- w.do(j)
		case <-w.retry.C:
			w.recover()
		case <-tick.C:
			w.saving = true
			if w.pages > 0 { // a quiet log leaves little ahead
				w.pages = checkpointPages
			}
			w.retain()
		case <-w.log.stop:
			w.finish()
			return
		}
		w.upkeep()
	}
}

// finish writes what is left, and closes.
func (w *writer) finish() {
	w.again = 0
	if w.store == nil {
		w.recover()
	}
	w.flush()
	l := w.log
	if err := w.writeFull(); err != nil {
		l.c.Logger.Warn("write the last search blocks", "err", err)
	}
	l.mu.Lock()
	written := l.written
	l.mu.Unlock()
	if err := errors.Join(l.spool.close(), l.spool.drop(written)); err != nil {
		l.c.Logger.Warn("remove the spool", "err", err)
	}
	w.shut()
	if w.claim != nil {
		if err := w.claim.Release(); err != nil {
			l.c.Logger.Warn("give up the home's lock", "err", err)
		}
		w.claim = nil
	}
}

// flush writes what the queue holds but for what the spooler has not seen. What comes
// meanwhile is left for the next turn, so that jobs get theirs.
func (w *writer) flush() {
	if w.store == nil || w.again > 0 {
		return
	}
	w.take()
	if len(w.taken) == 0 {
		return
	}
	if err := w.write(); err != nil {
		w.failed(err)
	}
	select {
	case w.log.room <- struct{}{}:
	default:
	}
	w.log.mu.Lock()
	many := len(w.log.queue) >= moveCount || w.log.queued > batchBytes
	w.log.mu.Unlock()
	if many {
		w.log.nudge()
	}
}

// take moves to taken what is on record.
func (w *writer) take() {
	l := w.log
	l.mu.Lock()
	defer l.mu.Unlock()
	n := len(l.queue) - len(l.unspooled())
	if n == len(l.queue) {
		w.taken, l.queue, l.queued = l.queue, w.taken[:0], 0
		return
	}
	w.taken = append(w.taken[:0], l.queue[:n]...)
	l.queue = append(l.queue[:0:0], l.queue[n:]...)
	for i := range w.taken {
		l.queued -= int64(len(*w.taken[i].record))
	}
}

// write commits what is taken, in parts of bounded size. What an error leaves goes back
// to the queue.
func (w *writer) write() error {
	for rest := w.taken; len(rest) > 0; {
		n, size := 0, 0
		w.frames = w.frames[:0]
		for n < len(rest) && n < batchCount && (n == 0 || size+len(*rest[n].record) <= batchBytes) {
			size += len(*rest[n].record)
			w.frames = append(w.frames, frame{rest[n].x.ID, *rest[n].record})
			n++
		}
		part := rest[:n]
		if err := w.store.append(w.frames); err != nil {
			w.putBack(rest)
			return err
		}
		last := part[n-1].x.ID
		w.pages += size/pageSize + 1
		w.log.index.add(part, w.store.ends(w.frames))
		w.log.wrote(last)
		if err := w.log.spool.drop(last); err != nil {
			w.log.c.Logger.Warn("remove a spool", "err", err)
		}
		for i := range part {
			part[i].free()
			part[i].x = nil
		}
		rest = rest[n:]
	}
	return nil
}

// wrote notes that every exchange up to an ID is committed.
func (l *Log) wrote(id int64) {
	l.mu.Lock()
	l.written = max(l.written, id) // Clear may have been faster
	well := l.health.Kind != Well
	if well {
		l.health.Kind, l.health.Since, l.health.Detail = Well, l.c.Now(), ""
	}
	l.trim()
	l.mu.Unlock()
	if well {
		l.c.Logger.Info("the journal is written again")
		l.c.Changed()
	}
}

// putBack queues what was taken up again, before what came meanwhile.
func (w *writer) putBack(rest []entry) {
	l := w.log
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queue = append(append(make([]entry, 0, len(rest)+len(l.queue)), rest...), l.queue...)
	for i := range rest {
		l.queued += int64(len(*rest[i].record))
	}
	w.taken = nil
	l.trim()
}

// do runs a job.
func (w *writer) do(j job) error {
	w.flush()
	run := func() error { return j.f(w) }
	switch {
	case w.store == nil:
		return ErrUnavailable
	case j.frees && w.isFull():
		return w.makeRoom(run)
	case w.again > 0 && !j.anyway:
		return ErrUnavailable
	}
	err := run()
	if err != nil {
		if _, damaged := kindOf(err); damaged {
			w.failed(err)
		}
	}
	return err
}

// ask has the writer do something and waits for it.
func (l *Log) ask(f func(*writer) error) error { return l.wait(job{f: f}) }

// askFreeing is ask for what deletes.
func (l *Log) askFreeing(f func(*writer) error) error { return l.wait(job{f: f, frees: true}) }

func (l *Log) wait(j job) error {
	j.done = make(chan error, 1)
	select {
	case l.jobs <- j:
		return <-j.done
	case <-l.stop:
		return ErrUnavailable
	}
}
