package simulate

import (
	"errors"
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// open is what a's server would make of a request on the wire.
func open(t *testing.T, w Wire, a wechat.AccountConfig, now time.Time) (*exchange.Exchange, *wechat.Opened) {
	t.Helper()
	x := record(t, string(w.Raw))
	x.Time = now
	q, err := x.Received()
	if err != nil {
		t.Fatal(err)
	}
	o := wechat.NewAccount(a).Open(q)
	x.Opened, x.Verdict = o, exchange.Judge(&o)
	return x, &x.Opened
}

func wire(t *testing.T, head, body string) Wire {
	t.Helper()
	w, err := Parts{Method: "POST", Target: "/wx/demo?" + head, Fields: []exchange.Field{{Name: "Host", Value: "a"}, {Name: "Content-Type", Value: "text/xml"}}, Body: []byte(body)}.Wire()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

const (
	pushXML  = "<xml><ToUserName><![CDATA[gh_1]]></ToUserName>\n<FromUserName><![CDATA[oUser]]></FromUserName>\n<CreateTime>1714036504</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[你好 ]]]]><![CDATA[>]]></Content>\n<MsgId>24536789012345678</MsgId>\n</xml>"
	pushJSON = `{"ToUserName":"gh_1","FromUserName":"oUser","CreateTime":1714036504,"MsgType":"text","Content":"你好 ]]>","MsgId":24536789012345678}`
)

// TestResign signs a push of each mode again in each mode, in both notations: it holds,
// says the same, and is new.
func TestResign(t *testing.T) {
	now, later := time.Unix(1714036504, 0), time.Unix(1800000000, 0)
	modes := []wechat.Mode{wechat.Plain, wechat.Compatible, wechat.Safe}
	for _, body := range []string{pushXML, pushJSON} {
		for _, from := range modes {
			a := wechat.AccountConfig{Token: "AAAAA", AppID: "wx1", Mode: from, Keys: []string{key43}}
			first := record(t, string(wire(t, "signature=x&timestamp=1&nonce=2&openid=oUser&extra=%20", body).Raw))
			first.Opened.Kind = wechat.UserMessage
			w, err := Resign(first, a, from, now)
			if err != nil {
				t.Fatal(err)
			}
			x, o := open(t, w, a, now)
			if !o.OK() || o.Encrypted != (from != wechat.Plain) {
				t.Fatalf("%v: %s %+v", from, w.Raw, o.Causes)
			}
			for _, to := range modes {
				b := a
				b.Mode, b.Token = to, "BBBBB"
				w, err := Resign(x, b, to, later)
				if err != nil {
					t.Fatal(err)
				}
				y, o := open(t, w, b, later)
				if !o.OK() || len(o.Causes) > 0 || o.Message.Get("Content") != "你好 ]]>" || o.Message.MsgID() != "24536789012345678" ||
					o.Encrypted != (to != wechat.Plain) || o.Check.Timestamp != "1800000000" || o.Check.Nonce == x.Opened.Check.Nonce {
					t.Errorf("%v to %v: %s\n%+v", from, to, w.Raw, o.Causes)
				}
				if q := wechat.Query(y.Request.Query); q.Get("extra") != " " || q.Get("openid") != "oUser" || len(q.All("signature")) != 1 {
					t.Errorf("query %q", y.Request.Query)
				}
			}
		}
	}
}

func TestResignVerification(t *testing.T) {
	now := time.Unix(1800000000, 0)
	a := wechat.AccountConfig{Token: "AAAAA", Mode: wechat.Safe}
	x := record(t, "GET /wx?signature=bad&echostr=123&timestamp=1&nonce=2 HTTP/1.0\r\nUser-Agent: Mozilla/4.0\r\n\r\n")
	x.Opened.Kind = wechat.Verification
	w, err := Resign(x, a, wechat.Safe, now)
	if err != nil {
		t.Fatal(err)
	}
	y, o := open(t, w, a, now)
	if !o.OK() || o.Echo != "123" || !strings.HasSuffix(string(w.Raw), " HTTP/1.0\r\nUser-Agent: Mozilla/4.0\r\n\r\n") {
		t.Errorf("%q %+v", w.Raw, o.Causes)
	}
	if i, j := strings.Index(y.Request.Query, "signature="), strings.Index(y.Request.Query, "&echostr=123&timestamp="); i != 0 || j < 0 {
		t.Errorf("the parameters have changed places: %s", y.Request.Query)
	}
}

// TestResignWith sends another message under the recorded one's headers.
func TestResignWith(t *testing.T) {
	now := time.Unix(1800000000, 0)
	a := wechat.AccountConfig{Token: "AAAAA", Mode: wechat.Safe, Keys: []string{key43}}
	x := record(t, string(wire(t, "openid=oUser", pushXML).Raw))
	x.Opened.Kind = wechat.UserMessage
	m, err := wechat.Parse(pushXML)
	if err != nil {
		t.Fatal(err)
	}
	edited := wechat.Message{Nodes: append([]wechat.Node(nil), m.Nodes...)}
	edited.Nodes[1].Value, edited.Nodes[4].Value = "oOther", "再见 <b>"
	w, err := ResignWith(x, string(edited.Append(nil)), a, wechat.Safe, now)
	if err != nil {
		t.Fatal(err)
	}
	y, o := open(t, w, a, now)
	if !o.OK() || o.Message.Get("Content") != "再见 <b>" || wechat.Query(y.Request.Query).Get("openid") != "oOther" {
		t.Errorf("%s %+v", w.Raw, o)
	}
	if w, err = ResignWith(x, "<xml>broken", a, wechat.Safe, now); err != nil {
		t.Fatal(err)
	}
	if _, o := open(t, w, a, now); !o.Check.OK || o.Causes[0].ID != wechat.BodySyntax {
		t.Errorf("a broken message: %+v", o.Causes)
	}
}

func TestResignRefuses(t *testing.T) {
	x := record(t, string(wire(t, "", "<xml><Encrypt>abc</Encrypt></xml>").Raw))
	x.Opened.Kind, x.Opened.Encrypted = wechat.UserMessage, true
	if _, err := Resign(x, wechat.AccountConfig{Token: "A"}, wechat.Plain, time.Now()); !errors.Is(err, ErrSealed) {
		t.Errorf("closed ciphertext: %v", err)
	}
	x.Opened.Encrypted = false
	if _, err := Resign(x, wechat.AccountConfig{Token: "A"}, wechat.Safe, time.Now()); !errors.Is(err, wechat.ErrKey) {
		t.Errorf("without a key: %v", err)
	}
}

// TestReword keeps the signature: a plain push still holds, a sealed one does not.
func TestReword(t *testing.T) {
	now := time.Unix(1800000000, 0)
	for _, mode := range []wechat.Mode{wechat.Plain, wechat.Compatible, wechat.Safe} {
		a := wechat.AccountConfig{Token: "AAAAA", AppID: "wx1", Mode: mode, Keys: []string{key43}}
		first := record(t, string(wire(t, "openid=oUser", pushXML).Raw))
		first.Opened.Kind = wechat.UserMessage
		sent, err := Resign(first, a, mode, now)
		if err != nil {
			t.Fatal(err)
		}
		x, _ := open(t, sent, a, now)
		w, err := Reword(x, strings.Replace(pushXML, "你好", "再见", 1), a)
		if err != nil {
			t.Fatal(err)
		}
		y, o := open(t, w, a, now)
		if y.Request.Query != x.Request.Query || o.Encrypted != x.Opened.Encrypted || o.OK() != (mode == wechat.Plain) {
			t.Errorf("%v: %s %+v", mode, w.Raw, o.Causes)
		}
		if mode == wechat.Plain && o.Message.Get("Content") != "再见 ]]>" {
			t.Errorf("sent %s", w.Raw)
		}
	}
}
