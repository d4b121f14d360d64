package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// formEnv is what the parts of a rule's form share. They hold no rule of their own: what
// a person changes goes to edit, and show sets the controls.
type formEnv struct {
	deps *deps
	tell ruleTeller
	// edit hears a change; soon says that more of the same, such as typing, may follow.
	edit func(change func(*reply.Rule), soon bool)
	// rule is the rule that is shown.
	rule func() *ruleDraft
	// resized lays the form out again after a part wants another height.
	resized func()
	around  *container.Scroll // that the form stands in
}

func (e *formEnv) t(key string, args ...any) string { return e.deps.t(key, args...) }

// caret puts the caret into a field or an editor, one that was made just now as well: the
// driver knows those only once they were drawn, the canvas does not mind.
func (e *formEnv) caret(entry fyne.Focusable) { e.deps.window.Canvas().Focus(entry) }

// field is a field in the text font whose text goes to set.
func (e *formEnv) field(set func(*reply.Rule, string)) *kit.Field {
	f := kit.NewField("").Plain()
	f.OnChanged = func(s string) { e.edit(func(r *reply.Rule) { set(r, s) }, true) }
	f.OnSubmitted = func(s string) { e.edit(func(r *reply.Rule) { set(r, s) }, false) }
	f.OnLimit = func() { e.deps.layer.Toast(e.t("replies.limit", "limit", grouped(fieldMost))) }
	return f
}

// fieldMost is how many characters a field of one line takes.
const fieldMost = 4096

// say shows below a control the weightiest of the problems that are told at a place of the
// rule, or below it.
func (e *formEnv) say(at *kit.FormField, places ...string) kit.Level {
	level, text := kit.LevelNone, ""
	if d := e.rule(); d != nil {
		if p, found := d.problem(places...); found {
			level, text = kit.LevelError, e.deps.words.TM(p.Key(), p.Words())
			if p.Warning {
				level = kit.LevelWarning
			}
			if p.ID == "missing" && p.Args["name"] != "" { // the words for files name the key, which is not what stands above the control
				text = e.t("replies.missing." + level.String())
			}
		}
	}
	at.SetProblem(level, text)
	return level
}

// choices are the words of a fixed list of values.
func choices[S ~string](t func(string, ...any) string, prefix string, values []S) []string {
	var out []string
	for _, v := range values {
		out = append(out, t(prefix+string(v)))
	}
	return out
}
