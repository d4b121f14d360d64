package journal

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// generator makes exchanges as a busy account has them: some thousand senders, short texts
// in Chinese, events, now and then a failure.
type generator struct {
	r       *rand.Rand
	account *wechat.Account
	at      time.Time
}

func newGenerator(seed uint64) *generator {
	return &generator{r: rand.New(rand.NewPCG(seed, 1)), account: wechat.NewAccount(wechat.AccountConfig{Token: "weixin"}),
		at: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
}

var phrases = []string{"你好", "请问几点开门", "营业时间", "我要退款", "快递到哪里了", "人工客服", "谢谢", "价格多少", "新品", "订单号"}

func (g *generator) text() string {
	var b strings.Builder
	for range 1 + g.r.IntN(3) {
		b.WriteString(phrases[g.r.IntN(len(phrases))])
	}
	fmt.Fprintf(&b, "%05d", g.r.IntN(100_000))
	return b.String()
}

func (g *generator) next() *exchange.Exchange {
	g.at = g.at.Add(time.Duration(g.r.IntN(int(time.Second))))
	stamp, nonce := strconv.FormatInt(g.at.Unix(), 10), strconv.Itoa(100_000_000+g.r.IntN(900_000_000))
	sender := fmt.Sprintf("oGZ%025d", g.r.IntN(5000)*7919)
	sign := wechat.Sign("weixin", stamp, nonce)
	if g.r.IntN(20) == 0 {
		sign = wechat.Sign("wrong", stamp, nonce)
	}
	body := "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>\n<FromUserName><![CDATA[" + sender + "]]></FromUserName>\n<CreateTime>" + stamp + "</CreateTime>\n"
	content := g.text()
	if g.r.IntN(5) == 0 {
		body += "<MsgType><![CDATA[event]]></MsgType>\n<Event><![CDATA[CLICK]]></Event>\n<EventKey><![CDATA[V1001_" + strconv.Itoa(g.r.IntN(10)) + "]]></EventKey>\n</xml>"
	} else {
		body += "<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[" + content + "]]></Content>\n<MsgId>" + strconv.FormatInt(24_525_671_234_567_890+g.r.Int64N(1e12), 10) + "</MsgId>\n</xml>"
	}
	target := "/wx/demo?signature=" + sign + "&timestamp=" + stamp + "&nonce=" + nonce + "&openid=" + sender
	raw := []byte("POST " + target + " HTTP/1.0\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\nHost: example.com\r\nPragma: no-cache\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\nContent-Type: text/xml\r\n\r\n" + body)
	head := len(raw) - len(body)
	x := &exchange.Exchange{Time: g.at, Duration: time.Duration(g.r.IntN(3_000_000)), Remote: "140.207.54." + strconv.Itoa(g.r.IntN(200)) + ":" + strconv.Itoa(1024+g.r.IntN(60_000)), Profile: "p1",
		Request: exchange.Request{Method: "POST", Target: target, Path: target[:8], Query: target[9:], Proto: "HTTP/1.0", Raw: raw, Head: head, Size: int64(len(body))}}
	x.Opened = g.account.Open(&wechat.Request{Method: "POST", Path: "/wx/demo", Query: x.Request.Query, Body: raw[head:], Time: g.at, ContentType: "text/xml"})
	x.Verdict = exchange.Judge(&x.Opened)
	answer := "HTTP/1.0 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nDate: Fri, 20 Nov 2026 13:13:10 GMT\r\nContent-Length: 290\r\n\r\n"
	x.Response = exchange.Response{Status: 200, Head: len(answer)}
	if x.Verdict == exchange.Pass {
		x.Rule, x.RuleID, x.Reply = "营业时间", "r2", "text"
		answer += "<xml><ToUserName><![CDATA[" + sender + "]]></ToUserName><FromUserName><![CDATA[gh_0123456789ab]]></FromUserName><CreateTime>" + stamp + "</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[您说的是：" + content + "]]></Content></xml>"
	} else {
		x.Response.Status = 403
		answer += "forbidden"
	}
	x.Response.Raw = []byte(answer)
	return x
}

// fillLog appends n generated exchanges, from several goroutines so that commits are shared.
func fillLog(t testing.TB, l *Log, n int) {
	t.Helper()
	made := make(chan *exchange.Exchange, 256)
	var wait sync.WaitGroup
	for range 32 {
		wait.Go(func() {
			for x := range made {
				l.Append(x)
			}
		})
	}
	g := newGenerator(7)
	for range n {
		made <- g.next()
	}
	close(made)
	wait.Wait()
	if h := l.Health(); h.Lost > 0 {
		t.Fatalf("%+v", h)
	}
}

// BenchmarkLogAppend appends from 16 goroutines, as connections do.
func BenchmarkLogAppend(b *testing.B) {
	l := openLog(b, LogConfig{File: file(b), MaxCount: 1 << 30})
	g := newGenerator(1)
	samples := make([]*exchange.Exchange, 512)
	for i := range samples {
		samples[i] = g.next()
	}
	b.ReportAllocs()
	b.ResetTimer()
	var wait sync.WaitGroup
	for i := range 16 {
		wait.Go(func() {
			for j := i; j < b.N; j += 16 {
				x := *samples[j%len(samples)]
				l.Append(&x)
			}
		})
	}
	wait.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "exchanges/s")
	b.ReportMetric(float64(l.Health().Late), "late")
}

// openToFirstPage is what the window does first with a home.
func openToFirstPage(b *testing.B, path string) {
	l, err := Open(LogConfig{File: path, MaxCount: 1 << 30, MaxBytes: 1 << 40})
	if err != nil {
		b.Fatal(err)
	}
	p, err := l.Page(b.Context(), Query{Limit: 200})
	if err != nil || len(p.IDs) != 200 {
		b.Fatal(err, len(p.IDs))
	}
	for _, id := range p.IDs[:30] {
		if _, ok := l.Get(id); !ok {
			b.Fatal("an exchange of the first page is gone")
		}
	}
	b.StopTimer()
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
	b.StartTimer()
}

// BenchmarkResidentMemory is that of a process with an empty journal; BenchmarkSearch tells
// it with full ones.
func BenchmarkResidentMemory(b *testing.B) { residentMemory(b, file(b)) }

// residentMemory has a fresh process open a journal and say how much memory it has.
func residentMemory(b *testing.B, path string) {
	var sum float64
	n := 0
	for b.Loop() {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), openerEnv+"="+path)
		out, err := c.Output()
		if err != nil {
			b.Fatal(err)
		}
		kB, err := strconv.Atoi(strings.TrimSpace(string(out)))
		if err != nil {
			b.Fatal(err)
		}
		sum += float64(kB) / 1024
		n++
	}
	b.ReportMetric(sum/float64(n), "MB-resident")
}

// BenchmarkSearch opens and searches journals of generated exchanges: of 100,000, and of
// ECHOSTR_BENCH_EXCHANGES besides, such as 1000000.
func BenchmarkSearch(b *testing.B) {
	sizes := []int{100_000}
	if n, err := strconv.Atoi(os.Getenv("ECHOSTR_BENCH_EXCHANGES")); err == nil {
		sizes = append(sizes, n)
	}
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) { searches(b, n) })
	}
}

func searches(b *testing.B, n int) {
	path := file(b)
	l := openLog(b, LogConfig{File: path, MaxCount: 2 * n, MaxBytes: 1 << 40})
	began := time.Now()
	fillLog(b, l, n)
	b.Logf("%d exchanges appended in %v", n, time.Since(began).Round(time.Millisecond))
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("the file has %d MB", info.Size()>>20)
	b.Run("open_to_the_first_page", func(b *testing.B) {
		for b.Loop() {
			openToFirstPage(b, path)
		}
	})
	b.Run("resident_memory", func(b *testing.B) { residentMemory(b, path) })
	before := heap()
	l = openLog(b, LogConfig{File: path, MaxCount: 2 * n, MaxBytes: 1 << 40})
	failed := func(m *Meta) bool { return m.Verdict == exchange.Fail }
	for _, q := range []struct {
		name string
		Query
	}{
		{"nothing found", Query{Text: []Needle{NewNeedle("不存在的")}, Limit: 200}},
		{"one Chinese character, nothing found", Query{Text: []Needle{NewNeedle("鑫")}, Limit: 200}},
		{"two digits that all have", Query{Text: []Needle{NewNeedle("12")}, Limit: 200}},
		{"common text", Query{Text: []Needle{NewNeedle("营业")}, Limit: 200}},
		{"a sender", Query{Text: []Needle{NewNeedle("oGZ0000000000000000000000079")}, Limit: 200}},
		{"filter, nothing found", Query{Match: func(m *Meta) bool { return m.MsgType == "voice" }, Limit: 200}},
		{"filter with text, nothing found", Query{Match: failed, Text: []Needle{NewNeedle("不存在的")}, Limit: 200}},
		{"filter with text", Query{Match: failed, Text: []Needle{NewNeedle("退款")}, Limit: 200}},
		{"all that failed", Query{Match: failed}},
		{"all", Query{}},
	} {
		b.Run(strings.ReplaceAll(q.name, " ", "_"), func(b *testing.B) {
			found := 0
			for b.Loop() {
				p, err := l.Page(b.Context(), q.Query)
				if err != nil {
					b.Fatal(err)
				}
				found = len(p.IDs)
			}
			b.ReportMetric(float64(found), "found")
		})
	}
	b.Logf("heap after the searches: %d kB over the start", (heap()-before)>>10)
}
