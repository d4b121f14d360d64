package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// replyLimit is how long WeChat waits for an answer.
const replyLimit = 5 * time.Second

// response is the answer as it left: read, or byte for byte.
func (p *detail) response() fyne.CanvasObject {
	x, t := p.exchange, p.teller
	r := &x.Response
	if len(r.Raw) == 0 {
		return p.noAnswer()
	}
	words := []string{t.t("detail.form.read"), t.t("detail.form.raw")}
	return p.forms(p.form[tabResponse], func(i int) { p.form[tabResponse] = i }, words, t.bytes(int64(len(r.Raw))), func(int) string { return string(r.Raw) }, func(form int) fyne.CanvasObject {
		if form == 1 {
			return p.code(len(r.Raw), func() document {
				return document{text: t.guard(x, visible(r.Raw)), syntax: kit.SyntaxHTTP}
			})
		}
		return p.readResponse()
	})
}

// bodyRoom is how high the code view of an answer's body is among the rest, in units.
const bodyRoom = 180

func (p *detail) readResponse() fyne.CanvasObject {
	x, t := p.exchange, p.teller
	r := &x.Response
	head := readHead(r.Raw[:min(r.Head, len(r.Raw))])
	rows := []tableRow{{t.t("detail.response.status"), head.line, ""}}
	if x.Reply != "" {
		rows = append(rows, tableRow{t.t("detail.response.reply"), x.Reply, t.reply(x.Reply)})
	}
	rule := tableRow{t.t("detail.response.rule"), x.Rule, ""}
	if x.Rule == "" {
		rule.note = t.t("detail.response.rule.none")
	}
	if x.Opened.Kind != wechat.Verification && x.Opened.Kind != wechat.Foreign {
		rows = append(rows, rule)
	}
	rows = append(rows, p.specialRows()...)
	column := kit.Column(14, p.table(rows), p.budget())
	column.Add(p.section("detail.response.headers", nil, p.table(fieldRows(head))))
	body := r.Body()
	if len(body) == 0 {
		column.Add(p.section("detail.response.body", nil, kit.NewLabel(t.t("detail.response.body.none"), kit.Faint)))
		return p.scrolled(column)
	}
	column.Add(p.section("detail.response.body", func() string { return string(body) },
		kit.Fixed(0, bodyRoom, p.code(len(body), func() document {
			text, syntax := pretty(string(body))
			return document{text: t.guard(x, visible([]byte(text))), syntax: syntax}
		}))))
	return p.scrolled(column)
}

// budget is the time taken of the five seconds that WeChat waits.
func (p *detail) budget() fyne.CanvasObject {
	x, t := p.exchange, p.teller
	bar := kit.NewProgress()
	bar.SetValue(float64(x.Duration) / float64(replyLimit))
	words, face := t.t("detail.budget", "took", took(x.Duration)), kit.Small
	if x.Duration > replyLimit {
		words, face = t.t("detail.budget.over", "took", took(x.Duration)), kit.Small.In(kit.ColorAmber)
	}
	return kit.Column(4, kit.NewFlow(18, kit.Span{Text: words, Face: face}), bar)
}
