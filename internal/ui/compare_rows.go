package ui

import (
	"slices"
	"unicode/utf8"

	"echostr/internal/compare"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// foldKind is what a fold hides.
type foldKind uint8

const (
	noFold foldKind = iota
	foldSame
	foldNoise
)

// fold is a run of rows that are hidden: equal ones from a row on, or a section's noise.
type fold struct {
	place
	kind foldKind
}

// spot is what a row of the list stands for.
type spot struct {
	place
	fold foldKind // noFold: a value, or a heading where row is -1
}

// Bounds of what is shown at first.
const (
	around       = 3 // equal lines around a difference of a body
	linesAtFirst = 6 // of a long value
)

// differs says whether a row means something.
func differs(r *compare.Row) bool { return (r.State != compare.Same || r.Moved) && !r.Noise }

// noisy says whether a row differs without meaning anything.
func noisy(r *compare.Row) bool { return (r.State != compare.Same || r.Moved) && r.Noise }

// number counts the differences, and leaves out what neither side has.
func (c *comparison) number() {
	c.diff, c.went = map[place]int{}, false
	for s := range c.sections {
		if part := &c.sections[s]; part.Part == compare.Outcome {
			part.Rows = slices.DeleteFunc(part.Rows, func(r compare.Row) bool { return r.A == "" && r.B == "" })
		}
		for i := range c.sections[s].Rows {
			if differs(&c.sections[s].Rows[i]) {
				c.diff[place{s, i}] = len(c.diff) + 1
			}
		}
	}
}

// fill shows the comparison as it is folded now.
func (c *comparison) fill() {
	var rows []kit.FacingRow
	c.at = c.at[:0]
	add := func(s spot, r kit.FacingRow) {
		c.at = append(c.at, s)
		rows = append(rows, r)
	}
	for s := range c.sections {
		c.section(s, add)
	}
	c.list.SetRows(rows)
	if c.went {
		if i := slices.Index(c.at, spot{place: c.here}); i >= 0 {
			c.list.Point(i)
		}
	}
	c.note.Hide()
	if len(rows) == 0 {
		c.note.Set(kit.Span{Text: c.deps.t("compare.nothing_differs"), Face: kit.Body.In(kit.ColorText2)})
		c.note.Show()
	}
	c.tell()
}

// tell says how many differences there are, and which is the current one.
func (c *comparison) tell() {
	d, noise := c.deps, 0
	for i := range c.sections {
		_, n := c.sections[i].Count()
		noise += n
	}
	switch n := len(c.diff); {
	case n == 0 && noise == 0:
		c.count.Set(d.t("compare.identical"), kit.Small.In(kit.ColorGreen))
	case n == 0:
		c.count.Set(d.t("compare.identical_but", "n", noise), kit.Small.In(kit.ColorGreen))
	case noise == 0:
		c.count.Set(d.t("compare.differ", "n", grouped(int64(n))), kit.Small)
	default:
		c.count.Set(d.t("compare.differ_noise", "n", grouped(int64(n)), "noise", noise), kit.Small)
	}
	at := ""
	if n := len(c.diff); n > 0 {
		at = "– / " + grouped(int64(n))
		if c.went {
			at = grouped(int64(c.diff[c.here])) + " / " + grouped(int64(n))
		}
	}
	c.nth.Set(at, kit.Small)
	c.swap.Enable()
	c.left.copies.Enable()
	c.right.copies.Enable()
	c.onlyDifferent.Enable()
	for _, b := range []*kit.Button{c.previous, c.next} {
		if len(c.diff) > 0 {
			b.Enable()
		} else {
			b.Disable()
		}
	}
}

// section adds the rows of one part.
func (c *comparison) section(s int, add func(spot, kit.FacingRow)) {
	part := &c.sections[s]
	if len(part.Rows) == 0 {
		return
	}
	differ, noise := part.Count()
	if c.only && differ == 0 {
		return
	}
	d := c.deps
	note := d.t("compare.section.same")
	switch {
	case differ > 0:
		note = d.t("compare.section.differ", "n", grouped(int64(differ)))
	case noise > 0:
		note = d.t("compare.section.noise")
	}
	add(spot{place{s, -1}, noFold}, kit.FacingRow{Title: d.t("compare.part." + part.Part.String()), Note: note})
	lines := byLines(part)
	near := 0
	if lines {
		near = around
	}
	numbers := numbering{on: lines}
	rows := part.Rows
	for i := 0; i < len(rows); {
		if r := &rows[i]; differs(r) || noisy(r) {
			if differs(r) {
				add(spot{place{s, i}, noFold}, c.row(s, i, &numbers))
			} else {
				numbers.skip(r)
			}
			i++
			continue
		}
		end := i
		for end < len(rows) && !differs(&rows[end]) && !noisy(&rows[end]) {
			end++
		}
		c.equal(s, i, end, near, &numbers, add)
		i = end
	}
	if noise > 0 && !c.only {
		c.noise(s, noise, lines, add)
	}
}

// equal adds a run of equal rows, folded but for those next to a difference.
func (c *comparison) equal(s, from, to, near int, numbers *numbering, add func(spot, kit.FacingRow)) {
	rows := c.sections[s].Rows
	before, after := near, near
	if from == 0 {
		before = 0
	}
	if to == len(rows) {
		after = 0
	}
	hidden := to - from - before - after
	if c.only {
		for i := from; i < to; i++ {
			numbers.skip(&rows[i])
		}
		return
	}
	if hidden < 2 {
		for i := from; i < to; i++ {
			add(spot{place{s, i}, noFold}, c.row(s, i, numbers))
		}
		return
	}
	f := fold{place{s, from}, foldSame}
	for i := from; i < to; i++ {
		switch inside := i >= from+before && i < to-after; {
		case !inside:
			add(spot{place{s, i}, noFold}, c.row(s, i, numbers))
			continue
		case i == from+before:
			add(spot{f.place, foldSame}, kit.FacingRow{Fold: c.deps.t("compare.same", "n", grouped(int64(hidden))), Open: c.open[f]})
		}
		if c.open[f] {
			add(spot{place{s, i}, noFold}, c.row(s, i, numbers))
		} else {
			numbers.skip(&rows[i])
		}
	}
}

// noise adds what differs in a section without meaning anything, folded.
func (c *comparison) noise(s, n int, lines bool, add func(spot, kit.FacingRow)) {
	f := fold{place{s, -1}, foldNoise}
	add(spot{f.place, foldNoise}, kit.FacingRow{Fold: c.deps.t("compare.noise", "n", n), Open: c.open[f]})
	if !c.open[f] {
		return
	}
	numbers := numbering{on: lines}
	for i := range c.sections[s].Rows {
		if r := &c.sections[s].Rows[i]; noisy(r) {
			add(spot{place{s, i}, noFold}, c.row(s, i, &numbers))
		} else {
			numbers.skip(r)
		}
	}
}

// byLines says whether a section's rows are lines of bodies.
func byLines(s *compare.Section) bool {
	return (s.Part == compare.Message || s.Part == compare.Reply) && s.Rows[0].Name == ""
}

// numbering counts the lines of both sides.
type numbering struct {
	on          bool
	left, right int
}

func (n *numbering) skip(r *compare.Row) {
	if r.State != compare.OnlyB {
		n.left++
	}
	if r.State != compare.OnlyA {
		n.right++
	}
}

// row is one row as it is shown.
func (c *comparison) row(s, i int, numbers *numbering) kit.FacingRow {
	part := &c.sections[s]
	r := &part.Rows[i]
	a, b := c.values(part, r)
	spansA, spansB := r.SpansA, r.SpansB
	switch {
	case part.Part == compare.Outcome: // in words, of which no piece means anything
		spansA, spansB = []wechat.Span{{End: len(a)}}, []wechat.Span{{End: len(b)}}
	case a != r.A || b != r.B:
		spansA, spansB = compare.Spans(a, b)
	}
	if r.State != compare.Changed {
		spansA, spansB = nil, nil
	}
	out := kit.FacingRow{Label: c.label(part, r), Lines: linesAtFirst,
		Left:  kit.FacingText{Text: a, Spans: facingSpans(spansA), Mark: kit.ColorRed},
		Right: kit.FacingText{Text: b, Spans: facingSpans(spansB), Mark: kit.ColorGreen}}
	if c.full[place{s, i}] {
		out.Lines = 0
	} else {
		skipAlike(&out)
	}
	if numbers.skip(r); numbers.on {
		if r.State != compare.OnlyB {
			out.Left.Number = numbers.left
		}
		if r.State != compare.OnlyA {
			out.Right.Number = numbers.right
		}
	}
	none := c.deps.t("compare.none")
	switch {
	case r.State == compare.Changed:
		out.Sign, out.Tone = "≠", kit.ColorAmber
		if r.Noise {
			out.Tone = kit.ColorText3
		}
		if spansA == nil && spansB == nil { // too long to look where
			out.Left.Ground, out.Right.Ground = kit.ColorRedGround, kit.ColorGreenGround
		}
		c.empty(&out.Left, a)
		c.empty(&out.Right, b)
	case r.State == compare.OnlyA:
		out.Sign, out.Tone = "−", kit.ColorRed
		out.Left.Ground = kit.ColorRedGround
		out.Right = kit.FacingText{Text: none, None: true}
		c.empty(&out.Left, a)
	case r.State == compare.OnlyB:
		out.Sign, out.Tone = "+", kit.ColorGreen
		out.Right.Ground = kit.ColorGreenGround
		out.Left = kit.FacingText{Text: none, None: true}
		c.empty(&out.Right, b)
	case r.Moved:
		out.Sign, out.Tone = "↕", kit.ColorAmber
		out.Label += " · " + c.deps.t("compare.moved")
	}
	return out
}

// How much of what both values begin with is shown before the first difference, in bytes,
// where that comes late.
const (
	alikeMost = 240
	alikeLeft = 60
)

// skipAlike leaves out what two long values begin with alike, so that where they begin to
// differ is in sight.
func skipAlike(r *kit.FacingRow) {
	a, b := &r.Left, &r.Right
	first := len(a.Text)
	for _, t := range []*kit.FacingText{a, b} {
		if len(t.Spans) > 0 {
			first = min(first, t.Spans[0].From)
		}
	}
	if len(a.Spans)+len(b.Spans) == 0 || first <= alikeMost || first > len(b.Text) {
		return
	}
	from := first - alikeLeft
	for from > 0 && !utf8.RuneStart(a.Text[from]) {
		from--
	}
	r.Before = utf8.RuneCountInString(a.Text[:from])
	const dots = "…"
	for _, t := range []*kit.FacingText{a, b} {
		t.Text = dots + t.Text[from:]
		for i := range t.Spans {
			t.Spans[i].From += len(dots) - from
			t.Spans[i].To += len(dots) - from
		}
	}
}

// empty says in words that a value is there and empty, where its line has a number or not.
func (c *comparison) empty(t *kit.FacingText, value string) {
	if value == "" {
		*t = kit.FacingText{Text: c.deps.t("compare.empty"), None: true, Number: t.Number, Ground: t.Ground}
	}
}

func facingSpans(spans []wechat.Span) []kit.FacingSpan {
	out := make([]kit.FacingSpan, len(spans))
	for i, s := range spans {
		out[i] = kit.FacingSpan{From: s.Start, To: s.End}
	}
	return out
}

// readable is a value as it can be shown: bytes that are no text only by their length.
func (c *comparison) readable(value string) string {
	if !utf8.ValidString(value) && len(value) > 64 {
		return c.deps.t("compare.binary", "size", c.teller.bytes(int64(len(value))))
	}
	return visible([]byte(value))
}
