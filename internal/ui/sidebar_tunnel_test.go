package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/tunnel"
	"echostr/internal/ui/kit"
	"echostr/internal/words"
)

// tunnelStage is the sidebar in a window.
func sidebarStage(t *testing.T, f *fakeEngine, lang string) (*stage, *sidebar) {
	t.Helper()
	s := newStage(t, f, lang)
	b := newSidebar(s.deps)
	s.put(b.object(), sidebarWidth, 900)
	s.on(b.apply)
	return s, b
}

func TestTunnelCardStates(t *testing.T) {
	online := tunnel.Status{Provider: "ngrok", State: tunnel.Online, URL: "https://brave-fox.ngrok-free.app",
		Latency: 182 * time.Millisecond}
	for _, c := range []struct {
		name   string
		status tunnel.Status
		says   []string
		silent []string
		qr     bool
	}{
		{"stopped", tunnel.Status{Provider: tunnel.NoProvider},
			[]string{"已停止", "ngrok", "启动", "http://127.0.0.1:8787/wx/demo", "仅本机可访问"}, []string{"连接中"}, false},
		{"connecting", tunnel.Status{Provider: "ngrok", State: tunnel.Connecting, Since: fakeClock, Attempt: 2,
			Problem: &tunnel.Problem{Kind: tunnel.NoAnswer}},
			[]string{"连接中", "14:03:22 开始连接", "已试 2 次", "ngrok 没有回应", "停止", "仅本机可访问"}, []string{"启动"}, false},
		{"online", online,
			[]string{"在线", "ngrok", "182 ms", "https://brave-fox.ngrok-free.app/wx/demo", "停止"}, []string{"仅本机", "启动"}, true},
		{"reconnecting", tunnel.Status{Provider: "ngrok", State: tunnel.Reconnecting, URL: online.URL, Since: fakeClock,
			Problem: &tunnel.Problem{Kind: tunnel.Network, Detail: "connection reset"}},
			[]string{"重新连接", "14:03:22 断开", "网络断开或连不上", "详情", online.URL + "/wx/demo"}, []string{"182 ms"}, true},
		{"failed", tunnel.Status{Provider: "ngrok", State: tunnel.Failed,
			Problem: &tunnel.Problem{Kind: tunnel.AuthtokenInvalid, Code: "ERR_NGROK_105"}},
			[]string{"失败", "Authtoken 不对", "ERR_NGROK_105 ↗", "填写 Authtoken", "启动"}, []string{"详情"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFakeEngine()
			s, b := sidebarStage(t, f, "zh-Hans")
			f.set(func(e *engine.Snapshot) { e.Tunnel = c.status })
			s.on(b.apply)
			s.says(c.says...)
			s.silent(c.silent...)
			if got := !s.button("二维码").Disabled(); got != c.qr {
				t.Errorf("QR code on offer: %v, want %v", got, c.qr)
			}
		})
	}
}

// TestTunnelCardIsNotCut: state, provider and latency can be read in full, in one line or two.
func TestTunnelCardIsNotCut(t *testing.T) {
	for _, lang := range words.Languages() {
		for _, provider := range []string{"ngrok", profile.TunnelExternal} {
			for _, state := range []tunnel.State{tunnel.Stopped, tunnel.Connecting, tunnel.Online, tunnel.Reconnecting, tunnel.Failed} {
				f := newFakeEngine()
				f.set(func(e *engine.Snapshot) {
					e.Settings.Tunnel.Provider = provider
					e.Tunnel = tunnel.Status{Provider: provider, State: state, URL: "https://a.example", Latency: 1182 * time.Millisecond}
				})
				s, b := sidebarStage(t, f, lang)
				s.on(b.apply)
				c := b.tunnel
				if got, want := c.status.Size().Width, c.status.MinSize().Width; got < want {
					t.Errorf("%s %s %s: the state has %v of %v", lang, provider, state, got, want)
				}
				word := c.detail
				if c.under.Visible() {
					word = c.under
				}
				if text := word.Text(); text == "" || kit.Width(text, kit.Small) > word.Size().Width {
					t.Errorf("%s %s %s: %q has %v of %v", lang, provider, state, text, word.Size().Width, kit.Width(text, kit.Small))
				}
			}
		}
	}
}

func TestTunnelCardStartsAndStopsWithOneTap(t *testing.T) {
	f := newFakeEngine()
	s, b := sidebarStage(t, f, "zh-Hans")
	s.press("启动")
	s.on(b.apply)
	s.says("在线", "https://brave-fox.ngrok-free.app/wx/demo")
	s.press("复制 URL")
	if want := []string{"https://brave-fox.ngrok-free.app/wx/demo"}; !slices.Equal(s.copies, want) {
		t.Errorf("copied %q, want %q", s.copies, want)
	}
	s.press("停止")
	s.on(b.apply)
	s.says("已停止", "仅本机可访问")
	if want := []string{"start tunnel", "stop tunnel"}; !slices.Equal(f.commands(), want) {
		t.Errorf("commands %q, want %q", f.commands(), want)
	}
}

func TestTunnelCardLinks(t *testing.T) {
	f := newFakeEngine()
	s, b := sidebarStage(t, f, "zh-Hans")
	s.press("测试号 ↗")
	f.set(func(e *engine.Snapshot) {
		e.Tunnel = tunnel.Status{Provider: "ngrok", State: tunnel.Failed, Problem: &tunnel.Problem{Kind: tunnel.URLInUse, Code: "ERR_NGROK_334", Detail: "already online"}}
	})
	s.on(b.apply)
	s.press("ERR_NGROK_334 ↗")
	want := []string{sandboxURL, "https://ngrok.com/docs/errors/err_ngrok_334"}
	if !slices.Equal(s.opened, want) {
		t.Errorf("opened %q, want %q", s.opened, want)
	}
	s.press("详情")
	s.says("already online")
	s.press("复制")
	if got := s.copies[len(s.copies)-1]; got != "already online" {
		t.Errorf("copied %q, want the details", got)
	}
	s.key(fyne.KeyEscape)
	s.press("打开设置")
	if !slices.Contains(s.turned, pageSettings) {
		t.Error("the settings were not asked for")
	}
}

func TestTunnelCardSurvivesABrowserThatDoesNotOpen(t *testing.T) {
	f := newFakeEngine()
	s, _ := sidebarStage(t, f, "zh-Hans")
	s.deps.open = func(string) error { return errSome }
	s.press("测试号 ↗")
	if !slices.Equal(s.copies, []string{sandboxURL}) || !strings.Contains(s.toast(), "剪贴板") {
		t.Errorf("copied %q, said %q", s.copies, s.toast())
	}
}

func TestTunnelCardShowsAQRCode(t *testing.T) {
	f := newFakeEngine()
	s, b := sidebarStage(t, f, "zh-Hans")
	s.resize(900, 700)
	s.press("启动")
	s.on(b.apply)
	s.press("二维码")
	found := false
	for _, o := range s.everything() {
		if _, ok := o.(*kit.QR); ok {
			found = true
		}
	}
	if !found {
		t.Error("there is no QR code")
	}
	s.says("回调 URL")
}

func TestFirstStartAsksForTheAuthtoken(t *testing.T) {
	f := newFakeEngine()
	f.issues = func(t profile.Tunnel) []engine.TunnelIssue {
		if t.Authtoken == "" {
			return []engine.TunnelIssue{{Field: "authtoken", ID: "missing"}}
		}
		if strings.Contains(t.Authtoken, " ") {
			return []engine.TunnelIssue{{Field: "authtoken", ID: "spaces"}}
		}
		return nil
	}
	s, b := sidebarStage(t, f, "zh-Hans")
	s.resize(900, 900)
	s.press("启动")
	s.says("连接 ngrok", "登录 ngrok 控制台，复制 Authtoken", "粘贴到这里")
	s.silent("直接使用它")
	s.press("打开 ngrok 控制台 ↗")
	if !slices.Equal(s.opened, []string{authtokenURL}) {
		t.Errorf("opened %q", s.opened)
	}
	s.press("保存并启动")
	s.says("还没有填 Authtoken")
	s.fill(s.field("Authtoken"), "two words")
	s.press("保存并启动")
	s.says("Authtoken 里有空格")
	s.fill(s.field("Authtoken"), "ngrok config add-authtoken 2abcDEF_4token")
	s.press("保存并启动")
	s.on(b.apply)
	s.silent("连接 ngrok")
	s.says("在线")
	if got := f.Snapshot().Settings.Tunnel.Authtoken; got != "2abcDEF_4token" {
		t.Errorf("authtoken %q was saved", got)
	}
}

func TestOfferedAuthtokenIsTakenOnlyWhenAskedFor(t *testing.T) {
	f := newFakeEngine()
	f.offer = "/home/dev/.config/ngrok/ngrok.yml"
	f.issues = func(t profile.Tunnel) []engine.TunnelIssue {
		if t.Authtoken == "" {
			return []engine.TunnelIssue{{Field: "authtoken", ID: "missing"}}
		}
		return nil
	}
	s, b := sidebarStage(t, f, "zh-Hans")
	s.resize(900, 900)
	s.press("启动")
	s.says("/home/dev/.config/ngrok/ngrok.yml")
	if slices.Contains(f.commands(), "take authtoken") {
		t.Fatal("the authtoken was taken unasked")
	}
	s.press("直接使用它")
	s.on(b.apply)
	s.says("在线")
	if !slices.Contains(f.commands(), "take authtoken") {
		t.Errorf("commands %q", f.commands())
	}
}

func TestOwnTunnel(t *testing.T) {
	f := newFakeEngine()
	f.issues = func(t profile.Tunnel) []engine.TunnelIssue {
		if t.Provider == profile.TunnelExternal && strings.Contains(t.PublicURL, ":8080") {
			return []engine.TunnelIssue{{Field: "url", ID: "port", Value: "8080"}}
		}
		return nil
	}
	s, b := sidebarStage(t, f, "zh-Hans")
	s.resize(900, 900)
	s.tap(b.tunnel.more)
	s.says("自有隧道…", "仅本机", "隧道设置")
	b.tunnel.choose()
	s.pick("自有隧道… natapp、frp、nginx 等")
	s.says("把它转发到 127.0.0.1:8787")
	s.fill(s.field("公网地址"), "https://wx.example.com:8080")
	s.pass(editPause)
	s.says("微信不访问端口 8080")
	s.press("保存并启动")
	s.says("微信不访问端口 8080")
	s.fill(s.field("公网地址"), "https://wx.example.com")
	s.press("保存并启动")
	s.on(b.apply)
	s.says("在线", "自有隧道", "https://wx.example.com/wx/demo")
	if got := f.Snapshot().Settings.Tunnel; got.Provider != profile.TunnelExternal || got.PublicURL != "https://wx.example.com" {
		t.Errorf("settings %v", got)
	}
}

func TestLocalOnlyStopsTheTunnel(t *testing.T) {
	f := newFakeEngine()
	s, b := sidebarStage(t, f, "zh-Hans")
	s.resize(900, 900)
	s.press("启动")
	s.on(b.apply)
	b.tunnel.choose()
	s.pick("仅本机")
	s.on(b.apply)
	s.says("仅本机", "启动")
	if got := f.commands(); got[len(got)-1] != "stop tunnel" {
		t.Errorf("commands %q", got)
	}
	s.press("启动") // asks for a way, and goes it
	s.says("自有隧道…")
	s.pick("ngrok 自动得到公网地址")
	s.on(b.apply)
	s.says("在线")
}

func TestFailedStartLeadsToTheSettings(t *testing.T) {
	f := newFakeEngine()
	f.issues = func(profile.Tunnel) []engine.TunnelIssue {
		return []engine.TunnelIssue{{Field: "domain", ID: "wildcard"}}
	}
	s, _ := sidebarStage(t, f, "zh-Hans")
	s.press("启动")
	if !strings.Contains(s.toast(), "通配符") || !slices.Contains(s.turned, pageSettings) {
		t.Errorf("said %q, turned to %v", s.toast(), s.turned)
	}
}

func TestAuthtokenIn(t *testing.T) {
	for pasted, want := range map[string]string{
		"2abc_4def": "2abc_4def", "  2abc_4def\n": "2abc_4def", "": "",
		"ngrok config add-authtoken 2abc_4def": "2abc_4def", "$ ngrok authtoken 2abc_4def": "2abc_4def",
		"NGROK_AUTHTOKEN=2abc_4def ngrok http 80": "2abc_4def", "authtoken: 2abc_4def": "2abc_4def",
		"two words": "two words",
	} {
		if got := authtokenIn(pasted); got != want {
			t.Errorf("authtokenIn(%q) = %q, want %q", pasted, got, want)
		}
	}
}

func TestEveryTunnelProblemHasWords(t *testing.T) {
	for _, lang := range words.Languages() {
		c, err := words.Load(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range tunnel.ProblemKinds() {
			for _, part := range []string{".title", ".text"} {
				if key := "tunnel.problem." + k.String() + part; !c.Has(key) {
					t.Errorf("%s: no words for %s", lang, key)
				}
			}
		}
		for state := tunnel.Stopped; state <= tunnel.Failed; state++ {
			if key := "tunnel.state." + state.String(); !c.Has(key) {
				t.Errorf("%s: no words for %s", lang, key)
			}
		}
	}
}

func TestProgressNamesTheNextStep(t *testing.T) {
	f := newFakeEngine()
	s, b := sidebarStage(t, f, "zh-Hans")
	for _, step := range []struct {
		change func(*engine.Snapshot)
		hint   string
	}{
		{func(e *engine.Snapshot) { e.Server.Addr = "" }, "换一个能用的监听地址"},
		{func(e *engine.Snapshot) { e.Server.Addr = "127.0.0.1:8787" }, "点上面的“启动”"},
		{func(e *engine.Snapshot) { e.Tunnel.State = tunnel.Online }, "发送测试请求"},
		{func(e *engine.Snapshot) { e.Progress.SelfTest = true }, "填到微信后台"},
		{func(e *engine.Snapshot) { e.Progress.Verified = true }, "发一条消息"},
	} {
		f.set(step.change)
		s.on(b.apply)
		s.says(step.hint)
	}
	f.set(func(e *engine.Snapshot) { e.Progress.Message = true })
	s.on(b.apply)
	s.silent("→", "发一条消息")
	done := 0
	for _, v := range presentProgress(s.deps, f.Snapshot()) {
		if v.done {
			done++
		}
	}
	if done != 5 {
		t.Errorf("%d steps are done, want 5", done)
	}
}

func TestErrorText(t *testing.T) {
	s := newStage(t, newFakeEngine(), "zh-Hans")
	for _, c := range []struct {
		err  error
		want string
	}{
		{nil, ""},
		{&profile.Invalid{Problems: []profile.Problem{{Field: profile.FieldToken, ID: "too_short", Warning: true, Args: map[string]string{"length": "2"}},
			{Field: profile.FieldPath, ID: "no_slash"}}}, "路径要以“/”开头"},
		{&engine.TunnelInvalid{Issues: []engine.TunnelIssue{{Field: "domain", ID: "ip"}}}, "不能是 IP 地址"},
		{&engine.TunnelInvalid{Issues: []engine.TunnelIssue{{Field: "traffic_policy", ID: "syntax", Line: 3, Column: 7}}}, "第 3 行第 7 列"},
		{errors.Join(errSome, &tunnel.Problem{Kind: tunnel.DNS}), "找不到 ngrok 的服务器"},
		{engine.ErrNoTunnel, "还没有选择隧道"}, {engine.ErrLastProfile, "唯一的公众号"}, {engine.ErrNoProfile, "已经不在了"},
		{context.DeadlineExceeded, "超时"}, {context.Canceled, "已取消"},
		{errSome, "没有成功：something broke"},
	} {
		if got := s.deps.errorText(c.err); !strings.Contains(got, c.want) || c.err == nil && got != "" {
			t.Errorf("%v reads %q, want %q in it", c.err, got, c.want)
		}
	}
}
