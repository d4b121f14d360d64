package ui

import (
	"bytes"
	"strconv"
	"strings"

	"echostr/internal/exchange"
)

// httpHead is a request's or an answer's head as it stands on the wire: order, case and
// repetition of the fields are kept.
type httpHead struct {
	line   string // the request or status line
	fields []httpField
}

// httpField is one header; a folded value is joined with blanks.
type httpField struct{ name, value string }

// readHead reads a head leniently: what has no colon is kept as a name without a value.
func readHead(raw []byte) httpHead {
	var h httpHead
	first := true
	for line := range strings.SplitSeq(string(raw), "\n") {
		line = strings.TrimSuffix(line, "\r")
		switch {
		case line == "":
			if !first {
				return h
			}
		case first:
			h.line, first = line, false
		case (line[0] == ' ' || line[0] == '\t') && len(h.fields) > 0:
			f := &h.fields[len(h.fields)-1]
			f.value += " " + strings.TrimSpace(line)
		default:
			name, value, _ := strings.Cut(line, ":")
			h.fields = append(h.fields, httpField{name, strings.Trim(value, " \t")})
		}
	}
	return h
}

// get is the first field of a name, in any case.
func (h httpHead) get(name string) (value string, ok bool) {
	for _, f := range h.fields {
		if strings.EqualFold(f.name, name) {
			return f.value, true
		}
	}
	return "", false
}

// headOf is the head of a request.
func headOf(r *exchange.Request) httpHead { return readHead(r.Raw[:min(r.Head, len(r.Raw))]) }

// bodyOf is a request's body without chunk framing.
func bodyOf(r *exchange.Request) []byte {
	body := r.Body()
	if coding, _ := headOf(r).get("Transfer-Encoding"); strings.EqualFold(coding, "chunked") {
		return unchunk(body)
	}
	return body
}

// unchunk takes the framing of a chunked body away, as far as it can be read.
func unchunk(b []byte) []byte {
	var out []byte
	for {
		line, rest, ok := bytes.Cut(b, []byte{'\n'})
		size, _, _ := bytes.Cut(line, []byte{';'})
		n, err := strconv.ParseUint(string(bytes.TrimSpace(size)), 16, 31)
		if !ok || err != nil || n == 0 {
			return out
		}
		if uint64(len(rest)) < n {
			return append(out, rest...)
		}
		out = append(out, rest[:n]...)
		b = bytes.TrimPrefix(bytes.TrimPrefix(rest[n:], []byte{'\r'}), []byte{'\n'})
	}
}
