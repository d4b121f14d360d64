package ui

import (
	"slices"
	"strings"
	"unicode/utf8"

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
	root                              *fyne.Container
}

// textMost is how many characters of a reply can be edited here: well beyond what WeChat
// takes, and little enough to type in without a wait.
const textMost = 4096

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
	e.event = e.field(func(r *reply.Rule, s string) { r.When.Event = s })
	e.event.SetMax(128)
	e.eventAt = kit.NewFormField(t("replies.field.event_name"), e.event)
	e.eventAt.SetHint(t("replies.hint.event_name"))
	e.events = kit.Even(10, wideForm, e.eventsAt, e.eventAt)

	e.op = kit.NewSegmented(choices(t, "replies.op.", matchOps), func(i int) {
		e.edit(func(r *reply.Rule) { r.When.Op = matchOps[i] }, false)
	})
	e.opAt = kit.NewFormField(t("replies.field.op"), e.op)
	e.match = e.field(func(r *reply.Rule, s string) { r.When.Text = s })
	e.matchAt = kit.NewFormField(t("replies.field.keyword"), e.match)

	e.then = kit.NewSegmented(choices(t, "replies.kind.", replyKinds), func(i int) {
		e.edit(func(r *reply.Rule) { r.Then.Kind = replyKinds[i] }, false)
	})
	e.thenAt = kit.NewFormField(t("replies.field.kind"), e.then)
	e.text = kit.NewEditor("", 4, func(s string) { e.edit(func(r *reply.Rule) { r.Then.Text = s }, true) })
	e.text.SetPlaceHolder(t("replies.text.placeholder"))
	e.text.OnLimit = func() { d.layer.Toast(t("replies.limit", "limit", grouped(textMost))) }
	e.textAt = kit.NewFormField("", e.text)
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
		r.When.Type = messageTypes[i]
		if messageTypes[i] != "event" {
			r.When.Event = ""
		}
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
	e.edit(func(r *reply.Rule) { r.When.Type, r.When.Event = "event", eventNames[i] }, false)
}

// turn makes the editor begin anew with another rule.
func (e *ruleForm) turn(d *ruleDraft) {
	e.other = placeOf(eventNames, d.rule.When.Event) < 0
	e.show(d)
}

// show sets the controls to a rule. A control that holds the value already stays as it
// is, with its caret and selection.
func (e *ruleForm) show(d *ruleDraft) {
	r := d.rule
	e.name.SetText(r.Name)
	e.showType(r.When)
	e.op.SetChoice(slices.Index(matchOps, opOf(r.When)))
	e.match.SetText(r.When.Text)
	e.then.SetChoice(slices.Index(replyKinds, r.Then.Kind))
	e.showText(r.Then.Text)
	e.showHints(r)
	e.showProblems(d)
	e.offer(insertable(r.When))
	e.root.Refresh()
}

func (e *ruleForm) showType(w reply.When) {
	events := takesEvents(w)
	at := placeOf(messageTypes, w.Type)
	if events && strings.TrimSpace(w.Type) == "" {
		at = placeOf(messageTypes, "event")
	}
	custom := ""
	if at < 0 {
		custom, at = strings.TrimSpace(w.Type), len(messageTypes)
	}
	if custom != e.custom {
		e.custom = custom
		lines := e.tell.typeChoices()
		if custom != "" {
			lines = append(lines, gist(custom))
		}
		e.kind.SetWords(lines)
	}
	e.kind.SetChoice(at)

	e.events.Hidden = !events
	if !events {
		e.other = false
		return
	}
	at = placeOf(eventNames, w.Event)
	if at < 0 || e.other {
		at = len(eventNames)
	}
	e.eventPick.SetChoice(at)
	e.eventAt.Hidden = at < len(eventNames)
	e.event.SetText(w.Event)
}

// showText shows a reply's text, as far as an editor can bear it.
func (e *ruleForm) showText(text string) {
	full := utf8.RuneCountInString(text) <= textMost
	if !full {
		text = string([]rune(text)[:textMost])
	}
	e.text.SetText(text)
	if full == e.full {
		return
	}
	e.full = full
	if full {
		e.text.Enable()
		e.longAt.SetHint("")
	} else {
		e.text.Disable()
		e.longAt.SetHint(e.deps.t("replies.text.long", "limit", grouped(textMost)))
	}
}

// showHints fits labels, hints and visibility to what is chosen.
func (e *ruleForm) showHints(r reply.Rule) {
	op, events := opOf(r.When), takesEvents(r.When)
	label, hint := "replies.field.keyword", "replies.hint."+string(op)
	switch {
	case events:
		label, hint = "replies.field.key", "replies.hint.key_"+string(op)
	case op == reply.Regexp:
		label = "replies.field.pattern"
	}
	if kind := strings.ToLower(strings.TrimSpace(r.When.Type)); !events && messageElements[kind] != nil && kind != "text" && kind != "voice" {
		hint = "replies.hint.no_content"
	}
	e.matchAt.Hidden = op == reply.Any
	if !e.matchAt.Hidden && e.deps.words.Has(hint) {
		e.matchAt.SetLabel(e.deps.t(label))
		e.matchAt.SetHint(e.deps.t(hint))
	}
	texts := r.Then.Kind == reply.KindText
	e.textAt.Hidden, e.insert.Hidden = !texts, !texts
	hint = ""
	if r.Then.Kind == reply.KindSuccess || r.Then.Kind == reply.KindEmpty {
		hint = e.deps.t("replies.hint." + r.Then.Kind)
	}
	e.thenAt.SetHint(hint)
}

// showProblems says beside each control what is wrong with it.
func (e *ruleForm) showProblems(d *ruleDraft) {
	e.problem(d, e.nameAt, reply.FieldID)
	e.problem(d, e.kindAt, reply.FieldType)
	eventAt := e.eventsAt
	if !e.eventAt.Hidden {
		eventAt = e.eventAt
		e.eventsAt.SetProblem(kit.LevelNone, "")
	}
	e.problem(d, eventAt, reply.FieldEvent)
	e.problem(d, e.opAt, reply.FieldOp)
	e.problem(d, e.matchAt, reply.FieldMatch)
	e.problem(d, e.thenAt, reply.FieldKind)
	e.problem(d, e.textAt, reply.FieldReply)
}

func (e *ruleForm) problem(d *ruleDraft, at *kit.FormField, field reply.Field) {
	p, found := d.problem(field)
	switch {
	case !found:
		at.SetProblem(kit.LevelNone, "")
	case p.Warning:
		at.SetProblem(kit.LevelWarning, e.deps.words.TM(p.Key(), p.Words()))
	default:
		at.SetProblem(kit.LevelError, e.deps.words.TM(p.Key(), p.Words()))
	}
}

// offer puts a button for each element that can be quoted below the text.
func (e *ruleForm) offer(elements []string) {
	if strings.Join(elements, " ") == strings.Join(e.offered, " ") {
		return
	}
	e.offered = elements
	e.fields.Objects = []fyne.CanvasObject{kit.NewLabel(e.deps.t("replies.field.insert"), kit.Small)}
	for _, name := range elements {
		e.fields.Add(kit.NewButton(name, kit.Plain, func() {
			if !e.full {
				return
			}
			e.text.Insert("{{." + name + "}}")
			e.deps.window.Canvas().Focus(e.text.Entry)
		}).Small())
	}
	e.fields.Refresh()
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
