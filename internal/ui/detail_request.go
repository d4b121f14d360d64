package ui

import (
	"fyne.io/fyne/v2"

	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// request is the request as it came: read, or byte for byte.
func (p *detail) request() fyne.CanvasObject {
	x, t := p.exchange, p.teller
	r := &x.Request
	note := t.bytes(int64(len(r.Raw)))
	if r.Cut {
		note = t.t("detail.cut", "kept", t.bytes(int64(len(r.Raw))), "size", t.bytes(max(r.Size, 0)))
	}
	words := []string{t.t("detail.form.read"), t.t("detail.form.raw")}
	raw := func(int) string { return string(r.Raw) }
	return p.forms(p.form[tabRequest], func(i int) { p.form[tabRequest] = i }, words, note, raw, func(form int) fyne.CanvasObject {
		if form == 1 {
			return p.code(len(r.Raw), func() document {
				return document{text: t.guard(x, visible(r.Raw)), syntax: kit.SyntaxHTTP}
			})
		}
		return p.scrolled(p.readRequest())
	})
}

func (p *detail) readRequest() fyne.CanvasObject {
	x, t := p.exchange, p.teller
	r := &x.Request
	head := headOf(r)
	line := []tableRow{
		{t.t("detail.request.method"), r.Method, ""},
		{t.t("detail.request.path"), r.Path, ""},
		{t.t("detail.request.proto"), r.Proto, ""},
		{t.t("detail.request.remote"), x.Remote, t.t("detail.via." + x.Via.String())},
	}
	column := kit.Column(14, p.table(line))
	if pairs := wechat.Query(r.Query).Pairs(); len(pairs) > 0 {
		var rows []tableRow
		for _, q := range pairs {
			row := tableRow{name: oneLine(visible([]byte(q.Name))), value: q.Value}
			switch {
			case q.Broken:
				row.note = t.t("detail.query.broken")
			case q.Raw != q.Value && len(q.Raw) < 200:
				row.note = t.t("detail.query.raw", "raw", visible([]byte(t.guard(x, q.Raw))))
			}
			rows = append(rows, row)
		}
		column.Add(p.section("detail.request.query", func() string { return r.Query }, p.table(rows)))
	}
	if len(head.fields) > 0 {
		column.Add(p.section("detail.request.headers", func() string { return string(r.Raw[:min(r.Head, len(r.Raw))]) },
			p.table(fieldRows(head))))
	}
	return column
}

func fieldRows(h httpHead) []tableRow {
	var rows []tableRow
	for _, f := range h.fields {
		rows = append(rows, tableRow{name: oneLine(visible([]byte(f.name))), value: f.value})
	}
	return rows
}
