package ui

import (
	"context"
	"slices"
	"strings"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// menu is what else can be done with the list.
func (p *requestsPage) menu() []kit.MenuItem {
	d := p.deps
	items := []kit.MenuItem{
		{Text: d.t("requests.menu.test"), Act: p.trial.toggle, Disabled: p.trial.running()},
		{Text: d.t("requests.menu.follow"), Checked: p.following, Act: p.follow},
	}
	if len(p.state.Settings.Profiles) > 1 {
		name := p.state.Active().Name
		items = append(items, kit.MenuItem{Text: d.t("requests.menu.profile", "name", name), Checked: p.source.filter.Profile != "",
			Act: p.bar.toggleProfile(p.state.Settings.Active)})
	}
	items = append(items, kit.MenuItem{})
	for _, only := range onlyTerms {
		items = append(items, kit.MenuItem{Text: d.t("requests.only." + only.word), Checked: p.bar.has(only.key, only.value),
			Act: func() { p.bar.toggleTerm(only.key, only.value) }})
	}
	none := p.state.Counts.Kept == 0
	items = append(items, kit.MenuItem{},
		kit.MenuItem{Text: d.t("requests.menu.session"), Act: p.beginSession},
		kit.MenuItem{Text: d.t("requests.menu.import"), Act: p.hands.take})
	if f := p.source.filter; f.Empty() {
		items = append(items, kit.MenuItem{Text: d.t("requests.menu.export.all"), Disabled: none,
			Act: func() { p.hands.export(engine.Selection{}) }})
	} else {
		items = append(items, kit.MenuItem{Text: d.t("requests.menu.export.found"), Disabled: p.feed.len() == 0,
			Act: func() { p.hands.export(engine.Selection{Filter: f}) }})
	}
	return append(items, kit.MenuItem{},
		kit.MenuItem{Text: d.t("requests.menu.clear"), Danger: true, Disabled: none, Act: p.askClear})
}

// onlyTerms are the terms that the menu offers.
var onlyTerms = []struct {
	word, value string
	key         exchange.Key
}{{"pinned", "pinned", exchange.KeyIs}, {"noted", "note", exchange.KeyHas}, {"retry", "retry", exchange.KeyIs}}

// has says whether a term is in force.
func (b *requestsBar) has(key exchange.Key, value string) bool {
	return slices.Contains(b.box.query.Terms(), string(key)+":"+value)
}

// toggleTerm adds a term to the search, or takes it away.
func (b *requestsBar) toggleTerm(key exchange.Key, value string) {
	if !b.has(key, value) {
		b.box.set(exchange.With(b.box.text(), key, value, false))
		return
	}
	rest := slices.DeleteFunc(b.box.query.Terms(), func(t string) bool { return t == string(key)+":"+value })
	b.box.set(strings.Join(rest, " "))
}

// toggleProfile limits the list to a profile, or no more.
func (b *requestsBar) toggleProfile(id string) func() {
	return func() {
		if b.filter.Profile != "" {
			id = ""
		}
		b.filter.Profile = id
		b.changed()
	}
}

func (p *requestsPage) askClear() {
	d := p.deps
	kit.AskDanger(d.window, d.t("requests.clear.title"), d.t("requests.clear.text", "n", grouped(int64(p.state.Counts.Kept))),
		d.t("requests.clear.do"), d.t("kit.cancel"), func() {
			d.run(func(context.Context) error {
				d.engine.Clear()
				return nil
			}, func(error) {
				p.chosen = 0
				p.detail.show(nil)
				d.layer.Toast(d.t("requests.clear.done"))
			})
		})
}
