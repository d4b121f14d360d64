package ui

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// whenForm is the part of a rule's form that says what the rule waits for. A rule with one
// condition shows it in two controls; one with more shows a line for each.
type whenForm struct {
	*formEnv
	types  *typePick
	typeAt *kit.FormField

	op      *kit.Segmented
	match   *kit.Field
	opAt    *kit.FormField
	matchAt *kit.FormField
	more    *kit.Button // goes over to lines

	spread   bool // lines are shown
	among    *kit.Segmented
	amongAt  *kit.FormField
	lines    []*conditionLine
	held     conditions // what the lines show
	list     *fyne.Container
	chance   *kit.Field
	chanceAt *kit.FormField
	linesAt  *kit.FormField
	add      *kit.Button

	root *fyne.Container
}

func newWhenForm(e *formEnv) *whenForm {
	w := &whenForm{formEnv: e, types: newTypePick(e)}
	t := e.t
	w.typeAt = kit.NewFormField(t("replies.field.type"), w.types.pick)
	w.op = kit.NewSegmented(choices(t, "replies.op.", matchOps), func(i int) {
		e.edit(func(r *reply.Rule) { setPlain(&r.When, matchOps[i], plainText(r.When)) }, false)
	})
	w.opAt = kit.NewFormField(t("replies.field.op"), w.op)
	w.match = e.field(func(r *reply.Rule, s string) { setPlain(&r.When, plainOp(r.When), s) })
	w.matchAt = kit.NewFormField(t("replies.field.keyword"), w.match)
	w.more = kit.NewButton(t("replies.cond.more"), kit.Link, w.toLines).Small()

	w.among = kit.NewSegmented([]string{t("replies.cond.all"), t("replies.cond.any")}, func(i int) { w.setAny(i == 1) })
	w.amongAt = kit.NewFormField(t("replies.field.among"), w.among)
	w.list = kit.Column(6)
	w.add = kit.NewButton(t("replies.cond.add"), kit.Link, w.addLine).Small()
	w.chance = e.field(func(r *reply.Rule, s string) { r.When.Chance = percentOf(s) })
	w.chance.SetPlaceHolder("100%")
	w.chanceAt = kit.NewFormField("", kit.Beside(kit.InsetSides(4, 0, 0, 8, kit.NewLabel(t("replies.field.chance"), kit.Small)), kit.Fixed(84, 0, w.chance)))
	w.linesAt = kit.NewFormField(t("replies.field.conditions"), kit.Column(6, w.list,
		kit.Spread(8, kit.Row(0, w.add), w.chanceAt)))
	w.root = kit.Column(8, kit.Even(10, wideForm, w.opAt, w.amongAt, w.matchAt), kit.Row(0, w.more), w.linesAt)
	return w
}

// turn begins with another rule.
func (w *whenForm) turn(d *ruleDraft) {
	w.spread = !isPlain(d.rule.When)
	w.held = conditions{}
}

// toLines shows the one condition as a line, with an empty one below.
func (w *whenForm) toLines() {
	d := w.rule()
	if d == nil {
		return
	}
	w.spread = true
	w.held = conditionsOf(d.rule.When)
	w.addLine()
}

func (w *whenForm) addLine() {
	d := w.rule()
	if d == nil {
		return
	}
	w.held.lines = append(w.held.lines, condition{fresh: true, test: reply.Test{Subject: naturalSubject(d.rule.When), Op: reply.Contains}})
	w.write(false)
	w.show(d.rule) // the rule itself did not change: the new line says nothing yet
	w.resized()
	w.caret(w.lines[len(w.held.lines)-1].words.Entry)
}

// setAny lets one line suffice, or asks for all.
func (w *whenForm) setAny(on bool) {
	w.held.any = on
	w.write(false)
}

// write makes the lines the rule's conditions.
func (w *whenForm) write(soon bool) {
	held := w.held
	w.edit(func(r *reply.Rule) { held.put(&r.When) }, soon)
}

// show sets the controls to a rule.
func (w *whenForm) show(r reply.Rule) {
	w.types.show(r.When)
	if !isPlain(r.When) {
		w.spread = true
	}
	setVisible(w.opAt, !w.spread)
	setVisible(w.more, !w.spread)
	setVisible(w.amongAt, w.spread)
	setVisible(w.linesAt, w.spread)
	if w.spread {
		w.matchAt.Hide()
		w.showLines(r)
		return
	}
	op := plainOp(r.When)
	for i, o := range matchOps {
		if o == op {
			w.op.SetChoice(i)
		}
	}
	if text := plainText(r.When); !sameWords(op, w.match.Text(), text) {
		w.match.SetText(text) // what is being typed between words stays
	}
	label, hint := "replies.field.keyword", "replies.hint."+string(op)
	switch events := takesEvents(r.When); {
	case events:
		label, hint = "replies.field.key", "replies.hint.key_"+string(op)
	case op == reply.Regexp:
		label = "replies.field.pattern"
	}
	if !takesEvents(r.When) && !takesText(r.When) {
		hint = "replies.hint.no_content"
	}
	setVisible(w.matchAt, op != reply.Any)
	if op != reply.Any {
		w.matchAt.SetLabel(w.t(label))
		w.matchAt.SetHint(w.t(hint))
	}
}

// sameWords says whether two texts of a field are the same words.
func sameWords(op reply.Op, a, b string) bool {
	return strings.Join(wordsOf(op, a), "|") == strings.Join(wordsOf(op, b), "|") && (a == "") == (b == "")
}

func (w *whenForm) showLines(r reply.Rule) {
	if !w.held.same(conditionsOf(r.When)) && !w.stillHeld(r.When) {
		w.held = conditionsOf(r.When)
	}
	choice := 0
	if w.held.any {
		choice = 1
	}
	w.among.SetChoice(choice)
	for len(w.lines) < len(w.held.lines) {
		w.lines = append(w.lines, newConditionLine(w, len(w.lines)))
	}
	w.list.Objects = w.list.Objects[:0]
	for i, line := range w.held.lines {
		w.lines[i].show(line)
		w.list.Add(w.lines[i].root)
	}
	if percentOf(w.chance.Text()) != r.When.Chance {
		w.chance.SetText(percentText(r.When.Chance))
	}
	w.list.Refresh()
	w.linesAt.Refresh()
}

// stillHeld says whether the lines, in the order in which a person put them, are what the
// rule says.
func (w *whenForm) stillHeld(when reply.When) bool {
	return w.held.stands(when) && (len(w.held.lines) > 0 || len(when.Any)+len(when.All)+len(when.Not)+len(when.Tests) == 0)
}

// showProblems says beside each control what is wrong with it.
func (w *whenForm) showProblems() {
	w.say(w.typeAt, "when.types", "when.events", "when") // that another rule comes first is told above the form
	if !w.spread {
		w.say(w.matchAt, "when.tests[0]*")
		w.point(w.match, "when.tests[0]*")
		return
	}
	var again reply.When
	for i, path := range w.held.put(&again) {
		if path == "" {
			path = "nowhere"
		}
		w.say(w.lines[i].at, path+"*")
		w.point(w.lines[i].words, path+"*")
	}
	w.say(w.chanceAt, "when.chance")
}

// point underlines in a field where a pattern is wrong.
func (w *whenForm) point(field *kit.Field, places ...string) {
	from, to := 0, 0
	if p, found := w.rule().problem(places...); found && p.ID == "regexp" && p.Column > 0 {
		from, to = p.Column-1, utf8.RuneCountInString(field.Text())
	}
	field.SetFault(from, to)
}

// percentOf reads "50%", "50" or "0.5%"; what is no number is a share out of range, so that
// it is told.
func percentOf(s string) float64 {
	s = strings.TrimSpace(strings.TrimRight(strings.TrimSpace(s), "%％"))
	if s == "" {
		return 0
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return -1
	}
	return v
}

func percentText(share float64) string {
	if share == 0 {
		return ""
	}
	return strconv.FormatFloat(share, 'g', -1, 64) + "%"
}
