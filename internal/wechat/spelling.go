package wechat

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// spelling is what a Token may have been meant to be.
type spelling struct {
	id    CauseID
	token string
	side  string // here: this side's Token has what is too much; there: WeChat's has; "" for either
	where string // of blanks
}

// cause is the cause that a spelling proves, with the first character that differs:
// its place from 1 in the Token that has it, and what it is.
func (s *spelling) cause(here string) *Cause {
	args := map[string]string{}
	if s.side != "" {
		args["side"] = s.side
	}
	if s.where != "" {
		args["where"] = s.where
	}
	in, spans := here, []Span(nil)
	more, other := Differences(here, s.token)
	if spans = more; len(spans) == 0 {
		in, spans = s.token, other
	}
	if len(spans) > 0 {
		r, _ := utf8.DecodeRuneInString(in[spans[0].Start:])
		args["position"], args["character"] = itoa(utf8.RuneCountInString(in[:spans[0].Start])+1), characterName(r)
	}
	return &Cause{ID: s.id, Args: args, Fix: &Fix{Kind: SetToken, Value: s.token}}
}

// characterName is a character as it can be read: itself, or its number where it cannot
// be seen.
func characterName(r rune) string {
	if isInvisible(r) || !unicode.IsPrint(r) || r == utf8.RuneError {
		return fmt.Sprintf("U+%04X", r)
	}
	return string(r)
}

// blankEnds are what gets copied along with a Token: a blank, line ends, a tab, the
// no-break and the full-width blank, the zero-width blank and the byte order mark.
var blankEnds = []string{" ", "\n", "\r\n", "\t", "\u00a0", "\u3000", "\u200b", "\ufeff"}

// spellings are the ways in which a Token is mistyped: blanks and invisible characters
// at its ends or within, letters of the other case, full-width characters. Both
// directions: what is too much may be on this side or on WeChat's.
func spellings(token string) []spelling {
	blank := func(where, side, t string) spelling {
		return spelling{id: TokenWhitespace, token: t, side: side, where: where}
	}
	left := strings.TrimLeftFunc(token, isInvisible)
	right := strings.TrimRightFunc(token, isInvisible)
	both := strings.TrimRightFunc(left, isInvisible)
	out := make([]spelling, 0, 5+2*len(blankEnds)+8)
	out = append(out, blank("trailing", "here", right), blank("leading", "here", left), blank("both", "here", both),
		blank("inner", "here", bare(token)))
	for _, s := range blankEnds {
		out = append(out, blank("trailing", "there", both+s), blank("leading", "there", s+both))
	}
	out = append(out, blank("both", "there", " "+both+" "))
	for _, t := range []string{strings.ToLower(both), strings.ToUpper(both), swapFirst(both), swapCase(both)} {
		out = append(out, spelling{id: TokenCase, token: t})
	}
	out = append(out, spelling{id: TokenFullWidth, token: narrow(both), side: "here"})
	for _, in := range []func(rune) bool{isPrintable, isLetter, isDigitRune} {
		out = append(out, spelling{id: TokenFullWidth, token: widen(both, in), side: "there"})
	}
	return out
}

// isInvisible is a blank of any kind, and what looks like nothing at all.
func isInvisible(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)
}

// bare is s without anything invisible.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if isInvisible(r) {
			return -1
		}
		return r
	}, s)
}

func isPrintable(r rune) bool { return r > ' ' && r <= '~' }
func isDigitRune(r rune) bool { return r >= '0' && r <= '9' }
func isLetter(r rune) bool    { return r|0x20 >= 'a' && r|0x20 <= 'z' }

// widen turns those ASCII characters into their full-width ones.
func widen(s string, which func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if which(r) {
			return r - 0x21 + 0xFF01
		}
		return r
	}, s)
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
