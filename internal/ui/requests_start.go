package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/tunnel"
	"echostr/internal/ui/kit"
)

// startView fills the page while nothing has come yet: what to do next, and a test.
type startView struct {
	deps  *deps
	trial *trialRun

	shown string // the words that are shown, so that only a change rebuilds
	url   string
	root  *fyne.Container
}

func newStartView(d *deps, trial *trialRun) *startView {
	return &startView{deps: d, trial: trial, root: container.NewStack()}
}

func (v *startView) object() fyne.CanvasObject { return v.root }

// apply shows the next step in the present state.
func (v *startView) apply(s *engine.Snapshot) {
	d := v.deps
	key, url := "local", s.LocalURL()
	switch {
	case s.Server.Addr == "":
		key, url = "down", ""
	case s.PublicURL() != "":
		key, url = "online", s.PublicURL()
	case s.Tunnel.State == tunnel.Connecting:
		key = "connecting"
	}
	if key == v.shown && url == v.url {
		return
	}
	v.shown, v.url = key, url
	var buttons []*kit.Button
	if url != "" {
		buttons = append(buttons, v.trial.newButton(kit.Primary),
			kit.NewButton(d.t("requests.start.copy"), kit.Plain, func() { d.copied(v.url) }))
	}
	text := d.t("requests.start." + key + ".text")
	if url != "" {
		text += "\n" + url
	}
	state := kit.NewEmptyState(d.t("requests.start.title"), text, buttons...)
	v.root.Objects = []fyne.CanvasObject{kit.NewGround(kit.ColorPanel, 0), state}
	v.root.Refresh()
}
