package journal

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"zombiezen.com/go/sqlite"

	"echostr/internal/exchange"
)

// readers are connections that read, opened as they are needed. The writer never waits
// for one.
type readers struct {
	path  string
	known func() []string
	over  context.Context // ends with the file
	end   context.CancelFunc

	use     sync.RWMutex // held for reading while a connection is out
	free    chan *reader
	checker *sqlite.Conn // the checkpointer's
}

// spareReaders is how many connections stay open.
const spareReaders = 4

func newReaders(path string, known func() []string) *readers {
	r := &readers{path: path, known: known, free: make(chan *reader, spareReaders)}
	r.over, r.end = context.WithCancel(context.Background())
	return r
}

// close interrupts who reads, waits for them and closes all connections.
func (r *readers) close() error {
	r.end()
	r.use.Lock()
	defer r.use.Unlock()
	var err error
	if r.checker != nil {
		err = r.checker.Close()
	}
	for {
		select {
		case one := <-r.free:
			err = errors.Join(err, one.conn.Close())
		default:
			return err
		}
	}
}

// reader is one connection with its statements.
type reader struct {
	conn                             *sqlite.Conn
	ranged, ofEntries, ofText, ofRef *sqlite.Stmt
	known                            secrets
	floor                            int64   // exchanges up to this ID are cleared
	damaged                          []error // records that did not read
	sizes                            []int64 // of the records read last, bytes
	ends                             []bool  // whether they are the last ones of their chunks
	passed                           int64   // ID up to which was read
	more                             bool    // there may be more behind that
	chunk, packed, wordy, listed     []byte  // what was read last
}

// read runs f with a connection. Without a file that is open it does nothing.
func (l *Log) read(ctx context.Context, f func(*reader) error) error {
	err := l.readFile(ctx, f)
	if errors.Is(err, errNotOpen) {
		return nil
	}
	return err
}

// errNotOpen is that there is no file, or it is closed, to be opened again or for good.
var errNotOpen = errors.New("journal: the file is not open")

// readFile is read where that there is no open file is an error.
func (l *Log) readFile(ctx context.Context, f func(*reader) error) error {
	rs := l.readers.Load()
	if rs == nil {
		return errNotOpen
	}
	rs.use.RLock()
	defer rs.use.RUnlock()
	if rs.over.Err() != nil {
		return errNotOpen
	}
	var r *reader
	select {
	case r = <-rs.free:
	default:
		var err error
		if r, err = openReader(rs.path); err != nil {
			return l.doubt(err)
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer context.AfterFunc(rs.over, cancel)()
	defer cancel()
	r.conn.SetInterrupt(ctx.Done())
	r.known, r.damaged, r.floor = rs.known(), nil, l.floor.Load()
	err := f(r)
	r.conn.SetInterrupt(nil)
	if len(r.damaged) > 0 {
		l.spoilt(len(r.damaged))
		l.suspect(r.damaged[0])
	}
	select {
	case rs.free <- r:
	default:
		err = errors.Join(err, r.conn.Close())
	}
	if err != nil && ctx.Err() != nil {
		if rs.over.Err() != nil {
			return errNotOpen
		}
		return ctx.Err()
	}
	return l.doubt(err)
}

// doubt has the file looked at when a reader's error speaks of damage.
func (l *Log) doubt(err error) error {
	if err == nil {
		return nil
	}
	if _, damaged := kindOf(err); damaged {
		l.suspect(err)
	}
	return err
}

func openReader(path string) (*reader, error) {
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadOnly)
	if err != nil {
		return nil, fmt.Errorf("open the journal to read: %w", err)
	}
	conn.SetBusyTimeout(busyWait)
	r := &reader{conn: conn}
	for _, p := range []struct {
		to  **sqlite.Stmt
		sql string
	}{
		{&r.ranged, `SELECT last, frames FROM chunk WHERE first >= coalesce((SELECT max(first) FROM chunk WHERE first <= ?1 + 1), 0)
			AND first < ?2 AND last > ?1 ORDER BY first`},
		{&r.ofEntries, "SELECT entries FROM block WHERE first = ?"},
		{&r.ofText, "SELECT text FROM words WHERE first = ?"},
		{&r.ofRef, "SELECT refs FROM words WHERE first = ?"},
	} {
		if *p.to, err = conn.Prepare(p.sql); err != nil {
			return nil, errors.Join(fmt.Errorf("open the journal to read: %w", err), conn.Close())
		}
	}
	return r, nil
}

// between are the exchanges newer than after and older than before, oldest first, at most
// limit. Records that do not read are left out and noted.
func (r *reader) between(after, before int64, limit int) (out []*exchange.Exchange, err error) {
	s := r.ranged
	after = max(after, r.floor)
	r.sizes, r.ends, r.passed, r.more = r.sizes[:0], r.ends[:0], after, false
	s.BindInt64(1, after)
	s.BindInt64(2, before)
	defer func() { err = errors.Join(err, s.Reset()) }()
	for {
		more, err := s.Step()
		if err != nil {
			return nil, fmt.Errorf("read exchanges: %w", err)
		}
		if !more {
			return out, nil
		}
		last := s.ColumnInt64(0)
		r.chunk = column(s, 1, r.chunk)
		for rest := r.chunk; len(rest) > 0; {
			id, record, next, ok := nextFrame(rest)
			if !ok {
				r.damaged = append(r.damaged, errRecord)
				break
			}
			if rest = next; id <= after {
				continue
			}
			if id >= before {
				return out, nil
			}
			if len(out) == limit {
				r.more = true
				return out, nil
			}
			r.passed = id
			x, err := readRecord(string(record), r.known)
			if err != nil {
				r.damaged = append(r.damaged, err)
				continue
			}
			x.ID = id
			out = append(out, x)
			r.sizes = append(r.sizes, int64(len(record)))
			r.ends = append(r.ends, id == last)
		}
		r.passed = max(r.passed, last)
	}
}

// column is a blob, read into buf where that is large enough.
func column(s *sqlite.Stmt, i int, buf []byte) []byte {
	n := s.ColumnLen(i)
	if cap(buf) < n {
		buf = make([]byte, n)
	}
	return buf[:s.ColumnBytes(i, buf[:n])]
}

// blob is the one blob of a block that the statement selects.
func (r *reader) blob(s *sqlite.Stmt, first int64, buf []byte) (_ []byte, err error) {
	s.BindInt64(1, first)
	defer func() { err = errors.Join(err, s.Reset()) }()
	more, err := s.Step()
	if err != nil {
		return buf, fmt.Errorf("read a search block: %w", err)
	}
	if !more {
		return buf, fmt.Errorf("%w: it is not there", errBlock)
	}
	return column(s, 0, buf), nil
}

// entries implements source.
func (r *reader) entries(b *block) (err error) {
	if r.packed, err = r.blob(r.ofEntries, b.first, r.packed); err != nil {
		return err
	}
	return b.readEntries(r.packed)
}

// text implements source.
func (r *reader) text(b *block) (err error) {
	if r.wordy, err = r.blob(r.ofText, b.first, r.wordy); err == nil {
		b.text, err = checked(r.wordy)
	}
	return err
}

// refs implements source.
func (r *reader) refs(b *block) (err error) {
	if r.listed, err = r.blob(r.ofRef, b.first, r.listed); err == nil {
		b.refs, err = checked(r.listed)
	}
	return err
}
