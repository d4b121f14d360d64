package ui

import (
	"fyne.io/fyne/v2"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// ruleForm is the form of one rule.
type ruleForm struct {
	*formEnv
	name     *kit.Field
	nameAt   *kit.FormField
	when     *whenForm
	then     *thenForm
	sequence *sequenceForm
	after    *afterForm
	more     *advancedForm
	root     *fyne.Container
	below    *fyne.Container // what stands below the preview
}

// wideForm is the width from which two fields stand side by side.
const wideForm = 460

// formGap is the room between the parts of a form.
const formGap = 12

func newRuleForm(e *formEnv) *ruleForm {
	f := &ruleForm{formEnv: e}
	f.name = e.field(func(r *reply.Rule, s string) { r.Name = s })
	f.name.SetMax(80)
	f.nameAt = kit.NewFormField(e.t("replies.field.name"), f.name)
	f.when = newWhenForm(e)
	f.then = newThenForm(e, ownAnswer)
	f.sequence = newSequenceForm(e)
	f.after = newAfterForm(e)
	f.more = newAdvancedForm(e)
	f.root = kit.Column(formGap, kit.Even(10, wideForm, f.nameAt, f.when.typeAt), f.when.root, f.then.root, f.sequence.root,
		kit.Even(10, wideForm, f.then.delay.fieldAt, f.then.delay.barAt))
	f.below = kit.Column(4, f.after.root, f.more.fold)
	return f
}

// begin puts the caret into the name, all of it selected.
func (f *ruleForm) begin() {
	f.caret(f.name.Entry)
	f.name.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// turn makes the form begin anew with another rule.
func (f *ruleForm) turn(d *ruleDraft) {
	f.when.turn(d)
	f.sequence.steps.turn()
	f.after.turn(d)
	f.more.turn(d)
	f.show(d)
}

// show sets the controls to a rule. A control that holds the value already stays as it
// is, with its caret and selection.
func (f *ruleForm) show(d *ruleDraft) {
	r := d.rule
	f.name.SetText(r.Name)
	f.when.show(r)
	f.then.show(&r, thenAt{})
	f.sequence.show(&r)
	f.after.show(&r)
	f.more.show(&r)
	f.showProblems()
}

// showProblems says beside each control what is wrong with it.
func (f *ruleForm) showProblems() {
	f.say(f.nameAt, "id")
	f.when.showProblems()
	f.then.showProblems()
	f.sequence.showProblems()
	f.after.showProblems()
	f.more.showProblems()
}
