package ui

import (
	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/tunnel"
	"echostr/internal/ui/kit"
)

// progressCard is the way to the first message, ticked by what really happened.
type progressCard struct {
	deps  *deps
	steps []*progressStep
	root  fyne.CanvasObject
}

// stepView is one step in final words; hint is only told for the next one to do.
type stepView struct {
	done, next  bool
	title, hint string
}

// presentProgress is the steps in order. The tunnel counts as done while it is online, and
// the way without one is shown as it is.
func presentProgress(d *deps, s *engine.Snapshot) []stepView {
	steps := []struct {
		name string
		done bool
	}{
		{"server", s.Server.Addr != ""},
		{"tunnel", s.Tunnel.State == tunnel.Online},
		{"selftest", s.Progress.SelfTest},
		{"verified", s.Progress.Verified},
		{"message", s.Progress.Message},
	}
	var out []stepView
	next := true
	for _, step := range steps {
		v := stepView{done: step.done, title: d.t("progress." + step.name)}
		// A test of one's own has nothing to add once WeChat itself came through.
		if !step.done && next && !(step.name == "selftest" && s.Progress.Verified) {
			v.next, v.hint = true, d.t("progress."+step.name+".hint")
			next = false
			if step.name == "tunnel" {
				v.hint = tunnelHint(d, s.Tunnel.State)
			}
		}
		out = append(out, v)
	}
	return out
}

// tunnelHint is what to do for a tunnel in a state.
func tunnelHint(d *deps, s tunnel.State) string {
	switch s {
	case tunnel.Connecting, tunnel.Reconnecting:
		return d.t("progress.tunnel.wait")
	case tunnel.Failed:
		return d.t("progress.tunnel.failed")
	}
	return d.t("progress.tunnel.hint")
}

func newProgressCard(d *deps) *progressCard {
	c := &progressCard{deps: d}
	list := kit.Column(1)
	for range 5 {
		s := newProgressStep()
		c.steps = append(c.steps, s)
		list.Add(s.root)
	}
	c.root = kit.NewCard(kit.Column(6, kit.NewLabel(d.t("progress.title"), kit.Small), list))
	return c
}

func (c *progressCard) object() fyne.CanvasObject { return c.root }

func (c *progressCard) apply(ch change) {
	for i, v := range presentProgress(c.deps, ch.state) {
		c.steps[i].show(v)
	}
}

// progressStep is one line: a mark, the words, and below them what to do if it is next.
type progressStep struct {
	mark  *kit.Label
	title *kit.Label
	hint  *kit.Flow
	root  *fyne.Container
	shown stepView
}

// stepIndent is where the words begin, right of the marks.
const stepIndent = 20

func newProgressStep() *progressStep {
	s := &progressStep{mark: kit.NewLabel("", kit.Body), title: kit.NewCutLabel("", kit.Body), hint: kit.NewFlow(18)}
	s.hint.Hide()
	line := kit.Beside(kit.Fixed(stepIndent, 0, s.mark), s.title)
	s.root = kit.Column(0, line, kit.InsetSides(0, 0, stepIndent, 0, s.hint))
	return s
}

func (s *progressStep) show(v stepView) {
	if v == s.shown {
		return
	}
	s.shown = v
	switch {
	case v.done:
		s.mark.Set(kit.LevelGood.Mark(), kit.Code.Sized(14).In(kit.ColorGreen))
		s.title.Set(v.title, kit.Body)
	case v.next:
		s.mark.Set("→", kit.Strong.In(kit.ColorBlue))
		s.title.Set(v.title, kit.Strong)
	default:
		s.mark.Set("○", kit.Body.In(kit.ColorText3))
		s.title.Set(v.title, kit.Body.In(kit.ColorText3))
	}
	s.hint.Set(kit.Span{Text: v.hint, Face: kit.Small})
	s.hint.Hidden = v.hint == ""
	s.root.Refresh()
}
