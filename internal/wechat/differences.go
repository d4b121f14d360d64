package wechat

import "unicode/utf8"

// Differences aligns two spellings of the same thing, such as a Token here and in the
// console, and returns what each of them has that the other has not, as SpanDiffers.
// Beyond 256 characters they are compared place by place.
func Differences(a, b string) (inA, inB []Span) {
	const most = 256
	if utf8.RuneCountInString(a) > most || utf8.RuneCountInString(b) > most {
		return differing(a, b), differing(b, a)
	}
	x, y := runesOf(a), runesOf(b)
	// common[i][j] is the length of the longest sequence that x[i:] and y[j:] share.
	common := make([][]int, len(x)+1)
	for i := range common {
		common[i] = make([]int, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i].text == y[j].text {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		switch {
		case i < len(x) && j < len(y) && x[i].text == y[j].text:
			i, j = i+1, j+1
		case j == len(y) || i < len(x) && common[i+1][j] >= common[i][j+1]:
			inA = extended(inA, x[i])
			i++
		default:
			inB = extended(inB, y[j])
			j++
		}
	}
	return inA, inB
}

// differing are the characters of a that b does not have in the same place.
func differing(a, b string) (out []Span) {
	x, y := runesOf(a), runesOf(b)
	for i, c := range x {
		if i >= len(y) || y[i].text != c.text {
			out = extended(out, c)
		}
	}
	return out
}

// character is one rune of a string, or one byte that is none, and where it stands.
type character struct {
	at   int
	text string
}

func runesOf(s string) (out []character) {
	for at := 0; at < len(s); {
		_, n := utf8.DecodeRuneInString(s[at:])
		out = append(out, character{at, s[at : at+n]})
		at += n
	}
	return out
}

// extended is the spans with one more character, joined to the last where it follows
// it.
func extended(spans []Span, c character) []Span {
	if n := len(spans); n > 0 && spans[n-1].End == c.at {
		spans[n-1].End += len(c.text)
		return spans
	}
	return append(spans, Span{c.at, c.at + len(c.text), SpanDiffers})
}
