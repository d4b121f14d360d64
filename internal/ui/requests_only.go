package ui

import (
	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// only are the ways to narrow the list to what is like an exchange, or to leave that out.
func (p *requestsPage) only(x *exchange.Exchange) []kit.MenuItem {
	d, t := p.deps, p.teller
	m := exchange.MetaOf(x)
	var items []kit.MenuItem
	add := func(words, what string, key exchange.Key, value string, not bool) {
		items = append(items, kit.MenuItem{Text: d.t("query.only."+words, "what", kit.Cut(what, kit.Body, onlyWidth)),
			Act: func() { p.narrow(key, value, not) }})
	}
	if m.From != "" {
		id := m.From
		if t.mask {
			id = maskID(id)
		}
		add("from", t.who(m.From), exchange.KeyFrom, id, false)
	}
	key, name, word := exchange.KeyType, m.MsgType, t.named("kind.", m.MsgType)
	if m.Event != "" {
		key, name, word = exchange.KeyEvent, m.Event, t.named("kind.event.", m.Event)
	}
	if name != "" {
		add(string(key), word, key, name, false)
	}
	if m.Rule != "" {
		add("rule", m.Rule, exchange.KeyRule, m.Rule, false)
	}
	if len(x.Opened.Causes) > 0 && x.Opened.Causes[0].ID != wechat.NotWeChat {
		c := &x.Opened.Causes[0]
		add("cause", t.causeTitle(x, c), exchange.KeyCause, string(c.ID), false)
	}
	switch {
	case x.Verdict == exchange.NotForUs:
		add("not.foreign", "", exchange.KeyVerdict, exchange.NotForUs.String(), true)
	case name != "":
		add("not."+string(key), word, key, name, true)
	}
	return items
}

// onlyWidth is how wide a name may be in a menu, in units.
const onlyWidth = 180

// narrow adds a term to the search.
func (p *requestsPage) narrow(key exchange.Key, value string, not bool) {
	box := p.bar.box
	if box.fault != nil { // what cannot be read would stay so
		box.set(exchange.With(box.text(), key, value, not))
		return
	}
	box.set(exchange.With(box.field.Text(), key, value, not))
}
