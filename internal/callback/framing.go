package callback

import "bytes"

// phase is where in a request the next byte of a connection belongs.
type phase uint8

const (
	between   phase = iota // no request has begun
	inHead                 // request line and header
	inBody                 // a body of announced length
	inSize                 // a chunk-size line
	inChunk                // a chunk's data with its CRLF
	inTrailer              // the lines after the last chunk
	opaque                 // framing not understood: all that follows is this request's
)

// framer finds where a request ends among the bytes of its connection. It keeps
// to net/http's reading: what both understand ends at the same byte. What it does
// not understand without doubt it calls opaque, and the connection then ends with
// that request, so a wrong guess can never move bytes from one request to another.
type framer struct {
	phase     phase
	remain    int64 // bytes left of inBody or inChunk
	announced int64 // Content-Length, -1 without
	chunked   bool
	ambiguous bool // Content-Length beside Transfer-Encoding
	old       bool // HTTP/1.0, where net/http ignores Transfer-Encoding
	line      int  // start of the current line within the head
	first     bool // the request line has not come yet
	short     []byte
	store     [24]byte // the beginning of a chunk-size or trailer line
	long      bool     // that line is longer than store
}

func (f *framer) begin() {
	*f = framer{phase: inHead, announced: -1, first: true}
}

// head looks through the lines of head that have ended and returns the length of
// the head with its empty line, or -1 as long as that has not come. CR and LF
// before the request line are taken as part of it, as net/http tolerates them
// after a POST.
func (f *framer) head(head []byte) int {
	for {
		i := bytes.IndexByte(head[f.line:], '\n')
		if i < 0 {
			return -1
		}
		line := head[f.line : f.line+i]
		f.line += i + 1
		if n := len(line); n > 0 && line[n-1] == '\r' {
			line = line[:n-1]
		}
		switch {
		case len(line) > 0 && f.first:
			f.first = false
			f.old = bytes.HasSuffix(line, []byte("HTTP/1.0"))
			if bytes.HasPrefix(line, []byte("PRI ")) { // HTTP/2's preface
				f.phase = opaque
			}
		case len(line) > 0:
			f.field(line)
		case !f.first:
			f.body()
			return f.line
		}
	}
}

// field takes what a header line says about the body's length.
func (f *framer) field(line []byte) {
	switch line[0] | 0x20 {
	case ' ', '\t' | 0x20: // a folded line may belong to any field
		f.phase = opaque
	case 'c':
		if v, ok := value(line, "content-length"); ok {
			n, ok := decimal(v)
			if !ok || f.announced >= 0 && f.announced != n {
				f.phase = opaque
				return
			}
			f.announced = n
		}
	case 't':
		if v, ok := value(line, "transfer-encoding"); ok {
			if f.chunked || f.old || !bytes.EqualFold(v, []byte("chunked")) {
				f.phase = opaque
				return
			}
			f.chunked = true
		}
	}
}

// body chooses what follows the head.
func (f *framer) body() {
	switch {
	case f.phase == opaque:
	case f.chunked:
		f.ambiguous = f.announced >= 0
		f.announced = -1
		f.size()
	case f.announced > 0:
		f.phase, f.remain = inBody, f.announced
	default:
		f.phase = between
	}
}

// size begins a chunk-size line.
func (f *framer) size() { f.phase, f.short, f.long = inSize, f.store[:0], false }

// take passes over bytes of b that belong to the body and returns how many they
// were. The body is at its end when phase is between.
func (f *framer) take(b []byte) int {
	used := 0
	for used < len(b) && f.phase != between {
		rest := b[used:]
		switch f.phase {
		case inBody, inChunk:
			n := min(f.remain, int64(len(rest)))
			used += int(n)
			if f.remain -= n; f.remain > 0 {
				break
			}
			if f.phase == inBody {
				f.phase = between
			} else {
				f.size()
			}
		case inSize, inTrailer:
			i := bytes.IndexByte(rest, '\n')
			if i < 0 {
				f.append(rest)
				return len(b)
			}
			f.append(rest[:i])
			used += i + 1
			f.endLine()
		default:
			return len(b)
		}
	}
	return used
}

// append gathers the beginning of a line that may come in pieces.
func (f *framer) append(b []byte) {
	room := cap(f.short) - len(f.short)
	f.long = f.long || len(b) > room
	f.short = append(f.short, b[:min(room, len(b))]...)
}

// endLine judges a whole chunk-size or trailer line.
func (f *framer) endLine() {
	line := f.short
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	if f.phase == inTrailer {
		if f.short = f.store[:0]; len(line) == 0 && !f.long {
			f.phase = between
		}
		f.long = false
		return
	}
	number, _, extended := bytes.Cut(bytes.TrimRight(line, " \t"), []byte{';'})
	n, ok := hexadecimal(number)
	switch {
	case !ok || f.long && !extended:
		f.phase = opaque
	case n == 0:
		f.phase, f.short, f.long = inTrailer, f.store[:0], false
	default:
		f.phase, f.remain = inChunk, n+2
	}
}

// value is the value of a header line if the line has that name, in lower case.
func value(line []byte, name string) ([]byte, bool) {
	if len(line) <= len(name) || line[len(name)] != ':' {
		return nil, false
	}
	for i := range len(name) {
		if line[i]|0x20 != name[i] && line[i] != name[i] {
			return nil, false
		}
	}
	return bytes.Trim(line[len(name)+1:], " \t"), true
}

func decimal(b []byte) (n int64, ok bool) {
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, len(b) > 0 && len(b) <= 15
}

func hexadecimal(b []byte) (n int64, ok bool) {
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9':
			n = n<<4 | int64(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			n = n<<4 | int64(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return n, len(b) > 0 && len(b) <= 12
}
