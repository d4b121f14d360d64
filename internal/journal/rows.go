package journal

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"
)

// rows is a set of a block's exchanges, by place.
type rows []uint64

func newRows(n int) rows { return make(rows, (n+63)/64) }

func (r rows) set(i int)      { r[i/64] |= 1 << (i % 64) }
func (r rows) has(i int) bool { return r[i/64]>>(i%64)&1 == 1 }

// fill puts the first n in.
func (r rows) fill(n int) {
	for i := range n {
		r.set(i)
	}
}

func (r rows) empty() bool {
	for _, w := range r {
		if w != 0 {
			return false
		}
	}
	return true
}

// and keeps what is in other too, or with not what is not.
func (r rows) and(other rows, not bool) {
	for i := range r {
		if not {
			r[i] &^= other[i]
		} else {
			r[i] &= other[i]
		}
	}
}

func (r rows) count() (n int) {
	for _, w := range r {
		n += bits.OnesCount64(w)
	}
	return n
}

// wordsWith tells by number which words of text have f's part in them; nil for none.
// Numbers behind the last of them are left out.
func wordsWith(text []byte, f *finder) []bool {
	var found []bool
	number, counted := 0, 0
	for at := f.next(text, 0); at >= 0; {
		number += bytes.Count(text[counted:at], nul)
		counted = at
		for len(found) < number {
			found = append(found, false)
		}
		found = append(found, true)
		end := bytes.IndexByte(text[at:], 0)
		if end < 0 {
			break
		}
		at = f.next(text, at+end)
	}
	return found
}

// rowsWith puts into out the exchanges that have one of the words.
func rowsWith(out rows, refs []byte, n int, words []bool) error {
	at := 0
	next := func() (uint64, bool) {
		if at < len(refs) && refs[at] < 0x80 {
			at++
			return uint64(refs[at-1]), true
		}
		v, k := binary.Uvarint(refs[at:])
		at += max(k, 0)
		return v, k > 0
	}
	for i := range n {
		count, ok := next()
		for ; ok && count > 0; count-- {
			var word uint64
			if word, ok = next(); ok && word < uint64(len(words)) && words[word] {
				out.set(i)
			}
		}
		if !ok {
			return fmt.Errorf("%w: its references end early", errBlock)
		}
	}
	return nil
}
