package compare

import (
	"time"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// patience bounds the search for the shortest difference of two long texts; what is found
// by then is right, only not the shortest.
const patience = 300 * time.Millisecond

// step is a run of a, of b, or of both.
type step struct {
	state State // Same, OnlyA or OnlyB
	n     int
}

// align finds the runs that lead from a to b. The library compares runes, so every
// different string stands for one.
func align(a, b []string) []step {
	ids := map[string]rune{}
	runes := func(s []string) []rune {
		out := make([]rune, len(s))
		for i, one := range s {
			id, ok := ids[one]
			if !ok {
				id = nth(len(ids))
				ids[one] = id
			}
			out[i] = id
		}
		return out
	}
	d := diffmatchpatch.New()
	d.DiffTimeout = patience
	var steps []step
	for _, one := range d.DiffMainRunes(runes(a), runes(b), false) {
		s := step{Same, utf8.RuneCountInString(one.Text)}
		switch one.Type {
		case diffmatchpatch.DiffDelete:
			s.state = OnlyA
		case diffmatchpatch.DiffInsert:
			s.state = OnlyB
		}
		steps = append(steps, s)
	}
	return steps
}

// mostDifferent is how many different strings runes can stand for: all but the surrogates
// and U+FFFD, which text conversions make of them.
const mostDifferent = utf8.MaxRune - 0x1000

// nth is the n-th rune that survives being text; beyond all of them strings are taken for
// the same, which no text of a request's size comes to.
func nth(n int) rune {
	r := rune(min(n, mostDifferent)) + 1
	if r >= 0xD800 {
		r += 0xE000 - 0xD800
	}
	if r >= utf8.RuneError {
		r++
	}
	return min(r, utf8.MaxRune)
}
