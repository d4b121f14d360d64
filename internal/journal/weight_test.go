package journal

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// TestWeight holds the estimate to what the heap says: a bound on bytes that the
// estimate misses by far would be none.
func TestWeight(t *testing.T) {
	account := wechat.NewAccount(wechat.AccountConfig{Token: "weixin", Mode: wechat.Compatible, Keys: []string{aesKey}})
	for _, tt := range []struct {
		name, method, body string
	}{
		{"verification", "GET", ""},
		{"text", "POST", text},
		{"long text", "POST", "<xml><MsgType>text</MsgType><Content>" + strings.Repeat("x", 100_000) + "</Content></xml>"},
		{"many elements", "POST", "<xml><MsgType>event</MsgType>" + strings.Repeat("<a>b</a>", 400) + "</xml>"},
		{"sealed", "POST", sealed(t, strings.Repeat("z", 5_000))},
		{"no message", "POST", strings.Repeat("y", 20_000)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			const n = 300
			l := openLog(t, LogConfig{})
			before := heap()
			for range n {
				l.Append(made(t, account, tt.method, query(tt.body), tt.body))
			}
			real, estimated := heap()-before, l.Counts().Bytes
			runtime.KeepAlive(l)
			if ratio := float64(estimated) / float64(real); ratio < 0.8 || ratio > 1.5 {
				t.Errorf("estimated %d bytes an exchange, the heap grew by %d", estimated/n, real/n)
			}
		})
	}
}

const text = "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>\n<FromUserName><![CDATA[oOpenID]]></FromUserName>\n" +
	"<CreateTime>1714037059</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[hello]]></Content>\n<MsgId>24525671234567890</MsgId>\n</xml>"

const aesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"

// sealed is the body of an encrypted text message.
func sealed(t *testing.T, content string) string {
	t.Helper()
	key, err := wechat.ParseKey(aesKey)
	if err != nil {
		t.Fatal(err)
	}
	plain := "<xml><FromUserName>oOpenID</FromUserName><MsgType>text</MsgType><Content>" + content + "</Content></xml>"
	return "<xml><ToUserName>gh_0123456789ab</ToUserName><Encrypt>" + key.Encrypt([]byte(plain), "", make([]byte, 16)) + "</Encrypt></xml>"
}

// query is signed for whatever the body needs.
func query(body string) string {
	const timestamp, nonce = "1714036504", "1514711492"
	q := "signature=" + wechat.Sign("weixin", timestamp, nonce) + "&timestamp=" + timestamp + "&nonce=" + nonce + "&echostr=4375120948345356249"
	if _, rest, ok := strings.Cut(body, "<Encrypt>"); ok {
		encrypt, _, _ := strings.Cut(rest, "<")
		q += "&encrypt_type=aes&msg_signature=" + wechat.Sign("weixin", timestamp, nonce, encrypt)
	}
	return q
}

// made is an exchange as the callback server makes them.
func made(t testing.TB, a *wechat.Account, method, query, body string) *exchange.Exchange {
	t.Helper()
	line := method + " /wx/demo?" + query + " HTTP/1.0"
	target := line[len(method)+1 : len(line)-len(" HTTP/1.0")]
	raw := []byte(line + "\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\nHost: example.com\r\nPragma: no-cache\r\n\r\n" + body)
	head := len(raw) - len(body)
	x := &exchange.Exchange{Time: time.Now(), Remote: "127.0.0.1:31337", Profile: "p1",
		Request:  exchange.Request{Method: line[:len(method)], Target: target, Path: target[:8], Query: target[9:], Proto: "HTTP/1.0", Raw: raw, Head: head},
		Response: exchange.Response{Status: 200, Raw: []byte("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nDate: Fri, 20 Nov 2026 13:13:10 GMT\r\nContent-Length: 7\r\n\r\nsuccess")}}
	x.Opened = a.Open(&wechat.Request{Method: method, Path: "/wx/demo", Query: x.Request.Query, Body: raw[head:], Time: x.Time})
	x.Verdict = exchange.Judge(&x.Opened)
	if strings.Contains(body, "<Encrypt>") && x.Opened.Plain == nil {
		t.Fatal("the sealed sample does not open")
	}
	return x
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return int64(s.HeapAlloc)
}
