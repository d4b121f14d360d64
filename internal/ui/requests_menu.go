package ui

import (
	"context"

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
	return append(items, kit.MenuItem{},
		kit.MenuItem{Text: d.t("requests.menu.clear"), Danger: true, Disabled: p.state.Counts.Kept == 0, Act: p.askClear})
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
