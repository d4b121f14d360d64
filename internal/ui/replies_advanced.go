package ui

import (
	"slices"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// advancedForm is the part of a rule's form that few need: the faults of drills, and the
// rule's ID.
type advancedForm struct {
	*formEnv
	fold    *kit.Fold
	fault   *kit.Select
	faultAt *kit.FormField
	id      *kit.Label
}

// faultChoices are the faults that are offered, none first.
var faultChoices = append([]reply.Fault{reply.FaultNone}, reply.Faults()...)

func newAdvancedForm(e *formEnv) *advancedForm {
	f := &advancedForm{formEnv: e, id: kit.NewCutLabel("", kit.Code)}
	words := []string{e.t("replies.fault.none")}
	words = append(words, choices(e.t, "replies.fault.", reply.Faults())...)
	f.fault = kit.NewSelect(words, func(i int) {
		e.edit(func(r *reply.Rule) { r.Then.Fault = faultChoices[i] }, false)
	})
	f.faultAt = kit.NewFormField(e.t("replies.field.fault"), f.fault)
	copied := kit.NewButton(e.t("kit.copy"), kit.Quiet, func() {
		if d := e.rule(); d != nil {
			e.deps.copied(d.rule.ID)
		}
	})
	id := kit.NewFormField(e.t("replies.field.id"), kit.InsetSides(4, 0, 0, 0, kit.Spread(8, f.id, copied)))
	id.SetHint(e.t("replies.id.hint"))
	f.fold = kit.NewFold(e.t("replies.field.advanced"), kit.InsetSides(0, 0, 8, 0, kit.Even(10, wideForm, f.faultAt, id)))
	f.fold.OnTurned = func(bool) { e.resized() }
	return f
}

// turn begins with another rule; one with a fault shows it.
func (f *advancedForm) turn(d *ruleDraft) { f.fold.SetOpen(d.rule.Then.Fault != reply.FaultNone) }

func (f *advancedForm) show(r *reply.Rule) {
	i := slices.Index(faultChoices, r.Then.Fault)
	f.fault.SetChoice(i)
	f.id.Set(r.ID, kit.Code)
	hint, gist := f.t("replies.fault.hint"), ""
	if i > 0 {
		hint, gist = f.t("replies.fault."+string(r.Then.Fault)+".hint"), f.t("replies.fault."+string(r.Then.Fault))
	}
	f.faultAt.SetHint(hint)
	f.fold.SetGist(gist)
}

func (f *advancedForm) showProblems() { f.say(f.faultAt, "then.fault") }
