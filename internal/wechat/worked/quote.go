package worked

import (
	"fmt"
	"strconv"
	"strings"
)

// quote is s as a literal of the language, exact to the byte. Whatever is not printable
// ASCII is escaped.
func (l Language) quote(s string) string {
	switch l {
	case Go:
		return strconv.Quote(s)
	case Python:
		return "b" + escaped(s, `\"`, `\x%02x`)
	case PHP:
		return escaped(s, `\"$`, `\x%02x`)
	case Java:
		return javaString(s)
	}
	return escaped(s, `\"`, `\x%02x`)
}

// escaped sets s in double quotes, with a backslash before the special characters and
// other bytes in the format.
func escaped(s, special, format string) string {
	var b strings.Builder
	b.Grow(len(s) + 2)
	b.WriteByte('"')
	for _, c := range []byte(s) {
		switch {
		case strings.IndexByte(special, c) >= 0:
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c >= 0x7f:
			fmt.Fprintf(&b, format, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// javaMost is how many bytes a Java literal holds at most here; a class file has room for
// 65535.
const javaMost = 16 << 10

// javaString is escaped in octal, because \u is read before literals are. A long one is
// joined from several while it runs; the compiler would put constants together.
func javaString(s string) string {
	if len(s) <= javaMost {
		return escaped(s, `\"`, `\%03o`)
	}
	var parts []string
	for ; len(s) > javaMost; s = s[javaMost:] {
		parts = append(parts, escaped(s[:javaMost], `\"`, `\%03o`))
	}
	return `String.join("", ` + strings.Join(append(parts, escaped(s, `\"`, `\%03o`)), ", ") + ")"
}
