package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// evidence is two spellings of the same thing, one below the other, with what differs
// marked; nil where a cause has none, or none that may be shown.
func (t teller) evidence(x *exchange.Exchange, c *wechat.Cause) fyne.CanvasObject {
	words, a, b := "", "", ""
	switch {
	case c.Fix != nil && c.Fix.Kind == wechat.SetToken:
		if t.mask {
			return nil
		}
		words, a, b = "token", x.Opened.Check.Token, c.Fix.Value
	case c.ID == wechat.AppIDMismatch:
		words, a, b = "app_id", c.Args["want"], c.Args["got"]
	case c.Args["came"] != "" && c.Args["meant"] != "":
		words, a, b = "value", t.guard(x, c.Args["came"]), t.guard(x, c.Args["meant"])
	case c.ID == wechat.ParameterDuplicate && c.Args["first"] != "":
		words, a, b = "twice", t.guard(x, c.Args["first"]), t.guard(x, c.Args["last"])
	default:
		return nil
	}
	above, below := aligned(a, b)
	labels := []string{t.t("detail.evidence." + words + ".above"), t.t("detail.evidence." + words + ".below")}
	width := max(kit.Width(labels[0], kit.Small), kit.Width(labels[1], kit.Small)) + 6
	row := func(i int, spans []kit.Span) kit.Step {
		if len(spans) == 0 {
			spans = []kit.Span{{Text: t.t("detail.empty"), Face: kit.Faint}}
		}
		return kit.Step{Label: labels[i], Value: kit.NewCode(18, spans...)}
	}
	return kit.NewSteps(width, row(0, above), row(1, below))
}

// aligned sets two spellings so that what they share stands in the same columns, with
// what only one of them has marked: red above, green below. Where they have little in
// common nothing is marked.
func aligned(a, b string) (above, below []kit.Span) {
	inA, inB := wechat.Differences(a, b)
	if covered(inA) > len(a)/2 && covered(inB) > len(b)/2 && !sameLetters(a, b) {
		return marked(a), marked(b)
	}
	i, j := 0, 0
	add := func(out *[]kit.Span, s string, tone, ground fyne.ThemeColorName, room int) {
		if s != "" {
			*out = append(*out, kit.Span{Text: signed(s), Face: kit.Code.In(tone), Ground: ground})
		}
		if gap := room - columns(s); gap > 0 {
			*out = append(*out, kit.Span{Text: strings.Repeat(" ", gap), Face: kit.Code, Ground: kit.ColorLine}) // nothing stands here
		}
	}
	share := func(n int) {
		if n > 0 {
			above = append(above, kit.Span{Text: signed(a[i : i+n]), Face: kit.Code})
			below = append(below, kit.Span{Text: signed(b[j : j+n]), Face: kit.Code})
			i, j = i+n, j+n
		}
	}
	for len(inA) > 0 || len(inB) > 0 {
		n := min(len(a)-i, len(b)-j)
		if len(inA) > 0 {
			n = min(n, inA[0].Start-i)
		}
		if len(inB) > 0 {
			n = min(n, inB[0].Start-j)
		}
		share(n)
		var x, y string
		if len(inA) > 0 && inA[0].Start == i {
			x, inA = a[i:inA[0].End], inA[1:]
		}
		if len(inB) > 0 && inB[0].Start == j {
			y, inB = b[j:inB[0].End], inB[1:]
		}
		if x == "" && y == "" {
			break // spans that are none of these strings
		}
		add(&above, x, kit.ColorRed, kit.ColorRedGround, columns(y))
		add(&below, y, kit.ColorGreen, kit.ColorGreenGround, columns(x))
		i, j = i+len(x), j+len(y)
	}
	share(min(len(a)-i, len(b)-j))
	return above, below
}

func covered(spans []wechat.Span) (n int) {
	for _, s := range spans {
		n += s.End - s.Start
	}
	return n
}

// sameLetters says that two spellings differ in case or width only.
func sameLetters(a, b string) bool {
	return strings.EqualFold(strings.Map(halfWidth, a), strings.Map(halfWidth, b))
}

// halfWidth is the ASCII character of a full-width one.
func halfWidth(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFF01 + '!'
	case unicode.IsSpace(r):
		return -1
	}
	return r
}

// columns is how many columns of mono a piece takes as it is shown.
func columns(s string) (n int) {
	s = signed(s)
	for _, r := range s {
		if n++; unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFF60 {
			n++
		}
	}
	return min(n, 2*utf8.RuneCountInString(s))
}
