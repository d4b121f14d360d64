package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/ui/kit"
)

// requestsBar is the search field and the chips above the list.
type requestsBar struct {
	deps   *deps
	filter exchange.Filter
	tell   func(exchange.Filter)

	box     *searchBox
	search  *kit.Field // of the box
	stars   *kit.Button
	filters []profile.SavedFilter // that are saved
	masked  bool                  // OpenIDs are
	chips   []*kit.Chip           // by group
	retry   *kit.Chip             // of WeChat's retries, a term of the search
	row     []*kit.Chip           // all of them, as they stand
	fitting *kit.Fitting          // of row
	more    *kit.Chip             // for those that have no room
	pause   *kit.Chip
	root    fyne.CanvasObject
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

// moreChips stands for the chips that have no room.
const moreChips = "…"

// requestsBarHears is whom the bar tells what a person does.
type requestsBarHears struct {
	filter func(exchange.Filter)
	pause  func(on bool)
	menu   func() []kit.MenuItem
}

func newRequestsBar(d *deps, hears requestsBarHears, known func() exchange.Known, profileIDs func(string, bool) []string) *requestsBar {
	b := &requestsBar{deps: d, tell: hears.filter}
	b.box = newSearchBox(d, known, profileIDs, func(text string) {
		b.filter.Text = text
		b.changed()
	})
	b.search = b.box.field
	b.stars = b.opens(starEmpty, "filters.tip", func() []kit.MenuItem { return b.savedMenu() })
	help := b.opens("?", "query.help", b.box.help)
	for _, g := range groups {
		c := kit.NewChip(d.t(g.key), func() { b.choose(g.group) })
		c.SetOn(g.group == exchange.All)
		b.chips = append(b.chips, c)
	}
	b.retry = kit.NewChip(d.t("requests.chip.retry"), func() { b.toggleTerm(exchange.KeyIs, "retry") })
	last := len(b.chips) - 1
	b.row = append(append(slices.Clone(b.chips[:last]), b.retry), b.chips[last])
	b.more = kit.NewChip(moreChips, nil)
	b.more.OnTapped = func() { kit.ShowMenu(b.more, 0, b.hidden()...) }
	objects := make([]fyne.CanvasObject, len(b.row))
	for i, c := range b.row {
		objects[i] = c
	}
	b.fitting = kit.NewFitting(4, b.more, objects...)
	b.fitting.OnChanged = b.nameMore
	b.pause = kit.NewChip(d.t("requests.pause"), nil)
	b.pause.OnTapped = func() {
		b.showPause(!b.pause.On())
		hears.pause(b.pause.On())
	}
	more := b.opens("", "requests.more", hears.menu).WithIcon(kit.NewIcon(kit.More, kit.ColorText2, 16))
	right := kit.Row(2, container.NewCenter(b.pause), more)
	b.root = kit.Dock(nil, kit.NewHairline(), kit.InsetSides(10, 8, 12, 12,
		kit.Column(8, b.box.object(b.stars, help), kit.Spread(6, kit.Inset(2, 0, b.fitting.Object()), right))))
	return b
}

// opens makes a small button that opens a menu.
func (b *requestsBar) opens(text, tip string, menu func() []kit.MenuItem) *kit.Button {
	button := kit.NewButton(text, kit.Bare, nil).Small()
	button.OnTapped = func() {
		b.deps.layer.Close() // the tip
		b.box.offers.close()
		kit.ShowMenu(button, 0, menu()...)
	}
	return b.deps.layer.Tip(button, b.deps.t(tip))
}

// changed tells the filter that is in force now.
func (b *requestsBar) changed() {
	b.star()
	b.lightChips()
	b.tell(b.filter)
}

func (b *requestsBar) object() fyne.CanvasObject { return b.root }

// choose turns to a group; the chip that is on turns back to all.
func (b *requestsBar) choose(g exchange.Group) {
	if g == b.filter.Group {
		g = exchange.All
	}
	b.filter.Group = g
	b.lightChips()
	b.changed()
}

// clear takes the filter away.
func (b *requestsBar) clear() {
	b.show(exchange.Filter{}, "", b.pause.On())
	b.changed()
}

// show sets the controls without telling anybody; text is what stands in the search field.
func (b *requestsBar) show(f exchange.Filter, text string, paused bool) {
	b.filter = f
	b.box.show(text, f.Text)
	b.lightChips()
	b.showPause(paused)
	b.star()
}

func (b *requestsBar) lightChips() {
	for i, c := range b.chips {
		c.SetOn(groups[i].group == b.filter.Group)
	}
	b.retry.SetOn(b.has(exchange.KeyIs, "retry"))
	b.nameMore()
}

// hidden is the menu of the chips that have no room.
func (b *requestsBar) hidden() []kit.MenuItem {
	var items []kit.MenuItem
	for _, c := range b.row[b.fitting.Shown():] {
		items = append(items, kit.MenuItem{Text: c.Text(), Checked: c.On(), Act: c.OnTapped})
	}
	return items
}

// nameMore lets the chip for those that have no room say which of them is on.
func (b *requestsBar) nameMore() {
	text, on := moreChips, false
	for _, c := range b.row[b.fitting.Shown():] {
		if c.On() {
			text, on = c.Text(), true
		}
	}
	b.more.SetText(text)
	if b.more.On() != on {
		b.more.SetOn(on)
	}
}

func (b *requestsBar) showPause(on bool) {
	b.pause.SetOn(on)
	b.pause.SetText(b.deps.t("requests.pause"))
	if on {
		b.pause.SetText(b.deps.t("requests.resume"))
	}
}

// apply shows how many came, and takes the saved filters.
func (b *requestsBar) apply(s *engine.Snapshot) {
	if !slices.Equal(b.filters, s.Settings.Filters) {
		b.filters = s.Settings.Filters
		b.star()
	}
	if s.Settings.MaskIDs && !b.masked {
		b.box.mask()
	}
	b.masked = s.Settings.MaskIDs
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
