package callback

import (
	"strings"
	"testing"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

func TestVerification(t *testing.T) {
	for _, proto := range []string{"HTTP/1.0", "HTTP/1.1"} {
		t.Run(proto, func(t *testing.T) {
			g := serve(t, Config{})
			request := verification(testToken, proto)
			answer := g.say(request)
			r := parse(t, request, answer)
			if r.StatusCode != 200 || r.body != echostr || r.Header.Get("Content-Type") != "text/plain" || r.ContentLength != int64(len(echostr)) {
				t.Errorf("answered %q", answer)
			}
			x := g.only()
			g.same(x, request, answer)
			if x.Verdict != exchange.Pass || x.Profile != "p1" || x.Opened.Kind != wechat.Verification || x.Response.Status != 200 {
				t.Errorf("recorded as %v %v, profile %q, status %d", x.Verdict, x.Opened.Kind, x.Profile, x.Response.Status)
			}
			if x.Request.Proto != proto || x.Request.Method != "GET" || x.Request.Path != testPath || string(x.Response.Body()) != echostr {
				t.Errorf("recorded request %+v", x.Request)
			}
			if x.Duration <= 0 || x.Time.IsZero() || x.Via != exchange.Local || !strings.HasPrefix(x.Remote, "127.0.0.1:") || x.Test {
				t.Errorf("recorded %v at %v from %q", x.Duration, x.Time, x.Remote)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	ok := verification(testToken, "HTTP/1.0")
	text := push(testToken, "HTTP/1.0", testPush)
	for _, tt := range []struct {
		name, request string
		status        int
		verdict       exchange.Verdict
		cause         wechat.CauseID
	}{
		{"another Token", verification("other", "HTTP/1.0"), 403, exchange.Fail, wechat.TokenMismatch},
		{"no nonce", strings.Replace(ok, "nonce=", "nounce=", 1), 403, exchange.Fail, wechat.ParameterMissing},
		{"a browser", "GET " + testPath + " HTTP/1.0\r\n\r\n", 403, exchange.NotForUs, wechat.NotWeChat},
		{"push with another Token", push("other", "HTTP/1.0", testPush), 403, exchange.Fail, wechat.TokenMismatch},
		{"malformed body", push(testToken, "HTTP/1.0", testPush[:90]), 400, exchange.Fail, wechat.BodySyntax},
		{"body cut short", text[:len(text)-9], 400, exchange.Fail, wechat.BodyCut},
		{"HEAD", "HEAD" + ok[3:], 405, exchange.Fail, wechat.WrongMethod},
		{"PUT", "PUT" + text[4:], 405, exchange.Fail, wechat.WrongMethod},
		{"verification by POST", "POST" + strings.Replace(ok[3:], "Accept:", "Content-Length: 0\r\nAccept:", 1), 405, exchange.Fail, wechat.WrongMethod},
		{"push by GET", "GET" + text[4:], 405, exchange.Fail, wechat.WrongMethod},
		{"ampersands escaped for HTML", strings.ReplaceAll(ok, "&", "&amp;"), 403, exchange.Fail, wechat.ParameterEncoding},
		{"slash too many", strings.Replace(ok, testPath, testPath+"/", 1), 404, exchange.NotForUs, wechat.WrongPath},
		{"escaped path", strings.Replace(ok, testPath, "/wx/dem%6f", 1), 404, exchange.NotForUs, wechat.WrongPath},
		{"root", "GET / HTTP/1.0\r\n\r\n", 404, exchange.NotForUs, wechat.NotWeChat},
		{"favicon", "GET /favicon.ico HTTP/1.1\r\nHost: a\r\n\r\n", 404, exchange.NotForUs, wechat.NotWeChat},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := serve(t, Config{})
			answer := g.say(tt.request)
			r := parse(t, tt.request, answer)
			if r.StatusCode != tt.status {
				t.Errorf("answered %q, want status %d", answer, tt.status)
			}
			if strings.Contains(answer, echostr) || strings.Contains(answer, testToken) {
				t.Errorf("the answer gives something away: %q", answer)
			}
			if tt.status == 405 && r.Header.Get("Allow") != "GET, POST" {
				t.Errorf("Allow is %q", r.Header.Get("Allow"))
			}
			x := g.only()
			g.same(x, tt.request, answer)
			if x.Verdict != tt.verdict || x.Cause() != tt.cause || x.Response.Status != tt.status {
				t.Errorf("recorded as %v for %q with status %d, want %v for %q with %d",
					x.Verdict, x.Cause(), x.Response.Status, tt.verdict, tt.cause, tt.status)
			}
		})
	}
}

func TestMark(t *testing.T) {
	marked := func(header string) string {
		return strings.Replace(verification(testToken, "HTTP/1.0"), "Accept:", header+"\r\nAccept:", 1)
	}
	for _, tt := range []struct {
		mark, sent string
		want       bool
		origin     int64
		run        int64
	}{
		{"m1", "x-echostr-test: m1", true, 0, 0},
		{"m1", "x-echostr-test: m2", false, 0, 0},
		{"", "x-echostr-test:", false, 0, 0},
		{"m1", "X-Echostr-Replay: m1:42", true, 42, 0},
		{"m1", "X-Echostr-Replay: m1:42:7", true, 42, 7},
		{"m1", "X-Echostr-Replay: m1:42:x", true, 42, 0},
		{"m1", "X-Echostr-Replay: m1:42:-7", true, 42, 0},
		{"m1", "X-Echostr-Replay: m2:42:7", false, 0, 0},
		{"m1", "X-Echostr-Replay: m2:42", false, 0, 0},
		{"m1", "X-Echostr-Replay: m1:-1", false, 0, 0},
		{"m1", "X-Echostr-Replay: m1", false, 0, 0},
		{"", "X-Echostr-Replay: :42", false, 0, 0},
	} {
		g := serve(t, Config{TestMark: tt.mark})
		g.say(marked(tt.sent))
		if x := g.only(); x.Test != tt.want || x.Origin != tt.origin || x.Run != tt.run || x.Verdict != exchange.Pass {
			t.Errorf("mark %q with %q: Test %v, Origin %d, Run %d, %v", tt.mark, tt.sent, x.Test, x.Origin, x.Run, x.Verdict)
		}
	}
}
