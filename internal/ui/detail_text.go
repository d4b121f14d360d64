package ui

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// visible is text with every byte that could not be seen written out: bytes that are no
// UTF-8 and control characters as \xNN, invisible characters as \u{NNNN}. Line ends and
// tabs stay.
func visible(b []byte) string {
	clean := true
	for _, c := range b {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' || c >= 0x7f {
			clean = false
			break
		}
	}
	s := string(b)
	if clean && !strings.Contains(s, "\r") {
		return s
	}
	var out strings.Builder
	out.Grow(len(s) + 16)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&out, `\x%02X`, s[i])
		case r == '\r' && strings.HasPrefix(s[i+1:], "\n"): // the line's end
		case r == '\n' || r == '\t':
			out.WriteRune(r)
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&out, `\x%02X`, r)
		case unseen(r):
			fmt.Fprintf(&out, `\u{%04X}`, r)
		default:
			out.WriteString(s[i : i+n])
		}
		i += n
	}
	return out.String()
}

// unseen says whether a character draws nothing or changes how others are drawn.
func unseen(r rune) bool {
	return r >= 0x80 && r < 0xa0 || r >= 0x200b && r <= 0x200f || r >= 0x2028 && r <= 0x202e ||
		r >= 0x2060 && r <= 0x206f || r == 0xfeff
}

// sign is what stands for a character that cannot be seen between others; "" for one
// that can.
func sign(r rune) string {
	switch {
	case r == ' ':
		return "␣"
	case r == '\n':
		return "⏎"
	case r == '\t':
		return "⇥"
	case r == '\r':
		return `\r`
	case r < 0x20 || r == 0x7f:
		return fmt.Sprintf(`\x%02X`, r)
	case unseen(r), unicode.IsSpace(r), r == utf8.RuneError:
		return fmt.Sprintf("U+%04X", r)
	}
	return ""
}

// marked is a value in mono whose blanks and invisible characters are shown and marked.
func marked(s string) []kit.Span {
	var out []kit.Span
	var plain strings.Builder
	flush := func() {
		if plain.Len() > 0 {
			out = append(out, kit.Span{Text: plain.String(), Face: kit.Code})
			plain.Reset()
		}
	}
	for _, r := range s {
		if g := sign(r); g != "" {
			flush()
			out = append(out, kit.Span{Text: g, Face: kit.Code.In(kit.ColorRed), Ground: kit.ColorRedGround})
			continue
		}
		plain.WriteRune(r)
	}
	flush()
	return out
}

// spanned is s in mono with its spans in a tone and on a ground; there, what could not
// be seen has a sign.
func spanned(s string, spans []wechat.Span, tone, ground fyne.ThemeColorName) []kit.Span {
	var out []kit.Span
	at := 0
	for _, d := range spans {
		if at < d.Start {
			out = append(out, kit.Span{Text: signed(s[at:d.Start]), Face: kit.Code})
		}
		out = append(out, kit.Span{Text: signed(s[d.Start:d.End]), Face: kit.Code.In(tone), Ground: ground})
		at = d.End
	}
	if at < len(s) {
		out = append(out, kit.Span{Text: signed(s[at:]), Face: kit.Code})
	}
	return out
}

// signed is s with signs for the characters that could not be seen.
func signed(s string) string {
	var b strings.Builder
	for _, r := range s {
		if g := sign(r); g != "" {
			b.WriteString(g)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// prose is a sentence; what stands between backquotes is a value in mono, with its
// invisible characters marked.
func prose(text string, face kit.Face) []kit.Span {
	var out []kit.Span
	for i, part := range strings.Split(text, "`") {
		switch {
		case part == "":
		case i%2 == 1:
			out = append(out, marked(part)...)
		default:
			out = append(out, kit.Span{Text: part, Face: face})
		}
	}
	return out
}

// shortened is the ends of a long value.
func shortened(s string, ends int) string {
	r := []rune(s)
	if len(r) <= 2*ends+1 {
		return s
	}
	return string(r[:ends]) + "…" + string(r[len(r)-ends:])
}

// valueMax is how many characters of one value a table shows; flowing text costs by the
// character.
const valueMax = 600

// cutValue is a value fit for a table.
func cutValue(s string) (short string, cut bool) {
	if len(s) <= valueMax {
		return s, false
	}
	r := []rune(s[:min(len(s), 4*valueMax)])
	if len(r) <= valueMax && len(s) <= 4*valueMax {
		return s, false
	}
	return string(r[:min(len(r), valueMax)]), true
}
