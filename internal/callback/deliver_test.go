package callback

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// doing is a rule that takes everything.
func doing(then reply.Then) reply.Rule {
	return reply.Rule{ID: "r1", Name: "rule one", Then: then}
}

func fixed(d time.Duration, then reply.Then) reply.Then {
	then.Delay = reply.Fixed(d)
	return then
}

var sayFine = reply.Then{Kind: reply.KindText, Text: "fine"}

// all reads until the connection ends, however it does.
func all(c net.Conn) string {
	b, _ := io.ReadAll(c) // what ends it is the test's affair
	return string(b)
}

// ask sends a request over a connection of its own and returns all that is answered.
func (g *rig) ask(request string) string {
	g.Helper()
	c := g.dial()
	if _, err := io.WriteString(c, request); err != nil {
		g.Fatal(err)
	}
	return all(c)
}

func TestSpecialIsRecorded(t *testing.T) {
	drill := func(f reply.Fault) reply.Then { return reply.Then{Kind: reply.KindText, Text: "fine", Fault: f} }
	for _, tt := range []struct {
		name   string
		then   reply.Then
		reply  string
		status int
		want   *exchange.Special
	}{
		{"the usual", sayFine, "text", 200, nil},
		{"status", reply.Then{Kind: reply.KindStatus, Status: 418, Text: "no"}, "status", 418, nil},
		{"close", reply.Then{Kind: reply.KindClose}, "close", 0, &exchange.Special{Closed: true}},
		{"half", drill(reply.FaultHalf), "text", 200, &exchange.Special{Fault: "half_body"}},
		{"users", drill(reply.FaultUsers), "text", 200, &exchange.Special{Fault: "not_swapped"}},
		{"signature in plain mode", drill(reply.FaultSignature), "text", 200, &exchange.Special{Fault: "wrong_signature", Moot: true}},
		{"half of nothing", reply.Then{Kind: reply.KindEmpty, Fault: reply.FaultHalf}, "empty", 200, &exchange.Special{Fault: "half_body", Moot: true}},
		{"sequence", reply.Then{Kind: reply.KindSequence, Steps: []reply.Then{sayFine, sayFine}}, "text", 200, &exchange.Special{Step: 1, Steps: 2}},
		{"messages after", reply.Then{Kind: reply.KindSuccess, After: []reply.Then{sayFine}}, "success", 200, &exchange.Special{Followups: 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var after []reply.CustomerMessage
			g := serve(t, Config{After: func(x *exchange.Exchange, m []reply.CustomerMessage) { after = m }})
			withRules(t, g, doing(tt.then))
			request := push(testToken, "HTTP/1.0", testPush)
			answer := g.ask(request)
			x := g.only()
			g.same(x, request, answer)
			if x.Verdict != exchange.Pass || x.Rule != "rule one" || x.Reply != tt.reply || x.Response.Status != tt.status || len(x.Opened.Causes) > 0 {
				t.Errorf("recorded as %v, %q, %q, %d, %+v", x.Verdict, x.Rule, x.Reply, x.Response.Status, x.Opened.Causes)
			}
			switch {
			case (x.Special == nil) != (tt.want == nil), x.Special != nil && *x.Special != *tt.want:
				t.Errorf("special %+v, want %+v", x.Special, tt.want)
			case len(after) != len(tt.then.After):
				t.Errorf("%d messages after it", len(after))
			}
			if x.Timings.Decided <= 0 || x.Timings.Decided > x.Duration {
				t.Errorf("decided after %v of %v", x.Timings.Decided, x.Duration)
			}
		})
	}
}

// TestNamelessRule stands in the record by its ID.
func TestNamelessRule(t *testing.T) {
	g := serve(t, Config{})
	withRules(t, g, reply.Rule{ID: "rule-1", Then: sayFine})
	g.ask(push(testToken, "HTTP/1.0", testPush))
	if x := g.only(); x.Rule != "rule-1" || x.RuleID != "rule-1" {
		t.Errorf("recorded %q, %q", x.Rule, x.RuleID)
	}
}

// TestDelayHoldsNothingUp lets another request be answered while one waits.
func TestDelayHoldsNothingUp(t *testing.T) {
	g := serve(t, Config{})
	slow := reply.Rule{ID: "slow", Name: "slow", When: reply.Simple{Type: "text"}.When(), Then: fixed(time.Minute, sayFine)}
	withRules(t, g, slow, doing(sayFine))
	c := g.dial()
	if _, err := io.WriteString(c, push(testToken, "HTTP/1.0", testPush)); err != nil {
		t.Fatal(err)
	}
	other := strings.Replace(testPush, "[text]", "[image]", 1)
	for range 3 {
		if answer := g.ask(push(testToken, "HTTP/1.0", other)); !strings.Contains(answer, "[fine]") {
			t.Errorf("answered %q", answer)
		}
	}
	if n := g.count(); n != 3 {
		t.Errorf("%d exchanges while one waits", n)
	}
	// The end of the server ends the wait, and the answer leaves all the same.
	done := make(chan error, 1)
	go func() { done <- g.Shutdown(t.Context()) }()
	if answer := all(c); !strings.Contains(answer, "[fine]") {
		t.Errorf("answered %q when the server closed", answer)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if x := g.wait(4)[3]; x.Special == nil || x.Special.Delay <= 0 || x.Special.Delay > 30*time.Second || x.Special.Gone {
		t.Errorf("recorded %+v", x.Special)
	}
}

// TestDelayEndsWithTheCaller hangs up before the answer.
func TestDelayEndsWithTheCaller(t *testing.T) {
	followed := make(chan struct{}, 1)
	g := serve(t, Config{After: func(*exchange.Exchange, []reply.CustomerMessage) { followed <- struct{}{} }})
	then := fixed(time.Minute, sayFine)
	then.After = []reply.Then{sayFine}
	withRules(t, g, doing(then))
	c := g.dial()
	if _, err := io.WriteString(c, push(testToken, "HTTP/1.0", testPush)); err != nil {
		t.Fatal(err)
	}
	c.Close()
	x := g.only()
	if x.Special == nil || !x.Special.Gone || len(x.Response.Raw) != 0 || x.Response.Status != 0 || x.Verdict != exchange.Pass {
		t.Errorf("recorded %+v, answer %q", x.Special, x.Response.Raw)
	}
	if len(followed) > 0 {
		t.Error("messages followed an answer that never left")
	}
}

// TestDelayOutlastsLimits waits longer than requests and answers may take.
func TestDelayOutlastsLimits(t *testing.T) {
	g := serve(t, Config{Limits: Limits{ReadTime: 50 * time.Millisecond, WriteTime: 50 * time.Millisecond}})
	withRules(t, g, doing(fixed(300*time.Millisecond, sayFine)))
	if answer := g.ask(push(testToken, "HTTP/1.0", testPush)); !strings.Contains(answer, "[fine]") {
		t.Errorf("answered %q", answer)
	}
	if x := g.only(); x.Special.Delay < 300*time.Millisecond || x.Duration < x.Special.Delay || x.Special.Gone {
		t.Errorf("recorded %+v in %v", x.Special, x.Duration)
	}
}

// TestSlowIsOnlyWarnedOfWhenNotMeant: a drill is told of, but is no warning.
func TestSlowIsOnlyWarnedOfWhenNotMeant(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for fault, warned := range map[string]bool{"": true, "too_slow": false, "not_swapped": true} {
			x := &exchange.Exchange{Time: time.Now().Add(-6 * time.Second), Verdict: exchange.Pass, Special: &exchange.Special{Fault: fault}}
			a := answer{exchange: x}
			a.complete()
			if got := len(x.Opened.Causes) == 1 && x.Opened.Causes[0].ID == wechat.ReplySlow; got != warned {
				t.Errorf("fault %q: warned %v of %+v", fault, got, x.Opened.Causes)
			}
		}
	})
}

// TestKeepsTheConnection uses it again after a special answer that leaves it whole.
func TestKeepsTheConnection(t *testing.T) {
	g := serve(t, Config{})
	g.route(&reply.State{}, doing(reply.Then{Kind: reply.KindSequence, Steps: []reply.Then{
		fixed(10*time.Millisecond, sayFine), {Kind: reply.KindStatus, Status: 204}, {Kind: reply.KindStatus, Status: 500, Text: "no"}, sayFine}}))
	c := g.dial()
	client := &http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		if c == nil {
			return nil, errors.New("a second connection was wanted")
		}
		defer func() { c = nil }()
		return c, nil
	}}}
	for i, want := range []int{200, 204, 500, 200} {
		r, err := client.Post("http://"+g.addr+testPath+"?"+signed(testToken, ""), "text/xml", strings.NewReader(testPush))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r.Body)
		r.Body.Close()
		if err != nil || r.StatusCode != want {
			t.Errorf("answer %d: %d %q, %v", i, r.StatusCode, body, err)
		}
	}
	for i, x := range g.wait(4) {
		if x.Special.Step != i+1 || x.Special.Steps != 4 {
			t.Errorf("step %d recorded as %+v", i+1, x.Special)
		}
	}
}
