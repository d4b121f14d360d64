package ui

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// lap is one step of a request's way.
type lap struct {
	name     string // key of its word
	from, to time.Duration
	color    fyne.ThemeColorName
}

func (l lap) took() time.Duration { return l.to - l.from }

// laps are the steps that a request is known to have gone, without a gap; none for one
// that was recorded before they were.
func laps(x *exchange.Exchange) (out []lap) {
	t := x.Timings
	verified := "verified"
	if x.Opened.Encrypted {
		verified = "opened"
	}
	end := time.Duration(0)
	for _, l := range []lap{{name: "received", to: t.Received, color: kit.ColorBlue}, {name: verified, to: t.Verified, color: kit.ColorGreen},
		{name: "decided", to: t.Decided, color: kit.ColorLink}, {name: "built", to: t.Built, color: kit.ColorText3},
		{name: "delivered", to: t.Delivered, color: kit.ColorSwitchOff}} {
		if l.to <= 0 || l.to < end {
			continue
		}
		l.from, end = end, l.to
		out = append(out, l)
	}
	return out
}

// fine is a duration in milliseconds with as many digits as tell something.
func fine(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	switch {
	case d < 10*time.Microsecond:
		return "<0.01 ms"
	case ms < 1:
		return strconv.FormatFloat(ms, 'f', 2, 64) + " ms"
	case ms < 10:
		return strconv.FormatFloat(ms, 'f', 1, 64) + " ms"
	}
	return took(d)
}

// timing is the time taken of the five seconds that WeChat waits, and what it went to.
func (p *detail) timing() fyne.CanvasObject {
	x := p.exchange
	steps := laps(x)
	column := kit.Column(4, kit.NewFlow(18, p.spent()...))
	scale := max(replyLimit, x.Duration)
	limit := float64(replyLimit) / float64(scale)
	if len(steps) == 0 || x.Duration < time.Second || x.Timings.Delivered == 0 { // its steps are too short, or do not tell all
		column.Add(kit.NewShares(parts([]lap{{to: x.Duration, color: kit.ColorGreen}}, scale)...).WithLimit(limit))
	}
	if len(steps) == 0 {
		return column
	}
	if x.Duration < time.Second {
		scale, limit = max(steps[len(steps)-1].to, 1), 2
	}
	column.Add(kit.NewShares(parts(steps, scale)...).WithLimit(limit))
	var legend []fyne.CanvasObject
	for _, l := range steps {
		legend = append(legend, kit.Row(5, kit.NewDot(l.color, 8), kit.NewLabel(p.teller.t("detail.timing."+l.name)+" "+fine(l.took()), kit.Small)))
	}
	column.Add(kit.Wrap(12, legend...))
	return column
}

// parts are steps on a bar that stands for scale; what lies beyond the limit is amber.
func parts(steps []lap, scale time.Duration) (out []kit.Share) {
	at := func(d time.Duration) float64 { return float64(d) / float64(scale) }
	for _, l := range steps {
		if l.from < replyLimit {
			out = append(out, kit.Share{From: at(l.from), To: at(min(l.to, replyLimit)), Color: l.color})
		}
		if l.to > replyLimit {
			out = append(out, kit.Share{From: at(max(l.from, replyLimit)), To: at(l.to), Color: kit.ColorAmber})
		}
	}
	return out
}

// spent says how long it took and whether WeChat waited for it.
func (p *detail) spent() []kit.Span {
	x, t := p.exchange, p.teller
	over := x.Duration - replyLimit
	if over <= 0 {
		return []kit.Span{{Text: t.t("detail.budget", "took", took(x.Duration)), Face: kit.Small}}
	}
	key, tone := "detail.budget.over", kit.Small.In(kit.ColorAmber)
	switch last := len(p.attempts) > 0 && p.attempts[len(p.attempts)-1] == x.ID; {
	case x.Via == exchange.Direct:
		key = "detail.budget.direct"
	case len(p.attempts) > 1 && !last:
		key = "detail.budget.retried"
	}
	words := t.t(key, "took", took(x.Duration), "over", took(over))
	return []kit.Span{{Text: kit.LevelWarning.Mark() + " ", Face: kit.Code.Sized(14).In(kit.ColorAmber)}, {Text: words, Face: tone}}
}

// unbroken is a space that no line is broken at.
const unbroken = "\u00a0"

// shortTiming is the time taken in one line, for the diagnosis; "" where its steps are not
// known.
func (t teller) shortTiming(x *exchange.Exchange) string {
	steps := laps(x)
	if len(steps) == 0 {
		return ""
	}
	words := make([]string, len(steps))
	for i, l := range steps {
		words[i] = strings.ReplaceAll(t.t("detail.timing."+l.name)+" "+fine(l.took()), " ", unbroken)
	}
	return t.t("detail.timing", "took", took(x.Duration), "steps", strings.Join(words, " · "))
}
