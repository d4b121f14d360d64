//go:build window

package windowtest

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/tunnel"
	"echostr/internal/words"
)

// TestShots takes a picture of every page and state, in both languages, both themes and
// two sizes, into ECHOSTR_SHOTS. Without that it takes those of two looks and drops them:
// what each picture is held to stays.
func TestShots(t *testing.T) {
	all := os.Getenv("ECHOSTR_SHOTS") != ""
	for _, language := range words.Languages() {
		for _, theme := range []string{"light", "dark"} {
			for _, size := range [][2]int{{1280, 800}, {1920, 1080}} {
				if !all && (size[0] != 1280 || (language == words.Chinese) != (theme == "light")) {
					continue
				}
				t.Run(fmt.Sprintf("%s-%s-%d", language, theme, size[0]), func(t *testing.T) {
					if !apart(t) {
						return
					}
					p := newPhotographer(t, shotsDir(t), language, theme, size[0], size[1])
					p.tunnels()
					p.requests()
					p.details()
					p.replies()
					p.settings()
					if size[0] == 1280 {
						p.small()
					}
					p.fields()
					p.closeWindow()
					p.closed()
				})
			}
		}
	}
}

// tunnels are the states of the tunnel, before anything has come, and its dialogs.
func (p *photographer) tunnels() {
	p.show(nil)
	p.take("requests-empty")
	p.show(func(s *engine.Snapshot) {
		online(s)
		s.Progress = engine.Progress{}
	})
	p.take("requests-empty-online")
	for _, c := range []struct {
		name  string
		dress func(*engine.Snapshot)
	}{
		{"connecting", troubled(tunnel.Connecting, "", "", "")},
		{"reconnecting", troubled(tunnel.Reconnecting, tunnel.Network, "", "read tcp 192.168.1.7:51442->3.20.44.1:443: connection reset by peer")},
		{"failed-105", troubled(tunnel.Failed, tunnel.AuthtokenInvalid, "ERR_NGROK_105", "The authtoken you specified does not look like a proper ngrok authtoken.")},
		{"limit-108", troubled(tunnel.Connecting, tunnel.AccountSessions, "ERR_NGROK_108", "Your account is limited to 1 simultaneous ngrok agent sessions.")},
		{"in-use-334", troubled(tunnel.Connecting, tunnel.URLInUse, "ERR_NGROK_334", "The endpoint 'https://brave-fox.ngrok-free.app' is already online.")},
		{"domain-320", troubled(tunnel.Failed, tunnel.DomainNotOwned, "ERR_NGROK_320", "The domain is reserved for another account.")},
		{"proxy", troubled(tunnel.Failed, tunnel.ProxyAuth, "", "proxy: 407 Proxy Authentication Required")},
	} {
		p.show(c.dress)
		p.take("tunnel-" + c.name)
	}
	p.show(func(s *engine.Snapshot) {
		s.Server = engine.Server{Problem: &engine.ListenProblem{Kind: "in_use", Addr: "127.0.0.1:8787", Text: "bind: address already in use"}}
	})
	p.take("server-in-use")
	p.show(func(s *engine.Snapshot) {
		s.Notices = []profile.Notice{{ID: profile.SettingsSetAside,
			Args: map[string]string{"file": "settings.json", "aside": "settings.json.damaged-20261120"}}}
	})
	p.take("notices")

	p.show(online)
	p.press(p.say("tunnel.qr"))
	p.reads(p.say("tunnel.qr.title"))
	p.take("dialog-qr")
	p.escape()
	p.icon(inSidebar)
	p.reads(p.say("tunnel.settings"))
	p.take("menu-tunnel")
	p.press(p.say("tunnel.provider.external") + "…")
	p.reads(p.say("tunnel.external.title"))
	p.write("http://192.168.1.7:8080/wx")
	p.reads(p.say("tunnel.issue.url.port", "value", "8080"))
	p.take("dialog-external")
	p.escape()
	p.press("测试号 demo")
	p.reads(p.say("account.add"))
	p.take("menu-profile")
	p.press(p.say("account.add") + "…")
	p.reads(p.say("account.add.text"))
	p.take("dialog-profile")
	p.escape()

	p.show(nil)
	p.scene.offer = engine.Offer{File: "/home/dev/.config/ngrok/ngrok.yml"}
	p.press(p.say("tunnel.start"))
	p.reads(p.say("tunnel.token.title"))
	p.take("dialog-token")
	p.escape()
}

// requests are the list in its states.
func (p *photographer) requests() {
	f := p.scene.traffic
	p.show(online, f.day()...)
	p.take("requests-list-following")
	p.setToken(sceneToken + " ") // as it was when the third one failed
	p.choose(2)
	p.reads(p.say("detail.fix.set_token"))
	p.take("requests-list")
	p.setToken(sceneToken)
	p.selected()
	p.show(online, f.rarer()...)
	p.choose(0)
	p.take("requests-rarer")
	p.show(online, f.failures()...)
	p.choose(1)
	p.take("requests-failures", p.say("requests.new", "n", "1"), p.say("requests.new", "n", "2"))

	p.show(online, append(f.rarer(), f.day()...)...) // more than the highest window shows
	p.key("ctrl+f")
	p.write("zzz")
	p.reads(p.say("requests.nothing.title"))
	p.take("requests-nothing")
	p.press(p.say("requests.nothing.clear"))
	p.choose(6)
	*f.at = sceneTime.Add(time.Minute)
	p.come(f.backwards(f.text("第三条新的"), f.text("第二条新的"), f.text("第一条新的"))...)
	p.reads(p.say("requests.new", "n", "3"))
	p.take("requests-pill", p.say("requests.new", "n", "3"))
	p.press(p.say("requests.new", "n", "3"))
	p.press(p.say("requests.pause"))
	p.reads(p.say("requests.resume"))
	*f.at = sceneTime.Add(2 * time.Minute)
	p.come(f.backwards(f.text("暂停时又来的"), f.text("暂停时来的"))...)
	p.take("requests-paused")
	p.pressWith(p.say("requests.resume"))
	p.edit(func(s *profile.Settings) { s.MaskIDs = true })
	p.choose(0)
	p.tab("detail.tab.message")
	p.take("requests-masked")
	p.tab("detail.tab.diagnosis")
	p.edit(func(s *profile.Settings) { s.MaskIDs = false })
	p.icon(func(b box) bool { return b.x > 280 && b.y > 60 })
	p.reads(p.say("requests.menu.follow"))
	p.take("menu-requests")
	p.press(p.say("requests.menu.clear"))
	p.reads(p.say("requests.clear.title"))
	p.take("dialog-clear")
	p.escape()

	p.scene.mu.Lock()
	p.scene.trial = engine.Trial{Public: true, URL: "https://brave-fox.ngrok-free.app/wx/demo", Problem: "edge", Code: "ERR_NGROK_3200", Status: 404}
	p.scene.mu.Unlock()
	p.icon(func(b box) bool { return b.x > 280 && b.y > 60 })
	p.press(p.say("requests.menu.test"))
	p.reads(p.say("trial.title"))
	p.loses(p.say("trial.running.public"))
	p.take("dialog-trial")
	p.escape()
}

// selected is the list with a message of several deliveries open, sessions, labels, and some
// rows selected.
func (p *photographer) selected() {
	all := p.scene.log.Since(0, 100)
	first := all[0].ID
	p.after(func() {
		p.scene.change(func() {
			n := first + int64(len(all)) - 1 // the newest
			p.scene.labels = map[int64]engine.Label{n: {Pinned: true, Mark: 1}, n - 1: {Note: "给菜单组看"}, n - 5: {Mark: 2}, n - 6: {Mark: 4, Pinned: true}}
			p.scene.sessions = []engine.Session{{ID: 1, First: first, Began: sceneTime.Add(-time.Hour)},
				{ID: 2, First: n - 8, Began: sceneTime.Add(-3 * time.Minute), Name: "联调"}}
		})
	})
	repeats := p.steady("to see a message of two deliveries", func(all []seen) (box, bool) {
		for _, r := range rows(all) {
			if strings.Contains(r.text, p.say("requests.times", "n", "2")) {
				return r.place, true
			}
		}
		return box{}, false
	})
	p.click(repeats.x+8, repeats.y+repeats.h/2)
	p.choose(3)
	p.take("requests-repeats")
	p.key("shift+Down", "shift+Down")
	p.reads(p.say("requests.picked", "n", "3"))
	p.take("requests-selected")
	p.key("Delete")
	p.reads(p.say("requests.delete.title", "n", "3"))
	p.take("dialog-delete")
	p.escape()
	p.key("Escape")
	p.after(func() { p.scene.change(func() { p.scene.labels, p.scene.sessions = nil, nil }) })
}

// details are every tab of five exchanges.
func (p *photographer) details() {
	p.show(online, p.scene.traffic.details()...)
	p.until("five rows", func(all []seen) bool { return len(rows(all)) == 5 })
	for i, name := range []string{"pass", "fail", "sealed", "foreign", "large"} {
		p.choose(i)
		for _, tab := range []string{"request", "message", "response", "diagnosis"} {
			p.tab("detail.tab." + tab)
			if name == "large" && tab == "message" {
				p.reads("MsgId")
			}
			p.take("detail-" + name + "-" + tab)
		}
	}
}

// replies are the rules, one that is broken among them.
func (p *photographer) replies() {
	p.show(online, p.scene.traffic.day()...)
	p.press(p.say("page.replies"))
	p.press("营业时间")
	p.reads(p.say("replies.field.keyword"), p.say("replies.preview.captured"), "你好，请问今天几点开门？")
	p.take("replies-text")
	p.press("关注欢迎")
	p.take("replies-event")
	p.press("音乐菜单")
	p.reads("https://example.com/today.mp3")
	p.take("replies-music")
	p.press("转人工")
	p.reads(p.say("replies.hint.transfer_customer_service"))
	p.take("replies-transfer")
	p.press("异步客服消息")
	p.reads(p.say("replies.after.note"), "图片收到，稍后回复您。")
	p.take("replies-customer")
	p.press("慢响应演练")
	p.reads(p.say("replies.chat.late", "time", "6"))
	p.take("replies-late")
	p.press("兜底")
	p.take("replies-success")
	p.press("图文推送")
	p.reads("https://example.com/new.jpg")
	p.take("replies-news")
	p.fill(p.say("replies.field.pattern"), "^(new")
	p.reads(p.say("replies.state.broken"))
	p.take("replies-broken")
	p.fill(p.say("replies.field.pattern"), "^new")
	p.press(p.say("replies.add"))
	p.take("replies-new")
	p.press("转人工")
	p.pressBeyond(p.say("replies.delete"), func(b box) bool { return b.x > 600 })
	p.reads(p.say("kit.undo"))
	p.take("replies-deleted-toast", p.say("replies.deleted", "name", "转人工"), p.say("kit.undo"))
	p.press(p.say("kit.undo"))
	p.loses(p.say("kit.undo"))
}

// settings are the page from top to bottom, and what leads off it.
func (p *photographer) settings() {
	p.press(p.say("page.settings"))
	p.reads(p.say("settings.listen"))
	p.take("settings-top")
	p.wheel(100)
	p.reads(p.say("about.open"))
	p.take("settings-bottom")
	p.press(p.say("about.open"))
	p.reads(p.say("about.text"))
	p.take("dialog-about")
	p.escape()
	p.press(p.say("about.font_licence"))
	p.reads("SIL OPEN FONT LICENSE")
	p.take("dialog-fonts")
	p.escape()
	p.wheel(-100)
	p.edit(func(s *profile.Settings) { s.Tunnel.Provider = profile.TunnelExternal })
	p.fill(p.say("tunnel.public_url"), "http://192.168.1.7:8080/wx")
	p.reads(p.say("tunnel.issue.url.port", "value", "8080"))
	p.take("settings-external")
	p.edit(func(s *profile.Settings) { s.Tunnel.Provider = profile.TunnelNgrok })
	p.press(p.say("page.requests"))
}

// small is what fits the least size of the window.
func (p *photographer) small() {
	w, h, end := p.w, p.h, p.suffix
	p.w, p.h = 960, 600
	p.suffix = strings.Replace(end, fmt.Sprint(w), "960", 1)
	p.resize(960, 600)
	p.show(online, p.scene.traffic.day()...)
	p.choose(2)
	p.take("narrow-requests")
	p.press(p.say("page.replies"))
	p.press("营业时间")
	p.reads("开门 | 营业")
	p.take("narrow-replies")
	p.press(p.say("page.settings"))
	p.take("narrow-settings")
	p.press(p.say("page.requests"))
	p.show(nil)
	p.take("narrow-empty")
	p.w, p.h, p.suffix = w, h, end
	p.resize(w, h)
}

// fields are the account's with something wrong in each. It comes last, for what is typed
// stays.
func (p *photographer) fields() {
	p.show(online, p.scene.traffic.day()...)
	p.fill("Token", "wechat 2026")
	p.reads(p.say("problem.token.inner_whitespace"))
	p.fill("AppID", "wx123")
	p.reads(p.say("problem.app_id.form"))
	p.fill("EncodingAESKey", "tooshort")
	p.reads(p.say("problem.aes_key.length", "length", 8))
	p.press(p.say("account.mode.safe"))
	p.reads(p.say("problem.mode.needs_aes_key")) // the mode is refused
	p.take("account-problems")
	if p.h > 1000 { // else the path is below the edge, and one has to scroll
		p.fill(p.say("account.path"), "wx/demo")
		p.reads(p.say("problem.path.no_slash"))
		p.take("account-path")
	}
}

func (p *photographer) setToken(token string) {
	p.t.Helper()
	p.edit(func(s *profile.Settings) { s.Edit(s.Active).Token = token })
}

// inSidebar is the column of cards.
func inSidebar(b box) bool { return b.x < 276 && b.y > 48 }

// escape closes what lies over the page.
func (p *photographer) escape() {
	p.t.Helper()
	p.key("Escape")
	p.until("the dialog to close", func([]seen) bool {
		n := 0
		p.ask(func() { n = len(p.window.Canvas().Overlays().List()) })
		return n == 0
	})
}

// wheel scrolls the page down, or up when n is negative.
func (p *photographer) wheel(n int) {
	p.t.Helper()
	button := "5"
	if n < 0 {
		button, n = "4", -n
	}
	p.move(float32(p.w)-40, float32(p.h)*0.5) // beside the fields, which would keep the wheel to themselves
	p.do("click", "--repeat", fmt.Sprint(n), "--delay", "5", button)
}

// pressWith clicks a text that begins with the words.
func (p *photographer) pressWith(begin string) {
	p.t.Helper()
	p.pressAt(p.steady(fmt.Sprintf("to find %q…", begin), func(all []seen) (box, bool) {
		return find(all, func(s seen) bool { return s.legible() && strings.HasPrefix(s.text, begin) })
	}))
}
