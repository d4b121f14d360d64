package ui

import (
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// replayText is a message as XML or JSON in an editor.
type replayText struct {
	edit   *replayEdit
	editor *kit.Editor
	pause  *delay // until the text is looked through
	shown  bool   // though OpenIDs are masked
}

func newReplayText(e *replayEdit) *replayText {
	t := &replayText{edit: e, pause: newDelay(e.what.deps, editPause)}
	t.editor = kit.NewEditor("", 6, func(text string) {
		e.draft.text = text
		e.what.changed()
		t.pause.call(func() {
			_, err := e.draft.check()
			e.blame(err)
		})
	}).Mono()
	t.editor.OnLimit = func() {
		e.at.SetProblem(kit.LevelWarning, e.what.deps.t("replay.text.limit", "n", grouped(int64(editorMost(e.draft.text)))))
	}
	if e.draft != nil {
		t.set(e.draft.text)
	}
	return t
}

// set shows a text, unless it is none for an editor.
func (t *replayText) set(text string) {
	if editable(text) {
		t.editor.SetMax(editorMost(text))
		t.editor.SetText(text)
	}
}

// root is the editor, or words in place of it.
func (t *replayText) root() fyne.CanvasObject {
	d, w := t.edit.what.deps, t.edit.what
	text := t.edit.draft.text
	if !editable(text) {
		return t.tooLong(text)
	}
	if w.teller.mask && !t.shown && w.teller.guard(w.x, text) != text {
		box := container.NewStack()
		show := kit.NewButton(d.t("replay.text.unmask"), kit.Plain, func() {
			t.shown = true
			box.Objects = []fyne.CanvasObject{t.editor}
			box.Refresh()
		}).Small()
		box.Add(kit.Column(0, banner(kit.LevelNote, d.t("replay.text.masked"), nil, show)))
		return box
	}
	return t.editor
}

// point puts the caret where the text is wrong.
func (t *replayText) point(err error) {
	var s *wechat.SyntaxError
	if !errors.As(err, &s) || t.edit.now() != editText {
		return
	}
	t.edit.what.deps.window.Canvas().Focus(t.editor.Entry)
	t.editor.Entry.CursorRow, t.editor.Entry.CursorColumn = s.Line-1, s.Column-1
	t.editor.Entry.Refresh()
}

// tooLong shows a text that no editor takes; one whose lines are too long can be laid out.
func (t *replayText) tooLong(text string) fyne.CanvasObject {
	d, w := t.edit.what.deps, t.edit.what
	var buttons []fyne.CanvasObject
	laid, syntax := pretty(text)
	if editable(laid) {
		buttons = append(buttons, kit.NewButton(d.t("replay.text.lay_out"), kit.Plain, func() {
			t.edit.draft.text = laid
			t.set(laid)
			t.edit.show(editText)
		}).Small())
	}
	head := banner(kit.LevelNote, d.t("replay.text.long", "size", w.teller.bytes(int64(len(text)))), nil, buttons...)
	return kit.Dock(kit.InsetSides(0, 10, 0, 0, head), nil, w.code(visible([]byte(text)), syntax))
}
