//go:build window

package windowtest

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/simulate"
)

// The load: requests in all, and how many a second.
const (
	loadTotal = 10_000
	loadRate  = 500
)

// TestLoad sends signed requests at a rate far above WeChat's, while a hand clicks rows and
// tabs: every click takes effect, every request is counted. How long the UI goroutine
// stood still is logged; a machine that is shared allows no bound on it.
func TestLoad(t *testing.T) {
	if !apart(t) {
		return
	}
	b := backend(t, "Load2026", nil)
	p := open(t, b, nil)
	p.resize(1280, 800)
	url := b.Snapshot().LocalURL()
	wechatSends(t, url, verification(t, "Load2026"))
	p.reads("全部 1")

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	stalls := measureStalls(ctx)
	pushes := make([]simulate.Push, loadTotal) // signed beforehand, or signing would be measured too
	for i := range pushes {
		pushes[i] = message(t, "Load2026", "第 "+strconv.Itoa(i)+" 条")
	}
	began := time.Now()
	sent := make(chan error, 1)
	go func() { sent <- sendAll(ctx, url, pushes) }()

	// Meanwhile a person looks around: each click must have shown what it should before the
	// next one comes. The first one makes the list keep its place.
	clicks := 0
	p.until("a list that fills the page", func(all []seen) bool { return len(rows(all)) > 15 })
	p.choose(12)
	p.until("the pill of new requests", func(all []seen) bool { return says(all, "条新请求") })
	for running := true; running; {
		select {
		case err := <-sent:
			if err != nil {
				t.Fatal(err)
			}
			running = false
		default:
		}
		to := p.choose(2 + clicks%7)
		for _, tab := range []struct{ word, proof string }{
			{"请求", "User-Agent"}, {"报文", to.text}, {"响应", "Content-Type"}, {"诊断", "① 参数"},
		} {
			p.pressTab(tab.word)
			p.until("to read "+tab.proof+" at the right", func(all []seen) bool { return says(rightOf(all, 760), tab.proof) })
			clicks++
		}
	}
	took := time.Since(began)
	p.reads("已接收 10,001", "全部 10,001", "通过 10,001")
	cancel()
	s := <-stalls
	if len(s) < 10 {
		t.Fatalf("only %d measurements", len(s))
	}
	slices.Sort(s)
	t.Logf("%d requests in %v (%.0f/s), %d clicks; the UI goroutine answered after %v (median), %v (99 %%), %v (longest) of %d times",
		loadTotal, took.Round(time.Millisecond), loadTotal/took.Seconds(), clicks, s[len(s)/2].Round(time.Microsecond),
		s[len(s)*99/100].Round(time.Microsecond), s[len(s)-1].Round(time.Microsecond), len(s))
	if clicks < 8 {
		t.Errorf("only %d clicks took effect in %v", clicks, took)
	}
	if err := save(shotsDir(t), "load-end", p.shot()); err != nil {
		t.Fatal(err)
	}
}

// pressTab clicks a tab of the detail; a page's tab may have the same word.
func (p *program) pressTab(word string) {
	p.t.Helper()
	p.pressBeyond(word, func(b box) bool { return b.y > 60 && b.x > 300 })
}

// rightOf is what lies right of a line.
func rightOf(all []seen, x float32) []seen {
	return slices.DeleteFunc(all, func(s seen) bool { return s.place.x < x })
}

// sendAll sends requests at loadRate from a few connections at a time.
func sendAll(ctx context.Context, url string, pushes []simulate.Push) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	next := make(chan simulate.Push)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			s := simulate.Sender{Timeout: patience}
			for push := range next {
				if _, err := s.Send(ctx, url, push); err != nil {
					stop(err)
				}
			}
		})
	}
	const perTick = 10
	tick := time.NewTicker(time.Second * perTick / loadRate)
	defer tick.Stop()
	for i, push := range pushes {
		if i%perTick == 0 {
			<-tick.C
		}
		select {
		case next <- push:
		case <-ctx.Done():
		}
	}
	close(next)
	all.Wait()
	return context.Cause(ctx)
}

// measureStalls asks the UI goroutine again and again, until ctx ends, and then tells how
// long each answer took.
func measureStalls(ctx context.Context) <-chan []time.Duration {
	out := make(chan []time.Duration, 1)
	go func() {
		var all []time.Duration
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for ctx.Err() == nil {
			asked, answered := time.Now(), make(chan struct{})
			fyne.Do(func() { close(answered) })
			<-answered
			all = append(all, time.Since(asked))
			<-tick.C
		}
		out <- all
	}()
	return out
}
