package journal

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// The spool is where an exchange is on record when its answer leaves: files to which
// frames are only ever appended, one write for all that came together. That costs a tenth
// of a commit. From there the writer takes exchanges into the database, many at a
// time, and removes the files whose exchanges have all got there. What is left of them
// after a crash goes into the database at the next start.
//
// A write without fsync survives the death of the process, not of the machine, and so does
// a commit in SQLite's WAL mode with synchronous NORMAL.

// spoolSize is how large a spool file grows before the next one is begun.
const spoolSize = 4 << 20

// spool appends frames. One goroutine appends, another may drop files meanwhile.
type spool struct {
	file  string // the journal's; spools stand beside it
	write func(*os.File, []byte) (int, error)

	f    *os.File // nil before the first append
	size int      // of what is whole in it
	buf  []byte

	mu    sync.Mutex
	files []spooled // oldest first
	live  bool      // the last one of files is open

	retired atomic.Bool // the file that is open is to end
}

// spooled is a file and the newest exchange in it.
type spooled struct {
	name string
	last int64
}

// append writes the exchanges' frames. After an error none of them counts as written.
func (s *spool) append(entries []entry) error {
	if s.f != nil && s.size > spoolSize {
		if err := s.close(); err != nil {
			return err
		}
	}
	if s.f == nil {
		name := fmt.Sprintf("%s-spool-%016d", s.file, entries[0].x.ID)
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o600)
		if err != nil {
			return fmt.Errorf("begin a spool: %w", err)
		}
		s.f, s.size = f, 0
		s.mu.Lock()
		s.files, s.live = append(s.files, spooled{name: name}), true
		s.mu.Unlock()
	}
	s.buf = s.buf[:0]
	for i := range entries {
		s.buf = appendFrame(s.buf, entries[i].x.ID, *entries[i].record)
	}
	n, err := s.write(s.f, s.buf)
	if err == nil && n < len(s.buf) {
		err = io.ErrShortWrite
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write the spool: %w", err), s.mend())
	}
	s.size += n
	if cap(s.buf) > 1<<20 {
		s.buf = nil
	}
	s.mu.Lock()
	s.files[len(s.files)-1].last = entries[len(entries)-1].x.ID
	s.mu.Unlock()
	return nil
}

// mend takes a part of a frame off the end, since nothing must come behind it.
func (s *spool) mend() error {
	if err := s.f.Truncate(int64(s.size)); err == nil && s.size > 0 {
		return nil
	}
	err := s.close()
	if s.size > 0 {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.files) - 1
	err = errors.Join(err, os.Remove(s.files[n].name))
	s.files = s.files[:n]
	return err
}

// close ends the file that is open.
func (s *spool) close() error {
	if s.f == nil {
		return nil
	}
	err := s.f.Close()
	s.mu.Lock()
	s.live = false
	s.mu.Unlock()
	if s.f = nil; err != nil {
		return fmt.Errorf("close the spool: %w", err)
	}
	return nil
}

// drop removes the files whose exchanges are all in the database, up to that ID, but for
// the one that is open.
func (s *spool) drop(upTo int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	for len(s.files) > 0 && s.files[0].last <= upTo && (len(s.files) > 1 || !s.live) {
		err = errors.Join(err, os.Remove(s.files[0].name))
		s.files = s.files[1:]
	}
	return err
}

// leftSpools are the names of the spools that lie beside a journal, oldest first.
func leftSpools(file string) (names []string, err error) {
	dir, base := filepath.Split(file)
	entries, err := os.ReadDir(filepath.Clean(dir)) // sorted; the IDs have leading zeros
	if err != nil {
		return nil, fmt.Errorf("look for spools: %w", err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), base+"-spool-") {
			names = append(names, filepath.Join(dir, e.Name()))
		}
	}
	return names, nil
}

// readSpool calls f with the exchanges of a spool, as far as it is whole. The record is
// good until f returns.
func readSpool(name string, f func(id int64, record []byte) error) (err error) {
	file, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("read a spool: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("read a spool: %w", err)
	}
	r, left := bufio.NewReaderSize(file, 64<<10), info.Size()
	var frame []byte
	for left >= frameHead {
		head, err := r.Peek(frameHead)
		if err != nil {
			return fmt.Errorf("read a spool: %w", err)
		}
		n := int64(frameHead) + int64(uint32(head[0])|uint32(head[1])<<8|uint32(head[2])<<16|uint32(head[3])<<24)
		if n > left {
			return nil
		}
		frame = slices.Grow(frame[:0], int(n))[:n]
		if _, err := io.ReadFull(r, frame); err != nil {
			return fmt.Errorf("read a spool: %w", err)
		}
		left -= n
		id, record, _, ok := nextFrame(frame)
		if !ok {
			return nil
		}
		if err := f(id, record); err != nil {
			return err
		}
	}
	return nil
}
