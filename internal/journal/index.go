package journal

import (
	"sync"
	"sync/atomic"

	"echostr/internal/exchange"
)

// index is what searches go through: the blocks in the file, those on their way there,
// and the one that is being built. Committed exchanges queue up for it, and whoever
// searches sees to it first that none waits.
type index struct {
	size int // exchanges a block, and then up to the end of a chunk

	waiting sync.Mutex
	todo    []indexed
	wake    chan struct{}
	last    atomic.Int64 // ID of the newest in a block

	mu    sync.Mutex // while exchanges are packed, too
	tail  *builder
	gone  int64    // exchanges up to this ID are in heads, or cleared
	full  []*block // to be written, oldest first
	heads []head   // of those in the file, oldest first; not changed but replaced
}

// indexed is an exchange that waits, with the size of its record.
type indexed struct {
	x    *exchange.Exchange
	size int64
	end  bool // of its chunk: a block may end here, too
}

// How many wait before the index is built on, and before the writer helps.
const (
	indexSome = 64
	indexMany = 4096
)

func (n *index) init(size int) {
	n.size, n.wake = size, make(chan struct{}, 1)
	n.tail = newBuilder()
}

// add queues committed exchanges up; ends tells which are the last ones of their chunks.
func (n *index) add(entries []entry, ends []bool) {
	n.waiting.Lock()
	for i := range entries {
		n.todo = append(n.todo, indexed{entries[i].x, int64(len(*entries[i].record)), ends[i]})
	}
	many := len(n.todo)
	n.waiting.Unlock()
	switch {
	case many >= indexMany:
		n.catchUp()
	case many >= indexSome:
		select {
		case n.wake <- struct{}{}:
		default:
		}
	}
}

// catchUp packs all that wait.
func (n *index) catchUp() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.waiting.Lock()
	todo := n.todo
	n.todo = nil
	n.waiting.Unlock()
	for _, one := range todo {
		n.pack(one)
	}
}

// pack takes one exchange into the tail. n.mu is held.
func (n *index) pack(one indexed) {
	if one.x.ID <= n.gone {
		return
	}
	n.tail.add(one.x, one.size)
	n.last.Store(one.x.ID)
	if one.end && (n.tail.count >= n.size || len(n.tail.text) >= blockBytes) {
		n.full = append(n.full, &n.tail.block)
		n.tail = newBuilder()
	}
}

// view is the blocks as they are now, those in memory newest first, and the ID of the
// newest exchange in them.
func (n *index) view() (inMemory []*block, inFile []head, last int64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.tail.count > 0 {
		tail := n.tail.block
		inMemory = append(inMemory, &tail)
	}
	for i := len(n.full) - 1; i >= 0; i-- {
		inMemory = append(inMemory, n.full[i])
	}
	return inMemory, n.heads, n.last.Load()
}

// next is the oldest full block that is to be written; nil for none.
func (n *index) next() *block {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.full) == 0 {
		return nil
	}
	return n.full[0]
}

// written notes that b, the oldest full block, is in the file.
func (n *index) written(b *block) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.full) == 0 || n.full[0] != b { // cleared meanwhile
		return
	}
	n.heads = append(n.heads[:len(n.heads):len(n.heads)], n.full[0].head)
	n.full = n.full[1:]
}

// reset forgets everything; heads are those of the file from now on, and last is the ID
// up to which exchanges are in them or gone.
func (n *index) reset(heads []head, last int64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.waiting.Lock()
	n.todo = nil
	n.waiting.Unlock()
	n.tail, n.full, n.heads, n.gone = newBuilder(), nil, heads, last
	n.last.Store(last)
}

// replace puts other heads in the place of those of the file.
func (n *index) replace(f func([]head) []head) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.heads = f(n.heads)
}

// buildIndex packs exchanges off the way of requests.
func (l *Log) buildIndex() {
	for {
		select {
		case <-l.stop:
			return
		case <-l.index.wake:
		}
		l.index.catchUp()
		l.mu.Lock()
		l.trim()
		l.mu.Unlock()
		if l.index.next() != nil {
			l.nudge()
		}
	}
}

// nudge wakes the writer.
func (l *Log) nudge() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}
