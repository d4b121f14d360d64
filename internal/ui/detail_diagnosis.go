package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// diagnosis says what holds or does not, why, and every step on the way.
func (p *detail) diagnosis() fyne.CanvasObject {
	x, t := p.exchange, p.teller
	column := kit.Column(12)
	causes := x.Opened.Causes
	switch {
	case len(causes) > 0:
		column.Add(p.causeBanner(&causes[0]))
		for i := range causes[1:] {
			column.Add(p.causeLine(&causes[i+1]))
		}
	default:
		column.Add(banner(kit.LevelGood, t.t("detail.good.title"), prose(p.answered(), kit.Body)))
	}
	if steps := p.steps(); len(steps) > 0 {
		column.Add(kit.NewSteps(p.stepLabel(), steps...))
	}
	if x.Verdict == exchange.NotForUs {
		column.Add(kit.NewSteps(p.stepLabel(), p.strangerSteps()...))
	}
	if out := t.ruledOut(x); out != "" {
		column.Add(kit.NewFlow(18, kit.Span{Text: out, Face: kit.Small}))
	}
	return column
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

func (p *detail) causeBanner(c *wechat.Cause) fyne.CanvasObject {
	x, t := p.exchange, p.teller
	var buttons []fyne.CanvasObject
	if c.Fix != nil {
		p.fix = newFixButton(p.deps, x, c, t)
		p.fix.follow(p.state)
		buttons = append(buttons, p.fix.button)
	}
	return banner(causeLevel(x, c), t.causeTitle(x, c), prose(t.causeText(x, c), kit.Body), buttons...)
}

// causeLine is a further cause, smaller.
func (p *detail) causeLine(c *wechat.Cause) fyne.CanvasObject {
	x, t := p.exchange, p.teller
	level := causeLevel(x, c)
	tone := level.Color()
	head := []kit.Span{{Text: level.Mark() + " ", Face: kit.Code.Sized(14).In(tone)},
		{Text: t.causeTitle(x, c), Face: kit.Small.Bolder().In(tone)}}
	text := kit.NewFlow(18, prose(t.causeText(x, c), kit.Small)...)
	return kit.InsetSides(0, 0, 14, 14, kit.Column(2, kit.NewFlow(18, head...), text))
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

// ruleOrder is the order in which the causes of a wrong signature are looked for; each
// entry is a words key and the causes that prove it. Whatever stands before the proven
// one was looked for and is not the case.
var ruleOrder = []struct {
	key    string
	causes []wechat.CauseID
}{
	{"missing", []wechat.CauseID{wechat.ParameterMissing, wechat.ParameterEmpty}},
	{"duplicate", []wechat.CauseID{wechat.ParameterDuplicate}},
	{"shape", []wechat.CauseID{wechat.SignatureUppercase, wechat.SignatureCharacters, wechat.SignatureLength}},
	{"encoding", []wechat.CauseID{wechat.ParameterWhitespace, wechat.ParameterEncoding}},
	{"spelling", []wechat.CauseID{wechat.TokenWhitespace, wechat.TokenCase, wechat.TokenFullWidth}},
	{"earlier", []wechat.CauseID{wechat.TokenEarlier}},
	{"profiles", []wechat.CauseID{wechat.TokenOtherProfile}},
	{"confused", []wechat.CauseID{wechat.TokenIsAppID, wechat.TokenIsAppSecret, wechat.TokenIsAESKey}},
	{"field", []wechat.CauseID{wechat.SignatureWrongField}},
	{"sort", []wechat.CauseID{wechat.SortNumeric}},
}

// ruledOut names what was looked for and not found before the cause of a wrong signature,
// and that the clock agrees if it does; "" for any other exchange.
func (t teller) ruledOut(x *exchange.Exchange) string {
	o := &x.Opened
	if x.Verdict != exchange.Fail || o.Check.OK || o.Check.Scheme == wechat.NoScheme || o.Check.Given == "" || len(o.Causes) == 0 {
		return ""
	}
	var out []string
	found := false
	for _, r := range ruleOrder {
		for _, c := range r.causes {
			found = found || c == o.Causes[0].ID
		}
		if found {
			break
		}
		out = append(out, t.t("detail.ruled."+r.key))
	}
	if !found && o.Causes[0].ID != wechat.TokenMismatch && o.Causes[0].ID != wechat.DebugTool {
		return ""
	}
	if off, ok := skew(x); ok && max(off, -off) <= wechat.SkewAllowed {
		out = append(out, t.t("detail.ruled.clock", "skew", t.off(off)))
	}
	if len(out) == 0 {
		return ""
	}
	return t.t("detail.ruled", "list", strings.Join(out, " · "))
}
