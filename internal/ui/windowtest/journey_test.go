//go:build window

package windowtest

import (
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"echostr/internal/tunnel"
	"echostr/internal/ui/kit"
)

// TestJourney is a developer's first quarter of an hour, by mouse and keyboard: a test
// request, a tunnel, a new Token, a verification that passes and one that does not, the
// reason and its mending, a message and its answer, the other language, the other theme,
// a smaller window, the end.
func TestJourney(t *testing.T) {
	if !apart(t) {
		return
	}
	e := edge(t)
	b := backend(t, "Before2026", e)
	p := open(t, b, nil)
	dir := shotsDir(t)
	picture := func(name string) {
		t.Helper()
		if err := save(dir, "journey-"+name, p.shot()); err != nil {
			t.Fatal(err)
		}
	}
	p.resize(1280, 800)

	// The first start: nothing has come, and the page offers a test.
	p.reads("请求", "回复", "公众号", "接入进度", "仅本机", "http://"+b.Snapshot().Server.Addr+"/wx/demo")
	if shot := p.shot(); tones(shot, 200) < 200 {
		t.Errorf("the window has only %d colours: nothing is drawn", tones(shot, 200))
	}
	picture("1-start")
	p.press("发送测试请求")
	p.until("two test requests that passed", func(all []seen) bool {
		r := rows(all)
		return len(r) == 2 && r[0].mark == "✓" && r[1].mark == "✓" && r[1].kind == "验证" && r[0].kind == "文本"
	})
	p.reads("自检", "已接收 2")

	// One click brings the tunnel up.
	p.press("启动")
	p.reads("在线", "ngrok", e.PublicURL()+"/wx/demo")
	if hosts := e.Hosts(); len(hosts) != 1 {
		t.Fatalf("the edge serves %v", hosts)
	}
	public := b.Snapshot().PublicURL()

	// A new Token is typed, with the space that a paste may bring, and is in force.
	before := b.Snapshot().InForce[b.Snapshot().Active().ID]
	p.fill("Token", "Fresh2026 ")
	await(t, "the new Token in force", func() bool { return b.Snapshot().Active().Token == "Fresh2026 " })
	s := b.Snapshot()
	if at := s.InForce[s.Active().ID]; !at.After(before) {
		t.Errorf("in force since %v, before the edit %v", at, before)
	}
	p.reads("已生效 · "+s.InForce[s.Active().ID].Local().Format("15:04:05"), "Token 末尾有空白字符")
	picture("2-token")

	// WeChat, which has it without the space, does not get through, and the row says why.
	answer := wechatSends(t, public, verification(t, "Fresh2026"))
	if answer.Status != 403 {
		t.Errorf("a wrong signature was answered with %d", answer.Status)
	}
	failed := p.newest("✗", "验证", "403")
	if !strings.Contains(failed.text, "Token 末尾多了空白字符") {
		t.Errorf("the row says %q", failed.text)
	}
	p.markShines(failed, kit.ColorRedText)
	p.pressAt(failed.place)
	p.reads("GET 服务器验证", "Token 末尾多了空白字符", "① 参数", "② 字典序排序", "③ 拼接", "④ SHA-1", "⑤ 微信签名", "不一致，已返回 403")
	picture("3-failed")
	p.press("应用修复")
	await(t, "the fix in force", func() bool { return b.Snapshot().Active().Token == "Fresh2026" })

	// Now it does.
	push := verification(t, "Fresh2026")
	if answer = wechatSends(t, public, push); answer.Status != 200 || string(answer.Body) != push.Echo {
		t.Errorf("a right signature was answered with %d %q", answer.Status, answer.Body)
	}
	passed := p.newest("✓", "验证", "200")
	p.markShines(passed, kit.ColorGreenText)
	p.pressAt(passed.place)
	p.reads("签名一致")

	// A message is answered by a rule, and its tabs tell all of it.
	answer = wechatSends(t, public, message(t, "Fresh2026", "你好，今天几点开门？"))
	if answer.Status != 200 || !strings.Contains(string(answer.Body), "今天几点开门？") {
		t.Errorf("the message was answered with %d %q", answer.Status, answer.Body)
	}
	said := p.newest("✓", "文本", "200")
	p.pressAt(said.place)
	p.reads("POST 文本")
	p.press("报文")
	p.reads("FromUserName", "你好，今天几点开门？")
	p.press("响应")
	p.reads("200", "规则", "Content-Type")
	p.press("诊断")
	p.reads("由规则")
	picture("4-answered")

	// Searching leaves what matches.
	p.key("ctrl+f")
	p.write("zzz-nothing")
	p.reads("没有")
	p.key("ctrl+a", "BackSpace")
	p.until("all rows again", func(all []seen) bool { return len(rows(all)) == 5 })

	// The other language and the other theme, each with one click.
	p.press("中 / EN")
	p.reads("Requests", "Replies", "Online", "Progress")
	p.loses("接入进度")
	light := p.ground()
	p.pressAt(p.halfMoon())
	p.until("a dark theme", func([]seen) bool { return b.Snapshot().Settings.Theme == "dark" })
	await(t, "a dark window on the screen", func() bool { return p.ground() != light })
	picture("5-dark-en")
	p.pressAt(p.halfMoon())
	await(t, "a light window on the screen", func() bool { return p.ground() == light })
	p.press("中 / EN")
	p.reads("接入进度")

	// A small window and back.
	p.resize(960, 600)
	p.reads("在线", "已接收 5")
	picture("6-small")
	p.resize(1280, 800)

	// One click ends the tunnel; the page of the replies and the settings open.
	p.press("停止")
	p.reads("已停止")
	await(t, "the edge without an endpoint", func() bool { return len(e.Hosts()) == 0 })
	if got := b.Snapshot().Tunnel.State; got != tunnel.Stopped {
		t.Errorf("the tunnel is %v after a click on stop", got)
	}
	p.press("回复")
	p.reads("新建规则")
	picture("7-replies")
	// A rule is made of the message that came, and answers the next one.
	p.press("请求")
	at := p.newest("✓", "文本", "200").place
	p.clickOther(at.x+at.w/2, at.y+at.h/2)
	p.press("回复这类消息…")
	p.reads("草稿")
	p.write("At nine.")
	await(t, "the rule in force", func() bool {
		s := b.Snapshot()
		return s.Rules[s.Active().ID][0].Then.Text == "At nine."
	})
	p.reads("At nine.", "你好，今天几点开门？")
	picture("8-rule")
	answer = wechatSends(t, b.Snapshot().LocalURL(), message(t, "Fresh2026", "你好，今天几点开门？"))
	if !strings.Contains(string(answer.Body), "At nine.") {
		t.Errorf("by the new rule the message was answered with %d %q", answer.Status, answer.Body)
	}
	p.press("设置")
	p.reads("监听地址")
	p.press("请求")
	p.reads("全部 6")

	p.closeWindow()
	p.closed()
	if got := b.Snapshot().Settings.Window; got.Width != 1280 || got.Height != 800 {
		t.Errorf("the size to remember is %v by %v", got.Width, got.Height)
	}
}

// newest waits until the first row is of a kind, with a mark and a status.
func (p *program) newest(mark, kind, status string) (first row) {
	p.t.Helper()
	p.until("a row "+mark+" "+kind+" "+status, func(all []seen) bool {
		r := rows(all)
		if len(r) == 0 {
			return false
		}
		first = r[0]
		return first.mark == mark && first.kind == kind && first.status == status
	})
	return first
}

// markShines looks for a row's mark, in its colour, on the screen.
func (p *program) markShines(r row, role fyne.ThemeColorName) {
	p.t.Helper()
	want := p.tone(role)
	await(p.t, "the mark's colour on the screen", func() bool { return count(p.shot(), onScreen(r.markAt), want) >= 3 })
}

// tone is a colour of the present theme.
func (p *program) tone(role fyne.ThemeColorName) (c color.Color) {
	p.t.Helper()
	p.ask(func() { c = p.app.Settings().Theme().Color(role, p.app.Settings().ThemeVariant()) })
	return c
}

// ground is the colour of the header's panel on the screen, where nothing is written.
func (p *program) ground() color.RGBA {
	p.t.Helper()
	shot := p.shot()
	return shot.RGBAAt(shot.Rect.Dx()/2, 8)
}

// halfMoon is the button in the header that changes the theme; it has no words.
func (p *program) halfMoon() box {
	p.t.Helper()
	return p.steady("to find the half moon", func(all []seen) (box, bool) {
		return find(all, func(s seen) bool { return s.what == button && s.text == "" && s.place.y < 48 })
	})
}
