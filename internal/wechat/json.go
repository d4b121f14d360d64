package wechat

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// ParseJSON reads a JSON push: an object, its members as nodes. Numbers keep their
// digits, since MsgId has more than a float64 holds; a name that comes twice makes
// two nodes. It takes what encoding/json takes, and a byte order mark before it.
// Errors are *SyntaxError, which encoding/json could not place exactly.
func ParseJSON(body string) (*Message, error) {
	j := jsonReader{s: body}
	if err := j.document(); err != nil {
		return nil, err
	}
	return &Message{Format: JSON, Nodes: j.nodes}, nil
}

// Parse reads a body in the notation it is in: JSON when it begins with a brace or
// bracket, XML otherwise. What the Content-Type says does not matter, since WeChat's
// own is not reliable.
func Parse(body string) (*Message, error) {
	t := strings.TrimLeft(strings.TrimPrefix(body, byteOrderMark), blanks)
	if t != "" && (t[0] == '{' || t[0] == '[') {
		return ParseJSON(body)
	}
	return ParseXML(body)
}

type jsonReader struct {
	s     string
	i     int
	nodes []Node
}

func (j *jsonReader) fail(at int, p Syntax, what string) error {
	return syntaxAt(JSON, j.s, at, p, what)
}

// unexpected is the error of a character that may not stand where we are, or of a
// body that ends there.
func (j *jsonReader) unexpected() error {
	if j.i >= len(j.s) {
		return j.fail(len(j.s), SyntaxEnd, "")
	}
	return j.fail(j.i, SyntaxCharacter, firstRune(j.s[j.i:]))
}

// peek skips blanks and is the byte after them; 0 at the end, where none may stand.
func (j *jsonReader) peek() byte {
	for j.i < len(j.s) && isBlank(j.s[j.i]) {
		j.i++
	}
	if j.i < len(j.s) {
		return j.s[j.i]
	}
	return 0
}

func (j *jsonReader) document() error {
	if at, problem := invalidAt(j.s); problem != "" {
		return j.fail(at, problem, "")
	}
	j.i = len(j.s) - len(strings.TrimPrefix(j.s, byteOrderMark))
	switch c := j.peek(); {
	case j.i >= len(j.s):
		return j.fail(j.i, SyntaxEmpty, "")
	case c != '{':
		return j.fail(j.i, SyntaxNotObject, firstRune(j.s[j.i:]))
	}
	j.nodes = make([]Node, 0, min(1+strings.Count(j.s, ":"), maxNodes))
	if err := j.members(-1, 1); err != nil {
		return err
	}
	if j.peek(); j.i < len(j.s) {
		return j.fail(j.i, SyntaxTrailing, firstRune(j.s[j.i:]))
	}
	return nil
}

// members reads an object from its brace on; its members become nodes under parent.
func (j *jsonReader) members(parent int32, depth int) error {
	j.i++
	if j.peek() == '}' {
		j.i++
		return nil
	}
	for {
		if j.peek() != '"' {
			return j.unexpected()
		}
		name, err := j.text()
		if err != nil {
			return err
		}
		if j.peek() != ':' {
			return j.unexpected()
		}
		j.i++
		if err := j.value(name, parent, depth); err != nil {
			return err
		}
		switch j.peek() {
		case ',':
			j.i++
		case '}':
			j.i++
			return nil
		default:
			return j.unexpected()
		}
	}
}

// items reads an array from its bracket on; its items become nodes of the same name.
func (j *jsonReader) items(name string, parent int32, depth int) error {
	j.i++
	if j.peek() == ']' {
		j.i++
		return nil
	}
	for {
		if err := j.value(name, parent, depth); err != nil {
			return err
		}
		switch j.peek() {
		case ',':
			j.i++
		case ']':
			j.i++
			return nil
		default:
			return j.unexpected()
		}
	}
}

// value reads one value into a node under parent.
func (j *jsonReader) value(name string, parent int32, depth int) error {
	c := j.peek()
	switch {
	case depth > maxDepth:
		return j.fail(j.i, SyntaxDepth, strconv.Itoa(maxDepth))
	case len(j.nodes) >= maxNodes:
		return j.fail(j.i, SyntaxCount, strconv.Itoa(maxNodes))
	}
	at := int32(len(j.nodes))
	j.nodes = append(j.nodes, Node{Name: name, Parent: parent})
	var value string
	var err error
	kind := Text
	switch {
	case c == '{':
		j.nodes[at].Kind = Inner
		return j.members(at, depth+1)
	case c == '[':
		j.nodes[at].Kind = Items
		return j.items(name, at, depth+1)
	case c == '"':
		value, err = j.text()
	case c == '-' || isDigit(c):
		kind = Number
		value, err = j.number()
	default:
		kind = Word
		value, err = j.word()
	}
	if err != nil {
		return err
	}
	j.nodes[at].Value, j.nodes[at].Kind = value, kind
	return nil
}

// word reads true, false or null.
func (j *jsonReader) word() (string, error) {
	for _, w := range []string{"true", "false", "null"} {
		if j.i >= len(j.s) || j.s[j.i] != w[0] {
			continue
		}
		for k := range len(w) {
			if j.i >= len(j.s) || j.s[j.i] != w[k] {
				return "", j.unexpected()
			}
			j.i++
		}
		return w, nil
	}
	return "", j.unexpected()
}

// number reads a number and keeps its digits.
func (j *jsonReader) number() (string, error) {
	at := j.i
	if j.s[j.i] == '-' {
		j.i++
	}
	if j.i < len(j.s) && j.s[j.i] == '0' { // nothing may follow a leading zero
		j.i++
	} else if !j.digits() {
		return "", j.unexpected()
	}
	if j.i < len(j.s) && j.s[j.i] == '.' {
		if j.i++; !j.digits() {
			return "", j.unexpected()
		}
	}
	if j.i < len(j.s) && j.s[j.i]|0x20 == 'e' {
		if j.i++; j.i < len(j.s) && (j.s[j.i] == '+' || j.s[j.i] == '-') {
			j.i++
		}
		if !j.digits() {
			return "", j.unexpected()
		}
	}
	return j.s[at:j.i], nil
}

// digits reads over digits and says whether there was one.
func (j *jsonReader) digits() bool {
	at := j.i
	for j.i < len(j.s) && isDigit(j.s[j.i]) {
		j.i++
	}
	return j.i > at
}

// text reads a string; one without escapes is a piece of the body and costs nothing.
func (j *jsonReader) text() (string, error) {
	j.i++
	var out []byte
	from := j.i
	for j.i < len(j.s) {
		switch c := j.s[j.i]; {
		case c == '"':
			piece := j.s[from:j.i]
			j.i++
			if out == nil {
				return piece, nil
			}
			return string(append(out, piece...)), nil
		case c < ' ':
			return "", j.unexpected()
		case c == '\\':
			out = append(out, j.s[from:j.i]...)
			r, err := j.escape()
			if err != nil {
				return "", err
			}
			out = utf8.AppendRune(out, r)
			from = j.i
		default:
			j.i++
		}
	}
	return "", j.unexpected()
}
