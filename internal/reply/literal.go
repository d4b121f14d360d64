package reply

import (
	"regexp/syntax"
	"strings"
	"unicode"
)

// literalOf is a text that stands, in lower case, in every text that a pattern takes once
// that is in lower case too: the longest that is plain to see, "" when there is none.
func literalOf(pattern string) string {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return ""
	}
	return required(re.Simplify())
}

func required(re *syntax.Regexp) string {
	switch re.Op {
	case syntax.OpLiteral:
		return plainRun(re.Rune, re.Flags&syntax.FoldCase != 0)
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return required(re.Sub[0])
		}
	case syntax.OpConcat:
		best := ""
		for _, sub := range re.Sub {
			if s := required(sub); len(s) > len(best) {
				best = s
			}
		}
		return best
	}
	return ""
}

// plainRun is the longest run of a literal whose characters, in every case that the
// pattern takes, have one lower case.
func plainRun(runes []rune, foldCase bool) string {
	best, from := "", 0
	for i := 0; i <= len(runes); i++ {
		if i < len(runes) && (!foldCase || oneLower(runes[i])) {
			continue
		}
		if run := strings.ToLower(string(runes[from:i])); len(run) > len(best) {
			best = run
		}
		from = i + 1
	}
	return best
}

// oneLower is false of s, whose other cases are S and ſ: that is its own lower case.
func oneLower(r rune) bool {
	lower := unicode.ToLower(r)
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		if unicode.ToLower(f) != lower {
			return false
		}
	}
	return true
}

// hasCase says whether a character has another case.
func hasCase(r rune) bool {
	return unicode.SimpleFold(r) != r || unicode.ToLower(r) != r || unicode.ToUpper(r) != r
}
