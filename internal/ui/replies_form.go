package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// ruleForm is the form of one rule. It holds no rule of its own: what a person changes
// goes to edit, and show sets the controls.
type ruleForm struct {
	deps *deps
	tell ruleTeller
	// edit hears a change; soon says that more of the same, such as typing, may follow.
	edit func(change func(*reply.Rule), soon bool)

	name, event, match                *kit.Field
	kind, eventPick                   *kit.Select
	op, then                          *kit.Segmented
	text                              *kit.Editor
	nameAt, kindAt, eventAt, eventsAt *kit.FormField
	opAt, matchAt, thenAt, textAt     *kit.FormField
	longAt                            *kit.FormField // says that the text is shown in part
	events, fields                    *fyne.Container
	insert                            *fyne.Container
	offered                           []string // the elements on the buttons
	other                             bool     // an event is named that the select does not have
	custom                            string   // a type that the select of types does not have; "" for none
	full                              bool     // the editor shows all of the text
	wheel                             *wheelPass
	around                            *container.Scroll // that the form stands in
	root                              *fyne.Container
}

// textMost is how many characters of a reply can be edited here: well beyond what WeChat
// takes, and little enough to type in without a wait.
const textMost = 4096

// textLines is how many lines of a reply are in sight.
const textLines = 4

// wideForm is the width from which two fields stand side by side.
const wideForm = 460

func newRuleForm(d *deps, edit func(func(*reply.Rule), bool)) *ruleForm {
	e := &ruleForm{deps: d, tell: ruleTeller{d.words}, edit: edit, full: true}
	t := d.t

	e.name = e.field(func(r *reply.Rule, s string) { r.Name = s })
	e.name.SetMax(80)
	e.nameAt = kit.NewFormField(t("replies.field.name"), e.name)
	e.kind = kit.NewSelect(e.tell.typeChoices(), e.chooseType)
	e.kindAt = kit.NewFormField(t("replies.field.type"), e.kind)
	e.eventPick = kit.NewSelect(e.tell.eventChoices(), e.chooseEvent)
	e.eventsAt = kit.NewFormField(t("replies.field.event"), e.eventPick)
	e.event = e.field(func(r *reply.Rule, s string) { rewhen(r, func(w *reply.Simple) { w.Event = s }) })
	e.event.SetMax(128)
	e.eventAt = kit.NewFormField(t("replies.field.event_name"), e.event)
	e.eventAt.SetHint(t("replies.hint.event_name"))
	e.events = kit.Even(10, wideForm, e.eventsAt, e.eventAt)

	e.op = kit.NewSegmented(choices(t, "replies.op.", matchOps), func(i int) {
		e.edit(func(r *reply.Rule) { rewhen(r, func(w *reply.Simple) { w.Op = matchOps[i] }) }, false)
	})
	e.opAt = kit.NewFormField(t("replies.field.op"), e.op)
	e.match = e.field(func(r *reply.Rule, s string) { rewhen(r, func(w *reply.Simple) { w.Text = s }) })
	e.matchAt = kit.NewFormField(t("replies.field.keyword"), e.match)

	e.then = kit.NewSegmented(choices(t, "replies.kind.", replyKinds), func(i int) {
		e.edit(func(r *reply.Rule) { r.Then.Kind = replyKinds[i] }, false)
	})
	e.thenAt = kit.NewFormField(t("replies.field.kind"), e.then)
	e.text = kit.NewEditor("", textLines, func(s string) {
		e.fitWheel()
		e.edit(func(r *reply.Rule) { r.Then.Text = s }, true)
	})
	e.text.SetPlaceHolder(t("replies.text.placeholder"))
	e.text.OnLimit = func() { d.layer.Toast(t("replies.limit", "limit", grouped(textMost))) }
	e.wheel = newWheelPass(func() *container.Scroll { return e.around })
	e.textAt = kit.NewFormField("", container.NewStack(e.text, e.wheel))
	e.text.SetMax(textMost)
	e.longAt = kit.NewFormField("", container.NewWithoutLayout())
	e.fields = kit.Wrap(6)
	e.insert = kit.Column(8, e.longAt, e.fields)

	e.root = kit.Column(12,
		e.nameAt,
		kit.Even(10, wideForm, e.kindAt, e.opAt),
		e.events,
		e.matchAt,
		kit.Column(8, e.thenAt, e.textAt, e.insert),
	)
	return e
}

// choices are the words of a fixed list of values.
func choices[S ~string](t func(string, ...any) string, prefix string, values []S) []string {
	var out []string
	for _, v := range values {
		out = append(out, t(prefix+string(v)))
	}
	return out
}

// field is a field in the text font whose text goes to set.
func (e *ruleForm) field(set func(*reply.Rule, string)) *kit.Field {
	f := kit.NewField("").Plain()
	f.OnChanged = func(s string) { e.edit(func(r *reply.Rule) { set(r, s) }, true) }
	f.OnSubmitted = func(s string) { e.edit(func(r *reply.Rule) { set(r, s) }, false) }
	return f
}

func (e *ruleForm) chooseType(i int) {
	if i >= len(messageTypes) {
		return // the rule's own type, which stays
	}
	e.edit(func(r *reply.Rule) {
		rewhen(r, func(w *reply.Simple) {
			w.Type = messageTypes[i]
			if messageTypes[i] != "event" {
				w.Event = ""
			}
		})
	}, false)
}

func (e *ruleForm) chooseEvent(i int) {
	e.other = i == len(eventNames)
	if e.other {
		e.eventAt.Show()
		e.event.Focus()
		e.edit(func(*reply.Rule) {}, false)
		return
	}
	e.edit(func(r *reply.Rule) {
		rewhen(r, func(w *reply.Simple) { w.Type, w.Event = "event", eventNames[i] })
	}, false)
}

// begin puts the caret into the name, all of it selected.
func (e *ruleForm) begin() {
	e.name.Focus()
	e.name.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// focused says whether the caret is in one of the controls.
func (e *ruleForm) focused() bool {
	switch e.deps.window.Canvas().Focused() {
	case fyne.Focusable(e.name.Entry), fyne.Focusable(e.event.Entry), fyne.Focusable(e.match.Entry), fyne.Focusable(e.text.Entry):
		return true
	}
	return false
}
