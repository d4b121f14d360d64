package journal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// Delete forgets exchanges, pinned or not, with their labels, and returns how many there
// were. They are out of sight when it returns, and nothing is left of them in the file. It
// goes block by block: when ctx ends, or an error comes, those before are gone.
// ErrUnavailable is a file that cannot be written now.
func (l *Log) Delete(ctx context.Context, ids []int64) (n int, err error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	defer func() {
		if n > 0 {
			l.mu.Lock()
			l.counts.Deleted++
			l.mu.Unlock()
			l.c.Changed()
		}
		if err != nil {
			err = fmt.Errorf("delete exchanges: %w", err)
		}
	}()
	if !l.isLoaded() { // nothing is in a file yet
		return l.discard(ids), nil
	}
	if n, err = l.removeAll(ctx, ids); n > 0 { // also where it came to an early end
		l.retireSpool()
		wiped := l.askFreeing(func(w *writer) error {
			w.freed, w.scrub = true, true
			return nil
		})
		err = cmp.Or(err, wiped)
	}
	return n, err
}

// removeAll takes exchanges out of the file, block by block.
func (l *Log) removeAll(ctx context.Context, ids []int64) (n int, err error) {
	for len(ids) > 0 {
		if err := l.settled(ctx, ids[0]); err != nil {
			return n, err
		}
		var took, gone int
		err := l.askFreeing(func(w *writer) (err error) {
			took, gone, err = w.remove(ids)
			return err
		})
		if n += gone; err != nil {
			return n, err
		}
		ids = ids[took:]
	}
	return n, nil
}

// retireSpool has the spool go on in another file, and the one that is open removed as soon
// as the database has the rest of it.
func (l *Log) retireSpool() {
	l.spool.retired.Store(true)
	select {
	case l.come <- struct{}{}:
	default:
	}
}

// settled waits until the exchange with that ID, if there is one, has been through the
// spooler, which leaves it to the writer.
func (l *Log) settled(ctx context.Context, id int64) error {
	for {
		l.mu.Lock()
		if id <= l.spooled || id > l.counts.Last || l.closed {
			l.mu.Unlock()
			return ctx.Err()
		}
		if l.passing == nil {
			l.passing = make(chan struct{})
		}
		passing := l.passing
		l.mu.Unlock()
		select {
		case <-passing:
		case <-ctx.Done():
			return ctx.Err()
		case <-l.stop:
			return ErrUnavailable
		}
	}
}

// discard forgets exchanges that are in memory only, and returns how many.
func (l *Log) discard(ids []int64) (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, id := range ids {
		if x := l.recent.remove(id); x != nil {
			n++
			l.counts.Kept--
			if l.c.File == "" {
				l.counts.Bytes -= weight(x)
			}
		}
	}
	kept := make([]entry, 0, len(l.queue))
	for _, e := range l.queue {
		if _, gone := slices.BinarySearch(ids, e.x.ID); gone {
			l.queued -= int64(len(*e.record))
			l.counts.Bytes -= int64(len(*e.record))
			continue
		}
		kept = append(kept, e)
	}
	l.queue = kept
	l.labels = l.labels.except(ids)
	return n
}

// remove deletes the first of the exchanges, those of one search block, and returns how
// many of ids that takes and how many exchanges there were.
func (w *writer) remove(ids []int64) (took, gone int, err error) {
	l := w.log
	for d := w.dropping; d != nil && d.last >= ids[0] && d.first <= ids[len(ids)-1]; d = w.dropping {
		if err := w.drop(); err != nil { // pinned ones come back into a block by that
			return 0, 0, err
		}
	}
	l.index.catchUp()
	l.mu.Lock()
	written, floor := l.written, l.floor.Load()
	l.mu.Unlock()
	for took < len(ids) {
		id := ids[took]
		b, inFile := l.index.around(id)
		if id <= floor || id > written || b == nil {
			if id > written && id <= l.Counts().Last { // it waits, and what came before it is done
				if took == 0 && l.Health().Kind == Full {
					return 0, 0, ErrUnavailable
				}
				return took, 0, nil
			}
			took++
			continue
		}
		end := took
		for end < len(ids) && ids[end] <= min(b.last, written) {
			end++
		}
		gone, err = w.thin(b, inFile, ids[took:end])
		return end, gone, err
	}
	return took, 0, nil
}

// thin takes exchanges out of a block and its chunks, all at once.
func (w *writer) thin(b *block, inFile bool, ids []int64) (int, error) {
	l, s := w.log, w.store
	left, err := l.leftOf(b, inFile, ids)
	if err != nil {
		return 0, err
	}
	gone := head{count: b.count - left.count, passed: b.passed - left.passed, failed: b.failed - left.failed}
	if err := run(s.conn, "PRAGMA secure_delete = ON"); err != nil {
		return 0, err
	}
	err = s.within(func() (err error) {
		if gone.bytes, err = s.cut(ids); err != nil {
			return err
		}
		if left.bytes = max(0, b.bytes-gone.bytes); inFile {
			if err := s.rewrite(left); err != nil {
				return err
			}
		}
		return s.count(gone)
	})
	if err = errors.Join(err, run(s.conn, "PRAGMA secure_delete = FAST")); err != nil {
		return 0, err
	}
	l.index.exchange(b, left, inFile)
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, id := range ids {
		l.recent.remove(id)
	}
	if b.last > l.floor.Load() { // else it was cleared meanwhile
		l.counts.Kept -= gone.count
		l.counts.Bytes -= gone.bytes
	}
	l.labels = l.labels.except(ids)
	w.pages += 64
	return gone.count, nil
}

// leftOf is b without some of its exchanges. A block that does not read is packed again.
func (l *Log) leftOf(b *block, inFile bool, ids []int64) (left *block, err error) {
	without := func() error {
		gone := newRows(b.count)
		for _, id := range ids {
			if i := b.place(id); i >= 0 {
				gone.set(i)
			}
		}
		left, err = b.without(gone)
		return err
	}
	if !inFile {
		return left, without()
	}
	err = l.read(context.Background(), func(r *reader) error {
		err := errors.Join(r.entries(b), r.text(b), r.refs(b))
		if err == nil {
			err = without()
		}
		if !errors.Is(err, errBlock) {
			return err
		}
		again := newBuilder()
		again.first = b.first
		xs, err := r.between(b.first-1, b.last+1, b.count)
		for i, x := range xs {
			if _, gone := slices.BinarySearch(ids, x.ID); !gone {
				again.add(x, r.sizes[i])
			}
		}
		again.last = b.last
		left = &again.block
		return err
	})
	if err == nil && left == nil {
		err = ErrUnavailable
	}
	return left, err
}

// around is the block that has the place of an exchange, of one in the file the head only;
// nil when none has.
func (n *index) around(id int64) (b *block, inFile bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	has := func(h *head) bool { return h.count > 0 && h.first <= id && id <= h.last }
	if has(&n.tail.head) {
		tail := n.tail.block
		return &tail, false
	}
	for _, b := range n.full {
		if has(&b.head) {
			return b, false
		}
	}
	i, ok := slices.BinarySearchFunc(n.heads, id, func(h head, id int64) int {
		switch {
		case h.last < id:
			return -1
		case h.first > id:
			return 1
		}
		return 0
	})
	if !ok {
		return nil, false
	}
	return &block{head: n.heads[i]}, true
}

// exchange puts what is left of a block in its place, unless that was cleared meanwhile.
// Only the writer calls it, and nothing has been packed since around.
func (n *index) exchange(b, left *block, inFile bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !inFile && b.first <= n.gone {
		return
	}
	if inFile {
		heads := make([]head, 0, len(n.heads))
		for _, h := range n.heads {
			if h.first == b.first {
				h = left.head
			}
			if h.count > 0 {
				heads = append(heads, h)
			}
		}
		n.heads = heads
		return
	}
	for i, one := range n.full {
		if one == b {
			n.full = slices.Clone(n.full)
			n.full[i] = left
			return
		}
	}
	n.tail = resume(left)
}

// cut takes records out of their chunks, with their labels, and returns what they took.
// ids are sorted.
func (s *store) cut(ids []int64) (bytes int64, err error) {
	newest, err := number(s.conn, newestStored)
	if err != nil {
		return 0, err
	}
	for _, name := range []string{stateLast, stateStored} { // the newest may go
		if err := sqlitex.Execute(s.conn, atLeast, &sqlitex.ExecOptions{Args: []any{name, newest}}); err != nil {
			return 0, err
		}
	}
	for _, id := range ids {
		if err := sqlitex.Execute(s.conn, "DELETE FROM label WHERE id = ?", &sqlitex.ExecOptions{Args: []any{id}}); err != nil {
			return 0, err
		}
	}
	for len(ids) > 0 {
		first, last, frames, err := s.chunkAround(ids[0])
		if err != nil {
			return 0, err
		}
		if last < ids[0] { // it is not there
			ids = ids[1:]
			continue
		}
		n, err := s.cutChunk(first, frames, ids)
		if err != nil {
			return 0, err
		}
		bytes += n
		for len(ids) > 0 && ids[0] <= last {
			ids = ids[1:]
		}
	}
	return bytes, nil
}

// chunkAround is the chunk that has the place of an exchange; last is 0 when there is none.
func (s *store) chunkAround(id int64) (first, last int64, frames []byte, err error) {
	err = sqlitex.Execute(s.conn, "SELECT first, last, frames FROM chunk WHERE first <= ? ORDER BY first DESC LIMIT 1",
		&sqlitex.ExecOptions{Args: []any{id}, ResultFunc: func(row *sqlite.Stmt) error {
			first, last, frames = row.ColumnInt64(0), row.ColumnInt64(1), column(row, 2, nil)
			return nil
		}})
	return first, last, frames, err
}

// cutChunk writes a chunk again without some records. What is behind a damaged frame
// cannot be told apart and goes with them.
func (s *store) cutChunk(first int64, frames []byte, ids []int64) (bytes int64, err error) {
	var left []byte
	var begin, end, count int64
	for rest := frames; len(rest) > 0; {
		id, record, next, ok := nextFrame(rest)
		if !ok {
			break
		}
		rest = next
		if _, gone := slices.BinarySearch(ids, id); gone {
			bytes += int64(len(record))
			continue
		}
		if count == 0 {
			begin = id
		}
		end = id
		count++
		left = appendFrame(left, id, record)
	}
	err = sqlitex.Execute(s.conn, "DELETE FROM chunk WHERE first = ?", &sqlitex.ExecOptions{Args: []any{first}})
	if err == nil && count > 0 {
		err = sqlitex.Execute(s.conn, "INSERT INTO chunk (first, last, count, frames) VALUES (?, ?, ?, ?)",
			&sqlitex.ExecOptions{Args: []any{begin, end, count, left}})
	}
	return bytes, err
}

// rewrite writes what is left of a block, if anything is.
func (s *store) rewrite(left *block) error {
	for _, sql := range []string{"DELETE FROM block WHERE first = ?", "DELETE FROM words WHERE first = ?"} {
		if err := sqlitex.Execute(s.conn, sql, &sqlitex.ExecOptions{Args: []any{left.first}}); err != nil {
			return err
		}
	}
	if left.count == 0 {
		return nil
	}
	return s.putBlock(left)
}
