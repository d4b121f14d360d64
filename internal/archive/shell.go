package archive

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// shellWord is one word of a POSIX shell command. The shell would drop line ends at the
// end of what printf says; no such word has any.
func shellWord(s string) string {
	if plainText(s) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return `"$(printf ` + shellFormat(s) + `)"`
}

// plainText says whether s can be pasted into a terminal between quotes and arrive as it
// is: valid text without control characters other than line ends.
func plainText(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if r < 0x20 && r != '\n' || r == 0x7f {
			return false
		}
	}
	return true
}

// shellFormat is s as a quoted format of the shell's printf, every unusual byte in octal.
func shellFormat(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1, r < 0x20 && r != '\n', r == 0x7f:
			fmt.Fprintf(&b, `\%03o`, s[i])
		case r == '%':
			b.WriteString("%%")
		case r == '\\':
			b.WriteString(`\\`)
		case r == '\'':
			b.WriteString(`'\''`)
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	b.WriteByte('\'')
	return b.String()
}
