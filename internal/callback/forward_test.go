package callback

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

func forwardTo(url string) reply.Rule {
	return reply.Rule{ID: "fwd", Name: "forward", Then: reply.Then{Kind: reply.KindForward, URL: url}}
}

// behind is a backend that is ended with the test.
func behind(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// TestForward holds what the backend is asked to what came, and what is answered to what
// the backend said.
func TestForward(t *testing.T) {
	var got *http.Request
	var body string
	url := behind(t, func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		got, body = r, string(b)
		w.Header().Set("Content-Type", "text/x-odd")
		w.Header().Set("Content-Encoding", "x-none")
		fmt.Fprint(w, "<xml><ToUserName>oUser</ToUserName><FromUserName>gh_test</FromUserName><CreateTime>1460541339</CreateTime><MsgType>text</MsgType><Content>behind</Content></xml>")
	})
	g := serve(t, Config{TestMark: "mark"})
	withRules(t, g, forwardTo(url+"/base?x=1&y=%20"))
	request := push(testToken, "HTTP/1.0", testPush)
	request = strings.Replace(request, "Pragma: no-cache", "Pragma: no-cache\r\nX-Own: a\r\nX-Own: b\r\nX-Forwarded-For: 192.0.2.1\r\nTe: trailers\r\nX-Hop: 1\r\nConnection: X-Hop\r\nX-Echostr-Test: mark", 1)
	answer := g.ask(request)
	x := g.only()
	g.same(x, request, answer)
	r := parse(t, request, answer)
	if r.StatusCode != 200 || r.Header.Get("Content-Type") != "text/x-odd" || r.Header.Get("Content-Encoding") != "x-none" || !strings.Contains(r.body, "behind") {
		t.Errorf("answered %q", answer)
	}
	if got.Method != "POST" || got.URL.Path != "/base" || got.URL.RawQuery != "x=1&y=%20&"+x.Request.Query || body != testPush {
		t.Errorf("asked %s %s %q", got.Method, got.URL, body)
	}
	h := got.Header
	if h.Get("Content-Type") != "text/xml" || h.Get("Pragma") != "no-cache" || len(h["X-Own"]) != 2 || h.Get("User-Agent") != "Mozilla/4.0" ||
		h.Get("X-Forwarded-For") != "192.0.2.1, 127.0.0.1" || h.Get("X-Forwarded-Host") != "example.com" {
		t.Errorf("asked with %v", h)
	}
	for _, name := range []string{"Te", "X-Hop", "Connection", "X-Echostr-Test", "Accept-Encoding"} {
		if _, there := h[name]; there {
			t.Errorf("%s was passed on", name)
		}
	}
	f := x.Special.Forward
	if x.Reply != "forward" || x.RuleID != "fwd" || f == nil || f.URL != url+"/base" || f.Status != 200 || f.Took <= 0 || f.Problem != "" || len(x.Opened.Causes) > 0 {
		t.Errorf("recorded %q, %+v, %+v", x.Reply, f, x.Opened.Causes)
	}
}

// TestForwardPassesOn what the backend says, whatever it is, and remarks on it.
func TestForwardPassesOn(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
		status int
		body   string
		want   wechat.CauseID
	}{
		{"success", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "success") }, 200, "success", ""},
		{"a page", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<html>oops</html>") }, 200, "<html>oops</html>", wechat.ReplyHTML},
		{"an error", func(w http.ResponseWriter, r *http.Request) { http.Error(w, "oops", 500) }, 500, "oops\n", wechat.BackendStatus},
		{"a redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) }, 302, "", wechat.BackendStatus},
		{"nothing", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) }, 204, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			calls := 0
			g := serve(t, Config{})
			withRules(t, g, forwardTo(behind(t, func(w http.ResponseWriter, r *http.Request) {
				calls++
				tt.answer(w, r)
			})))
			request := push(testToken, "HTTP/1.0", testPush)
			answer := g.ask(request)
			x := g.only()
			g.same(x, request, answer)
			if r := parse(t, request, answer); r.StatusCode != tt.status || r.body != tt.body {
				t.Errorf("answered %q", answer)
			}
			if calls != 1 || x.Special.Forward.Status != tt.status || x.Verdict != exchange.Pass {
				t.Errorf("%d calls, recorded %+v as %v", calls, x.Special.Forward, x.Verdict)
			}
			if c := x.Opened.Causes; tt.want == "" && len(c) > 0 || tt.want != "" && (len(c) != 1 || c[0].ID != tt.want || !c[0].Warning) {
				t.Errorf("causes %+v, want %q", c, tt.want)
			}
		})
	}
}

// never waits until the caller gives up.
func never(r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // only then is a hang-up noticed
	<-r.Context().Done()
}

// TestForwardFails wants the next rule to answer, the cause to be told, and the hit not to
// count.
func TestForwardFails(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "http://" + l.Addr().String()
	l.Close()
	for _, tt := range []struct {
		name, url string
		want      wechat.CauseID
		second    wechat.CauseID // of another backend that is out of reach
	}{
		{"unreachable", nobody, wechat.BackendUnreachable, wechat.BackendUnreachable},
		{"slow", behind(t, func(w http.ResponseWriter, r *http.Request) {
			never(r)
		}), wechat.BackendSlow, wechat.BackendSkipped},
		{"slow in the middle", behind(t, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, "<xml>")
			w.(http.Flusher).Flush()
			never(r)
		}), wechat.BackendSlow, wechat.BackendSkipped},
		{"cut", behind(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "<xml>")
		}), wechat.BackendUnreachable, wechat.BackendUnreachable},
		{"too large", behind(t, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, strings.Repeat("x", maxBackendAnswer+1))
		}), wechat.BackendTooLarge, wechat.BackendUnreachable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := serve(t, Config{Limits: Limits{BackendTime: 200 * time.Millisecond}})
			state := &reply.State{}
			second := forwardTo(nobody)
			second.ID, second.Name = "fwd2", "second"
			g.route(state, forwardTo(tt.url), second, doing(sayFine))
			request := push(testToken, "HTTP/1.0", testPush)
			answer := g.ask(request)
			x := g.only()
			g.same(x, request, answer)
			if !strings.Contains(answer, "[fine]") || x.RuleID != "r1" || x.Reply != "text" {
				t.Errorf("answered %q by %q", answer, x.RuleID)
			}
			c := x.Opened.Causes
			if len(c) != 2 || c[0].ID != tt.want || !c[0].Warning || c[0].Args["rule"] != "forward" || c[0].Args["url"] != tt.url ||
				c[1].ID != tt.second || c[1].Args["rule"] != "second" {
				t.Errorf("causes %+v, want %s", c, tt.want)
			}
			if f := x.Special.Forward; f == nil || f.Problem != tt.second || f.Status != 0 {
				t.Errorf("recorded %+v", f)
			}
			if a, b := state.Counted("fwd", "oUser"), state.Counted("r1", "oUser"); a.Rule != 0 || b.Rule != 1 {
				t.Errorf("counted %+v and %+v", a, b)
			}
		})
	}
}

// route puts rules in force that count in state.
func (g *rig) route(state *reply.State, rules ...reply.Rule) {
	g.Helper()
	for i := range rules {
		rules[i].On = true
	}
	set, problems := reply.Compile(rules)
	if reply.Blocks(problems) {
		g.Fatal(problems)
	}
	g.SetRoutes(NewRoutes(map[string]Route{testPath: {Profile: "p1", Rules: set, Env: reply.Env{State: state},
		Account: wechat.NewAccount(wechat.AccountConfig{Token: testToken})}}))
}

// TestForwardLoop refuses to ask itself: at its own address by any name, and by a detour.
func TestForwardLoop(t *testing.T) {
	for _, name := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "detour"} {
		t.Run(name, func(t *testing.T) {
			g := serve(t, Config{})
			_, port, err := net.SplitHostPort(g.addr)
			if err != nil {
				t.Fatal(err)
			}
			url, want := "http://"+name+":"+port+testPath, 1
			if name == "detour" { // as through a tunnel: the caller is not ourselves
				want = 2
				url = behind(t, func(w http.ResponseWriter, r *http.Request) {
					again, err := http.NewRequest("POST", "http://"+g.addr+testPath+"?"+r.URL.RawQuery, r.Body)
					if err != nil {
						t.Error(err)
						return
					}
					again.Header = r.Header.Clone()
					res, err := http.DefaultClient.Do(again)
					if err != nil {
						t.Error(err)
						return
					}
					defer res.Body.Close()
					io.Copy(w, res.Body)
				})
			}
			withRules(t, g, forwardTo(url), doing(sayFine))
			if answer := g.ask(push(testToken, "HTTP/1.0", testPush)); !strings.Contains(answer, "[fine]") {
				t.Errorf("answered %q", answer)
			}
			x := g.wait(want)[0]
			if c := x.Opened.Causes; len(c) != 1 && name != "detour" || len(c) < 1 || !hasCause(c, wechat.BackendLoop) || x.RuleID != "r1" {
				t.Errorf("by %q, causes %+v", x.RuleID, c)
			}
			if n := g.count(); n != want {
				t.Errorf("%d exchanges, want %d", n, want)
			}
		})
	}
}

func hasCause(all []wechat.Cause, id wechat.CauseID) bool {
	for _, c := range all {
		if c.ID == id {
			return true
		}
	}
	return false
}
