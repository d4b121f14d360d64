package journal

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"
)

// salvage brings what still reads of a file that was set aside into the new one, in the
// background, the newest first. Its exchanges keep their IDs.
type salvage struct {
	file    string
	counted bool // the totals count its exchanges already
	// The new file gives IDs from here on, which are not taken from the old one; 0 for after
	// all of those.
	below int64
}

// stateSalvage has in a file, until it is done, that there is salvage to be done: 2 when
// counted, else 1. stateBelow is where the IDs begin that the new file gives.
const (
	stateSalvage = "salvage"
	stateBelow   = "salvage_below"
)

func (s salvage) state() int64 {
	if s.counted {
		return 2
	}
	return 1
}

// remains are the small things of a file that was set aside before it could be loaded.
type remains struct {
	state    map[string]int64
	labels   labels
	sessions []Session
}

// remainsOf reads them; what does not read is left out. IDs go on after the newest there is,
// so that none is given twice: far after it where that is only guessed, since to look through
// a large file takes longer than a start may.
func (l *Log) remainsOf(file string) *remains {
	r := &remains{state: map[string]int64{}}
	if conn, err := sqlite.OpenConn(file, sqlite.OpenReadOnly); err == nil {
		s := &store{conn: conn}
		if state, err := s.state(); err == nil {
			r.state = state
		}
		r.labels, _ = s.labels() // nil for one that does not read
		r.sessions, _ = s.sessions()
		_ = conn.Close() // nothing was written
	}
	delete(r.state, stateSalvage)
	last, err := guessLast(file, guessPages)
	if err != nil {
		l.c.Logger.Warn("look into the damaged journal", "err", err)
	}
	if n := len(r.labels); n > 0 {
		last = max(last, r.labels[n-1].id)
	}
	if n := len(r.sessions); n > 0 {
		last = max(last, r.sessions[n-1].First-1)
	}
	r.state[stateLast] = max(r.state[stateLast], last)
	r.state[stateBelow] = r.state[stateLast] + 1
	return r
}

// guessPages is how many pages of a damaged file are looked at before the start: some
// 40 ms. leastRecord is less than what a recorded exchange takes, and IDs go on at a round
// number after a guess.
const (
	guessPages  = 512
	leastRecord = 256
	roundID     = 100_000
)

// guessLast is at least the highest ID in a damaged file, by a look at some of its pages:
// the highest of those, if these are all there are, else a number well above it.
func guessLast(file string, pages int) (last int64, err error) {
	c, err := openCarcass(file)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	buf := make([]byte, pageSize)
	some := c.sample(pages)
	for _, n := range some {
		page, err := c.page(n, buf)
		if err != nil {
			return 0, err
		}
		scanFrames(page, func(id int64, _ []byte) { last = max(last, id) })
	}
	if len(some) == int(c.pages) {
		return last, nil
	}
	last += int64(c.pages) * pageSize / leastRecord
	return (last/roundID + 1) * roundID, nil
}

// remnant is where in a carcass an exchange is.
type remnant struct {
	id   int64
	page uint32
}

// findIn are the exchanges in a damaged file, in the order of their IDs, none twice.
func (l *Log) findIn(file string) (out []remnant, err error) {
	c, err := openCarcass(file)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	buf := make([]byte, pageSize)
	for n := uint32(1); n <= c.pages; n++ {
		select {
		case <-l.stop:
			return nil, ErrUnavailable
		default:
		}
		page, err := c.page(n, buf)
		if err == nil {
			err = c.eachFrame(page, func(id int64, record []byte) {
				if record != nil {
					out = append(out, remnant{id, n})
				}
			})
		}
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b remnant) int { return cmp.Compare(a.id, b.id) })
	return slices.CompactFunc(out, func(a, b remnant) bool { return a.id == b.id }), nil
}

// bring salvages.
func (l *Log) bring(s salvage) {
	err := l.bringAll(s)
	for errors.Is(err, ErrUnavailable) { // the new file is in trouble, too
		select {
		case <-l.stop:
			return
		case <-time.After(longestPause):
		}
		err = l.bringAll(s)
	}
	if err != nil {
		l.c.Logger.Warn("salvage the damaged journal", "file", s.file, "err", err)
		return
	}
	l.c.Logger.Info("the damaged journal was salvaged", "file", s.file, "exchanges", l.Health().Salvaged)
}

func (l *Log) bringAll(s salvage) error {
	found, err := l.findIn(s.file)
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(r remnant) bool {
		b, _ := l.index.around(r.id)
		return b != nil || r.id <= l.floor.Load() || s.below > 0 && r.id >= s.below
	})
	if over := len(found) - l.limits.Load().MaxCount; over > 0 {
		found = found[over:]
	}
	c, err := openCarcass(s.file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	for len(found) > 0 {
		n := min(len(found), l.blockSize())
		b, frames, err := l.revive(c, found[len(found)-n:])
		if err != nil {
			return err
		}
		found = found[:len(found)-n]
		if b.count == 0 {
			continue
		}
		if err := l.ask(func(w *writer) error { return w.adoptBlock(b, frames, s) }); err != nil {
			return err
		}
		l.c.Changed()
	}
	return l.ask(func(w *writer) error { return w.store.setState(map[string]int64{stateSalvage: 0, stateBelow: 0}) })
}

// revive packs exchanges of a carcass as a block.
func (l *Log) revive(c *carcass, some []remnant) (*block, []frame, error) {
	records := make(map[int64][]byte, len(some))
	for _, r := range some {
		records[r.id] = nil
	}
	buf, read := make([]byte, pageSize), map[uint32]bool{}
	for _, r := range some {
		if read[r.page] {
			continue
		}
		read[r.page] = true
		page, err := c.page(r.page, buf)
		if err != nil {
			return nil, nil, err
		}
		err = c.eachFrame(page, func(id int64, record []byte) {
			if old, wanted := records[id]; wanted && old == nil {
				records[id] = append([]byte(nil), record...)
			}
		})
		if err != nil {
			return nil, nil, err
		}
	}
	b, known := newBuilder(), secrets(l.c.Secrets())
	frames := make([]frame, 0, len(some))
	for _, r := range some {
		record := records[r.id]
		x, err := readRecord(string(record), known)
		if err != nil { // of another time, or no record at all
			continue
		}
		x.ID = r.id
		b.add(x, int64(len(record)))
		frames = append(frames, frame{r.id, record})
	}
	return &b.block, frames, nil
}

// adoptBlock writes a block from another file to its place among those of this one.
func (w *writer) adoptBlock(b *block, frames []frame, from salvage) error {
	l := w.log
	if b.first <= l.floor.Load() { // cleared meanwhile
		return nil
	}
	err := w.store.within(func() error {
		if err := w.store.put(frames); err != nil {
			return err
		}
		if from.counted {
			if err := w.store.count(head{count: -b.count, passed: -b.passed, failed: -b.failed}); err != nil {
				return err
			}
		}
		return w.store.putBlock(b)
	})
	if err != nil {
		return fmt.Errorf("write salvaged exchanges: %w", err)
	}
	l.index.replace(func(all []head) []head {
		if b.first <= l.floor.Load() { // cleared by now
			return all
		}
		at, _ := slices.BinarySearchFunc(all, b.first, func(h head, first int64) int { return cmp.Compare(h.first, first) })
		return slices.Insert(slices.Clone(all), at, b.head)
	})
	l.mu.Lock()
	if b.first > l.floor.Load() {
		l.salvaged(b.head, from.counted)
	}
	l.mu.Unlock()
	w.pages += int(b.bytes/pageSize) + 1
	w.retain() // there may be too many now
	return nil
}

// salvaged counts a block that was brought in. l.mu is held.
func (l *Log) salvaged(h head, counted bool) {
	l.counts.Kept += h.count
	l.counts.Bytes += h.bytes
	if !counted {
		l.counts.Received += int64(h.count)
		l.counts.Passed += int64(h.passed)
		l.counts.Failed += int64(h.failed)
		l.counts.Foreign = l.counts.Received - l.counts.Passed - l.counts.Failed
	}
	l.counts.Floor = min(l.counts.Floor, h.first)
	l.health.Salvaged += int64(h.count)
}

// lastAside is the file that was set aside last; "" for none.
func lastAside(file string) (string, error) {
	names, err := filepath.Glob(file + ".damaged-*")
	if err != nil {
		return "", fmt.Errorf("look for damaged journals: %w", err)
	}
	names = slices.DeleteFunc(names, func(name string) bool {
		return strings.HasSuffix(name, "-wal") || strings.HasSuffix(name, "-shm")
	})
	if len(names) == 0 {
		return "", nil
	}
	return slices.Max(names), nil
}
