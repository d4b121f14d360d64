package wechat

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// spelling is what a Token may have been meant to be.
type spelling struct {
	id    CauseID
	token string
	args  map[string]string
}

// spellings are the ways in which a Token is mistyped: blanks at its ends or within,
// letters of the other case, full-width characters. Both directions: the blank may be
// on this side or on WeChat's.
func spellings(token string) []spelling {
	blank := func(where, t string) spelling {
		return spelling{TokenWhitespace, t, map[string]string{"where": where, "side": "here"}}
	}
	there := func(where, t string) spelling {
		return spelling{TokenWhitespace, t, map[string]string{"where": where, "side": "there"}}
	}
	left := strings.TrimLeftFunc(token, isInvisible)
	right := strings.TrimRightFunc(token, isInvisible)
	both := strings.TrimRightFunc(left, isInvisible)
	out := []spelling{
		blank("trailing", right), blank("leading", left), blank("both", both),
		blank("inner", strings.Map(func(r rune) rune {
			if isInvisible(r) {
				return -1
			}
			return r
		}, token)),
		there("trailing", both+" "), there("leading", " "+both), there("trailing", both+"\n"),
		there("trailing", both+"\r\n"), there("trailing", both+"\t"), there("trailing", both+"\u00a0"),
	}
	for _, t := range []string{strings.ToLower(both), strings.ToUpper(both), swapFirst(both), swapCase(both)} {
		out = append(out, spelling{id: TokenCase, token: t})
	}
	return append(out, spelling{id: TokenFullWidth, token: narrow(both)})
}

// isInvisible is a blank of any kind, and what looks like nothing at all.
func isInvisible(r rune) bool {
	return unicode.IsSpace(r) || r == '\ufeff' || r >= '\u200b' && r <= '\u200f' || r == '\u2060'
}

// swapFirst swaps the case of the first character alone: phones begin with a capital.
func swapFirst(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return swapCase(s[:n]) + s[n:]
}

func swapCase(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString(swap(r))
	}
	return b.String()
}

func swap(r rune) string {
	if unicode.IsUpper(r) {
		return string(unicode.ToLower(r))
	}
	return string(unicode.ToUpper(r))
}

// narrow turns full-width characters into ASCII.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFF01 + 0x21
		case r == 0x3000:
			return ' '
		}
		return r
	}, s)
}

func isHex(s string) bool {
	for _, c := range []byte(s) {
		if !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return true
}

func isDigits(s string) bool {
	for _, c := range []byte(s) {
		if !isDigit(c) {
			return false
		}
	}
	return s != ""
}

func itoa(n int) string { return strconv.Itoa(n) }
