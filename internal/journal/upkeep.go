package journal

import (
	"errors"
	"fmt"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// When the log file that SQLite writes ahead is put into the main one: by the checkpointer
// beside the writer, and by the writer itself when that does not come to an end under load.
const (
	checkpointPages = 500
	walPages        = 800
)

// stepPause is the least time between two steps of upkeep.
const stepPause = 5 * time.Millisecond

// upkeep does what is due besides commits, one small step at a time: full blocks are
// written, what is over the limits goes, free pages are given back.
func (w *writer) upkeep() {
	if w.store == nil || w.again > 0 {
		return
	}
	if w.pages >= checkpointPages {
		w.pages = 0
		select {
		case w.log.due <- struct{}{}:
		default:
		}
	}
	if !w.more || time.Since(w.stepped) >= stepPause {
		more, err := w.step()
		w.stepped = time.Now()
		if w.more = more; err != nil {
			w.failed(err)
			return
		}
	}
	if w.more {
		w.next.Reset(max(0, stepPause-time.Since(w.stepped)))
	}
}

// step does one thing, and says whether there is another.
func (w *writer) step() (more bool, err error) {
	n := &w.log.index
	if b := n.next(); b != nil {
		if err := w.store.writeBlock(b); err != nil {
			return false, err
		}
		n.written(b)
		w.retain()
		return true, nil
	}
	if w.log.walSize.Load() > walPages {
		w.log.walSize.Store(0)
		if _, err := checkpoint(w.store.conn); err != nil {
			return false, err
		}
		return true, nil
	}
	if w.dropping != nil {
		return true, w.drop()
	}
	if w.sweeping {
		return true, w.sweep()
	}
	if w.saving && !w.isFull() {
		w.saving = false
		if err := saveUp(w.log.c.File); err != nil {
			w.log.c.Logger.Warn("the disk has no room to spare", "err", err)
		}
		return true, nil
	}
	if more, err := w.vacuum(); more || err != nil || !w.scrub {
		return more, err
	}
	return false, w.wipe()
}

// wipe empties the log file that SQLite writes ahead. While somebody reads it that cannot
// be, and is tried again with the next step.
func (w *writer) wipe() error {
	conn := w.store.conn
	conn.SetBusyTimeout(0)
	defer conn.SetBusyTimeout(busyWait)
	busy, err := number(conn, "PRAGMA wal_checkpoint(TRUNCATE)")
	if err != nil && sqlite.ErrCode(err).ToPrimary() != sqlite.ResultBusy {
		return fmt.Errorf("empty the write-ahead log: %w", err)
	}
	if w.scrub = err != nil || busy != 0; !w.scrub {
		w.pages = 0
	}
	return nil
}

// writeFull writes the blocks that are full, which would be built again at the next start.
func (w *writer) writeFull() error {
	n := &w.log.index
	n.catchUp()
	for b := n.next(); b != nil && w.store != nil && w.again == 0; b = n.next() {
		if err := w.store.writeBlock(b); err != nil {
			return err
		}
		n.written(b)
	}
	return nil
}

// writeBlock writes a full block, or one that was built again.
func (s *store) writeBlock(b *block) error {
	if err := s.within(func() error { return s.putBlock(b) }); err != nil {
		return fmt.Errorf("write a search block: %w", err)
	}
	return nil
}

// putBlock is writeBlock in a transaction of the caller's.
func (s *store) putBlock(b *block) error {
	entries, text, refs := b.pack()
	err := sqlitex.Execute(s.conn, `INSERT OR REPLACE INTO block (first, last, count, passed, failed, bytes, until, entries)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, &sqlitex.ExecOptions{Args: []any{b.first, b.last, b.count, b.passed, b.failed, b.bytes, b.until, entries}})
	if err != nil {
		return err
	}
	return sqlitex.Execute(s.conn, "INSERT OR REPLACE INTO words (first, text, refs) VALUES (?, ?, ?)",
		&sqlitex.ExecOptions{Args: []any{b.first, text, refs}})
}

// spareFree is how many free pages the file may have, to be used again, and vacuumPages
// how many are given back at a time.
const (
	spareFree   = 512
	vacuumPages = 64
)

// vacuum gives free pages back to the system.
func (w *writer) vacuum() (more bool, err error) {
	if !w.freed {
		return false, nil
	}
	free, err := pragma(w.store.conn, "freelist_count")
	if err != nil {
		return false, err
	}
	spare := int64(spareFree)
	if w.scrub { // what was deleted may stand on free pages
		spare = 0
	}
	if w.freed = free > spare; !w.freed {
		return false, nil
	}
	w.pages += vacuumPages
	return true, run(w.store.conn, fmt.Sprintf("PRAGMA incremental_vacuum(%d)", vacuumPages))
}

// checkpoint puts what was written ahead into the main file, as far as no reader needs it
// to stay, and returns how many pages are ahead.
func checkpoint(conn *sqlite.Conn) (ahead int64, err error) {
	err = sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(PASSIVE)", &sqlitex.ExecOptions{ResultFunc: func(r *sqlite.Stmt) error {
		ahead = r.ColumnInt64(1)
		return nil
	}})
	if err != nil {
		return 0, fmt.Errorf("checkpoint: %w", err)
	}
	return ahead, nil
}

// checkpoints runs beside the writer, which never waits for the disk to take what it wrote.
func (l *Log) checkpoints() {
	for {
		select {
		case <-l.stop:
			return
		case <-l.due:
		}
		rs := l.readers.Load()
		if rs == nil {
			continue
		}
		ahead, err := rs.checkpoint()
		if err != nil {
			l.c.Logger.Warn("checkpoint the journal", "err", err)
			continue
		}
		if l.walSize.Store(ahead); ahead > walPages {
			l.nudge()
		}
	}
}

// checkpoint is checkpoint on a connection of its own.
func (r *readers) checkpoint() (int64, error) {
	r.use.RLock()
	defer r.use.RUnlock()
	if r.over.Err() != nil {
		return 0, nil
	}
	if r.checker == nil {
		conn, err := sqlite.OpenConn(r.path, sqlite.OpenReadWrite)
		if err != nil {
			return 0, err
		}
		conn.SetBusyTimeout(busyWait)
		if err := run(conn, "PRAGMA synchronous = NORMAL"); err != nil {
			return 0, errors.Join(err, conn.Close())
		}
		r.checker = conn
	}
	return checkpoint(r.checker)
}
