package ui

import (
	"net/url"
	"strings"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/tunnel"
	"echostr/internal/ui/kit"
)

// replayWhere is the choice of where requests are sent again to.
type replayWhere struct {
	deps    *deps
	changed func()

	choice *kit.Segmented
	note   *kit.FormField
	url    *kit.Field
	urlAt  *kit.FormField
	root   *fyne.Container
}

// destinations are the choices, in order.
var destinations = []engine.Destination{engine.ToLocal, engine.ToPublic, engine.ToBackend}

func newReplayWhere(d *deps, changed func()) *replayWhere {
	w := &replayWhere{deps: d, changed: changed}
	w.choice = kit.NewSegmented([]string{d.t("replay.to.local"), d.t("replay.to.public"), d.t("replay.to.backend")},
		func(int) { w.turn() })
	w.note = kit.NewFormField(d.t("replay.to"), w.choice)
	w.url = kit.NewField(d.engine.Snapshot().Settings.Backend)
	w.url.SetPlaceHolder("http://127.0.0.1:8080/wx")
	w.url.OnChanged = func(string) {
		w.urlAt.SetProblem(kit.LevelNone, "")
		changed()
	}
	w.urlAt = kit.NewFormField(d.t("replay.to.url"), w.url)
	w.urlAt.SetHint(d.t("replay.to.url.hint"))
	w.urlAt.Hide()
	w.root = kit.Column(8, w.note, w.urlAt)
	w.show()
	return w
}

func (w *replayWhere) to() engine.Destination { return destinations[max(0, w.choice.Choice())] }

func (w *replayWhere) turn() {
	toggle(w.urlAt, w.to() == engine.ToBackend)
	w.show()
	w.root.Refresh()
	if w.to() == engine.ToBackend && w.url.Text() == "" {
		w.deps.window.Canvas().Focus(w.url.Entry)
	}
	w.changed()
}

// show says where requests would go now, or why they cannot.
func (w *replayWhere) show() {
	d := w.deps
	hint, problem := "", ""
	switch s := d.engine.Snapshot(); w.to() {
	case engine.ToLocal:
		if problem = w.closed(s); problem == "" {
			hint = d.t("replay.to.local.hint", "addr", s.Server.Addr)
		}
	case engine.ToPublic:
		if problem = w.offline(s); problem == "" {
			hint = d.t("replay.to.public.hint", "url", s.Tunnel.URL)
		}
	case engine.ToBackend:
		hint = d.t("replay.to.backend.hint")
	}
	w.note.SetHint(hint)
	w.note.SetProblem(kit.LevelWarning, problem)
}

// closed is why nothing can be sent to echostr itself.
func (w *replayWhere) closed(s *engine.Snapshot) string {
	switch {
	case s.Server.Addr != "":
		return ""
	case s.Server.Problem != nil:
		return w.deps.t("replay.to.local.closed", "reason", w.deps.listenTitle(s.Server.Problem))
	}
	return w.deps.t("replay.to.local.not_yet")
}

// offline is why nothing can be sent through the tunnel.
func (w *replayWhere) offline(s *engine.Snapshot) string {
	if s.Tunnel.State == tunnel.Online && s.Tunnel.URL != "" {
		return ""
	}
	if s.Tunnel.State == tunnel.Stopped {
		return w.deps.t("replay.to.public.stopped")
	}
	return w.deps.t("replay.to.public.offline")
}

// ready says whether requests can be sent there; if not, it has said why.
func (w *replayWhere) ready() bool {
	w.show()
	if w.to() == engine.ToBackend {
		if key := addressFault(w.url.Text()); key != "" {
			w.urlAt.SetProblem(kit.LevelError, w.deps.t(key))
			w.deps.window.Canvas().Focus(w.url.Entry)
			return false
		}
		return true
	}
	return !w.blocked()
}

// blocked says whether the destination cannot be reached now, whatever is sent.
func (w *replayWhere) blocked() bool {
	s := w.deps.engine.Snapshot()
	switch w.to() {
	case engine.ToLocal:
		return w.closed(s) != ""
	case engine.ToPublic:
		return w.offline(s) != ""
	}
	return false
}

// address is the backend's address.
func (w *replayWhere) address() string { return strings.TrimSpace(w.url.Text()) }

// addressFault is the key of what is wrong with a backend's address; "" when nothing is.
func addressFault(text string) string {
	text = strings.TrimSpace(text)
	u, err := url.Parse(text)
	switch {
	case text == "":
		return "replay.url.empty"
	case strings.ContainsAny(text, " \t"):
		return "replay.url.blank"
	case !strings.Contains(text, "://"):
		return "replay.url.scheme"
	case err != nil:
		return "replay.url.form"
	case u.Scheme != "http" && u.Scheme != "https":
		return "replay.url.scheme"
	case u.Hostname() == "":
		return "replay.url.host"
	case u.User != nil:
		return "replay.url.user"
	}
	return ""
}
