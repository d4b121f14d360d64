package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// levelled is a control that shows the level of its own problem.
type levelled interface{ SetLevel(Level) }

// FormField is a control with a small label above and room for words below: a hint, or
// the problem that the control has. Without words it takes no room below.
type FormField struct {
	widget.BaseWidget
	box     *fyne.Container
	control fyne.CanvasObject
	label   *Label
	note    *Flow
	hint    string
	level   Level
	problem string
}

// NewFormField sets label above control. An empty label leaves the line out.
func NewFormField(label string, control fyne.CanvasObject) *FormField {
	f := &FormField{control: control, label: NewLabel(label, Small), note: NewFlow(18)}
	f.note.Hide()
	f.label.Hidden = label == ""
	f.box = Column(2, f.label, control, f.note)
	f.ExtendBaseWidget(f)
	return f
}

// CreateRenderer implements fyne.Widget.
func (f *FormField) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.box) }

// Labelled sets a small label above a control.
func Labelled(label string, control fyne.CanvasObject) fyne.CanvasObject {
	return NewFormField(label, control)
}

// SetLabel changes the words above.
func (f *FormField) SetLabel(label string) {
	f.label.Set(label, Small)
	f.label.Hidden = label == ""
	f.Refresh()
}

// SetHint shows grey words below while there is no problem; "" shows none.
func (f *FormField) SetHint(text string) {
	f.hint = text
	f.say()
}

// SetProblem shows words below with the mark and colour of their level, and rings the
// control. LevelNone or empty words take the problem away.
func (f *FormField) SetProblem(level Level, text string) {
	if text == "" {
		level = LevelNone
	}
	if level == LevelNone {
		text = ""
	}
	if f.level == level && f.problem == text {
		return
	}
	f.level, f.problem = level, text
	if c, ok := f.control.(levelled); ok {
		c.SetLevel(level)
	}
	f.say()
}

// Problem is the level and the words that SetProblem showed last.
func (f *FormField) Problem() (Level, string) { return f.level, f.problem }

func (f *FormField) say() {
	switch {
	case f.problem != "":
		f.note.Set(markSpan(f.level), Span{Text: f.problem, Face: Small.In(f.level.Color())})
	case f.hint != "":
		f.note.Set(Span{Text: f.hint, Face: Faint})
	}
	f.note.Hidden = f.problem == "" && f.hint == ""
	f.Refresh()
}

// markSpan is the mark of a level as it stands before small words.
func markSpan(l Level) Span {
	return Span{Text: l.Mark() + " ", Face: Code.Sized(13).In(l.Color())}
}
