package journal

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
)

// carcass is a damaged file that is read page by page, past SQLite, which gives up where
// its own structures do not hold. Frames tell by themselves whether they are whole. Pages
// in the log file that SQLite writes ahead stand in for those of the main one.
type carcass struct {
	main, wal *os.File
	ahead     map[uint32]int64 // where in wal a page is, if it is there
	pages     uint32
}

func openCarcass(file string) (*carcass, error) {
	main, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("open what was set aside: %w", err)
	}
	c := &carcass{main: main, ahead: map[uint32]int64{}}
	size, err := main.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open what was set aside: %w", err), main.Close())
	}
	c.pages = uint32((size + pageSize - 1) / pageSize)
	c.wal, err = os.Open(file + "-wal")
	if err == nil {
		err = c.lookAhead()
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, errors.Join(fmt.Errorf("open what was set aside: %w", err), c.close())
	}
	return c, nil
}

func (c *carcass) close() error {
	err := c.main.Close()
	if c.wal != nil {
		err = errors.Join(err, c.wal.Close())
	}
	return err
}

// The sizes of heads in the log file that SQLite writes ahead.
const (
	walHead      = 32
	walFrameHead = 24
)

// lookAhead notes which pages the log file has, up to its last commit.
func (c *carcass) lookAhead() error {
	head := make([]byte, walHead)
	if _, err := c.wal.ReadAt(head, 0); err != nil {
		if errors.Is(err, io.EOF) {
			return nil
		}
		return err
	}
	be := binary.BigEndian
	if be.Uint32(head[8:]) != pageSize {
		return nil
	}
	open := map[uint32]int64{}
	one := make([]byte, walFrameHead)
	for at := int64(walHead); ; at += walFrameHead + pageSize {
		if _, err := c.wal.ReadAt(one, at); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		if string(one[8:16]) != string(head[16:24]) { // left from before the last start over
			return nil
		}
		open[be.Uint32(one)] = at + walFrameHead
		if be.Uint32(one[4:]) == 0 {
			continue
		}
		for n, at := range open { // a commit
			c.ahead[n] = at
			c.pages = max(c.pages, n)
		}
		clear(open)
	}
}

// page reads one, from 1 on, into buf; what the file lacks of it is left out.
func (c *carcass) page(n uint32, buf []byte) ([]byte, error) {
	file, at := c.main, int64(n-1)*pageSize
	if ahead, ok := c.ahead[n]; ok {
		file, at = c.wal, ahead
	}
	k, err := file.ReadAt(buf[:pageSize], at)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read what was set aside: %w", err)
	}
	return buf[:k], nil
}

// sample are the numbers of at most most pages, of those written last and of others in even
// steps.
func (c *carcass) sample(most int) []uint32 {
	if int(c.pages) <= most {
		out := make([]uint32, c.pages)
		for i := range out {
			out[i] = uint32(i + 1)
		}
		return out
	}
	out := slices.SortedFunc(maps.Keys(c.ahead), func(a, b uint32) int { return cmp.Compare(c.ahead[b], c.ahead[a]) })
	out = out[:min(len(out), most/2)]
	for rest, i := most-len(out), 1; i <= rest; i++ {
		out = append(out, uint32(uint64(c.pages)*uint64(i)/uint64(rest)))
	}
	return out
}

// eachFrame calls f with the frames that begin on a page. The record is nil where it is not
// whole, and good until f returns; one may come twice.
func (c *carcass) eachFrame(page []byte, f func(id int64, record []byte)) error {
	scanFrames(page, f)
	return c.eachLong(page, f)
}

// scanFrames does so for the frames in b, whatever is between them.
func scanFrames(b []byte, f func(id int64, record []byte)) {
	for at := 0; at+frameHead <= len(b); {
		if b[at+3] != 0 || b[at+11] != 0 { // neither lengths nor IDs are that large
			at++
			continue
		}
		id, record, _, ok := nextFrame(b[at:])
		if ok && id > 0 && wholeRecord(record) {
			f(id, record)
			at += frameHead + len(record)
			continue
		}
		if id = headID(b[at:]); id > 0 {
			f(id, nil)
		}
		at++
	}
}

// wholeRecord says whether a record's checksum holds.
func wholeRecord(record []byte) bool {
	n := len(record) - crcSize
	return n >= 1 && record[0] == recordVersion && crc32.Checksum(record[:n], castagnoli) == binary.LittleEndian.Uint32(record[n:])
}

// leafPage marks a page with rows of a table, and chunkColumns is what a row of the table
// chunk has.
const (
	leafPage     = 0x0d
	chunkColumns = 4
)

// eachLong does the same for rows that go on on other pages.
func (c *carcass) eachLong(page []byte, f func(id int64, record []byte)) error {
	if len(page) < pageSize || page[0] != leafPage {
		return nil
	}
	be := binary.BigEndian
	cells := int(be.Uint16(page[3:]))
	for i := range cells {
		if 8+2*i+2 > len(page) {
			return nil
		}
		cell := page[min(int(be.Uint16(page[8+2*i:])), len(page)):]
		size, n := sqliteVarint(cell)
		_, m := sqliteVarint(cell[n:])
		cell = cell[n+m:]
		local := localPart(size)
		if n == 0 || m == 0 || local == size || size > uint64(c.pages)*pageSize || len(cell) < int(local)+4 || !isChunk(cell) {
			continue
		}
		row, err := c.follow(append([]byte(nil), cell[:local]...), int(size), be.Uint32(cell[local:]))
		if err != nil {
			return err
		}
		scanFrames(row, f)
	}
	return nil
}

// localPart is how much of a row stands on its first page.
func localPart(size uint64) uint64 {
	const (
		most  = pageSize - 35
		least = (pageSize-12)*32/255 - 23
	)
	if size <= most {
		return size
	}
	if k := least + (size-least)%(pageSize-4); k <= most {
		return k
	}
	return least
}

// isChunk says whether a row may be one of the table chunk.
func isChunk(row []byte) bool {
	head, n := sqliteVarint(row)
	if n == 0 || head > uint64(len(row)) || head < uint64(n) {
		return false
	}
	row = row[n:head]
	var types []uint64
	for len(row) > 0 {
		t, n := sqliteVarint(row)
		if n == 0 {
			return false
		}
		types = append(types, t)
		row = row[n:]
	}
	return len(types) == chunkColumns && types[0] == 0 && types[3] >= 12 && types[3]%2 == 0
}

// follow reads the rest of a row, as far as its pages are there, none of them twice.
func (c *carcass) follow(row []byte, size int, next uint32) ([]byte, error) {
	buf, seen := make([]byte, pageSize), map[uint32]bool{}
	for next != 0 && next <= c.pages && len(row) < size && !seen[next] {
		seen[next] = true
		page, err := c.page(next, buf)
		if err != nil {
			return nil, err
		}
		if len(page) < 4 {
			break
		}
		next = binary.BigEndian.Uint32(page)
		row = append(row, page[4:]...)
	}
	return row[:min(len(row), size)], nil
}

// sqliteVarint reads a number as SQLite writes it; n is 0 when there is none.
func sqliteVarint(b []byte) (v uint64, n int) {
	for i := 0; i < len(b) && i < 9; i++ {
		if i == 8 {
			return v<<8 | uint64(b[i]), 9
		}
		v = v<<7 | uint64(b[i]&0x7f)
		if b[i] < 0x80 {
			return v, i + 1
		}
	}
	return 0, 0
}
