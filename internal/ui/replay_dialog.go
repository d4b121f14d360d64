package ui

import (
	"context"
	"slices"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/simulate"
	"echostr/internal/ui/kit"
)

// replayDialog sends recorded requests again. It stays open for another go, and what was
// edited stays in it until it is closed.
type replayDialog struct {
	deps  *deps
	what  replayed
	where *replayWhere
	often *replayOften // nil for several
	sent  *replaySent

	dialog *kit.Dialog
	do     *kit.Button // sends, or stops

	cancel  context.CancelFunc // of what is being sent; nil when nothing is
	stopped bool               // by the person
	printed string             // the edits that were sent last
	follow  func()             // ends following the engine
}

// replayed is what is sent: one request or several.
type replayed interface {
	// fill puts what was chosen into a request, or says in place why it cannot be sent.
	fill(r *engine.ReplayRequest) bool
	blocked() string // why nothing can be sent in the chosen way; "" when it can
	shift(by int)    // moves the row that holds the caret
	print() string   // tells edits from each other; "" without any
}

// replay opens the dialog that sends recorded requests again, in the order they came.
func (d *deps) replay(ids []int64) {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) > simulate.MaxTimes { // before they are read, which would hold the window up
		d.layer.Toast(d.t("replay.too_many", "most", grouped(simulate.MaxTimes)))
		return
	}
	var all []*exchange.Exchange
	kept := 0
	for _, id := range ids {
		x, ok := d.engine.Exchange(id)
		if all = append(all, x); ok {
			kept++
		}
	}
	if kept == 0 {
		d.layer.Toast(d.t("requests.gone"))
		return
	}
	newReplayDialog(d, ids, all)
}

func newReplayDialog(d *deps, ids []int64, all []*exchange.Exchange) *replayDialog {
	r := &replayDialog{deps: d}
	t := teller{words: d.words, mask: d.engine.Snapshot().Settings.MaskIDs}
	r.do = kit.NewButton(d.t("replay.send"), kit.Primary, r.act)
	r.where = newReplayWhere(d, r.look)
	r.sent = newReplaySent(d, t, r.visit)
	var title string
	var left fyne.CanvasObject
	right := kit.Column(14, r.where.root)
	if len(ids) == 1 {
		one := newReplayWhat(d, t, all[0], r.look)
		r.what, left = one, one.root
		kind, _ := t.kind(all[0])
		title = d.t("replay.title", "id", ids[0], "kind", kind, "text", t.say(all[0]))
		r.often = newReplayOften(d, r.look)
		right.Add(r.often.root)
	} else {
		several := newReplaySeveral(d, t, ids, all, r.look)
		r.what, left = several, several.root
		title = d.t("replay.title.several", "n", len(ids))
		r.sent.many = true
	}
	shut := kit.NewButton(d.t("kit.close"), kit.Plain, r.close)
	columns := newReplayColumns(left, kit.Dock(kit.InsetSides(0, 14, 0, 0, right), nil, r.sent.root))
	r.dialog = kit.Show(d.window, title, newReplayRoom(d.window, kit.InsetSides(6, 0, 0, 0, columns)), shut, r.do).Wide(replayWidest)
	r.dialog.OnEscape = r.close
	r.dialog.OnClosed = r.closed
	for _, k := range r.keys() {
		d.window.Canvas().AddShortcut(k.keys, func(fyne.Shortcut) { r.key(k.act) })
	}
	r.followEngine()
	r.look()
	return r
}

// replayKey is a shortcut of the dialog.
type replayKey struct {
	keys *desktop.CustomShortcut
	act  func()
}

// keys are the dialog's shortcuts. Enter alone never sends.
func (r *replayDialog) keys() []replayKey {
	send := func() {
		if r.cancel == nil {
			r.act()
		}
	}
	return []replayKey{
		{&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault}, send},
		{&desktop.CustomShortcut{KeyName: fyne.KeyEnter, Modifier: fyne.KeyModifierShortcutDefault}, send},
		{&desktop.CustomShortcut{KeyName: fyne.KeyUp, Modifier: fyne.KeyModifierAlt}, func() { r.what.shift(-1) }},
		{&desktop.CustomShortcut{KeyName: fyne.KeyDown, Modifier: fyne.KeyModifierAlt}, func() { r.what.shift(1) }},
	}
}

// followEngine keeps the destination's words true while the dialog is open.
func (r *replayDialog) followEngine() {
	d := r.deps
	shown := d.engine.Snapshot()
	var waiting, over atomic.Bool
	cancel := d.engine.Subscribe(func() {
		if d.ctx.Err() != nil || waiting.Swap(true) {
			return
		}
		d.post(func() {
			waiting.Store(false)
			s := d.engine.Snapshot()
			if over.Load() || s.Tunnel.State == shown.Tunnel.State && s.Tunnel.URL == shown.Tunnel.URL && s.Server.Addr == shown.Server.Addr {
				return
			}
			shown = s
			r.where.show()
			r.look()
		})
	})
	r.follow = func() {
		over.Store(true)
		cancel()
	}
}

// look follows what was chosen: whether it can be sent at all, and how many.
func (r *replayDialog) look() {
	if r.dialog == nil || r.cancel != nil {
		return
	}
	r.do.SetText(r.word())
	if r.what.blocked() != "" || r.where.blocked() {
		r.do.Disable()
	} else {
		r.do.Enable()
	}
}

// word is what the button says.
func (r *replayDialog) word() string {
	if r.often == nil {
		return r.deps.t("replay.send")
	}
	if p, ok := r.often.plan(); ok && p.Times > 1 {
		return r.deps.t("replay.send.times", "n", grouped(int64(p.Times)))
	}
	return r.deps.t("replay.send")
}

// key runs a shortcut unless something lies over the dialog.
func (r *replayDialog) key(act func()) {
	if r.deps.window.Canvas().Overlays().Top() == fyne.CanvasObject(r.dialog) {
		act()
	}
}

// act sends, or stops what is being sent.
func (r *replayDialog) act() {
	if r.cancel != nil {
		r.stopped = true
		r.cancel()
		return
	}
	if r.do.Disabled() {
		return
	}
	q := engine.ReplayRequest{To: r.where.to(), URL: r.where.address()}
	ok := r.what.fill(&q)
	of := len(q.IDs)
	if r.often != nil {
		var fits bool
		q.Plan, fits = r.often.plan()
		ok, of = ok && fits, q.Plan.Count()
	}
	if !r.where.ready() || !ok {
		return
	}
	r.send(q, of)
}

// send sends in the background until all is sent or somebody stops it.
func (r *replayDialog) send(q engine.ReplayRequest, of int) {
	d := r.deps
	ctx, cancel := context.WithCancel(d.ctx)
	r.cancel, r.stopped, r.printed = cancel, false, r.what.print()
	r.do.SetText(d.t("replay.stop"))
	r.do.SetKind(kit.Plain)
	r.sent.begin(of)
	if q.To == engine.ToBackend && q.URL != d.engine.Snapshot().Settings.Backend {
		d.editSettings(func(s *profile.Settings) { s.Backend = q.URL })
	}
	q.Progress = r.sent.take
	d.run(func(context.Context) error {
		defer cancel()
		_, err := d.engine.Replay(ctx, q)
		return err
	}, func(err error) {
		r.cancel = nil
		r.do.SetKind(kit.Primary)
		r.sent.end(r.why(err))
		r.look()
	})
}

// why is what ended a run before its end; "" for nothing.
func (r *replayDialog) why(err error) string {
	switch {
	case err == nil:
		return ""
	case r.stopped:
		return r.deps.t("replay.stopped", "n", grouped(int64(len(r.sent.rows))))
	}
	return r.deps.replayError(err)
}

// visit turns to an exchange on the requests page.
func (r *replayDialog) visit(id int64) {
	r.leave(func() {
		if r.deps.choose != nil {
			r.deps.choose(id)
		}
	})
}

// close closes the dialog, and asks first where something would be lost.
func (r *replayDialog) close() { r.leave(func() {}) }

func (r *replayDialog) leave(then func()) {
	d := r.deps
	shut := func() {
		r.dialog.Close()
		then()
	}
	edits := r.what.print()
	switch {
	case r.cancel != nil:
		kit.Ask(d.window, d.t("replay.leave.running.title"), d.t("replay.leave.running.text"), d.t("replay.leave.running.do"), d.t("kit.cancel"), shut)
	case edits != "" && edits != r.printed:
		kit.AskDanger(d.window, d.t("replay.leave.edits.title"), d.t("replay.leave.edits.text"), d.t("replay.leave.edits.do"), d.t("replay.leave.edits.stay"), shut)
	default:
		shut()
	}
}

// closed hears that the dialog has gone, also with its window.
func (r *replayDialog) closed() {
	r.follow()
	if r.cancel != nil {
		r.stopped = true
		r.cancel()
	}
	for _, k := range r.keys() {
		r.deps.window.Canvas().RemoveShortcut(k.keys)
	}
}
