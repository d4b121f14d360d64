package callback

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

const (
	testToken = "weixin"
	testPath  = "/wx/demo"
	testPush  = "<xml><ToUserName><![CDATA[gh_test]]></ToUserName>\n<FromUserName><![CDATA[oUser]]></FromUserName>\n" +
		"<CreateTime>1460541339</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[你好]]></Content>\n<MsgId>6272960105994287618</MsgId>\n</xml>"
)

// rig is a running server and what it recorded.
type rig struct {
	*testing.T
	*Server
	addr string

	mu   sync.Mutex
	all  []*exchange.Exchange
	more chan struct{} // has one element per record
}

// serve starts a server with one profile at testPath.
func serve(t *testing.T, c Config) *rig {
	t.Helper()
	g := &rig{T: t, more: make(chan struct{}, 1<<16)}
	c.Record = func(x *exchange.Exchange) {
		g.mu.Lock()
		g.all = append(g.all, x)
		g.mu.Unlock()
		g.more <- struct{}{}
	}
	g.Server = New(c)
	g.SetRoutes(NewRoutes(map[string]Route{testPath: {Profile: "p1", Account: wechat.NewAccount(wechat.AccountConfig{Token: testToken})}}))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g.addr = l.Addr().String()
	ended := make(chan error, 1)
	go func() { ended <- g.Serve(l, exchange.Local) }()
	t.Cleanup(func() {
		if err := g.Server.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
		if err := <-ended; !errors.Is(err, ErrClosed) {
			t.Errorf("Serve returned %v, want ErrClosed", err)
		}
	})
	return g
}

// wait returns the first n exchanges as soon as they are recorded.
func (g *rig) wait(n int) []*exchange.Exchange {
	g.Helper()
	late := time.After(20 * time.Second)
	for {
		g.mu.Lock()
		have := g.all[:len(g.all):len(g.all)]
		g.mu.Unlock()
		if len(have) >= n {
			return have[:n]
		}
		select {
		case <-g.more:
		case <-late:
			g.Fatalf("only %d of %d exchanges were recorded", len(have), n)
		}
	}
}

// only returns the one exchange that the server may have recorded by the time all its
// connections have ended.
func (g *rig) only() *exchange.Exchange {
	g.Helper()
	x := g.wait(1)[0]
	if err := g.Server.Close(); err != nil {
		g.Error(err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.all) != 1 {
		g.Fatalf("%d exchanges were recorded, want one", len(g.all))
	}
	return x
}

// count is how many exchanges are recorded by now.
func (g *rig) count() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.all)
}

func (g *rig) dial() net.Conn {
	g.Helper()
	c, err := net.Dial("tcp", g.addr)
	if err != nil {
		g.Fatal(err)
	}
	g.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		g.Fatal(err)
	}
	return c
}

// say sends raw bytes, says that no more will come, and returns all that is answered.
func (g *rig) say(request string) string {
	g.Helper()
	c := g.dial()
	if _, err := io.WriteString(c, request); err != nil {
		g.Fatalf("send: %v", err)
	}
	if err := c.(*net.TCPConn).CloseWrite(); err != nil {
		g.Fatal(err)
	}
	b, err := io.ReadAll(c)
	if err != nil {
		g.Fatalf("answer: %v after %q", err, b)
	}
	return string(b)
}

// parsed is a raw answer as net/http's client reads it.
type parsed struct {
	*http.Response
	body string
}

func parse(t *testing.T, request, raw string) parsed {
	t.Helper()
	method, _, _ := strings.Cut(request, " ")
	r, err := http.ReadResponse(bufio.NewReader(strings.NewReader(raw)), &http.Request{Method: method})
	if err != nil {
		t.Fatalf("%v in %q", err, raw)
	}
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return parsed{r, string(b)}
}

// signed is the query of a request that holds for the token, made now.
func signed(token string, more string) string {
	ts, nonce := strconv.FormatInt(time.Now().Unix(), 10), "354604327"
	return fmt.Sprintf("signature=%s&%stimestamp=%s&nonce=%s", wechat.Sign(token, ts, nonce), more, ts, nonce)
}

const echostr = "2388461134961113059"

// verification is WeChat's GET as it was seen.
func verification(token, proto string) string {
	return "GET " + testPath + "?" + signed(token, "echostr="+echostr+"&") + " " + proto +
		"\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\nHost: example.com\r\nPragma: no-cache\r\n\r\n"
}

// push is WeChat's POST as it was seen.
func push(token, proto, body string) string {
	return "POST " + testPath + "?" + signed(token, "openid=oUser&") + " " + proto +
		"\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\nHost: example.com\r\nPragma: no-cache\r\nContent-Length: " +
		strconv.Itoa(len(body)) + "\r\nContent-Type: text/xml\r\n\r\n" + body
}

// same fails unless the exchange holds just the bytes that went over the wire.
func (g *rig) same(x *exchange.Exchange, request, answer string) {
	g.Helper()
	if !bytes.Equal(x.Request.Raw, []byte(request)) {
		g.Errorf("request recorded as\n%q, sent\n%q", x.Request.Raw, request)
	}
	if !bytes.Equal(x.Response.Raw, []byte(answer)) {
		g.Errorf("answer recorded as\n%q, got\n%q", x.Response.Raw, answer)
	}
}

// syncBuffer is a log that several goroutines may write to.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
