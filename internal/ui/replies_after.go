package ui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// afterForm edits the customer-service messages that are sent after an answer.
type afterForm struct {
	*formEnv
	fold *kit.Fold
	list *thensForm
	note *kit.FormField
	root fyne.CanvasObject
}

func newAfterForm(e *formEnv) *afterForm {
	f := &afterForm{formEnv: e}
	f.list = newThensForm(e, afterList, "", "replies.after.nth", "replies.after.add")
	f.note = kit.NewFormField("", kit.Column(0))
	f.note.SetHint(e.t("replies.after.note"))
	f.fold = kit.NewFold(e.t("replies.field.after"), kit.InsetSides(0, 0, 8, 0, kit.Column(6, f.note, f.list.all)))
	f.fold.OnTurned = func(bool) { e.resized() }
	f.root = f.fold
	return f
}

// turn begins with another rule; one that has such messages shows them.
func (f *afterForm) turn(d *ruleDraft) {
	f.list.turn()
	f.fold.SetOpen(len(d.rule.Then.After) > 0)
}

func (f *afterForm) show(r *reply.Rule) {
	f.list.show(r)
	gist := ""
	if n := len(r.Then.After); n > 0 {
		gist = f.t("replies.after.count", "count", strconv.Itoa(n))
	}
	f.fold.SetGist(gist)
}

func (f *afterForm) showProblems() { f.list.showProblems() }
