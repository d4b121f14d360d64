package callback

import (
	"net"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/journal"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// keptClient sends pushes of its own over one connection and notes how long each answer
// took.
type keptClient struct {
	net.Conn
	requests [][]byte // in turn
	sent     int
	buf      []byte
	took     []time.Duration
}

func (c *keptClient) once() error {
	began := time.Now()
	err := ask(c.Conn, c.requests[c.sent%len(c.requests)], c.buf)
	c.sent++
	c.took = append(c.took, time.Since(began))
	return err
}

// keptClients are as many as the other benchmarks have, each with pushes that no other
// sends: WeChat does not say the same thing twice.
func keptClients(b *testing.B, addr string) []*keptClient {
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	out := make([]*keptClient, benchConns)
	for i := range out {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { conn.Close() })
		out[i] = &keptClient{Conn: conn, buf: make([]byte, 8<<10)}
		for j := range 4096 {
			nonce := strconv.Itoa(100_000_000 + i*4096 + j)
			body := strings.Replace(testPush, "6272960105994287618", "62729601"+nonce+"00", 1)
			out[i].requests = append(out[i].requests, []byte("POST "+testPath+"?signature="+wechat.Sign(testToken, stamp, nonce)+
				"&timestamp="+stamp+"&nonce="+nonce+"&openid=oUser HTTP/1.1\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\nHost: example.com\r\nPragma: no-cache\r\nContent-Length: "+
				strconv.Itoa(len(body))+"\r\nContent-Type: text/xml\r\n\r\n"+body))
		}
	}
	return out
}

// keeping is a server that records into a journal in a file.
func keeping(b *testing.B, l *journal.Log) string {
	s := New(Config{Record: l.Append})
	rules, problems := reply.Compile([]reply.Rule{
		{ID: "r1", Name: "quote", On: true, When: reply.Simple{Type: "text", Op: reply.Any}.When(), Then: reply.Then{Kind: reply.KindText, Text: "you said: {{.Content}}"}},
	})
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	s.SetRoutes(NewRoutes(map[string]Route{testPath: {Profile: "p1", Account: wechat.NewAccount(wechat.AccountConfig{Token: testToken}), Rules: rules}}))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(listener, exchange.Local) }()
	b.Cleanup(func() { s.Close(); <-done })
	return listener.Addr().String()
}

// keptRun is n requests over all clients and how long they took together.
func keptRun(b *testing.B, clients []*keptClient, n int) time.Duration {
	var wait sync.WaitGroup
	began := time.Now()
	for i, c := range clients {
		wait.Go(func() {
			for range (n + i) / len(clients) {
				if err := c.once(); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	return time.Since(began)
}

// BenchmarkTextPushKept has every exchange committed to a journal in a file before its
// answer leaves, and sets that beside a bare echo. late is how many answers left before,
// because the machine was out of breath.
func BenchmarkTextPushKept(b *testing.B) {
	l, err := journal.Open(journal.LogConfig{File: filepath.Join(b.TempDir(), "journal.db"), MaxCount: 1 << 30})
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := l.Close(); err != nil {
			b.Error(err)
		}
	}()
	sides := [2][]*keptClient{keptClients(b, keeping(b, l)), keptClients(b, bare(b))}
	for _, side := range sides {
		keptRun(b, side, 10*benchConns)
	}
	var spent [2]time.Duration
	var ratios []float64
	b.ResetTimer()
	for i := 0; i < b.N; i += benchBlock {
		var block [2]time.Duration
		for j := range 2 {
			which := (j + i/benchBlock) % 2
			block[which] = keptRun(b, sides[which], min(benchBlock, b.N-i))
			spent[which] += block[which]
		}
		ratios = append(ratios, float64(block[1])/float64(block[0]))
	}
	b.StopTimer()
	report(b, ratios, spent)
	for i, name := range []string{"p99-ms", "bare-p99-ms"} {
		var all []time.Duration
		for _, c := range sides[i] {
			all = append(all, c.took...)
		}
		slices.Sort(all)
		b.ReportMetric(float64(all[len(all)*99/100])/float64(time.Millisecond), name)
	}
	h := l.Health()
	b.ReportMetric(float64(h.Late), "late")
	if kept := l.Counts().Kept; h.Kind != journal.Well || h.Lost > 0 || kept < b.N {
		b.Fatalf("%d of %d are kept: %+v", kept, b.N, h)
	}
}
