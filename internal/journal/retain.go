package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"zombiezen.com/go/sqlite/sqlitex"
)

// blockSize is how many exchanges a block has, and thus how many go at a time.
func (l *Log) blockSize() int { return min(1024, max(16, l.limits.Load().MaxCount/8)) }

// dropping is a block on its way out.
type dropping struct {
	head
	pinned []labelled
	left   *block  // of the pinned ones
	frames []frame // theirs
}

// retain begins to drop the oldest block when there is more than there may be. It is out
// of the index at once, and deleted by the next step.
func (w *writer) retain() {
	l := w.log
	if w.store == nil || w.again > 0 || w.dropping != nil || w.sweeping {
		return
	}
	if w.missing() {
		w.failed(errReplaced)
		return
	}
	_, heads, _ := l.index.view()
	limits := l.limits.Load()
	l.mu.Lock()
	c, labels := l.counts, l.labels
	l.mu.Unlock()
	pins := labels.pinned()
	for _, h := range heads {
		d := &dropping{head: h}
		for _, one := range labels.between(h.first, h.last) {
			if one.Pinned {
				d.pinned = append(d.pinned, one)
			}
		}
		if len(d.pinned) >= h.count {
			continue // nothing but pinned ones
		}
		size, err := w.store.size()
		if err != nil {
			w.failed(err)
			return
		}
		old := limits.MaxAge > 0 && h.until < l.c.Now().Add(-limits.MaxAge).UnixNano()
		if c.Kept-pins <= limits.MaxCount && size <= limits.MaxBytes && !old {
			return
		}
		l.index.replace(func(all []head) (kept []head) {
			for _, one := range all {
				if one.first != h.first {
					kept = append(kept, one)
				}
			}
			return kept
		})
		w.dropping, w.more = d, true
		return
	}
}

// size is what the file takes without its free pages, bytes.
func (s *store) size() (int64, error) {
	var n [3]int64
	for i, name := range []string{"page_count", "freelist_count", "page_size"} {
		var err error
		if n[i], err = pragma(s.conn, name); err != nil {
			return 0, err
		}
	}
	return (n[0] - n[1]) * n[2], nil
}

// drop deletes a block with its exchanges but for the pinned ones, all at once.
func (w *writer) drop() error {
	d, s, l := w.dropping, w.store, w.log
	if d.last <= l.floor.Load() { // cleared meanwhile
		w.dropping, w.sweeping = nil, true
		return nil
	}
	if err := w.leave(d); err != nil {
		return err
	}
	left := d.left
	gone := head{count: d.count - left.count, passed: d.passed - left.passed, failed: d.failed - left.failed, bytes: d.bytes - left.bytes}
	if err := s.within(func() error { return s.forget(d, gone) }); err != nil {
		return fmt.Errorf("delete a search block: %w", err)
	}
	if left.count > 0 {
		l.index.replace(func(all []head) []head {
			if left.last <= l.floor.Load() { // cleared meanwhile
				return all
			}
			at := 0
			for at < len(all) && all[at].first < left.first {
				at++
			}
			return append(append(append(make([]head, 0, len(all)+1), all[:at]...), left.head), all[at:]...)
		})
	}
	l.mu.Lock()
	if d.last > l.floor.Load() {
		l.counts.Kept -= gone.count
		l.counts.Bytes -= gone.bytes
		l.counts.Floor = max(l.counts.Floor, d.last+1)
	}
	l.labels = l.labels.without(d.first, d.last)
	l.mu.Unlock()
	w.dropping, w.freed = nil, true
	l.c.Changed()
	w.retain()
	return nil
}

// leave finds out what stays of a block that goes: its pinned exchanges.
func (w *writer) leave(d *dropping) error {
	b := newBuilder()
	d.left, d.frames = &b.block, nil
	if len(d.pinned) == 0 {
		return nil
	}
	r, err := openReader(w.log.c.File)
	if err != nil {
		return err
	}
	r.known = w.log.c.Secrets()
	for _, one := range d.pinned {
		xs, err := r.between(one.id-1, one.id+1, 1)
		if err != nil {
			return errors.Join(err, r.conn.Close())
		}
		for i, x := range xs {
			b.add(x, r.sizes[i])
			d.frames = append(d.frames, frame{x.ID, appendRecord(nil, x)})
		}
	}
	return r.conn.Close()
}

// atLeast raises a value of the state.
const atLeast = "INSERT INTO state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)"

// forget deletes a block and its chunks, writes what is left of both, and adds what is gone to the totals.
func (s *store) forget(d *dropping, gone head) error {
	for _, do := range []struct {
		sql  string
		args []any
	}{
		{"DELETE FROM chunk WHERE first BETWEEN ? AND ?", []any{d.first, d.last}},
		{"DELETE FROM block WHERE first = ?", []any{d.first}},
		{"DELETE FROM words WHERE first = ?", []any{d.first}},
		{"DELETE FROM label WHERE id BETWEEN ? AND ? AND NOT pinned", []any{d.first, d.last}},
		{atLeast, []any{stateLast, d.last}},
	} {
		if err := sqlitex.Execute(s.conn, do.sql, &sqlitex.ExecOptions{Args: do.args}); err != nil {
			return err
		}
	}
	if err := s.count(gone); err != nil || d.left.count == 0 {
		return err
	}
	if err := s.put(d.frames); err != nil {
		return err
	}
	return s.putBlock(d.left)
}

// count adds what is not kept any more to the totals.
func (s *store) count(gone head) error {
	for name, n := range map[string]int{stateReceived: gone.count, statePassed: gone.passed, stateFailed: gone.failed} {
		err := sqlitex.Execute(s.conn, "INSERT INTO state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
			&sqlitex.ExecOptions{Args: []any{name, n}})
		if err != nil {
			return err
		}
	}
	return nil
}

// sweepStep is how many cleared chunks are deleted in one transaction.
const sweepStep = 16

// sweep deletes some of what was cleared.
func (w *writer) sweep() error {
	s, floor := w.store, w.log.floor.Load()
	left := false
	for _, sql := range []string{
		"DELETE FROM chunk WHERE first IN (SELECT first FROM chunk WHERE last <= ? LIMIT ?)",
		"DELETE FROM block WHERE first IN (SELECT first FROM block WHERE last <= ? LIMIT ? / 16)",
		"DELETE FROM words WHERE first IN (SELECT first FROM words WHERE first <= ? AND first NOT IN (SELECT first FROM block) LIMIT ? / 16)",
	} {
		if err := sqlitex.Execute(s.conn, sql, &sqlitex.ExecOptions{Args: []any{floor, sweepStep}}); err != nil {
			return fmt.Errorf("delete cleared exchanges: %w", err)
		}
		left = left || s.conn.Changes() > 0
	}
	if w.sweeping = left; !left {
		w.freed, w.scrub = true, true
	}
	return nil
}

// Clear forgets everything, pinned or not, and sets the counts back. IDs go on growing.
// What is in the file is out of sight at once and deleted in small steps.
func (l *Log) Clear() {
	l.mu.Lock()
	l.queue, l.queued, l.recent, l.labels, l.deliveries = nil, 0, ring{}, nil, deliveries{}
	l.counts = Counts{Last: l.counts.Last, Cleared: l.counts.Cleared + 1, Deleted: l.counts.Deleted, Floor: l.counts.Last + 1}
	last := l.counts.Last
	l.floor.Store(last)
	l.written = max(l.written, last)
	l.mu.Unlock()
	l.index.reset(nil, last)
	if l.c.File == "" {
		return
	}
	l.retireSpool()
	if err := l.wait(job{f: func(w *writer) error { return w.clear(last) }, anyway: true}); err != nil {
		l.c.Logger.Warn("clear the journal", "err", err) // the file is cleared when it is opened again
	}
}

// clear notes that all up to an ID is gone, and has it deleted.
func (w *writer) clear(last int64) error {
	if w.isFull() {
		return w.beginAnew()
	}
	w.sweeping, w.more = true, true
	return w.store.clear(last)
}

// beginAnew makes a new file in the place of one that is cleared: on a full disk that needs
// no room.
func (w *writer) beginAnew() error {
	l := w.log
	l.mu.Lock()
	sessions := slices.Clone(l.sessions)
	l.mu.Unlock()
	w.shut()
	for _, more := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(l.c.File + more); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove the cleared journal: %w", err)
		}
	}
	if err := w.open(); err != nil {
		return err
	}
	for _, one := range sessions {
		if err := w.store.keepSession(one); err != nil {
			return err
		}
	}
	l.mu.Lock()
	l.sessions = sessions
	l.mu.Unlock()
	w.tryIn(firstPause) // then it shows whether all is well
	return nil
}

func (s *store) clear(last int64) error {
	return s.within(func() error {
		if err := sqlitex.Execute(s.conn, "DELETE FROM label", nil); err != nil {
			return err
		}
		return s.setState(map[string]int64{stateFloor: last, stateLast: last, stateReceived: 0, statePassed: 0, stateFailed: 0})
	})
}
