package reply

import (
	"testing"

	"echostr/internal/wechat"
	"echostr/internal/words"
)

// message reads a push.
func message(t testing.TB, body string) *wechat.Message {
	t.Helper()
	m, err := wechat.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func text(t testing.TB, content string) *wechat.Message {
	return message(t, "<xml><ToUserName>gh_1</ToUserName><FromUserName>oUser</FromUserName><CreateTime>1</CreateTime>"+
		"<MsgType>text</MsgType><Content><![CDATA["+content+"]]></Content><MsgId>2</MsgId></xml>")
}

func event(t testing.TB, name, key string) *wechat.Message {
	return message(t, "<xml><ToUserName>gh_1</ToUserName><FromUserName>oUser</FromUserName><CreateTime>1</CreateTime>"+
		"<MsgType>event</MsgType><Event>"+name+"</Event><EventKey>"+key+"</EventKey></xml>")
}

const scan = `<xml><MsgType>event</MsgType><Event>scancode_push</Event><EventKey>6</EventKey>
<ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>1</ScanResult></ScanCodeInfo>
<SendPicsInfo><Count>2</Count><PicList><item><PicMd5Sum>a</PicMd5Sum></item><item><PicMd5Sum>b</PicMd5Sum></item></PicList></SendPicsInfo>
<One><item><Name>n</Name></item></One></xml>`

const subscribed = `{"MsgType":"event","Event":"subscribe_msg_popup_event","List":[{"TemplateId":"t1"},{"TemplateId":"t2"}],
"Nested":[["x","y"]],"MsgId":12345678901234567890,"Flag":true,"None":null,"Empty":[],"Name":"名"}`

func starter(t testing.TB) []Rule {
	t.Helper()
	c, err := words.Load(words.English)
	if err != nil {
		t.Fatal(err)
	}
	return Starter(func(key string) string { return c.T(key) })
}

func compiledSet(t testing.TB, rules ...Rule) *Set {
	t.Helper()
	s, problems := Compile(rules)
	if Blocks(problems) {
		t.Fatalf("problems: %v", problems)
	}
	return s
}

func parsed(t testing.TB, text string) *Template {
	t.Helper()
	tmpl, problems := ParseTemplate(text)
	if Blocks(problems) {
		t.Fatalf("%q: %v", text, problems)
	}
	return tmpl
}
