package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/ui/kit"
)

// replayRaw edits a request in its parts: they are sent as they stand.
type replayRaw struct {
	edit          *replayEdit
	method, path  *kit.Field
	query, fields *pairTable
	body          *kit.Editor
	root          fyne.CanvasObject
}

func newReplayRaw(e *replayEdit) *replayRaw {
	d, w := e.what.deps, e.what
	r := &replayRaw{edit: e}
	if e.raw == nil {
		r.root = kit.Column(0, banner(kit.LevelNote, d.t("replay.refused.not_http"), nil))
		return r
	}
	changed := func() {
		r.take()
		e.hint(d.t("replay.edit.raw.hint"))
		w.changed()
	}
	r.method, r.path = kit.NewField(e.raw.method), kit.NewField(e.raw.path)
	r.method.SetMax(20)
	r.method.OnChanged = func(string) { changed() }
	r.path.OnChanged = func(string) { changed() }
	r.query = newPairTable(d, d.t("replay.raw.query.add"), changed)
	r.fields = newPairTable(d, d.t("replay.raw.header.add"), changed)
	if w.teller.mask {
		ids := openIDs(w.x)
		r.query.shy = func(value string) bool { return slices.Contains(ids, value) }
	}
	r.query.set(e.raw.query)
	r.fields.set(e.raw.fields)
	line := kit.Beside(kit.Fixed(92, 0, kit.NewFormField(d.t("replay.raw.method"), r.method)),
		kit.InsetSides(0, 0, 8, 0, kit.NewFormField(d.t("replay.raw.path"), r.path)))
	column := kit.Column(12, line,
		kit.NewFormField(d.t("replay.raw.query"), r.query.root),
		kit.NewFormField(d.t("replay.raw.headers"), r.fields.root))
	var scroll *container.Scroll
	switch body := e.raw.parts.Body; {
	case w.x.Request.Cut:
		column.Add(kit.NewFormField(d.t("replay.raw.body"), kit.NewFlow(18, kit.Span{Text: d.t("replay.raw.body.cut",
			"kept", w.teller.bytes(int64(len(body))), "size", w.teller.bytes(w.x.Request.Size)), Face: kit.Faint})))
	case !e.raw.bodyOpen:
		column.Add(kit.NewFormField(d.t("replay.raw.body"), kit.NewFlow(18, kit.Span{Text: d.t("replay.raw.body.long",
			"size", w.teller.bytes(int64(len(body)))), Face: kit.Faint})))
	case w.teller.mask && w.teller.guard(w.x, e.raw.body) != e.raw.body:
		e.raw.bodyOpen = true
		box := container.NewStack()
		box.Add(kit.Row(0, kit.NewButton(d.t("replay.text.unmask"), kit.Plain, func() {
			box.Objects = []fyne.CanvasObject{r.editor(changed, func() *container.Scroll { return scroll })}
			box.Refresh()
		}).Small()))
		column.Add(kit.NewFormField(d.t("replay.raw.body"), box))
	default:
		column.Add(kit.NewFormField(d.t("replay.raw.body"), r.editor(changed, func() *container.Scroll { return scroll })))
	}
	scroll = container.NewVScroll(kit.InsetSides(0, 10, 0, 10, column))
	r.query.around, r.fields.around = scroll, scroll
	r.root = scroll
	return r
}

// editor is that of the body.
func (r *replayRaw) editor(changed func(), around func() *container.Scroll) fyne.CanvasObject {
	text := r.edit.raw.body
	r.body = kit.NewEditor(text, min(12, max(3, linesOf(text, kit.Code, 420))), func(string) { changed() }).Mono()
	r.body.SetMax(editorMost(text))
	return container.NewStack(r.body, newWheelPass(around))
}

// take reads the controls.
func (r *replayRaw) take() {
	raw := r.edit.raw
	raw.method, raw.path = r.method.Text(), r.path.Text()
	raw.query, raw.fields = r.query.pairs(), r.fields.pairs()
	if r.body != nil {
		raw.body = r.body.Text()
	}
}

// fill puts the parts into a request, or says why they are none.
func (r *replayRaw) fill(q *engine.ReplayRequest) bool {
	if r.edit.raw == nil {
		return false
	}
	r.take()
	if key, what := r.edit.raw.fault(); key != "" {
		r.edit.at.SetProblem(kit.LevelError, r.edit.what.deps.t(key, "value", oneLine(what)))
		return false
	}
	q.How, q.Parts = engine.Edited, r.edit.raw.request()
	return true
}
