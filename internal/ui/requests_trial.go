package ui

import (
	"context"
	"errors"

	"echostr/internal/engine"
	"echostr/internal/tunnel"
	"echostr/internal/ui/kit"
)

// trialRun sends WeChat's two kinds of request to oneself and says how it went. One runs at
// a time; its buttons cancel it meanwhile.
type trialRun struct {
	deps    *deps
	state   func() *engine.Snapshot
	buttons []*kit.Button
	cancel  context.CancelFunc // nil while none runs
}

func newTrialRun(d *deps, state func() *engine.Snapshot) *trialRun {
	return &trialRun{deps: d, state: state}
}

// newButton starts the test, and stops it while it runs. The former buttons are forgotten:
// a view that is rebuilt makes another.
func (r *trialRun) newButton(kind kit.Kind) *kit.Button {
	b := kit.NewButton(r.word(), kind, r.toggle)
	r.buttons = []*kit.Button{b}
	return b
}

func (r *trialRun) running() bool { return r.cancel != nil }

func (r *trialRun) word() string {
	if r.running() {
		return r.deps.t("trial.cancel")
	}
	return r.deps.t("trial.send")
}

// toggle starts a test or cancels the one that runs.
func (r *trialRun) toggle() {
	if r.running() {
		r.cancel()
		return
	}
	d := r.deps
	ctx, cancel := context.WithCancel(d.ctx)
	r.cancel = cancel
	r.follow()
	public := r.state().Tunnel.State == tunnel.Online
	if public {
		d.layer.Toast(d.t("trial.running.public"))
	}
	var t engine.Trial
	d.run(func(context.Context) (err error) {
		t, err = d.engine.SendTest(ctx, public, d.t("trial.content"))
		return err
	}, func(err error) {
		cancel()
		r.cancel = nil
		r.follow()
		r.tell(t, err)
	})
}

// follow shows on the buttons whether a test runs.
func (r *trialRun) follow() {
	for _, b := range r.buttons {
		b.SetText(r.word())
	}
}

// tell says how a test went: in a line if it passed, else what is wrong and what to do.
func (r *trialRun) tell(t engine.Trial, err error) {
	d := r.deps
	switch {
	case errors.Is(err, context.Canceled):
		d.layer.Toast(d.t("trial.cancelled"))
	case err != nil:
		d.layer.Toast(d.errorText(err))
	case t.Problem == "" && t.Public:
		d.layer.Toast(d.t("trial.passed.public", "took", took(t.Duration)))
	case t.Problem == "":
		d.layer.Toast(d.t("trial.passed.local", "took", took(t.Duration)))
	default:
		r.explain(t)
	}
}

// explain shows what a test met.
func (r *trialRun) explain(t engine.Trial) {
	d := r.deps
	key := "trial." + t.Problem
	if !d.words.Has(key + ".title") {
		key = "trial.other"
	}
	args := []any{"url", t.URL, "code", t.Code, "status", status(t.Status), "detail", oneLine(t.Detail)}
	column := kit.Column(10, banner(kit.LevelError, d.t(key+".title", args...), prose(d.t(key+".text", args...), kit.Body)),
		kit.NewKeyValues(76, r.facts(t)...))
	var dialog *kit.Dialog
	buttons := []*kit.Button{kit.NewButton(d.t("kit.close"), kit.Plain, func() { dialog.Close() })}
	if t.Code != "" {
		buttons = append(buttons, kit.NewButton(d.t("trial.code"), kit.Plain, func() { d.visit(errorPage(t.Code)) }))
	}
	buttons = append(buttons, kit.NewButton(d.t("trial.again"), kit.Primary, func() {
		dialog.Close()
		r.toggle()
	}))
	dialog = kit.Show(d.window, d.t("trial.title"), column, buttons...).Wide(480)
}

// facts are what is known of a test that failed.
func (r *trialRun) facts(t engine.Trial) []kit.KeyValue {
	d := r.deps
	out := []kit.KeyValue{{Key: d.t("trial.fact.url"), Value: t.URL}}
	add := func(key, value string) {
		if value != "" {
			out = append(out, kit.KeyValue{Key: d.t("trial.fact." + key), Value: value})
		}
	}
	if t.Status != 0 {
		add("status", status(t.Status))
	}
	add("code", t.Code)
	add("detail", oneLine(t.Detail))
	return out
}
