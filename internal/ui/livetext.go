package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"echostr/internal/ui/kit"
)

// remark is something to say below a field.
type remark struct {
	level kit.Level
	text  string
}

// worst is the highest level among remarks.
func worst(remarks []remark) kit.Level {
	level := kit.LevelNone
	for _, r := range remarks {
		level = max(level, r.level)
	}
	return level
}

// say shows remarks below a field, those of the worst level, one a line.
func say(form *kit.FormField, remarks []remark) {
	level := worst(remarks)
	var lines []string
	for _, r := range remarks {
		if r.level == level {
			lines = append(lines, r.text)
		}
	}
	form.SetProblem(level, strings.Join(lines, "\n"))
}

// textControl is a field or an editor.
type textControl interface {
	Text() string
	SetText(string)
}

// liveText puts what is typed into a control in force without a save button: at once on
// Enter and on a paste, else when typing rests. What is refused stays in the control with
// the reason below it, and the former value stays in force. UI goroutine only.
type liveText struct {
	deps    *deps
	label   string
	control textControl
	form    *kit.FormField
	ring    func(kit.Level) // marks the control itself, where the form cannot; may be nil
	pause   *delay

	// check says what is wrong with a text before it is sent. An error among the remarks
	// keeps it from being sent.
	check func(text string) []remark
	// judged says that somebody else speaks below the field, and only what the engine
	// refuses is said from here.
	judged bool
	// send puts a text in force; it is called on a goroutine of its own. It is asked for
	// anew each time, so that it can hold on to what is edited.
	send func() func(ctx context.Context, text string) error

	value   string // in force, as far as is known
	typed   string // as it was at the last key
	seq     uint64 // snapshots before this one do not know the latest edit yet
	turn    int    // of what is edited; another profile is another turn
	sending bool
	again   bool // something newer was typed meanwhile
	refused bool
}

// newLiveField is a live text in a field.
func newLiveField(d *deps, label string, field *kit.Field) *liveText {
	l := newLiveText(d, label, field, field)
	field.OnChanged = l.changed
	field.OnSubmitted = func(string) { l.pause.flush() }
	return l
}

// besideLabel sets the label left of the field, where there is little room below.
func (l *liveText) besideLabel() {
	field := l.control.(*kit.Field)
	l.form = kit.NewFormField("", kit.Beside(kit.InsetSides(0, 0, 0, 8, kit.NewLabel(l.label, kit.Small)), field))
	l.ring = field.SetLevel
}

func newLiveText(d *deps, label string, control textControl, object fyne.CanvasObject) *liveText {
	return &liveText{deps: d, label: label, control: control, form: kit.NewFormField(label, object), pause: newDelay(d, editPause),
		check: func(string) []remark { return nil }}
}

// changed hears every change that a person makes.
func (l *liveText) changed(text string) {
	pasted := inserted(l.typed, text) > 1
	l.typed = text
	l.pause.call(l.commit)
	if pasted {
		l.pause.flush()
	}
}

// inserted is how many runes at one place make the later text out of the earlier one.
// More than one at a time is a paste.
func inserted(earlier, later string) int {
	a, b := []rune(earlier), []rune(later)
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(b)
}

// put sets the text as a person would, and puts it in force.
func (l *liveText) put(text string) {
	l.pause.drop()
	l.control.SetText(text)
	l.typed = text
	l.commit()
}

// commit sends what stands in the control, if it is worth it.
func (l *liveText) commit() {
	if l.sending {
		l.again = true
		return
	}
	text := l.control.Text()
	remarks := l.check(text)
	l.refused = worst(remarks) == kit.LevelError
	l.say(remarks)
	if l.refused || text == l.value {
		return
	}
	l.sending = true
	turn, send := l.turn, l.send()
	var seq uint64
	l.deps.save(func(ctx context.Context) error {
		err := send(ctx, text)
		seq = l.deps.engine.Snapshot().Seq
		return err
	}, func(err error) {
		if turn == l.turn {
			l.answered(text, seq, err)
		}
	})
}

// answered takes the engine's answer to a text.
func (l *liveText) answered(text string, seq uint64, err error) {
	l.sending = false
	switch {
	case err != nil:
		l.refused = true
		l.tell([]remark{{kit.LevelError, l.deps.errorText(err)}})
	default:
		l.value, l.seq = text, seq
	}
	if l.again {
		l.again = false
		l.commit()
	}
}

// edited says whether the control holds something that is not in force.
func (l *liveText) edited() bool {
	return l.sending || l.pause.waiting() || l.control.Text() != l.value
}

// show takes the value in force from a snapshot. A control that is being edited keeps its
// text.
func (l *liveText) show(seq uint64, value string) {
	if seq < l.seq {
		return
	}
	edited := l.edited()
	l.value = value
	if !edited {
		l.control.SetText(value)
		l.typed = value
	}
	if !l.edited() {
		l.refused = false
		l.say(l.check(value))
	}
}

// turnTo goes over to the value of something else; what waits is put in force before.
func (l *liveText) turnTo(value string) {
	l.pause.flush()
	l.turn++
	l.sending, l.again, l.refused = false, false, false
	l.value, l.typed, l.seq = value, value, 0
	l.control.SetText(value)
	l.say(l.check(value))
}

func (l *liveText) say(remarks []remark) {
	if !l.judged {
		l.tell(remarks)
	}
}

func (l *liveText) tell(remarks []remark) {
	say(l.form, remarks)
	if l.ring != nil {
		l.ring(worst(remarks))
	}
}
