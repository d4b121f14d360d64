package ui

import (
	"context"

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
	profile string
	fix     wechat.Fix
	word    string
	button  *kit.Button
	state   *engine.Snapshot
}

func newFixButton(d *deps, x *exchange.Exchange, c *wechat.Cause, t teller) *fixButton {
	f := &fixButton{deps: d, profile: x.Profile, fix: *c.Fix, word: t.t("detail.fix." + string(c.Fix.Kind))}
	if f.fix.Kind == wechat.SetMode {
		f.word = t.t("detail.fix.set_mode", "mode", t.t("detail.mode."+f.fix.Value))
	}
	f.button = kit.NewButton(f.word, kit.Primary, f.tapped)
	return f
}

// follow shows whether the fix is in force already.
func (f *fixButton) follow(s *engine.Snapshot) {
	f.state = s
	p, ok := s.Settings.Profile(f.profile)
	switch {
	case !ok:
		f.button.SetText(f.word)
		f.button.Disable()
	case f.fix.Kind != wechat.UseProfile && field(&p, f.fix.Kind) == f.fix.Value:
		f.button.SetText(f.deps.t("detail.fix.done"))
		f.button.Disable()
	default:
		f.button.SetText(f.word)
		f.button.Enable()
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
		f.explain()
		return
	}
	var before string
	d.run(func(ctx context.Context) error {
		return d.engine.EditProfile(ctx, f.profile, func(p *profile.Profile) {
			before = field(p, f.fix.Kind)
			setField(p, f.fix.Kind, f.fix.Value)
		})
	}, func(err error) {
		if err != nil {
			d.layer.Toast(d.errorText(err))
			return
		}
		d.layer.ToastAction(d.t("detail.fix.applied"), d.t("kit.undo"), func() {
			d.command(func(ctx context.Context) error {
				return d.engine.EditProfile(ctx, f.profile, func(p *profile.Profile) {
					if field(p, f.fix.Kind) == f.fix.Value { // nobody has changed it since
						setField(p, f.fix.Kind, before)
					}
				})
			})
		})
	})
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
