package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/ui/kit"
)

// showSets shows the ready-made sets of rules and lets a person take one.
func (p *repliesPage) showSets() {
	var sets []engine.StarterSet
	language := p.deps.words.Language()
	p.deps.run(func(context.Context) error {
		sets = p.deps.engine.StarterSets(language)
		return nil
	}, func(error) { p.offerSets(sets) })
}

func (p *repliesPage) offerSets(sets []engine.StarterSet) {
	t := p.deps.t
	if len(sets) == 0 {
		p.deps.layer.Toast(t("replies.sets.none"))
		return
	}
	chosen := 0
	detail := kit.Column(8)
	var d *kit.Dialog
	show := func(i int) {
		chosen = i
		set := sets[i]
		detail.Objects = []fyne.CanvasObject{
			kit.NewFlow(23, kit.Span{Text: set.Title, Face: kit.Title}),
			kit.NewFlow(20, kit.Span{Text: set.Description, Face: kit.Body.In(kit.ColorText2)}),
			kit.NewLabel(t("replies.sets.rules", "count", strconv.Itoa(len(set.Rules))), kit.Faint),
			p.ruleLines(set.Rules)}
		detail.Refresh()
		if d != nil {
			d.Wide(setsWidth)
		}
	}
	rows := kit.NewPairs(func() int { return len(sets) }, func(i int) kit.Pair {
		return kit.Pair{Title: sets[i].Title, Subtitle: sets[i].Description}
	}, nil)
	rows.OnChosen = show
	act := func(how engine.Replacing) func() {
		return func() {
			d.Close()
			p.takeRules(sets[chosen].Text, how)
		}
	}
	show(0)
	list := kit.Fixed(300, setsHeight, rows.Wrapped())
	body := kit.Beside(kit.InsetSides(0, 0, 0, 18, list), detail)
	d = kit.Show(p.deps.window, t("replies.sets.title"), kit.Fixed(0, setsHeight, body),
		kit.NewButton(t("kit.cancel"), kit.Plain, func() { d.Close() }),
		kit.NewButton(t("replies.replace"), kit.Plain, act(engine.Replace)),
		kit.NewButton(t("replies.append"), kit.Primary, act(engine.Append))).Wide(setsWidth)
	rows.Mark(0)
	p.deps.window.Canvas().Focus(rows)
}

// The measures of the gallery.
const setsWidth, setsHeight = 800, 400
