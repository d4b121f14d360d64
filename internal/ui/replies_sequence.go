package ui

import (
	"fyne.io/fyne/v2"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// sequenceForm edits the steps of a sequence, what comes after the last, and whose hits
// count.
type sequenceForm struct {
	*formEnv
	steps        *thensForm
	again, per   *kit.Segmented
	againAt, why *kit.FormField
	root         *fyne.Container
}

// The choices, in their order.
var (
	agains = []reply.Again{reply.Repeat, reply.Restart}
	pers   = []reply.Per{reply.PerRule, reply.PerUser}
)

func newSequenceForm(e *formEnv) *sequenceForm {
	f := &sequenceForm{formEnv: e}
	f.steps = newThensForm(e, stepsList, "replies.field.steps", "replies.step.nth", "replies.step.add")
	f.again = kit.NewSegmented(choices(e.t, "replies.again.", agains), func(i int) {
		e.edit(func(r *reply.Rule) { r.Then.Again = agains[i] }, false)
	})
	f.per = kit.NewSegmented(choices(e.t, "replies.per.", pers), func(i int) {
		e.edit(func(r *reply.Rule) { r.Then.Per = pers[i] }, false)
	})
	f.againAt = kit.NewFormField(e.t("replies.field.again"), f.again)
	f.why = kit.NewFormField(e.t("replies.field.per"), f.per)
	f.root = kit.Column(12, f.steps.all, kit.Even(10, wideForm, f.againAt, f.why))
	return f
}

func (f *sequenceForm) show(r *reply.Rule) {
	on := r.Then.Kind == reply.KindSequence
	setVisible(f.root, on)
	if !on {
		return
	}
	f.steps.show(r)
	again, per := 0, 0
	if r.Then.Again == reply.Restart {
		again = 1
	}
	if r.Then.Per == reply.PerUser {
		per = 1
	}
	f.again.SetChoice(again)
	f.per.SetChoice(per)
}

func (f *sequenceForm) showProblems() {
	if !f.root.Visible() {
		return
	}
	f.steps.showProblems()
	f.say(f.againAt, "then.again")
	f.say(f.why, "then.per")
}
