package ui

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/tunnel"
	"echostr/internal/tunnel/external"
	"echostr/internal/tunnel/ngrok"
	"echostr/internal/ui/kit"
	"echostr/internal/words"
)

func settingsStage(t *testing.T, f *fakeEngine) (*stage, *settingsPage) {
	t.Helper()
	s := newStage(t, f, "zh-Hans")
	p := newSettingsPage(s.deps)
	s.put(p.object(), 900, 1600)
	s.on(p.apply)
	return s, p
}

func TestSettingsLook(t *testing.T) {
	f := newFakeEngine()
	s, p := settingsStage(t, f)
	s.tap(p.look.language)
	s.pick("English")
	p.look.theme.Choose(2)
	s.tap(p.look.mask)
	s.settle()
	got := f.Snapshot().Settings
	if got.Language != "en" || got.Theme != "dark" || !got.MaskIDs {
		t.Errorf("language %q, theme %q, mask %v", got.Language, got.Theme, got.MaskIDs)
	}
	f.edit(func(e *profile.Settings) { e.Language, e.Theme, e.MaskIDs = "", "system", false })
	s.on(p.apply)
	if p.look.language.Text() != "跟随系统" || p.look.theme.Choice() != 0 || p.look.mask.On() {
		t.Errorf("the controls read %q, %d, %v", p.look.language.Text(), p.look.theme.Choice(), p.look.mask.On())
	}
}

func TestListenAddress(t *testing.T) {
	f := newFakeEngine()
	s, p := settingsStage(t, f)
	s.fill(p.server.field, "nonsense")
	s.says("监听地址应当是 主机:端口")
	s.press("使用")
	if len(f.commands()) > 0 {
		t.Fatalf("commands %q for an address that cannot work", f.commands())
	}
	s.fill(p.server.field, "0.0.0.0:8080")
	s.says("监听 0.0.0.0 会让局域网里的其他设备也能访问")
	s.press("使用")
	s.on(p.apply)
	if got := f.Snapshot().Settings.Listen; got != "0.0.0.0:8080" {
		t.Errorf("saved %q", got)
	}
	if !strings.Contains(s.toast(), "0.0.0.0:8080") {
		t.Errorf("said %q", s.toast())
	}
}

func TestListenProblemOffersAFreePort(t *testing.T) {
	f := newFakeEngine()
	s, p := settingsStage(t, f)
	s.silent("改用空闲端口")
	f.fail("listen", errors.New("bind: address already in use"))
	f.set(func(e *engine.Snapshot) {
		e.Server = engine.Server{Problem: &engine.ListenProblem{Kind: "in_use", Addr: "127.0.0.1:9000"}}
	})
	s.on(p.apply)
	s.fill(p.server.field, "127.0.0.1:9000")
	s.press("使用")
	s.says("127.0.0.1:9000 已被另一个程序占用", "端口被占用：127.0.0.1:9000", "改用空闲端口")
	if got := f.Snapshot().Settings.Listen; got != profile.DefaultListen {
		t.Errorf("saved %q though nothing listens there", got)
	}
	f.fail("listen", nil)
	s.press("改用空闲端口")
	s.on(p.apply)
	if !slices.Contains(f.commands(), "listen "+anyPort) {
		t.Errorf("commands %q", f.commands())
	}
	s.silent("端口被占用", "改用空闲端口")
}

func TestListenAddressBeingEditedIsNotOverwritten(t *testing.T) {
	f := newFakeEngine()
	s, p := settingsStage(t, f)
	s.fill(p.server.field, "127.0.0.1:90")
	f.edit(func(e *profile.Settings) { e.Listen = "127.0.0.1:1" })
	s.on(p.apply)
	if got := p.server.field.Text(); got != "127.0.0.1:90" {
		t.Errorf("the field reads %q", got)
	}
}

func TestTunnelSettingsAreSavedAsTyped(t *testing.T) {
	f := newFakeEngine()
	f.issues = func(t profile.Tunnel) []engine.TunnelIssue {
		var out []engine.TunnelIssue
		if t.Authtoken == "" {
			out = append(out, engine.TunnelIssue{Field: "authtoken", ID: "missing"})
		}
		if strings.Contains(t.Domain, "*") {
			out = append(out, engine.TunnelIssue{Field: "domain", ID: "wildcard"})
		}
		if t.TrafficPolicy == "x" {
			out = append(out, engine.TunnelIssue{Field: "traffic_policy", ID: "phase", Value: "x", Severity: tunnel.Warning})
		}
		return out
	}
	s, p := settingsStage(t, f)
	s.says("还没有填 Authtoken")
	s.fill(s.field("Authtoken"), "2abcdefghijklmnopqrst_4token")
	s.fill(s.field("域名（可不填）"), "*.example.com")
	s.fill(s.field("代理（可不填）"), "socks5://u:p@127.0.0.1:1080")
	s.fill(s.field("接入地址（可不填）"), "connect.example.com:443")
	s.fill(s.field("CA 文件（可不填）"), "/ca.pem")
	policy := editorIn(s)
	s.window.Canvas().Focus(policy.Entry)
	test.Type(policy.Entry, "x")
	s.pass(editPause)
	s.tap(p.tunnel.region)
	s.pick("日本（jp）")
	s.on(p.apply)
	s.says("不能用通配符", "ngrok 不认识阶段“x”")
	s.silent("还没有填 Authtoken", "u:p@", "2abcdefghijklmnopqrst")
	want := profile.Tunnel{Provider: profile.TunnelNgrok, Authtoken: "2abcdefghijklmnopqrst_4token", Domain: "*.example.com",
		ProxyURL: "socks5://u:p@127.0.0.1:1080", ConnectAddr: "connect.example.com:443", CAFile: "/ca.pem",
		TrafficPolicy: "x", Region: "jp"}
	if got := f.Snapshot().Settings.Tunnel; got != want {
		t.Errorf("the settings differ from what was typed: %+v", diff(got, want))
	}
}

// diff names the fields that differ, for a Tunnel prints no secrets.
func diff(a, b profile.Tunnel) []string {
	var out []string
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range x.NumField() {
		if x.Field(i).String() != y.Field(i).String() {
			out = append(out, x.Type().Field(i).Name+"="+x.Field(i).String())
		}
	}
	return out
}

func editorIn(s *stage) *kit.Editor {
	s.t.Helper()
	for _, o := range s.everything() {
		if e, ok := o.(*kit.Editor); ok {
			return e
		}
	}
	s.t.Fatal("no editor")
	return nil
}

func TestTunnelSettingsTellThatARunningTunnelIsStale(t *testing.T) {
	f := newFakeEngine()
	s, p := settingsStage(t, f)
	f.set(func(e *engine.Snapshot) {
		e.Tunnel = tunnel.Status{Provider: "ngrok", State: tunnel.Online, URL: "https://a.example"}
	})
	s.on(p.apply)
	s.silent("隧道还在用之前的设置")
	s.fill(s.field("域名（可不填）"), "b.example.com")
	s.pass(editPause)
	s.on(p.apply)
	s.says("隧道还在用之前的设置")
	s.press("重新启动")
	s.on(p.apply)
	s.silent("隧道还在用之前的设置")
	if got := f.commands(); got[len(got)-1] != "start tunnel" {
		t.Errorf("commands %q", got)
	}
}

func TestTunnelSettingsShowWhatBelongsToTheProvider(t *testing.T) {
	f := newFakeEngine()
	s, p := settingsStage(t, f)
	s.says("Authtoken")
	s.silent("公网地址")
	p.tunnel.provider.Choose(1)
	s.on(p.apply)
	s.says("公网地址")
	s.silent("Authtoken 和", "Traffic Policy")
	p.tunnel.provider.Choose(2)
	s.on(p.apply)
	s.says("只在本机接收请求")
	if got := f.Snapshot().Settings.Tunnel.Provider; got != profile.TunnelNone {
		t.Errorf("provider %q", got)
	}
}

func TestSettingsTellWhereSecretsAre(t *testing.T) {
	f := newFakeEngine()
	s, p := settingsStage(t, f)
	s.says("在系统钥匙串里")
	f.set(func(e *engine.Snapshot) {
		e.SecretsIn = "file"
		e.Notices = []profile.Notice{{ID: profile.SecretsInFile, Args: map[string]string{"file": "secrets.json", "reason": profile.ReasonTimeout}}}
	})
	s.on(p.apply)
	s.says("系统钥匙串没有响应")
	s.press("关于 echostr")
	s.says("版本 0.1.0", "MIT", "SIL Open Font License")
	s.press("字体许可证")
	s.says("SIL OPEN FONT LICENSE")
	s.key(fyne.KeyEscape)
}

// TestSettingsLimits chooses what is kept; a limit of the file's own stays on offer.
func TestSettingsLimits(t *testing.T) {
	f := newFakeEngine()
	s, p := settingsStage(t, f)
	s.says("最近 100,000 条", "1 GiB", "不限时间")
	s.tap(p.limits.count.choice)
	s.pick("最近 10,000 条")
	s.tap(p.limits.size.choice)
	s.pick("256 MiB")
	s.tap(p.limits.age.choice)
	s.pick("30 天内")
	if got := f.Snapshot().Settings.Keep; got != (profile.Keep{Count: 10_000, MB: 256, Days: 30}) {
		t.Fatalf("kept are %+v", got)
	}
	f.edit(func(e *profile.Settings) { e.Keep = profile.Keep{Count: 5000} })
	s.on(p.apply)
	s.says("最近 5,000 条", "1 GiB", "不限时间")
	s.tap(p.limits.count.choice)
	s.pick("最近 1,000,000 条")
	if got := f.Snapshot().Settings.Keep.Count; got != 1_000_000 {
		t.Errorf("kept are %d", got)
	}
}

func TestRegionsAreNgroks(t *testing.T) {
	if want := append([]string{""}, ngrok.Regions...); !slices.Equal(regions, want) {
		t.Errorf("regions %q, ngrok has %q", regions, want)
	}
}

// TestEveryTunnelIssueHasWords holds the words to what the providers' packages find.
func TestEveryTunnelIssueHasWords(t *testing.T) {
	var issues []engine.TunnelIssue
	for _, c := range []ngrok.Config{
		{}, {Authtoken: "ngrok config add-authtoken x"}, {Authtoken: "a b"}, {Authtoken: "short"},
		{Domain: "nodot"}, {Domain: "ftp://a.example"}, {Domain: "https://u@a.example"}, {Domain: "a.example/path"},
		{Domain: "a.example:8080"}, {Domain: "127.0.0.1"}, {Domain: "*.a.example"}, {Region: "mars"},
		{ProxyURL: "127.0.0.1:1080"}, {ProxyURL: "ftp://h:1"}, {ProxyURL: "socks5://:1080"}, {ProxyURL: "socks5://h"}, {ProxyURL: "http://h:1/p"},
		{TrafficPolicy: "a: [b"}, {TrafficPolicy: "- a"}, {TrafficPolicy: "surprise: []"}, {ConnectAddr: "a b:x"},
		{CAFile: "/no/such/file"}, {CAFile: t.TempDir()},
	} {
		issues = append(issues, c.Validate()...)
	}
	for _, raw := range []string{"", "http://%", "ftp://a.example", "http://", "http://a.example:8080", "http://u@a.example",
		"http://a.example/#f", "http://localhost", "http://a.example?q=1"} {
		_, found := external.Check(raw)
		issues = append(issues, found...)
	}
	ids := map[string]bool{}
	for _, i := range issues {
		ids[i.Field+"."+i.ID] = true
	}
	documented := strings.Fields(`authtoken.missing authtoken.command authtoken.spaces authtoken.short
		domain.form domain.scheme domain.userinfo domain.path domain.port domain.ip domain.wildcard region.unknown
		proxy_url.form proxy_url.scheme proxy_url.host proxy_url.port proxy_url.path
		traffic_policy.syntax traffic_policy.shape traffic_policy.phase connect_addr.form ca_file.missing ca_file.unreadable
		url.missing url.form url.scheme url.host url.port url.userinfo url.fragment url.private url.query`)
	for _, id := range documented {
		if !ids[id] {
			t.Errorf("no setting brings about %s any more", id)
		}
	}
	ids["ca_file.empty"] = true
	for _, lang := range words.Languages() {
		c, err := words.Load(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range issues {
			if !c.Has(issueKey(i)) {
				t.Errorf("%s: no words for %s", lang, issueKey(i))
			}
		}
		for id := range ids {
			if !c.Has("tunnel.issue." + id) {
				t.Errorf("%s: no words for tunnel.issue.%s", lang, id)
			}
		}
	}
}

// TestSettingsWheelOverTheEditor: the wheel moves the page over an editor that shows all of
// its text, and the text of one that does not.
func TestSettingsWheelOverTheEditor(t *testing.T) {
	f := newFakeEngine()
	f.edit(func(e *profile.Settings) { e.Tunnel.Provider = profile.TunnelNgrok })
	s, p := settingsStage(t, f)
	s.resize(900, 400)
	if !p.tunnel.wheel.Visible() {
		t.Fatal("the editor keeps the wheel, though all of its text is in sight")
	}
	p.tunnel.wheel.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -50)})
	if at := p.tunnel.around.Offset.Y; at != 50 {
		t.Errorf("the page is scrolled to %v", at)
	}
	p.tunnel.policy.Entry.SetText(strings.Repeat("a: b\n", 9))
	if p.tunnel.wheel.Visible() {
		t.Error("a long text cannot be scrolled with the wheel")
	}

	for _, c := range []struct {
		policy string
		passes bool
	}{{strings.Repeat("x", 600), false}, {"a: b", true}} { // from elsewhere
		f := newFakeEngine()
		f.edit(func(e *profile.Settings) { e.Tunnel.Provider, e.Tunnel.TrafficPolicy = profile.TunnelNgrok, c.policy })
		if _, p := settingsStage(t, f); p.tunnel.wheel.Visible() != c.passes {
			t.Errorf("%.9s: the wheel passes: %v", c.policy, !c.passes)
		}
	}
}
