package compare

import "strings"

// Bounds of what is compared line by line: beyond them a text is one row.
const (
	maxText  = 4 << 20 // bytes of both
	maxLines = 200_000
)

// Lines compares two texts line by line. A line that was taken out where another was put
// in is one Changed row.
func Lines(a, b string) []Row {
	if a == b && a == "" {
		return nil
	}
	inA, inB := split(a), split(b)
	if len(a)+len(b) > maxText || len(inA)+len(inB) > maxLines {
		return []Row{row("", a, b)}
	}
	var rows []Row
	steps := align(inA, inB)
	for i := 0; i < len(steps); i++ {
		s := steps[i]
		gone, come := 0, 0
		switch s.state {
		case Same:
			for _, line := range inA[:s.n] {
				rows = append(rows, Row{A: line, B: line})
			}
			inA, inB = inA[s.n:], inB[s.n:]
			continue
		case OnlyA:
			if gone = s.n; i+1 < len(steps) && steps[i+1].state == OnlyB {
				i++
				come = steps[i].n
			}
		default:
			if come = s.n; i+1 < len(steps) && steps[i+1].state == OnlyA {
				i++
				gone = steps[i].n
			}
		}
		rows = append(rows, changed(inA[:gone], inB[:come])...)
		inA, inB = inA[gone:], inB[come:]
	}
	return rows
}

// changed pairs the lines of two runs as far as both go.
func changed(a, b []string) (rows []Row) {
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(b):
			rows = append(rows, Row{A: a[i], State: OnlyA})
		case i >= len(a):
			rows = append(rows, Row{B: b[i], State: OnlyB})
		default:
			rows = append(rows, row("", a[i], b[i]))
		}
	}
	return rows
}

// split cuts a text into lines without their ends; a last empty one is none.
func split(s string) []string {
	if s == "" {
		return nil
	}
	lines := strings.Split(strings.TrimSuffix(s, "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\r")
	}
	return lines
}

// row is a row that both sides have.
func row(name, a, b string) Row {
	r := Row{Name: name, A: a, B: b}
	if a != b {
		r.State = Changed
		r.SpansA, r.SpansB = Spans(a, b)
	}
	return r
}
