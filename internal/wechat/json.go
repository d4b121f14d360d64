package wechat

import (
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ParseJSON reads a JSON push: an object, its members as nodes. Numbers keep their
// digits, since MsgId has more than a float64 holds. Errors are *SyntaxError.
func ParseJSON(body string) (*Message, error) {
	fail := func(at int64, p Syntax, what string) error {
		return syntaxAt(JSON, body, int(at), p, what)
	}
	if !utf8.ValidString(body) {
		return nil, fail(int64(invalidAt(body)), SyntaxEncoding, "")
	}
	text := strings.TrimPrefix(body, "\ufeff")
	skipped := int64(len(body) - len(text))
	trimmed := strings.TrimLeft(text, " \t\r\n")
	switch {
	case trimmed == "":
		return nil, fail(int64(len(body)), SyntaxEmpty, "")
	case trimmed[0] != '{':
		return nil, fail(int64(len(body)-len(trimmed)), SyntaxNotObject, firstRune(trimmed))
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	j := jsonReader{d: d, m: &Message{Format: JSON}}
	if err := j.value("", -1, 0); err != nil {
		at := skipped + d.InputOffset()
		var bound *boundError
		var syntax *json.SyntaxError
		switch {
		case errors.As(err, &bound):
			return nil, fail(at, bound.problem, bound.what)
		case errors.As(err, &syntax):
			at = skipped + max(0, syntax.Offset-1)
			if strings.Contains(syntax.Error(), "unexpected end") {
				return nil, fail(int64(len(body)), SyntaxEnd, "")
			}
			return nil, fail(at, SyntaxCharacter, firstRune(body[min(int(at), len(body)):]))
		}
		return nil, fail(int64(len(body)), SyntaxEnd, "")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fail(skipped+d.InputOffset(), SyntaxTrailing, "")
	}
	return j.m, nil
}

type boundError struct {
	problem Syntax
	what    string
}

func (e *boundError) Error() string { return "wechat: " + string(e.problem) }

type jsonReader struct {
	d *json.Decoder
	m *Message
}

// value reads one value into a node under parent; the outermost object has none.
func (j *jsonReader) value(name string, parent int32, depth int) error {
	t, err := j.d.Token()
	if err != nil {
		return err
	}
	if depth > maxDepth {
		return &boundError{SyntaxDepth, strconv.Itoa(maxDepth)}
	}
	if len(j.m.Nodes) >= maxNodes {
		return &boundError{SyntaxCount, strconv.Itoa(maxNodes)}
	}
	at := int32(-1)
	add := func(kind NodeKind, value string) {
		if depth > 0 {
			j.m.Nodes = append(j.m.Nodes, Node{Name: name, Value: value, Parent: parent, Kind: kind})
			at = int32(len(j.m.Nodes) - 1)
		}
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '{' {
			add(Inner, "")
			return j.members(at, depth)
		}
		add(Items, "")
		for j.d.More() {
			if err := j.value(name, at, depth+1); err != nil {
				return err
			}
		}
		_, err := j.d.Token()
		return err
	case string:
		add(Text, t)
	case json.Number:
		add(Number, t.String())
	case bool:
		add(Word, strconv.FormatBool(t))
	case nil:
		add(Word, "null")
	}
	return nil
}

func (j *jsonReader) members(at int32, depth int) error {
	for j.d.More() {
		key, err := j.d.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		if err := j.value(name, at, depth+1); err != nil {
			return err
		}
	}
	_, err := j.d.Token()
	return err
}

// Parse reads a body in the notation it is in: JSON when it begins with a brace or
// bracket, XML otherwise.
func Parse(body string) (*Message, error) {
	t := strings.TrimLeft(strings.TrimPrefix(body, "\ufeff"), " \t\r\n")
	if t != "" && (t[0] == '{' || t[0] == '[') {
		return ParseJSON(body)
	}
	return ParseXML(body)
}
