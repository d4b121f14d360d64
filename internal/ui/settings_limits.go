package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"echostr/internal/profile"
	"echostr/internal/ui/kit"
)

// limitSettings are how many of the recorded requests are kept: three limits, of which the
// first that is reached counts.
type limitSettings struct {
	count, size, age *limitChoice
	root             fyne.CanvasObject
}

// limitChoice is one limit, out of a few. A value that stands in the settings and is none
// of them is offered as well.
type limitChoice struct {
	tell   func(value int) string
	values []int
	choice *kit.Select
}

// The limits on offer; the journal's own are 100,000 requests and 1 GB, which 0 means.
var (
	keptCounts = []int{10_000, 100_000, 1_000_000}
	keptSizes  = []int{256, 1024, 4096} // MiB
	keptDays   = []int{0, 7, 30, 90}
)

func newLimitSettings(d *deps) *limitSettings {
	l := &limitSettings{
		count: newLimitChoice(keptCounts, func(n int) string { return d.t("settings.keep.count", "n", grouped(int64(n))) },
			func(n int) { d.editSettings(func(s *profile.Settings) { s.Keep.Count = n }) }),
		size: newLimitChoice(keptSizes, func(n int) string { return sizeText(d, int64(n)<<20) },
			func(n int) { d.editSettings(func(s *profile.Settings) { s.Keep.MB = n }) }),
		age: newLimitChoice(keptDays, func(n int) string {
			if n == 0 {
				return d.t("settings.keep.any")
			}
			return d.t("settings.keep.days", "n", n)
		}, func(n int) { d.editSettings(func(s *profile.Settings) { s.Keep.Days = n }) }),
	}
	l.root = labelled(d.t("settings.keep"), kit.Column(6,
		kit.Row(8, kit.Fixed(160, 0, l.count.choice), kit.Fixed(120, 0, l.size.choice), kit.Fixed(120, 0, l.age.choice)),
		kit.NewFlow(18, kit.Span{Text: d.t("settings.keep.text"), Face: kit.Faint})))
	return l
}

func newLimitChoice(values []int, tell func(int) string, chosen func(int)) *limitChoice {
	c := &limitChoice{tell: tell, values: values}
	c.choice = kit.NewSelect(c.words(), func(i int) { chosen(c.values[i]) })
	return c
}

// show turns to the limit in force.
func (c *limitChoice) show(value int) {
	i := slices.Index(c.values, value)
	if i < 0 {
		i = len(c.values)
		c.values = append(slices.Clone(c.values), value)
		c.choice.SetWords(c.words())
	}
	c.choice.SetChoice(i)
}

func (c *limitChoice) words() (out []string) {
	for _, v := range c.values {
		out = append(out, c.tell(v))
	}
	return out
}

func (l *limitSettings) apply(c change) {
	keep := c.state.Settings.Keep
	l.count.show(orElse(keep.Count, 100_000))
	l.size.show(orElse(keep.MB, 1024))
	l.age.show(max(keep.Days, 0))
}

// orElse is n, or the default where n means it.
func orElse(n, standard int) int {
	if n <= 0 {
		return standard
	}
	return n
}
