package ui

import (
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

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
	e.fitWheel()
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

// fitWheel leaves the wheel to the editor only while there is text out of its sight.
func (e *ruleForm) fitWheel() {
	setVisible(e.wheel, linesOf(e.text.Text(), kit.Body, max(e.text.Size().Width, editorWidth-36)-20) <= textLines)
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
	level, text := kit.LevelNone, ""
	if found {
		level, text = kit.LevelError, e.deps.words.TM(p.Key(), p.Words())
		if p.Warning {
			level = kit.LevelWarning
		}
	}
	at.SetProblem(level, text)
	if at == e.textAt {
		e.text.SetLevel(level) // it lies under the wheel's pass, where the form field does not see it
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
