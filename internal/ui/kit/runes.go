package kit

import "unicode/utf8"

// runeAt is the rune that begins at byte i of s, and its length.
func runeAt(s string, i int) (rune, int) { return utf8.DecodeRuneInString(s[i:]) }

// runeRange turns a range of runes of s into one of bytes, as far as s goes.
func runeRange(s string, from, to int) (begin, end int) {
	begin, end = len(s), len(s)
	n := 0
	for i := range s {
		if n == from {
			begin = i
		}
		if n == to {
			return begin, i
		}
		n++
	}
	return begin, end
}
