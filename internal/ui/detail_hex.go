package ui

import (
	"bytes"
	"fmt"
	"strings"

	"echostr/internal/ui/kit"
)

// hexRow is how many bytes stand in one line.
const hexRow = 16

// hexLines are bytes as hexadecimal digits, 16 a line in two groups of eight, and as
// ASCII.
func hexLines(b []byte) string {
	const digits = "0123456789ABCDEF"
	var out strings.Builder
	out.Grow((len(b)/hexRow + 1) * 70)
	for at := 0; at < len(b) || at == 0; at += hexRow {
		if at > 0 {
			out.WriteByte('\n')
		}
		row := b[at:min(len(b), at+hexRow)]
		for i := range hexRow {
			if i == hexRow/2 {
				out.WriteByte(' ')
			}
			if i >= len(row) {
				out.WriteString("   ")
				continue
			}
			out.WriteByte(digits[row[i]>>4])
			out.WriteByte(digits[row[i]&15])
			out.WriteByte(' ')
		}
		for _, c := range row {
			if c < 0x20 || c >= 0x7f {
				c = '.'
			}
			out.WriteByte(c)
		}
	}
	return out.String()
}

// hexOffsets tells where lines of hexLines begin, in as many digits as the last one needs.
func hexOffsets(size int) func(line int) string {
	digits := max(4, len(fmt.Sprintf("%X", size)))
	return func(line int) string { return fmt.Sprintf("%0*X", digits, line*hexRow) }
}

// hexForm is a body byte by byte; OpenIDs are crossed out while they are masked.
func (p *detail) hexForm(b docBody) docForm {
	t, known := p.teller, []string(nil)
	if x := p.seen(); x != nil && t.mask {
		known = openIDs(x)
	}
	dump := func() string {
		body := b.body
		if t.mask {
			body = crossedOut(body, known)
		}
		return hexLines(body)
	}
	return docForm{formHex, t.t("detail.form.hex"), func() string { return hexLines(b.body) }, func() pane {
		return p.code(4*len(b.body), func() (kit.CodeSource, int) {
			s := kit.CodeSource{Text: dump(), Offsets: hexOffsets(len(b.body))}
			if t.mask {
				s.Exact = hexLines(b.body)
			}
			return s, 0
		})
	}}
}

// crossedOut is a body whose OpenIDs are asterisks, each byte in its place.
func crossedOut(body []byte, known []string) []byte {
	out := bytes.Clone(body)
	cross := func(from, to int) {
		for i := from; i < to; i++ {
			out[i] = '*'
		}
	}
	for _, id := range known {
		for at := 0; ; {
			i := bytes.Index(body[at:], []byte(id))
			if i < 0 {
				break
			}
			at += i + len(id)
			cross(at-len(id), at)
		}
	}
	for i := 0; i < len(body); {
		end := i
		for end < len(body) && idByte(body[end]) {
			end++
		}
		if end-i == openIDLen && body[i] == 'o' {
			cross(i, end)
		}
		i = max(end, i+1)
	}
	return out
}
