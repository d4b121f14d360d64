package ui

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"echostr/internal/engine"
)

// told is a feed in words: ids of rows, those of earlier deliveries behind a dot, and the
// beginnings of sessions as "s" and their place.
func told(f *feed) string {
	var out []string
	for i := range f.len() {
		switch e := f.at(i); {
		case e.id == 0:
			out = append(out, fmt.Sprintf("s%d", e.session))
		case e.sub > 0:
			out = append(out, fmt.Sprintf(".%d", e.id))
		case e.message != nil:
			out = append(out, fmt.Sprintf("%dx%d", e.id, len(e.message.ids)))
		default:
			out = append(out, fmt.Sprint(e.id))
		}
	}
	return strings.Join(out, " ")
}

func alone(ids ...int64) []arrival {
	out := make([]arrival, len(ids))
	for i, id := range ids {
		out[i] = arrival{id: id}
	}
	return out
}

func nobody(int64) bool { return false }

func TestFeed(t *testing.T) {
	var f feed
	check := func(what, want string) {
		t.Helper()
		if got := told(&f); got != want {
			t.Errorf("%s: shows %s, want %s", what, got, want)
		}
	}
	if n := f.add(alone(1, 2, 3)); n != 3 {
		t.Errorf("%d rows came in, want 3", n)
	}
	check("three", "3 2 1")
	if n := f.add(alone(2, 3, 4)); n != 1 {
		t.Errorf("%d rows came in, want the one that is new", n)
	}
	check("one more", "4 3 2 1")

	f.paused = true
	if n := f.add(alone(7, 9)); n != 0 || f.waiting() != 2 {
		t.Errorf("paused: %d rows came in, %d wait", n, f.waiting())
	}
	check("paused", "4 3 2 1")
	if !f.trim(3, nobody) {
		t.Error("trim took nothing")
	}
	check("trimmed", "4 3")
	if !f.trim(8, nobody) || f.waiting() != 1 {
		t.Errorf("%d wait, want 1", f.waiting())
	}
	check("trimmed into what waits", "")
	f.paused = false
	if n := f.catchUp(); n != 1 {
		t.Errorf("%d rows came in, want 1", n)
	}
	check("caught up", "9")

	f.replace([]int64{50, 40, 30}, nil)
	check("replaced", "50 40 30")
	for id, want := range map[int64]int{50: 0, 40: 1, 30: 2, 35: -1, 60: -1, 1: -1} {
		if got := f.row(id); got != want {
			t.Errorf("row of %d is %d, want %d", id, got, want)
		}
	}
	if f.trim(30, nobody) || f.newest != 50 {
		t.Error("trim at the oldest id took something, or the newest is wrong")
	}
	f.extend([]int64{20, 10}, nil)
	check("another page", "50 40 30 20 10")
	f.trim(35, func(id int64) bool { return id == 20 })
	check("all but the pinned one went", "50 40 20")
	f.trim(45, func(id int64) bool { return id == 20 })
	check("it is still pinned", "50 20")
}

func TestFeedOfRepeats(t *testing.T) {
	var f feed
	check := func(what, want string) {
		t.Helper()
		if got := told(&f); got != want {
			t.Errorf("%s: shows %s, want %s", what, got, want)
		}
	}
	f.add(alone(1, 2, 3))
	if n := f.add([]arrival{{4, 1}, {5, 0}, {6, 1}}); n != 2 {
		t.Errorf("%d rows came in at the top, want 2", n)
	}
	check("the message stands where its newest delivery stands", "6x3 5 3 2")
	if f.row(1) != 0 || f.row(4) != 0 {
		t.Errorf("rows %d and %d for the deliveries of a closed message", f.row(1), f.row(4))
	}
	f.show(4, true)
	check("open", "6x3 .4 .1 5 3 2")
	if f.row(1) != 2 || f.row(5) != 3 || f.above(5) != 3 || f.above(4) != 4 {
		t.Errorf("rows %d, %d; %d and %d above", f.row(1), f.row(5), f.above(5), f.above(4))
	}
	f.add([]arrival{{7, 2}, {8, 1}})
	check("two more", "8x4 .6 .4 .1 7x2 5 3")
	f.show(8, false)
	check("closed", "8x4 7x2 5 3")
	f.add([]arrival{{12, 11}}) // the first did not pass the filter
	check("alone of three", "12 8x4 7x2 5 3")
	if f.row(11) != -1 {
		t.Error("what did not pass has a row")
	}
	f.add([]arrival{{13, 11}})
	check("two of three", "13x2 8x4 7x2 5 3")

	f.replace([]int64{9, 8, 7}, []int64{0, 3, 0})
	check("a page that begins in the middle of a message", "9 8 7")
	f.extend([]int64{5, 3, 2}, []int64{3, 0, 0})
	check("its earlier deliveries", "9 8x3 7 2")
	f.show(8, true)
	f.begin([]engine.Session{{First: 1}, {First: 4}, {First: 8}, {First: 8}, {First: 20}})
	check("sessions", "s4 9 8x3 .5 .3 s3 7 s1 2")
	for i := range f.len() {
		if e := f.at(i); e.id != 0 && f.row(e.id) != i {
			t.Errorf("row %d stands for %d, which is at %d", i, e.id, f.row(e.id))
		}
	}
	if f.id(0) != 9 || f.id(5) != 7 || f.id(99) != 0 {
		t.Errorf("ids %d, %d, %d", f.id(0), f.id(5), f.id(99))
	}
	f.add(alone(21))
	check("the newest session has begun", "21 s4 9 8x3 .5 .3 s3 7 s1 2")
	f.trim(6, nobody)
	check("trimmed through an open message", "21 s4 9 8 s3 7")
}

// TestFeedByChance holds the feed to one that is built anew from scratch each time.
func TestFeedByChance(t *testing.T) {
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		var f feed
		var all []arrival // oldest first
		f.replace(nil, nil)
		id, floor := int64(0), int64(0)
		for range 60 {
			switch rnd.IntN(8) {
			case 0:
				if len(all) > 0 {
					f.show(all[rnd.IntN(len(all))].id, rnd.IntN(2) == 0)
				}
			case 1:
				f.begin(append(slices.Clone(f.sessions), engine.Session{ID: id, First: id + 1}))
			case 2:
				floor = min(floor+rnd.Int64N(3), id+1)
				f.trim(floor, nobody)
			default:
				var as []arrival
				for range rnd.IntN(6) {
					id += 1 + rnd.Int64N(2)
					a := arrival{id: id}
					if back := len(all) - 1 - rnd.IntN(8); back >= 0 && rnd.IntN(3) == 0 {
						if a.first = all[back].first; a.first == 0 {
							a.first = all[back].id
						}
					}
					as = append(as, a)
					all = append(all, a)
				}
				f.add(as)
			}
			all = slices.DeleteFunc(all, func(o arrival) bool { return o.id < floor })
			var ids, first []int64
			for _, o := range slices.Backward(all) {
				ids, first = append(ids, o.id), append(first, o.first)
			}
			fresh := feed{open: f.open, sessions: f.sessions, newest: f.newest}
			cut := rnd.IntN(len(ids) + 1)
			fresh.replace(ids[:cut], first[:cut])
			fresh.extend(ids[cut:], first[cut:])
			if got, want := told(&f), told(&fresh); got != want {
				t.Fatalf("seed %d: grown: %s\nanew: %s", seed, got, want)
			}
			for i := range f.len() {
				if e := f.at(i); e.id != 0 && f.row(e.id) != i {
					t.Fatalf("seed %d: row %d stands for %d, which is at %d: %s", seed, i, e.id, f.row(e.id), told(&f))
				}
			}
		}
	}
}

func TestRowCache(t *testing.T) {
	var c rowCache
	for id := range int64(3 * rowCacheSize) {
		c.put(id, requestRow{time: "x"})
		if _, ok := c.get(7); id >= 7 && !ok {
			t.Fatalf("row 7 is in use at %d but went", id)
		}
	}
	if _, ok := c.get(1); ok {
		t.Error("row 1 was not used for long and is still there")
	}
	if n := len(c.young) + len(c.old); n > 2*rowCacheSize {
		t.Errorf("%d rows are kept", n)
	}
	c.clear()
	if _, ok := c.get(7); ok {
		t.Error("clear left a row")
	}
}
