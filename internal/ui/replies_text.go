package ui

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// textMax is how many characters of a text of rules can be edited in the window; a longer
// one can be read.
const textMax = 8192

// editText shows the rules as text, to change them there: what is wrong is told while
// somebody types, and Apply puts the whole text in force.
func (p *repliesPage) editText(text string) {
	if utf8.RuneCountInString(text) > textMax {
		p.readText(text)
		return
	}
	t := p.deps.t
	var d *kit.Dialog
	editor := kit.NewEditor(text, 18, nil).Mono()
	editor.SetMax(textMax)
	said := kit.NewFormField("", editor)
	var apply *kit.Button
	var wrong [2]int
	check := func() {
		checked := p.deps.engine.CheckRules(p.book.profile, editor.Text())
		wrong = [2]int{}
		level, words := kit.LevelNone, ""
		for _, q := range checked.Problems {
			if level == kit.LevelNone || level == kit.LevelWarning && !q.Warning {
				level, words, wrong = kit.LevelWarning, p.placed(q), [2]int{q.Line, q.Column}
				if !q.Warning {
					level = kit.LevelError
				}
			}
		}
		said.SetProblem(level, words)
		said.SetHint(t("replies.text.good", "count", grouped(int64(len(checked.Rules)))))
		enable(apply, !reply.Blocks(checked.Problems))
		editor.SetMarks(func(text string) []kit.Mark {
			if wrong[0] == 0 {
				return nil
			}
			return faultMark(text, nil, wrong[0], wrong[1])
		})
	}
	pause := newDelay(p.deps, editPause)
	editor.OnChanged = func(string) { pause.call(check) }
	apply = kit.NewButton(t("replies.text.apply"), kit.Primary, func() {
		pause.flush()
		if apply.Disabled() {
			return
		}
		d.Close()
		p.takeRules(editor.Text(), engine.Replace)
	})
	d = kit.Show(p.deps.window, t("replies.text.title"), said,
		kit.NewButton(t("kit.copy"), kit.Plain, func() { p.deps.copied(editor.Text()) }),
		kit.NewButton(t("kit.cancel"), kit.Plain, func() { d.Close() }), apply).Wide(760)
	d.OnClosed = pause.drop
	check()
	p.deps.window.Canvas().Focus(editor.Entry)
}

// readText shows a text of rules that is too long to be edited here.
func (p *repliesPage) readText(text string) {
	t := p.deps.t
	code := kit.NewCodeView(nil)
	code.SetText(text)
	var d *kit.Dialog
	var body fyne.CanvasObject = kit.Column(6, kit.NewFlow(18, kit.Span{Text: t("replies.text.too_long", "path", p.rulesFile().Path), Face: kit.Small}),
		kit.Fixed(0, 380, code.Wrapped()))
	d = kit.Show(p.deps.window, t("replies.text.title"), body,
		kit.NewButton(t("kit.copy"), kit.Plain, func() { p.deps.copied(text) }),
		kit.NewButton(t("kit.close"), kit.Primary, func() { d.Close() })).Wide(760)
}
