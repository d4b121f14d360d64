package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/ui/kit"
)

// hands are what other parts of the window do with requests.
type hands struct {
	replay  func(ids []int64)
	compare func(a, b int64)
	export  func(engine.Selection)
	take    func() // a file in
}

// rowMenu is what can be done with the selected rows; at is where the menu stands.
func (p *requestsPage) rowMenu(at fyne.Position) []kit.MenuItem {
	d := p.deps
	ids := p.selected()
	if len(ids) == 0 {
		return nil
	}
	items := []kit.MenuItem{{Text: d.t("requests.menu.replay"), Act: p.replay}}
	if len(ids) == 2 {
		items = append(items, kit.MenuItem{Text: d.t("requests.compare"), Act: p.compare})
	}
	if len(ids) == 1 {
		items = append(items, d.replyItems(p.detail.exchange)...)
	}
	items = append(items, kit.MenuItem{Text: d.t("requests.menu.export"), Act: p.export}, kit.MenuItem{},
		p.pinItem(), kit.MenuItem{Text: d.t("requests.menu.mark"), Act: func() {
			kit.ShowMenuAt(d.window.Canvas(), at, p.markItems()...)
		}})
	if len(ids) == 1 {
		items = append(items, p.noteItem(ids[0]), kit.MenuItem{})
		items = append(items, p.detail.copies()...)
	}
	return append(items, kit.MenuItem{},
		kit.MenuItem{Text: d.t("requests.menu.delete"), Hint: "Del", Danger: true, Act: p.askDelete})
}

// replay sends the selected requests again, the oldest first.
func (p *requestsPage) replay() {
	ids := p.selected()
	slices.Reverse(ids)
	if len(ids) > 0 {
		p.hands.replay(ids)
	}
}

// compare sets the two that are selected side by side, the older one at the left.
func (p *requestsPage) compare() {
	if ids := p.selected(); len(ids) == 2 {
		p.hands.compare(ids[1], ids[0])
	}
}

func (p *requestsPage) export() {
	if ids := p.whole(); len(ids) > 0 {
		p.hands.export(engine.Selection{IDs: ids})
	}
}

// askDelete deletes what is selected once that was confirmed.
func (p *requestsPage) askDelete() {
	d, ids := p.deps, p.whole()
	if len(ids) == 0 {
		return
	}
	pinned := 0
	for _, id := range ids {
		if p.isPinned(id) {
			pinned++
		}
	}
	n := grouped(int64(len(ids)))
	text := d.t("requests.delete.text")
	if pinned > 0 {
		text += d.t("requests.delete.pinned", "n", grouped(int64(pinned)))
	}
	kit.AskDanger(d.window, d.t("requests.delete.title", "n", n), text, d.t("requests.delete"), d.t("kit.cancel"), func() {
		p.delete(ids)
	})
}

// delete deletes exchanges and goes on to the row that stands in their place.
func (p *requestsPage) delete(ids []int64) {
	d, next := p.deps, p.beside(ids)
	var n int
	d.run(func(ctx context.Context) (err error) {
		n, err = d.engine.Delete(ctx, ids)
		return err
	}, func(err error) {
		if err != nil {
			d.complain(err)
			return
		}
		p.picked = selection{}
		if _, gone := slices.BinarySearch(ids, p.chosen); gone {
			p.chosen = 0
			p.detail.show(nil)
			p.choose(next)
		}
		d.layer.Toast(d.t("requests.deleted", "n", grouped(int64(n))))
		p.settle()
	})
}

// beside is the exchange below those, or above them, that stays; 0 for none.
func (p *requestsPage) beside(ids []int64) int64 {
	row := p.feed.row(ids[0]) // the oldest stands lowest, but for deliveries of an open message
	for _, step := range []int{1, -1} {
		for i := row; i >= 0 && i < p.feed.len(); i += step {
			id := p.feed.at(i).id
			if _, goes := slices.BinarySearch(ids, id); id != 0 && !goes {
				return id
			}
		}
	}
	return 0
}
