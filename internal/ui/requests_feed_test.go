package ui

import (
	"slices"
	"testing"
)

func shownBy(f *feed) []int64 {
	out := make([]int64, f.len())
	for i := range out {
		out[i] = f.id(i)
	}
	return out
}

func TestFeed(t *testing.T) {
	var f feed
	check := func(what string, want ...int64) {
		t.Helper()
		if got := shownBy(&f); !slices.Equal(got, want) {
			t.Errorf("%s: shows %v, want %v", what, got, want)
		}
	}
	if n := f.add([]int64{1, 2, 3}); n != 3 {
		t.Errorf("%d rows came in, want 3", n)
	}
	check("three", 3, 2, 1)
	if n := f.add([]int64{2, 3, 4}); n != 1 {
		t.Errorf("%d rows came in, want the one that is new", n)
	}
	check("one more", 4, 3, 2, 1)

	f.paused = true
	if n := f.add([]int64{7, 9}); n != 0 || f.waiting() != 2 {
		t.Errorf("paused: %d rows came in, %d wait", n, f.waiting())
	}
	check("paused", 4, 3, 2, 1)
	if n := f.trim(3); n != 2 {
		t.Errorf("trim took %d rows, want 2", n)
	}
	check("trimmed", 4, 3)
	if n := f.trim(8); n != 2 || f.waiting() != 1 {
		t.Errorf("trim took %d rows, %d wait; want 2 and 1", n, f.waiting())
	}
	check("trimmed into what waits")
	f.paused = false
	if n := f.catchUp(); n != 1 {
		t.Errorf("%d rows came in, want 1", n)
	}
	check("caught up", 9)

	f.replace([]int64{50, 40, 30})
	check("replaced", 50, 40, 30)
	for id, want := range map[int64]int{50: 0, 40: 1, 30: 2, 35: -1, 60: -1, 1: -1} {
		if got := f.row(id); got != want {
			t.Errorf("row of %d is %d, want %d", id, got, want)
		}
	}
	if f.trim(30) != 0 || f.newest() != 50 {
		t.Error("trim at the oldest id took something, or the newest is wrong")
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
