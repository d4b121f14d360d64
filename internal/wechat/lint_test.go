package wechat

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

const goodReply = "<xml><ToUserName><![CDATA[o9AgO5Kd5ggOC-bXrbNODIiE3bGY]]></ToUserName><FromUserName><![CDATA[gh_97417a04a28d]]></FromUserName>" +
	"<CreateTime>1714036504</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hi]]></Content></xml>"

// news is a news reply with the articles given.
func news(count, articles string) string {
	return strings.NewReplacer("[text]", "[news]", "<Content><![CDATA[hi]]></Content>", "<ArticleCount>"+count+"</ArticleCount>"+articles).Replace(goodReply)
}

const goodItem = "<item><Title>t</Title><Description/><PicUrl/><Url>u</Url></item>"

// sealedReply is an encrypted reply, as another library would make it.
func sealedReply(t testing.TB, key, plain, appID, token, timestamp string) string {
	t.Helper()
	encrypt := referenceEncrypt(t, key, plain, appID, referencePad(plain, appID, 32))
	return "<xml><Encrypt><![CDATA[" + encrypt + "]]></Encrypt><MsgSignature>" + referenceSign(token, timestamp, "n1", encrypt) +
		"</MsgSignature><TimeStamp>" + timestamp + "</TimeStamp><Nonce>n1</Nonce></xml>"
}

// TestLint breaks one thing in an answer that is good.
func TestLint(t *testing.T) {
	change := func(old, new string) string { return strings.Replace(goodReply, old, new, 1) }
	jsonReply := `{"ToUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","FromUserName":"gh_97417a04a28d","CreateTime":1714036504,"MsgType":"text","Content":"hi"}`
	jsonPush := goodPost()
	jsonPush.body = textJSON
	event := goodPost()
	event.body = strings.Replace(event.body, "[text]", "[event]", 1)
	safe, both, compatible := goodSafe(t), goodBoth(t), goodPost()
	compatible.config = config(Compatible)
	keyless := goodBoth(t)
	keyless.config.Keys = nil
	wecom := goodWeComPost(t)
	wecom.encrypt = referenceEncrypt(t, goodKey, textJSON, goodAppID, referencePad(textJSON, goodAppID, 32))
	wecom.seal(wecom.encrypt, `{"tousername":"wx5823bf96d3bd56c7","encrypt":"$","agentid":"218"}`)
	seal := func(plain string) string { return sealedReply(t, goodKey, plain, goodAppID, goodToken, goodTimestamp) }
	good := seal(goodReply)
	for _, tt := range []struct {
		name string
		d    *draft
		body string
		want CauseID
		args args
	}{
		{"success", goodPost(), "success", "", nil},
		{"empty", safe, "", "", nil},
		{"text", goodPost(), goodReply, "", nil},
		{"JSON", jsonPush, jsonReply, "", nil},
		{"with a declaration", goodPost(), `<?xml version="1.0"?>` + goodReply, "", nil},
		{"to compatible mode in clear", both, goodReply, "", nil},
		{"to compatible mode, encrypted", both, good, "", nil},
		{"sealed", safe, good, "", nil},
		{"WeCom", wecom, `{"encrypt":"` + encryptIn(good) + `","msgsignature":"` + referenceSign(goodToken, goodTimestamp, "n1", encryptIn(good)) +
			`","timestamp":` + goodTimestamp + `,"nonce":"n1"}`, "", nil},
		{"article", goodPost(), news("1", "<Articles>"+goodItem+"</Articles>"), "", nil},
		{"articles to an event", event, news("2", "<Articles>"+goodItem+goodItem+"</Articles>"), "", nil},
		{"article in JSON", jsonPush, strings.Replace(jsonReply, `"text","Content":"hi"`, `"news","ArticleCount":1,"Articles":{"item":[{"Title":"x"}]}`, 1), "", nil},
		{"article in JSON's shorter form", jsonPush, strings.Replace(jsonReply, `"text","Content":"hi"`, `"news","ArticleCount":1,"Articles":[{"Title":"x"}]`, 1), "", nil},

		{"byte order mark", goodPost(), "\ufeff" + goodReply, ReplyBOM, nil},
		{"byte order mark before success", goodPost(), "\ufeffsuccess", ReplyBOM, nil},
		{"line before", goodPost(), "\n" + goodReply, ReplySurrounded, args{"what": "blank"}},
		{"line after success", safe, "success\n", ReplySurrounded, args{"what": "blank"}},
		{"blanks alone", goodPost(), " \r\n", ReplySurrounded, args{"what": "blank"}},
		{"success in quotes", goodPost(), `"success"`, ReplySurrounded, args{"what": "quotes"}},
		{"nothing in quotes", goodPost(), `""`, ReplySurrounded, args{"what": "quotes"}},
		{"message in quotes", goodPost(), `"` + strings.ReplaceAll(goodReply, "/", `\/`) + "\"\n", ReplySurrounded, args{"what": "quotes"}},
		{"single quotes", goodPost(), "'success'", ReplySurrounded, args{"what": "quotes"}},
		{"in capitals", goodPost(), "SUCCESS", ReplySyntax, args{"problem": "no_root", "line": "1", "column": "1"}},
		{"ok", safe, "ok", ReplySyntax, args{"problem": "no_root"}},
		{"cut", goodPost(), goodReply[:100], ReplySyntax, args{"problem": "end", "format": "XML"}},
		{"ampersand", goodPost(), change("<![CDATA[hi]]>", "a & b"), ReplySyntax, args{"problem": "entity"}},
		{"two messages", goodPost(), goodReply + goodReply, ReplySyntax, args{"problem": "trailing"}},
		{"success behind", goodPost(), goodReply + "success", ReplySyntax, args{"problem": "trailing"}},
		{"debug output before", goodPost(), "Notice: x" + goodReply, ReplySyntax, args{"problem": "no_root"}},
		{"GBK", goodPost(), change("hi", "\xc4\xe3"), ReplySyntax, args{"problem": "encoding"}},
		{"page", goodPost(), "<!DOCTYPE html><html><body>500</body></html>", ReplyHTML, nil},
		{"page behind lines", goodPost(), "\n\n<HTML>", ReplyHTML, nil},
		{"gzip", goodPost(), "\x1f\x8b\x08\x00", ReplyCompressed, nil},
		{"JSON to XML", goodPost(), jsonReply, ReplyFormat, args{"got": "JSON", "want": "XML"}},
		{"XML to JSON", jsonPush, goodReply, ReplyFormat, args{"got": "XML", "want": "JSON"}},
		{"nested", goodPost(), "<xml>" + goodReply + "</xml>", ReplyNested, nil},
		{"not swapped", goodPost(), strings.NewReplacer("gh_97417a04a28d", "o9AgO5Kd5ggOC-bXrbNODIiE3bGY", "o9AgO5Kd5ggOC-bXrbNODIiE3bGY", "gh_97417a04a28d").Replace(goodReply), ReplyUsers, args{"what": "not_swapped"}},
		{"to somebody else", goodPost(), change("o9Ag", "o9ag"), ReplyUsers, args{"name": "ToUserName", "got": "o9agO5Kd5ggOC-bXrbNODIiE3bGY"}},
		{"from nobody", goodPost(), change("<FromUserName><![CDATA[gh_97417a04a28d]]></FromUserName>", ""), ReplyUsers, args{"what": "missing", "name": "FromUserName"}},
		{"no time", goodPost(), change("<CreateTime>1714036504</CreateTime>", ""), ReplyCreateTime, args{"what": "missing", "name": "CreateTime"}},
		{"milliseconds", goodPost(), change("1714036504", "1714036504000"), ReplyCreateTime, args{"what": "milliseconds", "value": "1714036504000"}},
		{"a date", goodPost(), change("1714036504", "2024-04-25"), ReplyCreateTime, args{"what": "malformed", "value": "2024-04-25"}},
		{"no type", goodPost(), change("<MsgType><![CDATA[text]]></MsgType>", ""), ReplyFieldMissing, args{"name": "MsgType"}},
		{"type in capitals", goodPost(), change("[text]", "[Text]"), ReplyKind, args{"type": "Text", "nearest": "text"}},
		{"type of a push", goodPost(), change("[text]", "[event]"), ReplyKind, args{"type": "event"}},
		{"no content", goodPost(), change("hi", ""), ReplyFieldMissing, args{"name": "Content"}},
		{"too long", goodPost(), change("hi", strings.Repeat("长", 683)), ReplyTextLong, args{"bytes": "2049"}},
		{"image without its element", goodPost(), change("[text]", "[image]"), ReplyFieldMissing, args{"name": "MediaId", "type": "image"}},
		{"articles miscounted", event, news("1", "<Articles>"+goodItem+goodItem+"</Articles>"), ReplyArticles, args{"what": "count", "count": "1", "items": "2"}},
		{"articles not counted", goodPost(), news("", "<Articles>"+goodItem+"</Articles>"), ReplyArticles, args{"what": "count"}},
		{"too many articles", goodPost(), news("2", "<Articles>"+goodItem+goodItem+"</Articles>"), ReplyArticles, args{"what": "too_many", "limit": "1"}},
		{"nine articles", event, news("9", "<Articles>"+strings.Repeat(goodItem, 9)+"</Articles>"), ReplyArticles, args{"what": "too_many", "limit": "8"}},
		{"no articles", goodPost(), news("0", "<Articles/>"), ReplyArticles, args{"what": "none"}},
		{"item outside", goodPost(), news("1", goodItem), ReplyArticles, args{"what": "level"}},
		{"items one deeper", goodPost(), news("1", "<Articles><items>"+goodItem+"</items></Articles>"), ReplyArticles, args{"what": "level"}},
		{"Articles for each", event, news("2", "<Articles>"+goodItem+"</Articles><Articles>"+goodItem+"</Articles>"), ReplyArticles, args{"what": "level"}},
		{"article without a title", goodPost(), news("1", "<Articles><item><Url>x</Url></item></Articles>"), ReplyFieldMissing, args{"name": "Title"}},

		{"in clear to safe mode", safe, goodReply, ReplyPlain, nil},
		{"in clear to WeCom", wecom, jsonReply, ReplyPlain, nil},
		{"sealed to plain mode", goodPost(), good, ReplySealed, nil},
		{"success, sealed", safe, seal("success"), ReplySealedSuccess, nil},
		{"nothing, sealed", safe, seal(""), ReplySealedSuccess, nil},
		{"signed with another Token", safe, sealedReply(t, goodKey, goodReply, goodAppID, "else", goodTimestamp), ReplySignature, nil},
		{"signed without Encrypt", safe, strings.Replace(good, referenceSign(goodToken, goodTimestamp, "n1", encryptIn(good)), referenceSign(goodToken, goodTimestamp, "n1"), 1), ReplySignature, nil},
		{"another key", safe, sealedReply(t, otherKey, goodReply, goodAppID, goodToken, goodTimestamp), ReplyUndecryptable, nil},
		{"another AppID", safe, sealedReply(t, goodKey, goodReply, "wx1", goodToken, goodTimestamp), ReplyAppID, args{"got": "wx1", "want": goodAppID}},
		{"sealed, not whole inside", safe, seal("<xml>"), ReplySyntax, args{"problem": "end"}},
		{"sealed, too long inside", safe, seal(change("hi", strings.Repeat("x", 2049))), ReplyTextLong, args{"bytes": "2049"}},
		{"sealed, milliseconds", safe, sealedReply(t, goodKey, goodReply, goodAppID, goodToken, "1714036504000"), ReplyCreateTime, args{"name": "TimeStamp", "what": "milliseconds"}},
		{"sealed without MsgSignature", safe, strings.Replace(good, "MsgSignature>", "MsgSig>", 2), ReplyFieldMissing, args{"name": "MsgSignature"}},
		{"sealed without a key here", keyless, good, ReplySealed, nil},
	} {
		a := NewAccount(tt.d.config)
		o := a.Open(tt.d.request())
		if !o.OK() {
			t.Fatalf("%s: the request does not hold: %+v", tt.name, o.Causes)
		}
		got := Lint([]byte(tt.body), "text/xml", &o, a, goodTime)
		if tt.want == "" && got == nil {
			continue
		}
		if len(got) == 0 || got[0].ID != tt.want || !contains(got[0].Args, tt.args) {
			t.Errorf("%s: %+v, want %s %v", tt.name, got, tt.want, tt.args)
		}
		for _, c := range got {
			if !c.Warning {
				t.Errorf("%s: %s is no warning", tt.name, c.ID)
			}
		}
		if len(got) > 1 && tt.name != "sealed without a key here" {
			t.Errorf("%s: one thing is wrong, but %+v", tt.name, got)
		}
	}
}

// encryptIn is the ciphertext of a sealed reply.
func encryptIn(reply string) string {
	_, rest, _ := strings.Cut(reply, "<Encrypt><![CDATA[")
	s, _, _ := strings.Cut(rest, "]]>")
	return s
}

// TestLintHTML knows a page by its Content-Type too.
func TestLintHTML(t *testing.T) {
	a := NewAccount(config(Plain))
	o := a.Open(goodPost().request())
	for _, tt := range []struct {
		body, contentType string
		want              CauseID
	}{
		{"<div>x</div>", "text/html; charset=utf-8", ReplyHTML},
		{goodReply, "text/html", ""}, // what frameworks say when nobody tells them better
	} {
		got := Lint([]byte(tt.body), tt.contentType, &o, a, goodTime)
		if (tt.want == "") != (len(got) == 0) || len(got) > 0 && got[0].ID != tt.want {
			t.Errorf("%s: %+v", tt.body, got)
		}
	}
}

func TestLintEcho(t *testing.T) {
	safe := goodGet()
	safe.config = config(Safe)
	for _, d := range []*draft{goodGet(), safe, goodWeComGet(t)} {
		a := NewAccount(d.config)
		o := a.Open(d.request())
		for _, tt := range []struct{ body, want string }{
			{goodEchostr, ""},
			{`"` + goodEchostr + `"`, "quotes"},
			{`"` + goodEchostr + "\"\n", "quotes"},
			{"\ufeff" + goodEchostr, "bom"},
			{goodEchostr + "\n", "blank"},
			{"\r\n" + goodEchostr, "blank"},
			{`{"echostr":"` + goodEchostr + `"}`, "json"},
			{`{"data":` + goodEchostr + `}`, "json"},
			{"<xml><e>" + goodEchostr + "</e></xml>", "json"},
			{"4375120948345356300", "rounded"},
			{"4.375120948345356e+18", "rounded"},
			{`"4375120948345356288"`, "rounded"},
			{"", "empty"},
			{"<html>404</html>", "html"},
			{"Warning: x" + goodEchostr, "within"},
			{"success", "other"},
			{"1", "other"},
		} {
			got := Lint([]byte(tt.body), "text/plain", &o, a, goodTime)
			if tt.want == "" {
				if got != nil {
					t.Errorf("%q: %+v", tt.body, got)
				}
				continue
			}
			if len(got) != 1 || got[0].ID != ReplyEchostr || got[0].Args["what"] != tt.want || !got[0].Warning {
				t.Errorf("%q: %+v, want %s", tt.body, got, tt.want)
			}
		}
		if got := Lint([]byte("\x1f\x8b"), "", &o, a, goodTime); len(got) != 1 || got[0].ID != ReplyCompressed {
			t.Errorf("gzip: %+v", got)
		}
	}
}

// TestLintOfRefusals: an answer to a request that does not hold is never wrong.
func TestLintOfRefusals(t *testing.T) {
	d := goodPost()
	d.sign("else")
	a := NewAccount(d.config)
	o := a.Open(d.request())
	if got := Lint([]byte("403"), "text/html", &o, a, goodTime); got != nil {
		t.Errorf("%+v", got)
	}
}

// FuzzLint: nothing that a backend may answer makes it panic, all it says are warnings,
// and what we build ourselves is good.
func FuzzLint(f *testing.F) {
	for _, s := range []string{goodReply, "success", "", "\ufeff\"x\"", news("1", "<Articles>"+goodItem+"</Articles>"), textJSON, "\x1f\x8b",
		sealedReply(f, goodKey, goodReply, goodAppID, goodToken, goodTimestamp), `{"Articles":[[1]],"MsgType":"news"}`, "<xml><item/><Articles>x</Articles></xml>"} {
		f.Add([]byte(s), "text/xml", uint8(0))
		f.Add([]byte(s), "text/html", uint8(1))
		f.Add([]byte(s), "", uint8(2))
	}
	drafts := []*draft{goodPost(), goodSafe(f), goodBoth(f), goodGet(), goodWeComPost(f), goodSafeJSON(f)}
	f.Fuzz(func(t *testing.T, body []byte, contentType string, which uint8) {
		d := drafts[int(which)%len(drafts)]
		a := NewAccount(d.config)
		o := a.Open(d.request())
		for _, c := range Lint(body, contentType, &o, a, goodTime) {
			if _, ok := officialCodes[c.ID]; !c.Warning || c.ID == "" || ok && c.ID != ReplySignature && c.ID != ReplyUndecryptable && c.ID != ReplyAppID {
				t.Fatalf("%q: %+v", body, c)
			}
		}
		if o.Kind == Verification {
			return
		}
		content := string(body)
		r := &Reply{Type: ReplyText, Content: content}
		built, kind, err := a.AppendAnswer(nil, &o, r, time.Unix(1714036504, 0))
		if err != nil {
			t.Fatal(err)
		}
		checked := r.Check(&o)
		linted := Lint(built, kind, &o, a, goodTime)
		if asXML(content) == content && !strings.ContainsRune(content, '\ufffd') && len(linted) != len(checked) {
			t.Fatalf("%q: %+v, checked %+v", built, linted, checked)
		}
	})
}

// TestLintQueryIndependent: a reply is judged by what was opened, whatever way the
// request took.
func TestLintQueryIndependent(t *testing.T) {
	d := goodPost()
	d.set("openid", url.QueryEscape("o 1"))
	a := NewAccount(d.config)
	o := a.Open(d.request())
	if got := Lint([]byte(goodReply), "", &o, a, time.Time{}); got != nil { // without a clock
		t.Errorf("%+v", got)
	}
}
