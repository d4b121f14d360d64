package journal

import (
	"encoding/binary"
	"fmt"

	"echostr/internal/exchange"
)

// without is the block but for some of its exchanges, with nothing left in it of what only
// they had. It keeps its place, and shares no memory with b. Its bytes are for the caller
// to set.
func (b *block) without(gone rows) (*block, error) {
	out := &block{head: b.head}
	out.count, out.passed, out.failed = 0, 0, 0
	row, at := make([][]uint64, 0, b.count), 0
	next := func() (uint64, bool) {
		v, k := binary.Uvarint(b.refs[at:])
		at += max(k, 0)
		return v, k > 0
	}
	used := map[uint64]uint64{}
	for i := range b.count {
		n, ok := next()
		if !ok || n > uint64(len(b.refs)-at) {
			return nil, fmt.Errorf("%w: its references end early", errBlock)
		}
		words := make([]uint64, n)
		for j := range words {
			if words[j], ok = next(); !ok {
				return nil, fmt.Errorf("%w: its references end early", errBlock)
			}
			if !gone.has(i) {
				used[words[j]] = 0
			}
		}
		if !gone.has(i) {
			row = append(row, words)
		}
	}
	out.keepWords(b.text, used)
	out.keepEntries(b, gone)
	for _, words := range row {
		out.refs = binary.AppendUvarint(out.refs, uint64(len(words)))
		for _, w := range words {
			out.refs = binary.AppendUvarint(out.refs, used[w])
		}
	}
	return out, nil
}

// keepWords copies the words that are used, and notes in used which numbers they have now.
func (b *block) keepWords(text []byte, used map[uint64]uint64) {
	number := uint64(0)
	for old := uint64(0); len(text) > 0; old++ {
		end := 0
		for end < len(text) && text[end] != 0 {
			end++
		}
		if _, ok := used[old]; ok {
			used[old] = number
			number++
			b.text = append(append(b.text, text[:end]...), 0)
		}
		text = text[min(end+1, len(text)):]
	}
}

// keepEntries copies the entries that stay and the names that they use.
func (b *block) keepEntries(from *block, gone rows) {
	number := make([]int, len(from.names)) // in b, from 1
	for i := range from.count {
		if gone.has(i) {
			continue
		}
		at := len(b.entries)
		b.entries = append(b.entries, from.entries[i*entrySize:(i+1)*entrySize]...)
		e := b.entries[at:]
		for j := entryNames; j < entrySize; j += 2 {
			n := binary.LittleEndian.Uint16(e[j:])
			if number[n] == 0 {
				b.names = append(b.names, from.names[n])
				number[n] = len(b.names)
			}
			binary.LittleEndian.PutUint16(e[j:], uint16(number[n]-1))
		}
		b.count++
		var m Meta
		readEntry(&m, e, b.first, b.names)
		switch m.Verdict {
		case exchange.Pass:
			b.passed++
		case exchange.Fail:
			b.failed++
		}
	}
}

// resume is a builder that goes on with b.
func resume(b *block) *builder {
	n := newBuilder()
	if b.count == 0 {
		return n
	}
	n.block = *b
	for i, s := range b.names {
		n.name[s] = uint16(i)
	}
	for i, c := range b.text {
		if c == 0 {
			n.ends = append(n.ends, uint32(i))
		}
	}
	for len(n.table) < 4*len(n.ends) {
		n.table = make([]uint32, 2*len(n.table))
	}
	n.rehash()
	return n
}
