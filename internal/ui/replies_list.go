package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/ui/kit"
)

// ruleList is the left side of the page: search, the rules in their order, and what
// moves them. Rows are drafts of the book that the search lets through.
type ruleList struct {
	deps *deps
	tell ruleTeller
	page *repliesPage

	search   *kit.Field
	rows     *kit.Rows
	shown    []*ruleDraft
	up, down *kit.Button
	undo     *kit.Button
	redo     *kit.Button
	tools    *kit.Button     // what can be done with all rules
	empty    *fyne.Container // what stands in place of the rows; hidden while there are some
	none     fyne.CanvasObject
	unfound  fyne.CanvasObject
	root     fyne.CanvasObject
}

func newRuleList(p *repliesPage) *ruleList {
	d := p.deps
	l := &ruleList{deps: d, tell: ruleTeller{d.words}, page: p}
	l.search = kit.NewSearch(d.t("replies.search"), "", func(string) { l.refresh() })
	add := kit.NewButton(d.t("replies.add"), kit.Primary, p.add)
	l.rows = kit.NewPairs(func() int { return len(l.shown) }, l.pair, func(i int, on bool) { p.turn(l.shown[i], on) })
	l.rows.OnChosen = func(i int) { p.choose(l.shown[i]) }
	l.rows.OnMenu = l.menu
	l.up = d.layer.Tip(kit.NewButton("", kit.Plain, func() { p.step(-1) }).Small().
		WithIcon(kit.NewIcon(kit.Up, kit.ColorText, 12)), d.t("replies.up.tip"))
	l.down = d.layer.Tip(kit.NewButton("", kit.Plain, func() { p.step(1) }).Small().
		WithIcon(kit.NewIcon(kit.Down, kit.ColorText, 12)), d.t("replies.down.tip"))

	tool := func(icon fyne.Resource, tip string, act func()) *kit.Button {
		return d.layer.Tip(kit.NewButton("", kit.Plain, act).Small().WithIcon(kit.NewIcon(icon, kit.ColorText, 12)), d.t(tip))
	}
	l.undo = tool(kit.Undo, "replies.undo.tip", func() { p.stepBack(-1) })
	l.redo = tool(kit.Redo, "replies.redo.tip", func() { p.stepBack(1) })
	l.tools = d.layer.Tip(kit.NewButton("", kit.Plain, func() { p.showTools(l.tools) }).
		WithIcon(kit.NewIcon(kit.More, kit.ColorText, 16)), d.t("replies.tools"))

	l.none = kit.NewEmptyState(d.t("replies.empty.title"), d.t("replies.empty.text"),
		kit.NewButton(d.t("replies.add"), kit.Plain, p.add), kit.NewButton(d.t("replies.sets"), kit.Plain, p.showSets))
	l.unfound = kit.NewEmptyState(d.t("replies.empty.search.title"), "",
		kit.NewButton(d.t("replies.empty.search.clear"), kit.Plain, l.clearSearch))
	l.empty = container.NewStack(kit.NewGround(kit.ColorPanel, 0), l.none, l.unfound)

	head := kit.Column(0, kit.InsetSides(9, 9, 12, 12, kit.Spread(6, l.search, kit.Row(6, add, l.tools))), kit.NewHairline())
	foot := kit.Column(0, kit.NewHairline(), kit.Inset(9, 14, kit.Spread(10,
		kit.NewFlow(18, kit.Span{Text: d.t("replies.hint"), Face: kit.Small}), kit.Row(4, l.undo, l.redo, l.up, l.down))))
	l.root = kit.Dock(kit.Column(0, head, p.file.root), foot, container.NewStack(l.rows.Wrapped(), l.empty))
	return l
}

func (l *ruleList) pair(i int) kit.Pair {
	d := l.shown[i]
	return l.tell.pair(d, l.deps.engine.Hits(l.page.book.profile, d.rule.ID), l.deps.now())
}

// refresh shows the book's rules anew.
func (l *ruleList) refresh() {
	words := strings.ToLower(strings.TrimSpace(l.search.Text()))
	l.shown = l.shown[:0]
	for _, d := range l.page.book.drafts {
		if words == "" || l.found(d, words) {
			l.shown = append(l.shown, d)
		}
	}
	l.empty.Hidden = len(l.shown) > 0
	setVisible(l.none, words == "")
	setVisible(l.unfound, words != "")
	l.rows.OnMoved = nil
	if words == "" { // among found rules only, a place would mean nothing
		l.rows.OnMoved = func(from, to int) { l.page.move(from, to) }
	}
	at := l.page.book.find(l.page.book.chosen)
	enableIcon(l.up, kit.Up, words == "" && at > 0)
	enableIcon(l.undo, kit.Undo, l.page.book.past.can(-1))
	enableIcon(l.redo, kit.Redo, l.page.book.past.can(1))
	enableIcon(l.down, kit.Down, words == "" && at >= 0 && at < len(l.page.book.drafts)-1)
	l.rows.Mark(l.row())
}

// found says whether a rule has lower-case words in its name, in what it waits for or in
// what it answers.
func (l *ruleList) found(d *ruleDraft, words string) bool {
	r := d.rule
	texts := []string{r.Name, r.ID, l.tell.summary(r), r.Then.Text, l.tell.types(r.When)}
	for _, t := range slices.Concat(r.Then.Steps, r.Then.After) {
		texts = append(texts, t.Text)
	}
	return slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(strings.ToLower(s), words) })
}

// row is the row of the chosen rule, or -1.
func (l *ruleList) row() int {
	return slices.IndexFunc(l.shown, func(d *ruleDraft) bool { return d.rule.ID == l.page.book.chosen })
}

// reveal scrolls to the chosen rule.
func (l *ruleList) reveal() {
	if i := l.row(); i >= 0 {
		l.rows.Reveal(i)
	}
}

func (l *ruleList) clearSearch() {
	l.search.SetText("")
	l.refresh()
}

// menu offers at a place of the window what can be done with row i.
func (l *ruleList) menu(i int, at fyne.Position) {
	d, t := l.shown[i], l.deps.t
	turn := "replies.menu.on"
	if d.rule.On {
		turn = "replies.menu.off"
	}
	kit.ShowMenuAt(l.deps.window.Canvas(), at,
		kit.MenuItem{Text: t(turn), Hint: "Space", Act: func() { l.page.turn(d, !d.rule.On) }},
		kit.MenuItem{Text: t("replies.up"), Hint: "Alt+↑", Disabled: l.up.Disabled(), Act: func() { l.page.step(-1) }},
		kit.MenuItem{Text: t("replies.down"), Hint: "Alt+↓", Disabled: l.down.Disabled(), Act: func() { l.page.step(1) }},
		kit.MenuItem{},
		kit.MenuItem{Text: t("replies.answered"), Act: l.page.showAnswered},
		kit.MenuItem{Text: t("replies.copy"), Act: l.page.duplicate},
		kit.MenuItem{Text: t("replies.delete"), Danger: true, Act: l.page.remove},
	)
}

// enableIcon is enable for a button that is an icon alone, which turns pale with it.
func enableIcon(b *kit.Button, icon fyne.Resource, on bool) {
	if on != b.Disabled() {
		return
	}
	enable(b, on)
	role := kit.ColorText
	if !on {
		role = kit.ColorSwitchOff
	}
	b.SetIcon(kit.NewIcon(icon, role, 12))
}

func enable(b *kit.Button, on bool) {
	switch {
	case on && b.Disabled():
		b.Enable()
	case !on && !b.Disabled():
		b.Disable()
	}
}
