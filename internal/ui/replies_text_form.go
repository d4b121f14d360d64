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

// textForm edits a text of several lines, a template: what it puts in is tinted green,
// a mistake in it red, and below are the fields that can be put in.
type textForm struct {
	*formEnv
	at     thenAt
	editor *kit.Editor
	mono   bool
	wheel  *wheelPass
	textAt *kit.FormField
	longAt *kit.FormField // says that the text is shown in part

	fields  *fyne.Container
	offered []string // the elements on the buttons
	full    bool     // the editor shows all of the text
	fault   [2]int   // line and column of a mistake; 0 for none
	root    *fyne.Container
}

const (
	// textMost is how many characters of a text can be edited here: well beyond what WeChat
	// takes, and little enough to type in without a wait.
	textMost = 4096
	// textLines is how many lines are in sight, and textGrown how many at most.
	textLines, textGrown = 3, 14
	// fieldButtons is how many fields are offered beside the menu of all.
	fieldButtons = 5
)

func newTextForm(e *formEnv, mono bool) *textForm {
	f := &textForm{formEnv: e, mono: mono, full: true}
	f.editor = kit.NewEditor("", textLines, func(s string) {
		f.fitWheel()
		e.edit(func(r *reply.Rule) {
			if then := f.at.edit(r); then != nil {
				then.Text = s
			}
		}, true)
	}).Grow(textGrown, e.resized)
	if mono {
		f.editor.Mono()
	}
	f.editor.SetMarks(f.marks)
	f.editor.OnLimit = func() { e.deps.layer.Toast(e.t("replies.limit", "limit", grouped(textMost))) }
	f.editor.SetMax(textMost)
	f.wheel = newWheelPass(func() *container.Scroll { return e.around })
	f.textAt = kit.NewFormField("", container.NewStack(f.editor, f.wheel))
	f.longAt = kit.NewFormField("", container.NewWithoutLayout())
	f.longAt.Hide()
	f.fields = kit.Wrap(6)
	f.root = kit.Column(6, f.textAt, f.longAt, f.fields)
	return f
}

func (f *textForm) marks(text string) []kit.Mark {
	marks := templateMarks(text)
	if f.fault[0] > 0 {
		marks = faultMark(text, marks, f.fault[0], f.fault[1])
	}
	return marks
}

// show shows the text of an answer, as far as an editor can bear it.
func (f *textForm) show(at thenAt, then *reply.Then, when reply.When) {
	f.at = at
	text := then.Text
	full := utf8.RuneCountInString(text) <= textMost
	if !full {
		text = string([]rune(text)[:textMost])
	}
	key := "replies.text.placeholder"
	if f.mono {
		key = "replies.raw.placeholder"
	}
	f.editor.SetPlaceHolder(f.t(key))
	f.editor.SetText(text)
	f.fitWheel()
	if full != f.full {
		f.full = full
		setVisible(f.longAt, !full)
		if full {
			f.editor.Enable()
		} else {
			f.editor.Disable()
			f.longAt.SetHint(f.t("replies.text.long", "limit", grouped(textMost)))
		}
	}
	f.offer(insertable(when))
}

// fitWheel leaves the wheel to the editor only while there is text out of its sight.
func (f *textForm) fitWheel() { setVisible(f.wheel, f.editor.Rows() <= textGrown) }

// showProblems says below the text what is wrong with it, and where.
func (f *textForm) showProblems() {
	place := f.at.path() + ".text"
	level := f.say(f.textAt, place)
	f.editor.SetLevel(level) // it lies under the wheel's pass, where the form field does not see it
	fault := [2]int{}
	if d := f.rule(); d != nil {
		if p, found := d.problem(place); found && p.Line > 0 {
			fault = [2]int{p.Line, p.Column}
		}
	}
	if fault != f.fault {
		f.fault = fault
		f.editor.SetMarks(f.marks)
	}
}

// offer puts buttons below the text for some of the elements that can be put in, and one
// for all there is.
func (f *textForm) offer(elements []string) {
	if slices.Equal(elements, f.offered) && len(f.fields.Objects) > 0 {
		return
	}
	f.offered = elements
	f.fields.Objects = []fyne.CanvasObject{kit.NewLabel(f.t("replies.field.insert"), kit.Small)}
	for _, name := range elements[:min(len(elements), fieldButtons)] {
		f.fields.Add(kit.NewButton(name, kit.Plain, func() { f.insert("{{." + name + "}}") }).Small())
	}
	var more *kit.Button
	more = kit.NewButton(f.t("replies.insert.more"), kit.Plain, func() { f.showInserts(more, f.insert) }).Small()
	f.fields.Add(more)
	f.fields.Refresh()
}

func (f *textForm) insert(text string) {
	if !f.full {
		return
	}
	f.editor.Insert(text)
	f.caret(f.editor.Entry)
}

// functionKey is the key of the words for a function.
func functionKey(f reply.Function) string { return "reply.function." + strings.ToLower(f.Name) }

// showInserts lets a person choose what to put in: an element of the message, what a
// pattern took, or a function with an example.
func (e *formEnv) showInserts(anchor fyne.CanvasObject, insert func(string)) {
	d := e.rule()
	if d == nil {
		return
	}
	var all []kit.Choice
	add := func(group, text, note string) {
		all = append(all, kit.Choice{Group: e.t("replies.insert." + group), Text: text, Note: note, Mono: true,
			Act: func() { insert(text) }})
	}
	for _, name := range insertable(d.rule.When) {
		note := ""
		if key := "replies.element." + strings.ToLower(name); e.deps.words.Has(key) {
			note = e.t(key)
		}
		add("fields", "{{."+name+"}}", note)
	}
	for _, name := range groupsOf(d.rule.When) {
		add("groups", `{{group "`+name+`"}}`, "")
	}
	for _, f := range reply.Functions() {
		add("functions", f.Usage, e.t(functionKey(f)))
	}
	kit.ShowPicker(anchor, kit.PickerWords{Search: e.t("replies.insert.search"), None: e.t("replies.pick.none")}, false, all)
}
