package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/tunnel"
)

// TestPictures draws the window in many states. With UI_PICTURES=dir it leaves PNGs there
// for eyes; without, it still builds every state in both languages.
func TestPictures(t *testing.T) {
	online := tunnel.Status{Provider: "ngrok", State: tunnel.Online, URL: "https://brave-fox.ngrok-free.app",
		Latency: 182 * time.Millisecond, Since: fakeClock}
	for _, c := range []struct {
		name   string
		change func(*engine.Snapshot)
		act    func(*opened)
	}{
		{"stopped", func(s *engine.Snapshot) {}, nil},
		{"online", func(s *engine.Snapshot) {
			s.Tunnel = online
			s.Counts.Received, s.Counts.Passed, s.Counts.Failed = 1284, 1279, 5
			s.Progress = engine.Progress{SelfTest: true, Verified: true}
		}, nil},
		{"failed", func(s *engine.Snapshot) {
			s.Tunnel = tunnel.Status{Provider: "ngrok", State: tunnel.Failed, Problem: &tunnel.Problem{
				Kind: tunnel.AuthtokenInvalid, Code: "ERR_NGROK_105", Detail: "authentication failed", Permanent: true}}
		}, nil},
		{"reconnecting", func(s *engine.Snapshot) {
			s.Tunnel = online
			s.Tunnel.State, s.Tunnel.Attempt = tunnel.Reconnecting, 3
			s.Tunnel.Problem = &tunnel.Problem{Kind: tunnel.Network, Detail: "connection reset by peer"}
		}, nil},
		{"notices", func(s *engine.Snapshot) {
			s.Server = engine.Server{Problem: &engine.ListenProblem{Kind: "in_use", Addr: "127.0.0.1:8787"}}
			s.Notices = []profile.Notice{{ID: profile.SettingsSetAside,
				Args: map[string]string{"file": "settings.json", "aside": "settings.json.damaged-20261120"}}}
			s.Settings.Profiles[0].Token = "wechat2026 "
			s.Settings.Profiles[0].Mode = 2
		}, nil},
		{"settings", func(s *engine.Snapshot) { s.Tunnel = online }, func(o *opened) { o.whole.content.show(pageSettings) }},
		{"token", func(s *engine.Snapshot) {}, func(o *opened) {
			showAuthtoken(o.deps, engine.Offer{File: "/home/dev/.config/ngrok/ngrok.yml"})
		}},
		{"external", func(s *engine.Snapshot) {}, func(o *opened) { askPublicURL(o.deps, "") }},
		{"qr", func(s *engine.Snapshot) { s.Tunnel = online }, func(o *opened) { showQR(o.deps, o.engine.Snapshot().PublicURL()) }},
		{"about", func(s *engine.Snapshot) {}, func(o *opened) { showAbout(o.deps) }},
		{"profiles", func(s *engine.Snapshot) {}, func(o *opened) { o.whole.content.sidebar.account.choose() }},
		{"ways", func(s *engine.Snapshot) {}, func(o *opened) { o.whole.content.sidebar.tunnel.choose() }},
	} {
		for _, lang := range []string{"zh-Hans", "en"} {
			for _, theme := range []string{"light", "dark"} {
				f := newFakeEngine()
				f.set(func(s *engine.Snapshot) {
					s.Settings.Language, s.Settings.Theme = lang, theme
					c.change(s)
				})
				o := open(t, f)
				for _, size := range [][2]float32{{1280, 800}, {960, 600}, {1920, 1080}} {
					if size[0] == 1920 && c.name != "online" && c.name != "settings" {
						continue
					}
					o.resize(size[0], size[1])
					if c.act != nil && size[0] == 1280 {
						c.act(o)
						o.settle()
						relayout(o.window)
					}
					if strings.Contains(o.said(), "⟦") {
						t.Errorf("%s %s: words are missing: %s", c.name, lang, o.said())
					}
					o.picture(fmt.Sprintf("%s-%s-%s-%v", c.name, lang, theme, size[0]))
				}
			}
		}
	}
}
