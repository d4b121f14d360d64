package exchange

import (
	"bytes"
	"strings"
)

// Head is the head of a request or an answer as it stands on the wire: order, case and
// repetition of the fields are kept.
type Head struct {
	Line   string // the request or status line
	Fields []Field
}

// Field is one header; a folded value is joined with blanks.
type Field struct{ Name, Value string }

// Fits says whether it can be written into a head and read again as it is.
func (f Field) Fits() bool {
	return f.Name != "" && !strings.ContainsAny(f.Name, ": \t\r\n") && !strings.ContainsAny(f.Value, "\r\n")
}

// ReadHead reads a head leniently, up to its empty line: what has no colon is kept as a
// name without a value, and lines may end in a bare line feed.
func ReadHead(raw []byte) Head {
	var h Head
	first := true
	for line := range strings.SplitSeq(string(raw), "\n") {
		line = strings.TrimSuffix(line, "\r")
		switch {
		case line == "":
			if !first {
				return h
			}
		case first:
			h.Line, first = line, false
		case (line[0] == ' ' || line[0] == '\t') && len(h.Fields) > 0:
			f := &h.Fields[len(h.Fields)-1]
			f.Value += " " + strings.TrimSpace(line)
		default:
			name, value, _ := strings.Cut(line, ":")
			h.Fields = append(h.Fields, Field{name, strings.Trim(value, " \t")})
		}
	}
	return h
}

// Get is the first field of a name, in any case; "" when there is none.
func (h Head) Get(name string) string {
	v, _ := h.Lookup(name)
	return v
}

// Lookup is Get that also tells an empty field from a missing one.
func (h Head) Lookup(name string) (value string, ok bool) {
	for _, f := range h.Fields {
		if strings.EqualFold(f.Name, name) {
			return f.Value, true
		}
	}
	return "", false
}

// Chunked says whether the body comes in chunks.
func (h Head) Chunked() bool { return strings.EqualFold(h.Get("Transfer-Encoding"), "chunked") }

// Header is the request's head.
func (r *Request) Header() Head { return ReadHead(r.Raw[:min(r.Head, len(r.Raw))]) }

// Entity is the kept body without chunk framing.
func (r *Request) Entity() []byte { return entity(r.Header(), r.Body()) }

// Header is the head of the final answer; interim ones (100 Continue) are passed over.
func (r *Response) Header() Head {
	raw := r.Raw[:min(r.Head, len(r.Raw))]
	for {
		end := bytes.Index(raw, []byte("\r\n\r\n"))
		if end < 0 || end+4 >= len(raw) {
			return ReadHead(raw)
		}
		raw = raw[end+4:]
	}
}

// Entity is the body that left without chunk framing.
func (r *Response) Entity() []byte { return entity(r.Header(), r.Body()) }

func entity(h Head, body []byte) []byte {
	if h.Chunked() {
		body, _ = Unchunk(body)
	}
	return body
}
