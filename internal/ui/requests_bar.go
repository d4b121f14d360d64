package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// requestsBar is the search field and the chips above the list.
type requestsBar struct {
	deps   *deps
	filter exchange.Filter
	tell   func(exchange.Filter)

	search *kit.Field
	chips  []*kit.Chip // by group
	pause  *kit.Chip
	root   fyne.CanvasObject
}

// groups are the chips in order.
var groups = []struct {
	group exchange.Group
	key   string
}{
	{exchange.All, "requests.chip.all"}, {exchange.Failed, "requests.chip.failed"},
	{exchange.Verifications, "requests.chip.verifications"}, {exchange.Messages, "requests.chip.messages"},
	{exchange.Events, "requests.chip.events"}, {exchange.Foreigners, "requests.chip.foreign"},
}

func newRequestsBar(d *deps, filter func(exchange.Filter), pause func(bool), menu func() []kit.MenuItem) *requestsBar {
	b := &requestsBar{deps: d, tell: filter}
	b.search = kit.NewSearch(d.t("requests.search"), "Ctrl F", func(text string) {
		b.filter.Text = text
		b.tell(b.filter)
	})
	b.search.SetMax(200)
	var chips []fyne.CanvasObject
	for _, g := range groups {
		c := kit.NewChip(d.t(g.key), func() { b.choose(g.group) })
		c.SetOn(g.group == exchange.All)
		b.chips = append(b.chips, c)
		chips = append(chips, c)
	}
	b.pause = kit.NewChip(d.t("requests.pause"), nil)
	b.pause.OnTapped = func() {
		b.showPause(!b.pause.On())
		pause(b.pause.On())
	}
	more := kit.NewButton("", kit.Bare, nil).Small().WithIcon(kit.NewIcon(kit.More, kit.ColorText2, 16))
	more.OnTapped = func() {
		d.layer.Close() // the tip
		kit.ShowMenu(more, 0, menu()...)
	}
	d.layer.Tip(more, d.t("requests.more"))
	right := kit.Row(2, container.NewCenter(b.pause), more)
	b.root = kit.Dock(nil, kit.NewHairline(), kit.InsetSides(10, 8, 12, 12,
		kit.Column(8, b.search, kit.Spread(6, kit.Inset(2, 0, kit.Wrap(6, chips...)), right))))
	return b
}

func (b *requestsBar) object() fyne.CanvasObject { return b.root }

// choose turns to a group; the chip that is on turns back to all.
func (b *requestsBar) choose(g exchange.Group) {
	if g == b.filter.Group {
		g = exchange.All
	}
	b.filter.Group = g
	b.lightChips()
	b.tell(b.filter)
}

// clear takes the filter away.
func (b *requestsBar) clear() {
	b.show(exchange.Filter{}, b.pause.On())
	b.tell(b.filter)
}

// show sets the controls without telling anybody.
func (b *requestsBar) show(f exchange.Filter, paused bool) {
	b.filter = f
	b.search.SetText(f.Text)
	b.lightChips()
	b.showPause(paused)
}

func (b *requestsBar) lightChips() {
	for i, c := range b.chips {
		c.SetOn(groups[i].group == b.filter.Group)
	}
}

func (b *requestsBar) showPause(on bool) {
	b.pause.SetOn(on)
	b.pause.SetText(b.deps.t("requests.pause"))
	if on {
		b.pause.SetText(b.deps.t("requests.resume"))
	}
}

// apply shows how many came.
func (b *requestsBar) apply(s *engine.Snapshot) {
	b.chips[0].SetCount(grouped(s.Counts.Received))
	failed := ""
	if s.Counts.Failed > 0 {
		failed = grouped(s.Counts.Failed)
	}
	b.chips[1].SetCount(failed)
}

// waits shows how many wait while the list is paused.
func (b *requestsBar) waits(n int) {
	count := ""
	if n > 0 {
		count = "+" + grouped(int64(n))
	}
	b.pause.SetCount(count)
}
