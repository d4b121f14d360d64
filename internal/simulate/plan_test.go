package simulate

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// clock is a Sender's Wait that notes what it was asked for.
type clock struct{ waited []time.Duration }

func (c *clock) wait(_ context.Context, d time.Duration) error {
	c.waited = append(c.waited, d)
	return nil
}

func TestPlan(t *testing.T) {
	ok, bad := &Played{Answer: &Answer{Status: 200}, Took: time.Second}, &Played{Answer: &Answer{Status: 500}, Took: 2 * time.Second}
	silent := &Played{Err: context.DeadlineExceeded, Took: RetryAfter}
	for _, c := range []struct {
		name   string
		plan   Plan
		plays  []*Played
		want   int
		waited []time.Duration
	}{
		{"once", Plan{}, []*Played{bad}, 1, nil},
		{"three times", Plan{Times: 3}, []*Played{ok, bad, ok}, 3, nil},
		{"with a gap", Plan{Times: 3, Gap: 1500 * time.Millisecond}, []*Played{ok, bad, ok}, 3, []time.Duration{500 * time.Millisecond}},
		{"with gaps of their own", Plan{Times: 3, Gap: 2 * time.Second, Gaps: []time.Duration{4 * time.Second}}, []*Played{ok, ok, ok}, 3, []time.Duration{3 * time.Second, time.Second}},
		{"answered at once", Plan{Retry: true}, []*Played{ok}, 1, nil},
		{"answered at last", Plan{Retry: true}, []*Played{bad, silent, ok}, 3, []time.Duration{3 * time.Second}},
		{"never answered", Plan{Retry: true}, []*Played{bad, bad, bad}, 3, []time.Duration{3 * time.Second, 3 * time.Second}},
	} {
		var w clock
		s := &Sender{Wait: w.wait}
		n := 0
		err := s.Run(t.Context(), c.plan, func(_ context.Context, i int) (*Played, error) {
			if i != n {
				t.Errorf("%s: %d after %d", c.name, i, n)
			}
			n++
			return c.plays[i], nil
		})
		if err != nil || n != c.want || !slices.Equal(w.waited, c.waited) {
			t.Errorf("%s: %v, %d requests, waited %v; want %d, %v", c.name, err, n, w.waited, c.want, c.waited)
		}
	}
}

// TestParallel shows that as many as asked for are under way at once, and no more.
func TestParallel(t *testing.T) {
	var now, most, all atomic.Int64
	var seen sync.Map
	full := make(chan struct{})
	err := (&Sender{}).Run(t.Context(), Plan{Times: 40, Parallel: 4}, func(_ context.Context, i int) (*Played, error) {
		if n := now.Add(1); n == 4 {
			most.Store(n)
			select {
			case <-full:
			default:
				close(full)
			}
		} else if n > 4 {
			t.Errorf("%d at once", n)
		}
		if i < 4 {
			<-full // the first four wait for each other
		}
		now.Add(-1)
		all.Add(1)
		if _, twice := seen.LoadOrStore(i, true); twice {
			t.Errorf("%d was sent twice", i)
		}
		return &Played{}, nil
	})
	if err != nil || all.Load() != 40 || most.Load() != 4 {
		t.Errorf("%v, %d requests, %d at once", err, all.Load(), most.Load())
	}
}

func TestPlanEnds(t *testing.T) {
	boom := errors.New("boom")
	for _, p := range []Plan{{Times: 1000}, {Times: 1000, Parallel: 8}} {
		var n atomic.Int64
		err := (&Sender{}).Run(t.Context(), p, func(ctx context.Context, _ int) (*Played, error) {
			switch k := n.Add(1); {
			case k == 3:
				return nil, boom
			case k > 3:
				<-ctx.Done()
			}
			return &Played{}, nil
		})
		if !errors.Is(err, boom) || n.Load() > 20 {
			t.Errorf("%+v: %v after %d", p, err, n.Load())
		}
		ctx, cancel := context.WithCancel(t.Context())
		n.Store(0)
		err = (&Sender{}).Run(ctx, p, func(ctx context.Context, _ int) (*Played, error) {
			switch k := n.Add(1); {
			case k == 3:
				cancel()
			case k > 3:
				<-ctx.Done()
			}
			return &Played{}, nil
		})
		if !errors.Is(err, context.Canceled) || n.Load() > 20 {
			t.Errorf("%+v, cancelled: %v after %d", p, err, n.Load())
		}
	}
	// The real clock ends with the context, too.
	ctx, cancel := context.WithCancel(t.Context())
	err := (&Sender{}).Run(ctx, Plan{Times: 2, Gap: time.Hour}, func(context.Context, int) (*Played, error) {
		cancel()
		return &Played{}, nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	for _, p := range []Plan{{Times: MaxTimes + 1}, {Times: -1}, {Parallel: MaxParallel + 1}, {Gap: -1}, {Retry: true, Times: 2}, {Gap: 1, Parallel: 2}, {Gaps: []time.Duration{1}, Parallel: 2}} {
		if err := (&Sender{}).Run(t.Context(), p, nil); !errors.Is(err, ErrPlan) {
			t.Errorf("%+v: %v", p, err)
		}
	}
}
