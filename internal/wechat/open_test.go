package wechat

import (
	"net/url"
	"strings"
	"testing"
)

// TestOpenGood opens each kind of request that holds.
func TestOpenGood(t *testing.T) {
	withEvent := func() *draft {
		d := goodPost()
		d.body = "<xml><MsgType>event</MsgType><Event>CLICK</Event></xml>"
		return d
	}
	change := func(d *draft, f func(*draft)) *draft { f(d); return d }
	for _, tt := range []struct {
		name      string
		d         *draft
		kind      Kind
		scheme    Scheme
		encrypted bool
		warning   CauseID
		key       int // the key that opened it
	}{
		{"GET", goodGet(), Verification, Signature, false, "", 0},
		{"GET in safe mode", change(goodGet(), func(d *draft) { d.config = config(Safe) }), Verification, Signature, false, "", 0},
		{"GET with msg_signature too", change(goodGet(), func(d *draft) { d.set("msg_signature", "x") }), Verification, Signature, false, "", 0},
		{"GET with more parameters", change(goodGet(), func(d *draft) { d.set("utm", "1"); d.set("_", "%zz") }), Verification, Signature, false, "", 0},
		{"GET with a body", change(goodGet(), func(d *draft) { d.body = "x" }), Verification, Signature, false, "", 0},
		{"GET with a parameter twice alike", change(goodGet(), func(d *draft) { d.query = append(d.query, d.query...) }), Verification, Signature, false, "", 0},
		{"GET from an old log", change(goodGet(), func(d *draft) { d.now = d.now.AddDate(0, 0, 1) }), Verification, Signature, false, TimestampSkew, 0},
		{"WeCom GET", goodWeComGet(t), Verification, MsgSignature, true, "", 0},
		{"WeCom GET in plain mode", change(goodWeComGet(t), func(d *draft) { d.config.Mode = Plain }), Verification, MsgSignature, true, "", 0},
		{"POST", goodPost(), UserMessage, Signature, false, "", 0},
		{"POST of an event", withEvent(), Event, Signature, false, "", 0},
		{"POST with encrypt_type raw", change(goodPost(), func(d *draft) { d.set("encrypt_type", "raw") }), UserMessage, Signature, false, "", 0},
		{"POST raw beside a msg_signature", change(goodPost(), func(d *draft) {
			d.config = config(Compatible)
			d.set("encrypt_type", "raw")
			d.set("msg_signature", "x")
		}), UserMessage, Signature, false, "", 0},
		{"POST with a byte order mark", change(goodPost(), func(d *draft) { d.body = "\ufeff" + d.body }), UserMessage, Signature, false, "", 0},
		{"POST of JSON", change(goodPost(), func(d *draft) { d.body = textJSON }), UserMessage, Signature, false, "", 0},
		{"POST in clear to compatible mode", change(goodPost(), func(d *draft) { d.config = config(Compatible) }), UserMessage, Signature, false, "", 0},
		{"safe", goodSafe(t), UserMessage, MsgSignature, true, "", 0},
		{"safe JSON", goodSafeJSON(t), UserMessage, MsgSignature, true, "", 0},
		{"safe with AES in capitals", change(goodSafe(t), func(d *draft) { d.set("encrypt_type", "AES") }), UserMessage, MsgSignature, true, "", 0},
		{"safe without signature", change(goodSafe(t), func(d *draft) { d.drop("signature") }), UserMessage, MsgSignature, true, "", 0},
		{"safe with any AppID", change(goodSafe(t), func(d *draft) { d.config.AppID = "" }), UserMessage, MsgSignature, true, "", 0},
		{"safe with the previous key", change(goodSafe(t), func(d *draft) { d.config.Keys = []string{otherKey, "malformed", goodKey} }), UserMessage, MsgSignature, true, AESKeyEarlier, 2},
		{"safe with the previous key and no present one", change(goodSafe(t), func(d *draft) { d.config.Keys = []string{"", goodKey} }), UserMessage, MsgSignature, true, "", 1},
		{"safe padded to 16", change(goodSafe(t), func(d *draft) {
			d.seal(referenceEncrypt(t, goodKey, padded16(textXML), goodAppID, referencePad(padded16(textXML), goodAppID, 16)), safeXML)
		}), UserMessage, MsgSignature, true, AESPadding16, 0},
		{"POST as a form", change(goodPost(), func(d *draft) { d.contentType = "application/x-www-form-urlencoded" }), UserMessage, Signature, false, UnusualType, 0},
		{"POST as bytes", change(goodSafe(t), func(d *draft) { d.contentType = "application/octet-stream" }), UserMessage, MsgSignature, true, UnusualType, 0},
		{"POST as text/xml", change(goodPost(), func(d *draft) { d.contentType = "text/xml" }), UserMessage, Signature, false, "", 0},
		{"POST as XML with a charset", change(goodPost(), func(d *draft) { d.contentType = "Application/XML; charset=utf-8" }), UserMessage, Signature, false, "", 0},
		{"POST as JSON", change(goodPost(), func(d *draft) { d.contentType = "application/json ;charset=utf-8" }), UserMessage, Signature, false, "", 0},
		{"compatible", goodBoth(t), UserMessage, MsgSignature, true, "", 0},
		{"compatible to a safe account", change(goodBoth(t), func(d *draft) { d.config.Mode = Safe }), UserMessage, MsgSignature, true, "", 0},
		{"compatible to a plain account", change(goodBoth(t), func(d *draft) { d.config.Mode = Plain }), UserMessage, Signature, false, "", 0},
		{"compatible without a key", change(goodBoth(t), func(d *draft) { d.config.Keys = []string{""} }), UserMessage, Signature, false, AESKeyMissing, 0},
		{"WeCom POST", goodWeComPost(t), UserMessage, MsgSignature, true, "", 0},
	} {
		o, causes := tt.d.open()
		if !o.OK() || o.Kind != tt.kind || o.Check.Scheme != tt.scheme || o.Encrypted != tt.encrypted || !o.Check.OK {
			t.Errorf("%s: %+v", tt.name, o)
			continue
		}
		if tt.warning == "" && len(causes) > 0 || tt.warning != "" && (len(causes) != 1 || causes[0].ID != tt.warning || !causes[0].Warning) {
			t.Errorf("%s: causes %+v", tt.name, causes)
		}
		if tt.kind == Verification && o.Echo != goodEchostr {
			t.Errorf("%s: echo %q", tt.name, o.Echo)
		}
		if tt.kind == UserMessage && o.Message.Get("Content") != "你好, WeChat" {
			t.Errorf("%s: message %+v", tt.name, o.Message)
		}
		if tt.encrypted && (o.Envelope == nil || o.Envelope.AppID != goodAppID || o.Envelope.Key != tt.key ||
			tt.kind == UserMessage && o.Plain == nil) {
			t.Errorf("%s: envelope %+v", tt.name, o.Envelope)
		}
	}
}

// TestEchostrByteForByte: whatever echostr is, the answer is that.
func TestEchostrByteForByte(t *testing.T) {
	for _, s := range []string{goodEchostr, "0", "你好 <b>+%&=", "\x00\r\n", strings.Repeat("9", 4000)} {
		d := goodGet()
		d.set("echostr", url.QueryEscape(s))
		if o, causes := d.open(); o.Echo != s {
			t.Errorf("%q became %q: %+v", s, o.Echo, causes)
		}
	}
}

func TestOpenForeign(t *testing.T) {
	for _, tt := range []struct {
		name, method, query, body string
		cut, long                 bool
		want                      CauseID
	}{
		{"browser", "GET", "", "", false, false, NotWeChat},
		{"cache buster", "GET", "timestamp=1714036504", "", false, false, NotWeChat},
		{"form", "POST", "", "a=1&b=2", false, false, NotWeChat},
		{"other XML", "POST", "", "<rss><channel/></rss>", false, false, NotWeChat},
		{"other JSON", "POST", "nonce=1", `{"a":1}`, false, false, NotWeChat},
		{"empty", "POST", "", "", false, false, NotWeChat},
		{"HEAD", "HEAD", "", "", false, false, WrongMethod},
		{"OPTIONS", "OPTIONS", "", "", false, false, WrongMethod},
		{"small letters", "get", "", "", false, false, WrongMethod},
		{"cut", "POST", "", "x", true, false, BodyCut},
		{"long", "POST", "", "x", false, true, BodyTooLarge},
	} {
		d := draft{config: config(Plain), method: tt.method, body: tt.body, cut: tt.cut, long: tt.long}
		r := d.request()
		r.Query = tt.query
		o := NewAccount(d.config).Open(r)
		if o.Kind != Foreign || o.OK() || len(o.Causes) != 1 || o.Causes[0].ID != tt.want {
			t.Errorf("%s: %+v", tt.name, o)
		}
	}
}

// TestOpenWrongMethod keeps the check, so that the steps can be shown.
func TestOpenWrongMethod(t *testing.T) {
	for _, method := range []string{"HEAD", "PUT", "DELETE"} {
		d := goodGet()
		d.method = method
		if o, _ := d.open(); o.OK() || o.Kind != Verification || o.Echo != "" || !o.Check.OK {
			t.Errorf("%s with echostr: %+v", method, o)
		}
		d = goodPost()
		d.method = method
		if o, _ := d.open(); o.OK() || o.Kind != UserMessage {
			t.Errorf("%s: %+v", method, o)
		}
	}
}

// TestEmptyToken: a Token that was not set is no Token, even where the sender has none.
func TestEmptyToken(t *testing.T) {
	for name, d := range map[string]*draft{"GET": goodGet(), "POST": goodPost(), "safe": goodSafe(t), "WeCom": goodWeComGet(t)} {
		d.config.Token = ""
		d.sign("")
		if o, causes := d.open(); o.OK() || o.Check.OK || len(causes) == 0 || causes[0].ID != TokenEmpty || o.Plain != nil {
			t.Errorf("%s: %+v, %+v", name, o, causes)
		}
	}
}

// TestSealedWins: in safe mode nobody gets a message in by writing it beside a
// ciphertext that they have recorded.
func TestSealedWins(t *testing.T) {
	d := goodSafe(t)
	d.seal(d.encrypt, "<xml><MsgType>text</MsgType><Content>forged</Content><Encrypt>$</Encrypt></xml>")
	if o, causes := d.open(); !o.OK() || o.Message.Get("Content") == "forged" {
		t.Errorf("%+v, %+v", o.Message, causes)
	}
	d.set("msg_signature", strings.Repeat("0", 40))
	if o, _ := d.open(); o.OK() || o.Plain != nil {
		t.Errorf("%+v", o)
	}
}

// TestOpenKeepsNothingOfBody, because the callback's buffers are used again.
func TestOpenKeepsNothingOfBody(t *testing.T) {
	for name, d := range map[string]*draft{"plain": goodPost(), "safe": goodSafe(t)} {
		r := d.request()
		o := NewAccount(d.config).Open(r)
		clear(r.Body)
		if got := o.Message.Get("Content"); got != "你好, WeChat" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestStrings(t *testing.T) {
	for got, want := range map[string]string{
		Foreign.String(): "foreign", Verification.String(): "verification", UserMessage.String(): "message", Event.String(): "event",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// padded16 is a message that fills an odd number of blocks of 16 when padded to them.
func padded16(message string) string {
	for (20+len(message)+len(goodAppID)+referencePad(message, goodAppID, 16))%32 == 0 {
		message += " "
	}
	return message
}
