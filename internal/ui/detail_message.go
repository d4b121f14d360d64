package ui

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// message is the body: its fields, the body set out in lines, decrypted if it came sealed,
// and as it came. Where it stops being XML or JSON the place is marked.
func (p *detail) message() fyne.CanvasObject {
	x, t := p.seen(), p.teller
	body := x.Request.Entity()
	if len(body) == 0 {
		return kit.NewEmptyState(t.t("detail.message.none.title"), t.t("detail.message.none.text"))
	}
	note := t.bytes(int64(len(body)))
	if x.Request.Cut {
		note = t.t("detail.cut", "kept", note, "size", t.bytes(max(x.Request.Size, 0)))
	}
	if p.now {
		note = t.t("detail.now") + " · " + note
	}
	shown := p.document(p.messageForms(x, body), &p.form[tabMessage], note)
	switch why := bodyCause(x); {
	case why != nil && why == malformed(x): // the words stand at the place as well
		return kit.Dock(kit.InsetSides(10, 0, 2, 2, p.causeLine(x, why)), nil, shown)
	case why != nil:
		return kit.Dock(kit.InsetSides(10, 0, 16, 16, p.causeBanner(x, why)), nil, shown)
	}
	return shown
}

// bodyCause is the cause why a body cannot be read: it is malformed, or it is sealed and
// did not open; nil if it can.
func bodyCause(x *exchange.Exchange) *wechat.Cause {
	if f := malformed(x); f != nil {
		return f
	}
	o := &x.Opened
	if !o.Encrypted || o.Plain != nil || !o.Check.OK {
		return nil
	}
	for i := range o.Causes {
		if !o.Causes[i].Warning {
			return &o.Causes[i]
		}
	}
	return nil
}

func (p *detail) messageForms(x *exchange.Exchange, body []byte) (list []docForm) {
	t, o := p.teller, &x.Opened
	came := docBody{body: body, contentType: x.Request.Header().Get("Content-Type"), guard: func(s string) string { return t.guard(x, s) }}
	inner, word := came, "detail.form.pretty"
	if o.Plain != nil {
		inner, word = docBody{body: o.Plain, guard: came.guard}, "detail.form.plain"
	}
	if o.Plain != nil && o.Envelope != nil {
		list = append(list, docForm{formSealed, t.t("detail.form.sealed"), func() string { s, _ := pretty(string(inner.body)); return s },
			func() pane { return pane{object: p.sealed(x, came, inner)} }})
	}
	broken := malformed(x)
	if m := o.Message; m != nil && len(m.Nodes) > 0 && broken == nil {
		list = append(list, docForm{formFields, t.t("detail.form.fields"), func() string { return messageJSON(m) },
			func() pane { return pane{object: p.scrolled(p.fields(m))} }})
	}
	if broken != nil {
		line, _ := strconv.Atoi(broken.Args["line"])
		column, _ := strconv.Atoi(broken.Args["column"])
		inner.fault, word = t.faultAt(line, column, wechat.Syntax(broken.Args["problem"])), "detail.form.fault"
	}
	if o.Plain == nil && o.Envelope == nil {
		return append(list, p.bodyForms(inner, word)...)
	}
	for _, f := range p.bodyForms(inner, word) { // and of what came: raw and bytes
		if f.form != formRaw && f.form != formHex {
			list = append(list, f)
		}
	}
	return append(list, p.rawForm(came), p.hexForm(came))
}

// malformed is the cause that the body is not what it should be, nil if it is.
func malformed(x *exchange.Exchange) *wechat.Cause {
	causes := x.Opened.Causes
	for i := range causes {
		if causes[i].ID == wechat.BodySyntax && causes[i].Args["line"] != "" {
			return &causes[i]
		}
	}
	return nil
}

// fields are the message's values by name, nested ones with dots between.
func (p *detail) fields(m *wechat.Message) fyne.CanvasObject {
	t := p.teller
	var rows []tableRow
	for _, l := range m.Leaves() {
		r := tableRow{name: l.Path, value: l.Value}
		if name := l.Path[strings.LastIndexByte(l.Path, '.')+1:]; strings.HasSuffix(name, "Time") {
			if n, err := strconv.ParseInt(l.Value, 10, 64); err == nil && n > 1e9 && n < 1<<33 {
				r.note = time.Unix(n, 0).Local().Format("2006-01-02 15:04:05")
			}
		}
		if l.Path == "MsgType" || l.Path == "Event" {
			prefix := "kind."
			if l.Path == "Event" {
				prefix = "kind.event."
			}
			if word := t.named(prefix, l.Value); word != oneLine(l.Value) {
				r.note = word
			}
		}
		if namesPicture(l.Path) {
			if one := p.pictureOf(l.Value); one != nil {
				r.below = one.box
			}
		}
		rows = append(rows, r)
	}
	return p.table(rows)
}
