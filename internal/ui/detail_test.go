package ui

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/tunnel"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

func TestDiagnosisOfAPass(t *testing.T) {
	r := stageRequests(t, "zh-Hans", verification(rigToken, rigToken))
	r.choose(0)
	r.says("GET 服务器验证 · 通过", "#1 · 2026-11-20 14:06:08.412 · 隧道 · 140.207.54.80 · Mozilla/4.0", "签名一致",
		"timestamp=", "nonce=1320562132", "✓ 一致，已原样返回 echostr", "比本机慢 2 秒")
	r.silent("已排除", "⟦")
}

func TestDiagnosisOfAMessage(t *testing.T) {
	x := said("你好")
	x.Rule, x.RuleID, x.Reply = "自动回复", "r1", "text"
	r := stageRequests(t, "zh-Hans", x)
	r.choose(0)
	r.says("POST 文本 · 通过", "由规则“自动回复”回复：文本。", "✓ 一致")
}

func TestFixIsOneTapAndCanBeUndone(t *testing.T) {
	r := stageRequests(t, "zh-Hans", verification(rigToken+" ", rigToken))
	r.engine.edit(func(s *profile.Settings) { s.Profiles[0].Token = rigToken + " " })
	r.tick()
	r.choose(0)
	r.says("Token 末尾多了空白字符", "这里 wechat2026␣", "与签名一致 wechat2026", "✗ 不一致，已返回 403，未返回 echostr",
		"微信官方库的错误码 -40001：签名验证错误",
		"已排除：参数缺失 · 参数为空 · 参数重复", "URL 编码错误 · 时间偏差（2 秒）")
	r.press("应用修复")
	if got := r.engine.active().Token; got != rigToken {
		t.Fatalf("Token %q", got)
	}
	if !strings.Contains(r.toast(), "已修复") {
		t.Errorf("toast %q", r.toast())
	}
	r.tick()
	r.says("收到时： ✗ Token 末尾多了空白字符", "按当前设置：通过", "到微信后台重新提交一次即可", "结论 ✓ 一致")
	r.silent("已排除", "已返回 403")
	r.side(0)
	r.says("按当前设置： ✓ 通过", "✗ 不一致，已返回 403")
	if b := r.button("已应用"); !b.Disabled() {
		t.Error("the fix can be applied twice")
	}
	r.press("撤销")
	if got := r.engine.active().Token; got != rigToken+" " {
		t.Errorf("Token %q after undo", got)
	}
	r.tick()
	r.says("按当前设置： ✗ Token 末尾多了空白字符")
	if b := r.button("应用修复"); b.Disabled() {
		t.Error("the fix cannot be applied again")
	}
	if x := r.page.detail.exchange; x.Verdict != exchange.Fail || len(x.Opened.Causes) == 0 {
		t.Errorf("the recorded exchange became %s %+v", x.Verdict, x.Opened.Causes)
	}
}

// side turns the diagnosis to what was recorded, 0, or to what comes of it now, 1.
func (r *requestsRig) side(i int) { r.t.Helper(); r.form(i) }

func TestUndoLeavesALaterEdit(t *testing.T) {
	r := stageRequests(t, "zh-Hans", verification(rigToken+" ", rigToken))
	r.choose(0)
	r.engine.edit(func(s *profile.Settings) { s.Profiles[0].Token = rigToken + " " })
	r.tick()
	r.press("应用修复")
	r.engine.edit(func(s *profile.Settings) { s.Profiles[0].Token = "newer2026" })
	r.press("撤销")
	if got := r.engine.active().Token; got != "newer2026" {
		t.Errorf("undo replaced a later edit: %q", got)
	}
}

func TestFixThatFailsIsSaid(t *testing.T) {
	r := stageRequests(t, "zh-Hans", verification(rigToken+" ", rigToken))
	r.engine.edit(func(s *profile.Settings) { s.Profiles[0].Token = rigToken + " " })
	r.tick()
	r.choose(0)
	r.engine.fail("edit profile demo0001", errSome)
	r.engine.fail("edit profile", errSome)
	r.press("应用修复")
	if !strings.Contains(r.toast(), errSome.Error()) || r.engine.active().Token == rigToken {
		t.Errorf("toast %q", r.toast())
	}
}

func TestFixKinds(t *testing.T) {
	p := profile.Profile{Token: "a", AppID: "b", EncodingAESKey: "c"}
	for kind, value := range map[wechat.FixKind]string{wechat.SetToken: "x", wechat.SetAppID: "y", wechat.SetAESKey: "z", wechat.SetMode: "safe"} {
		setField(&p, kind, value)
		if got := field(&p, kind); got != value {
			t.Errorf("%s is %q after %q was set", kind, got, value)
		}
	}
	setField(&p, wechat.SetMode, "no such mode")
	if p.Mode != wechat.Safe {
		t.Errorf("mode %s", p.Mode)
	}
	for _, lang := range []string{"zh-Hans", "en"} {
		w := tellerIn(t, lang).words
		for _, kind := range []wechat.FixKind{wechat.SetToken, wechat.SetAppID, wechat.SetAESKey, wechat.SetMode, wechat.UseProfile} {
			if !w.Has("detail.fix." + string(kind)) {
				t.Errorf("%s: no words for %s", lang, kind)
			}
		}
	}
}

func TestModeFix(t *testing.T) {
	a := wechat.NewAccount(wechat.AccountConfig{Token: rigToken, Mode: wechat.Safe})
	r := stageRequests(t, "zh-Hans", arrived(a, "POST", "/wx/demo", signedQuery(rigToken), textBody("明文"), nil))
	r.engine.edit(func(s *profile.Settings) { s.Profiles[0].Mode = wechat.Safe })
	r.tick()
	r.choose(0)
	r.press("改为明文模式")
	if got := r.engine.active().Mode; got != wechat.Plain {
		t.Errorf("mode %s", got)
	}
	r.tick()
	r.says("按当前设置：通过", "微信不会再推送这一条")
}

func TestOtherProfilesToken(t *testing.T) {
	k := &wechat.Known{Peers: []wechat.Peer{{ID: "shop0001", Name: "商城", Token: "shop2026", Path: "/wx/shop"}}}
	r := stageRequests(t, "zh-Hans", pushed(rigToken, "GET", signedQuery("shop2026")+"&echostr=4375120948345356249", "", k))
	r.engine.edit(func(s *profile.Settings) {
		s.Profiles = append(s.Profiles, profile.Profile{ID: "shop0001", Name: "商城", Token: "shop2026", Path: "/wx/shop"})
	})
	r.engine.set(func(s *engine.Snapshot) {
		s.Tunnel = tunnel.Status{State: tunnel.Online, URL: "https://brave-fox.ngrok-free.app"}
	})
	r.tick()
	r.choose(0)
	r.press("查看怎么改…")
	r.says("URL 和 Token 属于两个公众号", "https://brave-fox.ngrok-free.app/wx/shop", "/wx/demo")
	r.press("复制 URL")
	if len(r.copies) != 1 || r.copies[0] != "https://brave-fox.ngrok-free.app/wx/shop" {
		t.Errorf("copied %q", r.copies)
	}
	r.press("查看怎么改…")
	r.press("切换到“商城”")
	if got := r.engine.Snapshot().Settings.Active; got != "shop0001" {
		t.Errorf("active profile %q", got)
	}
	r.engine.edit(func(s *profile.Settings) { s.Profiles = s.Profiles[:1] })
	r.tick()
	r.press("查看怎么改…")
	if r.toast() != "那个公众号已经删除了" {
		t.Errorf("toast %q", r.toast())
	}
}

func TestDiagnosisOfStrangers(t *testing.T) {
	r := stageRequests(t, "zh-Hans", strange("/.env"), strange("/wx/demos"))
	r.choose(1)
	r.says("不是微信的请求", "GET /.env HTTP/1.1", "zgrab/0.x", "已返回 404；回答里没有 Token")
	r.choose(0)
	r.says("路径不对", "最接近的是 /wx/demo")
	unanswered := strange("/x")
	unanswered.Response = exchange.Response{}
	r.come(unanswered)
	r.choose(0)
	r.says("没有回答，连接已关闭")
	r.page.detail.tabs.Choose(tabResponse)
	relayout(r.window)
	r.says("没有回答")
}

func TestDecryption(t *testing.T) {
	r := stageRequests(t, "zh-Hans", sealedPush())
	r.choose(0)
	r.says("Encrypt=", "个字符", "随机串 0123456789abcdef", "AppID wx5823bf96d3bd56c7", "当前的 EncodingAESKey", "✓ 一致")
	r.page.detail.tabs.Choose(tabMessage)
	relayout(r.window)
	r.says("随机串 16 字节", "0123456789abcdef", "00 00 01 23 = 291", "密文 352 字节 = 16 + 4 + 291 + 18 + 23，Base64 之后 472 个字符", "补位 PKCS#7", "收到的密文", "<Encrypt>", "解密后的报文", "密文里的消息")
	r.form(2)
	r.says("密文里的消息", "<MsgType>")
	r.silent("<Encrypt>")
	r.form(3)
	r.says("<Encrypt>")
	r.silent("密文里的消息</")
}

func TestUnopenedCiphertext(t *testing.T) {
	x := sealedPush()
	body := string(x.Request.Entity())
	a := wechat.NewAccount(wechat.AccountConfig{Token: rigToken, Mode: wechat.Safe, Keys: []string{strings.Repeat("a", 43)}})
	r := stageRequests(t, "zh-Hans", arrived(a, "POST", "/wx/demo", x.Request.Query, body, nil))
	r.choose(0)
	r.says("POST 密文", "解密失败", "✗ 没有解开", "✓ 一致")
}

func TestRequestTab(t *testing.T) {
	r := stageRequests(t, "zh-Hans", pushed(rigToken, "GET", "a=%E4%BD%A0+%E5%A5%BD&b=%zz&signature=x", "", nil))
	r.choose(0)
	r.page.detail.tabs.Choose(tabRequest)
	relayout(r.window)
	r.says("方法 GET", "路径 /wx/demo", "协议 HTTP/1.0", "a 你 好", "原文 %E4%BD%A0+%E5%A5%BD", "百分号编码有误", "User-Agent Mozilla/4.0", "Pragma no-cache")
	r.form(1)
	r.says("GET /wx/demo?a=%E4%BD%A0+%E5%A5%BD&b=%zz&signature=x HTTP/1.0", "Host: brave-fox.ngrok-free.app")
	r.press("复制")
	if got := r.copies[len(r.copies)-1]; got != string(r.page.detail.exchange.Request.Raw) {
		t.Errorf("copied %q", got)
	}
}

func TestMessageTab(t *testing.T) {
	r := stageRequests(t, "zh-Hans", happened("<MsgType>event</MsgType><Event>scancode_push</Event><ScanCodeInfo><ScanResult><![CDATA[42]]></ScanResult></ScanCodeInfo>"))
	r.choose(0)
	r.page.detail.tabs.Choose(tabMessage)
	relayout(r.window)
	r.says("ScanCodeInfo.ScanResult 42", "CreateTime 1763618768", "Event scancode_push 扫码")
	r.press("复制")
	var tree map[string]any
	if err := json.Unmarshal([]byte(r.copies[0]), &tree); err != nil || tree["Event"] != "scancode_push" {
		t.Errorf("copied %q: %v", r.copies[0], err)
	}
	r.form(1)
	r.says("<ScanCodeInfo>", "<ScanResult><![CDATA[42]]></ScanResult>")
	r.come(verification(rigToken, rigToken))
	r.choose(0)
	r.says("没有报文")
}

func TestSyntaxErrorIsLocated(t *testing.T) {
	body := "<xml>\n<MsgType>text</MsgType>\n<Content>a</Contend>\n</xml>"
	r := stageRequests(t, "zh-Hans", pushed(rigToken, "POST", signedQuery(rigToken), body, nil))
	r.choose(0)
	r.says("报文不是完整的 XML", "第 3 行第 11 列：标签写错了或没有配对")
	r.page.detail.tabs.Choose(tabMessage)
	relayout(r.window)
	r.says("出错处", "第 3 行第 11 列", "<Content>")
	r.says("← 第 3 行第 11 列：标签写错了或没有配对")
}

func TestResponseTab(t *testing.T) {
	x := slow(5100e6)
	x.Rule, x.Reply = "图片", "text"
	answered(x, 200, "<xml><Content><![CDATA[收到]]></Content></xml>")
	r := stageRequests(t, "zh-Hans", x)
	r.choose(0)
	r.page.detail.tabs.Choose(tabResponse)
	relayout(r.window)
	r.says("状态行 HTTP/1.0 200 X", "回复类型 text 文本", "规则 图片", "用时 5.1 s，超过了微信的 5 秒", "Content-Type text/plain", "<![CDATA[收到]]>")
}

func TestLongBodiesOpenAtOnce(t *testing.T) {
	body := textBody(strings.Repeat("很长的内容。", 60_000))
	r := stageRequests(t, "zh-Hans", pushed(rigToken, "POST", signedQuery(rigToken), body, nil))
	r.choose(0)
	r.page.detail.tabs.Choose(tabMessage)
	relayout(r.window)
	r.says("见原文") // the field is cut
	r.page.detail.form[tabMessage] = formRaw
	r.page.detail.turnTo()
	r.silent("<MsgType>") // made away from the UI goroutine
	r.settle()
	relayout(r.window)
	r.says("<ToUserName>")

	r.page.detail.turnTo()
	r.page.detail.tabs.Choose(tabRequest) // the body's view comes too late and is dropped
	r.settle()
	relayout(r.window)
	r.says("方法 POST")
}

func TestCopies(t *testing.T) {
	r := stageRequests(t, "zh-Hans", said("它说 <hi> & \"bye\""))
	r.choose(0)
	r.press("复制为 cURL")
	if !strings.HasPrefix(r.copies[0], "curl ") || !strings.Contains(r.copies[0], "'https://brave-fox.ngrok-free.app/wx/demo?signature=") {
		t.Errorf("copied %s", r.copies[0])
	}
	items := map[string]kit.MenuItem{}
	for _, i := range r.page.detail.copies() {
		items[i.Text] = i
	}
	x := r.page.detail.exchange
	for text, want := range map[string]string{
		"复制原始请求":   string(x.Request.Raw),
		"复制原始响应":   string(x.Response.Raw),
		"复制 URL":   "https://brave-fox.ngrok-free.app/wx/demo?" + x.Request.Query,
		"复制为 cURL": r.copies[0],
	} {
		items[text].Act()
		if got := r.copies[len(r.copies)-1]; got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	items["复制报文为 JSON"].Act()
	if got := r.copies[len(r.copies)-1]; !strings.Contains(got, `"Content": "它说 <hi> & \"bye\""`) {
		t.Errorf("JSON %s", got)
	}
	x2 := said("cut")
	x2.Request.Cut = true
	r.come(x2)
	r.choose(0)
	r.press("复制为 cURL")
	if !strings.Contains(r.toast(), "没有收全") {
		t.Errorf("toast %q", r.toast())
	}
}

func TestCurlGoesWhereTheRequestWent(t *testing.T) {
	local := said("本机")
	local.Via = exchange.Local
	r := stageRequests(t, "zh-Hans", local, said("隧道"))
	r.choose(1)
	if got := r.page.detail.base(); got != "http://127.0.0.1:8787" {
		t.Errorf("local: %s", got)
	}
	r.choose(0)
	r.engine.set(func(s *engine.Snapshot) { s.Tunnel = tunnel.Status{State: tunnel.Online, URL: "https://new.example"} })
	r.tick()
	if got := r.page.detail.base(); got != "https://new.example" {
		t.Errorf("through the tunnel of today: %s", got)
	}
	r.engine.set(func(s *engine.Snapshot) { s.Server, s.Tunnel = engine.Server{}, tunnel.Status{} })
	r.tick()
	r.choose(1)
	if got := r.page.detail.base(); got != "http://127.0.0.1:8787" {
		t.Errorf("while nothing listens: %s", got)
	}
}

func TestRowMenuCopies(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(2)...)
	for _, o := range r.everything() {
		if _, field := o.(fyne.Focusable); field {
			continue // the search has a menu of its own
		}
		if row, ok := o.(fyne.SecondaryTappable); ok {
			row.TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(100, 200)})
			break
		}
	}
	r.settle()
	r.says("#2") // the row was chosen
	r.pick("复制 URL")
	if len(r.copies) != 1 || !strings.Contains(r.copies[0], "/wx/demo?signature=") {
		t.Errorf("copied %q", r.copies)
	}
}

func TestManyHeadersAreCut(t *testing.T) {
	x := said("多")
	head := bytes.Replace(x.Request.Raw[:x.Request.Head], []byte("\r\n\r\n"), []byte("\r\n"+strings.Repeat("X-More: 1\r\n", 500)+"\r\n"), 1)
	x.Request.Raw, x.Request.Head = append(head, x.Request.Entity()...), len(head)
	r := stageRequests(t, "zh-Hans", x)
	r.choose(0)
	r.page.detail.tabs.Choose(tabRequest)
	relayout(r.window)
	r.says("行，见原文")
}
