package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// offerRules shows the rules of a text, or what is wrong with it, and lets a person take
// them.
func (p *repliesPage) offerRules(title, text string) {
	t := p.deps.t
	if strings.TrimSpace(text) == "" {
		p.deps.layer.Toast(t("replies.paste.empty"))
		return
	}
	checked := p.deps.engine.CheckRules(p.book.profile, text, reply.Foreign)
	if reply.Blocks(checked.Problems) {
		lines := p.problemLines(checked.Problems)
		var d *kit.Dialog
		shut := kit.NewButton(t("kit.close"), kit.Plain, func() { d.Close() })
		edit := kit.NewButton(t("replies.text.fix"), kit.Primary, func() {
			d.Close()
			p.editForeign(text)
		})
		d = kit.Show(p.deps.window, t("replies.paste.broken"), kit.Column(6, lines...), shut, edit).Wide(560)
		return
	}
	body := kit.Column(8)
	if checked.Title != "" {
		body.Add(kit.NewFlow(20, kit.Span{Text: checked.Title, Face: kit.Strong}))
	}
	if checked.Description != "" {
		body.Add(kit.NewFlow(20, kit.Span{Text: checked.Description, Face: kit.Body.In(kit.ColorText2)}))
	}
	body.Add(p.ruleLines(checked.Rules))
	p.askReplace(title, body, text)
}

// askReplace shows what is to come and asks how.
func (p *repliesPage) askReplace(title string, body fyne.CanvasObject, text string) *kit.Dialog {
	t := p.deps.t
	var d *kit.Dialog
	act := func(how engine.Replacing) func() {
		return func() {
			d.Close()
			p.takeRules(text, how)
		}
	}
	d = kit.Show(p.deps.window, title, body,
		kit.NewButton(t("kit.cancel"), kit.Plain, func() { d.Close() }),
		kit.NewButton(t("replies.replace"), kit.Plain, act(engine.Replace)),
		kit.NewButton(t("replies.append"), kit.Primary, act(engine.Append))).Wide(560)
	return d
}

// offeredMost is how many rules or problems a dialog lists.
const offeredMost = 12

// ruleLines are rules in short, one below the other.
func (p *repliesPage) ruleLines(rules []reply.Rule) fyne.CanvasObject {
	list := kit.Column(4)
	for _, r := range rules[:min(len(rules), offeredMost)] {
		list.Add(kit.NewFlow(18, kit.Span{Text: p.tell.name(r) + "  ", Face: kit.Small.Bolder().In(kit.ColorText)},
			kit.Span{Text: p.tell.summary(r), Face: kit.Small}))
	}
	if more := len(rules) - offeredMost; more > 0 {
		list.Add(kit.NewLabel(p.deps.t("replies.more_rules", "count", strconv.Itoa(more)), kit.Faint))
	}
	return list
}

// problemLines are problems of a text with their places, the errors first.
func (p *repliesPage) problemLines(problems []reply.Problem) (out []fyne.CanvasObject) {
	for _, warnings := range []bool{false, true} {
		for _, q := range problems {
			if q.Warning != warnings || len(out) >= offeredMost {
				continue
			}
			level := kit.LevelError
			if q.Warning {
				level = kit.LevelWarning
			}
			out = append(out, kit.NewFlow(18, kit.Span{Text: level.Mark() + " ", Face: kit.Code.Sized(13).In(level.Color())},
				kit.Span{Text: p.placed(q), Face: kit.Small.In(level.Color())}))
		}
	}
	return out
}

// placed is a problem in words with its place in the text.
func (p *repliesPage) placed(q reply.Problem) string {
	words := p.deps.words.TM(q.Key(), q.Words())
	if q.Line == 0 {
		return words
	}
	return p.deps.t("replies.file.at", "line", strconv.Itoa(q.Line), "column", strconv.Itoa(q.Column), "problem", words)
}
