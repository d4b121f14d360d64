package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/ui/kit"
)

// serverSettings are the address that the local server listens on.
type serverSettings struct {
	deps   *deps
	field  *kit.Field
	form   *kit.FormField
	use    *kit.Button
	free   *kit.Button // takes any free port
	status *kit.Status
	offer  *fyne.Container
	root   fyne.CanvasObject

	settings *profile.Settings
	value    string // of the field as it was last set from outside
	busy     bool
}

// anyPort is an address on this machine with a port that the system picks.
const anyPort = "127.0.0.1:0"

func newServerSettings(d *deps) *serverSettings {
	s := &serverSettings{deps: d, field: kit.NewField(""), status: kit.NewStatus(kit.LevelNone, "")}
	s.field.SetPlaceHolder(profile.DefaultListen)
	s.form = kit.NewFormField("", s.field)
	s.use = kit.NewButton(d.t("settings.listen.use"), kit.Plain, s.take)
	s.free = kit.NewButton(d.t("settings.listen.free"), kit.Plain, func() { s.listen(anyPort) }).Small()
	s.field.OnSubmitted = func(string) { s.take() }
	s.field.OnChanged = func(string) { s.judge() }
	s.offer = kit.Row(8, s.free)
	s.offer.Hide()
	line := kit.Beside(kit.Fixed(260, 0, s.form), kit.InsetSides(0, 0, 8, 0,
		kit.Row(0, kit.Column(0, kit.Fixed(0, 28, s.use)))))
	s.root = labelled(d.t("settings.listen"), kit.Column(6, line, s.status, s.offer,
		kit.NewFlow(18, kit.Span{Text: d.t("settings.listen.text"), Face: kit.Faint})))
	return s
}

func (s *serverSettings) apply(c change) {
	s.settings = c.state.Settings
	listen := c.state.Settings.Listen
	if s.field.Text() == s.value && s.value != listen { // nobody is editing it
		s.field.SetText(listen)
		s.judge()
	}
	s.value = listen
	level, text := listenState(s.deps, c.state)
	s.status.Set(level, text)
	stuck := c.state.Server.Problem != nil
	if s.offer.Visible() != stuck {
		s.offer.Hidden = !stuck
		if !stuck {
			s.judge() // the problem below the field is over
		}
		s.root.Refresh()
	}
	if p := c.state.Server.Problem; p != nil && s.field.Text() == p.Addr {
		s.form.SetProblem(kit.LevelError, s.deps.listenText(p))
	}
}

// listenState is whether and where the server listens.
func listenState(d *deps, s *engine.Snapshot) (kit.Level, string) {
	switch {
	case s.Server.Addr != "":
		return kit.LevelGood, d.t("footer.listening", "addr", s.Server.Addr)
	case s.Server.Problem != nil:
		return kit.LevelError, d.listenTitle(s.Server.Problem)
	}
	return kit.LevelNone, d.t("footer.not_listening")
}

// judge says what is wrong with the form of the address; it reports whether it may be
// tried.
func (s *serverSettings) judge() bool {
	if s.settings == nil {
		return false
	}
	c := *s.settings
	c.Listen = strings.TrimSpace(s.field.Text())
	var remarks []remark
	for _, p := range c.Problems() {
		if p.Field == profile.FieldListen {
			level := kit.LevelError
			if p.Warning {
				level = kit.LevelWarning
			}
			remarks = append(remarks, remark{level, s.deps.problemText(p)})
		}
	}
	say(s.form, remarks)
	return worst(remarks) != kit.LevelError
}

// take listens on the address in the field.
func (s *serverSettings) take() {
	if s.judge() {
		s.listen(strings.TrimSpace(s.field.Text()))
	}
}

// listen listens on an address and, when that works, remembers it. A port that the system
// picked is remembered as the number it is.
func (s *serverSettings) listen(addr string) {
	if s.busy {
		return
	}
	s.busy = true
	s.use.Disable()
	s.free.Disable()
	d := s.deps
	var now string
	d.save(func(ctx context.Context) error {
		if err := d.engine.Listen(ctx, addr); err != nil {
			return err
		}
		now = addr
		if strings.HasSuffix(addr, ":0") {
			now = d.engine.Snapshot().Server.Addr
		}
		return d.engine.EditSettings(ctx, func(t *profile.Settings) error {
			t.Listen = now
			return nil
		})
	}, func(err error) {
		s.busy = false
		s.use.Enable()
		s.free.Enable()
		if err == nil {
			s.value = now
			s.field.SetText(now)
			s.judge()
			d.layer.Toast(d.t("settings.listen.done", "addr", now))
			return
		}
		text := d.errorText(err)
		if p := d.engine.Snapshot().Server.Problem; p != nil {
			text = d.listenText(p)
		}
		s.form.SetProblem(kit.LevelError, text)
	})
}
