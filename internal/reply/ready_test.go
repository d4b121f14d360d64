package reply

import (
	"io/fs"
	"path"
	"strings"
	"testing"
	"time"

	"echostr/assets"
	"echostr/internal/wechat"
	"echostr/internal/words"
)

// push is a message of the elements name=value, nested ones as A.B=value.
func push(t testing.TB, elements ...string) *wechat.Message {
	t.Helper()
	var b strings.Builder
	b.WriteString("<xml><ToUserName>gh_1</ToUserName><FromUserName>oUser</FromUserName><CreateTime>1795183568</CreateTime>")
	for _, e := range elements {
		name, value, _ := strings.Cut(e, "=")
		names := strings.Split(name, ".")
		for _, n := range names {
			b.WriteString("<" + n + ">")
		}
		b.WriteString("<![CDATA[" + value + "]]>")
		for i := len(names) - 1; i >= 0; i-- {
			b.WriteString("</" + names[i] + ">")
		}
	}
	b.WriteString("</xml>")
	return message(t, b.String())
}

func ofEvent(name string, elements ...string) []string {
	return append([]string{"MsgType=event", "Event=" + name}, elements...)
}

func ofText(content string) []string {
	return []string{"MsgType=text", "Content=" + content, "MsgId=7"}
}

// readyCases are pushes to each ready set: which rule answers in every language, and what
// its answer says, of which the language may be any.
var readyCases = map[string][]struct {
	push []string
	rule string
	kind string
	says string // a part of the reply as it leaves, or of what follows
}{
	"01-welcome": {
		{ofEvent("subscribe", "EventKey=qrscene_77"), "scanned", "text", "77"},
		{ofEvent("subscribe", "EventKey="), "welcome", "text", "Demo"},
		{ofEvent("CLICK", "EventKey=V1001_TODAY"), "today", "text", "2026-11-20"},
		{ofEvent("CLICK", "EventKey=V1001_ABOUT"), "about", "text", "9:00"},
		{ofText("帮助"), "help", "text", " 1 "},
		{ofText("HELP"), "help", "text", ""},
		{ofText("other"), "rest", "success", ""},
		{ofEvent("unsubscribe"), "rest", "success", ""},
	},
	"02-keywords": {
		{ofText("你们几点营业"), "hours", "text", "9:00"},
		{[]string{"MsgType=voice", "MediaId=m", "Recognition=what are the opening hours, 营业吗"}, "hours", "text", "21:00"},
		{ofText("订单 20261120"), "order", "text", "20261120"},
		{ofText("how much 价格"), "price", "text", ""},
		{ofText("你好"), "hello", "text", ""},
		{ofText("随便"), "unknown", "text", "随便"},
		{[]string{"MsgType=voice", "MediaId=m", "Recognition=天气"}, "unknown", "text", "天气"},
		{[]string{"MsgType=image", "MediaId=m"}, "rest", "success", ""},
	},
	"03-music": {
		{ofEvent("CLICK", "EventKey=V1001_TODAY_MUSIC"), "menu", "music", "today-hq.mp3"},
		{ofText("下一首"), "next", "music", "music/1.mp3"},
		{ofText("听 青花瓷"), "search", "text", "%E9%9D%92%E8%8A%B1%E7%93%B7"},
		{[]string{"MsgType=voice", "MediaId=m1"}, "voice", "voice", "m1"},
		{ofText("x"), "rest", "success", ""},
	},
	"04-news": {
		{ofEvent("CLICK", "EventKey=V1001_NEWS"), "menu", "news", "<ArticleCount>3</ArticleCount>"},
		{ofText("新品12"), "product", "news", "https://example.com/product/12?from=oUser"},
		{[]string{"MsgType=link", "Title=标题", "Description=d", "Url=https://example.com/?a=1&b=2"}, "link", "news", "<Url><![CDATA[https://example.com/?a=1&b=2]]>"},
		{[]string{"MsgType=link", "Title=", "Description=", "Url=u"}, "link", "news", "<Title><![CDATA[u]]>"},
		{[]string{"MsgType=location", "Location_X=23.1", "Location_Y=113.3", "Scale=20", "Label="}, "location", "news", "coord:23.1,113.3"},
		{ofText("x"), "rest", "success", ""},
	},
	"05-staff": {
		{ofText("投诉"), "vip", "transfer_customer_service", "manager@example"},
		{ofText("转人工"), "staff", "transfer_customer_service", "<MsgType><![CDATA[transfer_customer_service]]>"},
		{[]string{"MsgType=image", "MediaId=m"}, "media", "transfer_customer_service", ""},
		{[]string{"MsgType=file", "Title=t"}, "media", "transfer_customer_service", ""},
		{ofEvent("kf_create_session", "KfAccount=a"), "sessions", "success", ""},
		{ofText("x"), "hint", "text", ""},
		{ofEvent("VIEW", "EventKey=u"), "rest", "success", ""},
	},
	"06-miniprogram": {
		{ofEvent("user_enter_tempsession", "SessionFrom=shop&a"), "enter", "success", "pages/help/index?from=shop%26a"},
		{ofText("人工"), "staff", "transfer_customer_service", ""},
		{[]string{"MsgType=miniprogrampage", "Title=卡片", "PagePath=p/q"}, "card", "success", "p/q"},
		{ofText("你好"), "answer", "success", "你好"},
		{[]string{"MsgType=image", "MediaId=m1"}, "image", "success", "m1"},
		{[]string{"MsgType=voice"}, "rest", "success", ""},
	},
	"07-slow-drill": {
		{ofText("慢"), "slow", "text", ""},
		{ofText("临界"), "edge", "text", ""},
		{ofText("late"), "late", "text", ""},
		{ofText("重试"), "retry", "text", ""},
		{ofText("异步"), "later", "success", "3"},
		{ofText("x"), "help", "text", ""},
		{ofEvent("CLICK", "EventKey=a"), "rest", "success", ""},
	},
	"08-broken-drill": {
		{ofText("签名"), "signature", "text", ""},
		{ofText("明文"), "plaintext", "text", ""},
		{ofText("互换"), "users", "text", "<ToUserName><![CDATA[gh_1]]>"},
		{ofText("半截"), "half", "text", ""},
		{ofText("断开"), "close", "close", ""},
		{ofText("500"), "status", "status", "Internal"},
		{ofText("html"), "html", "status", "<html>"},
		{ofText("JSON"), "json", "raw", `"Content": "JSON"`},
		{ofText("嵌套"), "nested", "raw", "<xml><xml>"},
		{ofText("x"), "good", "text", ""},
		{ofEvent("CLICK", "EventKey=a"), "rest", "success", ""},
	},
	"09-echo": {
		{ofText("<你好>&]]>"), "text", "text", ""},
		{[]string{"MsgType=image", "PicUrl=u", "MediaId=m1"}, "image", "image", "m1"},
		{[]string{"MsgType=voice", "MediaId=m1"}, "voice", "voice", "m1"},
		{[]string{"MsgType=video", "MediaId=m1", "ThumbMediaId=t1"}, "video", "video", "t1"},
		{[]string{"MsgType=shortvideo", "MediaId=m1", "ThumbMediaId=t1"}, "video", "video", "m1"},
		{[]string{"MsgType=location", "Location_X=1.5", "Location_Y=2.5", "Scale=20", "Label=here"}, "location", "text", "here"},
		{[]string{"MsgType=link", "Title=t", "Description=d", "Url=u"}, "link", "news", "<Url><![CDATA[u]]>"},
		{ofEvent("CLICK", "EventKey=K1"), "event", "text", "K1"},
		{[]string{"MsgType=file", "MsgId=9"}, "other", "text", "9"},
	},
	"10-events": {
		{ofEvent("subscribe", "EventKey=qrscene_5", "Ticket=T"), "subscribe_scan", "text", "5"},
		{ofEvent("subscribe"), "subscribe", "text", "subscribe"},
		{ofEvent("unsubscribe"), "unsubscribe", "success", ""},
		{ofEvent("SCAN", "EventKey=5", "Ticket=TICKET"), "scan", "text", "TICKET"},
		{ofEvent("LOCATION", "Latitude=1.5", "Longitude=2.5", "Precision=3.5"), "location", "text", "3.5"},
		{ofEvent("CLICK", "EventKey=K"), "click", "text", "K"},
		{ofEvent("VIEW", "EventKey=u", "MenuId=1"), "view", "success", ""},
		{ofEvent("view_miniprogram", "EventKey=u", "MenuId=1"), "view", "success", ""},
		{ofEvent("scancode_waitmsg", "EventKey=6", "ScanCodeInfo.ScanResult=2"), "scancode", "text", "2"},
		{ofEvent("scancode_push", "EventKey=6", "ScanCodeInfo.ScanResult=2"), "scancode", "text", "scancode_push"},
		{ofEvent("pic_weixin", "SendPicsInfo.PicList.item.PicMd5Sum=1b5f7c23"), "pictures", "text", "1b5f7c23"},
		{ofEvent("pic_sysphoto"), "pictures", "text", ""},
		{ofEvent("pic_photo_or_album"), "pictures", "text", ""},
		{ofEvent("location_select", "SendLocationInfo.Label=here"), "place", "text", "here"},
		{ofEvent("TEMPLATESENDJOBFINISH", "MsgID=1", "Status=success"), "jobs", "success", ""},
		{ofEvent("MASSSENDJOBFINISH"), "jobs", "success", ""},
		{ofEvent("FREEPUBLISHJOBFINISH"), "jobs", "success", ""},
		{ofEvent("subscribe_msg_popup_event"), "subscribe_msg", "success", ""},
		{ofEvent("subscribe_msg_change_event"), "subscribe_msg", "success", ""},
		{ofEvent("subscribe_msg_sent_event"), "subscribe_msg", "success", ""},
		{ofEvent("kf_create_session"), "staff", "success", ""},
		{ofEvent("kf_close_session"), "staff", "success", ""},
		{ofEvent("kf_switch_session"), "staff", "success", ""},
		{ofEvent("user_enter_tempsession"), "miniprogram", "success", ""},
		{ofEvent("wxa_media_check"), "miniprogram", "success", ""},
		{ofEvent("user_authorization_revoke"), "privacy", "success", ""},
		{ofEvent("user_info_modified"), "privacy", "success", ""},
		{ofEvent("guide_qrcode_scan_event"), "guide", "success", ""},
		{ofEvent("qualification_verify_success"), "verify", "success", ""},
		{ofEvent("qualification_verify_fail"), "verify", "success", ""},
		{ofEvent("naming_verify_success"), "verify", "success", ""},
		{ofEvent("naming_verify_fail"), "verify", "success", ""},
		{ofEvent("annual_renew"), "verify", "success", ""},
		{ofEvent("verify_expired"), "verify", "success", ""},
		{ofEvent("weapp_audit_success"), "audit", "success", ""},
		{ofEvent("weapp_audit_fail"), "audit", "success", ""},
		{ofEvent("debug_demo", "debug_str=hello"), "debug", "text", "hello"},
		{ofEvent("brand_new"), "other", "text", "brand_new"},
		{[]string{"InfoType=unauthorized"}, "other", "text", "unauthorized"},
		{ofText("x"), "message", "text", "7"},
		{[]string{"MsgType=hardware"}, "rest", "success", ""},
	},
}

// TestReadySets loads every ready set of both languages and sends it what it says it
// answers.
func TestReadySets(t *testing.T) {
	for _, language := range words.Languages() {
		names, err := fs.Glob(assets.Rules, path.Join("rules", language, "*.yaml"))
		if err != nil || len(names) != len(readyCases) {
			t.Fatalf("%s: %d sets, %v; %d have cases", language, len(names), err, len(readyCases))
		}
		for _, name := range names {
			id := strings.TrimSuffix(path.Base(name), ".yaml")
			t.Run(language+"/"+id, func(t *testing.T) { readySet(t, name, id) })
		}
	}
}

func readySet(t *testing.T, name, id string) {
	data, err := assets.Rules.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	d, problems := Decode(name, data, Foreign)
	if problems = append(problems, d.Check()...); len(problems) > 0 {
		t.Fatal(problems)
	}
	if d.Title == "" || d.Description == "" || !strings.HasPrefix(string(data), "# ") {
		t.Errorf("title %q, description %q", d.Title, d.Description)
	}
	set := compiledSet(t, d.Rules...)
	answered := map[string]bool{}
	account := wechat.NewAccount(wechat.AccountConfig{Mode: wechat.Plain})
	for _, c := range readyCases[id] {
		m := push(t, c.push...)
		// Chances are never met, so that what they stand before is reached.
		env := Env{Now: push2026, Profile: map[string]string{"name": "Demo"}, Random: func() uint64 { return 1<<64 - 1 }, State: &State{}}
		out := set.AnswerIn(m, &env)
		answered[out.RuleID] = true
		if out.RuleID != c.rule || out.Kind() != c.kind || len(out.Failures) > 0 {
			t.Errorf("%v: rule %q answers %s, want %q %s; %v", c.push, out.RuleID, out.Kind(), c.rule, c.kind, out.Failures)
			continue
		}
		opened := &wechat.Opened{Message: m}
		body, _, err := account.AppendAnswer(nil, opened, &out.Reply, push2026)
		if err != nil {
			t.Fatal(err)
		}
		says := string(body) + out.Body
		for _, a := range out.After {
			says += a.Text + a.MediaID + a.Title + a.Page + a.URL
		}
		if !strings.Contains(says, c.says) {
			t.Errorf("%v: %s does not say %q", c.push, says, c.says)
		}
		if causes := out.Reply.Check(opened); len(causes) > 0 && out.Fault != FaultUsers {
			t.Errorf("%v: WeChat would not take it: %+v", c.push, causes)
		}
	}
	for _, r := range d.Rules {
		if !answered[r.ID] && r.When.Chance == 0 {
			t.Errorf("no case for the rule %s", r.ID)
		}
	}
}

// push2026 is when the messages of the tests come.
var push2026 = time.Date(2026, 11, 20, 14, 6, 8, 0, time.UTC)
