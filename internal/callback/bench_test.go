package callback

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// The benchmarks set the server beside a bare net/http echo in the same run: blocks
// of requests go to the one and the other in turn, so that what else the machine does
// falls on both alike. "ratio" is the server's share of the bare server's requests
// per second, the median over the blocks.
const (
	benchConns = 16
	benchBlock = 480 // requests to one server before the other has its turn
)

// line is a client of one connection that sends requests and reads answers with no more
// work than the two system calls.
type line struct {
	net.Conn
	requests [][]byte // in turn
	next     int
	buf      []byte
}

func (l *line) once() error {
	l.next = (l.next + 1) % len(l.requests)
	return ask(l.Conn, l.requests[l.next], l.buf)
}

// benchRequests is how many different requests a line has: together more than the
// server remembers, since WeChat does not send the same twice.
const benchRequests = 2 * replayMemory / benchConns

// renewed are n versions of a request of the token's, each with a nonce of its own,
// counted from first.
func renewed(token, request string, first, n int) [][]byte {
	query := wechat.Query(strings.Fields(request)[1][len(testPath)+1:])
	ts, nonce := query.Get("timestamp"), query.Get("nonce")
	out := make([][]byte, n)
	for i := range out {
		fresh := strconv.Itoa(100_000_000 + first + i)
		out[i] = []byte(strings.NewReplacer("nonce="+nonce, "nonce="+fresh,
			wechat.Sign(token, ts, nonce), wechat.Sign(token, ts, fresh)).Replace(request))
	}
	return out
}

// length is how long the whole answer is, 0 while its head has not come.
func length(b []byte) int {
	end := bytes.Index(b, []byte("\r\n\r\n"))
	if end < 0 {
		return 0
	}
	_, rest, _ := bytes.Cut(b[:end+2], []byte("Content-Length: "))
	number, _, _ := bytes.Cut(rest, []byte("\r\n"))
	n, err := strconv.Atoi(string(number))
	if err != nil {
		return end + 4
	}
	return end + 4 + n
}

// bare is an HTTP server that does nothing but echo.
func bare(b *testing.B) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			_, _ = io.WriteString(w, echostr)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err == nil {
			_, _ = w.Write(body)
		}
	})}
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(l) }()
	b.Cleanup(func() { s.Close(); <-done })
	return l.Addr().String()
}

// full is the server with a profile, recording to nowhere.
func full(b *testing.B) string {
	s := New(Config{Record: func(*exchange.Exchange) {}})
	rules, problems := reply.Compile([]reply.Rule{
		{ID: "r1", Name: "follow", On: true, When: reply.Simple{Type: "event", Event: "subscribe"}.When(), Then: reply.Then{Kind: reply.KindText, Text: "welcome"}},
		{ID: "r2", Name: "quote", On: true, When: reply.Simple{Type: "text", Op: reply.Any}.When(), Then: reply.Then{Kind: reply.KindText, Text: "you said: {{.Content}}"}},
	})
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	account := wechat.NewAccount(wechat.AccountConfig{Token: testToken})
	s.SetRoutes(NewRoutes(map[string]Route{testPath: {Profile: "p1", Account: account, Rules: rules}}))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(l, exchange.Local) }()
	b.Cleanup(func() { s.Close(); <-done })
	return l.Addr().String()
}

func lines(b *testing.B, addr, token, request string) []*line {
	out := make([]*line, benchConns)
	for i := range out {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { c.Close() })
		out[i] = &line{Conn: c, requests: renewed(token, request, i*benchRequests, benchRequests), buf: make([]byte, 8<<10)}
	}
	return out
}

// run sends n requests over the lines and returns how long that took.
func run(b *testing.B, ls []*line, n int) time.Duration {
	var wait sync.WaitGroup
	start := time.Now()
	for i, l := range ls {
		wait.Go(func() {
			for range (n + i) / len(ls) {
				if err := l.once(); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	return time.Since(start)
}

func compare(b *testing.B, token, request string) {
	ours, theirs := lines(b, full(b), token, request), lines(b, bare(b), token, request)
	run(b, ours, benchConns)
	run(b, theirs, benchConns)
	var spent [2]time.Duration
	var ratios []float64
	b.ResetTimer()
	for i := 0; i < b.N; i += benchBlock {
		n := min(benchBlock, b.N-i)
		var block [2]time.Duration
		for j := range 2 {
			which := (j + i/benchBlock) % 2
			block[which] = run(b, [2][]*line{ours, theirs}[which], n)
			spent[which] += block[which]
		}
		ratios = append(ratios, float64(block[1])/float64(block[0]))
	}
	report(b, ratios, spent)
}

func BenchmarkVerification(b *testing.B) { compare(b, testToken, verification(testToken, "HTTP/1.1")) }

func BenchmarkTextPush(b *testing.B) { compare(b, testToken, push(testToken, "HTTP/1.1", testPush)) }

// BenchmarkRefusedPush is a push whose signature fits nothing, so that the whole
// diagnosis runs.
func BenchmarkRefusedPush(b *testing.B) { compare(b, "other", push("other", "HTTP/1.1", testPush)) }

// BenchmarkOneByOne is WeChat's own way: HTTP/1.0, a connection for every request.
func BenchmarkOneByOne(b *testing.B) {
	requests := renewed(testToken, verification(testToken, "HTTP/1.0"), 0, benchConns*benchRequests)
	servers := []string{full(b), bare(b)}
	var sent [2]atomic.Int64
	var spent [2]time.Duration
	var ratios []float64
	b.ResetTimer()
	for i := 0; i < b.N; i += benchBlock {
		var block [2]time.Duration
		for j := range 2 {
			which := (j + i/benchBlock) % 2
			block[which] = oneByOne(b, servers[which], requests, &sent[which], min(benchBlock, b.N-i))
			spent[which] += block[which]
		}
		ratios = append(ratios, float64(block[1])/float64(block[0]))
	}
	report(b, ratios, spent)
}

func oneByOne(b *testing.B, addr string, requests [][]byte, sent *atomic.Int64, n int) time.Duration {
	var wait sync.WaitGroup
	start := time.Now()
	for i := range benchConns {
		wait.Go(func() {
			buf := make([]byte, 4096)
			for range (n + i) / benchConns {
				request := requests[int(sent.Add(1))%len(requests)]
				c, err := net.Dial("tcp", addr)
				if err != nil {
					b.Error(err)
					return
				}
				err = ask(c, request, buf)
				c.Close()
				if err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	return time.Since(start)
}

func report(b *testing.B, ratios []float64, spent [2]time.Duration) {
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "ratio")
	b.ReportMetric(float64(b.N)/spent[0].Seconds(), "req/s")
	b.ReportMetric(float64(b.N)/spent[1].Seconds(), "bare-req/s")
}
