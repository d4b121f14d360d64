package archive

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"echostr/internal/callback"
	"echostr/internal/exchange"
	"echostr/internal/reply"
	"echostr/internal/simulate"
	"echostr/internal/wechat"
)

// The account of the tests, and the people who write to it. None of these values may be
// in a redacted export.
const (
	realToken  = "Zx9TokenOfTheRealOne"
	realAppID  = "wx8f3ad21c90be7754"
	realSecret = "9f86d081884c7d659a2feaa0c55ad015"
	realKey    = "QmFzZTY0S2V5T2ZUaGVSZWFsQWNjb3VudDEyMzQ1Njc"
	realGh     = "gh_97417a04a28d"
	alice      = "oGZUI0egBJY1zhBYw2KhdUfwVJJE"
	bob        = "o9AgO5Kd5ggOC-bXrbNODIiE3bGY"
	oddUser    = "oUser-of_odd-Shape"
	unionid    = "o6_bmasdasdsad6_2sgVt7hMZOPfL"
	cookie     = "s3ssionOfSomebodyElse"
	testPath   = "/wx/demo"
)

func realAccount(mode wechat.Mode) Account {
	return Account{AccountConfig: wechat.AccountConfig{Token: realToken, AppID: realAppID, Mode: mode, Keys: []string{realKey}},
		AppSecret: realSecret, EarlierTokens: []string{"EarlierTokenOfMine"}}
}

// server is a real callback server and what it records.
type server struct {
	*callback.Server
	t    testing.TB
	base string
	mu   sync.Mutex
	all  []*exchange.Exchange
}

// serve starts a server with one account, whose path is testPath, and rules that answer
// everything with a text in which the user stands.
func serve(t testing.TB, a wechat.AccountConfig) *server {
	t.Helper()
	s := &server{t: t}
	s.Server = callback.New(callback.Config{TestMark: "m1", Record: func(x *exchange.Exchange) {
		s.mu.Lock()
		defer s.mu.Unlock()
		x.ID = int64(len(s.all)) + 1
		s.all = append(s.all, x)
	}})
	set, problems := reply.Compile([]reply.Rule{{ID: "a", Name: "hello", On: true, When: reply.Simple{Op: reply.Any}.When(),
		Then: reply.Then{Kind: reply.KindText, Text: "to {{.FromUserName}}: 你好"}}})
	if reply.Blocks(problems) {
		t.Fatal(problems)
	}
	s.SetRoutes(callback.NewRoutes(map[string]callback.Route{testPath: {Profile: "p1", Account: wechat.NewAccount(a), Rules: set}}))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.base = "http://" + l.Addr().String()
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.Serve(l, exchange.Local) // ends with Close
	}()
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		<-done
	})
	return s
}

// records are what has been recorded by now.
func (s *server) records() []*exchange.Exchange {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*exchange.Exchange(nil), s.all...)
}

// send sends raw bytes and returns what was recorded of them.
func (s *server) send(raw string) *exchange.Exchange {
	s.t.Helper()
	head := strings.Index(raw, "\r\n\r\n") + 4
	before := len(s.records())
	p, err := (&simulate.Sender{}).Play(s.t.Context(), simulate.Target{URL: s.base, KeepHost: true}, simulate.Wire{Raw: []byte(raw), Head: head})
	if err != nil || p.Err != nil {
		s.t.Fatalf("%v %v\n%s", err, p.Err, raw)
	}
	all := s.records()
	if len(all) != before+1 {
		s.t.Fatalf("%d exchanges were recorded", len(all)-before)
	}
	return all[before]
}

// push is a message of a user as WeChat sends it, in a mode; extra are header lines.
func push(t testing.TB, a wechat.AccountConfig, body, extra string) string {
	t.Helper()
	now := time.Now()
	kind := "text/xml"
	if strings.HasPrefix(body, "{") {
		kind = "application/json"
	}
	raw := fmt.Sprintf("POST %s?openid=%s HTTP/1.0\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\nHost: h.example\r\n%sContent-Type: %s\r\n\r\n",
		testPath, alice, extra, kind)
	x := &exchange.Exchange{Request: exchange.Request{Method: "POST", Path: testPath, Query: "openid=" + alice, Target: testPath + "?openid=" + alice,
		Proto: "HTTP/1.0", Raw: []byte(raw), Head: len(raw)}}
	x.Opened.Kind = wechat.UserMessage
	w, err := simulate.ResignWith(x, body, a, a.Mode, now)
	if err != nil {
		t.Fatal(err)
	}
	return string(w.Raw)
}

func verification(token string, n int) string {
	stamp := fmt.Sprint(time.Now().Unix() - int64(n))
	return fmt.Sprintf("GET %s?signature=%s&echostr=437512094834535624%d&timestamp=%s&nonce=486452656 HTTP/1.0\r\nUser-Agent: Mozilla/4.0\r\nHost: h.example\r\nX-Echostr-Test: m1\r\n\r\n",
		testPath, wechat.Sign(token, stamp, "486452656"), n, stamp)
}

func textXML(from, content string) string {
	return "<xml><ToUserName><![CDATA[" + realGh + "]]></ToUserName>\n<FromUserName><![CDATA[" + from + "]]></FromUserName>\n" +
		"<CreateTime>1714036504</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[" + content + "]]></Content>\n<MsgId>24536789012345678</MsgId>\n</xml>"
}

// traffic is a bit of everything that a server in a mode gets.
func traffic(t testing.TB, mode wechat.Mode) []*exchange.Exchange {
	t.Helper()
	a := realAccount(mode).AccountConfig
	s := serve(t, a)
	s.send(verification(a.Token, 0))
	s.send(push(t, a, textXML(alice, "it's \"me\" $HOME `id` \\ %41 \t 你好😀"), ""))
	s.send(push(t, a, textXML(bob, "I am "+bob+", not "+alice), "X-Odd:  no blank\r\nCookie: a=b; sid="+cookie+"\r\n"))
	s.send(push(t, a, textXML(oddUser, "@line\r\nend\n"), ""))
	s.send(push(t, a, "<xml><ToUserName>"+realGh+"</ToUserName><FromUserName>"+alice+"</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType>"+
		"<Event>subscribe</Event><UnionID>"+unionid+"</UnionID><Odd>&#111;GZUI0egBJY1zhBYw2KhdUfwVJJE</Odd></xml>", ""))
	s.send(push(t, a, `{"ToUserName":"`+realGh+`","FromUserName":"`+alice+`","CreateTime":1714036504,"MsgType":"text","Content":"\u006f9AgO5Kd5ggOC-bXrbNODIiE3bGY","MsgId":24536789012345678}`, ""))
	s.send(verification("EarlierTokenOfMine", 1))
	s.send(verification("somebodyElses", 2))
	s.send("GET /favicon.ico HTTP/1.1\r\nHost: h.example\r\nAuthorization: Bearer " + realSecret + "\r\nConnection: close\r\n\r\n")
	all := s.records()
	for i := range 6 {
		if all[i].Verdict != exchange.Pass {
			t.Fatalf("%d: %s %+v\n%s", i, all[i].Verdict, all[i].Opened.Causes, all[i].Request.Raw)
		}
	}
	return all
}

// source yields what is given.
func source(all []*exchange.Exchange) Source {
	return func(yield func(*exchange.Exchange, error) bool) {
		for _, x := range all {
			if !yield(x, nil) {
				return
			}
		}
	}
}

// export writes and returns the file.
func export(t testing.TB, all []*exchange.Exchange, o Options) (string, Summary) {
	t.Helper()
	var b bytes.Buffer
	s, err := Write(t.Context(), &b, source(all), o)
	if err != nil {
		t.Fatal(err)
	}
	if int64(b.Len()) != s.Bytes || s.Exchanges+s.Skipped != len(all) {
		t.Errorf("summary %+v of %d exchanges, %d bytes", s, len(all), b.Len())
	}
	return b.String(), s
}

// readAll reads a file to its end.
func readAll(ctx context.Context, file string, o ReadOptions) (all []*exchange.Exchange, err error) {
	for x, err := range Read(ctx, strings.NewReader(file), o) {
		if err != nil {
			return all, err
		}
		all = append(all, x)
	}
	return all, nil
}

// opened judges as the server of an account would.
func opened(a wechat.AccountConfig) func(*exchange.Exchange) {
	account := wechat.NewAccount(a)
	return func(x *exchange.Exchange) {
		q, err := x.Received()
		if err != nil {
			return
		}
		if x.Opened = account.Open(q); q.Path != testPath {
			x.Opened = wechat.Opened{}
		}
		x.Verdict = exchange.Judge(&x.Opened)
	}
}

var modes = []wechat.Mode{wechat.Plain, wechat.Compatible, wechat.Safe}
