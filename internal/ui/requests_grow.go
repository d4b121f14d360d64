package ui

import (
	"slices"
	"sort"

	"echostr/internal/engine"
)

// replace takes other exchanges, newest first, and shows all of them. first is as in
// engine.Page. What is open stays open.
func (f *feed) replace(ids, first []int64) {
	f.heads, f.in, f.wait = nil, map[int64]*message{}, nil
	if len(ids) > 0 {
		f.newest = max(f.newest, ids[0])
	}
	f.extend(ids, first)
}

// extend takes a page of older exchanges, newest first.
func (f *feed) extend(ids, first []int64) {
	if f.in == nil {
		f.in = map[int64]*message{}
	}
	heads := make([]int64, 0, len(ids)+len(f.heads))
	for i, id := range ids {
		key := id
		if first != nil && first[i] != 0 {
			key = first[i]
		}
		switch m := f.in[key]; {
		case m != nil:
			m.ids = slices.Insert(m.ids, 0, id)
			f.in[id] = m
		case key != id:
			m = &message{first: key, ids: []int64{id}}
			f.in[key], f.in[id] = m, m
			heads = append(heads, id)
		default:
			heads = append(heads, id)
		}
	}
	slices.Reverse(heads)
	f.floor = 0 // it may have moved since the page was made: the next trim looks at all that is before it
	f.heads = append(heads, f.heads...)
	f.arrange()
}

// add takes new exchanges, oldest first, and tells how many rows came in at the top. Those
// that are not newer than all others are known already.
func (f *feed) add(as []arrival) (rows int) {
	for _, a := range as {
		if a.id > f.newest {
			f.newest = a.id
			f.wait = append(f.wait, a)
		}
	}
	if f.paused {
		return 0
	}
	return f.catchUp()
}

// catchUp shows what waits and tells how many rows that are at the top.
func (f *feed) catchUp() (rows int) {
	if len(f.wait) == 0 {
		return 0
	}
	if f.in == nil {
		f.in = map[int64]*message{}
	}
	begins := f.begins()
	var moved []int // heads that a newer delivery has taken the place of
	for _, a := range f.wait {
		if was := f.join(a); was != 0 {
			if at, found := slices.BinarySearch(f.heads, was); found {
				moved = append(moved, at)
			}
		}
		f.heads = append(f.heads, a.id)
	}
	rows = len(f.wait)
	f.wait = nil
	if len(moved) > 0 {
		rows -= f.close(moved, len(f.heads)-rows)
	}
	if len(moved) > 0 || begins {
		f.arrange()
	}
	return rows
}

// begins says whether the next exchange is the first that is listed of its session.
func (f *feed) begins() bool {
	n, m := len(f.sessions), len(f.heads)
	return n > 0 && m > 0 && f.sessions[n-1].First > f.heads[m-1]
}

// join takes a delivery into its message, and returns the head that the message had until
// now, or 0.
func (f *feed) join(a arrival) (was int64) {
	if a.first == 0 || a.first == a.id {
		return 0
	}
	m := f.in[a.first]
	if m == nil {
		m = &message{first: a.first}
		f.in[a.first] = m
		if _, found := slices.BinarySearch(f.heads, a.first); found {
			m.ids = append(m.ids, a.first)
		}
	}
	if n := len(m.ids); n > 0 {
		was = m.ids[n-1]
	}
	m.ids = append(m.ids, a.id)
	f.in[a.id] = m
	return was
}

// close takes heads away by their places, and tells how many of them were from old on.
func (f *feed) close(places []int, old int) (fresh int) {
	sort.Ints(places)
	to := places[0]
	for i, at := range places {
		if at >= old {
			fresh++
		}
		end := len(f.heads)
		if i+1 < len(places) {
			end = places[i+1]
		}
		to += copy(f.heads[to:], f.heads[at+1:end])
	}
	f.heads = f.heads[:to]
	return fresh
}

// trim forgets what is before floor and not pinned, and tells whether rows went.
func (f *feed) trim(floor int64, pinned func(int64) bool) bool {
	if floor <= f.floor {
		return false
	}
	from, to := f.place(f.floor), f.place(floor)
	f.floor, f.pinned = floor, pinned
	f.wait = slices.DeleteFunc(f.wait, func(a arrival) bool { return a.id < floor && !pinned(a.id) })
	gone := func(id int64) bool { return id < floor && !pinned(id) }
	pruned := false
	for first := range f.open {
		if m := f.in[first]; m != nil {
			n := len(m.ids)
			f.prune(m)
			pruned = pruned || len(m.ids) < n
		}
	}
	kept := slices.Clone(f.heads[:from]) // they are pinned, and few
	for _, id := range f.heads[from:to] {
		if !gone(id) {
			kept = append(kept, id)
			continue
		}
		if m := f.in[id]; m != nil {
			for _, one := range m.ids {
				delete(f.in, one)
			}
			delete(f.in, m.first)
			delete(f.open, m.first)
		}
	}
	if from == to && !pruned {
		return false
	}
	f.heads = f.heads[to-len(kept):]
	copy(f.heads, kept)
	f.arrange()
	return true
}

// show opens or closes the message of several deliveries that an exchange belongs to.
func (f *feed) show(id int64, open bool) {
	m := f.of(id)
	if m == nil || f.isOpen(m) == open {
		return
	}
	if open {
		if f.open == nil {
			f.open = map[int64]bool{}
		}
		f.open[m.first] = true
	} else {
		delete(f.open, m.first)
	}
	f.arrange()
}

// begin takes the sessions, oldest first.
func (f *feed) begin(s []engine.Session) {
	f.sessions = s
	f.arrange()
}

// reaches takes the ID of the newest exchange, and tells whether something has come in the
// session that stands above all rows: it is time to arrange them.
func (f *feed) reaches(last int64) bool {
	f.last = last
	return f.top > 0 && !f.paused && f.sessions[f.top-1].First <= last
}

// arrange finds out anew which heads have rows below them.
func (f *feed) arrange() {
	f.blocks, f.top = f.blocks[:0], 0
	for first := range f.open {
		if m := f.in[first]; m != nil && len(m.ids) > 1 {
			f.blocks = append(f.blocks, block{head: m.ids[len(m.ids)-1], rows: len(m.ids) - 1, session: -1})
		}
	}
	slices.SortFunc(f.blocks, func(a, b block) int { return int(a.head - b.head) })
	for i, s := range f.sessions {
		switch at := f.place(s.First); at {
		case 0: // nothing is older
		case len(f.heads):
			if s.First > max(f.last, f.newest) { // else what came in it is only filtered out
				f.top = i + 1
			}
		default:
			f.part(f.heads[at], i)
		}
	}
	for k := range f.blocks {
		f.blocks[k].before = f.extra(k)
	}
}

// part puts the beginning of a session below a head, in place of an earlier one's.
func (f *feed) part(head int64, session int) {
	k, found := slices.BinarySearchFunc(f.blocks, head, func(b block, head int64) int { return int(b.head - head) })
	switch {
	case !found:
		f.blocks = slices.Insert(f.blocks, k, block{head: head, rows: 1, session: session})
	case f.blocks[k].session < 0:
		f.blocks[k].rows++
		f.blocks[k].session = session
	default:
		f.blocks[k].session = session
	}
}
