package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"echostr/internal/durable"
)

// The first and the longest pause between two tries at a file that cannot be written.
const (
	firstPause   = 250 * time.Millisecond
	longestPause = 5 * time.Second
)

// errReplaced is a file that is not where it was opened.
var errReplaced = errors.New("journal: the file was removed or replaced")

// open takes hold of the home, opens the file and reads what the log has to know of it.
func (w *writer) open() (err error) {
	l := w.log
	if w.claim == nil && l.c.Claim == nil {
		if w.claim, err = ClaimHome(filepath.Dir(l.c.File)); err != nil {
			return err
		}
	}
	s, err := openStore(l.c.File, max(1, min(64, l.blockSize()/16)))
	if err != nil {
		return err
	}
	if n := l.c.maxPages; n > 0 {
		err = run(s.conn, fmt.Sprintf("PRAGMA max_page_count = %d", n))
	}
	rs := newReaders(l.c.File, l.c.Secrets)
	if err == nil && w.left != nil { // the spools may have what was deleted from the file
		err = s.setState(w.left.state)
	}
	if err == nil && !l.isLoaded() {
		err = w.adoptSpools(s)
	}
	if err == nil {
		err = w.load(s, rs)
	}
	if err != nil {
		return errors.Join(err, rs.close(), s.close())
	}
	w.store, w.again, w.saving = s, 0, true
	if w.file, err = os.Stat(l.c.File); err != nil {
		w.file = nil
	}
	l.readers.Store(rs)
	if from := w.aside; from != nil {
		w.aside, w.left = nil, nil
		l.work.Go(func() { l.bring(*from) })
	}
	return nil
}

// shut closes the file.
func (w *writer) shut() {
	if rs := w.log.readers.Swap(nil); rs != nil {
		if err := rs.close(); err != nil {
			w.log.c.Logger.Warn("close the journal's readers", "err", err)
		}
	}
	if w.store == nil {
		return
	}
	if err := w.store.close(); err != nil {
		w.log.c.Logger.Warn("close the journal", "err", err)
	}
	w.store, w.dropping = nil, nil
}

// failed sees to an error of the file's: a damaged file is set aside and a new one begun;
// with any other the log goes on in memory and tries again after a while.
func (w *writer) failed(err error) {
	l := w.log
	kind, damaged := kindOf(err)
	if damaged {
		w.shut()
		aside, moved := setAside(l.c.File)
		if moved == nil {
			l.c.Logger.Error("the journal was damaged and is set aside", "file", aside, "err", err)
			w.aside = &salvage{file: aside, counted: l.isLoaded()}
			if !w.aside.counted {
				w.left = l.remainsOf(aside)
			}
			l.mu.Lock()
			l.aside = Health{Kind: SetAside, Since: l.c.Now(), File: aside, Detail: err.Error()}
			l.mu.Unlock()
			if err = w.open(); err == nil {
				l.nudge()
				l.c.Changed()
				return
			}
		} else {
			err = errors.Join(err, moved)
		}
		if kind, damaged = kindOf(err); damaged {
			kind = Failing
		}
	}
	w.tryIn(max(firstPause, min(2*w.again, longestPause)))
	l.mu.Lock()
	changed := l.health.Kind != kind
	if changed {
		l.health.Kind, l.health.Since = kind, l.c.Now()
	}
	l.health.Detail = err.Error()
	l.mu.Unlock()
	if changed {
		l.c.Logger.Error("the journal is not written", "kind", kind.String(), "err", err)
		l.c.Changed()
	}
}

// tryIn has the file tried again after a while, whatever comes meanwhile.
func (w *writer) tryIn(pause time.Duration) { w.again, w.tryAt = pause, time.Now().Add(pause) }

// recover tries again after a failure.
func (w *writer) recover() {
	l := w.log
	l.mu.Lock()
	kind := l.health.Kind
	l.mu.Unlock()
	pause := w.again
	if w.store == nil || kind != Full && kind != Locked {
		w.shut()
		if err := w.open(); err != nil {
			w.again = pause
			w.failed(err)
			return
		}
	}
	w.again = 0
	if kind == Full {
		if err := w.makeRoomDue(); err != nil {
			w.again = pause
			w.failed(err)
			return
		}
	}
	l.mu.Lock()
	none := len(l.queue) == 0
	l.mu.Unlock()
	if none { // that it can be written shows with the next exchange
		l.wrote(l.Counts().Last)
		return
	}
	if w.flush(); w.again > 0 {
		w.tryIn(min(2*pause, longestPause))
	}
}

// setAside renames the file and what belongs to it, and returns its new name.
func setAside(file string) (string, error) {
	aside, err := durable.SetAside(file)
	if err != nil {
		return "", err
	}
	for _, more := range []string{"-wal", "-shm"} {
		if err := os.Rename(file+more, aside+more); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("set the journal aside: %w", err)
		}
	}
	return aside, nil
}

// missing says whether the file is not where it was opened any more: whoever removes or
// replaces it would have us write where nobody reads.
func (w *writer) missing() bool {
	if w.store == nil || w.file == nil {
		return false
	}
	now, err := os.Stat(w.log.c.File)
	return err != nil || !os.SameFile(now, w.file)
}
