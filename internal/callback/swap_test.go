package callback

import (
	"bytes"
	"io"
	"net"
	"sync"
	"testing"

	"echostr/internal/exchange"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// TestRoutesSwapUnderLoad flips the profile between two Tokens, with a rule each, while
// requests for the one and the other arrive. Whatever version a request met, it must
// have met the whole of it.
func TestRoutesSwapUnderLoad(t *testing.T) {
	names := []string{"tokenA", "tokenB"}
	versions := make([]*Routes, len(names))
	for i, name := range names {
		rules, problems := reply.Compile([]reply.Rule{{ID: name, Name: name, On: true,
			When: reply.Simple{Op: reply.Any}.When(), Then: reply.Then{Kind: reply.KindText, Text: name}}})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		versions[i] = NewRoutes(map[string]Route{testPath: {Profile: name, Rules: rules,
			Account: wechat.NewAccount(wechat.AccountConfig{Token: name})}})
	}
	g := serve(t, Config{})
	g.SetRoutes(versions[0])

	stop := make(chan struct{})
	var callers sync.WaitGroup
	sent := make([]int, 8)
	for i := range sent {
		c := g.dial()
		callers.Go(func() {
			buf := make([]byte, 4096)
			request := []byte(push(names[i%2], "HTTP/1.1", testPush))
			for {
				if err := ask(c, request, buf); err != nil {
					t.Error(err)
					return
				}
				sent[i]++
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	for i := range 1000 {
		g.SetRoutes(versions[i%2])
		if i%10 == 0 { // let some requests meet it
			g.wait(i / 10)
		}
	}
	close(stop)
	callers.Wait()
	total := 0
	for _, n := range sent {
		total += n
	}
	counts := map[exchange.Verdict]int{}
	for _, x := range g.wait(total) {
		counts[x.Verdict]++
		token := x.Opened.Check.Token
		if x.Profile != token {
			t.Fatalf("profile %q was held to the Token of %q", x.Profile, token)
		}
		answered := bytes.Contains(x.Response.Raw, []byte("<Content><![CDATA["+token+"]]>"))
		if x.Verdict == exchange.Pass && (x.RuleID != token || !answered) || x.Verdict == exchange.Fail && (x.RuleID != "" || x.Response.Status != 403) {
			t.Fatalf("%v under %q: rule %q answered\n%q", x.Verdict, token, x.RuleID, x.Response.Raw)
		}
	}
	if counts[exchange.Pass] == 0 || counts[exchange.Fail] == 0 || counts[exchange.NotForUs] != 0 {
		t.Errorf("%v of %d", counts, total)
	}
}

// ask sends a request over a kept connection and reads its answer to the end.
func ask(c net.Conn, request, buf []byte) error {
	if _, err := c.Write(request); err != nil {
		return err
	}
	for have := 0; ; {
		n, err := c.Read(buf[have:])
		if err != nil {
			return err
		}
		if have += n; have == len(buf) {
			return io.ErrShortBuffer
		}
		if want := length(buf[:have]); want > 0 && have >= want {
			return nil
		}
	}
}
