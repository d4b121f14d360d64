package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"hash/maphash"
	"sort"

	"echostr/internal/exchange"
)

// head is what is known of a block without reading it.
type head struct {
	first, last           int64 // IDs; the block before ends before first
	count, passed, failed int
	bytes                 int64 // of the records
	until                 int64 // time of the newest, nanoseconds since 1970
}

// A block is some exchanges packed for searching.
//
//	entries: crc | count of names | names: length, bytes | entries of entrySize
//	text:    crc | words, folded, each with a NUL behind it, no word twice
//	refs:    crc | for each exchange: how many words, their numbers in the order of text
//
// Counts, lengths and numbers are uvarints, a crc is a CRC-32C in 4 bytes, little-endian.
type block struct {
	head
	names   []string
	entries []byte // without what stands before them
	text    []byte // without crc, like refs
	refs    []byte
}

// blockBytes is how much text a block takes on before it counts as full.
const blockBytes = 1 << 20

// builder is a block that is being built. What is in it already never changes, so a
// copy of the block in it may be read while the builder goes on.
type builder struct {
	block
	name    map[string]uint16
	ends    []uint32 // of the words in text
	table   []uint32 // of words by hash, open addressing; number+1, 0 for a free place
	seed    maphash.Seed
	scratch []byte
	row     []uint32
}

func newBuilder() *builder {
	return &builder{name: map[string]uint16{}, table: make([]uint32, 1<<12), seed: maphash.MakeSeed()}
}

// add packs x, whose record takes size bytes.
func (b *builder) add(x *exchange.Exchange, size int64) {
	if b.count == 0 && b.first == 0 {
		b.first = x.ID
	}
	b.last = x.ID
	b.count++
	switch x.Verdict {
	case exchange.Pass:
		b.passed++
	case exchange.Fail:
		b.failed++
	}
	b.bytes += size
	b.until = max(b.until, x.Time.UnixNano())
	m := metaOf(x)
	b.entries = appendEntry(b.entries, &m, b.first, b.number)
	b.row = b.row[:0]
	b.scratch = eachWord(b.scratch, x, b.word)
	b.refs = binary.AppendUvarint(b.refs, uint64(len(b.row)))
	for _, n := range b.row {
		b.refs = binary.AppendUvarint(b.refs, uint64(n))
	}
}

// number is the number of a name.
func (b *builder) number(s string) uint16 {
	n, ok := b.name[s]
	if !ok {
		n = uint16(len(b.names)) // at most 9 an exchange
		b.name[s] = n
		b.names = append(b.names, s)
	}
	return n
}

// word adds a word to the row.
func (b *builder) word(s []byte) {
	if len(s) == 0 {
		return
	}
	if 2*(len(b.ends)+1) > len(b.table) {
		b.rehash()
	}
	for i := maphash.Bytes(b.seed, s); ; i++ {
		slot := &b.table[i&uint64(len(b.table)-1)]
		if *slot == 0 {
			*slot = uint32(len(b.ends)) + 1
			b.row = append(b.row, uint32(len(b.ends)))
			b.text = append(append(b.text, s...), 0)
			b.ends = append(b.ends, uint32(len(b.text)-1))
			return
		}
		if string(b.at(*slot-1)) == string(s) {
			b.row = append(b.row, *slot-1)
			return
		}
	}
}

// at is the word of that number.
func (b *builder) at(n uint32) []byte {
	begin := uint32(0)
	if n > 0 {
		begin = b.ends[n-1] + 1
	}
	return b.text[begin:b.ends[n]]
}

func (b *builder) rehash() {
	b.table = make([]uint32, 2*len(b.table))
	for n := range uint32(len(b.ends)) {
		i := maphash.Bytes(b.seed, b.at(n))
		for b.table[i&uint64(len(b.table)-1)] != 0 {
			i++
		}
		b.table[i&uint64(len(b.table)-1)] = n + 1
	}
}

// pack is the block as it lies in the file.
func (b *block) pack() (entries, text, refs []byte) {
	entries = binary.AppendUvarint(make([]byte, crcSize, crcSize+32*len(b.names)+len(b.entries)), uint64(len(b.names)))
	for _, s := range b.names {
		entries = append(binary.AppendUvarint(entries, uint64(len(s))), s...)
	}
	entries = append(entries, b.entries...)
	text = append(make([]byte, crcSize, crcSize+len(b.text)), b.text...)
	refs = append(make([]byte, crcSize, crcSize+len(b.refs)), b.refs...)
	for _, p := range [][]byte{entries, text, refs} {
		binary.LittleEndian.PutUint32(p, crc32.Checksum(p[crcSize:], castagnoli))
	}
	return entries, text, refs
}

// errBlock is a packed block that does not read.
var errBlock = errors.New("journal: damaged search block")

// checked is what stands behind the checksum.
func checked(p []byte) ([]byte, error) {
	if len(p) < crcSize || binary.LittleEndian.Uint32(p) != crc32.Checksum(p[crcSize:], castagnoli) {
		return nil, fmt.Errorf("%w: its checksum is wrong", errBlock)
	}
	return p[crcSize:], nil
}

// readEntries unpacks names and entries.
func (b *block) readEntries(packed []byte) error {
	p, err := checked(packed)
	if err != nil {
		return err
	}
	n, k := binary.Uvarint(p)
	if k <= 0 || n > uint64(len(p)) {
		return fmt.Errorf("%w: count of names", errBlock)
	}
	ends := make([][2]int, n)
	at := k
	for i := range ends {
		size, k := binary.Uvarint(p[at:])
		if k <= 0 || size > uint64(len(p)-at-k) {
			return fmt.Errorf("%w: names", errBlock)
		}
		ends[i] = [2]int{at + k, at + k + int(size)}
		at = ends[i][1]
	}
	all := string(p[:at])
	b.names = make([]string, n)
	for i, e := range ends {
		b.names[i] = all[e[0]:e[1]]
	}
	b.entries = p[at:]
	if len(b.entries) == b.count*earlierSize {
		b.entries = renewEntries(b.entries)
	}
	if len(b.entries) != b.count*entrySize {
		return fmt.Errorf("%w: %d bytes for %d entries", errBlock, len(b.entries), b.count)
	}
	for i := 0; i < len(b.entries); i += entrySize {
		for j := i + entryNames; j < i+entrySize; j += 2 {
			if int(binary.LittleEndian.Uint16(b.entries[j:])) >= len(b.names) {
				return fmt.Errorf("%w: a name that is none", errBlock)
			}
		}
	}
	return nil
}

// id is that of the i-th exchange.
func (b *block) id(i int) int64 {
	return b.first + int64(binary.LittleEndian.Uint32(b.entries[i*entrySize:]))
}

// place is where the exchange with that ID is; -1 when it is not in the block.
func (b *block) place(id int64) int {
	i := sort.Search(b.count, func(i int) bool { return b.id(i) >= id })
	if i == b.count || b.id(i) != id {
		return -1
	}
	return i
}
