package archive

import (
	"bytes"
	"errors"
	"strconv"
	"strings"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// startLine says whether a line begins a request or an answer.
func startLine(s string) bool {
	words := strings.Split(s, " ")
	if len(words) < 2 {
		return false
	}
	if strings.HasPrefix(s, "HTTP/") {
		return true
	}
	return len(words) == 3 && tokenName(words[0]) && words[1] != "" && strings.HasPrefix(words[2], "HTTP/")
}

// maxHead bounds the head of one message, bytes.
const maxHead = 1 << 20

var errHeadEnd = errors.New("the head does not end")

// message reads one request or answer: its first line, its head with proper line ends, and
// its body. cut says that the body is shorter than announced and does not read.
func (r *rawReader) message() (line string, head, body []byte, cut bool, err error) {
	end, err := r.find(func(b []byte, ended bool) int {
		i, _ := headEnd(b)
		if i < 0 && (ended || len(b) > maxHead) {
			return len(b)
		}
		return i
	})
	if err != nil {
		return "", nil, nil, false, err
	}
	if end > maxHead {
		return "", nil, nil, false, r.fail(0, errHeadEnd)
	}
	line = firstOf(r.buf)
	if !startLine(line) { // before its lines are taken for a head
		return line, nil, nil, false, nil
	}
	head = properEnds(r.take(end))
	h := exchange.ReadHead(head)
	body, cut, err = r.body(h, strings.HasPrefix(line, "HTTP/"))
	if err != nil {
		return "", nil, nil, false, err
	}
	if n := h.Get("Content-Length"); n != "" && !cut && !h.Chunked() && n != strconv.Itoa(len(body)) {
		head = resized(head, len(body))
	}
	return line, head, body, cut, nil
}

// headEnd is where the head at the beginning of b ends, after its empty line.
func headEnd(b []byte) (int, bool) {
	for i := 0; ; {
		k := bytes.IndexByte(b[i:], '\n')
		if k < 0 {
			return -1, false
		}
		i += k + 1
		switch rest := b[i:]; {
		case bytes.HasPrefix(rest, []byte("\r\n")):
			return i + 2, true
		case bytes.HasPrefix(rest, []byte("\n")):
			return i + 1, true
		}
	}
}

// properEnds is a head with CRLF at the end of each line and an empty line after it.
func properEnds(head []byte) []byte {
	var out []byte
	for line := range bytes.SplitSeq(bytes.TrimRight(head, "\r\n"), []byte{'\n'}) {
		out = append(append(out, bytes.TrimSuffix(line, []byte{'\r'})...), "\r\n"...)
	}
	return append(out, "\r\n"...)
}

// resized is a head with another Content-Length.
func resized(head []byte, n int) []byte {
	var out []byte
	for line := range bytes.SplitAfterSeq(head, []byte{'\n'}) {
		if name, _, ok := bytes.Cut(line, []byte{':'}); ok && bytes.EqualFold(bytes.TrimSpace(name), []byte("Content-Length")) {
			line = append(append([]byte{}, name...), ": "+strconv.Itoa(n)+"\r\n"...)
		}
		out = append(out, line...)
	}
	return out
}

// ahead is how far is looked for the first line of another message.
const ahead = 80 << 10

// body reads the body that h announces. Pasting changes line ends, and with them lengths:
// one that does not lead to another message is not believed, and then the body goes up to
// the next mark or the end.
func (r *rawReader) body(h exchange.Head, answer bool) (body []byte, cut bool, err error) {
	length := -1
	if n, err := strconv.Atoi(h.Get("Content-Length")); err == nil && n >= 0 {
		length = n
	}
	switch {
	case h.Chunked():
		end, whole := 0, true
		_, err := r.find(func(b []byte, _ bool) int {
			end, whole = chunksEnd(b)
			return end
		})
		if err != nil {
			return nil, false, err
		}
		if whole {
			return r.take(end), false, nil
		}
	case length >= 0:
		if length > r.limit {
			return nil, false, r.fail(0, ErrLimit)
		}
		if err := r.fill(length + ahead); err != nil {
			return nil, false, err
		}
		if len(r.buf) >= length && boundary(r.buf[length:]) {
			return r.take(length), false, nil
		}
	default:
		if err := r.fill(ahead); err != nil {
			return nil, false, err
		}
		if boundary(r.buf) {
			return nil, false, nil
		}
	}
	end, err := r.find(func(b []byte, _ bool) int {
		if bytes.HasPrefix(b, []byte("###")) {
			return 0
		}
		if i := bytes.Index(b, []byte("\n###")); i >= 0 {
			return i
		}
		return -1
	})
	if err != nil {
		return nil, false, err
	}
	if end < 0 {
		end = len(r.buf)
	}
	body = r.take(end)
	if !answer && length > len(body) {
		_, err := wechat.Parse(string(body))
		cut = err != nil
	}
	if !cut {
		body = bytes.TrimSuffix(bytes.TrimSuffix(body, []byte{'\n'}), []byte{'\r'})
	}
	return body, cut, nil
}

// boundary says whether b begins with the end of a message: nothing, a mark, or the first
// line of another message.
func boundary(b []byte) bool {
	b = bytes.TrimLeft(b, "\r\n")
	return len(b) == 0 || bytes.HasPrefix(b, []byte("###")) || startLine(firstOf(b))
}

// chunksEnd is where a chunked body at the beginning of b ends, and whole; -1 as long as it
// may go on; 0, and not whole, where it is no chunked body.
func chunksEnd(b []byte) (end int, whole bool) {
	at := 0
	for {
		k := bytes.IndexByte(b[at:], '\n')
		if k < 0 {
			return -1, false
		}
		size, _, _ := bytes.Cut(b[at:at+k], []byte{';'})
		n, err := strconv.ParseUint(string(bytes.TrimSpace(size)), 16, 31)
		if err != nil {
			return 0, false
		}
		at += k + 1
		if n == 0 {
			break
		}
		if uint64(len(b)-at) < n+2 {
			return -1, false
		}
		at += int(n)
		at += len(b[at:]) - len(bytes.TrimPrefix(bytes.TrimPrefix(b[at:], []byte{'\r'}), []byte{'\n'}))
	}
	for { // trailers, and the empty line
		k := bytes.IndexByte(b[at:], '\n')
		if k < 0 {
			return -1, false
		}
		blank := len(bytes.TrimRight(b[at:at+k], "\r")) == 0
		if at += k + 1; blank {
			return at, true
		}
	}
}
