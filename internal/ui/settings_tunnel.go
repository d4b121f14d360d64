package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/tunnel"
	"echostr/internal/ui/kit"
)

// tunnelSettings are how requests come in from outside. What is typed is saved when it
// rests, also when it cannot work: what is wrong stands beside it, and the tunnel does
// not start with it. A running tunnel goes on as it was started.
type tunnelSettings struct {
	deps     *deps
	provider *kit.Segmented
	fields   []*tunnelField
	region   *kit.Select
	regionAt *kit.FormField
	ngrok    *fyne.Container
	external *fyne.Container
	nothing  *kit.Flow
	policy   *kit.Editor
	wheel    *wheelPass        // over policy
	around   *container.Scroll // the page, for the wheel
	restart  *fyne.Container   // tells that a running tunnel does not know the edits
	root     *fyne.Container

	now     profile.Tunnel
	checked profile.Tunnel // what the shown issues are about
	state   tunnel.State
	stale   bool
	checks  int // the newest check; an older one's answer is dropped
	known   bool
}

// tunnelField is one text of the tunnel's settings.
type tunnelField struct {
	*liveText
	issue string // the field's name in an issue
	at    func(*profile.Tunnel) *string
}

// policyLines is how many lines of the Traffic Policy are in sight.
const policyLines = 6

// providers are the choices in their order.
var providers = []string{profile.TunnelNgrok, profile.TunnelExternal, profile.TunnelNone}

// regions are ngrok's, by its identifiers; the first leaves the choice to ngrok.
var regions = []string{"", "us", "us-cal-1", "eu", "ap", "au", "sa", "jp", "in"}

func newTunnelSettings(d *deps) *tunnelSettings {
	s := &tunnelSettings{deps: d}
	s.provider = kit.NewSegmented([]string{"ngrok", d.t("tunnel.provider.external"), d.t("tunnel.provider.none")},
		func(i int) { d.takeProvider(providers[i], running(s.state)) })

	token := newSecretField(d)
	proxy := newSecretField(d)
	s.policy = kit.NewEditor("", policyLines, nil).Mono()
	s.wheel = newWheelPass(func() *container.Scroll { return s.around })
	get := kit.NewButton(d.t("tunnel.token.open")+" ↗", kit.Link, func() { d.visit(authtokenURL) }).Small()
	tokenForm := s.add("authtoken", "Authtoken", token.field, func(t *profile.Tunnel) *string { return &t.Authtoken })
	domain := s.add("domain", d.t("settings.domain"), placed("brave-fox.ngrok-free.app"), func(t *profile.Tunnel) *string { return &t.Domain })
	domain.SetHint(d.t("settings.domain.hint"))
	proxyForm := s.add("proxy_url", d.t("settings.proxy"), proxy.field, func(t *profile.Tunnel) *string { return &t.ProxyURL })
	proxyForm.SetHint(d.t("settings.proxy.hint"))
	connect := s.add("connect_addr", d.t("settings.connect"), placed("connect.ngrok-agent.com:443"), func(t *profile.Tunnel) *string { return &t.ConnectAddr })
	connect.SetHint(d.t("settings.connect.hint"))
	ca := s.add("ca_file", d.t("settings.ca"), placed("/etc/ssl/corp.pem"), func(t *profile.Tunnel) *string { return &t.CAFile })
	ca.SetHint(d.t("settings.ca.hint"))

	words := make([]string, len(regions))
	for i, r := range regions {
		words[i] = d.t("settings.region." + regionKey(r))
	}
	s.region = kit.NewSelect(words, func(i int) { s.edit(func(t *profile.Tunnel) { t.Region = regions[i] }) })
	s.regionAt = kit.NewFormField(d.t("settings.region"), s.region)

	policyText := newLiveText(d, d.t("settings.policy"), s.policy, container.NewStack(s.policy, s.wheel))
	policyText.ring = s.policy.SetLevel
	s.policy.OnChanged = func(text string) {
		s.fitWheel()
		policyText.changed(text)
	}
	s.wire(policyText, "traffic_policy", func(t *profile.Tunnel) *string { return &t.TrafficPolicy })
	policyText.form.SetHint(d.t("settings.policy.hint"))

	s.ngrok = kit.Column(10, tokenForm, kit.Row(0, get), kit.Even(12, 440, domain, s.regionAt), proxyForm,
		policyText.form, kit.Even(12, 440, connect, ca))
	url := s.add("url", d.t("tunnel.public_url"), placed("https://wx.example.com"), func(t *profile.Tunnel) *string { return &t.PublicURL })
	url.SetHint(d.t("tunnel.public_url.hint"))
	s.external = kit.Column(10, kit.NewFlow(20, kit.Span{Text: d.t("tunnel.external.text"), Face: kit.Body.In(kit.ColorText2)}), url)
	s.nothing = kit.NewFlow(20, kit.Span{Text: d.t("settings.no_tunnel"), Face: kit.Body.In(kit.ColorText2)})

	again := kit.NewButton(d.t("settings.restart"), kit.Primary, func() {
		s.flush()
		s.stale = false
		s.arrange()
		d.startTunnel()
	}).Small()
	s.restart = kit.Column(0, kit.NewBanner(kit.ColorAmberGround, kit.Spread(12,
		kit.NewFlow(20, kit.Span{Text: d.t("settings.stale"), Face: kit.Body}), again)))
	s.root = kit.Column(12, labelled(d.t("settings.provider"), kit.Row(0, kit.Fixed(360, 0, s.provider))),
		s.restart, s.ngrok, s.external, s.nothing)
	s.arrange()
	return s
}

// placed is an empty field with an example in it.
func placed(example string) *kit.Field {
	f := kit.NewField("")
	f.SetPlaceHolder(example)
	return f
}

func regionKey(region string) string {
	if region == "" {
		return "auto"
	}
	return region
}

func (s *tunnelSettings) add(issue, label string, field *kit.Field, at func(*profile.Tunnel) *string) *kit.FormField {
	l := newLiveField(s.deps, label, field)
	s.wire(l, issue, at)
	return l.form
}

// wire puts a live text's edits into the settings. What is wrong is not for the text to
// say: check does that for all fields at once.
func (s *tunnelSettings) wire(l *liveText, issue string, at func(*profile.Tunnel) *string) {
	d := s.deps
	l.judged = true
	l.send = func() func(context.Context, string) error {
		s.touched()
		return func(ctx context.Context, text string) error {
			return d.engine.EditSettings(ctx, func(t *profile.Settings) error {
				*at(&t.Tunnel) = text
				return nil
			})
		}
	}
	s.fields = append(s.fields, &tunnelField{liveText: l, issue: issue, at: at})
}

// edit changes the settings by something else than a text.
func (s *tunnelSettings) edit(change func(*profile.Tunnel)) {
	s.touched()
	s.deps.editSettings(func(t *profile.Settings) { change(&t.Tunnel) })
}

// touched notes that a running tunnel does not know the newest edit.
func (s *tunnelSettings) touched() {
	if running(s.state) && !s.stale {
		s.stale = true
		s.arrange()
	}
}

func (s *tunnelSettings) apply(c change) {
	t := c.state.Settings.Tunnel
	turned := !s.known || t.Provider != s.now.Provider
	s.now, s.state = t, c.state.Tunnel.State
	for _, f := range s.fields {
		f.show(c.state.Seq, *f.at(&t))
	}
	s.fitWheel()
	for i, r := range regions {
		if r == t.Region {
			s.region.SetChoice(i)
		}
	}
	for i, p := range providers {
		if p == t.Provider {
			s.provider.SetChoice(i)
		}
	}
	if !running(s.state) && s.stale {
		s.stale, turned = false, true
	}
	if turned {
		s.arrange()
	}
	if !s.known || t != s.checked {
		s.known, s.checked = true, t
		s.check(t)
	}
}

// fitWheel leaves the wheel to the policy's editor only while there is text out of its sight.
func (s *tunnelSettings) fitWheel() {
	width := s.policy.Size().Width
	if width == 0 { // not laid out yet
		width = settingsWidth
	}
	setVisible(s.wheel, linesOf(s.policy.Text(), kit.Code, width-20) <= policyLines)
}

// arrange shows what belongs to the provider.
func (s *tunnelSettings) arrange() {
	s.ngrok.Hidden = s.now.Provider != profile.TunnelNgrok
	s.external.Hidden = s.now.Provider != profile.TunnelExternal
	s.nothing.Hidden = s.now.Provider == profile.TunnelNgrok || s.now.Provider == profile.TunnelExternal
	s.restart.Hidden = !s.stale
	s.root.Refresh()
}

// check looks at the settings in the background, for it may read files, and says what is
// wrong beside each field.
func (s *tunnelSettings) check(t profile.Tunnel) {
	d := s.deps
	s.checks++
	turn := s.checks
	var issues []engine.TunnelIssue
	d.run(func(context.Context) error {
		issues = d.engine.CheckTunnel(t)
		return nil
	}, func(error) {
		if turn != s.checks {
			return
		}
		for _, f := range s.fields {
			if f.refused {
				continue
			}
			remarks := calmly(f.control, issueRemarks(d, issues, f.issue))
			if say(f.form, remarks); f.ring != nil {
				f.ring(worst(remarks))
			}
		}
		say(s.regionAt, issueRemarks(d, issues, "region"))
	})
}

// calmly makes a note of what is only missing: a field that nobody has filled yet is no
// mistake.
func calmly(control textControl, remarks []remark) []remark {
	if control.Text() == "" {
		for i := range remarks {
			remarks[i].level = kit.LevelNote
		}
	}
	return remarks
}

// flush puts edits in force that wait for a pause in typing.
func (s *tunnelSettings) flush() {
	for _, f := range s.fields {
		f.pause.flush()
	}
}
