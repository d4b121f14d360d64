package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// rulesText is a text of rules, or of one rule, to be edited in the window.
type rulesText struct {
	title string
	part  reply.Excerpt // the text is Rule; what stands around it is not shown
	from  reply.Source
	take  func(whole string) // puts it in force
}

// editText shows the rules' file to be changed, word for word.
func (p *repliesPage) editText(text string) {
	p.showText(rulesText{title: p.deps.t("replies.text.title"), part: reply.Excerpt{Rule: text}, from: reply.Own,
		take: func(now string) { p.rewrite(text, now) }})
}

// editForeign shows a text of others to be mended and taken.
func (p *repliesPage) editForeign(text string) {
	p.showText(rulesText{title: p.deps.t("replies.text.title"), part: reply.Excerpt{Rule: text}, from: reply.Foreign,
		take: p.replaceRules})
}

// editRuleText shows the lines of the rule in the editor to be changed; all of the file
// where it cannot be told from others.
func (p *repliesPage) editRuleText() {
	d := p.draft()
	if d == nil {
		return
	}
	p.withText(func(text string) {
		part, ok := reply.ExcerptOf(text, d.rule.ID)
		if !ok {
			p.editText(text)
			return
		}
		p.showText(rulesText{title: p.deps.t("replies.text.one", "name", p.tell.name(d.rule)), part: part, from: reply.Own,
			take: func(now string) { p.rewrite(text, now) }})
	})
}

// The marks of a text that an editor does not show, and gives back.
const byteOrderMark, windowsEnd = "\ufeff", "\r\n"

// showText shows a text to be changed: what is wrong is told while somebody types, and
// Apply puts the whole in force. A text that an editor does not bear can be read.
func (p *repliesPage) showText(r rulesText) {
	plain, marked := strings.CutPrefix(r.part.Rule, byteOrderMark)
	windows := strings.Contains(plain, windowsEnd)
	plain = strings.ReplaceAll(plain, windowsEnd, "\n")
	if !editable(plain) {
		p.readText(r.part.Rule)
		return
	}
	t := p.deps.t
	var d *kit.Dialog
	editor := kit.NewEditor(plain, 18, nil).Mono()
	editor.SetMax(editorMost(plain))
	editor.OnLimit = func() { p.deps.layer.Toast(t("replies.limit", "limit", grouped(int64(editorMost(plain))))) }
	whole := func() string {
		text := editor.Text()
		if windows {
			text = strings.ReplaceAll(text, "\n", windowsEnd)
		}
		if marked {
			text = byteOrderMark + text
		}
		return r.part.With(text)
	}
	said := kit.NewFormField("", editor)
	var apply *kit.Button
	var wrong [2]int
	check := func() {
		checked := p.deps.engine.CheckRules(p.book.profile, whole(), r.from)
		wrong = [2]int{}
		level, words := kit.LevelNone, ""
		for _, q := range checked.Problems {
			if q.Line > 0 {
				q.Line -= r.part.Line
			}
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
			if wrong[0] <= 0 {
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
		r.take(whole())
	})
	leave := func() {
		if editor.Text() == plain {
			d.Close()
			return
		}
		kit.AskDanger(p.deps.window, t("replies.text.leave"), t("replies.text.leave.text"), t("replies.text.leave.do"), t("replies.text.leave.stay"), d.Close)
	}
	d = kit.Show(p.deps.window, r.title, said,
		kit.NewButton(t("kit.copy"), kit.Plain, func() { p.deps.copied(editor.Text()) }),
		kit.NewButton(t("kit.cancel"), kit.Plain, leave), apply).Wide(760)
	d.OnEscape, d.OnClosed = leave, pause.drop
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

// withText gives the rules as their file has them; what was typed is in it.
func (p *repliesPage) withText(then func(string)) {
	p.flush()
	b := p.book
	b.rested(func() {
		var text string
		p.deps.run(func(context.Context) (err error) {
			text, err = p.deps.engine.RulesText(b.profile)
			return err
		}, func(err error) {
			switch {
			case err != nil:
				p.deps.complain(err)
			case b == p.book:
				then(text)
			}
		})
	})
}

// rewrite makes a text that was edited here the rules' file.
func (p *repliesPage) rewrite(was, now string) {
	if was == now {
		return
	}
	p.putText(func(e Engine, profile string) (engine.SavedRules, string, error) {
		saved, err := e.EditRules(profile, was, now)
		return saved, was, err
	}, now, "replies.text.applied")
}
