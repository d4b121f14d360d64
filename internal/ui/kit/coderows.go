package kit

import (
	"strings"
	"unicode/utf8"
)

// codeRow is what one row of a code view shows: the bytes from..to of a line.
type codeRow struct{ line, from, to int }

// codeChunk is how many characters of a line one row holds at most where nothing wraps.
const codeChunk = 1000

// widestRune is more than any character takes, in units of the size.
const widestRune = 1.5

// breakLines cuts lines into rows no wider than width, or, for a width of 0, into chunks.
// It also answers the width of the widest row. A line that surely fits is not read, nor is
// one of ASCII alone.
func (t *CodeText) breakLines(width float32) (rows []codeRow, widest float32) {
	table := tableFor(Code)
	latin, high := table.of('0', Code), widestRune*Code.Size
	rows = make([]codeRow, 0, len(t.lines))
	for n := range t.lines {
		text, size := t.lines[n].Text, t.sizes[n]
		most := float32(size.latin)*latin + float32(size.high)*high
		switch fits := width > 0 && most <= width || width <= 0 && size.latin+size.high <= codeChunk; {
		case fits && (size.high == 0 || most <= widest):
			rows = append(rows, codeRow{n, 0, len(text)})
			if size.high == 0 {
				widest = max(widest, most)
			}
			continue
		case fits:
			rows = append(rows, codeRow{n, 0, len(text)})
			widest = max(widest, Width(text, Code))
			continue
		case size.high == 0:
			per := codeChunk
			if width > 0 {
				per = max(1, int(width/latin))
			}
			for from := 0; from < len(text); from += per {
				rows = append(rows, codeRow{n, from, min(from+per, len(text))})
			}
			widest = max(widest, float32(min(per, len(text)))*latin)
			continue
		}
		from, count, x := 0, 0, float32(0)
		for i, r := range text {
			a := table.of(r, Code)
			if count > 0 && (width > 0 && x+a > width || width <= 0 && count == codeChunk) {
				rows = append(rows, codeRow{n, from, i})
				widest = max(widest, x)
				from, count, x = i, 0, 0
			}
			x += a
			count++
		}
		rows = append(rows, codeRow{n, from, len(text)})
		widest = max(widest, x)
	}
	return rows, widest
}

// codeTab is what a tab becomes.
const codeTab = "    "

// seen is s as a code view can draw it.
func seen(s string) string {
	clean := true
	for i := 0; i < len(s) && clean; i++ {
		clean = s[i] >= 0x20 && s[i] < 0x7f
	}
	if clean {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	for _, r := range s {
		switch {
		case r == '\t':
			b.WriteString(codeTab)
		case unseen(r):
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unseen says whether r draws nothing, or changes the direction of what follows.
func unseen(r rune) bool {
	return r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x200b && r <= 0x200f ||
		r >= 0x2028 && r <= 0x202e || r >= 0x2060 && r <= 0x206f || r == 0xfeff
}

// seenMark is a marked run of runes after its line went through seen.
func seenMark(line Line) Line {
	at := func(end int) int {
		n, out := 0, 0
		for _, r := range line.Text {
			if n == end {
				break
			}
			n++
			out++
			if r == '\t' {
				out += len(codeTab) - 1
			}
		}
		return out
	}
	if !strings.Contains(line.Text, "\t") {
		return Line{seen(line.Text), line.From, line.To}
	}
	return Line{seen(line.Text), at(line.From), at(line.To)}
}
