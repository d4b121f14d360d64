package ui

import (
	"os"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// gallery is one of every kind, the newest last.
func gallery() []*exchange.Exchange {
	event := func(name, own string) *exchange.Exchange {
		return happened("<MsgType><![CDATA[event]]></MsgType>\n<Event><![CDATA[" + name + "]]></Event>\n" + own)
	}
	test := said("你好，这是一条测试消息")
	test.Test, test.Via = true, exchange.Local
	broken := pushed(rigToken, "POST", signedQuery(rigToken), "<xml><ToUserName>gh_1</ToUserName>\n<MsgType>text</MsgTyp>\n</xml>", nil)
	answered(broken, 400, "body unreadable: see echostr\n")
	out := []*exchange.Exchange{
		test,
		event("unsubscribe", "<EventKey></EventKey>"),
		happened("<MsgType><![CDATA[link]]></MsgType>\n<Title><![CDATA[公众平台官网链接]]></Title><Url>https://mp.weixin.qq.com</Url>\n<MsgId>6272960105994287620</MsgId>"),
		event("TEMPLATESENDJOBFINISH", "<MsgID>200163836</MsgID><Status><![CDATA[success]]></Status>"),
		event("SCAN", "<EventKey><![CDATA[456]]></EventKey><Ticket>t</Ticket>"),
		broken,
		event("VIEW", "<EventKey><![CDATA[https://example.com/shop]]></EventKey><MenuId>1</MenuId>"),
		strange("/wp-login.php"),
		strange("/wx/demos"),
		verification(rigToken, rigToken),
		happened("<MsgType><![CDATA[voice]]></MsgType>\n<MediaId>m</MediaId><Format>amr</Format><Recognition><![CDATA[帮我查一下订单]]></Recognition>\n<MsgId>6272960105994287621</MsgId>"),
		happened("<MsgType><![CDATA[location]]></MsgType>\n<Location_X>23.08</Location_X><Location_Y>113.36</Location_Y><Scale>20</Scale><Label><![CDATA[广州市海珠区客村艺苑路 12 号]]></Label>\n<MsgId>6272960105994287622</MsgId>"),
		event("subscribe", "<EventKey><![CDATA[qrscene_123]]></EventKey><Ticket>t</Ticket>"),
		slow(5100 * time.Millisecond),
		verification(rigToken+" ", rigToken),
		event("CLICK", "<EventKey><![CDATA[V1001_TODAY_MUSIC]]></EventKey>"),
		said("你好，请问今天几点开门？"),
	}
	for i, x := range out {
		x.Time = rigTime.Add(time.Duration(i-14) * 21 * time.Second)
	}
	return out
}

// sealedPush is a message in safe mode.
func sealedPush() *exchange.Exchange {
	key := "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	a := wechat.NewAccount(wechat.AccountConfig{Token: rigToken, AppID: "wx5823bf96d3bd56c7", Mode: wechat.Safe, Keys: []string{key}})
	k, err := wechat.ParseKey(key)
	if err != nil {
		panic(err)
	}
	encrypt := k.Encrypt([]byte(textBody("密文里的消息")), "wx5823bf96d3bd56c7", []byte("0123456789abcdef"))
	q := signedQuery(rigToken)
	ts := wechat.Query(q).Get("timestamp")
	q += "&encrypt_type=aes&msg_signature=" + wechat.Sign(rigToken, ts, "1320562132", encrypt)
	return arrived(a, "POST", "/wx/demo", q, "<xml>\n    <ToUserName><![CDATA[gh_7f083739789a]]></ToUserName>\n    <Encrypt><![CDATA["+encrypt+"]]></Encrypt>\n</xml>\n", nil)
}

// TestRequestsPictures draws the page for eyes; whatever the size and language, the list
// and the diagnosis can be read.
func TestRequestsPictures(t *testing.T) {
	for _, lang := range []string{"zh-Hans", "en"} {
		for _, mode := range []kit.Mode{kit.Light, kit.Dark} {
			for _, size := range [][2]float32{{1004, 726}, {684, 526}, {1644, 1006}} {
				if os.Getenv("UI_PICTURES") == "" && (lang == "en") != (size[0] == 684 && mode == kit.Dark) {
					continue // without eyes, two of them will do
				}
				name := "requests-" + lang + map[kit.Mode]string{kit.Light: "-light", kit.Dark: "-dark"}[mode]
				r := stageRequests(t, lang)
				r.theme.Mode = mode
				r.resize(size[0], size[1])
				suffix := map[float32]string{1004: "", 684: "-narrow", 1644: "-wide"}[size[0]]
				r.picture(name + suffix + "-start")
				r.come(append(gallery(), sealedPush())...)
				r.choose(3)
				if got := r.page.detail.exchange; got == nil || got.Opened.Causes[0].ID != wechat.TokenWhitespace {
					t.Fatalf("%s: the third row is not the failed verification: %+v", name, got)
				}
				r.says("✗")
				r.picture(name + suffix + "-diagnosis")
				for tab, word := range map[int]string{tabRequest: "request", tabMessage: "message", tabResponse: "response"} {
					r.page.rows.Choose(0)
					r.page.detail.tabs.Choose(tab)
					r.settle()
					r.picture(name + suffix + "-" + word)
				}
				if mode == kit.Light && lang == "zh-Hans" && suffix == "" {
					r.page.detail.tabs.Choose(tabDiagnosis)
					r.picture(name + "-sealed")
					for i, word := range map[int]string{4: "slow", 9: "path", 10: "scanner", 8: "good", 12: "broken"} {
						r.page.rows.Choose(i)
						r.settle()
						r.picture(name + "-" + word)
						if word == "broken" {
							r.page.detail.tabs.Choose(tabMessage)
							r.settle()
							r.picture(name + "-fault")
							r.page.detail.tabs.Choose(tabDiagnosis)
						}
					}
					r.engine.edit(func(s *profile.Settings) { s.MaskIDs = true })
					r.page.rows.Choose(3)
					r.tick()
					r.picture(name + "-masked")
				}
			}
		}
	}
}
