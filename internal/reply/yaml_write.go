package reply

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// value is a piece of YAML to be written: a scalar, a list or a map.
type yamlNode struct {
	scalar string
	bare   bool // the scalar is a word of ours that needs no quotes
	list   []yamlNode
	keys   []string
	values []yamlNode // of keys
	flow   bool       // on one line if it fits
}

func yamlText(s string) yamlNode { return yamlNode{scalar: s} }
func yamlWord(s string) yamlNode { return yamlNode{scalar: s, bare: true} }

func (n *yamlNode) set(key string, v yamlNode) {
	n.keys, n.values = append(n.keys, key), append(n.values, v)
}

func (n *yamlNode) isList() bool { return n.list != nil }
func (n *yamlNode) isMap() bool  { return n.keys != nil }

// yamlWriter writes nodes. careful writes every text in double quotes, which carry
// anything.
type yamlWriter struct {
	b       strings.Builder
	careful bool
}

// wide is how many columns a line may have that holds a list or map.
const wide = 88

// fits is a node on one line, "" when it does not fit into the rest of one.
func (w *yamlWriter) fits(n *yamlNode, column int) string {
	if !n.isList() && !n.isMap() || !n.flow {
		return ""
	}
	text, ok := w.oneLine(n)
	if !ok || column+width(text) > wide {
		return ""
	}
	return text
}

func (w *yamlWriter) oneLine(n *yamlNode) (string, bool) {
	var parts []string
	for i := range n.list {
		s, ok := w.oneLine(&n.list[i])
		if !ok {
			return "", false
		}
		parts = append(parts, s)
	}
	for i := range n.values {
		s, ok := w.oneLine(&n.values[i])
		if !ok {
			return "", false
		}
		parts = append(parts, w.quoted(n.keys[i], false, true)+": "+s)
	}
	switch {
	case n.isList():
		return "[" + strings.Join(parts, ", ") + "]", true
	case n.isMap():
		return "{" + strings.Join(parts, ", ") + "}", true
	}
	return w.quoted(n.scalar, n.bare, true), !strings.Contains(n.scalar, "\n")
}

// width is about how many columns a text takes.
func width(s string) (n int) {
	for _, r := range s {
		if n++; r >= 0x1100 {
			n++
		}
	}
	return n
}

// below writes what stands behind "key:" or "- ", at an indentation for what goes on to
// further lines.
func (w *yamlWriter) below(n *yamlNode, indent, column int, item bool) {
	if text := w.fits(n, column+1); text != "" {
		if !item {
			w.b.WriteByte(' ')
		}
		w.b.WriteString(text + "\n")
		return
	}
	pad := strings.Repeat(" ", indent)
	switch {
	case n.isMap():
		for i := range n.keys {
			if i > 0 || !item {
				if i == 0 {
					w.b.WriteByte('\n')
				}
				w.b.WriteString(pad)
			}
			key := w.quoted(n.keys[i], false, false) + ":"
			w.b.WriteString(key)
			w.below(&n.values[i], indent+2, indent+width(key), false)
		}
	case n.isList():
		if !item {
			w.b.WriteByte('\n')
		}
		for i := range n.list {
			if i > 0 || !item {
				w.b.WriteString(pad)
			}
			w.b.WriteString("- ")
			w.below(&n.list[i], indent+2, indent+1, true)
		}
	default:
		if !item {
			w.b.WriteByte(' ')
		}
		w.text(n, pad)
	}
}

// text writes a scalar, of several lines as a block where that carries it.
func (w *yamlWriter) text(n *yamlNode, pad string) {
	if w.careful || !blockable(n.scalar) {
		w.b.WriteString(w.quoted(n.scalar, n.bare, false) + "\n")
		return
	}
	body, ends := strings.CutSuffix(n.scalar, "\n")
	w.b.WriteByte('|')
	if !ends {
		w.b.WriteByte('-')
	}
	w.b.WriteByte('\n')
	for line := range strings.SplitSeq(body, "\n") {
		if line != "" {
			w.b.WriteString(pad + line)
		}
		w.b.WriteByte('\n')
	}
}

// blockable says whether a text of several lines stands in a block as it is.
func blockable(s string) bool {
	body := strings.TrimSuffix(s, "\n")
	if !strings.Contains(body, "\n") && body == s || body == "" || strings.HasSuffix(body, "\n") || !printable(s) {
		return false
	}
	first, _, _ := strings.Cut(body, "\n")
	if first == "" || first[0] == ' ' {
		return false
	}
	for line := range strings.SplitSeq(body, "\n") {
		if strings.HasSuffix(line, " ") || strings.HasPrefix(line, "\t") || strings.TrimSpace(line) == "" && line != "" {
			return false
		}
	}
	return true
}

// printable says whether a text has nothing that a file shows wrongly or not at all.
func printable(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if r != '\n' && !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}

// quoted is a scalar on one line.
func (w *yamlWriter) quoted(s string, bare, flow bool) string {
	switch {
	case bare || !w.careful && plain(s, flow):
		return s
	case !w.careful && printable(s) && !strings.Contains(s, "\n"):
		if !strings.ContainsAny(s, `"\`) {
			return `"` + s + `"`
		}
		if !strings.Contains(s, "'") {
			return "'" + s + "'"
		}
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r < 0x100 && !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\x%02x`, r)
		case !unicode.IsPrint(r) && r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		case !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// plain says whether a text needs no quotes.
func plain(s string, flow bool) bool {
	if s == "" || !printable(s) || strings.TrimSpace(s) != s || strings.ContainsAny(s, "\n\"'`\\&*!|>%@{}[]#,") || strings.Contains(s, ": ") ||
		strings.HasSuffix(s, ":") || flow && strings.Contains(s, ":") {
		return false
	}
	switch strings.ToLower(s) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
		return false
	}
	first, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(first) && !unicode.IsDigit(first) && first != '_' && first != '/' && first != '^' {
		return false
	}
	// What begins with a digit may be a number, a time or a date to some reader.
	return !unicode.IsDigit(first) || strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune("0123456789abcdefABCDEFxXoO_.:+- TZ", r) })
}
