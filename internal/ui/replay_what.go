package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/simulate"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// replayWhat is the choice of what is sent of one request: the same bytes, the same message
// signed anew, or what a person makes of it.
type replayWhat struct {
	deps    *deps
	teller  teller
	x       *exchange.Exchange
	profile profile.Profile // that it would reach now
	known   bool            // there is one
	changed func()

	message string // in clear
	sealed  error  // why there is none
	whole   error  // why it cannot be sent as it was

	how    *kit.Segmented
	howAt  *kit.FormField
	checks string    // what the check with today's settings says of the request as it was
	level  kit.Level // and how bad that is

	resign *replayMode
	edit   *replayEdit
	body   *fyne.Container
	root   fyne.CanvasObject
}

// replayings are the choices, in order.
var replayings = []engine.Replaying{engine.AsItWas, engine.Resign, engine.Edited}

func newReplayWhat(d *deps, t teller, x *exchange.Exchange, changed func()) *replayWhat {
	w := &replayWhat{deps: d, teller: t, x: x, changed: changed}
	w.profile, w.known = d.engine.Snapshot().Settings.Answering(x.Request.Path, x.Profile)
	w.message, w.sealed = simulate.Message(x)
	_, w.whole = simulate.Again(x)
	w.how = kit.NewSegmented([]string{d.t("replay.as_it_was"), d.t("replay.resign"), d.t("replay.edited")}, func(int) { w.turn() })
	w.howAt = kit.NewFormField(d.t("replay.how"), w.how)
	w.resign = newReplayMode(d, w.profile, w.known, changed)
	w.edit = newReplayEdit(w)
	w.body = container.NewStack()
	w.root = kit.Dock(kit.InsetSides(0, 10, 0, 0, w.howAt), nil, w.body)
	w.turn()
	w.recheck()
	return w
}

func (w *replayWhat) kind() engine.Replaying { return replayings[max(0, w.how.Choice())] }

// turn shows what belongs to the choice.
func (w *replayWhat) turn() {
	d := w.deps
	hint, problem := "", w.blocked()
	var body fyne.CanvasObject
	switch w.kind() {
	case engine.AsItWas:
		hint = d.t("replay.as_it_was.hint")
		if w.checks != "" && problem == "" && w.level == kit.LevelGood {
			hint = w.checks
		} else if w.checks != "" && problem == "" {
			problem = w.checks
		}
		body = w.code(visible(w.x.Request.Raw), kit.SyntaxNone)
	case engine.Resign:
		hint = d.t("replay.resign.hint", "path", w.path())
		body = kit.Dock(kit.InsetSides(0, 10, 0, 0, w.resign.root), nil, w.clear())
		if problem != "" {
			body = container.NewStack()
		}
	case engine.Edited:
		body = w.edit.root
	}
	w.howAt.SetHint(hint)
	w.howAt.SetProblem(kit.LevelWarning, problem)
	w.body.Objects = []fyne.CanvasObject{body}
	w.body.Refresh()
	w.changed()
}

// path is where a freshly signed request goes.
func (w *replayWhat) path() string {
	if w.known {
		return w.profile.Path
	}
	return w.x.Request.Path
}

// clear shows the message that is signed anew.
func (w *replayWhat) clear() fyne.CanvasObject {
	if w.message == "" {
		return container.NewStack()
	}
	text, syntax := pretty(w.message)
	return w.code(visible([]byte(text)), syntax)
}

// code is a text to look at, on a frame.
func (w *replayWhat) code(text string, syntax kit.Syntax) fyne.CanvasObject {
	view := kit.NewCodeView(nil)
	view.SetWrap(true)
	view.SetSyntax(syntax)
	view.SetText(w.teller.guard(w.x, text))
	frame := kit.NewGround(kit.ColorPanel, 8)
	frame.Line = kit.ColorLine
	return container.NewStack(frame, kit.Inset(6, 6, view.Wrapped()))
}

// blocked is why the chosen way cannot be gone; "" when it can.
func (w *replayWhat) blocked() string {
	d := w.deps
	switch w.kind() {
	case engine.AsItWas:
		return w.refused(w.whole)
	case engine.Resign:
		if why := w.refused(w.sealed); why != "" {
			return why
		}
		if w.x.Opened.Kind != wechat.Verification && !messageIn(w.message) {
			return d.t("replay.resign.foreign")
		}
		if !w.known {
			return d.t("replay.resign.nobody", "path", w.x.Request.Path)
		}
	}
	return ""
}

// refused are the words for why a request cannot be made of the recorded one.
func (w *replayWhat) refused(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, simulate.ErrCut):
		return w.deps.t("replay.refused.cut")
	case errors.Is(err, simulate.ErrSealed):
		return w.deps.t("replay.refused.sealed")
	}
	return w.deps.t("replay.refused.not_http")
}

// messageIn says whether a body is a message that WeChat could have pushed.
func messageIn(body string) bool {
	m, err := wechat.Parse(body)
	return err == nil && (m.MsgType() != "" || m.InfoType() != "")
}

// recheck asks what the request would come to with the settings of now.
func (w *replayWhat) recheck() {
	d := w.deps
	var r engine.Rechecked
	d.run(func(context.Context) (err error) {
		r, err = d.engine.Recheck(w.x.ID)
		return err
	}, func(err error) {
		switch {
		case err != nil: // then blocked says why, or nothing can be said
			return
		case r.Verdict == exchange.Pass:
			w.checks, w.level = d.t("replay.as_it_was.holds"), kit.LevelGood
		case len(r.Opened.Causes) > 0:
			w.checks, w.level = d.t("replay.as_it_was.fails", "cause", w.teller.causeTitle(w.x, &r.Opened.Causes[0])), kit.LevelWarning
		}
		if w.kind() == engine.AsItWas {
			w.turn()
		}
	})
}

// fill puts what was chosen into a request. Where it cannot be sent it says why, beside
// what is to be mended.
func (w *replayWhat) fill(r *engine.ReplayRequest) bool {
	r.ID, r.How = w.x.ID, w.kind()
	if w.blocked() != "" {
		return false
	}
	switch r.How {
	case engine.Resign:
		r.Mode = w.resign.mode()
		return w.resign.ready()
	case engine.Edited:
		return w.edit.fill(r)
	}
	return true
}

// shift moves the row that holds the caret by one.
func (w *replayWhat) shift(by int) { w.edit.shift(by) }

// print tells edits from each other; "" where nothing was edited.
func (w *replayWhat) print() string { return w.edit.print() }
