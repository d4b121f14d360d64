package ui

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// messageForm is one way to look at a body.
type messageForm struct {
	word string
	text func() string // to copy; exact
	show func() fyne.CanvasObject
}

// message is the body: its fields, the body set out in lines, decrypted if it came sealed,
// and as it came. Where it stops being XML or JSON the place is marked.
func (p *detail) message() fyne.CanvasObject {
	x, t := p.exchange, p.teller
	body := bodyOf(&x.Request)
	if len(body) == 0 {
		return kit.NewEmptyState(t.t("detail.message.none.title"), t.t("detail.message.none.text"))
	}
	list := p.messageForms(body)
	words := make([]string, len(list))
	for i, f := range list {
		words[i] = f.word
	}
	note := t.bytes(int64(len(body)))
	if x.Request.Cut {
		note = t.t("detail.cut", "kept", note, "size", t.bytes(max(x.Request.Size, 0)))
	}
	return p.forms(tabMessage, words, note, func(i int) string { return list[i].text() },
		func(i int) fyne.CanvasObject {
			if fault := p.fault(); fault != nil {
				return kit.Dock(kit.InsetSides(8, 8, 16, 16, p.causeBanner(fault)), nil, list[i].show())
			}
			return list[i].show()
		})
}

func (p *detail) messageForms(body []byte) (list []messageForm) {
	x, t := p.exchange, p.teller
	o := &x.Opened
	fault := p.fault()
	inner, word := body, "detail.form.pretty"
	if o.Plain != nil {
		inner, word = o.Plain, "detail.form.plain"
	}
	if m := o.Message; m != nil && len(m.Nodes) > 0 && fault == nil {
		list = append(list, messageForm{t.t("detail.form.fields"), func() string { return messageJSON(m) },
			func() fyne.CanvasObject { return p.scrolled(p.fields(m)) }})
	}
	guard := func(s string) string { return t.guard(x, s) }
	if fault != nil {
		line, _ := strconv.Atoi(fault.Args["line"])
		column, _ := strconv.Atoi(fault.Args["column"])
		list = append(list, messageForm{t.t("detail.form.fault"), func() string { return string(inner) }, func() fyne.CanvasObject {
			return p.code(len(inner), func() document {
				doc := mark(string(inner), line, column, guard)
				_, doc.syntax = pretty(string(inner[:min(len(inner), 64)]))
				return doc
			})
		}})
	} else {
		list = append(list, messageForm{t.t(word), func() string { s, _ := pretty(string(inner)); return s }, func() fyne.CanvasObject {
			return p.code(len(inner), func() document {
				text, syntax := pretty(string(inner))
				return document{text: guard(visible([]byte(text))), syntax: syntax}
			})
		}})
	}
	return append(list, messageForm{t.t("detail.form.raw"), func() string { return string(body) }, func() fyne.CanvasObject {
		return p.code(len(body), func() document {
			_, syntax := pretty(string(body[:min(len(body), 64)]))
			return document{text: guard(visible(body)), syntax: syntax}
		})
	}})
}

// fault is the cause that the body is malformed, nil if it is not.
func (p *detail) fault() *wechat.Cause {
	causes := p.exchange.Opened.Causes
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
		rows = append(rows, r)
	}
	return p.table(rows)
}
