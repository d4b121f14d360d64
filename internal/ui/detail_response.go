package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// replyLimit is how long WeChat waits for an answer.
const replyLimit = 5 * time.Second

// response is the answer as it left: read, or byte for byte.
func (p *detail) response() fyne.CanvasObject {
	t, r := p.teller, &p.exchange.Response
	if len(r.Raw) == 0 {
		return p.noAnswer()
	}
	return p.document(p.wireForms(r.Raw, p.readResponse), &p.form[tabResponse], t.bytes(int64(len(r.Raw))))
}

// bodyRoom is how high the body of an answer is among the rest, in units.
const bodyRoom = 280

func (p *detail) readResponse() fyne.CanvasObject {
	x, t := p.exchange, p.teller
	r := &x.Response
	head := r.Header()
	rows := []tableRow{{name: t.t("detail.response.status"), value: head.Line}}
	if x.Reply != "" {
		rows = append(rows, tableRow{name: t.t("detail.response.reply"), value: x.Reply, note: t.reply(x.Reply)})
	}
	rule := tableRow{name: t.t("detail.response.rule"), value: x.Rule}
	if x.Rule == "" {
		rule.note = t.t("detail.response.rule.none")
	}
	if x.Opened.Kind != wechat.Verification && x.Opened.Kind != wechat.Foreign {
		rows = append(rows, rule)
	}
	rows = append(rows, p.specialRows()...)
	column := kit.Column(14, p.table(rows), p.timing())
	if after := p.afterSection(); after != nil {
		column.Add(after)
	}
	column.Add(p.section("detail.response.headers", nil, p.table(fieldRows(head))))
	column.Add(p.answer(head.Get("Content-Type")))
	return column
}

// answer is the body of the answer: before it was encrypted, where that can be told, and
// as it left.
func (p *detail) answer(contentType string) fyne.CanvasObject {
	x, t, d := p.exchange, p.teller, p.deps
	body := x.Response.Entity()
	head := kit.NewLabel(t.t("detail.response.body"), kit.Small.Bolder().In(kit.ColorText))
	if len(body) == 0 {
		return kit.Column(6, head, kit.NewLabel(t.t("detail.response.body.none"), kit.Faint))
	}
	guard := func(s string) string { return t.guard(x, s) }
	forms := p.bodyForms(docBody{body: body, contentType: contentType, guard: guard}, "detail.form.pretty")
	if clear, ok := d.engine.ReplyInClear(x.ID); ok {
		b := docBody{body: []byte(clear), guard: guard}
		forms = append([]docForm{{formClear, t.t("detail.form.clear"), func() string { s, _ := pretty(clear); return s },
			func() pane { return p.prettyCode(b) }}}, forms...)
	}
	frame := kit.NewGround(kit.ColorPanel, 8)
	frame.Line = kit.ColorLine
	return kit.Column(6, head, container.NewStack(frame, kit.Fixed(0, bodyRoom,
		kit.Inset(1, 1, p.document(forms, &p.body, t.bytes(int64(len(body))))))))
}
