package journal

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// delivered is one delivery of a push, so much after the first.
func delivered(t testing.TB, body string, after time.Duration, change func(*exchange.Exchange)) *exchange.Exchange {
	account := wechat.NewAccount(wechat.AccountConfig{Token: "weixin"})
	x := made(t, account, "POST", query(body+after.String()), body)
	x.Time = time.Now().Add(after)
	if change != nil {
		change(x)
	}
	return x
}

const (
	firstText = "<xml><FromUserName>o1</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>a</Content><MsgId>71</MsgId></xml>"
	click     = "<xml><FromUserName>o1</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType><Event>CLICK</Event><EventKey>K</EventKey></xml>"
)

// TestAttempts tells WeChat's deliveries of one message from everything else.
func TestAttempts(t *testing.T) {
	test := func(x *exchange.Exchange) { x.Test = true }
	replay := func(x *exchange.Exchange) { x.Test, x.Origin = true, 5 }
	retry := func(x *exchange.Exchange) { replay(x); x.Run = 8 }
	for _, tt := range []struct {
		name    string
		first   string
		second  string
		after   time.Duration
		a, b    func(*exchange.Exchange)
		attempt int
	}{
		{"message", firstText, firstText, 5 * time.Second, nil, nil, 2},
		{"clock set back", firstText, firstText, -10 * time.Second, nil, nil, 2},
		{"much later", firstText, firstText, 2 * time.Minute, nil, nil, 0},
		{"another message", firstText, strings.Replace(firstText, "71", "72", 1), 0, nil, nil, 0},
		{"another sender", firstText, strings.Replace(firstText, "o1", "o2", 1), 0, nil, nil, 0},
		{"another account", firstText, firstText, 0, nil, func(x *exchange.Exchange) { x.Profile = "p9" }, 0},
		{"event", click, strings.Replace(click, "CLICK", "click", 1), time.Second, nil, nil, 2},
		{"another key", click, strings.Replace(click, "K<", "L<", 1), time.Second, nil, nil, 0},
		{"event of another second", click, strings.Replace(click, ">1<", ">2<", 1), time.Second, nil, nil, 0},
		{"no id", strings.Replace(firstText, "MsgId", "Other", 2), strings.Replace(firstText, "MsgId", "Other", 2), 0, nil, nil, 0},
		{"failed", firstText, firstText, 0, nil, func(x *exchange.Exchange) { x.Verdict = exchange.Fail }, 0},
		{"our own test", firstText, firstText, 0, nil, test, 0},
		{"our own tests", firstText, firstText, 0, test, test, 2},
		{"a replay", firstText, firstText, 0, nil, replay, 0},
		{"a replay as WeChat retries", firstText, firstText, 5 * time.Second, retry, retry, 2},
		{"replays one after the other", firstText, firstText, time.Second, replay, replay, 0},
		{"another such replay", firstText, firstText, time.Second, retry, func(x *exchange.Exchange) { retry(x); x.Run = 9 }, 0},
		{"to a backend", firstText, firstText, 0, retry, func(x *exchange.Exchange) { retry(x); x.Via = exchange.Direct }, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := openLog(t, LogConfig{})
			a, b := delivered(t, tt.first, 0, tt.a), delivered(t, tt.second, tt.after, tt.b)
			l.Append(a)
			l.Append(b)
			first := int64(0)
			if tt.attempt > 0 {
				first = a.ID
			}
			if a.First != 0 || a.Attempt != 0 || b.First != first || b.Attempt != tt.attempt {
				t.Errorf("%d/%d and %d/%d", a.First, a.Attempt, b.First, b.Attempt)
			}
		})
	}
}

// TestAttemptsKept follows deliveries through memory, blocks and a restart.
func TestAttemptsKept(t *testing.T) {
	c := LogConfig{File: file(t), MaxCount: 800} // blocks of 100
	l := openLog(t, c)
	g := newGenerator(9)
	g.at = time.Now().Add(-2 * time.Minute)
	others := func(n int) {
		for range n {
			l.Append(g.next())
		}
	}
	deliver := func(after time.Duration) *exchange.Exchange {
		x := delivered(t, firstText, after, nil)
		l.Append(x)
		return x
	}
	others(30)
	one := deliver(0)
	others(130)
	two := deliver(5 * time.Second)
	others(120)
	check := func(want ...int64) {
		t.Helper()
		for _, id := range want {
			if got := l.Attempts(id); !slices.Equal(got, want) {
				t.Errorf("attempts of %d: %v, want %v", id, got, want)
			}
		}
		if got := l.Attempts(2); !slices.Equal(got, []int64{2}) {
			t.Errorf("attempts of another: %v", got)
		}
		if got := l.Attempts(9999); got != nil {
			t.Errorf("attempts of none: %v", got)
		}
		var pages []string
		for q := (Query{Limit: 70}); ; {
			p, err := l.Page(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			for i, id := range p.IDs {
				if p.First != nil && p.First[i] > 0 {
					pages = append(pages, fmt.Sprint(id, " of ", p.First[i]))
				}
			}
			if p.First != nil && len(p.First) != len(p.IDs) || p.First != nil && !anyFirst(p.First) {
				t.Errorf("%d IDs, %d of first deliveries", len(p.IDs), len(p.First))
			}
			if q.Before = p.Next; p.Next == 0 {
				break
			}
		}
		var later []string
		for _, id := range want[1:] {
			later = append(later, fmt.Sprint(id, " of ", want[0]))
		}
		slices.Reverse(later)
		if !slices.Equal(pages, later) {
			t.Errorf("pages have %q, want %q", pages, later)
		}
		found, err := l.Find(t.Context(), exchange.Filter{Text: "is:retry"})
		retries := slices.Clone(want[1:])
		slices.Reverse(retries)
		if err != nil || !slices.Equal(found, retries) {
			t.Errorf("is:retry finds %v, want %v, %v", found, retries, err)
		}
	}
	check(one.ID, two.ID)
	blocksWritten(t, l, 2)
	check(one.ID, two.ID)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = openLog(t, c)
	three := deliver(10 * time.Second)
	if three.First != one.ID || three.Attempt != 3 {
		t.Fatalf("after a restart: %d/%d", three.First, three.Attempt)
	}
	check(one.ID, two.ID, three.ID)
	if n, err := l.Delete(t.Context(), []int64{two.ID}); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	check(one.ID, three.ID)
	l.Clear()
	if x := deliver(12 * time.Second); x.First != 0 {
		t.Errorf("after Clear it follows %d", x.First)
	}
}

// TestAttemptsBroughtIn: what arrives while old exchanges are brought in stands between
// their deliveries.
func TestAttemptsBroughtIn(t *testing.T) {
	c := LogConfig{File: file(t), MaxCount: 800} // blocks of 100
	l := openLog(t, c)
	var batch Batch
	bring := func(after time.Duration) int64 {
		x := delivered(t, firstText, after-time.Hour, nil)
		l.AppendOf(&batch, x)
		return x.ID
	}
	g := newGenerator(9)
	g.at = time.Now()
	var want []int64
	for i := range 3 {
		want = append(want, bring(time.Duration(i)*5*time.Second))
		for range 110 {
			l.Append(g.next())
		}
	}
	for _, after := range []string{"in memory", "in blocks"} {
		for _, id := range want {
			if got := l.Attempts(id); !slices.Equal(got, want) {
				t.Errorf("%s: attempts of %d: %v, want %v", after, id, got, want)
			}
		}
		blocksWritten(t, l, 3)
	}
	f := attempts{first: 1}
	for id := int64(1); !f.over; id++ {
		if f.see(id, 0, id*int64(time.Minute)); id > 2000 {
			t.Fatal("the look does not end")
		}
	}
}

// TestDeliveriesBounded: only so many messages are remembered.
func TestDeliveriesBounded(t *testing.T) {
	var d deliveries
	now := time.Now()
	for i := range int64(5000) {
		d.note(uint64(i+1), &exchange.Exchange{ID: i + 1, Time: now})
	}
	if len(d.places) != deliveryCount {
		t.Errorf("%d are remembered", len(d.places))
	}
	x := &exchange.Exchange{ID: 6000, Time: now}
	if d.note(1, x) || !d.note(5000, x) || x.First != 5000 {
		t.Error("the oldest is remembered, or the newest is not")
	}
}

// TestRenumbered: deliveries recorded before there was a file keep together.
func TestRenumbered(t *testing.T) {
	l := openLog(t, LogConfig{File: file(t)})
	l.Append(pushes(t, "before")[0])
	l.mu.Lock()
	old := l.recent
	l.recent, l.queue, l.queued = ring{}, nil, 0
	for i, first := range []int64{0, 1, 0, 3, 7} { // the first of the last one is gone
		x := delivered(t, firstText, 0, nil)
		x.ID, x.First = int64(i+1), first
		l.recent.push(x, weight(x))
	}
	l.renumber(100)
	var got []string
	for i := range l.recent.n {
		got = append(got, fmt.Sprint(l.recent.at(i).ID, "/", l.recent.at(i).First))
	}
	l.recent, l.queue, l.queued = old, nil, 0
	l.mu.Unlock()
	if s := strings.Join(got, " "); s != "101/0 102/101 103/0 104/103 105/0" {
		t.Error(s)
	}
}

// TestEarlierEntries reads blocks as they were packed before deliveries were told apart.
func TestEarlierEntries(t *testing.T) {
	b := newBuilder()
	g := newGenerator(2)
	var want []Meta
	for i := range 20 {
		x := g.next()
		x.ID = int64(i + 1)
		b.add(x, 0)
		m := metaOf(x)
		m.Duration = m.Duration.Truncate(1000)
		want = append(want, m)
	}
	var old []byte
	for i := range b.count {
		e := b.entries[i*entrySize : (i+1)*entrySize]
		old = append(append(append(old, e[:entryFirst]...), 1, 2, 3, 4, 5, 6, 7, 8), e[entryNames:]...)
	}
	earlier := b.block
	earlier.entries = old
	packed, _, _ := earlier.pack()
	read := &block{head: b.head}
	if err := read.readEntries(packed); err != nil {
		t.Fatal(err)
	}
	for i := range want {
		var m Meta
		if readEntry(&m, read.entries[i*entrySize:], read.first, read.names); !m.Time.Equal(want[i].Time) {
			t.Errorf("time %v, want %v", m.Time, want[i].Time)
		}
		if m.Time = want[i].Time; m != want[i] {
			t.Errorf("read %+v, want %+v", m, want[i])
		}
	}
}

// BenchmarkDeliveryKey is what telling deliveries apart costs on the way of a request.
func BenchmarkDeliveryKey(b *testing.B) {
	x := delivered(b, firstText, 0, nil)
	var d deliveries
	b.ReportAllocs()
	for i := range b.N {
		key := deliveryKey(x)
		d.note(key+uint64(i), x)
	}
}
