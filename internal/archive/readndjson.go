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

	"echostr/internal/exchange"
)

// readNDJSON reads what ndjsonWriter writes.
func readNDJSON(in *bufio.Reader, o ReadOptions) iter.Seq2[*exchange.Exchange, error] {
	return func(yield func(*exchange.Exchange, error) bool) {
		at := ReadError{Format: NDJSON, Entry: 1, Line: 1, Column: 1}
		fail := func(column int, err error) {
			e := at
			e.Column, e.Offset, e.Err = column, at.Offset+int64(column-1), err
			yield(nil, &e)
		}
		head := true
		for {
			line, err := readLine(in, o.MaxExchange)
			if errors.Is(err, io.EOF) {
				return
			}
			if errors.Is(err, ErrLimit) {
				fail(1, err)
				return
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if text := bytes.TrimSpace(line); len(text) > 0 {
				var x *exchange.Exchange
				var column int
				if head {
					column, err = checkHead(text)
				} else {
					x, column, err = parseLine(text)
				}
				if err != nil {
					fail(column, err)
					return
				}
				if !head {
					if !yield(x, nil) {
						return
					}
					at.Entry++
				}
				head = false
			}
			at.Line++
			at.Offset += int64(len(line))
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
		return 1, fmt.Errorf("the first line is not that of an echostr export")
	case h.Version < 1 || h.Version > ndjsonVersion:
		return 1, fmt.Errorf("version %d is newer than this program's, %d", h.Version, ndjsonVersion)
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

// readLine is the next line with its end, of at most limit bytes.
func readLine(in *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	for {
		piece, err := in.ReadSlice('\n')
		if len(line)+len(piece) > limit {
			return nil, fmt.Errorf("%w: a line of more than %d bytes", ErrLimit, limit)
		}
		line = append(line, piece...)
		switch {
		case err == nil:
			return line, nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(line) > 0:
			return slices.Clip(line), nil
		default:
			return nil, err
		}
	}
}
