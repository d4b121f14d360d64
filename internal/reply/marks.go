package reply

import (
	"hash/fnv"
	"strings"
)

// mark is where a value stands in a file, from 1; the column counts runes.
type mark struct {
	line, column int
	style        style
}

// style is how a text is written.
type style uint8

const (
	stylePlain style = iota
	styleSingle
	styleDouble
	styleBlock  // "|"
	styleFolded // ">"
)

// marks are the places of a rule's parts, by Problem.Path.
type marks map[string]mark

// find is the place of a part, else of the nearest that holds it; exact says which.
func (m marks) find(path string) (at mark, exact bool) {
	exact = true
	for {
		if at, ok := m[path]; ok {
			return at, exact
		}
		if path == "" {
			return mark{}, false
		}
		exact = false
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
}

// inside is the place of a line and column within the value.
func (m mark) inside(source []string, line, column int) (int, int) {
	switch {
	case m.line < 1 || m.line > len(source) || m.style == styleFolded:
		return m.line, m.column
	case m.style == styleBlock:
		for i := m.line; i < len(source); i++ {
			if text := strings.TrimLeft(source[i], " "); strings.TrimSpace(text) != "" {
				return m.line + line, len(source[i]) - len(text) + column
			}
		}
		return m.line, m.column
	}
	return m.inLine(source, line, column)
}

// inLine is inside for a text that begins on a line of its own or within one.
func (m mark) inLine(source []string, line, column int) (int, int) {
	text := []rune(source[m.line-1])
	at := m.column - 1
	if m.style != stylePlain {
		at++ // the quote
	}
	for l, c := 1, 1; at < len(text); c++ {
		if l == line && c == column {
			return m.line, at + 1
		}
		switch {
		case m.style == styleDouble && text[at] == '\\' && at+1 < len(text):
			if text[at+1] == 'n' {
				l, c = l+1, 0
			}
			at += escapeLength(text[at+1])
		case m.style == styleSingle && text[at] == '\'':
			at += 2
		default:
			at++
		}
	}
	return m.line, m.column
}

// escapeLength is how many characters an escape of a double-quoted text has.
func escapeLength(c rune) int {
	switch c {
	case 'x':
		return 4
	case 'u':
		return 6
	case 'U':
		return 10
	}
	return 2
}

func digest(s string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s)) // never fails
	return h.Sum32()
}
