package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// conditionLine is one condition in the form: what it looks at, how it compares, and with
// what.
type conditionLine struct {
	form  *whenForm
	index int

	subject, op *kit.Select
	words, path *kit.Field
	pathAt      fyne.CanvasObject
	other       *kit.Flow // of a condition that a line cannot show
	single      fyne.CanvasObject
	otherAt     fyne.CanvasObject
	at          *kit.FormField
	root        fyne.CanvasObject
}

// lineSubjects are what a line can look at: the subjects of tests, then types and events.
var lineSubjects = append(slices.Clone(reply.Subjects()), "types", "events")

// lineOps are the comparisons of tests; each has its contrary behind them.
var lineOps = []reply.Op{reply.Contains, reply.Equals, reply.Regexp}

func newConditionLine(w *whenForm, index int) *conditionLine {
	l := &conditionLine{form: w, index: index}
	l.subject = kit.NewSelect(choices(w.t, "replies.subject.", lineSubjects), l.setSubject)
	l.op = kit.NewSelect(nil, l.setOp)
	l.words = w.field(func(*reply.Rule, string) {})
	l.words.OnChanged = func(s string) { l.setWords(s, true) }
	l.words.OnSubmitted = func(s string) { l.setWords(s, false) }
	l.path = w.field(func(*reply.Rule, string) {})
	l.path.OnChanged = func(s string) { l.change(true, func(c *condition) { c.test.Path = s }) }
	l.path.OnSubmitted = l.path.OnChanged
	l.path.SetPlaceHolder("ScanCodeInfo.ScanResult")
	l.pathAt = kit.Beside(kit.InsetSides(4, 0, 0, 6, kit.NewLabel(w.t("replies.field.path"), kit.Small)), l.path)
	l.other = kit.NewFlow(18)
	gone := func() *kit.Button {
		return w.deps.layer.Tip(kit.NewButton("", kit.Bare, l.remove).Small().
			WithIcon(kit.NewIcon(kit.Cross, kit.ColorText2, 12)), w.t("replies.cond.remove"))
	}
	l.single = kit.Column(4, kit.Beside(kit.InsetSides(0, 0, 0, 6,
		kit.Row(6, kit.Fixed(106, 0, l.subject), kit.Fixed(96, 0, l.op))), kit.Spread(4, l.words, gone())), l.pathAt)
	l.otherAt = kit.Inset(4, 0, kit.Spread(4, l.other, gone()))
	l.at = kit.NewFormField("", kit.Column(0, l.single, l.otherAt))
	l.root = l.at
	return l
}

func (l *conditionLine) show(c condition) {
	setVisible(l.single, c.kind != condOther)
	setVisible(l.otherAt, c.kind == condOther)
	if c.kind == condOther {
		l.other.Set(kit.Span{Text: l.form.tell.condition(c.said()), Face: kit.Body},
			kit.Span{Text: "  " + l.form.t("replies.cond.in_file"), Face: kit.Faint})
		return
	}
	subject, names := c.test.Subject, false
	switch c.kind {
	case condTypes:
		subject, names = "types", true
	case condEvents:
		subject, names = "events", true
	}
	l.subject.SetChoice(slices.Index(lineSubjects, subject))
	l.showOps(names)
	op := slices.Index(lineOps, c.test.Op)
	text, place := shownWords(c.test), "replies.cond.words"
	if names {
		op, text, place = 0, reply.JoinWords(c.names), "replies.cond.names"
	}
	if c.not {
		op += len(l.ops(names)) / 2
	}
	l.op.SetChoice(op)
	l.words.SetPlaceHolder(l.form.t(place))
	if how := c.test.Op; !sameWords(how, l.words.Text(), text) {
		l.words.SetText(text)
	}
	l.path.SetText(c.test.Path)
	setVisible(l.pathAt, !names && subject == reply.SubjectField)
}

// ops are the keys of the comparisons, those that hold before their contraries.
func (l *conditionLine) ops(names bool) []string {
	if names {
		return []string{"is", "is_not"}
	}
	var out []string
	for _, not := range []string{"", "not_"} {
		for _, o := range lineOps {
			out = append(out, not+string(o))
		}
	}
	return out
}

func (l *conditionLine) showOps(names bool) {
	words := choices(l.form.t, "replies.line.", l.ops(names))
	if l.op.Choice() < 0 || l.op.Len() != len(words) {
		l.op.SetWords(words)
	}
}

// change edits the line and writes it into the rule.
func (l *conditionLine) change(soon bool, f func(*condition)) {
	lines := slices.Clone(l.form.held.lines)
	if l.index >= len(lines) {
		return
	}
	f(&lines[l.index])
	l.form.held.lines = lines
	l.form.write(soon)
}

func (l *conditionLine) setSubject(i int) {
	l.change(false, func(c *condition) {
		words := c.test.Words
		if c.kind != condTest {
			words, c.test.Op = c.names, reply.Contains
		}
		switch subject := lineSubjects[i]; subject {
		case "types":
			*c = condition{kind: condTypes, not: c.not, names: words}
		case "events":
			*c = condition{kind: condEvents, not: c.not, names: words}
		default:
			c.kind, c.names = condTest, nil
			c.test.Subject, c.test.Words = subject, words
		}
	})
}

func (l *conditionLine) setOp(i int) {
	l.change(false, func(c *condition) {
		half := l.op.Len() / 2
		c.not = i >= half
		if c.kind == condTest {
			text := shownWords(c.test)
			c.test.Op = lineOps[i%half]
			c.test.Words = wordsOf(c.test.Op, text)
		}
	})
}

func (l *conditionLine) setWords(s string, soon bool) {
	l.change(soon, func(c *condition) {
		c.fresh = false
		if c.kind == condTest {
			c.test.Words = wordsOf(c.test.Op, s)
		} else {
			c.names = reply.SplitWords(s)
		}
	})
}

// remove takes the line away.
func (l *conditionLine) remove() {
	w := l.form
	if l.index >= len(w.held.lines) {
		return
	}
	w.held.lines = slices.Delete(slices.Clone(w.held.lines), l.index, l.index+1)
	if len(w.held.lines) == 0 {
		w.held.any = false
	}
	w.write(false)
}
