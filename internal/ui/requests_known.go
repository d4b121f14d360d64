package ui

import (
	"context"
	"strings"

	"echostr/internal/exchange"
	"echostr/internal/words"
)

// knownMax is how many of the newest exchanges are looked through for values at first.
const knownMax = 2000

// learn looks through the newest exchanges for the values that completions offer.
func (p *requestsPage) learn() {
	last := p.state.Counts.Last
	seen := &exchange.Seen{}
	p.deps.run(func(ctx context.Context) error {
		for _, x := range p.deps.engine.Since(max(0, last-knownMax), knownMax) {
			seen.Add(x)
		}
		return ctx.Err()
	}, func(err error) {
		if err == nil {
			p.seen = seen
		}
	})
}

// known are the values that completions offer, with what they are called.
func (p *requestsPage) known() exchange.Known {
	t := p.teller
	known := exchange.Known{}
	add := func(key exchange.Key, value, label string) {
		if strings.EqualFold(label, value) {
			label = ""
		}
		known[key] = append(known[key], exchange.KnownValue{Value: value, Label: label})
	}
	for _, key := range exchange.Keys() {
		for _, value := range key.Fixed() {
			add(key, value, t.t("query.value."+string(key)+"."+value))
		}
	}
	for _, name := range append(p.seen.Values(exchange.KeyType), exchange.MsgTypes()...) {
		add(exchange.KeyType, name, t.named("kind.", name))
	}
	for _, name := range append(p.seen.Values(exchange.KeyEvent), exchange.EventNames()...) {
		add(exchange.KeyEvent, name, t.named("kind.event.", name))
	}
	for _, id := range append(p.seen.Values(exchange.KeyCause), causeIDs(t.words)...) {
		if t.words.Has("cause." + id + ".title") {
			add(exchange.KeyCause, id, causeLabel(t.words, id))
		}
	}
	for _, id := range p.seen.Values(exchange.KeyFrom) {
		if t.mask {
			id = maskID(id)
		}
		add(exchange.KeyFrom, id, "")
	}
	for _, name := range p.seen.Values(exchange.KeyRule) {
		add(exchange.KeyRule, name, "")
	}
	for _, f := range p.state.Settings.Profiles {
		for _, r := range p.state.Rules[f.ID] {
			add(exchange.KeyRule, r.Name, "")
		}
		add(exchange.KeyProfile, f.Name, f.Path)
		add(exchange.KeyPath, f.Path, f.Name)
	}
	for _, key := range []exchange.Key{exchange.KeyPath, exchange.KeyStatus} {
		for _, v := range p.seen.Values(key) {
			add(key, v, "")
		}
	}
	return known
}

// causeIDs are all causes that there are words for.
func causeIDs(c *words.Catalogue) []string {
	var out []string
	for _, key := range c.Keys() {
		if id, ok := strings.CutPrefix(key, "cause."); ok {
			if id, ok := strings.CutSuffix(id, ".title"); ok && !strings.Contains(id, ".") {
				out = append(out, id)
			}
		}
	}
	return out
}

// causeLabel is a cause in a few words, with dots where a request would tell more.
func causeLabel(c *words.Catalogue, id string) string {
	text := c.T("cause." + id + ".title")
	for _, place := range words.Places(text) {
		text = strings.ReplaceAll(text, "{"+place+"}", "…")
	}
	return text
}

// profileIDs are the profiles that a name stands for: one that is called just so, or all that
// begin with it.
func (p *requestsPage) profileIDs(name string, whole bool) []string {
	var exact, begins []string
	name = exchange.Fold(name)
	for _, f := range p.state.Settings.Profiles {
		switch called := exchange.Fold(f.Name); {
		case called == name:
			exact = append(exact, f.ID)
		case !whole && strings.HasPrefix(called, name):
			begins = append(begins, f.ID)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return begins
}
