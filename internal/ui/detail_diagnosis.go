package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// diagnosis says what holds or does not, why, and every step on the way: as it was when
// the request came, or as it is with the present settings.
func (p *detail) diagnosis() fyne.CanvasObject {
	x, t := p.seen(), p.teller
	column := kit.Column(12)
	if p.present != nil {
		column.Add(p.sides())
	}
	causes := telling(x)
	lost := undelivered(x) && !p.now
	if lost {
		column.Add(p.undeliveredBanner(x))
	}
	switch {
	case len(causes) > 0:
		column.Add(p.causeBanner(x, &causes[0]))
		for i := range causes[1:] {
			column.Add(p.causeLine(x, &causes[i+1]))
		}
	case p.now:
		column.Add(banner(kit.LevelGood, t.t("detail.now.good.title"), prose(p.nowGood(), kit.Body)))
	case !lost:
		column.Add(banner(kit.LevelGood, t.t("detail.good.title"), prose(p.answered(), kit.Body)))
	}
	if steps := p.steps(x); len(steps) > 0 {
		column.Add(kit.Column(6, p.stepsHead(x), kit.NewSteps(p.stepLabel(), steps...)))
	}
	if x.Verdict == exchange.NotForUs {
		column.Add(kit.NewSteps(p.stepLabel(), p.strangerSteps(x)...))
	}
	if out := t.ruledOut(x); out != "" {
		column.Add(kit.NewFlow(18, kit.Span{Text: out, Face: kit.Small}))
	}
	if out := t.shortTiming(p.exchange); out != "" && !p.now {
		column.Add(kit.NewFlow(18, kit.Span{Text: out, Face: kit.Small}))
	}
	return column
}

// stepsHead stands above the steps: what they are, and what can be done with them.
func (p *detail) stepsHead(x *exchange.Exchange) fyne.CanvasObject {
	t := p.teller
	right := kit.Row(4)
	if p.present == nil && x.Verdict == exchange.Pass {
		right.Add(kit.NewButton(t.t("detail.recheck"), kit.Quiet, p.recheck))
	}
	var more *kit.Button
	more = kit.NewButton(t.t("detail.worked"), kit.Quiet, func() { kit.ShowMenu(more, 0, p.workedCopies()...) }).
		WithTail(kit.NewIcon(kit.Down, kit.ColorText2, 12))
	right.Add(more)
	return kit.Spread(8, kit.NewCutLabel(t.t("detail.steps"), kit.Small.Bolder().In(kit.ColorText)), right)
}

// stepLabel is the width of the step table's labels in the language.
func (p *detail) stepLabel() float32 {
	var w float32
	for _, key := range []string{"parameters", "sorted", "joined", "computed", "given", "result", "decrypted", "clock"} {
		w = max(w, kit.Width(p.teller.t("detail.step."+key), kit.Small))
	}
	return min(w+10, 130)
}

// banner is a title and a text on a ground that tells the level, with buttons below.
func banner(level kit.Level, title string, text []kit.Span, buttons ...fyne.CanvasObject) fyne.CanvasObject {
	tone := level.Color()
	if level == kit.LevelNone {
		tone = kit.ColorText
	}
	head := kit.NewFlow(20, kit.Span{Text: title, Face: kit.Strong.In(tone)})
	column := kit.Column(0, head)
	if len(text) > 0 {
		column.Add(kit.InsetSides(4, 0, 0, 0, kit.NewFlow(20, text...)))
	}
	if len(buttons) > 0 {
		column.Add(kit.InsetSides(8, 0, 0, 0, kit.Wrap(6, buttons...)))
	}
	return kit.NewBanner(level.Ground(), column)
}

// causeLevel is how much a cause weighs.
func causeLevel(x *exchange.Exchange, c *wechat.Cause) kit.Level {
	switch {
	case c.Warning, c.ID == wechat.WrongPath:
		return kit.LevelWarning
	case x.Verdict == exchange.NotForUs:
		return kit.LevelNone
	}
	return kit.LevelError
}

// causeBanner is the cause that matters most: what it is, the evidence, WeChat's own
// number for it, and what mends it.
func (p *detail) causeBanner(x *exchange.Exchange, c *wechat.Cause) fyne.CanvasObject {
	t := p.teller
	level, title := causeLevel(x, c), t.causeTitle(x, c)
	if p.now {
		title = t.t("detail.now.title", "title", title)
	}
	tone := level.Color()
	if level == kit.LevelNone {
		tone = kit.ColorText
	}
	column := kit.Column(4, kit.NewFlow(20, kit.Span{Text: title, Face: kit.Strong.In(tone)}),
		kit.NewFlow(20, prose(t.causeText(x, c), kit.Body)...))
	if e := t.evidence(x, c); e != nil {
		column.Add(kit.InsetSides(4, 2, 0, 0, e))
	}
	if s := t.official(c); s != "" {
		column.Add(kit.NewFlow(18, kit.Span{Text: s, Face: kit.Small}))
	}
	buttons := p.fixButtons(x, c)
	if p.present == nil && x.Verdict != exchange.Pass && (x.Profile != "" || c.ID == wechat.WrongPath) {
		buttons = append(buttons, kit.NewButton(t.t("detail.recheck"), kit.Plain, p.recheck))
	}
	if len(buttons) > 0 {
		column.Add(kit.InsetSides(4, 0, 0, 0, kit.Wrap(6, buttons...)))
	}
	return kit.NewBanner(level.Ground(), column)
}

// fixButtons are what mends a cause; none where the settings cannot.
func (p *detail) fixButtons(x *exchange.Exchange, c *wechat.Cause) []fyne.CanvasObject {
	if c.Fix == nil {
		return nil
	}
	f := newFixButton(p.deps, x, c, p.teller, p.recheck)
	f.follow(p.state)
	p.fixes = append(p.fixes, f)
	return f.buttons()
}

// official is WeChat's own number for a cause, and what it means there; "" for none.
func (t teller) official(c *wechat.Cause) string {
	code, ok := c.Official()
	if !ok {
		return ""
	}
	n := strconv.Itoa(code)
	return t.t("detail.official", "code", n, "meaning", t.words.Official(n))
}

// causeLine is a further cause, smaller.
func (p *detail) causeLine(x *exchange.Exchange, c *wechat.Cause) fyne.CanvasObject {
	t := p.teller
	level := causeLevel(x, c)
	tone := level.Color()
	head := []kit.Span{{Text: level.Mark() + " ", Face: kit.Code.Sized(14).In(tone)},
		{Text: t.causeTitle(x, c), Face: kit.Small.Bolder().In(tone)}}
	column := kit.Column(2, kit.NewFlow(18, head...), kit.NewFlow(18, prose(t.causeText(x, c), kit.Small)...))
	if e := t.evidence(x, c); e != nil {
		column.Add(kit.InsetSides(4, 2, 0, 0, e))
	}
	if buttons := p.fixButtons(x, c); len(buttons) > 0 {
		column.Add(kit.InsetSides(4, 0, 0, 0, kit.Wrap(6, buttons...)))
	}
	return kit.InsetSides(0, 0, 14, 14, column)
}

// answered is what a request that holds was answered with.
func (p *detail) answered() string {
	x, t := p.exchange, p.teller
	if x.Opened.Kind == wechat.Verification {
		return t.t("detail.good.verification")
	}
	reply := t.reply(x.Reply)
	if x.Rule == "" {
		return t.t("detail.good.no_rule", "reply", reply)
	}
	return t.t("detail.good.rule", "rule", strings.ReplaceAll(oneLine(x.Rule), "`", "'"), "reply", reply)
}

// reply is the word for a reply's type.
func (t teller) reply(kind string) string { return t.named("detail.reply.", kind) }

// ruledOut names what was looked for before the cause and is not the case; "" where
// there is nothing to name.
func (t teller) ruledOut(x *exchange.Exchange) string {
	var ids []string
	for _, id := range x.Opened.RuledOut {
		if id != wechat.TimestampSkew {
			ids = append(ids, string(id))
		}
	}
	out := t.words.RuledOut(ids)
	if len(ids) < len(x.Opened.RuledOut) {
		if off, ok := skew(x); ok {
			out = append(out, t.t("detail.ruled.clock", "skew", t.words.Span(strconv.FormatInt(off, 10))))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return t.t("detail.ruled", "list", strings.Join(out, " · "))
}

// skew is how many seconds lie between a request's timestamp and its coming, either way;
// false where the timestamp is no time in seconds.
func skew(x *exchange.Exchange) (int64, bool) {
	n, err := strconv.ParseInt(x.Opened.Check.Timestamp, 10, 64)
	if err != nil {
		return 0, false
	}
	off := n - x.Time.Unix()
	return max(off, -off), true
}
