package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/tunnel"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// fixButton applies a cause's fix with one tap, and takes it back from the toast.
type fixButton struct {
	deps    *deps
	profile string // id of the one to change
	path    string // that the request came to
	fix     wechat.Fix
	word    string
	button  *kit.Button
	state   *engine.Snapshot
	then    func() // after the fix is in force
}

func newFixButton(d *deps, x *exchange.Exchange, c *wechat.Cause, t teller, then func()) *fixButton {
	f := &fixButton{deps: d, profile: x.Profile, path: x.Request.Path, fix: *c.Fix, then: then}
	f.word = t.t("detail.fix." + string(c.Fix.Kind))
	switch f.fix.Kind {
	case wechat.SetMode:
		f.word = t.t("detail.fix.set_mode", "mode", t.t("detail.mode."+f.fix.Value))
	case wechat.UseProfile:
		f.word = t.t("detail.fix.use_profile", "other", oneLine(c.Args["profile"]))
	}
	f.button = kit.NewButton(f.word, kit.Primary, f.tapped)
	return f
}

// buttons are the fix and, where there is more than one way, what else can be done.
func (f *fixButton) buttons() []fyne.CanvasObject {
	out := []fyne.CanvasObject{f.button}
	if f.fix.Kind == wechat.UseProfile {
		out = append(out, kit.NewButton(f.deps.t("detail.fix.explain"), kit.Plain, f.explain))
	}
	return out
}

// follow shows whether the fix is in force already.
func (f *fixButton) follow(s *engine.Snapshot) {
	f.state = s
	word, able := f.word, true
	switch p, ok := s.Settings.Profile(f.profile); {
	case f.fix.Kind == wechat.UseProfile:
		other, kept := s.Settings.Profile(f.fix.Value)
		switch {
		case kept && other.Path == f.path:
			word, able = f.deps.t("detail.fix.done"), false
		case !ok || !kept || p.Path != f.path:
			able = false
		}
	case !ok:
		able = false
	case field(&p, f.fix.Kind) == f.fix.Value:
		word, able = f.deps.t("detail.fix.done"), false
	}
	if f.button.Text() != word {
		f.button.SetText(word)
	}
	switch {
	case able && f.button.Disabled():
		f.button.Enable()
	case !able && !f.button.Disabled():
		f.button.Disable()
	}
}

// field is the value that a kind of fix changes.
func field(p *profile.Profile, kind wechat.FixKind) string {
	switch kind {
	case wechat.SetToken:
		return p.Token
	case wechat.SetMode:
		return p.Mode.String()
	case wechat.SetAESKey:
		return p.EncodingAESKey
	case wechat.SetAppID:
		return p.AppID
	}
	return ""
}

// setField is its reverse.
func setField(p *profile.Profile, kind wechat.FixKind, value string) {
	switch kind {
	case wechat.SetToken:
		p.Token = value
	case wechat.SetMode:
		if m, err := wechat.ParseMode(value); err == nil {
			p.Mode = m
		}
	case wechat.SetAESKey:
		p.EncodingAESKey = value
	case wechat.SetAppID:
		p.AppID = value
	}
}

func (f *fixButton) tapped() {
	d := f.deps
	if f.fix.Kind == wechat.UseProfile {
		f.swap()
		return
	}
	var before string
	d.run(func(ctx context.Context) error {
		return d.engine.EditProfile(ctx, f.profile, func(p *profile.Profile) {
			before = field(p, f.fix.Kind)
			setField(p, f.fix.Kind, f.fix.Value)
		})
	}, func(err error) {
		f.applied(err, func(ctx context.Context) error {
			return d.engine.EditProfile(ctx, f.profile, func(p *profile.Profile) {
				if field(p, f.fix.Kind) == f.fix.Value { // nobody has changed it since
					setField(p, f.fix.Kind, before)
				}
			})
		})
	})
}

// applied tells how it went; undo takes the fix back.
func (f *fixButton) applied(err error, undo func(context.Context) error) {
	d := f.deps
	if err != nil {
		d.layer.Toast(d.errorText(err))
		return
	}
	d.layer.ToastAction(d.t("detail.fix.applied"), d.t("kit.undo"), func() { d.command(undo) })
	if f.then != nil {
		f.then()
	}
}

// swap exchanges the paths of two profiles: what the console has is the other one's
// Token and this one's URL, and then both are the other one's.
func (f *fixButton) swap() {
	d := f.deps
	exchangePaths := func(ctx context.Context) error {
		return d.engine.EditSettings(ctx, func(s *profile.Settings) error {
			a, b := s.Edit(f.profile), s.Edit(f.fix.Value)
			if a == nil || b == nil {
				return engine.ErrNoProfile
			}
			a.Path, b.Path = b.Path, a.Path
			return nil
		})
	}
	d.run(exchangePaths, func(err error) { f.applied(err, exchangePaths) })
}

// explain shows what to do about a request that was signed with another profile's Token:
// the console has this profile's URL and that profile's Token, and only the console, or
// the choice of the profile, can change that.
func (f *fixButton) explain() {
	d := f.deps
	other, ok := f.state.Settings.Profile(f.fix.Value)
	if !ok {
		d.layer.Toast(d.t("detail.profile.gone"))
		return
	}
	here, _ := f.state.Settings.Profile(f.profile)
	url := other.Path
	if base := f.state.Base(); base != "" {
		url = tunnel.Join(base, other.Path)
	} else if f.state.Server.Addr != "" {
		url = tunnel.Join("http://"+f.state.Server.Addr, other.Path)
	}
	text := kit.NewFlow(20, prose(d.t("detail.profile.text", "other", other.Name, "here", here.Name, "path", here.Path), kit.Body)...)
	var dialog *kit.Dialog
	shut := kit.NewButton(d.t("kit.close"), kit.Plain, func() { dialog.Close() })
	turn := kit.NewButton(d.t("detail.profile.show", "other", other.Name), kit.Plain, func() {
		dialog.Close()
		d.command(func(ctx context.Context) error { return d.engine.ShowProfile(ctx, other.ID) })
	})
	take := kit.NewButton(d.t("detail.profile.copy"), kit.Primary, func() {
		dialog.Close()
		d.copied(url)
	})
	dialog = kit.Show(d.window, d.t("detail.profile.title", "other", other.Name),
		kit.Column(10, text, kit.NewCode(18, kit.Span{Text: url, Face: kit.Code})), shut, turn, take).Wide(460)
}
