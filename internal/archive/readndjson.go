package archive

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"

	"echostr/internal/exchange"
)

// readNDJSON reads what ndjsonWriter writes. A line that does not read says nothing of the
// next; without the first, nothing of the file is known.
func readNDJSON(in *bufio.Reader, o ReadOptions) iter.Seq2[*exchange.Exchange, error] {
	return func(yield func(*exchange.Exchange, error) bool) {
		at := ReadError{Format: NDJSON, Entry: 1, Line: 1}
		head := true
		for {
			line, size, err := readLine(in, o.MaxExchange)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if text := bytes.TrimSpace(line); len(text) > 0 || size > len(line) {
				var x *exchange.Exchange
				column := 1
				switch {
				case size > len(line):
					err = fmt.Errorf("%w: a line of more than %d bytes", ErrLimit, o.MaxExchange)
				case head:
					column, err = checkHead(text)
				default:
					x, column, err = parseLine(text)
				}
				if err != nil {
					bad := at
					bad.Column, bad.Offset, bad.passable = column, at.Offset+int64(column-1), !head
					err = bad.because(err)
				}
				if (err != nil || !head) && !yield(x, err) || err != nil && head {
					return
				}
				if !head {
					at.Entry++
				}
				head = false
			}
			at.Line++
			at.Offset += int64(size)
		}
	}
}

// checkHead looks at the first line.
func checkHead(text []byte) (column int, err error) {
	var h ndjsonHead
	if err := json.Unmarshal(text, &h); err != nil {
		return columnOf(err), err
	}
	switch {
	case h.Echostr != ndjsonKind:
		return 1, flawed(ReasonHead, "", "the first line is not that of an echostr export")
	case h.Version < 1 || h.Version > ndjsonVersion:
		return 1, flawed(ReasonVersion, strconv.Itoa(h.Version), "version %d is newer than this program's, %d", h.Version, ndjsonVersion)
	}
	return 1, nil
}

func parseLine(text []byte) (x *exchange.Exchange, column int, err error) {
	var l ndjsonLine
	if err := json.Unmarshal(text, &l); err != nil {
		return nil, columnOf(err), err
	}
	x, err = l.exchange()
	return x, 1, err
}

// columnOf is where in its text a JSON error is.
func columnOf(err error) int {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return int(max(syntax.Offset, 1))
	case errors.As(err, &kind):
		return int(max(kind.Offset, 1))
	}
	return 1
}

// readLine is the next line with its end, and its size. Of one of more than limit bytes it
// is the beginning.
func readLine(in *bufio.Reader, limit int) (line []byte, size int, err error) {
	for {
		piece, err := in.ReadSlice('\n')
		size += len(piece)
		line = append(line, piece[:min(len(piece), limit-len(line))]...)
		switch {
		case err == nil:
			return line, size, nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && size > 0:
			return slices.Clip(line), size, nil
		default:
			return nil, size, err
		}
	}
}
