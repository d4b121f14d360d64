package exchange

import (
	"bytes"
	"strconv"
)

// Unchunk takes the framing of a chunked body away, as far as it can be read; whole says
// whether its end has come.
func Unchunk(b []byte) (body []byte, whole bool) {
	for {
		line, rest, ok := bytes.Cut(b, []byte{'\n'})
		size, _, _ := bytes.Cut(line, []byte{';'})
		n, err := strconv.ParseUint(string(bytes.TrimSpace(size)), 16, 31)
		switch {
		case !ok || err != nil:
			return body, false
		case n == 0:
			return body, true
		case uint64(len(rest)) < n:
			return append(body, rest...), false
		}
		body = append(body, rest[:n]...)
		b = bytes.TrimPrefix(bytes.TrimPrefix(rest[n:], []byte{'\r'}), []byte{'\n'})
	}
}
