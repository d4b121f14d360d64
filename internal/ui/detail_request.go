package ui

import (
	"fyne.io/fyne/v2"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// request is the request as it came: read, or byte for byte.
func (p *detail) request() fyne.CanvasObject {
	x, t := p.exchange, p.teller
	r := &x.Request
	note := t.bytes(int64(len(r.Raw)))
	if r.Cut {
		note = t.t("detail.cut", "kept", note, "size", t.bytes(max(r.Size, 0)))
	}
	return p.document(p.wireForms(r.Raw, p.readRequest), &p.form[tabRequest], note)
}

// wireForms are the ways to look at a whole request or answer.
func (p *detail) wireForms(raw []byte, read func() fyne.CanvasObject) []docForm {
	x, t := p.exchange, p.teller
	b := docBody{body: raw, guard: func(s string) string { return t.guard(x, s) }}
	return []docForm{
		{formRead, t.t("detail.form.read"), func() string { return string(raw) }, func() pane { return pane{object: p.scrolled(read())} }},
		{formRaw, t.t("detail.form.raw"), func() string { return string(raw) }, func() pane {
			return p.code(len(raw), func() (kit.CodeSource, int) { return shown(string(raw), kit.SyntaxHTTP, b.guard), 0 })
		}},
		p.hexForm(b),
	}
}

func (p *detail) readRequest() fyne.CanvasObject {
	x, t := p.exchange, p.teller
	r := &x.Request
	head := r.Header()
	line := []tableRow{
		{name: t.t("detail.request.method"), value: r.Method},
		{name: t.t("detail.request.path"), value: r.Path},
		{name: t.t("detail.request.proto"), value: r.Proto},
		{name: t.t("detail.request.remote"), value: x.Remote, note: t.t("detail.via." + x.Via.String())},
	}
	column := kit.Column(14, p.table(line))
	if rows := t.pairRows(wechat.Query(r.Query), func(s string) string { return t.guard(x, s) }); len(rows) > 0 {
		column.Add(p.section("detail.request.query", func() string { return r.Query }, p.table(rows)))
	}
	if len(head.Fields) > 0 {
		column.Add(p.section("detail.request.headers", func() string { return string(r.Raw[:min(r.Head, len(r.Raw))]) },
			p.table(fieldRows(head))))
	}
	return column
}

func fieldRows(h exchange.Head) []tableRow {
	var rows []tableRow
	for _, f := range h.Fields {
		rows = append(rows, tableRow{name: oneLine(visible([]byte(f.Name))), value: f.Value})
	}
	return rows
}
