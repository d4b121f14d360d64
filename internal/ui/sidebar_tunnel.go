package ui

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/tunnel"
	"echostr/internal/ui/kit"
)

// sandboxURL is where WeChat hands out test accounts.
const sandboxURL = "https://mp.weixin.qq.com/debug/cgi-bin/sandbox?t=sandbox/login"

// tunnelCard shows the public address and what leads to it, and starts and stops it.
type tunnelCard struct {
	deps   *deps
	status *kit.Status
	detail *kit.Label // beside the state, or
	under  *kit.Label // below it, where the line is too short for both
	turn   *kit.Button
	more   *kit.Button
	url    *kit.Flow
	local  *kit.Flow
	note   *kit.Label
	copy   *kit.Button
	qr     *kit.Button
	trial  *problemBox
	root   fyne.CanvasObject

	shown    tunnelView
	settings profile.Tunnel
	state    tunnel.State
}

// The width of the button for more, and what of the card's width is left for the state, the
// words beside it and the button that starts or stops.
const (
	moreWidth = 24
	headRoom  = sidebarWidth - 2*10 - 2*12 - 4 - moreWidth
)

func newTunnelCard(d *deps) *tunnelCard {
	c := &tunnelCard{deps: d, status: kit.NewStatus(kit.LevelNone, ""), detail: kit.NewCutLabel("", kit.Small), under: kit.NewCutLabel("", kit.Small),
		url: kit.NewCode(18), local: kit.NewFlow(18, kit.Span{Text: d.t("tunnel.local_only"), Face: kit.Small.In(kit.ColorAmber)}),
		note: kit.NewCutLabel("", kit.Small)}
	c.turn = kit.NewButton("", kit.Plain, c.turnTapped).Small()
	c.more = d.layer.Tip(kit.NewButton("", kit.Bare, c.choose).Small().
		WithIcon(kit.NewIcon(kit.More, kit.ColorText2, 14)), d.t("tunnel.choose"))
	c.copy = kit.NewButton(d.t("tunnel.copy_url"), kit.Primary, func() { d.copied(c.shown.url) })
	c.qr = kit.NewButton(d.t("tunnel.qr"), kit.Plain, func() { showQR(d, c.shown.url) })
	sandbox := kit.NewButton(d.t("tunnel.sandbox")+" ↗", kit.Link, func() { d.visit(sandboxURL) })
	c.trial = newProblemBox(d, c.mend)

	head := kit.Spread(4, kit.Beside(c.status, c.detail), kit.Row(0, c.turn, kit.Fixed(moreWidth, 26, c.more)))
	address := container.NewStack(kit.NewGround(kit.ColorField, 6),
		kit.Inset(8, 10, kit.Column(2, c.url, c.local)))
	acts := kit.Row(6, c.copy, c.qr, kit.Spring(), container.NewCenter(sandbox))
	c.root = kit.NewCard(kit.Column(8, kit.Column(0, head, c.under), c.note, c.trial.root, address, acts))
	c.note.Hide()
	c.under.Hide()
	return c
}

func (c *tunnelCard) object() fyne.CanvasObject { return c.root }

func (c *tunnelCard) apply(ch change) {
	c.settings, c.state = ch.state.Settings.Tunnel, ch.state.Tunnel.State
	v := presentTunnel(c.deps, ch.state)
	if v == c.shown {
		return
	}
	c.shown = v
	c.status.Set(v.level, v.state)
	c.turn.SetText(v.action)
	c.detail.Set(v.detail, kit.Small)
	c.under.Hidden = v.detail == "" || c.status.MinSize().Width+kit.Width(v.detail, kit.Small)+c.turn.MinSize().Width <= headRoom
	if !c.under.Hidden {
		c.detail.Set("", kit.Small)
		c.under.Set(strings.TrimPrefix(v.detail, " · "), kit.Small)
	}
	c.turn.SetKind(kit.Plain)
	c.copy.SetKind(kit.Plain)
	switch { // one thing to do now
	case v.starts:
		c.turn.SetKind(kit.Primary)
	case !v.local:
		c.copy.SetKind(kit.Primary)
	}
	c.note.Set(v.note, kit.Small)
	c.note.Hidden = v.note == ""
	c.trial.show(v.problem)
	c.local.Hidden = !v.local || v.url == ""
	switch v.url {
	case "":
		c.url.Set(kit.Span{Text: c.deps.t("tunnel.no_address"), Face: kit.Small})
		c.copy.Disable()
	default:
		c.url.Set(kit.Span{Text: v.url, Face: kit.Code})
		c.copy.Enable()
	}
	if v.local {
		c.qr.Disable()
	} else {
		c.qr.Enable()
	}
	c.root.Refresh()
}

// turnTapped starts or stops. With no way chosen yet, it asks for one.
func (c *tunnelCard) turnTapped() {
	switch {
	case !c.shown.starts:
		c.deps.command(c.deps.engine.StopTunnel)
	case c.settings.Provider == profile.TunnelNone:
		c.choose()
	default:
		c.deps.startTunnel()
	}
}

// startTunnel starts the tunnel, or asks for what is missing.
func (d *deps) startTunnel() {
	d.run(d.engine.StartTunnel, func(err error) {
		var bad *engine.TunnelInvalid
		if !errors.As(err, &bad) {
			d.complain(err)
			return
		}
		issue, _ := tunnel.FirstError(bad.Issues)
		switch issue.Field {
		case "authtoken":
			askAuthtoken(d)
		case "url":
			askPublicURL(d, "")
		default:
			d.complain(err)
			d.show(pageSettings)
		}
	})
}

// mend leads to where a problem can be mended.
func (c *tunnelCard) mend(to cure) {
	switch to {
	case cureAuthtoken:
		askAuthtoken(c.deps)
	case curePublicURL:
		askPublicURL(c.deps, c.settings.PublicURL)
	default:
		c.deps.show(pageSettings)
	}
}

// choose offers the ways to a public address.
func (c *tunnelCard) choose() {
	d, now := c.deps, c.settings.Provider
	kit.ShowMenu(c.more, 150,
		kit.MenuItem{Text: "ngrok", Hint: d.t("tunnel.provider.ngrok.hint"), Checked: now == profile.TunnelNgrok,
			Act: func() { c.take(profile.TunnelNgrok) }},
		kit.MenuItem{Text: d.t("tunnel.provider.external") + "…", Hint: d.t("tunnel.provider.external.hint"),
			Checked: now == profile.TunnelExternal, Act: func() { askPublicURL(d, c.settings.PublicURL) }},
		kit.MenuItem{Text: d.t("tunnel.provider.none"), Checked: now == profile.TunnelNone,
			Act: func() { c.take(profile.TunnelNone) }},
		kit.MenuItem{},
		kit.MenuItem{Text: d.t("tunnel.settings"), Act: func() { d.show(pageSettings) }})
}

// take makes provider the way and goes it at once.
func (c *tunnelCard) take(provider string) {
	if provider == c.settings.Provider && running(c.state) {
		return
	}
	c.deps.takeProvider(provider, true)
}

// takeProvider saves the choice. Without a tunnel the present one is stopped; with start,
// the chosen one is started.
func (d *deps) takeProvider(provider string, start bool) {
	d.save(func(ctx context.Context) error {
		return d.engine.EditSettings(ctx, func(s *profile.Settings) error {
			s.Tunnel.Provider = provider
			return nil
		})
	}, func(err error) {
		switch {
		case err != nil:
			d.complain(err)
		case provider == profile.TunnelNone:
			d.command(d.engine.StopTunnel)
		case start:
			d.startTunnel()
		}
	})
}

// visit opens a page in the browser.
func (d *deps) visit(url string) {
	if err := d.open(url); err != nil {
		d.clip(url)
		d.layer.Toast(d.t("browser_failed"))
	}
}
