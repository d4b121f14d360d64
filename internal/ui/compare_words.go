package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"echostr/internal/compare"
	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// label is what a row is called.
func (c *comparison) label(s *compare.Section, r *compare.Row) string {
	switch s.Part {
	case compare.Outcome, compare.RequestLine:
		return c.deps.t("compare.field." + r.Name)
	case compare.Status:
		return c.deps.t("compare.field.status_line")
	}
	return oneLine(visible([]byte(r.Name)))
}

// values are both sides of a row as they are shown.
func (c *comparison) values(s *compare.Section, r *compare.Row) (a, b string) {
	if s.Part == compare.Outcome {
		return c.outcome(r.Name, r.A, c.x), c.outcome(r.Name, r.B, c.y)
	}
	return c.guard(c.readable(r.A)), c.guard(c.readable(r.B))
}

// guard masks the OpenIDs of both sides, if they shall be.
func (c *comparison) guard(text string) string {
	if !c.teller.mask {
		return text
	}
	ids := append(openIDs(c.x), openIDs(c.y)...)
	slices.SortFunc(ids, func(a, b string) int { return len(b) - len(a) })
	return maskIDs(text, ids)
}

// outcome puts what became of a request into words.
func (c *comparison) outcome(name, value string, x *exchange.Exchange) string {
	t := c.teller
	if value == "" {
		return ""
	}
	switch name {
	case "verdict":
		return t.t("compare.verdict." + value)
	case "kind":
		return t.named("compare.kind.", value)
	case "causes":
		var titles []string
		for i := range x.Opened.Causes {
			titles = append(titles, t.causeTitle(x, &x.Opened.Causes[i]))
		}
		return strings.Join(titles, " · ")
	case "reply":
		return t.reply(value)
	case "via":
		return t.t("detail.via." + value)
	case "profile":
		if p, ok := c.deps.engine.Snapshot().Settings.Profile(value); ok {
			return p.Name
		}
	case "duration":
		return took(x.Duration)
	}
	return oneLine(visible([]byte(value)))
}

// tapped opens or closes a fold, or shows a value whole.
func (c *comparison) tapped(i int) {
	if s := c.at[i]; s.fold != noFold {
		f := fold{s.place, s.fold}
		c.open[f] = !c.open[f]
	} else {
		c.full[s.place] = true
	}
	c.fill()
}

// menu offers to copy a row.
func (c *comparison) menu(i int, at fyne.Position) {
	d, s := c.deps, c.at[i]
	r := &c.sections[s.section].Rows[s.row]
	items := []kit.MenuItem{
		{Text: d.t("compare.copy.left"), Disabled: r.State == compare.OnlyB, Act: func() { d.copied(r.A) }},
		{Text: d.t("compare.copy.right"), Disabled: r.State == compare.OnlyA, Act: func() { d.copied(r.B) }},
	}
	kit.ShowMenuAt(d.window.Canvas(), at, items...)
}

// copySide copies all of one side, as text. Copies are exact, also while OpenIDs are masked.
func (c *comparison) copySide(left bool) {
	var b strings.Builder
	for s := range c.sections {
		part := &c.sections[s]
		begun := false
		for i := range part.Rows {
			r := &part.Rows[i]
			value, missing := r.A, r.State == compare.OnlyB
			if !left {
				value, missing = r.B, r.State == compare.OnlyA
			}
			if missing {
				continue
			}
			if !begun {
				begun = true
				if b.Len() > 0 {
					b.WriteByte('\n')
				}
				b.WriteString("## " + c.deps.t("compare.part."+part.Part.String()) + "\n")
			}
			switch {
			case part.Part == compare.Outcome:
				x := c.x
				if !left {
					x = c.y
				}
				b.WriteString(c.label(part, r) + ": " + c.outcome(r.Name, value, x) + "\n")
			case r.Name != "":
				b.WriteString(c.label(part, r) + ": " + value + "\n")
			default:
				b.WriteString(value + "\n")
			}
		}
	}
	c.deps.copied(b.String())
}
