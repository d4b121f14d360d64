package reply

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// safe is a text that its place takes as it is.
type safe string

// textOf is any value as text: an element with elements of its own is nothing.
func textOf(v any) string {
	switch v := first(v).(type) {
	case nil:
		return ""
	case string:
		return v
	case safe:
		return string(v)
	case map[string]any, *root:
		return ""
	default:
		return fmt.Sprint(v)
	}
}

// escapedFor is a value as it may stand at a position, at the end of text.
func escapedFor(p *position, text string, v any) (string, error) {
	if s, ok := v.(safe); ok {
		return string(s), nil
	}
	if p.notation == inJSON {
		switch p.spot {
		case inDouble:
			return jsonInner(textOf(v)), nil
		case afterBackslash:
			return "", ErrPlace
		}
		return jsonValue(v)
	}
	switch p.spot {
	case between, inSingle, inDouble:
		return xmlText(textOf(v)), nil
	case inCDATA:
		return cdataInner(text[p.from:], textOf(v)), nil
	}
	return "", ErrPlace
}

var xmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;")

// xmlText is a text as it may stand between tags and in attributes.
func xmlText(s string) string { return xmlEscapes.Replace(xmlChars(s)) }

// xmlChars has U+FFFD for what XML cannot hold.
func xmlChars(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

const cdataBreak = "]]>" + cdataBegin

// cdataInner is a text as it may stand in a CDATA section behind before, whatever either
// ends with: the section is closed and opened again wherever "]]>" could come about.
func cdataInner(before, s string) string {
	s = strings.ReplaceAll(xmlChars(s), "]]>", "]]"+cdataBreak+">")
	if s == "" {
		return ""
	}
	if strings.HasSuffix(before, "]") && (s[0] == ']' || s[0] == '>') {
		s = cdataBreak + s
	}
	if s[len(s)-1] == ']' {
		s += cdataBreak
	}
	return s
}

// jsonInner is a text as it may stand between the quotes of a JSON string, in plain
// UTF-8: WeChat shows \u escapes as they are.
func jsonInner(s string) string {
	quoted, err := jsonQuoted(s)
	if err != nil {
		return ""
	}
	return quoted[1 : len(quoted)-1]
}

func jsonQuoted(v any) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "", err
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// jsonValue is any value as JSON.
func jsonValue(v any) (string, error) {
	switch t := v.(type) {
	case *root:
		v = branches(t)
	case safe:
		v = string(t)
	case string:
		v = strings.ToValidUTF8(t, "\uFFFD")
	}
	return jsonQuoted(v)
}
