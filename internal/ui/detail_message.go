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

// The forms of a body. A choice is remembered by form, whichever others there are.
const (
	formFirst = iota // none was chosen yet: whatever stands first
	formFields
	formPretty
	formRaw
	formSealed // the ciphertext and what was in it
)

// messageForm is one way to look at a body.
type messageForm struct {
	form int
	word string
	text func() string // to copy; exact
	show func() fyne.CanvasObject
}

// message is the body: its fields, the body set out in lines, decrypted if it came sealed,
// and as it came. Where it stops being XML or JSON the place is marked.
func (p *detail) message() fyne.CanvasObject {
	x, t := p.seen(), p.teller
	body := bodyOf(&x.Request)
	if len(body) == 0 {
		return kit.NewEmptyState(t.t("detail.message.none.title"), t.t("detail.message.none.text"))
	}
	list := p.messageForms(x, body)
	words := make([]string, len(list))
	chosen := 0
	for i, f := range list {
		words[i] = f.word
		if f.form == p.form[tabMessage] {
			chosen = i
		}
	}
	note := t.bytes(int64(len(body)))
	if x.Request.Cut {
		note = t.t("detail.cut", "kept", note, "size", t.bytes(max(x.Request.Size, 0)))
	}
	if p.now {
		note = t.t("detail.now") + " · " + note
	}
	choose := func(i int) { p.form[tabMessage] = list[i].form }
	return p.forms(chosen, choose, words, note, func(i int) string { return list[i].text() },
		func(i int) fyne.CanvasObject {
			if why := bodyCause(x); why != nil {
				return kit.Dock(kit.InsetSides(8, 8, 16, 16, p.causeBanner(x, why)), nil, list[i].show())
			}
			return list[i].show()
		})
}

// bodyCause is the cause why a body cannot be read: it is malformed, or it is sealed and
// did not open; nil if it can.
func bodyCause(x *exchange.Exchange) *wechat.Cause {
	if f := fault(x); f != nil {
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

func (p *detail) messageForms(x *exchange.Exchange, body []byte) (list []messageForm) {
	t := p.teller
	o := &x.Opened
	fault := fault(x)
	inner, word := body, "detail.form.pretty"
	if o.Plain != nil {
		inner, word = o.Plain, "detail.form.plain"
	}
	guard := func(s string) string { return t.guard(x, s) }
	if o.Plain != nil && o.Envelope != nil {
		list = append(list, messageForm{formSealed, t.t("detail.form.sealed"), func() string { s, _ := pretty(string(inner)); return s },
			func() fyne.CanvasObject { return p.sealed(x, body, guard) }})
	}
	if m := o.Message; m != nil && len(m.Nodes) > 0 && fault == nil {
		list = append(list, messageForm{formFields, t.t("detail.form.fields"), func() string { return messageJSON(m) },
			func() fyne.CanvasObject { return p.scrolled(p.fields(m)) }})
	}
	if fault != nil {
		line, _ := strconv.Atoi(fault.Args["line"])
		column, _ := strconv.Atoi(fault.Args["column"])
		list = append(list, messageForm{formPretty, t.t("detail.form.fault"), func() string { return string(inner) }, func() fyne.CanvasObject {
			return p.code(len(inner), func() document {
				doc := mark(string(inner), line, column, guard)
				_, doc.syntax = pretty(string(inner[:min(len(inner), 64)]))
				return doc
			})
		}})
	} else {
		list = append(list, messageForm{formPretty, t.t(word), func() string { s, _ := pretty(string(inner)); return s }, func() fyne.CanvasObject {
			return p.code(len(inner), func() document {
				text, syntax := pretty(string(inner))
				return document{text: guard(visible([]byte(text))), syntax: syntax}
			})
		}})
	}
	return append(list, messageForm{formRaw, t.t("detail.form.raw"), func() string { return string(body) }, func() fyne.CanvasObject {
		return p.code(len(body), func() document {
			_, syntax := pretty(string(body[:min(len(body), 64)]))
			return document{text: guard(visible(body)), syntax: syntax}
		})
	}})
}

// fault is the cause that the body is malformed, nil if it is not.
func fault(x *exchange.Exchange) *wechat.Cause {
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
		rows = append(rows, r)
	}
	return p.table(rows)
}
