package journal

import (
	"unicode"
	"unicode/utf8"
)

// appendFolded appends s as search compares it: letters without case, full-width forms as
// their usual ones, without NUL, which parts the words of a block. Text and query are
// folded alike.
func appendFolded(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'A' <= c && c <= 'Z':
				b = append(b, c+'a'-'A')
			case c != 0:
				b = append(b, c)
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1: // no UTF-8: as it is
			b = append(b, c)
		case 0xff01 <= r && r <= 0xff5e:
			b = appendFolded(b, string(r-0xff01+'!'))
		case r == 0x3000:
			b = append(b, ' ')
		case r >= 0x2e80: // no script from here on has case, but for the full-width forms
			b = append(b, s[i:i+n]...)
		default:
			b = utf8.AppendRune(b, unicode.ToLower(r))
		}
		i += n
	}
	return b
}
