package ui

import (
	"slices"
	"sort"
)

// feed is what the list shows: ids of exchanges, kept oldest first so that new ones are
// appended, and shown newest first. While it is paused the newest wait unseen.
type feed struct {
	ids    []int64 // oldest first, growing
	shown  int     // how many of ids are shown, from the oldest on
	paused bool
}

// len is how many rows are shown.
func (f *feed) len() int { return f.shown }

// waiting is how many came since the pause.
func (f *feed) waiting() int { return len(f.ids) - f.shown }

// id is that of row i; row 0 is the newest.
func (f *feed) id(i int) int64 { return f.ids[f.shown-1-i] }

// row is where an id is shown, or -1.
func (f *feed) row(id int64) int {
	i := sort.Search(f.shown, func(i int) bool { return f.ids[i] >= id })
	if i < f.shown && f.ids[i] == id {
		return f.shown - 1 - i
	}
	return -1
}

// above is how many rows are newer than an id, whether it is shown or not.
func (f *feed) above(id int64) int {
	return f.shown - sort.Search(f.shown, func(i int) bool { return f.ids[i] > id })
}

// newest is the largest id, 0 when there is none.
func (f *feed) newest() int64 {
	if len(f.ids) == 0 {
		return 0
	}
	return f.ids[len(f.ids)-1]
}

// replace takes other ids, newest first, and shows all of them.
func (f *feed) replace(ids []int64) {
	f.ids = slices.Clone(ids)
	slices.Reverse(f.ids)
	f.shown = len(f.ids)
}

// add takes new ids, oldest first, and tells how many rows came in at the top. Ids that
// are not newer than all others are known already.
func (f *feed) add(ids []int64) (rows int) {
	newest := f.newest()
	for _, id := range ids {
		if id > newest {
			f.ids = append(f.ids, id)
		}
	}
	if f.paused {
		return 0
	}
	return f.catchUp()
}

// catchUp shows what waits and tells how many rows that are.
func (f *feed) catchUp() (rows int) {
	rows = f.waiting()
	f.shown = len(f.ids)
	return rows
}

// trim forgets ids before oldest and tells how many rows went at the foot.
func (f *feed) trim(oldest int64) (rows int) {
	if len(f.ids) == 0 || f.ids[0] >= oldest {
		return 0
	}
	gone := sort.Search(len(f.ids), func(i int) bool { return f.ids[i] >= oldest })
	rows = min(gone, f.shown)
	f.ids = f.ids[gone:]
	f.shown -= rows
	return rows
}
