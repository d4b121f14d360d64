package journal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// SQLite has no checksums, so most damage shows only in ours: in a record or in a search
// block that does not read. The file is looked at then, away from the writer.

// errDamaged is a file in which a check found damage.
var errDamaged = errors.New("journal: the file is damaged")

// doubt is a reason to look at the file.
type doubt struct {
	err   error
	block *head // the search block that does not read; nil for another reason
}

// checkPause is the least time between two checks of the whole file.
const checkPause = time.Minute

// suspect has the file checked.
func (l *Log) suspect(err error) { l.wonder(doubt{err: err}) }

// rebuild has a search block built again.
func (l *Log) rebuild(h head, err error) { l.wonder(doubt{err, &h}) }

// wonder never blocks: a doubt that finds no place will come up again.
func (l *Log) wonder(d doubt) {
	select {
	case l.doubts <- d:
	default:
	}
}

// spoilt counts records that did not read.
func (l *Log) spoilt(n int) {
	if n == 0 {
		return
	}
	l.mu.Lock()
	l.health.Damaged += int64(n)
	l.mu.Unlock()
	l.c.Changed()
}

// examine sees to doubts.
func (l *Log) examine() {
	var checked time.Time
	for {
		var d doubt
		select {
		case <-l.stop:
			return
		case d = <-l.doubts:
		}
		var err error
		if d.block != nil {
			err = l.renew(*d.block)
		} else if checked.IsZero() || time.Since(checked) > checkPause {
			err = l.check()
			checked = time.Now()
		}
		if err != nil && !errors.Is(err, ErrUnavailable) {
			l.c.Logger.Warn("the journal is in doubt", "because", d.err, "err", err)
		}
	}
}

// check looks at the structure of the whole file and has it set aside when that is
// damaged.
func (l *Log) check() error {
	found := ""
	err := l.read(context.Background(), func(r *reader) error {
		return sqlitex.ExecuteTransient(r.conn, "PRAGMA quick_check(1)", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
			found = s.ColumnText(0)
			return nil
		}})
	})
	if _, damaged := kindOf(err); err != nil && !damaged {
		return fmt.Errorf("check the file: %w", err)
	}
	if err == nil && (found == "ok" || found == "") {
		return nil
	}
	if err == nil {
		err = errors.New(found)
	}
	return l.ask(func(*writer) error { return fmt.Errorf("%w: %w", errDamaged, err) })
}

// renew packs the exchanges of a block again.
func (l *Log) renew(h head) error {
	b := newBuilder()
	b.first = h.first // its place, whichever records read
	err := l.read(context.Background(), func(r *reader) error {
		xs, err := r.between(h.first-1, h.last+1, h.count)
		for i, x := range xs {
			b.add(x, r.sizes[i])
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("read the exchanges of a search block: %w", err)
	}
	return l.ask(func(w *writer) error {
		if _, heads, _ := l.index.view(); !slices.Contains(heads, h) { // some of it went meanwhile: whoever reads it will come again
			return nil
		}
		b.last = h.last
		if err := w.store.writeBlock(&b.block); err != nil {
			return err
		}
		l.index.replace(func(all []head) []head {
			out := append([]head(nil), all...)
			for i := range out {
				if out[i].first == h.first {
					out[i] = b.head
				}
			}
			return out
		})
		return nil
	})
}
