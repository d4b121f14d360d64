package profile

import (
	"strings"
	"unicode"
)

func isSpace(r rune) bool { return unicode.IsSpace(r) }

func dropSpace(r rune) rune {
	if isSpace(r) {
		return -1
	}
	return r
}

// isInvisible takes what prints nothing: controls, zero-width and direction marks.
func isInvisible(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }

func hasControl(s string) bool { return strings.IndexFunc(s, unicode.IsControl) >= 0 }

// isFullWidth takes the full-width forms that Chinese input methods make of ASCII.
func isFullWidth(r rune) bool { return r >= 0xFF01 && r <= 0xFF5E }

func notAlphanumeric(r rune) bool {
	return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}

// notInPath takes what cannot stand in a URL's path at all.
func notInPath(r rune) bool {
	return isSpace(r) || isInvisible(r) || r == '?' || r == '#' || r == unicode.ReplacementChar
}

// escapedInPath takes what arrives percent-encoded, and so differs from the setting.
func escapedInPath(r rune) bool { return r > 0x7E || strings.ContainsRune("\"<>\\^`{|}", r) }
