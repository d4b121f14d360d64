package archive

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// readRaw reads HTTP requests as they stand on the wire or were pasted, one or many, with
// or without marks between them, each with its answer or without.
func readRaw(in *bufio.Reader, o ReadOptions) iter.Seq2[*exchange.Exchange, error] {
	return func(yield func(*exchange.Exchange, error) bool) {
		r := &rawReader{in: in, limit: o.MaxExchange, line: 1, entry: 1}
		for {
			x, err := r.next()
			if x == nil && err == nil {
				return
			}
			if !yield(x, err) || err != nil {
				return
			}
			r.entry++
		}
	}
}

// rawReader holds what has been read and not yet used.
type rawReader struct {
	in    *bufio.Reader
	limit int
	buf   []byte
	ended bool // buf is all there is

	offset int64 // of buf in the file
	line   int   // that buf begins in
	entry  int
}

// fill reads until n bytes are at hand, or the file has ended.
func (r *rawReader) fill(n int) error {
	for len(r.buf) < n && !r.ended {
		if len(r.buf) > r.limit {
			return r.fail(0, fmt.Errorf("%w: an exchange of more than %d bytes", ErrLimit, r.limit))
		}
		at := len(r.buf)
		r.buf = append(r.buf, make([]byte, max(32<<10, min(at, 1<<20)))...)
		k, err := r.in.Read(r.buf[at:])
		r.buf = r.buf[:at+k]
		if errors.Is(err, io.EOF) {
			r.ended = true
		} else if err != nil {
			return err
		}
	}
	return nil
}

// find reads on until f finds a place in what is at hand; -1 when it finds none up to the
// end.
func (r *rawReader) find(f func(b []byte, ended bool) int) (int, error) {
	for {
		if i := f(r.buf, r.ended); i >= 0 || r.ended {
			return i, nil
		}
		if err := r.fill(len(r.buf) + 1); err != nil {
			return -1, err
		}
	}
}

// take uses up n bytes.
func (r *rawReader) take(n int) []byte {
	b := r.buf[:n:n]
	r.line += bytes.Count(b, []byte{'\n'})
	r.offset += int64(n)
	r.buf = r.buf[n:]
	return b
}

// fail is an error at byte i of buf.
func (r *rawReader) fail(i int, err error) error {
	before := r.buf[:min(i, len(r.buf))]
	line := r.line + bytes.Count(before, []byte{'\n'})
	return ReadError{Format: Raw, Entry: r.entry, Offset: r.offset + int64(len(before)), Line: line,
		Column: len(before) - bytes.LastIndexByte(before, '\n')}.because(err)
}

// blank passes over line ends.
func (r *rawReader) blank() error {
	_, err := r.find(func(b []byte, _ bool) int {
		return bytes.IndexFunc(b, func(c rune) bool { return c != '\r' && c != '\n' })
	})
	if err != nil {
		return err
	}
	r.take(len(r.buf) - len(bytes.TrimLeft(r.buf, "\r\n")))
	return nil
}

// next is the next request with its answer; nil at the end.
func (r *rawReader) next() (*exchange.Exchange, error) {
	x := &exchange.Exchange{}
	for {
		if err := r.blank(); err != nil {
			return nil, err
		}
		if len(r.buf) == 0 {
			return nil, nil
		}
		marked, err := r.mark(x)
		if err != nil {
			return nil, err
		}
		if !marked {
			break
		}
	}
	at := *r
	line, head, body, cut, err := r.message()
	if err != nil {
		return nil, err
	}
	words := strings.Split(line, " ")
	if !startLine(line) || strings.HasPrefix(line, "HTTP/") {
		return nil, at.fail(0, flawed(ReasonRequestLine, line, "%.80q is no request line", line))
	}
	x.Request = exchange.Request{Method: words[0], Target: words[1], Proto: words[2], Raw: append(head, body...), Head: len(head), Size: int64(len(body)), Cut: cut}
	x.Request.Path, x.Request.Query = exchange.SplitTarget(x.Request.Target)
	if cut {
		x.Opened.Causes = []wechat.Cause{{ID: wechat.BodyCut}}
	}
	return x, r.answer(x)
}

// answer reads the answer to x, if one follows.
func (r *rawReader) answer(x *exchange.Exchange) error {
	if err := r.blank(); err != nil {
		return err
	}
	if err := r.fill(len(rawAnswer) + 2); err != nil {
		return err
	}
	if firstOf(r.buf) == rawAnswer {
		r.take(min(len(r.buf), len(rawAnswer)+1)) // its line end is passed over below
		if err := r.blank(); err != nil {
			return err
		}
		if err := r.fill(len("HTTP/")); err != nil {
			return err
		}
	}
	var raw []byte
	head := 0
	for bytes.HasPrefix(r.buf, []byte("HTTP/")) {
		at := *r
		line, h, body, _, err := r.message()
		if err != nil {
			return err
		}
		status := 0
		if words := strings.SplitN(line, " ", 3); len(words) > 1 {
			status, _ = strconv.Atoi(words[1])
		}
		if status < 100 || status > 999 {
			return at.fail(0, flawed(ReasonStatusLine, line, "%.80q is no status line", line))
		}
		raw = append(raw, h...)
		head = len(raw)
		raw = append(raw, body...)
		x.Response = exchange.Response{Status: status, Raw: raw, Head: head}
		if status >= 200 {
			return nil
		}
	}
	return nil
}

// mark reads a line that begins with "###", which may tell ID and time.
func (r *rawReader) mark(x *exchange.Exchange) (bool, error) {
	if err := r.fill(3); err != nil {
		return false, err
	}
	if !bytes.HasPrefix(r.buf, []byte("###")) {
		return false, nil
	}
	end, err := r.find(func(b []byte, _ bool) int { return bytes.IndexByte(b, '\n') })
	if err != nil {
		return false, err
	}
	if end < 0 {
		end = len(r.buf) - 1
	}
	words := strings.Fields(string(bytes.TrimLeft(r.take(end+1), "#")))
	if len(words) > 1 {
		if id, err := strconv.ParseInt(words[0], 10, 64); err == nil && id > 0 {
			x.ID = id
		}
		if t, err := time.Parse(time.RFC3339Nano, words[1]); err == nil && recordable(t) {
			x.Time = t
		}
	}
	return true, nil
}
