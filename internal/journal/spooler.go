package journal

import (
	"errors"
	"os"
	"sync/atomic"
	"time"
)

// spooler is the goroutine that answers wait for: it puts on record what queues up.
type spooler struct {
	log    *Log
	move   *time.Timer // wakes the writer for few exchanges
	moving atomic.Bool // move is running
	failed time.Time   // when the spool could not be written; zero while it can
}

// spoolPause is how long the spool is left alone after it could not be written.
const spoolPause = time.Second

// When exchanges go on from the spool into the database: so many, or so much later. They are
// on record and at hand meanwhile; a rush passes by before the database has its share of
// the processor, and many go into it for less than few.
const (
	moveCount = 4096
	moveWait  = 250 * time.Millisecond
)

// spoolOn runs the spooler.
func (l *Log) spoolOn() {
	s := spooler{log: l}
	s.move = time.AfterFunc(time.Hour, func() {
		s.moving.Store(false)
		l.nudge()
	})
	defer s.move.Stop()
	for {
		select {
		case <-l.come:
			s.drain()
		case <-l.ending:
			s.drain()
			return
		}
	}
}

// drain puts on record until nothing is left. It never waits for more to come: a write of
// few costs less than the wait of all who could go on meanwhile.
func (s *spooler) drain() {
	l := s.log
	for {
		l.mu.Lock()
		fresh, t, usable := l.unspooled(), l.turn, l.loaded
		l.turn = nil
		l.mu.Unlock()
		if len(fresh) > 0 {
			s.put(fresh, usable)
		}
		if t != nil {
			s.hold(t)
			t.timer.Stop()
			t.end()
		}
		if len(fresh) == 0 {
			s.retire()
			return
		}
	}
}

// retire ends the file that is open if there are deleted exchanges in it.
func (s *spooler) retire() {
	l := s.log
	if !l.spool.retired.Swap(false) {
		return
	}
	l.mu.Lock()
	written := l.written
	l.mu.Unlock()
	if err := errors.Join(l.spool.close(), l.spool.drop(written)); err != nil {
		l.c.Logger.Warn("remove a spool", "err", err)
	}
}

// put writes the spool. Where it cannot be written the exchanges go straight to the
// writer, which tells what is wrong if that cannot write either.
func (s *spooler) put(fresh []entry, usable bool) {
	l := s.log
	last := fresh[len(fresh)-1].x.ID
	written := usable && (s.failed.IsZero() || time.Since(s.failed) > spoolPause)
	if written {
		err := l.spool.append(fresh)
		s.report(err)
		written = err == nil
	}
	l.mu.Lock()
	l.spooled = max(l.spooled, last)
	if l.passing != nil {
		close(l.passing)
		l.passing = nil
	}
	many := len(l.queue) >= moveCount || l.queued > batchBytes
	well := written && l.health.Kind == Slow
	if well {
		l.health.Kind, l.health.Since = Well, l.c.Now()
	}
	if !written {
		l.health.Late += int64(len(fresh))
	}
	l.mu.Unlock()
	if well {
		l.c.Changed()
	}
	if many || !written {
		l.nudge()
		return
	}
	if !s.moving.Swap(true) {
		s.move.Reset(moveWait)
	}
}

// report logs when the spool cannot be written any more, and when it can again.
func (s *spooler) report(err error) {
	switch {
	case err != nil:
		if s.failed.IsZero() {
			s.log.c.Logger.Warn("answers leave before their exchanges are on record", "err", err)
		}
		s.failed = time.Now()
	case !s.failed.IsZero():
		s.log.c.Logger.Info("answers leave after their exchanges are on record again")
		s.failed = time.Time{}
	}
}

// hold waits while the writer is far behind, so that nothing is lost to the bound of the
// queue as long as the file can be written. What waits is on record; it waits no longer than
// CommitWait.
func (s *spooler) hold(t *turn) {
	for s.log.crowded() {
		select {
		case <-s.log.room:
		case <-t.done:
			return
		case <-s.log.ending:
			return
		}
	}
}

// crowded says whether the queue is half full although the file can be written.
func (l *Log) crowded() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	hard := l.c.Memory
	return (l.health.Kind == Well || l.health.Kind == Slow) && (len(l.queue) > hard.MaxCount/2 || l.queued > hard.MaxBytes/2)
}

// unspooled are the exchanges of the queue that are in no spool. l.mu is held.
func (l *Log) unspooled() []entry {
	from := len(l.queue)
	for from > 0 && l.queue[from-1].x.ID > l.spooled {
		from--
	}
	return l.queue[from:len(l.queue):len(l.queue)]
}

// adoptSpools takes into the database what an earlier run left in spools.
func (w *writer) adoptSpools(s *store) error {
	names, err := leftSpools(w.log.c.File)
	if err != nil || len(names) == 0 {
		return err
	}
	last, err := number(s.conn, "SELECT max(coalesce(("+newestStored+"), 0), coalesce((SELECT max(value) FROM state WHERE name IN ('floor', 'stored')), 0))")
	if err != nil {
		return err
	}
	var part []frame
	size := 0
	flush := func() error {
		err := s.append(part)
		part, size = part[:0], 0
		return err
	}
	for _, name := range names {
		err := readSpool(name, func(id int64, record []byte) error {
			if id <= last { // in the database, or cleared
				return nil
			}
			last = id
			part = append(part, frame{id, append([]byte(nil), record...)})
			if size += len(record); len(part) >= batchCount || size >= batchBytes {
				return flush()
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if len(part) > 0 {
		if err := flush(); err != nil {
			return err
		}
	}
	for _, name := range names {
		err = errors.Join(err, os.Remove(name))
	}
	return err
}
