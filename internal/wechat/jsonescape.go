package wechat

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// escape reads an escape within a string from its backslash on. Half a surrogate pair
// becomes U+FFFD, as it does for encoding/json.
func (j *jsonReader) escape() (rune, error) {
	at := j.i
	if j.i++; j.i >= len(j.s) {
		return 0, j.unexpected()
	}
	c := j.s[j.i]
	j.i++
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 {
		return rune("\"\\/\b\f\n\r\t"[i]), nil
	}
	if c != 'u' {
		return 0, j.fail(at, SyntaxCharacter, `\`+firstRune(j.s[at+1:]))
	}
	r, n := hex4(j.s[j.i:])
	if n < 4 {
		if j.i+n >= len(j.s) {
			return 0, j.fail(len(j.s), SyntaxEnd, "")
		}
		return 0, j.fail(at, SyntaxCharacter, j.s[at:j.i+n]+firstRune(j.s[j.i+n:]))
	}
	j.i += 4
	if !utf16.IsSurrogate(r) {
		return r, nil
	}
	if strings.HasPrefix(j.s[j.i:], `\u`) {
		if low, n := hex4(j.s[j.i+2:]); n == 4 {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				j.i += 6
				return pair, nil
			}
		}
	}
	return utf8.RuneError, nil
}

// hex4 reads up to four hexadecimal digits and says how many there were.
func hex4(s string) (r rune, n int) {
	for n < 4 && n < len(s) {
		c := s[n]
		switch {
		case isDigit(c):
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = (c | 0x20) - 'a' + 10
		default:
			return r, n
		}
		r = r<<4 | rune(c)
		n++
	}
	return r, n
}
