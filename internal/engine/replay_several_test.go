package engine

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/simulate"
)

// TestReplaySeveral sends three requests again in order, one of which is gone, as far apart
// as they came.
func TestReplaySeveral(t *testing.T) {
	var waited []time.Duration
	now := time.Unix(1800000000, 0)
	e := open(t, func(c *Config) {
		c.Sender.Wait = func(_ context.Context, d time.Duration) error {
			waited = append(waited, d)
			return nil
		}
	})
	first, second := pushed(t, e), pushed(t, e)
	told := 0
	r := ReplayRequest{IDs: []int64{first.ID, 999, second.ID}, How: Resign, Plan: simulate.Plan{Gap: time.Hour},
		Progress: func(done, of int, _ ReplayResult) {
			if told++; done != told || of != 3 {
				t.Errorf("told %d of %d", done, of)
			}
		}}
	results, err := e.Replay(t.Context(), r)
	if err != nil || len(results) != 3 || told != 3 {
		t.Fatalf("%+v %v, told %d times", results, err, told)
	}
	for i, want := range []ReplayResult{{Origin: first.ID, Status: 200}, {Origin: 999, Problem: "gone"}, {Origin: second.ID, Status: 200}} {
		got := results[i]
		if got.N != i || got.Origin != want.Origin || got.Status != want.Status || got.Problem != want.Problem {
			t.Errorf("%d: %+v", i, got)
		}
		if y, ok := e.Exchange(got.ID); want.Problem == "" && (!ok || y.Origin != want.Origin || y.Verdict != exchange.Pass) {
			t.Errorf("%d became %+v", i, y)
		}
	}
	if len(waited) != 2 || waited[0] < time.Hour-time.Minute {
		t.Errorf("waited %v", waited)
	}

	x := func(seconds int) *origin {
		return &origin{at: now.Add(time.Duration(seconds) * time.Second)}
	}
	if got := spacing([]*origin{x(0), x(3), x(2), x(600), {}, x(601)}); !slices.Equal(got, []time.Duration{3 * time.Second, 0, MaxSpacing, 0, 0}) {
		t.Errorf("spacing %v", got)
	}
	if _, err := e.Replay(t.Context(), ReplayRequest{IDs: []int64{first.ID}, To: ToPublic}); !errors.Is(err, ErrNotOnline) {
		t.Error(err)
	}
}

// TestReplayKeepsSignature sends another text under the old signature.
func TestReplayKeepsSignature(t *testing.T) {
	e := open(t, nil)
	x := pushed(t, e)
	message := strings.Replace(string(x.Request.Entity()), "你好", "再见", 1)
	results, err := e.Replay(t.Context(), ReplayRequest{ID: x.ID, How: Resign, Message: &message, KeepSignature: true})
	if err != nil || len(results) != 1 {
		t.Fatal(results, err)
	}
	y, ok := e.Exchange(results[0].ID)
	if !ok || y.Request.Query != x.Request.Query || y.Opened.Message.Get("Content") != "再见" || y.Verdict != exchange.Pass {
		t.Errorf("%+v", y)
	}
}

// TestReplayTooMany is refused before anything is read; what goes between two turns is told.
func TestReplayTooMany(t *testing.T) {
	e := open(t, nil)
	first, second := pushed(t, e), pushed(t, e)
	if _, err := e.Replay(t.Context(), ReplayRequest{IDs: make([]int64, simulate.MaxTimes+1), To: ToPublic}); !errors.Is(err, simulate.ErrPlan) {
		t.Error(err)
	}
	results, err := e.Replay(t.Context(), ReplayRequest{IDs: []int64{first.ID, second.ID}, Progress: func(done, _ int, _ ReplayResult) {
		if done == 1 {
			if n, err := e.Delete(t.Context(), []int64{second.ID}); n != 1 || err != nil {
				t.Error(n, err)
			}
		}
	}})
	if err != nil || len(results) != 2 || results[0].Status != 200 || results[1].Problem != "gone" {
		t.Errorf("%+v %v", results, err)
	}
}
