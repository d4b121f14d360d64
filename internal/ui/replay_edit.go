package ui

import (
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/simulate"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// replayEdit is where a request is edited: its message as a form or as text, or its parts.
type replayEdit struct {
	what *replayWhat

	draft *messageDraft // nil where there is no message to edit
	raw   *rawDraft

	part  *kit.Segmented
	parts []editPart // that part stands for
	at    *kit.FormField
	fresh *kit.Switch
	mode  *replayMode
	sign  *fyne.Container
	head  *fyne.Container

	table  *pairTable
	scroll *container.Scroll
	text   *replayText
	rawAt  *replayRaw
	body   *fyne.Container
	root   fyne.CanvasObject
}

// editPart is a way to edit a request.
type editPart int

const (
	editForm editPart = iota
	editText
	editRaw
)

func newReplayEdit(w *replayWhat) *replayEdit {
	d := w.deps
	e := &replayEdit{what: w, parts: []editPart{editRaw}}
	words := []string{d.t("replay.edit.raw")}
	if w.sealed == nil && w.message != "" {
		e.draft = newMessageDraft(w.message)
		e.parts = []editPart{editForm, editText, editRaw}
		words = []string{d.t("replay.edit.form"), d.t("replay.edit.text"), words[0]}
	}
	if w.x.Request.Method != "" {
		e.raw = newRawDraft(w.x)
	}
	e.part = kit.NewSegmented(words, func(i int) { e.turn(e.parts[i]) })
	e.at = kit.NewFormField("", e.part)
	e.fresh = kit.NewSwitch(d.t("replay.fresh"), true, func(bool) { e.signs() })
	e.mode = newReplayMode(d, w.profile, w.known, w.changed)
	e.mode.root.SetLabel("")
	e.sign = kit.Spread(14, e.fresh, e.mode.root)
	e.body = container.NewStack()
	e.head = kit.Column(10, e.at, e.sign)
	e.root = kit.Dock(kit.InsetSides(0, 10, 0, 0, e.head), nil, e.body)

	e.table = newPairTable(d, d.t("replay.form.add"), e.typed)
	e.table.long = manyLines
	if w.teller.mask {
		ids := openIDs(w.x)
		e.table.shy = func(value string) bool { return slices.Contains(ids, value) }
	}
	e.scroll = container.NewVScroll(kit.InsetSides(0, 10, 0, 10, e.table.root))
	e.table.around = e.scroll
	e.text = newReplayText(e)
	e.rawAt = newReplayRaw(e)
	switch {
	case e.draft == nil:
		e.show(editRaw)
	case e.draft.asText:
		e.show(editText)
	default:
		e.table.set(e.draft.pairs())
		e.show(editForm)
	}
	return e
}

// manyLines says whether an element's value is likely to have several lines.
func manyLines(path string) bool {
	switch path[strings.LastIndexByte(path, '.')+1:] {
	case "Content", "Description", "Recognition":
		return true
	}
	return false
}

// now is the way to edit that is shown.
func (e *replayEdit) now() editPart { return e.parts[max(0, e.part.Choice())] }

// turn goes over to another way to edit, unless what was edited here does not let it.
func (e *replayEdit) turn(to editPart) {
	var err error
	back := e.showing()
	switch {
	case e.draft == nil || to == editRaw:
	case to == editForm && e.draft.asText:
		if err = e.draft.toForm(); err == nil {
			e.table.set(e.draft.pairs())
		}
	case to == editText && !e.draft.asText:
		if err = e.draft.toText(); err == nil {
			e.text.set(e.draft.text)
		}
	}
	if err != nil {
		e.show(back)
		e.blame(err)
		return
	}
	e.show(to)
	e.typed()
}

// showing is the way that the message is edited in.
func (e *replayEdit) showing() editPart {
	if e.draft != nil && e.draft.asText {
		return editText
	}
	return editForm
}

func (e *replayEdit) show(p editPart) {
	e.part.SetChoice(slices.Index(e.parts, p))
	var body fyne.CanvasObject
	switch p {
	case editForm:
		body = e.scroll
		if len(e.draft.read) > formRowsMost {
			body = kit.Column(0, banner(kit.LevelNote, e.what.deps.t("replay.form.long", "n", len(e.draft.read)), nil))
		}
	case editText:
		body = e.text.root()
	case editRaw:
		body = e.rawAt.root
	}
	toggle(e.sign, p != editRaw)
	e.hint("")
	e.body.Objects = []fyne.CanvasObject{body}
	e.signs()
	e.body.Refresh()
}

// signs follows the switch: with a kept signature there is no mode to choose.
func (e *replayEdit) signs() {
	d := e.what.deps
	toggle(e.mode.root, e.fresh.On())
	level, _ := e.at.Problem()
	switch {
	case level == kit.LevelError:
	case e.now() == editRaw:
		e.hint(d.t("replay.edit.raw.hint"))
	case !e.fresh.On() && e.what.x.Opened.Encrypted:
		e.hint(d.t("replay.kept.sealed"))
	case !e.fresh.On():
		e.hint(d.t("replay.kept.plain"))
	default:
		e.hint("")
	}
	e.head.Refresh()
	e.what.changed()
}

func (e *replayEdit) hint(text string) {
	e.at.SetProblem(kit.LevelNone, "")
	e.at.SetHint(text)
}

// typed takes what a person changed.
func (e *replayEdit) typed() {
	if e.draft != nil && e.now() == editForm && !e.draft.asText {
		if rows := e.table.pairs(); !slices.Equal(rows, e.draft.pairs()) {
			e.draft.setRows(rows)
		} else if e.draft.changed { // all was taken back
			e.draft.form.Rows, e.draft.changed = e.draft.read, false
		}
		_, err := e.draft.message()
		e.blame(err)
	}
	e.what.changed()
}

// blame says what is wrong with the message and where, or nothing more for nil.
func (e *replayEdit) blame(err error) {
	d := e.what.deps
	var row *simulate.FormError
	var syntax *wechat.SyntaxError
	e.table.blame(-1)
	switch {
	case errors.As(err, &row):
		e.table.blame(row.Row)
		e.at.SetProblem(kit.LevelError, d.t("replay.form."+string(row.Problem), "row", row.Row+1, "name", oneLine(row.What)))
	case errors.As(err, &syntax):
		e.at.SetProblem(kit.LevelError, d.t("replay.text.syntax", "format", strings.ToUpper(syntax.Format.String()),
			"line", syntax.Line, "column", syntax.Column, "problem", d.t("syntax."+string(syntax.Problem))))
	default:
		if level, _ := e.at.Problem(); level == kit.LevelError {
			e.at.SetProblem(kit.LevelNone, "")
			e.signs()
		}
	}
}

// shift moves the row that holds the caret by one.
func (e *replayEdit) shift(by int) {
	focused := e.what.deps.window.Canvas().Focused()
	if focused == nil || e.table.shift(focused, by) || e.raw == nil || e.rawAt.query.shift(focused, by) {
		return
	}
	e.rawAt.fields.shift(focused, by)
}

// fill puts what was edited into a request, or says why it cannot be sent.
func (e *replayEdit) fill(r *engine.ReplayRequest) bool {
	if e.now() == editRaw {
		return e.rawAt.fill(r)
	}
	e.text.pause.drop()
	text, err := e.draft.check()
	e.blame(err)
	if err != nil {
		e.text.point(err)
		return false
	}
	r.How, r.Message, r.Mode, r.KeepSignature = engine.Resign, &text, e.mode.mode(), !e.fresh.On()
	if r.KeepSignature {
		return true
	}
	if !e.what.known {
		e.at.SetProblem(kit.LevelError, e.what.deps.t("replay.resign.nobody", "path", e.what.x.Request.Path))
		return false
	}
	return e.mode.ready()
}

// print tells edits from each other; "" where nothing was edited.
func (e *replayEdit) print() string {
	out := ""
	if e.draft != nil && e.draft.edited() {
		text, err := e.draft.message()
		if err != nil {
			text = err.Error()
		}
		out = "message " + text
	}
	if e.raw != nil {
		if raw := e.raw.print(); raw != e.raw.first {
			out += "\x00request " + raw
		}
	}
	return out
}
