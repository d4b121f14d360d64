package journal

import (
	"errors"
	"fmt"
	"io/fs"

	"zombiezen.com/go/sqlite"
)

// openToRead takes down what the file and the spools beside it hold now. The process that
// has the home may go on writing: what it moves from the spools into the file meanwhile is
// found in one or the other, since the spools are read first.
func (l *Log) openToRead() (err error) {
	var waiting []frame
	names, err := leftSpools(l.c.File)
	if err != nil {
		return err
	}
	for _, name := range names {
		err := readSpool(name, func(id int64, record []byte) error {
			waiting = append(waiting, frame{id, append([]byte(nil), record...)})
			return nil
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // it is in the file by now
			return err
		}
	}
	conn, err := sqlite.OpenConn(l.c.File, sqlite.OpenReadOnly)
	if err != nil {
		return fmt.Errorf("open the journal to read: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	conn.SetBusyTimeout(busyWait)
	version, err := pragma(conn, "user_version")
	if err == nil && version > int64(len(migrations)) {
		err = fmt.Errorf("%w: %d", errNewer, version)
	}
	if err == nil {
		err = ours(conn, version)
	}
	if err != nil {
		return fmt.Errorf("open the journal to read: %w", err)
	}
	rs := newReaders(l.c.File, l.c.Secrets)
	s := &store{conn: conn}
	w := &writer{log: l}
	if err = w.load(s, rs); err == nil {
		err = l.takeSpooled(s, waiting)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("open the journal to read: %w", err), rs.close())
	}
	l.closed = true // nothing queues up
	close(l.stop)   // and nobody is there to write
	l.readers.Store(rs)
	return nil
}

// takeSpooled keeps in memory what the file does not have.
func (l *Log) takeSpooled(s *store, waiting []frame) error {
	state, err := s.state()
	if err != nil {
		return err
	}
	newest, err := number(s.conn, newestStored)
	if err != nil {
		return err
	}
	newest = max(newest, state[stateStored], state[stateFloor])
	known := secrets(l.c.Secrets())
	for _, f := range waiting {
		if f.id <= newest {
			continue
		}
		x, err := readRecord(string(f.record), known)
		if err != nil {
			continue // as when it is read from the file
		}
		for l.recent.n > 0 && l.recent.first+int64(l.recent.n) < f.id {
			l.recent.skip()
		}
		newest, x.ID = f.id, f.id
		l.recent.push(x, weight(x))
		l.counts.add(x.Verdict)
		l.counts.Kept++
		l.counts.Bytes += int64(len(f.record))
		l.counts.Last = max(l.counts.Last, f.id)
	}
	return nil
}

// closeReadOnly closes what openToRead opened.
func (l *Log) closeReadOnly() error {
	rs := l.readers.Swap(nil)
	if rs == nil {
		return nil
	}
	return rs.close()
}
