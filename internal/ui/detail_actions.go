package ui

import (
	"context"
	"errors"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// actions is the menu beside the buttons: what can be done with the exchange, and what
// can be copied of it.
func (p *detail) actions() []kit.MenuItem {
	d, x := p.deps, p.exchange
	if x == nil {
		return nil
	}
	pin := "detail.pin"
	if d.engine.Label(x.ID).Pinned {
		pin = "detail.unpin"
	}
	items := append(d.replyItems(x),
		kit.MenuItem{Text: d.t("detail.compare"), Act: p.compareBefore},
		kit.MenuItem{Text: d.t("detail.export"), Act: func() { d.export(engine.Selection{IDs: []int64{x.ID}}) }},
		kit.MenuItem{Text: d.t(pin), Act: p.togglePin},
		kit.MenuItem{Text: d.t("detail.note.edit"), Act: func() { d.editNote(x.ID) }},
		kit.MenuItem{})
	return append(items, p.copies()...)
}

func (p *detail) replay() {
	if p.exchange != nil {
		p.deps.replay([]int64{p.exchange.ID})
	}
}

func (p *detail) togglePin() {
	d, id := p.deps, p.exchange.ID
	d.run(func(context.Context) error {
		l := d.engine.Label(id)
		l.Pinned = !l.Pinned
		return d.engine.SetLabel(id, l)
	}, func(err error) {
		if err != nil {
			d.complain(err)
			return
		}
		p.followKin()
	})
}

// errNoneBefore is a comparison with nothing to compare to.
var errNoneBefore = errors.New("ui: no earlier request of the kind")

// compareBefore sets the exchange beside the one before it of its kind, for the same
// account.
func (p *detail) compareBefore() {
	d, x := p.deps, p.exchange
	var before int64
	d.run(func(ctx context.Context) error {
		page, err := d.engine.List(ctx, exchange.Filter{Text: sameKind(x), Profile: x.Profile}, x.ID, 1)
		if err == nil && len(page.IDs) == 0 {
			err = errNoneBefore
		}
		if err == nil {
			before = page.IDs[0]
		}
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, errNoneBefore):
			d.layer.Toast(d.t("detail.compare.none"))
		case err != nil:
			d.complain(err)
		default:
			d.compare(before, x.ID)
		}
	})
}

// sameKind is a query that takes what is of an exchange's kind: the same event, the same
// type of message, else what is a verification, or no business of ours, too.
func sameKind(x *exchange.Exchange) string {
	m := exchange.MetaOf(x)
	switch {
	case m.Event != "":
		return exchange.With("", exchange.KeyEvent, m.Event, false)
	case m.MsgType != "":
		return exchange.With("", exchange.KeyType, m.MsgType, false)
	case x.Opened.Kind == wechat.Verification:
		return exchange.With("", exchange.KeyKind, "verification", false)
	case x.Verdict == exchange.NotForUs:
		return exchange.With("", exchange.KeyVerdict, exchange.NotForUs.String(), false)
	}
	return ""
}
