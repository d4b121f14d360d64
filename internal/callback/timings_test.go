package callback

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/reply"
)

// ordered fails unless the moments there are follow each other and end with the answer.
func ordered(t *testing.T, x *exchange.Exchange) {
	t.Helper()
	last := time.Duration(0)
	for _, at := range []time.Duration{x.Timings.Received, x.Timings.Verified, x.Timings.Decided, x.Timings.Built, x.Timings.Delivered} {
		if at != 0 && at < last {
			t.Errorf("a moment comes before the one above it: %+v", x.Timings)
		}
		last = max(last, at)
	}
	if x.Timings.Delivered != x.Duration || x.Duration <= 0 {
		t.Errorf("delivered after %v, took %v", x.Timings.Delivered, x.Duration)
	}
}

// TestTimings tells the moments of a request whose body comes late.
func TestTimings(t *testing.T) {
	g := serve(t, Config{})
	withRules(t, g, reply.Rule{ID: "r1", Name: "r", When: reply.Simple{Op: reply.Any}.When(), Then: reply.Then{Kind: reply.KindText, Text: "x"}})
	head, body, _ := strings.Cut(push(testToken, "HTTP/1.1", testPush), "\r\n\r\n")
	c := g.dial()
	answers := bufio.NewReader(c)
	if _, err := io.WriteString(c, head+"\r\nExpect: 100-continue\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	if line, err := answers.ReadString('\n'); err != nil || !strings.Contains(line, "100") {
		t.Fatalf("%q %v", line, err)
	}
	sent := time.Now()
	if _, err := io.WriteString(c, body); err != nil {
		t.Fatal(err)
	}
	if _, err := answers.ReadString('\n'); err != nil { // the rest of the interim answer
		t.Fatal(err)
	}
	r, err := http.ReadResponse(answers, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Body.Close(); err != nil {
		t.Fatal(err)
	}
	answered := time.Now()
	x := g.wait(1)[0]
	ordered(t, x)
	m := x.Timings
	if !x.Time.Before(sent) || x.Time.Add(m.Received).Before(sent) || x.Time.Add(m.Built).After(answered) {
		t.Errorf("sent %v after the first byte was read, answered %v: %+v", sent.Sub(x.Time), answered.Sub(x.Time), m)
	}
	if m.Verified == 0 || m.Decided == 0 || m.Built == 0 {
		t.Errorf("%+v", m)
	}
}

// TestTimingsOfOthers: what does not happen has no moment.
func TestTimingsOfOthers(t *testing.T) {
	for name, tt := range map[string]struct {
		request                           string
		received, verified, decided, made bool
	}{
		"verification": {verification(testToken, "HTTP/1.1"), true, true, false, true},
		"wrong token":  {push("other", "HTTP/1.1", testPush), true, true, false, true},
		"elsewhere":    {"GET /robots.txt HTTP/1.1\r\nHost: a\r\n\r\n", true, false, false, true},
		"malformed":    {"GET / HTTP/9.9\r\n\r\n", false, false, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			g := serve(t, Config{})
			g.say(tt.request)
			x := g.only()
			ordered(t, x)
			m := x.Timings
			if m.Received > 0 != tt.received || m.Verified > 0 != tt.verified || m.Decided > 0 != tt.decided || m.Built > 0 != tt.made {
				t.Errorf("%+v", m)
			}
		})
	}
}
