package ui

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// delayForm edits the delay of an answer and sets it against the time that WeChat waits.
type delayForm struct {
	*formEnv
	at      thenAt
	message bool // the delay is that of a customer message, which nobody waits for
	field   *kit.Field
	fieldAt *kit.FormField
	bar     *kit.Budget
	words   *kit.Flow
	barAt   fyne.CanvasObject
	bad     bool // what stands in the field is no delay
}

func newDelayForm(e *formEnv, message bool) *delayForm {
	f := &delayForm{formEnv: e, message: message, bar: kit.NewBudget(reply.WeChatWaits.Seconds()), words: kit.NewFlow(18)}
	f.field = e.field(func(*reply.Rule, string) {})
	f.field.OnChanged = func(s string) { f.take(s, true) }
	f.field.OnSubmitted = func(s string) { f.take(s, false) }
	f.field.SetPlaceHolder(e.t("replies.delay.placeholder"))
	f.field.SetMax(40)
	label := "replies.field.delay"
	if message {
		label = "replies.field.delay_of_message"
	}
	f.fieldAt = kit.NewFormField(e.t(label), f.field)
	f.barAt = kit.NewFormField(" ", kit.Column(2, kit.InsetSides(7, 0, 0, 0, f.bar), f.words))
	return f
}

// take puts the delay in the rule, unless what was typed is none.
func (f *delayForm) take(s string, soon bool) {
	d, err := parseDelay(s)
	f.bad = err != nil
	f.edit(func(r *reply.Rule) {
		if t := f.at.edit(r); t != nil {
			if err != nil {
				d = reply.Delay{Min: -1} // an error, so that it does not come in force
			}
			t.Delay = d
		}
	}, soon)
}

// parseDelay reads what reply.ParseDelay does, and the units as people write them.
func parseDelay(s string) (reply.Delay, error) {
	s = strings.NewReplacer("毫秒", "ms", "分钟", "m", "分", "m", "秒", "s", "～", "-", "~", "-", "—", "-", "到", "-", "至", "-", " ", "").
		Replace(strings.ToLower(strings.TrimSpace(s)))
	s = strings.NewReplacer("seconds", "s", "second", "s", "sec", "s", "to", "-").Replace(s)
	if s == "" {
		return reply.Delay{}, nil
	}
	return reply.ParseDelay(s)
}

func (f *delayForm) show(at thenAt, t *reply.Then) {
	f.at = at
	shown, err := parseDelay(f.field.Text())
	if t.Delay.Min >= 0 && (err != nil || shown != t.Delay) {
		f.bad = false
		f.field.SetText(f.delayText(t.Delay))
	}
	if f.message {
		return
	}
	d := t.Delay
	if t.Fault == reply.FaultSlow && d.Max < reply.SlowFault {
		d = reply.Fixed(reply.SlowFault)
	}
	f.bar.Set(max(0, d.Min.Seconds()), d.Max.Seconds())
	key, color := "replies.delay.within", kit.ColorText2
	switch {
	case d.Max <= 0:
		key = "replies.delay.none"
	case d.Min >= reply.WeChatWaits:
		key, color = "replies.delay.late", kit.ColorRed
	case d.Max >= reply.WeChatWaits:
		key, color = "replies.delay.sometimes", kit.ColorAmber
	}
	f.words.Set(kit.Span{Text: f.t(key, "rest", seconds(reply.WeChatWaits-d.Max)), Face: kit.Small.In(color)})
}

// delayText is "2 秒" or "1–3 秒"; nothing for none.
func (f *delayForm) delayText(d reply.Delay) string {
	switch {
	case d.Max == 0:
		return ""
	case d.Min == d.Max:
		return f.t("replies.delay.fixed", "time", seconds(d.Max))
	}
	return f.t("replies.delay.range", "from", seconds(d.Min), "to", seconds(d.Max))
}

// seconds is a time in seconds: "1.5".
func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) }

func (f *delayForm) showProblems() {
	if f.bad {
		f.fieldAt.SetProblem(kit.LevelError, f.t("replies.delay.bad"))
		return
	}
	f.say(f.fieldAt, f.at.path()+".delay")
	if level, _ := f.fieldAt.Problem(); level == kit.LevelWarning && !f.message {
		f.fieldAt.SetProblem(kit.LevelNone, "") // the words below the bar say it
	}
}
