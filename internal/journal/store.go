package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// store is the one connection that writes, with its statements. The writer owns it.
type store struct {
	conn                            *sqlite.Conn
	begin, commit, rollback, insert *sqlite.Stmt
	chunkCount                      int    // exchanges a chunk, at most
	chunk                           []byte // what is being put together
}

// busyWait is how long a connection waits for a lock that another program holds.
const busyWait = time.Second

// openStore opens the file, made when missing, at the newest version of its schema.
// chunkCount is how many exchanges a chunk has at most.
func openStore(path string, chunkCount int) (_ *store, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the journal's directory: %w", err)
	}
	// SQLite would make it readable by others; -wal and -shm take after it.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	s := &store{conn: conn, chunkCount: chunkCount}
	if err := s.prepare(); err != nil {
		return nil, errors.Join(fmt.Errorf("open the journal: %w", err), conn.Close())
	}
	return s, nil
}

// prepare sets the connection up. Checkpoints are the checkpointer's, so that no commit
// pays for one. What moves from one page to another is wiped where it stood from the
// beginning on: deleting it later would not find it there.
func (s *store) prepare() error {
	s.conn.SetBusyTimeout(busyWait)
	err := run(s.conn, `PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
		PRAGMA secure_delete = FAST; PRAGMA wal_autocheckpoint = 0; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 16777216`)
	if err != nil {
		return err
	}
	if err := migrate(s.conn); err != nil {
		return err
	}
	for _, p := range []struct {
		to  **sqlite.Stmt
		sql string
	}{
		{&s.begin, "BEGIN IMMEDIATE"}, {&s.commit, "COMMIT"}, {&s.rollback, "ROLLBACK"},
		{&s.insert, "INSERT INTO chunk (first, last, count, frames) VALUES (?, ?, ?, ?)"},
	} {
		if *p.to, err = s.conn.Prepare(p.sql); err != nil {
			return err
		}
	}
	return nil
}

func (s *store) close() error { return s.conn.Close() }

// within runs f in a transaction.
func (s *store) within(f func() error) error {
	if err := step(s.begin); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	err := f()
	if err == nil {
		if err = step(s.commit); err == nil {
			return nil
		}
		err = fmt.Errorf("commit: %w", err)
	}
	if !s.conn.AutocommitEnabled() { // some errors have rolled back by themselves
		err = errors.Join(err, step(s.rollback))
	}
	return err
}

// frame is a record with its ID.
type frame struct {
	id     int64
	record []byte
}

// chunkBytes is what a chunk takes at most, unless one record takes more: two lie on a page.
// The allocator under SQLite asks the system for everything over 32 kB by itself, which
// costs more than all the rest.
const chunkBytes = 8000

// chunkOf is how many of the frames go into the next chunk, at most most.
func chunkOf(frames []frame, most int) int {
	size := 0
	for n, f := range frames {
		if size += frameHead + len(f.record); n == most || n > 0 && size > chunkBytes {
			return n
		}
	}
	return len(frames)
}

// newestStored selects the ID of the newest exchange in the file, whether its record reads
// or not. max(last) would read every chunk.
const newestStored = "SELECT last FROM chunk ORDER BY first DESC LIMIT 1"

// append writes records in one transaction.
func (s *store) append(frames []frame) error {
	return s.within(func() error { return s.put(frames) })
}

// put is append in a transaction of the caller's.
func (s *store) put(frames []frame) error {
	for rest := frames; len(rest) > 0; {
		n := chunkOf(rest, s.chunkCount)
		s.chunk = s.chunk[:0]
		for _, f := range rest[:n] {
			s.chunk = appendFrame(s.chunk, f.id, f.record)
		}
		s.insert.BindInt64(1, rest[0].id)
		s.insert.BindInt64(2, rest[n-1].id)
		s.insert.BindInt64(3, int64(n))
		s.insert.BindBytes(4, s.chunk)
		if err := step(s.insert); err != nil {
			return fmt.Errorf("append: %w", err)
		}
		rest = rest[n:]
	}
	return nil
}

// ends tells of each frame whether put ends a chunk with it.
func (s *store) ends(frames []frame) []bool {
	out := make([]bool, len(frames))
	for at := 0; at < len(frames); {
		at += chunkOf(frames[at:], s.chunkCount)
		out[at-1] = true
	}
	return out
}

// step runs a statement that returns nothing, to be run again.
func step(s *sqlite.Stmt) error {
	_, err := s.Step()
	if again := s.Reset(); err == nil {
		err = again
	}
	return err
}

// run runs statements whose rows do not matter.
func run(conn *sqlite.Conn, script string) error {
	for script != "" {
		s, rest, err := conn.PrepareTransient(script)
		if err != nil {
			return err
		}
		script = script[len(script)-rest:]
		if s == nil {
			return nil
		}
		for more := true; more && err == nil; {
			more, err = s.Step()
		}
		if err := errors.Join(err, s.Finalize()); err != nil {
			return err
		}
	}
	return nil
}

// pragma is the number that a pragma returns.
func pragma(conn *sqlite.Conn, name string) (int64, error) {
	n, err := number(conn, "PRAGMA "+name)
	if err != nil {
		return 0, fmt.Errorf("read %s: %w", name, err)
	}
	return n, nil
}

// ours says whether a file of that version is a journal: a new file is empty, any other
// has our mark.
func ours(conn *sqlite.Conn, version int64) error {
	id, err := pragma(conn, "application_id")
	if err != nil {
		return err
	}
	tables := int64(0)
	if version == 0 {
		if tables, err = number(conn, "SELECT count(*) FROM sqlite_schema"); err != nil {
			return fmt.Errorf("read the schema: %w", err)
		}
	}
	if version > 0 && id != applicationID || version == 0 && tables > 0 {
		return errStranger
	}
	return nil
}

// number is the one number that a query returns.
func number(conn *sqlite.Conn, query string) (n int64, err error) {
	err = sqlitex.ExecuteTransient(conn, query, &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		n = s.ColumnInt64(0)
		return nil
	}})
	return n, err
}
