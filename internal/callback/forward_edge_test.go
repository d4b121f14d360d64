package callback

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// TestForwardEndsWithTheCaller hangs up while the backend thinks: that is no fault of the
// backend's, nobody else answers, and nothing follows.
func TestForwardEndsWithTheCaller(t *testing.T) {
	asked := make(chan struct{})
	url := behind(t, func(w http.ResponseWriter, r *http.Request) {
		close(asked)
		never(r)
	})
	followed := make(chan struct{}, 1)
	g := serve(t, Config{After: func(*exchange.Exchange, []reply.CustomerMessage) { followed <- struct{}{} }})
	state := &reply.State{}
	rule, next := forwardTo(url), doing(sayFine)
	next.Then.After = []reply.Then{sayFine}
	g.route(state, rule, next)
	c := g.dial()
	if _, err := io.WriteString(c, push(testToken, "HTTP/1.0", testPush)); err != nil {
		t.Fatal(err)
	}
	<-asked
	c.Close()
	x := g.only()
	if x.RuleID != "fwd" || x.Reply != "forward" || len(x.Opened.Causes) > 0 || len(x.Response.Raw) != 0 || x.Timings.Delivered != 0 {
		t.Errorf("recorded %q, %q, %+v, %q, %+v", x.RuleID, x.Reply, x.Opened.Causes, x.Response.Raw, x.Timings)
	}
	if s := x.Special; s == nil || !s.Gone || s.Forward == nil || s.Forward.Problem != "" || s.Forward.Status != 0 {
		t.Errorf("special %+v", x.Special)
	}
	if n := state.Counted("r1", "oUser").Rule; n != 0 || len(followed) > 0 {
		t.Errorf("the next rule was counted %d times, followed by %d", n, len(followed))
	}
}

// TestForwardInOneTime gives all backends of a request together the time of one: WeChat
// waits no longer for two.
func TestForwardInOneTime(t *testing.T) {
	const limit = 400 * time.Millisecond
	g := serve(t, Config{Limits: Limits{BackendTime: limit}})
	rules := make([]reply.Rule, 0, 5)
	for i := range 4 {
		r := forwardTo(behind(t, func(_ http.ResponseWriter, r *http.Request) { never(r) }))
		r.ID = fmt.Sprint("fwd", i)
		rules = append(rules, r)
	}
	g.route(&reply.State{}, append(rules, doing(sayFine))...)
	if answer := g.ask(push(testToken, "HTTP/1.0", testPush)); !strings.Contains(answer, "[fine]") {
		t.Errorf("answered %q", answer)
	}
	if x := g.only(); x.Duration >= 2*limit || len(x.Opened.Causes) != 4 {
		t.Errorf("took %v, causes %+v", x.Duration, x.Opened.Causes)
	}
}

// TestForwardLoopOfTwo has two servers that forward to each other.
func TestForwardLoopOfTwo(t *testing.T) {
	a, b := serve(t, Config{}), serve(t, Config{})
	withRules(t, a, forwardTo("http://"+b.addr+testPath), doing(sayFine))
	withRules(t, b, forwardTo("http://"+a.addr+testPath))
	if answer := a.ask(push(testToken, "HTTP/1.0", testPush)); !strings.Contains(answer, "[fine]") {
		t.Errorf("answered %q", answer)
	}
	x := a.wait(2)[0]
	if !hasCause(x.Opened.Causes, wechat.BackendLoop) || x.RuleID != "r1" {
		t.Errorf("by %q, causes %+v", x.RuleID, x.Opened.Causes)
	}
	if n, m := a.count(), b.count(); n != 2 || m != 1 {
		t.Errorf("%d and %d exchanges, want 2 and 1", n, m)
	}
}

// TestForwardFallsDown leaves the rules above alone when the next is wanted: what chance
// passed over stays passed over.
func TestForwardFallsDown(t *testing.T) {
	nobody := "http://127.0.0.1:1/"
	above := reply.Rule{ID: "above", Name: "above", On: true, When: reply.When{Chance: 50}, Then: reply.Then{Kind: reply.KindText, Text: "above"}}
	rules := []reply.Rule{above, forwardTo(nobody), doing(sayFine)}
	for i := range rules {
		rules[i].On = true
	}
	set, problems := reply.Compile(rules)
	if reply.Blocks(problems) {
		t.Fatal(problems)
	}
	draws := 0
	g := serve(t, Config{})
	g.SetRoutes(NewRoutes(map[string]Route{testPath: {Profile: "p1", Rules: set,
		Env: reply.Env{Random: func() uint64 { // the first draw loses, the second would win
			draws++
			if draws == 1 {
				return 1<<64 - 1
			}
			return 0
		}},
		Account: wechat.NewAccount(wechat.AccountConfig{Token: testToken})}}))
	if answer := g.ask(push(testToken, "HTTP/1.0", testPush)); !strings.Contains(answer, "[fine]") {
		t.Errorf("answered %q", answer)
	}
	if x := g.only(); x.RuleID != "r1" {
		t.Errorf("answered by %q", x.RuleID)
	}
}

// TestForwardOddStatus asks a backend that does not speak HTTP well.
func TestForwardOddStatus(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() { l.Close(); <-done })
	go func() {
		defer close(done)
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		if _, err := http.ReadRequest(bufio.NewReader(c)); err != nil {
			t.Error(err)
		}
		_, _ = io.WriteString(c, "HTTP/1.1 042 Odd\r\nContent-Length: 2\r\n\r\nhi")
	}()
	g := serve(t, Config{})
	withRules(t, g, forwardTo("http://"+l.Addr().String()), doing(sayFine))
	if answer := g.ask(push(testToken, "HTTP/1.0", testPush)); !strings.Contains(answer, "[fine]") {
		t.Errorf("answered %q", answer)
	}
	if x := g.only(); !hasCause(x.Opened.Causes, wechat.BackendUnreachable) || x.RuleID != "r1" {
		t.Errorf("by %q, causes %+v", x.RuleID, x.Opened.Causes)
	}
}

// TestDeliveredIsNothing where no byte left.
func TestDeliveredIsNothing(t *testing.T) {
	for name, then := range map[string]reply.Then{
		"closed": {Kind: reply.KindClose},
		"gone":   fixed(time.Minute, sayFine),
	} {
		t.Run(name, func(t *testing.T) {
			g := serve(t, Config{})
			withRules(t, g, doing(then))
			c := g.dial()
			if _, err := io.WriteString(c, push(testToken, "HTTP/1.0", testPush)); err != nil {
				t.Fatal(err)
			}
			if name == "gone" {
				c.Close()
			}
			if x := g.only(); x.Timings.Delivered != 0 || x.Timings.Built == 0 || x.Duration < x.Timings.Built {
				t.Errorf("recorded %+v in %v", x.Timings, x.Duration)
			}
		})
	}
	g := serve(t, Config{})
	withRules(t, g, doing(reply.Then{Kind: reply.KindText, Text: "fine", Fault: reply.FaultHalf}))
	g.ask(push(testToken, "HTTP/1.0", testPush))
	if x := g.only(); x.Timings.Delivered != x.Duration {
		t.Errorf("half an answer was delivered after %v of %v", x.Timings.Delivered, x.Duration)
	}
}
