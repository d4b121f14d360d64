package exchange

import (
	"bytes"
	"strings"
)

// AppendText appends what free words are looked for in: all that a person may remember of an
// exchange, folded (see Fold), with NUL bytes between. That is the request's target (also
// decoded), who called and with what, the message's names and values or else the body, the
// causes, the rule, and the answer's body.
func AppendText(b []byte, x *Exchange) []byte {
	b = appendPart(b, x.Request.Method)
	b = appendPart(b, x.Request.Target)
	if plain, ok := unescape(x.Request.Target); ok {
		b = appendPart(b, plain)
	}
	b = appendPart(b, x.Remote)
	b = appendPart(b, userAgent(x.Request.Raw[:min(x.Request.Head, len(x.Request.Raw))]))
	switch m := x.Opened.Message; {
	case m != nil:
		for i := range m.Nodes {
			b = appendPart(b, m.Nodes[i].Name)
			b = appendPart(b, m.Nodes[i].Value)
		}
	case x.Opened.Plain != nil:
		b = appendPart(b, x.Opened.Plain)
	default:
		b = appendPart(b, x.Request.Body())
	}
	for i := range x.Opened.Causes {
		b = appendPart(b, x.Opened.Causes[i].ID)
	}
	b = appendPart(b, x.Rule)
	return appendFold(b, x.Response.Body())
}

func appendPart[T ~string | ~[]byte](b []byte, s T) []byte {
	if len(s) == 0 {
		return b
	}
	return append(appendFold(b, s), 0)
}

// unescape decodes a target's percent signs and plus signs; ok is false where there are none,
// or none that could be decoded.
func unescape(target string) (plain string, ok bool) {
	if strings.IndexByte(target, '%') < 0 && strings.IndexByte(target, '+') < 0 {
		return "", false
	}
	b := make([]byte, 0, len(target))
	for i := 0; i < len(target); i++ {
		switch c := target[i]; {
		case c == '+':
			b = append(b, ' ')
		case c == '%' && i+2 < len(target) && hex(target[i+1]) >= 0 && hex(target[i+2]) >= 0:
			b = append(b, byte(hex(target[i+1])<<4|hex(target[i+2])))
			i += 2
		default:
			b = append(b, c)
		}
	}
	return string(b), string(b) != target
}

func hex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// userAgent is that of a request's head, empty when it names none.
func userAgent(head []byte) []byte {
	const name = "user-agent:"
	for {
		i := bytes.IndexByte(head, '\n')
		if i < 0 {
			return nil
		}
		head = head[i+1:]
		if len(head) > len(name) && head[0]|0x20 == 'u' && strings.EqualFold(string(head[:len(name)]), name) {
			line, _, _ := bytes.Cut(head[len(name):], []byte("\n"))
			return bytes.TrimSpace(line)
		}
	}
}
