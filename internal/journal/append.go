package journal

import (
	"sync"
	"time"

	"echostr/internal/exchange"
)

// entry is an exchange on its way into the file.
type entry struct {
	x      *exchange.Exchange
	record *[]byte // from records
}

// records are buffers for records.
var records = sync.Pool{New: func() any { b := make([]byte, 0, 2<<10); return &b }}

// free gives a record's buffer back, unless it is large.
func (e *entry) free() {
	if cap(*e.record) <= 64<<10 {
		*e.record = (*e.record)[:0]
		records.Put(e.record)
	}
	e.record = nil
}

func recordOf(x *exchange.Exchange) *[]byte {
	b := records.Get().(*[]byte)
	*b = appendRecord(*b, x)
	return b
}

// turn is what all wait on whose exchanges go into the spool together. It ends with the
// write, or when the first of them has waited long enough.
type turn struct {
	done  chan struct{}
	once  sync.Once
	timer *time.Timer
	n     int   // who waits
	upTo  int64 // ID of the newest of them
	late  bool
}

func (t *turn) end() { t.once.Do(func() { close(t.done) }) }

// slowAfter is how long a write may be overdue before the log counts as slow.
const slowAfter = time.Second

// What stays in memory besides what is not yet written.
const (
	recentCount = 1024
	recentBytes = 16 << 20
)

// Append gives x its ID, and First and Attempt if it is another delivery of a message, and
// returns when it is on record, or after CommitWait at the latest; then that happens later.
// It does not wait at all while the file cannot be written. x must not be changed afterwards.
func (l *Log) Append(x *exchange.Exchange) { l.append(x, &l.deliveries) }

// Batch are exchanges that were recorded elsewhere, or earlier, and are brought in. They
// are deliveries of one message among each other, never further ones of what is here.
type Batch struct{ deliveries deliveries }

// AppendOf is Append of an exchange of a batch, which is of one Log.
func (l *Log) AppendOf(b *Batch, x *exchange.Exchange) { l.append(x, &b.deliveries) }

// append is Append with what remembers the deliveries. l.mu guards that.
func (l *Log) append(x *exchange.Exchange, before *deliveries) {
	size := weight(x)
	x.First, x.Attempt = 0, 0 // whatever they were elsewhere
	key := deliveryKey(x)
	var record *[]byte
	if l.c.File != "" {
		record = recordOf(x)
	}
	l.mu.Lock()
	l.counts.Last++
	x.ID = l.counts.Last
	if key != 0 && before.note(key, x) && record != nil {
		*record = appendRecord((*record)[:0], x) // seldom
	}
	l.counts.add(x.Verdict)
	l.counts.Kept++
	l.recent.push(x, size)
	var wait *turn
	if record != nil && !l.closed {
		wait = l.enqueue(entry{x, record})
	} else {
		l.counts.Bytes += size
	}
	l.trim()
	l.mu.Unlock()
	if record == nil {
		return
	}
	select {
	case l.come <- struct{}{}:
	default:
	}
	if wait != nil {
		<-wait.done
	}
}

// enqueue queues e up and returns what to wait on; nil for nothing. l.mu is held.
func (l *Log) enqueue(e entry) *turn {
	l.queue = append(l.queue, e)
	l.queued += int64(len(*e.record))
	l.counts.Bytes += int64(len(*e.record))
	if l.health.Kind != Well && l.health.Kind != Slow {
		return nil
	}
	t := l.turn
	if t == nil {
		t = &turn{done: make(chan struct{})}
		t.timer = time.AfterFunc(l.c.CommitWait, func() { l.late(t) })
		l.turn = t
	}
	t.n++
	t.upTo = e.x.ID
	return t
}

// late ends a turn that has waited long enough, and looks again a while later.
func (l *Log) late(t *turn) {
	l.mu.Lock()
	first := !t.late
	slow := !first && l.health.Kind == Well && l.spooled < t.upTo
	switch {
	case first:
		if t.late = true; l.spooled < t.upTo {
			l.health.Late += int64(t.n)
		}
		if l.turn == t {
			l.turn = nil
		}
		t.timer.Reset(slowAfter)
	case slow:
		l.health.Kind, l.health.Since = Slow, l.c.Now()
	}
	l.mu.Unlock()
	if t.end(); slow {
		l.c.Changed()
	}
}

// trim drops the oldest from memory: those that are written, over what is kept for
// followers; and any, over what memory may hold. l.mu is held.
func (l *Log) trim() {
	hard := l.c.Memory
	for l.recent.n > 1 {
		over := l.recent.n > hard.MaxCount || l.recent.bytes > hard.MaxBytes
		spare := l.recent.n > recentCount || l.recent.bytes > recentBytes
		if !over && !(spare && l.c.File != "" && l.recent.first <= min(l.written, l.index.last.Load())) {
			break
		}
		old := l.recent.pop()
		if l.c.File != "" {
			continue
		}
		if l.counts.Floor = l.recent.first; old != nil {
			l.counts.Kept--
			l.counts.Bytes -= weight(old)
		}
	}
	for len(l.queue) > 1 && (len(l.queue) > hard.MaxCount || l.queued > hard.MaxBytes) {
		l.lose()
	}
}

// lose drops the oldest of the queue. l.mu is held.
func (l *Log) lose() {
	e := l.queue[0]
	l.queue = l.queue[1:]
	l.queued -= int64(len(*e.record))
	l.counts.Kept--
	l.counts.Bytes -= int64(len(*e.record))
	l.written = e.x.ID
	l.health.Lost++
}
