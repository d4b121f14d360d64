package kit

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CodeSource is what a code view is to show.
type CodeSource struct {
	Text   string // is drawn
	Syntax Syntax
	// Exact is what is copied instead of Text, where that differs within its lines, such
	// as by masks; "" is Text itself. Both must have the same lines.
	Exact string
	// Marks are drawn in their lines, which count from 0.
	Marks map[int]CodeMark
	// Offsets, if set, stand in the gutter instead of the lines' numbers.
	Offsets func(line int) string
}

// CodeMark is a run of runes of a line on a marked ground, and what is said of it behind
// the line.
type CodeMark struct {
	From, To int
	Note     string
}

// CodeText is a text made ready for a code view. Making it costs in proportion to the
// text, and any goroutine may do so; showing it does not.
type CodeText struct {
	source CodeSource
	lines  []Line
	sizes  []lineSize
	lower  string  // the lines in lower case, each byte in its place, with \n between
	starts []int32 // of each line in lower
	exact  []int32 // of each line in Exact
	shape  *outline
	folds  []fold
}

// lineSize is how many characters a line has of ASCII, which all have one width, and of
// the rest.
type lineSize struct{ latin, high int32 }

// NewCodeText makes a text ready.
func NewCodeText(s CodeSource) *CodeText {
	bare := s.Exact == "" // no CR is left in a text that differs from the exact one
	if bare {
		s.Exact = s.Text
	}
	t := &CodeText{source: s}
	n := strings.Count(s.Text, "\n") + 1
	t.lines, t.exact = make([]Line, 0, n), lineStarts(s.Exact, bare)
	at := 0
	for part := range strings.SplitSeq(s.Text, "\n") {
		part = strings.TrimSuffix(part, "\r")
		for line := range strings.SplitSeq(part, "\r") {
			l := Line{Text: line}
			if m, ok := s.Marks[at]; ok {
				l.From, l.To = m.From, m.To
			}
			t.lines = append(t.lines, seenMark(l))
			at++
		}
	}
	t.prepare()
	return t
}

// newCodeLines is a text of lines with their own marks.
func newCodeLines(lines []Line) *CodeText {
	var b strings.Builder
	t := &CodeText{lines: make([]Line, len(lines))}
	for i, l := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.Text)
		t.lines[i] = seenMark(l)
	}
	t.source = CodeSource{Text: b.String(), Exact: b.String()}
	t.exact = lineStarts(t.source.Exact, false)
	t.prepare()
	return t
}

// lineStarts are where lines begin, after LF and, where it may stand alone, CR.
func lineStarts(s string, cr bool) []int32 {
	out := make([]int32, 1, strings.Count(s, "\n")+1)
	for i := range len(s) {
		if s[i] == '\n' || cr && s[i] == '\r' && i+1 < len(s) && s[i+1] != '\n' {
			out = append(out, int32(i+1))
		}
	}
	return out
}

func (t *CodeText) prepare() {
	size := 0
	for _, l := range t.lines {
		size += len(l.Text) + 1
	}
	var b strings.Builder
	b.Grow(size)
	t.starts, t.sizes = make([]int32, len(t.lines)), make([]lineSize, len(t.lines))
	for i, l := range t.lines {
		t.starts[i] = int32(b.Len())
		t.sizes[i] = writeLower(&b, l.Text)
		b.WriteByte('\n')
	}
	t.lower = b.String()
	t.shape = newOutline(t.source.Exact, t.source.Syntax)
	t.folds = t.shape.folds(t.lineAt)
}

// writeLower writes s in lower case, as far as that keeps the length of every character,
// and counts its characters.
func writeLower(b *strings.Builder, s string) (size lineSize) {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			b.WriteByte(c)
			size.latin++
			i++
			continue
		}
		size.high++
		r, n := utf8.DecodeRuneInString(s[i:])
		if l := unicode.ToLower(r); l != r && utf8.RuneLen(l) == n {
			b.WriteRune(l)
		} else {
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return size
}

// lineAt is the line in which a byte of the exact text stands.
func (t *CodeText) lineAt(offset int) int {
	return sort.Search(len(t.exact), func(i int) bool { return int(t.exact[i]) > offset }) - 1
}

// span is where a line stands in the exact text, without its end.
func (t *CodeText) span(line int) (from, to int) {
	from, to = int(t.exact[line]), len(t.source.Exact)
	if line+1 < len(t.exact) {
		to = int(t.exact[line+1]) - 1
	}
	if to > from && t.source.Exact[to-1] == '\r' {
		to--
	}
	return from, to
}

// node is what a line is about; -1 for nothing.
func (t *CodeText) node(line int) int32 {
	if line < 0 || line >= len(t.exact) {
		return -1
	}
	from, to := t.span(line)
	for from < to && (t.source.Exact[from] == ' ' || t.source.Exact[from] == '\t') {
		from++
	}
	return t.shape.at(from, max(to, from+1))
}

// find are the places where words stand, at most FindMax.
func (t *CodeText) find(words string) (found []codeMatch) {
	var b strings.Builder
	writeLower(&b, seen(words))
	words = b.String()
	if words == "" || strings.Contains(words, "\n") {
		return nil
	}
	line := 0
	for at := 0; len(found) < FindMax; {
		i := strings.Index(t.lower[at:], words)
		if i < 0 {
			break
		}
		at += i
		if line+1 < len(t.starts) && int(t.starts[line+1]) <= at {
			line += sort.Search(len(t.starts)-line, func(i int) bool { return int(t.starts[line+i]) > at }) - 1
		}
		from := at - int(t.starts[line])
		at += len(words)
		found = append(found, codeMatch{line, from, from + len(words)})
	}
	return found
}
