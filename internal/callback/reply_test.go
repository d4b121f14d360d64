package callback

import (
	"fmt"
	"strings"
	"testing"

	"echostr/internal/exchange"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

func withRules(t *testing.T, g *rig, rules ...reply.Rule) {
	t.Helper()
	for i := range rules {
		rules[i].On = true
	}
	set, problems := reply.Compile(rules)
	if reply.Blocks(problems) {
		t.Fatal(problems)
	}
	g.SetRoutes(NewRoutes(map[string]Route{testPath: {Profile: "p1", Rules: set,
		Account: wechat.NewAccount(wechat.AccountConfig{Token: testToken})}}))
}

func TestReplies(t *testing.T) {
	long := strings.Repeat("长", 3000)
	for _, tt := range []struct {
		name, then, text string
		kind, body       string // of the answer; body is a part of it
		length           int    // of the answer, -1 for any
	}{
		{"text", reply.KindText, "you said {{.Content}}", "text/xml; charset=utf-8", "<Content><![CDATA[you said 你好]]></Content>", -1},
		{"long text", reply.KindText, long, "text/xml; charset=utf-8", long, -1},
		{"success", reply.KindSuccess, "", "text/plain; charset=utf-8", "success", 7},
		{"empty", reply.KindEmpty, "", "text/plain; charset=utf-8", "", 0},
	} {
		for _, proto := range []string{"HTTP/1.0", "HTTP/1.1"} {
			t.Run(tt.name+" "+proto, func(t *testing.T) {
				g := serve(t, Config{})
				withRules(t, g, reply.Rule{ID: "r1", Name: "rule one", When: reply.Simple{Op: reply.Any}.When(), Then: reply.Then{Kind: tt.then, Text: tt.text}})
				request := push(testToken, proto, testPush)
				answer := g.say(request)
				r := parse(t, request, answer)
				if r.StatusCode != 200 || r.Header.Get("Content-Type") != tt.kind || !strings.Contains(r.body, tt.body) ||
					tt.length >= 0 && len(r.body) != tt.length || r.ContentLength != int64(len(r.body)) {
					t.Errorf("answered %.300q", answer)
				}
				x := g.only()
				g.same(x, request, answer)
				if x.Verdict != exchange.Pass || x.Rule != "rule one" || x.RuleID != "r1" || x.Reply != tt.then || string(x.Response.Body()) != r.body {
					t.Errorf("recorded as %v, rule %q %q, reply %q", x.Verdict, x.Rule, x.RuleID, x.Reply)
				}
				if x.Opened.Message.Get("Content") != "你好" {
					t.Errorf("read as %v", x.Opened.Message)
				}
			})
		}
	}
}

// TestFailingRule wants the next rule to answer and the failure to be told.
func TestFailingRule(t *testing.T) {
	g := serve(t, Config{})
	withRules(t, g,
		reply.Rule{ID: "r1", Name: "broken", When: reply.Simple{Op: reply.Any}.When(), Then: reply.Then{Kind: reply.KindText, Text: "{{index .Content 99}}"}},
		reply.Rule{ID: "r2", Name: "next", When: reply.Simple{Op: reply.Any}.When(), Then: reply.Then{Kind: reply.KindText, Text: "fine"}})
	answer := g.say(push(testToken, "HTTP/1.0", testPush))
	x := g.only()
	if !strings.Contains(answer, "<![CDATA[fine]]>") || x.Rule != "next" || x.Verdict != exchange.Pass {
		t.Errorf("answered %q by %q, recorded as %v", answer, x.Rule, x.Verdict)
	}
	if c := x.Opened.Causes; len(c) != 1 || c[0].ID != wechat.ReplyFailed || !c[0].Warning || c[0].Args["rule"] != "broken" || c[0].Args["error"] == "" {
		t.Errorf("causes %+v", c)
	}
}

// TestContinue wants a caller who asks first to be told to go on, and both heads kept.
func TestContinue(t *testing.T) {
	g := serve(t, Config{})
	request := strings.Replace(push(testToken, "HTTP/1.1", testPush), "Accept:", "Expect: 100-continue\r\nAccept:", 1)
	answer := g.say(request)
	x := g.only()
	g.same(x, request, answer)
	if !strings.HasPrefix(answer, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n") || x.Response.Status != 200 || string(x.Response.Body()) != "success" {
		t.Errorf("answered %q, recorded status %d, body %q", answer, x.Response.Status, x.Response.Body())
	}
}

func TestChunkedPush(t *testing.T) {
	g := serve(t, Config{})
	head := strings.Replace(push(testToken, "HTTP/1.1", ""), "Content-Length: 0", "Transfer-Encoding: chunked", 1)
	request := head + fmt.Sprintf("5\r\n%s\r\n80;x=y\r\n%s\r\n%08X\r\n%s\r\n0\r\n\r\n",
		testPush[:5], testPush[5:133], len(testPush)-133, testPush[133:])
	answer := g.say(request)
	x := g.only()
	g.same(x, request, answer)
	if x.Verdict != exchange.Pass || x.Opened.Message.Get("Content") != "你好" || x.Request.Size != int64(len(testPush)) {
		t.Errorf("recorded as %v for %v, size %d", x.Verdict, x.Opened.Causes, x.Request.Size)
	}
	if !strings.HasPrefix(string(x.Request.Body()), "5\r\n"+testPush[:5]) {
		t.Errorf("body kept as %q", x.Request.Body())
	}
}
