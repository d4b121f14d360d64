package ui

import (
	"slices"
	"sort"

	"echostr/internal/engine"
)

// arrival is an exchange as it comes into the list.
type arrival struct {
	id    int64
	first int64 // the delivery of the same message that was recorded first; 0 for none before it
}

// feed is what the list shows: one row for each message, where its newest delivery stands,
// newest on top. A message that was delivered more than once can be opened; its earlier
// deliveries then have rows of their own below. Where another session begins there is a row
// that says so. While the feed is paused the newest wait unseen.
//
// IDs are kept oldest first, so new ones are appended. An update costs what is new, and as
// far as WeChat's repeats reach back; never what there is.
type feed struct {
	heads  []int64            // the newest delivery of each message, growing
	in     map[int64]*message // messages of several deliveries, by each of them and by the first
	open   map[int64]bool     // by the first delivery: messages that are open
	newest int64              // ID that was ever added
	last   int64              // ID that there is, shown or not
	floor  int64              // what is before it is gone, unless it is
	pinned func(int64) bool

	wait   []arrival // oldest first
	paused bool

	sessions []engine.Session
	top      int     // the session that nothing has come in yet, from 1, 0 for none: a row above all others
	blocks   []block // heads with rows below them, growing
}

// message is one that was delivered more than once, as far as the deliveries are in the feed.
type message struct {
	first int64   // may be none of ids: it was filtered out, or is gone
	ids   []int64 // growing; the last one is the head
}

// block is a head and the rows that belong to it.
type block struct {
	head    int64
	rows    int // below the head's own
	session int // the one that begins with the head, -1 for none; its row is the last
	before  int // the rows of all blocks before this one
}

// entry is what a row stands for.
type entry struct {
	id      int64    // 0 for the beginning of a session
	message *message // nil for a delivery that is the only one
	sub     int      // the row's place below the head
	session int
}

// len is how many rows there are.
func (f *feed) len() int { return len(f.heads) + f.extra(len(f.blocks)) + f.above0() }

// above0 is 1 while a session's row stands above all others.
func (f *feed) above0() int {
	return min(f.top, 1)
}

// extra is how many rows the first k blocks have below their heads.
func (f *feed) extra(k int) int {
	if k == 0 {
		return 0
	}
	return f.blocks[k-1].before + f.blocks[k-1].rows
}

// waiting is how many came since the pause.
func (f *feed) waiting() int { return len(f.wait) }

// at is what row i stands for; row 0 is the uppermost.
func (f *feed) at(i int) entry {
	if f.top > 0 {
		if i == 0 {
			return entry{session: f.top - 1}
		}
		i--
	}
	up := len(f.heads) + f.extra(len(f.blocks)) - 1 - i // rows below it
	k := sort.Search(len(f.blocks), func(k int) bool { return f.foot(k) > up })
	if k > 0 {
		b, foot := f.blocks[k-1], f.foot(k-1)
		if up <= foot+b.rows {
			return f.within(b, foot+b.rows-up)
		}
	}
	id := f.heads[up-f.extra(k)]
	return entry{id: id, message: f.of(id), session: -1}
}

// foot is how many rows lie below block k.
func (f *feed) foot(k int) int { return f.place(f.blocks[k].head) + f.blocks[k].before }

// within is what stands sub rows below a block's head.
func (f *feed) within(b block, sub int) entry {
	m := f.of(b.head)
	switch {
	case sub == 0:
		return entry{id: b.head, message: m, session: -1}
	case sub == b.rows && b.session >= 0:
		return entry{sub: sub, session: b.session}
	}
	return entry{id: m.ids[len(m.ids)-1-sub], message: m, sub: sub, session: -1}
}

// of is the message of several deliveries that an exchange belongs to, or nil.
func (f *feed) of(id int64) *message {
	m := f.in[id]
	if m == nil {
		return nil
	}
	if !f.open[m.first] { // trim has seen to those that are open
		f.prune(m)
	}
	if len(m.ids) < 2 {
		return nil
	}
	return m
}

// prune forgets earlier deliveries that are gone.
func (f *feed) prune(m *message) {
	for len(m.ids) > 1 && m.ids[0] < f.floor && !f.pinned(m.ids[0]) {
		if m.ids[0] != m.first { // by which later ones find it
			delete(f.in, m.ids[0])
		}
		m.ids = m.ids[1:]
	}
}

// isOpen says whether the earlier deliveries of a message are shown.
func (f *feed) isOpen(m *message) bool { return m != nil && f.open[m.first] }

// place is where an id stands among the heads, or would stand.
func (f *feed) place(id int64) int {
	at, _ := slices.BinarySearch(f.heads, id)
	return at
}

// id is that of row i; that of the next row below it that has one where a session begins, and
// 0 where nothing follows.
func (f *feed) id(i int) int64 {
	for ; i >= 0 && i < f.len(); i++ {
		if e := f.at(i); e.id != 0 {
			return e.id
		}
	}
	return 0
}

// row is where an exchange is shown, by itself or by its message; -1 for nowhere.
func (f *feed) row(id int64) int {
	head, sub := id, 0
	if m := f.in[id]; m != nil {
		at, found := slices.BinarySearch(m.ids, id)
		if !found {
			return -1
		}
		if head = m.ids[len(m.ids)-1]; f.isOpen(m) {
			sub = len(m.ids) - 1 - at
		}
	}
	if _, found := slices.BinarySearch(f.heads, head); !found {
		return -1
	}
	return f.above(head) + sub
}

// above is how many rows are newer than a head, whether that is shown or not.
func (f *feed) above(head int64) int {
	k := sort.Search(len(f.blocks), func(k int) bool { return f.blocks[k].head > head })
	return f.above0() + f.newer(head) + f.extra(len(f.blocks)) - f.extra(k)
}

// newer is how many heads are newer than an id.
func (f *feed) newer(id int64) int { return len(f.heads) - f.place(id+1) }

// all are the deliveries that a row stands for: those of a closed message, oldest first.
func (f *feed) all(id int64) []int64 {
	if m := f.of(id); m != nil && !f.isOpen(m) {
		return m.ids
	}
	return []int64{id}
}
