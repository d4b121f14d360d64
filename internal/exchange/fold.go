package exchange

import (
	"encoding/binary"
	"slices"
)

// Fold makes texts comparable as a person compares them: without the case of ASCII letters,
// and with full-width forms (Ａ, １, ：) as the characters that they stand for. It leaves NUL
// bytes out, so that one may stand between texts that were put together. Invalid UTF-8 stays
// as it is.
func Fold(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 'A' && c <= 'Z' || c == 0 || c == 0xE3 || c == 0xEF {
			return string(appendFold(make([]byte, 0, len(s)), s))
		}
	}
	return s
}

// appendFold appends Fold(s). It takes eight bytes at a time where none of them needs a
// closer look.
func appendFold[T ~string | ~[]byte](b []byte, s T) []byte {
	n := len(b)
	b = slices.Grow(b, len(s))[:n+len(s)]
	for i := 0; i < len(s); {
		for ; i+8 <= len(s); i, n = i+8, n+8 {
			w := uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 |
				uint64(s[i+4])<<32 | uint64(s[i+5])<<40 | uint64(s[i+6])<<48 | uint64(s[i+7])<<56
			if holds(w, 0) || w&highs != 0 && (holds(w, 0xE3) || holds(w, 0xEF)) {
				break
			}
			binary.LittleEndian.PutUint64(b[n:], lower(w))
		}
		for end := min(i+8, len(s)); i < end; {
			if c := simple[s[i]]; c != 0 {
				b[n] = c
				i, n = i+1, n+1
				continue
			}
			c, width := foldWide(s, i)
			if i += width; c != 0 {
				b[n] = c
				n++
			}
		}
	}
	return b[:n]
}

// simple is the folded byte of each that stands for itself; 0 for NUL and those with which a
// full-width character may begin.
var simple = func() (t [256]byte) {
	for c := range t {
		t[c] = byte(c)
		if c >= 'A' && c <= 'Z' {
			t[c] += 'a' - 'A'
		}
	}
	t[0xE3], t[0xEF] = 0, 0
	return t
}()

// foldWide is what stands for the character that begins at i, 0 for nothing, and how many
// bytes of s it stands for.
func foldWide[T ~string | ~[]byte](s T, i int) (c byte, n int) {
	c = s[i]
	if i+2 >= len(s) || s[i+1]&0xC0 != 0x80 || s[i+2]&0xC0 != 0x80 {
		return c, 1
	}
	switch r := rune(c&0x0F)<<12 | rune(s[i+1]&0x3F)<<6 | rune(s[i+2]&0x3F); {
	case c == 0xE3 && r == 0x3000: // the wide blank
		return ' ', 3
	case c == 0xEF && r >= 0xFF01 && r <= 0xFF5E:
		return simple[byte(r-0xFEE0)], 3
	}
	return c, 1
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// holds says whether one of the eight bytes of w is c.
func holds(w, c uint64) bool {
	w ^= c * ones
	return (w-ones)&^w&highs != 0
}

// lower is the eight bytes of w with ASCII letters in lower case.
func lower(w uint64) uint64 {
	seven := w &^ highs
	upper := (seven + (0x80-'A')*ones) ^ (seven + (0x7F-'Z')*ones) // high bit: from A to Z
	return w | upper&^w&highs>>2
}
