package journal

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"echostr/internal/exchange"
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

// TestMemory keeps exchanges without a file.
func TestMemory(t *testing.T) {
	l := openLog(t, LogConfig{Memory: Config{MaxCount: 3}})
	for _, v := range []exchange.Verdict{exchange.Pass, exchange.Fail, exchange.NotForUs, exchange.Pass, exchange.Pass} {
		l.Append(sample(v, "x"))
	}
	if c := l.Counts(); c.Received != 5 || c.Passed != 3 || c.Failed != 1 || c.Foreign != 1 || c.Kept != 3 || c.Last != 5 {
		t.Errorf("counts %+v", c)
	}
	for _, c := range []struct {
		after int64
		max   int
		want  []int64
	}{{0, 10, []int64{3, 4, 5}}, {3, 10, []int64{4, 5}}, {3, 1, []int64{4}}, {5, 10, nil}, {99, 10, nil}} {
		if got := ids(l.Since(c.after, c.max)); !slices.Equal(got, c.want) {
			t.Errorf("since %d: %v, want %v", c.after, got, c.want)
		}
	}
	if _, ok := l.Get(2); ok {
		t.Error("an evicted exchange is still there")
	}
	if x, ok := l.Get(4); !ok || x.ID != 4 {
		t.Error("exchange 4 is gone")
	}
	l.Clear()
	if c := l.Counts(); c.Kept != 0 || c.Bytes != 0 || c.Received != 0 || c.Cleared != 1 || len(l.Since(0, 9)) != 0 {
		t.Errorf("after Clear: %+v", c)
	}
	l.Append(sample(exchange.Pass, "x"))
	if got := ids(l.Since(0, 9)); !slices.Equal(got, []int64{6}) {
		t.Errorf("ids after Clear %v, want them to go on at 6", got)
	}
}

// TestMemoryBytes holds the bound on bytes, and keeps one exchange however large.
func TestMemoryBytes(t *testing.T) {
	l := openLog(t, LogConfig{Memory: Config{MaxBytes: 100_000}})
	for range 50 {
		l.Append(sample(exchange.Pass, string(make([]byte, 10_000))))
	}
	if c := l.Counts(); c.Bytes > 100_000 || c.Kept < 5 || c.Kept > 10 {
		t.Errorf("counts %+v", c)
	}
	l.Append(sample(exchange.Pass, string(make([]byte, 200_000))))
	if c := l.Counts(); c.Kept != 1 {
		t.Errorf("counts %+v", c)
	}
}

func TestFind(t *testing.T) {
	l := openLog(t, LogConfig{})
	l.Append(sample(exchange.Pass, "apple"))
	l.Append(sample(exchange.Fail, "Banana"))
	l.Append(sample(exchange.Fail, "cherry"))
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
		got, err := l.Find(t.Context(), c.filter)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v %v, want %v", c.filter, got, err, c.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Find(ctx, exchange.Filter{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled search: %v", err)
	}
}

// TestConcurrent reads while it is written; the race detector watches.
func TestConcurrent(t *testing.T) {
	l := openLog(t, LogConfig{Memory: Config{MaxCount: 100}})
	var writers, readers sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		writers.Go(func() {
			for range 500 {
				l.Append(sample(exchange.Pass, "x"))
			}
		})
		readers.Go(func() {
			last := int64(0)
			for {
				for _, x := range l.Since(last, 50) {
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
					l.Counts()
				}
			}
		})
	}
	writers.Wait()
	close(stop)
	readers.Wait()
	if c := l.Counts(); c.Received != 2000 || c.Kept != 100 {
		t.Errorf("counts %+v", c)
	}
}
