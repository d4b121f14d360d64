package ui

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/simulate"
	"echostr/internal/ui/kit"
)

// replayOften is the choice of how often a request is sent.
type replayOften struct {
	deps    *deps
	changed func()

	choice                     *kit.Segmented
	at                         *kit.FormField
	times, parallel, gap       *kit.Field
	timesAt, parallelAt, gapAt *kit.FormField
	numbers                    *fyne.Container
	root                       *fyne.Container
}

// The choices, in order.
const (
	sendOnce = iota
	sendMany
	sendAsWeChat
)

// gapMost is the longest gap that can be typed, in milliseconds.
const gapMost = 60_000

func newReplayOften(d *deps, changed func()) *replayOften {
	o := &replayOften{deps: d, changed: changed}
	o.choice = kit.NewSegmented([]string{d.t("replay.once"), d.t("replay.many"), d.t("replay.retry")}, func(int) { o.turn() })
	o.at = kit.NewFormField(d.t("replay.often"), o.choice)
	number := func(text string) *kit.Field {
		f := kit.NewField(text)
		f.SetMax(6)
		f.OnChanged = func(string) {
			o.look()
			changed()
		}
		return f
	}
	o.times, o.parallel, o.gap = number("10"), number("1"), number("0")
	o.timesAt = kit.NewFormField(d.t("replay.times"), o.times)
	o.parallelAt = kit.NewFormField(d.t("replay.parallel"), o.parallel)
	o.gapAt = kit.NewFormField(d.t("replay.gap"), o.gap)
	o.numbers = kit.Even(10, 0, o.timesAt, o.parallelAt, o.gapAt)
	o.numbers.Hide()
	o.root = kit.Column(8, o.at, o.numbers)
	return o
}

func (o *replayOften) turn() {
	toggle(o.numbers, o.choice.Choice() == sendMany)
	hint := ""
	if o.choice.Choice() == sendAsWeChat {
		hint = o.deps.t("replay.retry.hint")
	}
	o.at.SetHint(hint)
	o.root.Refresh()
	o.changed()
}

// plan is what was chosen; ok says whether it can be.
func (o *replayOften) plan() (p simulate.Plan, ok bool) {
	switch o.choice.Choice() {
	case sendAsWeChat:
		return simulate.Plan{Retry: true}, true
	case sendMany:
		return o.look()
	}
	return simulate.Plan{Times: 1}, true
}

// look reads the numbers and says what is wrong with them.
func (o *replayOften) look() (p simulate.Plan, ok bool) {
	d := o.deps
	read := func(at *kit.FormField, f *kit.Field, least, most int) int {
		n, err := strconv.Atoi(strings.TrimSpace(f.Text()))
		if err != nil || n < least || n > most {
			at.SetProblem(kit.LevelError, d.t("replay.number", "least", least, "most", grouped(int64(most))))
			return -1
		}
		at.SetProblem(kit.LevelNone, "")
		return n
	}
	times := read(o.timesAt, o.times, 1, simulate.MaxTimes)
	parallel := read(o.parallelAt, o.parallel, 1, simulate.MaxParallel)
	if parallel > 1 { // all begin as soon as one before has ended
		o.gap.Disable()
		o.gapAt.SetProblem(kit.LevelNone, "")
		return simulate.Plan{Times: times, Parallel: parallel}, times > 0
	}
	o.gap.Enable()
	gap := read(o.gapAt, o.gap, 0, gapMost)
	return simulate.Plan{Times: times, Gap: time.Duration(gap) * time.Millisecond}, times > 0 && parallel > 0 && gap >= 0
}
