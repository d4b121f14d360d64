package simulate

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"echostr/internal/exchange"
)

// ErrCut refuses to send a request again of which not all was kept.
var ErrCut = errors.New("simulate: the request was not kept whole")

// Wire is one request byte for byte, head and body, as it will leave; only what a Target
// decides is changed on the way.
type Wire struct {
	Raw  []byte
	Head int // bytes of Raw that are the head, with the empty line
}

// Again is a recorded request as it was: the same bytes, in the same order.
func Again(x *exchange.Exchange) (Wire, error) {
	r := &x.Request
	switch {
	case r.Cut:
		return Wire{}, ErrCut
	case r.Method == "" || r.Head == 0 || r.Head > len(r.Raw):
		return Wire{}, exchange.ErrNotHTTP
	}
	return Wire{Raw: slices.Clone(r.Raw), Head: r.Head}, nil
}

// Parts are a request taken apart, to be edited.
type Parts struct {
	Method, Target, Proto string
	Fields                []exchange.Field
	Body                  []byte // without chunk framing
}

// PartsOf takes a recorded request apart.
func PartsOf(x *exchange.Exchange) Parts {
	r := &x.Request
	return Parts{Method: r.Method, Target: r.Target, Proto: r.Proto, Fields: r.Header().Fields, Body: slices.Clone(r.Entity())}
}

// ErrSyntax is an edited request that would not be one request on the wire.
var ErrSyntax = errors.New("simulate: not a request")

// Wire puts the parts together. Content-Length is set to what the body has, and chunk
// framing is left out, wherever there is a body or the length was given; all else stays
// as it is, whether it makes sense or not.
func (p Parts) Wire() (Wire, error) {
	if !tokenName(p.Method) || p.Target == "" || strings.ContainsAny(p.Target, " \t\r\n") {
		return Wire{}, fmt.Errorf("%w: its first line cannot be %q", ErrSyntax, p.Method+" "+p.Target)
	}
	if p.Proto != "HTTP/1.0" && p.Proto != "HTTP/1.1" {
		p.Proto = "HTTP/1.0"
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s %s\r\n", p.Method, p.Target, p.Proto)
	sized := false
	for _, f := range p.Fields {
		if !f.Fits() {
			return Wire{}, fmt.Errorf("%w: a header cannot be %q", ErrSyntax, f.Name+": "+f.Value)
		}
		switch strings.ToLower(f.Name) {
		case "transfer-encoding":
			continue
		case "content-length":
			if sized {
				continue
			}
			sized, f.Value = true, strconv.Itoa(len(p.Body))
		}
		fmt.Fprintf(&b, "%s: %s\r\n", f.Name, f.Value)
	}
	if !sized && len(p.Body) > 0 {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(p.Body))
	}
	b.WriteString("\r\n")
	head := b.Len()
	b.Write(p.Body)
	return Wire{Raw: b.Bytes(), Head: head}, nil
}

// tokenName says whether s can be a method.
func tokenName(s string) bool {
	for _, c := range []byte(s) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}
