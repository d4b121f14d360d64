package journal

import (
	"errors"
	"fmt"
	"math"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"echostr/internal/exchange"
)

// The names of what the table state has.
const (
	stateFloor    = "floor"  // exchanges up to this ID are cleared, whether still there or not
	stateLast     = "last"   // of the IDs given away, at least this one
	stateStored   = "stored" // exchanges up to this ID have been in the file, whether still there or not
	stateReceived = "received"
	statePassed   = "passed" // totals of exchanges that are not kept any more
	stateFailed   = "failed"
)

// load reads what the log has to know of a file that was just opened.
func (w *writer) load(s *store, rs *readers) error {
	l := w.log
	state, err := s.state()
	if err != nil {
		return err
	}
	if !l.c.ReadOnly {
		if err := w.inherit(s, state); err != nil {
			return err
		}
	}
	floor := max(state[stateFloor], l.floor.Load())
	if floor > state[stateFloor] { // cleared while the file could not be written
		if err := s.clear(floor); err != nil {
			return err
		}
		state = map[string]int64{stateFloor: floor}
	}
	l.floor.Store(floor)
	w.sweeping = floor > 0
	heads, err := s.heads(floor)
	if err != nil {
		return err
	}
	labels, err := s.labels()
	if err != nil {
		return err
	}
	sessions, err := s.sessions()
	if err != nil {
		return err
	}
	c := Counts{Received: state[stateReceived], Passed: state[statePassed], Failed: state[stateFailed],
		Last: max(state[stateLast], floor)}
	for _, h := range heads {
		c.include(h)
	}
	end := floor
	if n := len(heads); n > 0 {
		end = max(end, heads[n-1].last)
	}
	l.index.reset(heads, end)
	tail, err := w.loadTail(rs, end)
	if err != nil {
		return err
	}
	c.include(tail)
	newest, err := number(s.conn, newestStored) // whether its record reads or not
	if err != nil {
		return err
	}
	c.Last = max(c.Last, newest)
	c.Foreign = c.Received - c.Passed - c.Failed
	c.Floor = c.Last + 1
	if tail.count > 0 {
		c.Floor = tail.first
	}
	for _, h := range heads {
		if h.count > labels.between(h.first, h.last).pinned() {
			c.Floor = h.first
			break
		}
	}
	fresh := !l.isLoaded()
	var lately []*exchange.Exchange
	if n := len(heads); fresh && (tail.count > 0 || n > 0) {
		until := tail.until
		if tail.count == 0 {
			until = heads[n-1].until
		}
		if lately, err = w.lately(rs, c.Last, until); err != nil {
			return err
		}
	}
	if err := l.adopt(s, c, labels, sessions, lately); err != nil || !fresh || l.c.ReadOnly {
		return err
	}
	return s.start(l)
}

// inherit takes what is left of a file that was set aside into the new one, and sees
// whether there is something to salvage.
func (w *writer) inherit(s *store, state map[string]int64) error {
	if w.aside == nil && state[stateSalvage] > 0 && !w.log.isLoaded() { // from an earlier run
		file, err := lastAside(w.log.c.File)
		if err != nil {
			return err
		}
		if file != "" {
			w.aside = &salvage{file, state[stateSalvage] > 1, state[stateBelow]}
		}
		return nil
	}
	if w.aside == nil {
		return nil
	}
	state[stateSalvage] = w.aside.state()
	if w.left != nil {
		w.aside.below = w.left.state[stateBelow]
		for name, n := range w.left.state {
			state[name] = max(state[name], n) // it is new
		}
		for _, one := range w.left.labels {
			if err := s.keep(one.id, one.Label); err != nil {
				return err
			}
		}
		for _, one := range w.left.sessions {
			if err := s.keepSession(one); err != nil {
				return err
			}
		}
	}
	return s.setState(state)
}

// include adds a block's sums.
func (c *Counts) include(h head) {
	c.Received += int64(h.count)
	c.Passed += int64(h.passed)
	c.Failed += int64(h.failed)
	c.Kept += h.count
	c.Bytes += h.bytes
	c.Last = max(c.Last, h.last)
}

// loadTail packs the exchanges that no block in the file has, and returns their sums.
func (w *writer) loadTail(rs *readers, after int64) (sum head, err error) {
	r, err := openReader(rs.path)
	if err != nil {
		return sum, err
	}
	r.known = rs.known()
	defer func() { err = errors.Join(err, r.conn.Close()) }()
	n := &w.log.index
	for {
		xs, err := r.between(after, math.MaxInt64, 256)
		if err != nil {
			return sum, err
		}
		for i, x := range xs {
			n.mu.Lock()
			n.pack(indexed{x, r.sizes[i], r.ends[i]})
			n.mu.Unlock()
			sum.add(x, r.sizes[i])
		}
		w.log.spoilt(len(r.damaged))
		if after = r.passed; !r.more {
			return sum, nil
		}
	}
}

// lately are the exchanges that a further delivery may follow, if any can: the newest came
// at until.
func (w *writer) lately(rs *readers, last, until int64) (xs []*exchange.Exchange, err error) {
	if time.Unix(0, until).Before(w.log.c.Now().Add(-deliveryGap)) {
		return nil, nil
	}
	r, err := openReader(rs.path)
	if err != nil {
		return nil, err
	}
	r.known, r.floor = rs.known(), w.log.floor.Load()
	xs, err = r.between(last-deliveryCount, math.MaxInt64, deliveryCount)
	return xs, errors.Join(err, r.conn.Close())
}

// add counts one more exchange.
func (h *head) add(x *exchange.Exchange, size int64) {
	if h.count == 0 {
		h.first = x.ID
	}
	h.last = x.ID
	h.count++
	switch x.Verdict {
	case exchange.Pass:
		h.passed++
	case exchange.Fail:
		h.failed++
	}
	h.bytes += size
	h.until = max(h.until, x.Time.UnixNano())
}

// adopt takes over what a file has. What was recorded before there was one, or before the
// one there was had to go, queues up for it.
func (l *Log) adopt(s *store, c Counts, labels labels, sessions []Session, lately []*exchange.Exchange) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.loaded {
		l.labels, l.sessions = labels, sessions
		l.loaded, l.deliveries = true, deliveries{}
		for _, x := range lately {
			l.deliveries.recall(x)
		}
		l.renumber(c.Last)
		c.Cleared, c.Deleted = l.counts.Cleared, l.counts.Deleted
		if len(l.queue) > 0 { // the window has seen other IDs
			c.Cleared++
		}
		for _, e := range l.queue {
			c.add(e.x.Verdict)
			c.Kept++
			c.Bytes += int64(len(*e.record))
			c.Last = e.x.ID
		}
		l.counts = c
		if len(l.queue) == 0 {
			l.written = c.Last
		}
		l.spooled = c.Last // what was recorded before goes straight to the writer
		return nil
	}
	if c.Last >= l.written {
		l.labels, l.sessions = labels, sessions
		return nil
	}
	return l.refile(s)
}

// renumber gives the exchanges recorded without a file IDs that go on from the file's.
// l.mu is held.
func (l *Log) renumber(last int64) {
	if last == 0 || l.recent.n == 0 {
		return
	}
	old := l.recent
	l.recent, l.queue, l.queued = ring{}, nil, 0
	now := map[int64]int64{} // IDs of first deliveries
	for i := range old.n {
		if old.at(i) == nil {
			continue
		}
		x := *old.at(i)
		last++
		x.ID = last
		was := old.at(i).ID
		if x.First > 0 {
			was = x.First
		}
		if first, ok := now[was]; ok {
			x.First = first
		} else { // what came before it is lost
			x.First, x.Attempt, now[was] = 0, 0, last
		}
		l.deliveries.recall(&x)
		l.recent.push(&x, weight(&x))
		e := entry{&x, recordOf(&x)}
		l.queue = append(l.queue, e)
		l.queued += int64(len(*e.record))
	}
}

// refile queues all that is in memory up for a new file. l.mu is held.
func (l *Log) refile(s *store) error {
	l.queue, l.queued = nil, 0
	l.written = l.recent.oldest(l.counts.Last) - 1
	gone := l.counts
	l.counts.Kept, l.counts.Bytes, l.counts.Floor = l.recent.count(), 0, l.written+1
	for i := range l.recent.n {
		x := l.recent.at(i)
		if x == nil {
			continue
		}
		e := entry{x, recordOf(x)}
		l.queue = append(l.queue, e)
		l.queued += int64(len(*e.record))
		l.counts.Bytes += int64(len(*e.record))
		gone.Received--
		switch x.Verdict {
		case exchange.Pass:
			gone.Passed--
		case exchange.Fail:
			gone.Failed--
		}
	}
	l.index.reset(nil, l.written)
	for _, one := range l.labels {
		if err := s.keep(one.id, one.Label); err != nil {
			return err
		}
	}
	for _, one := range l.sessions {
		if err := s.keepSession(one); err != nil {
			return err
		}
	}
	return s.setState(map[string]int64{stateLast: l.counts.Last, stateFloor: l.floor.Load(),
		stateReceived: gone.Received, statePassed: gone.Passed, stateFailed: gone.Failed})
}

// state reads the table of that name.
func (s *store) state() (map[string]int64, error) {
	out := map[string]int64{}
	err := sqlitex.Execute(s.conn, "SELECT name, value FROM state", &sqlitex.ExecOptions{ResultFunc: func(row *sqlite.Stmt) error {
		out[row.ColumnText(0)] = row.ColumnInt64(1)
		return nil
	}})
	if err != nil {
		return nil, fmt.Errorf("read the journal's state: %w", err)
	}
	return out, nil
}

// setState changes values of it.
func (s *store) setState(values map[string]int64) error {
	for name, value := range values {
		if err := sqlitex.Execute(s.conn, "INSERT OR REPLACE INTO state (name, value) VALUES (?, ?)",
			&sqlitex.ExecOptions{Args: []any{name, value}}); err != nil {
			return fmt.Errorf("write the journal's state: %w", err)
		}
	}
	return nil
}

// heads reads the blocks' sums, without those that were cleared.
func (s *store) heads(floor int64) (out []head, err error) {
	err = sqlitex.Execute(s.conn, "SELECT first, last, count, passed, failed, bytes, until FROM block WHERE last > ? ORDER BY first",
		&sqlitex.ExecOptions{Args: []any{floor}, ResultFunc: func(r *sqlite.Stmt) error {
			out = append(out, head{first: r.ColumnInt64(0), last: r.ColumnInt64(1), count: int(r.ColumnInt64(2)),
				passed: int(r.ColumnInt64(3)), failed: int(r.ColumnInt64(4)), bytes: r.ColumnInt64(5), until: r.ColumnInt64(6)})
			return nil
		}})
	if err != nil {
		return nil, fmt.Errorf("read the journal's blocks: %w", err)
	}
	return out, nil
}

// isLoaded says whether the file has been read in this run.
func (l *Log) isLoaded() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.loaded
}
