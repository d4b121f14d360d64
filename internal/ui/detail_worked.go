package ui

import (
	"strings"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
	"echostr/internal/wechat/worked"
)

// workedCopies is the menu of forms in which the check can be taken along: every step
// with its values, or a program that comes to the same result.
func (p *detail) workedCopies() []kit.MenuItem {
	x, t, d := p.seen(), p.teller, p.deps
	if x == nil {
		return nil
	}
	items := []kit.MenuItem{{Text: t.t("detail.worked.example"), Act: func() { d.copied(t.example(x)) }}, {}}
	for _, l := range worked.Languages() {
		items = append(items, kit.MenuItem{Text: t.t("detail.worked.program", "language", l.String()), Hint: l.File(), Act: func() {
			d.clip(t.program(x, l))
			d.layer.Toast(t.t(t.programNote(x, l)))
		}})
	}
	return items
}

// example is the check as a text to follow step by step, with its causes; the Token is
// in it unless the screen is shared.
func (t teller) example(x *exchange.Exchange) string {
	var notes []string
	for i := range x.Opened.Causes {
		c := &x.Opened.Causes[i]
		notes = append(notes, "**"+t.causeTitle(x, c)+"**\n\n"+t.causeText(x, c))
	}
	if out := t.ruledOut(x); out != "" {
		notes = append(notes, out)
	}
	r := wechat.Request{Method: x.Request.Method, Path: x.Request.Path, Query: x.Request.Query, Time: x.Time.Local()}
	return t.guard(x, worked.Example(&r, &x.Opened, worked.Options{Words: t.words, HideToken: t.mask, Notes: notes}))
}

// program is the check as a program.
func (t teller) program(x *exchange.Exchange, l worked.Language) string {
	return worked.Program(l, &x.Opened.Check, worked.Options{Words: t.words, HideToken: t.mask})
}

// programNote is what to say about a program that was copied.
func (t teller) programNote(x *exchange.Exchange, l worked.Language) string {
	switch {
	case t.mask:
		return "detail.worked.copied.token"
	case x.Opened.Check.Scheme == wechat.MsgSignature && strings.Contains(t.program(x, l), "WX_AES_KEY"):
		return "detail.worked.copied.key"
	}
	return "copied"
}
