package callback

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/journal"
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

// line is a client of one connection that sends the same request again and again and
// reads answers of one fixed length, with no more work than the two system calls.
type line struct {
	net.Conn
	request []byte
	buf     []byte
	took    []time.Duration
}

func (l *line) once() error {
	start := time.Now()
	err := ask(l.Conn, l.request, l.buf)
	l.took = append(l.took, time.Since(start))
	return err
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

// nowhere records nothing.
func nowhere(*exchange.Exchange) {}

// full is the server with a profile.
func full(b *testing.B, record func(*exchange.Exchange)) string {
	s := New(Config{Record: record})
	rules, problems := reply.Compile([]reply.Rule{
		{ID: "r1", Name: "follow", On: true, When: reply.When{Type: "event", Event: "subscribe"}, Then: reply.Then{Kind: reply.KindText, Text: "welcome"}},
		{ID: "r2", Name: "quote", On: true, When: reply.When{Type: "text", Op: reply.Any}, Then: reply.Then{Kind: reply.KindText, Text: "you said: {{.Content}}"}},
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

func lines(b *testing.B, addr, request string) []*line {
	out := make([]*line, benchConns)
	for i := range out {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { c.Close() })
		out[i] = &line{Conn: c, request: []byte(request), buf: make([]byte, 8<<10)}
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

func compare(b *testing.B, request string, record func(*exchange.Exchange)) {
	ours, theirs := lines(b, full(b, record), request), lines(b, bare(b), request)
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
	b.ReportMetric(p99(ours), "p99-ms")
	b.ReportMetric(p99(theirs), "bare-p99-ms")
}

// p99 is how long the slowest of a hundred answers takes, milliseconds.
func p99(ls []*line) float64 {
	var all []time.Duration
	for _, l := range ls {
		all = append(all, l.took...)
	}
	slices.Sort(all)
	return float64(all[len(all)*99/100]) / float64(time.Millisecond)
}

func BenchmarkVerification(b *testing.B) { compare(b, verification(testToken, "HTTP/1.1"), nowhere) }

func BenchmarkTextPush(b *testing.B) { compare(b, push(testToken, "HTTP/1.1", testPush), nowhere) }

// BenchmarkRefusedPush is a push whose signature fits nothing, so that the whole
// diagnosis runs.
func BenchmarkRefusedPush(b *testing.B) { compare(b, push("other", "HTTP/1.1", testPush), nowhere) }

// BenchmarkTextPushKept has every exchange committed to a journal in a file before its
// answer leaves. late is how many were not, because the machine was out of breath.
func BenchmarkTextPushKept(b *testing.B) {
	l, err := journal.Open(journal.LogConfig{File: filepath.Join(b.TempDir(), "journal.db"), MaxCount: 1 << 30})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := l.Close(); err != nil {
			b.Error(err)
		}
	})
	compare(b, push(testToken, "HTTP/1.1", testPush), l.Append)
	h := l.Health()
	b.ReportMetric(float64(h.Late), "late")
	if got := l.Counts().Kept; h.Kind != journal.Well || got < b.N {
		b.Fatalf("%d of %d are kept: %+v", got, b.N, h)
	}
}

// BenchmarkOneByOne is WeChat's own way: HTTP/1.0, a connection for every request.
func BenchmarkOneByOne(b *testing.B) {
	request := []byte(verification(testToken, "HTTP/1.0"))
	servers := []string{full(b, nowhere), bare(b)}
	var spent [2]time.Duration
	var ratios []float64
	b.ResetTimer()
	for i := 0; i < b.N; i += benchBlock {
		var block [2]time.Duration
		for j := range 2 {
			which := (j + i/benchBlock) % 2
			block[which] = oneByOne(b, servers[which], request, min(benchBlock, b.N-i))
			spent[which] += block[which]
		}
		ratios = append(ratios, float64(block[1])/float64(block[0]))
	}
	report(b, ratios, spent)
}

func oneByOne(b *testing.B, addr string, request []byte, n int) time.Duration {
	var wait sync.WaitGroup
	start := time.Now()
	for i := range benchConns {
		wait.Go(func() {
			buf := make([]byte, 4096)
			for range (n + i) / benchConns {
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
