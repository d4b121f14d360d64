package callback

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// TestOddRequests sends what net/http refuses, or takes although it looks wrong. All
// of it is answered as net/http answers, and recorded with its bytes.
func TestOddRequests(t *testing.T) {
	const chunks = "3\r\nabc\r\n0\r\n\r\n"
	for _, tt := range []struct {
		name, request string
		status        int
	}{
		{"no HTTP", "hello\r\n\r\n", 400},
		{"TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400},
		{"no version", "GET /\r\n\r\n", 400},
		{"version 0.9", "GET / HTTP/0.9\r\n\r\n", 505},
		{"version 3", "GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505},
		{"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
		{"two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
		{"bad Host", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
		{"no colon", "GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n", 400},
		{"blank before colon", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 3\r\n\r\nabc", 400},
		{"NUL in the target", "GET /a\x00b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
		{"NUL in a header", "GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n", 400},
		{"negative length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400},
		{"length with sign", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc", 400},
		{"two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400},
		{"list of lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc", 400},
		{"huge length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\nabc", 400},
		{"folded length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n 2\r\n\r\nabc", 400},
		{"unknown coding", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
		{"two codings", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks, 501},
		{"coding with a tab", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \x0bchunked\r\n\r\n" + chunks, 400},
		{"length and chunks", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks, 404},
		{"chunks and length", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n" + chunks, 404},
		{"folded chunks", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n" + chunks, 404},
		{"chunks on 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks, 404},
		{"bad chunk size", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n", 404},
		{"chunk without end", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n", 404},
		{"folded header", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", 404},
		{"unknown expectation", "POST / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nContent-Length: 0\r\n\r\n", 417},
		{"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 404},
		{"upgrade", "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n", 404},
		{"OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 404},
		{"CONNECT", "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n", 404},
		{"absolute target", "GET http://other.example/x?y=1 HTTP/1.1\r\nHost: a\r\n\r\n", 404},
		{"dot segments", "GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", 404},
		{"bad escape", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := serve(t, Config{})
			// A second request would betray itself if the first one's end were misread.
			c := g.dial()
			if _, err := io.WriteString(c, tt.request); err != nil {
				t.Fatal(err)
			}
			r, err := http.ReadResponse(bufio.NewReader(c), &http.Request{Method: strings.SplitN(tt.request, " ", 2)[0]})
			if err != nil {
				t.Fatal(err)
			}
			if r.StatusCode != tt.status {
				t.Errorf("answered %d, want %d", r.StatusCode, tt.status)
			}
			r.Body.Close()
			c.Close()
			x := g.only()
			if x.Verdict != exchange.NotForUs || x.Response.Status != tt.status || x.Cause() == "" {
				t.Errorf("recorded as %v for %q with status %d", x.Verdict, x.Cause(), x.Response.Status)
			}
			if raw := string(x.Request.Raw); raw == "" || !strings.HasPrefix(tt.request, raw) {
				t.Errorf("recorded %q, sent %q", raw, tt.request)
			}
		})
	}
}

// TestAmbiguousEndCloses wants no second request taken from a connection where the
// first one's end can be read in two ways.
func TestAmbiguousEndCloses(t *testing.T) {
	smuggled := "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
	for _, first := range []string{
		"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
		"POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n",
	} {
		g := serve(t, Config{})
		answer := g.say(first + smuggled)
		if strings.Count(answer, "HTTP/1.") != 1 || !strings.Contains(answer, "Connection: close") {
			t.Errorf("%q: answered %q", first, answer)
		}
		if x := g.only(); x.Request.Path != "/" {
			t.Errorf("recorded %q", x.Request.Raw)
		}
	}
}

func TestAbsoluteTargetReachesTheProfile(t *testing.T) {
	g := serve(t, Config{})
	request := strings.Replace(verification(testToken, "HTTP/1.1"), "GET /", "GET http://example.com/", 1)
	g.say(request)
	if x := g.only(); x.Verdict != exchange.Pass || x.Request.Path != testPath || !strings.HasPrefix(x.Request.Target, "http://") {
		t.Errorf("recorded as %v, path %q, target %q", x.Verdict, x.Request.Path, x.Request.Target)
	}
}

func TestHeaderTooLarge(t *testing.T) {
	g := serve(t, Config{})
	c := g.dial()
	request := "GET / HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("x", 100<<10) + "\r\n\r\n"
	sent := make(chan error, 1)
	go func() {
		_, err := io.WriteString(c, request)
		sent <- err
	}()
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil || r.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Fatalf("answered %v, %v", r, err)
	}
	r.Body.Close()
	x := g.wait(1)[0]
	c.Close()
	<-sent
	if x.Response.Status != 431 || !x.Request.Cut || len(x.Request.Raw) < 64<<10 || len(x.Request.Raw) > 72<<10 || x.Request.Path != "/" {
		t.Errorf("recorded status %d, cut %v, %d bytes, path %q", x.Response.Status, x.Request.Cut, len(x.Request.Raw), x.Request.Path)
	}
}

func TestBodyTooLarge(t *testing.T) {
	const size = 2 << 20
	body := strings.Repeat("x", size)
	for _, tt := range []struct{ name, header, body string }{
		{"announced", "Content-Length: 2097152\r\n", body},
		{"chunked", "Transfer-Encoding: chunked\r\n", "200000\r\n" + body + "\r\n0\r\n\r\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := serve(t, Config{})
			head := "POST " + testPath + "?" + signed(testToken, "") + " HTTP/1.1\r\nHost: a\r\n" + tt.header + "\r\n"
			answer := g.say(head + tt.body)
			if r := parse(t, head, answer); r.StatusCode != 413 || !r.Close {
				t.Errorf("answered %q", answer)
			}
			x := g.only()
			if x.Verdict != exchange.Fail || x.Cause() != wechat.BodyTooLarge || !x.Request.Cut || x.Request.Size != size {
				t.Errorf("recorded as %v for %q, cut %v, size %d", x.Verdict, x.Cause(), x.Request.Cut, x.Request.Size)
			}
			if n := len(x.Request.Raw); n < 1<<20 || n > 1<<20+68<<10 || !strings.HasPrefix(head+tt.body, string(x.Request.Raw)) {
				t.Errorf("%d bytes were kept", n)
			}
		})
	}
}

// TestNotEvenBegun announces more than will ever be read: the answer comes at once.
func TestNotEvenBegun(t *testing.T) {
	g := serve(t, Config{})
	c := g.dial()
	head := "POST " + testPath + "?" + signed(testToken, "") + " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 999999999999\r\n\r\n"
	if _, err := io.WriteString(c, head); err != nil {
		t.Fatal(err)
	}
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil || r.StatusCode != 413 {
		t.Fatalf("answered %v, %v", r, err)
	}
	r.Body.Close()
	if x := g.wait(1)[0]; x.Request.Size != 999999999999 || !x.Request.Cut || x.Cause() != wechat.BodyTooLarge {
		t.Errorf("recorded size %d, cut %v, %q", x.Request.Size, x.Request.Cut, x.Cause())
	}
}

// TestSlowloris dribbles a head, and a body, until the server loses patience.
func TestSlowloris(t *testing.T) {
	limits := Limits{HeaderTime: 300 * time.Millisecond, ReadTime: 300 * time.Millisecond}
	for _, tt := range []struct {
		name, begin string
		status      int
		verdict     exchange.Verdict
		cause       wechat.CauseID
	}{
		{"head", "GET " + testPath + " HTTP/1.1\r\nHost: a\r\nX: ", 0, exchange.NotForUs, wechat.NotWeChat},
		{"body", "POST " + testPath + "?" + signed(testToken, "") + " HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n", 408, exchange.Fail, wechat.BodyCut},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := serve(t, Config{Limits: limits})
			c := g.dial()
			if _, err := io.WriteString(c, tt.begin); err != nil {
				t.Fatal(err)
			}
			stop, stopped := make(chan struct{}), make(chan struct{})
			go func() {
				defer close(stopped)
				tick := time.NewTicker(20 * time.Millisecond)
				defer tick.Stop()
				for {
					select {
					case <-stop:
						return
					case <-tick.C:
						if _, err := io.WriteString(c, "y"); err != nil {
							return
						}
					}
				}
			}()
			x := g.wait(1)[0]
			close(stop)
			<-stopped
			if x.Duration < 250*time.Millisecond || x.Duration > 5*time.Second {
				t.Errorf("cut off after %v", x.Duration)
			}
			if x.Verdict != tt.verdict || x.Cause() != tt.cause || x.Response.Status != tt.status || !x.Request.Cut {
				t.Errorf("recorded as %v for %q with status %d", x.Verdict, x.Cause(), x.Response.Status)
			}
			if !strings.HasPrefix(string(x.Request.Raw), tt.begin+"y") {
				t.Errorf("recorded %q", x.Request.Raw)
			}
		})
	}
}

// TestSilence wants connections that say nothing, or only line ends, to leave nothing.
func TestSilence(t *testing.T) {
	g := serve(t, Config{})
	if answer := g.say(""); answer != "" {
		t.Errorf("answered %q", answer)
	}
	request := push(testToken, "HTTP/1.1", testPush)
	g.say(request + "\r\n") // old browsers end a POST so
	x := g.only()
	g.same(x, request, string(x.Response.Raw))
}

// TestConnectionsAreBounded opens far more connections than may be open at once.
func TestConnectionsAreBounded(t *testing.T) {
	g := serve(t, Config{Limits: Limits{Connections: 4}})
	held := make([]net.Conn, 4)
	for i := range held { // four callers occupy the places
		held[i] = g.dial()
		if _, err := io.WriteString(held[i], verification(testToken, "HTTP/1.1")); err != nil {
			t.Fatal(err)
		}
	}
	g.wait(4)
	const crowd = 1000
	waiting := make([]net.Conn, crowd)
	for i := range waiting {
		waiting[i] = g.dial()
		if _, err := io.WriteString(waiting[i], verification(testToken, "HTTP/1.0")); err != nil {
			t.Fatal(err)
		}
	}
	if n := g.count(); n != len(held) {
		t.Errorf("%d were answered while %d held all places", n, len(held))
	}
	for _, c := range held {
		c.Close()
	}
	for _, c := range waiting {
		b, err := io.ReadAll(c)
		if err != nil || !strings.HasSuffix(string(b), echostr) {
			t.Fatalf("answered %q, %v", b, err)
		}
	}
	g.wait(4 + crowd)
}
