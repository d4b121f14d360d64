package reply

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// bareTemplate is a template without quotes, which YAML takes for a map in a map.
var bareTemplate = regexp.MustCompile(`(?:^|[:,\[{-])\s*(\{\{)`)

// syntax tells what is no YAML. Of the mistakes that are made most it says how they are
// mended; the parser's own words are for the rest.
func (r *reader) syntax(at mark, detail string) {
	line := ""
	if at.line >= 1 && at.line <= len(r.doc.source) {
		line = r.doc.source[at.line-1]
	}
	column := func(bytes int) int { return utf8.RuneCountInString(line[:bytes]) + 1 }
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	if tab := strings.IndexByte(indent, '\t'); tab >= 0 {
		at.column = column(tab)
		r.failAt(at, "tab")
		return
	}
	if m := bareTemplate.FindStringSubmatchIndex(line); m != nil && column(m[2]) <= at.column {
		at.column = column(m[2])
		r.failAt(at, "bare_template")
		return
	}
	if strings.Contains(detail, "mapping value is not allowed") {
		r.failAt(at, "bare_colon")
		return
	}
	r.failAt(at, "syntax", "detail", detail)
}
