package ui

import (
	"context"

	"echostr/internal/engine"
	"echostr/internal/ui/kit"
)

// labelItems are the labels that the selected rows can be given.
func (p *requestsPage) labelItems() []kit.MenuItem {
	items := append([]kit.MenuItem{p.pinItem(), {}}, p.markItems()...)
	if ids := p.selected(); len(ids) == 1 {
		items = append(items, kit.MenuItem{}, p.noteItem(ids[0]))
	}
	return items
}

// pinItem pins the selected rows, or takes the pins off where all of them have one.
func (p *requestsPage) pinItem() kit.MenuItem {
	ids := p.whole()
	all := len(ids) > 0
	for _, id := range ids {
		all = all && p.isPinned(id)
	}
	return kit.MenuItem{Text: p.deps.t("requests.menu.pin"), Checked: all,
		Act: func() { p.label(ids, func(l *engine.Label) { l.Pinned = !all }) }}
}

// markItems are the marks, and none.
func (p *requestsPage) markItems() []kit.MenuItem {
	ids := p.whole()
	var has uint8
	if len(ids) > 0 {
		has = p.labelOf(ids[len(ids)-1]).Mark
	}
	put := func(n uint8) func() { return func() { p.label(ids, func(l *engine.Label) { l.Mark = n }) } }
	var items []kit.MenuItem
	for i, m := range marks {
		n := uint8(i + 1)
		items = append(items, kit.MenuItem{Text: m.shape + " " + p.deps.t("requests.mark."+m.key), Checked: has == n, Act: put(n)})
	}
	return append(items, kit.MenuItem{Text: p.deps.t("requests.mark.none"), Disabled: has == 0, Act: put(0)})
}

func (p *requestsPage) noteItem(id int64) kit.MenuItem {
	return kit.MenuItem{Text: p.deps.t("requests.menu.note"), Act: func() { p.deps.editNote(id) }}
}

// label changes the labels of exchanges. A search may be for labels, so it is done again.
func (p *requestsPage) label(ids []int64, change func(*engine.Label)) {
	d := p.deps
	d.run(func(ctx context.Context) error { return d.engine.SetLabels(ctx, ids, change) }, func(err error) {
		d.complain(err)
		p.rows.Refresh()
		if p.source.filter.Text != "" {
			p.reload()
		}
	})
}
