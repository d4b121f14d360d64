package ui

import (
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
	"echostr/internal/words"
)

func tellerIn(t testing.TB, lang string) teller {
	t.Helper()
	w, err := words.Load(lang)
	if err != nil {
		t.Fatal(err)
	}
	return teller{words: w}
}

func TestRows(t *testing.T) {
	event := func(name, own string) *exchange.Exchange {
		return happened("<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[" + name + "]]></Event>" + own)
	}
	message := func(kind, own string) *exchange.Exchange {
		return happened("<MsgType>" + kind + "</MsgType>" + own + "<MsgId>1</MsgId>")
	}
	for _, test := range []struct {
		name       string
		x          *exchange.Exchange
		mark, kind string
		says       string // lead and text
	}{
		{"text", said("你好\n 在吗"), "✓", "文本", "你好 在吗"},
		{"image", message("image", "<PicUrl>http://x/0</PicUrl>"), "✓", "图片", "图片 · http://x/0"},
		{"voice", message("voice", "<Format>amr</Format><Recognition>查订单</Recognition>"), "✓", "语音", "识别：“查订单”"},
		{"voice unheard", message("voice", "<Format>amr</Format><Recognition></Recognition>"), "✓", "语音", "语音 · amr"},
		{"video", message("video", "<MediaId>m1</MediaId>"), "✓", "视频", "视频 · m1"},
		{"short video", message("shortvideo", ""), "✓", "小视频", "视频"},
		{"location", message("location", "<Location_X>23.1</Location_X><Location_Y>113.3</Location_Y><Label>客村</Label>"), "✓", "位置", "客村"},
		{"location without label", message("location", "<Location_X>23.1</Location_X><Location_Y>113.3</Location_Y>"), "✓", "位置", "位置 23.1, 113.3"},
		{"link", message("link", "<Title>官网</Title><Url>https://x</Url>"), "✓", "链接", "链接 · 官网"},
		{"file", message("file", "<Title>a.pdf</Title>"), "✓", "文件", "文件 · a.pdf"},
		{"mini program page", message("miniprogrampage", "<Title>首页</Title><PagePath>p</PagePath>"), "✓", "小程序", "小程序页面 · 首页"},
		{"unknown message", message("hologram", "<Depth>3</Depth>"), "✓", "hologram", "Depth=3"},
		{"follow", event("subscribe", "<EventKey></EventKey>"), "✓", "关注", "oGZ3V5…mK8c 关注了公众号"},
		{"follow by code", event("subscribe", "<EventKey>qrscene_123</EventKey>"), "✓", "关注", "oGZ3V5…mK8c 关注了公众号（扫码 scene=123）"},
		{"unfollow", event("unsubscribe", ""), "✓", "取关", "oGZ3V5…mK8c 取消关注"},
		{"scan", event("SCAN", "<EventKey>456</EventKey>"), "✓", "SCAN", "已关注用户扫码 scene=456"},
		{"position", event("LOCATION", "<Latitude>23.1</Latitude><Longitude>113.3</Longitude>"), "✓", "定位", "上报位置 23.1, 113.3"},
		{"click", event("CLICK", "<EventKey>K1</EventKey>"), "✓", "CLICK", "菜单 K1"},
		{"view", event("VIEW", "<EventKey>https://x</EventKey>"), "✓", "VIEW", "打开链接 https://x"},
		{"scan code", event("scancode_waitmsg", "<ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>42</ScanResult></ScanCodeInfo>"), "✓", "扫码", "扫码结果：42"},
		{"pictures", event("pic_weixin", "<SendPicsInfo><Count>2</Count></SendPicsInfo>"), "✓", "相册", "发来 2 张图片"},
		{"template", event("TEMPLATESENDJOBFINISH", "<Status>success</Status>"), "✓", "模板", "TEMPLATESENDJOBFINISH · success"},
		{"customer service", event("kf_switch_session", "<FromKfAccount>a@t</FromKfAccount><ToKfAccount>b@t</ToKfAccount>"), "✓", "客服", "客服从 a@t 转给 b@t"},
		{"subscription", event("subscribe_msg_sent_event", "<SubscribeMsgSentEvent><List><TemplateId>T1</TemplateId></List></SubscribeMsgSentEvent>"),
			"✓", "订阅", "订阅通知没有送达 ·"},
		{"notification", event("subscribe_msg_sent_event", "<SubscribeMsgSentEvent><List><ErrorCode>0</ErrorCode></List></SubscribeMsgSentEvent>"), "✓", "订阅", "订阅通知已送达"},
		{"agreed", event("subscribe_msg_popup_event", "<SubscribeMsgPopupEvent><List><SubscribeStatusString>accept</SubscribeStatusString></List></SubscribeMsgPopupEvent>"),
			"✓", "订阅", "oGZ3V5…mK8c 在弹窗里同意了订阅通知"},
		{"switched off", event("subscribe_msg_change_event", "<SubscribeMsgChangeEvent><List><SubscribeStatusString>reject</SubscribeStatusString></List></SubscribeMsgChangeEvent>"),
			"✓", "订阅", "oGZ3V5…mK8c 在设置里关闭了订阅通知"},
		{"mass", event("MASSSENDJOBFINISH", "<Status>send success</Status><TotalCount>100</TotalCount><SentCount>75</SentCount>"), "✓", "群发", "群发完成 · 送达 75/100"},
		{"mass failed", event("MASSSENDJOBFINISH", "<Status>err(10001)</Status>"), "✓", "群发", "群发没有完成 · err(10001)"},
		{"published", event("FREEPUBLISHJOBFINISH", "<PublishEventInfo><publish_status>0</publish_status></PublishEventInfo>"), "✓", "发布", "发布成功"},
		{"not published", event("FREEPUBLISHJOBFINISH", "<PublishEventInfo><publish_status>4</publish_status></PublishEventInfo>"), "✓", "发布", "发布没有成功（状态 4）"},
		{"revoked", event("user_authorization_revoke", "<OpenID>"+rigOpenID+"</OpenID><RevokeInfo>301</RevokeInfo>"), "✓", "撤权", "oGZ3V5…mK8c 撤回了授权"},
		{"not verified", event("naming_verify_fail", "<FailReason>名称已被占用</FailReason>"), "✓", "认证", "名称认证没有通过 · 名称已被占用"},
		{"unknown event", event("brand_new", "<Thing>7</Thing>"), "✓", "brand_new", "brand_new · Thing=7"},
		{"verification", verification(rigToken, rigToken), "✓", "验证", "接入成功 · echostr 已原样返回"},
		{"wrong Token", verification(rigToken+" ", rigToken), "✗", "验证", "Token 末尾多了空白字符 · GET /wx/demo"},
		{"missing", pushed(rigToken, "GET", "signature=x&timestamp=1&nonce=2", "", nil), "✗", "验证", "缺少参数 echostr · GET /wx/demo"},
		{"slow", slow(5200 * time.Millisecond), "!", "图片", "超过 5 秒，将重试（1/3） · 图片 · http://mmbiz.qpic.cn/x/0"},
		{"scanner", strange("/wp-login.php"), "–", "扫描器", "GET /wp-login.php"},
		{"visitor", strange("/favicon.ico"), "–", "陌生", "GET /favicon.ico"},
		{"wrong path", strange("/wx/demo/"), "!", "路径不符", "路径不对 · GET /wx/demo/"},
		{"sealed", sealedPush(), "✓", "文本", "密文里的消息"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := tellerIn(t, "zh-Hans").row(test.x)
			into := make([]kit.Cell, len(requestColumns))
			r.cells(into, false)
			if got := into[3].Lead + into[3].Text; into[0].Text != test.mark || into[2].Text != test.kind || got != test.says {
				t.Errorf("row %s [%s] %q, want %s [%s] %q", into[0].Text, into[2].Text, got, test.mark, test.kind, test.says)
			}
			english := tellerIn(t, "en").row(test.x)
			if strings.Contains(english.kind+english.lead+english.text, "⟦") {
				t.Errorf("words are missing in English: %+v", english)
			}
		})
	}
}

func TestTestRowsAreMarked(t *testing.T) {
	x := said("你好")
	x.Test = true
	if r := tellerIn(t, "zh-Hans").row(x); r.lead != "自检 " || r.text != "你好" {
		t.Errorf("row %q %q", r.lead, r.text)
	}
	x.Origin = 7
	if r := tellerIn(t, "zh-Hans").row(x); r.lead != "重放 " {
		t.Errorf("a replay says %q %q", r.lead, r.text)
	}
	bad := verification(rigToken+" ", rigToken)
	bad.Test = true
	if r := tellerIn(t, "zh-Hans").row(bad); !strings.HasSuffix(r.text, "· 自检") || r.leadTone != kit.ColorRed {
		t.Errorf("row %q %q in %s", r.lead, r.text, r.leadTone)
	}
}

// TestKindsFitTheirBadge holds the words of all kinds to the width of the column.
func TestKindsFitTheirBadge(t *testing.T) {
	newStage(t, newFakeEngine(), "en")
	badge := requestColumns[2]
	for _, lang := range []string{"zh-Hans", "en"} {
		c := tellerIn(t, lang).words
		for _, key := range c.Keys() {
			if !strings.HasPrefix(key, "kind.") {
				continue
			}
			if word := c.T(key); kit.Cut(word, badge.Face, badge.Width-6) != word {
				t.Errorf("%s: %q does not fit", lang, word)
			}
		}
	}
}

func TestTook(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "<1 ms", 900 * time.Microsecond: "<1 ms", 3 * time.Millisecond: "3 ms",
		999 * time.Millisecond: "999 ms", 5200 * time.Millisecond: "5.2 s", 150 * time.Second: "150 s"} {
		if got := took(d); got != want {
			t.Errorf("took(%v) = %q, want %q", d, got, want)
		}
	}
	if status(0) != "—" || status(404) != "404" {
		t.Error("status")
	}
}

func TestMask(t *testing.T) {
	for in, want := range map[string]string{
		rigOpenID:                            "o•••••mK8c",
		"a=" + rigOpenID + "&b=" + rigOpenID: "a=o•••••mK8c&b=o•••••mK8c",
		"<X>" + rigOpenID + "</X>":           "<X>o•••••mK8c</X>",
		rigOpenID + "x":                      rigOpenID + "x", // longer than an OpenID
		"p" + rigOpenID[1:]:                  "p" + rigOpenID[1:],
		"known-one here":                     "k•••••-one here",
		"你好":                                 "你好",
		"":                                   "",
	} {
		if got := maskIDs(in, []string{"known-one"}); got != want {
			t.Errorf("masked %q is %q, want %q", in, got, want)
		}
	}
	if got := maskID("short"); got != "•••••" {
		t.Errorf("a short id is shown as %q", got)
	}
	x := said("我是 " + rigOpenID)
	masked := tellerIn(t, "zh-Hans")
	masked.mask = true
	if r := masked.row(x); r.text != "我是 o•••••mK8c" {
		t.Errorf("row says %q", r.text)
	}
}

func BenchmarkRow(b *testing.B) {
	t := tellerIn(b, "zh-Hans")
	x := said("你好，请问今天几点开门？")
	b.ReportAllocs()
	for b.Loop() {
		t.row(x)
	}
}
