//go:build window

package windowtest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// What the account in the pictures has.
const (
	sceneToken  = "wechat2026"
	sceneAppID  = "wx5823bf96d3bd56c7"
	sceneSecret = "9f86d081884c7d659a2feaa0c55ad015"
	sceneKey    = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	otherKey    = "ABCDEFGabcdefghijklmnopqrstuvwxyz0123456789"
	sceneOpenID = "oGZ3V5abcdefghijklmnopqrmK8c"
	sceneGh     = "gh_7f083739789a"
)

// sceneTime is when the newest request of a picture came; the clock stands still.
var sceneTime = time.Date(2026, 11, 20, 14, 6, 51, 412e6, time.Local)

// traffic makes exchanges as the server would record them: every request is opened,
// judged, explained and answered by the real protocol and rules, at times that are given.
type traffic struct {
	profile string
	account wechat.AccountConfig
	known   *wechat.Known
	rules   *reply.Set
	at      *time.Time // of the next request; each one goes back a little
	took    time.Duration
}

func newTraffic(profile string, rules []reply.Rule) *traffic {
	set, _ := reply.Compile(rules)
	at := sceneTime
	return &traffic{profile: profile, rules: set, at: &at, took: 2 * time.Millisecond,
		account: wechat.AccountConfig{Token: sceneToken, AppID: sceneAppID, Keys: []string{sceneKey}},
		known:   &wechat.Known{AppSecret: sceneSecret, EarlierTokens: []string{"before2025"}}}
}

// with is the same traffic to an account that is set up in another way.
func (f traffic) with(change func(*wechat.AccountConfig)) *traffic {
	change(&f.account)
	return &f
}

// slow is the same traffic with an answer that takes its time.
func (f traffic) slow(took time.Duration) *traffic {
	f.took = took
	return &f
}

// query is signed with a Token two seconds before the request comes.
func (f *traffic) query(token string) string {
	return signedQuery(token, "1320562132", f.at.Add(-2*time.Second))
}

// verify is the console's GET, signed with a Token.
func (f *traffic) verify(token string) *exchange.Exchange {
	return f.arrive("GET", "/wx/demo", f.query(token)+"&echostr=4375120948345356249", "")
}

// push is a message or an event with elements of its own.
func (f *traffic) push(own string) *exchange.Exchange {
	return f.arrive("POST", "/wx/demo", f.query(sceneToken)+"&openid="+sceneOpenID, pushBody(own))
}

// id is the MsgId of the next message, unlike those of the others: two that share one are
// deliveries of the same message.
func (f *traffic) id() string {
	return fmt.Sprintf("<MsgId>%d</MsgId>\n", 6272960100000000000+f.at.Unix())
}

func (f *traffic) text(content string) *exchange.Exchange {
	return f.push(element("MsgType", "text") + element("Content", content) + f.id())
}

func (f *traffic) event(name, own string) *exchange.Exchange {
	return f.push(element("MsgType", "event") + element("Event", name) + own)
}

// sealed is a text in ciphertext, made with a key and for an AppID.
func (f *traffic) sealed(content, key, appID string) *exchange.Exchange {
	k, err := wechat.ParseKey(key)
	if err != nil {
		panic(err)
	}
	plain := pushBody(element("MsgType", "text") + element("Content", content) + f.id())
	encrypt := k.Encrypt([]byte(plain), appID, []byte("0123456789abcdef"))
	q := f.query(sceneToken)
	q += "&openid=" + sceneOpenID + "&encrypt_type=aes&msg_signature=" +
		wechat.Sign(sceneToken, wechat.Query(q).Get("timestamp"), "1320562132", encrypt)
	return f.arrive("POST", "/wx/demo", q, "<xml>\n    "+element("ToUserName", sceneGh)+"    "+element("Encrypt", encrypt)+"</xml>\n")
}

// stranger is a request to a path that is nobody's.
func (f *traffic) stranger(path, agent string) *exchange.Exchange {
	x := f.record("GET", path, "", "", agent)
	q := &wechat.Request{Method: "GET", Path: path, UserAgent: agent, Time: x.Time}
	x.Profile, x.Remote, x.Request.Proto = "", "185.191.171.3:40210", "HTTP/1.1"
	x.Opened.Causes = wechat.Strangers(q, []string{"/wx/demo"})
	respond(x, http.StatusNotFound, "text/plain; charset=utf-8", []byte("404 not found\n"))
	return x
}

// arrive opens, judges and answers a request.
func (f *traffic) arrive(method, path, query, body string) *exchange.Exchange {
	x := f.record(method, path, query, body, "Mozilla/4.0")
	q := &wechat.Request{Method: method, Path: path, Query: query, ContentType: "text/xml", UserAgent: "Mozilla/4.0",
		Body: []byte(body), Time: x.Time}
	a := wechat.NewAccount(f.account)
	x.Opened = a.Open(q)
	x.Verdict = exchange.Judge(&x.Opened)
	switch {
	case x.Verdict != exchange.Pass:
		x.Opened.Causes = a.Explain(q, &x.Opened, f.known)
		status := http.StatusForbidden
		if x.Opened.Check.OK {
			status = http.StatusBadRequest
		}
		respond(x, status, "text/plain; charset=utf-8", []byte("signature mismatch: see echostr\n"))
	case x.Opened.Kind == wechat.Verification:
		respond(x, http.StatusOK, "text/plain", []byte(x.Opened.Echo))
	default:
		f.reply(a, x)
	}
	if f.took > 5*time.Second {
		x.Opened.Causes = append(x.Opened.Causes, wechat.Cause{ID: wechat.ReplySlow, Warning: true,
			Args: map[string]string{"seconds": fmt.Sprintf("%.1f", f.took.Seconds())}})
	}
	return x
}

func (f *traffic) reply(a *wechat.Account, x *exchange.Exchange) {
	out := f.rules.Answer(x.Opened.Message)
	body, kind, err := a.AppendAnswer(nil, &x.Opened, &out.Reply, x.Time)
	if err != nil {
		panic(err)
	}
	x.Rule, x.RuleID = out.RuleName, out.RuleID
	if x.Reply = string(out.Reply.Type); x.Reply == "" {
		x.Reply = string(wechat.ReplySuccess)
	}
	respond(x, http.StatusOK, kind, body)
}

// record is the request as it came over the connection.
func (f *traffic) record(method, path, query, body, agent string) *exchange.Exchange {
	target := path
	if query != "" {
		target += "?" + query
	}
	head := fmt.Sprintf("%s %s HTTP/1.0\r\nUser-Agent: %s\r\nAccept: */*\r\nHost: brave-fox.ngrok-free.app\r\nPragma: no-cache\r\n", method, target, agent)
	if body != "" {
		head += fmt.Sprintf("Content-Type: text/xml\r\nContent-Length: %d\r\n", len(body))
	}
	head += "\r\n"
	at := *f.at
	*f.at = at.Add(-19 * time.Second)
	return &exchange.Exchange{Time: at, Duration: f.took, Profile: f.profile, Via: exchange.Tunnel, Remote: "140.207.54.80:31337",
		Request: exchange.Request{Method: method, Target: target, Path: path, Query: query, Proto: "HTTP/1.0",
			Raw: []byte(head + body), Head: len(head), Size: int64(len(body))}}
}

func respond(x *exchange.Exchange, status int, kind string, body []byte) {
	head := fmt.Sprintf("HTTP/1.0 %d %s\r\nContent-Type: %s\r\nDate: %s\r\nContent-Length: %d\r\n\r\n", status, http.StatusText(status),
		kind, x.Time.UTC().Format(http.TimeFormat), len(body))
	x.Response = exchange.Response{Status: status, Raw: append([]byte(head), body...), Head: len(head)}
}

func element(name, value string) string {
	return "<" + name + "><![CDATA[" + value + "]]></" + name + ">\n"
}

func pushBody(own string) string {
	return "<xml>" + element("ToUserName", sceneGh) + element("FromUserName", sceneOpenID) +
		fmt.Sprintf("<CreateTime>%d</CreateTime>\n", sceneTime.Unix()) + own + "</xml>"
}

// backwards returns exchanges that were made from the newest to the oldest in the order
// in which they came, and begins anew at sceneTime.
func (f *traffic) backwards(newestFirst ...*exchange.Exchange) []*exchange.Exchange {
	*f.at = sceneTime
	slices.Reverse(newestFirst)
	return newestFirst
}

// day is a list as a developer meets it: most of it passes, some does not.
func (f *traffic) day() []*exchange.Exchange {
	test := func() *exchange.Exchange {
		x := f.text("你好，这是一条测试消息")
		x.Test, x.Via, x.Remote = true, exchange.Local, "127.0.0.1:52114"
		return x
	}
	location := element("MsgType", "location") + "<Location_X>23.08</Location_X>\n<Location_Y>113.36</Location_Y>\n<Scale>20</Scale>\n" +
		element("Label", "广州市海珠区客村艺苑路 12 号") + "<MsgId>6272960105994287622</MsgId>\n"
	voice := element("MsgType", "voice") + element("MediaId", "m") + element("Format", "amr") + element("Recognition", "帮我查一下订单") + "<MsgId>6272960105994287621</MsgId>\n"
	image := element("MsgType", "image") + element("PicUrl", "http://mmbiz.qpic.cn/x/0") + element("MediaId", "m1") + "<MsgId>6272960105994287619</MsgId>\n"
	link := element("MsgType", "link") + element("Title", "公众平台官网链接") + element("Url", "https://mp.weixin.qq.com") + "<MsgId>6272960105994287620</MsgId>\n"
	return f.backwards(
		f.text("你好，请问今天几点开门？"),
		f.event("CLICK", element("EventKey", "V1001_TODAY_MUSIC")),
		f.with(func(a *wechat.AccountConfig) { a.Token = sceneToken + " " }).verify(sceneToken),
		f.slow(5200*time.Millisecond).push(image),
		f.slow(5100*time.Millisecond).push(image),
		f.event("subscribe", element("EventKey", "qrscene_123")+element("Ticket", "t")),
		f.push(location),
		f.push(voice),
		f.verify(sceneToken),
		f.stranger("/wp-login.php", "zgrab/0.x"),
		f.event("VIEW", element("EventKey", "https://example.com/shop")+"<MenuId>1</MenuId>\n"),
		f.text("人工客服"),
		f.with(func(a *wechat.AccountConfig) { a.Mode = wechat.Safe }).sealed("密文里的消息", otherKey, sceneAppID),
		f.event("SCAN", element("EventKey", "456")+element("Ticket", "t")),
		f.event("TEMPLATESENDJOBFINISH", "<MsgID>200163836</MsgID>\n"+element("Status", "success")),
		f.push(link),
		f.event("unsubscribe", element("EventKey", "")),
		test(),
	)
}

// rarer are the kinds that day has none of, known and unknown.
func (f *traffic) rarer() []*exchange.Exchange {
	message := func(kind, own string) *exchange.Exchange {
		return f.push(element("MsgType", kind) + own + f.id())
	}
	scan := "<ScanCodeInfo>" + element("ScanType", "qrcode") + element("ScanResult", "https://example.com/t/42") + "</ScanCodeInfo>\n"
	pics := "<SendPicsInfo><Count>2</Count>\n<PicList><item>" + element("PicMd5Sum", "1b5f7c23b5bf75682a53e7b6d163e185") + "</item>\n<item>" +
		element("PicMd5Sum", "2c5f7c23b5bf75682a53e7b6d163e185") + "</item>\n</PicList>\n</SendPicsInfo>\n"
	place := "<SendLocationInfo>" + element("Location_X", "23.08") + element("Location_Y", "113.36") + element("Scale", "15") +
		element("Label", "广州市海珠区客村艺苑路 12 号") + element("Poiname", "") + "</SendLocationInfo>\n"
	return f.backwards(
		message("video", element("MediaId", "m")+element("ThumbMediaId", "t")),
		message("shortvideo", element("MediaId", "m")+element("ThumbMediaId", "t")),
		message("file", element("Title", "报价单.pdf")+element("FileKey", "k")+"<FileTotalLen>48213</FileTotalLen>\n"),
		message("miniprogrampage", element("Title", "订单详情")+element("AppId", sceneAppID)+element("PagePath", "pages/order?id=42")),
		message("hologram", element("Content", "以后才有的类型")),
		f.event("LOCATION", "<Latitude>23.137466</Latitude>\n<Longitude>113.352425</Longitude>\n<Precision>119.385040</Precision>\n"),
		f.event("scancode_waitmsg", element("EventKey", "rselfmenu_0_0")+scan),
		f.event("pic_photo_or_album", element("EventKey", "rselfmenu_1_1")+pics),
		f.event("location_select", element("EventKey", "rselfmenu_2_0")+place),
		f.event("view_miniprogram", element("EventKey", "pages/index/index")+element("MenuId", "433")),
		f.event("MASSSENDJOBFINISH", "<MsgID>1000001625</MsgID>\n"+element("Status", "send success")+"<TotalCount>100</TotalCount>\n<SentCount>75</SentCount>\n<ErrorCount>5</ErrorCount>\n"),
		f.event("subscribe_msg_popup_event", "<SubscribeMsgPopupEvent><List>"+element("TemplateId", "hD-ixGOhYmUfjOnI8MCzQMPshzGVeux_2vzyvQu7O68")+
			element("SubscribeStatusString", "accept")+element("PopupScene", "0")+"</List></SubscribeMsgPopupEvent>\n"),
		f.event("kf_create_session", element("KfAccount", "kf2001@gh_7f083739789a")),
		f.event("user_authorization_revoke", element("OpenID", sceneOpenID)+element("RevokeInfo", "301")),
		f.event("from_the_future", element("EventKey", "k")),
		f.text("一条很长的消息："+strings.Repeat("请问明天还营业吗，", 20)),
		f.text("<b>尖括号</b> & 表情 😀 ]]> 之类"),
	)
}

// failures are requests that do not hold, one of each kind of cause.
func (f *traffic) failures() []*exchange.Exchange {
	q := f.query(sceneToken) // one for all: the clock of the sender stands still
	signature, rest, _ := strings.Cut(q, "&")
	upper := "signature=" + strings.ToUpper(strings.TrimPrefix(signature, "signature=")) + "&" + rest
	echo := "&echostr=4375120948345356249"
	get := func(query string) *exchange.Exchange { return f.arrive("GET", "/wx/demo", query, "") }
	broken := strings.Replace(pushBody(element("MsgType", "text")+element("Content", "没有收全")), "</MsgType>", "</MsgTyp>", 1)
	late := signedQuery(sceneToken, "1320562132", f.at.Add(-20*time.Minute))
	safe := func(a *wechat.AccountConfig) { a.Mode = wechat.Safe }
	out := []*exchange.Exchange{
		f.verify("another2026"),
		f.verify("WeChat2026"),
		f.verify("before2025"),
		f.verify(sceneAppID),
		f.verify("ｗechat2026"),
		get(rest + echo),
		get(q + "&nonce=1" + echo),
		get(strings.Replace(q, "nonce=1320562132", "nonce=", 1) + echo),
		get(upper + echo),
		get("signature=abc123&" + rest + echo),
		f.arrive("POST", "/wx/demo", q, broken),
		f.sealed("这里选的是明文", sceneKey, sceneAppID),
		f.with(safe).text("这里选的是安全"),
		f.with(safe).sealed("别人的 AppID", sceneKey, "wx0000000000000000"),
		f.with(func(a *wechat.AccountConfig) { a.Mode, a.Keys = wechat.Safe, nil }).sealed("没有密钥", sceneKey, sceneAppID),
		f.arrive("POST", "/wx/demo", late, pushBody(element("MsgType", "text")+element("Content", "二十分钟以前的时间戳")+"<MsgId>1</MsgId>\n")),
		f.arrive("PUT", "/wx/demo", q, ""),
	}
	wrong := f.record("GET", "/wx/demos", q+echo, "", "Mozilla/4.0")
	wrong.Profile = ""
	wrong.Opened.Causes = wechat.Strangers(&wechat.Request{Method: "GET", Path: "/wx/demos", Query: q + echo}, []string{"/wx/demo"})
	respond(wrong, http.StatusNotFound, "text/plain; charset=utf-8", []byte("404 not found\n"))
	return f.backwards(append(out, wrong)...)
}

// details are the five that the pictures of the detail show, the newest first: one that
// passes, one that fails, one in ciphertext, a stranger, and one of a megabyte.
func (f *traffic) details() []*exchange.Exchange {
	return f.backwards(
		f.text("你好，请问今天几点开门？"),
		f.with(func(a *wechat.AccountConfig) { a.Token = sceneToken + " " }).verify(sceneToken),
		f.with(func(a *wechat.AccountConfig) { a.Mode = wechat.Safe }).sealed("密文里的消息", sceneKey, sceneAppID),
		f.stranger("/wp-login.php", "zgrab/0.x"),
		f.text(strings.Repeat("一兆字节的正文。", 1<<20/24)),
	)
}
