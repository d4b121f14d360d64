package journal

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

func sample(v exchange.Verdict, body string) *exchange.Exchange {
	return &exchange.Exchange{Verdict: v, Request: exchange.Request{Raw: []byte(body), Head: 0}}
}

func ids(xs []*exchange.Exchange) (out []int64) {
	for _, x := range xs {
		out = append(out, x.ID)
	}
	return out
}

func TestMemory(t *testing.T) {
	m := New(Config{MaxCount: 3})
	for _, v := range []exchange.Verdict{exchange.Pass, exchange.Fail, exchange.NotForUs, exchange.Pass, exchange.Pass} {
		m.Append(sample(v, "x"))
	}
	if c := m.Counts(); c.Received != 5 || c.Passed != 3 || c.Failed != 1 || c.Foreign != 1 || c.Kept != 3 || c.Last != 5 {
		t.Errorf("counts %+v", c)
	}
	for _, c := range []struct {
		after int64
		max   int
		want  []int64
	}{{0, 10, []int64{3, 4, 5}}, {3, 10, []int64{4, 5}}, {3, 1, []int64{4}}, {5, 10, nil}, {99, 10, nil}} {
		if got := ids(m.Since(c.after, c.max)); !slices.Equal(got, c.want) {
			t.Errorf("since %d: %v, want %v", c.after, got, c.want)
		}
	}
	if _, ok := m.Get(2); ok {
		t.Error("an evicted exchange is still there")
	}
	if x, ok := m.Get(4); !ok || x.ID != 4 {
		t.Error("exchange 4 is gone")
	}
	m.Clear()
	if c := m.Counts(); c.Kept != 0 || c.Bytes != 0 || c.Received != 0 || c.Cleared != 1 || len(m.Since(0, 9)) != 0 {
		t.Errorf("after Clear: %+v", c)
	}
	m.Append(sample(exchange.Pass, "x"))
	if got := ids(m.Since(0, 9)); !slices.Equal(got, []int64{6}) {
		t.Errorf("ids after Clear %v, want them to go on at 6", got)
	}
}

// TestMemoryBytes holds the bound on bytes, and keeps one exchange however large.
func TestMemoryBytes(t *testing.T) {
	m := New(Config{MaxBytes: 100_000})
	for range 50 {
		m.Append(sample(exchange.Pass, string(make([]byte, 10_000))))
	}
	if c := m.Counts(); c.Bytes > 100_000 || c.Kept < 5 || c.Kept > 10 {
		t.Errorf("counts %+v", c)
	}
	m.Append(sample(exchange.Pass, string(make([]byte, 200_000))))
	if c := m.Counts(); c.Kept != 1 {
		t.Errorf("counts %+v", c)
	}
}

func TestFind(t *testing.T) {
	m := New(Config{})
	m.Append(sample(exchange.Pass, "apple"))
	m.Append(sample(exchange.Fail, "Banana"))
	m.Append(sample(exchange.Fail, "cherry"))
	for _, c := range []struct {
		filter exchange.Filter
		want   []int64
	}{
		{exchange.Filter{}, []int64{3, 2, 1}},
		{exchange.Filter{Group: exchange.Failed}, []int64{3, 2}},
		{exchange.Filter{Text: "NAN"}, []int64{2}},
		{exchange.Filter{Text: "apple", Group: exchange.Failed}, nil},
		{exchange.Filter{Text: "verdict:fail -cherry"}, []int64{2}},
		{exchange.Filter{Text: "an -verdict:fail"}, nil},
		{exchange.Filter{Text: "no:such term"}, nil},
	} {
		got, err := m.Find(t.Context(), c.filter)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v %v, want %v", c.filter, got, err, c.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Find(ctx, exchange.Filter{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled search: %v", err)
	}
}

// TestTextsFollow: what a search keeps for the next one goes with the exchanges.
func TestTextsFollow(t *testing.T) {
	m := New(Config{MaxCount: 100})
	find := func(text string) int {
		t.Helper()
		ids, err := m.Find(t.Context(), exchange.Filter{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		return len(ids)
	}
	for i := range 1000 {
		m.Append(sample(exchange.Pass, "apple"))
		if i%10 == 0 && find("apple") != m.Counts().Kept {
			t.Fatal("some are not found")
		}
	}
	if n := len(m.texts.of); n < 100 || n > 200 {
		t.Errorf("%d texts are kept of 100 exchanges", n)
	}
	m.Append(sample(exchange.Pass, strings.Repeat("x", 2*textMax)+"banana"))
	if find("banana") != 1 || find("xbanana") != 1 {
		t.Error("a long text is not found")
	}
	sum := 0
	for _, text := range m.texts.of {
		sum += len(text)
	}
	if sum != m.texts.bytes {
		t.Errorf("%d bytes are counted, %d are kept", m.texts.bytes, sum)
	}
	m.Clear()
	if find("apple") != 0 || len(m.texts.of) != 0 {
		t.Error("something is left after Clear")
	}
}

// TestConcurrent reads while it is written; the race detector watches.
func TestConcurrent(t *testing.T) {
	m := New(Config{MaxCount: 100})
	var writers, readers sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		writers.Go(func() {
			for range 500 {
				m.Append(sample(exchange.Pass, "x"))
			}
		})
		readers.Go(func() {
			last := int64(0)
			for {
				for _, x := range m.Since(last, 50) {
					if x.ID <= last {
						t.Errorf("%d after %d", x.ID, last)
						return
					}
					last = x.ID
				}
				select {
				case <-stop:
					return
				default:
					m.Counts()
				}
			}
		})
	}
	writers.Wait()
	close(stop)
	readers.Wait()
	if c := m.Counts(); c.Received != 2000 || c.Kept != 100 {
		t.Errorf("counts %+v", c)
	}
}

// The benchmarks keep text messages as WeChat pushes them.
func filled(b *testing.B, n int) *Memory {
	account := wechat.NewAccount(wechat.AccountConfig{Token: "weixin"})
	m := New(Config{})
	for range n {
		m.Append(made(b, account, "POST", query(text), text))
	}
	return m
}

func BenchmarkAppend(b *testing.B) {
	m := filled(b, 20_000)
	x := *filled(b, 1).ring.at(0)
	b.ReportAllocs()
	for b.Loop() {
		one := x
		m.Append(&one)
	}
}

func BenchmarkFind20000(b *testing.B) {
	m := filled(b, 20_000)
	for _, f := range []struct {
		name   string
		filter exchange.Filter
	}{
		{"word", exchange.Filter{Text: "nowhere"}},
		{"short", exchange.Filter{Text: "开"}},
		{"words", exchange.Filter{Text: "hello oOpenID -nowhere"}},
		{"terms", exchange.Filter{Text: "verdict:fail type:image status:>=400 since:10m"}},
		{"both", exchange.Filter{Text: "type:text hello"}},
		{"group", exchange.Filter{Group: exchange.Failed}},
	} {
		b.Run(f.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := m.Find(b.Context(), f.filter); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(f.name+"_first", func(b *testing.B) {
			for b.Loop() {
				m.texts.clear()
				if _, err := m.Find(b.Context(), f.filter); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSince(b *testing.B) {
	m := filled(b, 20_000)
	for b.Loop() {
		if len(m.Since(19_900, 100)) != 100 {
			b.Fatal("too few")
		}
	}
}
