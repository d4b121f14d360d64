package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/tunnel"
	"echostr/internal/ui/kit"
)

// authtokenURL is where ngrok shows an account's authtoken.
const authtokenURL = "https://dashboard.ngrok.com/get-started/your-authtoken"

// issueRemarks are the words for the issues of one field of the tunnel.
func issueRemarks(d *deps, issues []engine.TunnelIssue, field string) []remark {
	var out []remark
	for _, i := range issues {
		if i.Field != field {
			continue
		}
		level := kit.LevelError
		if i.Severity == tunnel.Warning {
			level = kit.LevelWarning
		}
		out = append(out, remark{level, d.issueText(i)})
	}
	return out
}

// authtokenIn is the authtoken in what was pasted: often that is the whole command
// "ngrok config add-authtoken …" from ngrok's page.
func authtokenIn(pasted string) string {
	words := strings.Fields(pasted)
	for i, w := range words {
		if i > 0 && (words[i-1] == "add-authtoken" || words[i-1] == "authtoken" || words[i-1] == "authtoken:") {
			return w
		}
		if rest, ok := strings.CutPrefix(w, "NGROK_AUTHTOKEN="); ok {
			return rest
		}
	}
	return strings.TrimSpace(pasted)
}

// askAuthtoken explains how to come by an ngrok authtoken, takes it, and starts the
// tunnel. It looks first whether the ngrok command line has one to offer.
func askAuthtoken(d *deps) {
	var offer engine.Offer
	d.run(func(context.Context) error {
		offer, _ = d.engine.OfferedAuthtoken()
		return nil
	}, func(error) { showAuthtoken(d, offer) })
}

func showAuthtoken(d *deps, offer engine.Offer) {
	secret := kit.NewSecret("", d.t("kit.show"), d.t("kit.hide"))
	form := kit.NewFormField("Authtoken", secret)
	form.SetHint(d.t("tunnel.token.hint"))
	step := func(number, key string, more ...fyne.CanvasObject) fyne.CanvasObject {
		column := kit.Column(6, kit.NewFlow(20, kit.Span{Text: d.t(key), Face: kit.Body}))
		for _, m := range more {
			column.Add(m)
		}
		return kit.Beside(kit.Fixed(20, 0, kit.Column(0, kit.NewLabel(number, kit.Strong))), column)
	}
	dashboard := kit.NewButton(d.t("tunnel.token.open")+" ↗", kit.Plain, func() { d.visit(authtokenURL) }).Small()
	content := kit.Column(12, kit.NewFlow(20, kit.Span{Text: d.t("tunnel.token.text"), Face: kit.Body.In(kit.ColorText2)}))
	var dialog *kit.Dialog
	if offer.File != "" {
		take := kit.NewButton(d.t("tunnel.token.take"), kit.Primary, nil).Small()
		take.OnTapped = func() {
			take.Disable()
			d.save(d.engine.TakeAuthtoken, func(err error) {
				take.Enable()
				if err != nil {
					form.SetProblem(kit.LevelError, d.errorText(err))
					return
				}
				dialog.Close()
				d.startTunnel()
			})
		}
		content.Add(kit.NewBanner(kit.ColorGreenGround, kit.Column(8,
			kit.NewFlow(20, kit.Span{Text: d.t("tunnel.token.offer"), Face: kit.Body}),
			kit.NewCode(18, kit.Span{Text: offer.File, Face: kit.Code}),
			kit.Row(0, take))))
	}
	content.Add(step("1", "tunnel.token.step1", kit.Row(0, dashboard)))
	content.Add(step("2", "tunnel.token.step2", form))

	start := kit.NewButton(d.t("tunnel.save_and_start"), kit.Primary, nil)
	start.OnTapped = func() {
		token := authtokenIn(secret.Text())
		if start.Disabled() {
			return
		}
		start.Disable()
		takeTunnel(d, "authtoken", func(t *profile.Tunnel) {
			t.Provider, t.Authtoken = profile.TunnelNgrok, token
		}, func(remarks []remark, err error) {
			start.Enable()
			finish(d, dialog, form, remarks, err)
		})
	}
	secret.OnChanged = func(string) { form.SetProblem(kit.LevelNone, "") }
	shut := kit.NewButton(d.t("kit.cancel"), kit.Plain, func() { dialog.Close() })
	dialog = kit.Show(d.window, d.t("tunnel.token.title"), content, shut, start).Wide(440)
	d.window.Canvas().Focus(secret.Entry)
}

// askPublicURL takes the public address of a tunnel that the user runs, and goes over
// to it.
func askPublicURL(d *deps, present string) {
	field := kit.NewField(present)
	field.SetPlaceHolder("https://wx.example.com")
	form := kit.NewFormField(d.t("tunnel.public_url"), field)
	form.SetHint(d.t("tunnel.public_url.hint"))
	local := d.engine.Snapshot().Server.Addr
	text := d.t("tunnel.external.text")
	if local != "" {
		text += d.t("tunnel.external.forward", "addr", local)
	}
	pause := newDelay(d, editPause)
	field.OnChanged = func(text string) {
		pause.call(func() {
			checkTunnel(d, profile.Tunnel{Provider: profile.TunnelExternal, PublicURL: text}, "url",
				func(remarks []remark) { say(form, remarks) })
		})
	}
	var dialog *kit.Dialog
	start := kit.NewButton(d.t("tunnel.save_and_start"), kit.Primary, nil)
	start.OnTapped = func() {
		if start.Disabled() {
			return
		}
		pause.drop()
		start.Disable()
		address := strings.TrimSpace(field.Text())
		takeTunnel(d, "url", func(t *profile.Tunnel) {
			t.Provider, t.PublicURL = profile.TunnelExternal, address
		}, func(remarks []remark, err error) {
			start.Enable()
			finish(d, dialog, form, remarks, err)
		})
	}
	shut := kit.NewButton(d.t("kit.cancel"), kit.Plain, func() { dialog.Close() })
	dialog = kit.Show(d.window, d.t("tunnel.external.title"), kit.Column(12,
		kit.NewFlow(20, kit.Span{Text: text, Face: kit.Body.In(kit.ColorText2)}), form), shut, start).Wide(440)
	dialog.OnClosed = pause.drop
	d.window.Canvas().Focus(field.Entry)
}

// checkTunnel looks at tunnel settings in the background and tells what is wrong with one
// field.
func checkTunnel(d *deps, t profile.Tunnel, field string, then func([]remark)) {
	var issues []engine.TunnelIssue
	d.run(func(context.Context) error {
		issues = d.engine.CheckTunnel(t)
		return nil
	}, func(error) { then(issueRemarks(d, issues, field)) })
}

// takeTunnel saves a change of the tunnel's settings unless the field has an error. then
// gets what is to be said about the field.
func takeTunnel(d *deps, field string, change func(*profile.Tunnel), then func([]remark, error)) {
	var issues []engine.TunnelIssue
	d.save(func(ctx context.Context) error {
		t := d.engine.Snapshot().Settings.Tunnel
		change(&t)
		issues = d.engine.CheckTunnel(t)
		if worst(issueRemarks(d, issues, field)) == kit.LevelError {
			return nil
		}
		return d.engine.EditSettings(ctx, func(s *profile.Settings) error {
			change(&s.Tunnel)
			return nil
		})
	}, func(err error) { then(issueRemarks(d, issues, field), err) })
}

// finish closes a dialog and starts the tunnel, or says below the field why not.
func finish(d *deps, dialog *kit.Dialog, form *kit.FormField, remarks []remark, err error) {
	switch {
	case err != nil:
		form.SetProblem(kit.LevelError, d.errorText(err))
	case worst(remarks) == kit.LevelError:
		say(form, remarks)
	default:
		dialog.Close()
		d.startTunnel()
	}
}
