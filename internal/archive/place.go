package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// errRead wraps what the file's own reader says, to tell it from errors of its contents.
var errRead = errors.New("read")

// place reads on and remembers what was read, as far back as it was last told, so that an
// error there can be placed exactly. It refuses to remember more than limit bytes, and
// half as much again, since who reads from it reads ahead.
type place struct {
	r     io.Reader
	limit int

	data []byte // from the offset from on
	from int64
	kept int64 // what may be asked for begins here, at or after from
	line int   // line ends before from
	last int64 // where the line that from is in begins
}

func (p *place) Read(b []byte) (int, error) {
	used := p.from + int64(len(p.data)) - p.kept
	if room := int64(p.limit) + int64(p.limit)/2 + 64<<10 - used; room <= 0 {
		return 0, fmt.Errorf("%w: an exchange of more than %d bytes", ErrLimit, p.limit)
	} else if int64(len(b)) > room {
		b = b[:room]
	}
	n, err := p.r.Read(b)
	p.data = append(p.data, b[:n]...)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: %w", errRead, err)
	}
	return n, err
}

// forget says that nothing before offset will be asked for.
func (p *place) forget(offset int64) {
	p.kept = offset
	if gone := offset - p.from; gone > 256<<10 {
		before := p.data[:gone]
		p.line += bytes.Count(before, []byte{'\n'})
		if i := bytes.LastIndexByte(before, '\n'); i >= 0 {
			p.last = p.from + int64(i) + 1
		}
		p.data = p.data[:copy(p.data, p.data[gone:])]
		p.from = offset
	}
}

// since is what was read from offset on.
func (p *place) since(offset int64) []byte { return p.data[min(offset-p.from, int64(len(p.data))):] }

// end is where what was read ends.
func (p *place) end() int64 { return p.from + int64(len(p.data)) }

// at is the line and column, from 1, of an offset.
func (p *place) at(offset int64) (line, column int) {
	before := p.data[:min(max(offset-p.from, 0), int64(len(p.data)))]
	begin := p.last
	if i := bytes.LastIndexByte(before, '\n'); i >= 0 {
		begin = p.from + int64(i) + 1
	}
	return p.line + bytes.Count(before, []byte{'\n'}) + 1, int(offset-begin) + 1
}
