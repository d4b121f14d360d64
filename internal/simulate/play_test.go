package simulate

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
)

// record is a request as it came, recorded.
func record(t *testing.T, raw string) *exchange.Exchange {
	t.Helper()
	head, _, ok := strings.Cut(raw, "\r\n\r\n")
	line, _, _ := strings.Cut(head, "\r\n")
	words := strings.Split(line, " ")
	if !ok || len(words) != 3 {
		t.Fatalf("%q is no request", raw)
	}
	x := &exchange.Exchange{ID: 7, Time: time.Unix(1714036504, 0), Request: exchange.Request{
		Method: words[0], Target: words[1], Proto: words[2], Raw: []byte(raw), Head: len(head) + 4}}
	x.Request.Path, x.Request.Query = exchange.SplitTarget(words[1])
	return x
}

// backend answers every connection with answer and hands out what it read until then.
func backend(t *testing.T, answer string) (url string, got <-chan string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	seen := make(chan string, 16)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			var b bytes.Buffer
			buf := make([]byte, 4096)
			for !strings.HasSuffix(b.String(), "END") && !strings.HasSuffix(b.String(), "\r\n\r\n") {
				n, err := c.Read(buf)
				b.Write(buf[:n])
				if err != nil {
					break
				}
			}
			seen <- b.String()
			io.WriteString(c, answer)
			c.Close()
		}
	}()
	t.Cleanup(func() { l.Close(); <-done })
	return "http://" + l.Addr().String(), seen
}

const odd = "POST /wx/demo?b=2&a=%31 HTTP/1.0\r\nhOsT:  old.example\r\nX-Odd:no blank\r\n folded\r\naccept: */*\r\n" +
	"X-Echostr-Test: earlier\r\nX-Echostr-Replay: earlier:3\r\n also folded\r\nPragma: no-cache\r\nContent-Length: 7\r\n\r\nbodyEND"

// TestPlayIsExact holds what leaves to what was recorded, byte for byte but for what the
// target decides.
func TestPlayIsExact(t *testing.T) {
	base, got := backend(t, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nokmore")
	host := strings.TrimPrefix(base, "http://")
	const rest = "X-Odd:no blank\r\n folded\r\naccept: */*\r\nPragma: no-cache\r\nContent-Length: 7\r\n"
	for _, c := range []struct {
		name   string
		target Target
		want   string
	}{
		{"another server", Target{URL: base}, "POST /wx/demo?b=2&a=%31 HTTP/1.0\r\nhOsT: " + host + "\r\n" + rest + "\r\nbodyEND"},
		{"its own Host, marked", Target{URL: base, KeepHost: true, Origin: 7},
			"POST /wx/demo?b=2&a=%31 HTTP/1.0\r\nhOsT:  old.example\r\n" + rest + "X-Echostr-Replay: m1:7\r\n\r\nbodyEND"},
		{"a try of several", Target{URL: base, KeepHost: true, Origin: 7, Run: 31},
			"POST /wx/demo?b=2&a=%31 HTTP/1.0\r\nhOsT:  old.example\r\n" + rest + "X-Echostr-Replay: m1:7:31\r\n\r\nbodyEND"},
		{"another path and query", Target{URL: base + "/app/%7Ecb?k=v"},
			"POST /app/%7Ecb?k=v&b=2&a=%31 HTTP/1.0\r\nhOsT: " + host + "\r\n" + rest + "\r\nbodyEND"},
	} {
		w, err := Again(record(t, odd))
		if err != nil {
			t.Fatal(err)
		}
		p, err := (&Sender{Mark: "m1"}).Play(t.Context(), c.target, w)
		if err != nil || p.Err != nil {
			t.Fatalf("%s: %v %+v", c.name, err, p)
		}
		if sent := <-got; sent != c.want || string(p.Sent.Raw) != c.want {
			t.Errorf("%s: sent\n%q\nwant\n%q", c.name, sent, c.want)
		}
		if a := p.Answer; a.Status != 200 || string(a.Body) != "ok" || !strings.HasSuffix(string(a.Raw), "\r\n\r\nok") || string(a.Raw[a.Head:]) != "ok" || !p.Answered() || p.Remote != host {
			t.Errorf("%s: answer %+v", c.name, a)
		}
	}
}

func TestDirectThroughTLS(t *testing.T) {
	w := Wire{Raw: []byte("GET /wx?a=1 HTTP/1.0\r\nAccept: */*\r\n\r\n"), Head: 37}
	u, err := url.Parse("https://x.example")
	if err != nil {
		t.Fatal(err)
	}
	const want = "GET /wx?a=1 HTTP/1.1\r\nAccept: */*\r\nHost: x.example\r\n\r\n"
	if got := w.direct(Target{KeepHost: true}, u, "m1"); string(got.Raw) != want || got.Head != len(want) {
		t.Errorf("%q, want %q", got.Raw, want)
	}
}

func TestPlayFails(t *testing.T) {
	w, err := Again(record(t, odd))
	if err != nil {
		t.Fatal(err)
	}
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	s := &Sender{Timeout: 50 * time.Millisecond}
	p, err := s.Play(t.Context(), Target{URL: "http://" + silent.Addr().String()}, w)
	if err != nil || p.Err == nil || !strings.Contains(p.Err.Error(), "deadline") || p.Answered() {
		t.Errorf("a silent server: %v %+v", err, p)
	}
	closed, _ := backend(t, "")
	if p, err := s.Play(t.Context(), Target{URL: closed}, w); err != nil || p.Err == nil {
		t.Errorf("a server that hangs up: %v %+v", err, p)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if p, err := s.Play(ctx, Target{URL: closed}, w); err != nil || p.Err == nil {
		t.Errorf("after the end: %v %+v", err, p)
	}
	for _, bad := range []string{"nonsense", "ftp://x/", "http://"} {
		if _, err := s.Play(t.Context(), Target{URL: bad}, w); err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
	for _, x := range []*exchange.Exchange{{}, {Request: exchange.Request{Method: "GET", Cut: true}}} {
		if _, err := Again(x); err == nil {
			t.Errorf("%+v can be sent again", x.Request)
		}
	}
}

// TestPlayLarge tells an answer that is too large from one that breaks off or never came.
func TestPlayLarge(t *testing.T) {
	w, err := Again(record(t, odd))
	if err != nil {
		t.Fatal(err)
	}
	large := strings.Repeat("x", maxAnswer)
	for _, tt := range []struct {
		name, answer string
		want         error // nil: it is whole
	}{
		{"to the end", "HTTP/1.0 200 OK\r\n\r\n" + large, ErrAnswerSize},
		{"announced", "HTTP/1.0 200 OK\r\nContent-Length: 1048576\r\n\r\n" + large, ErrAnswerSize},
		{"in chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100000\r\n" + large + "\r\n0\r\n\r\n", ErrAnswerSize},
		{"head", "HTTP/1.0 200 OK\r\nX: " + large + "\r\n\r\n", ErrAnswerSize},
		{"as large as may be", "HTTP/1.0 200 OK\r\n\r\n" + large[len("HTTP/1.0 200 OK\r\n\r\n"):], nil},
		{"breaks off", "HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\nx", io.ErrUnexpectedEOF},
	} {
		base, _ := backend(t, tt.answer)
		p, err := (&Sender{}).Play(t.Context(), Target{URL: base}, w)
		if err != nil || !errors.Is(p.Err, tt.want) || (p.Answer == nil) != (tt.want != nil) {
			t.Errorf("%s: %v %v", tt.name, err, p.Err)
		}
	}
}

func TestParts(t *testing.T) {
	p := PartsOf(record(t, strings.Replace(odd, "Content-Length: 7\r\n\r\nbodyEND", "Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n", 1)))
	if string(p.Body) != "body" {
		t.Fatalf("body %q", p.Body)
	}
	p.Method, p.Target, p.Body, p.Fields = "PUT", "/x?y", []byte("other"), p.Fields[2:]
	w, err := p.Wire()
	want := "PUT /x?y HTTP/1.0\r\naccept: */*\r\nX-Echostr-Test: earlier\r\nX-Echostr-Replay: earlier:3 also folded\r\nPragma: no-cache\r\nContent-Length: 5\r\n\r\nother"
	if err != nil || string(w.Raw) != want || string(w.Raw[w.Head:]) != "other" {
		t.Errorf("%v %q, want %q", err, w.Raw, want)
	}
	for _, bad := range []Parts{
		{Method: "GET", Target: "/a b"}, {Method: "G T", Target: "/"}, {Target: "/"}, {Method: "GET"},
		{Method: "GET", Target: "/", Fields: []exchange.Field{{Name: "A:", Value: "b"}}},
		{Method: "GET", Target: "/", Fields: []exchange.Field{{Name: "A", Value: "b\r\nC: d"}}},
	} {
		if _, err := bad.Wire(); err == nil {
			t.Errorf("%+v was taken", bad)
		}
	}
}
