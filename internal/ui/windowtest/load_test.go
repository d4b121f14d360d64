//go:build window

package windowtest

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/simulate"
)

// load is how much is sent, and what the list shows of it.
type load struct {
	total, rate int    // requests in all, and a second
	filter      string // typed into the search field; "" for none
	each        int    // of so many requests one passes it
}

// TestLoad sends signed requests at a rate far above WeChat's, while a hand clicks rows and
// tabs: every click takes effect, every request is counted. How long the UI goroutine
// stood still is logged; a machine that is shared allows no bound on it.
func TestLoad(t *testing.T) {
	load{total: 10_000, rate: 500, each: 1}.run(t)
}

// TestLoadUnderAFilter is half a minute of twice the rate, with a filter in force that every
// new request is held against.
func TestLoadUnderAFilter(t *testing.T) {
	load{total: 30_000, rate: 1000, filter: "type:text odd", each: 2}.run(t)
}

func (l load) run(t *testing.T) {
	if !apart(t) {
		return
	}
	b := backend(t, "Load2026", nil)
	p := open(t, b, nil)
	p.resize(1280, 800)
	url := b.Snapshot().LocalURL()
	wechatSends(t, url, verification(t, "Load2026"))
	p.reads("全部 1")
	if l.filter != "" {
		p.key("ctrl+f")
		p.write(l.filter)
		p.reads("没有符合条件的请求")
	}

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	pushes := make([]simulate.Push, l.total) // signed beforehand, or signing would be measured too
	for i := range pushes {
		pushes[i] = message(t, "Load2026", "第 "+strconv.Itoa(i)+" 条 "+[]string{"odd", "even"}[i%2])
	}
	stalls := measureStalls(ctx)
	began := time.Now()
	sent := make(chan error, 1)
	go func() { sent <- sendAll(ctx, url, pushes, l.rate) }()

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
		if l.filter != "" && !strings.Contains(to.text, "odd") {
			t.Errorf("the list shows %q under %q", to.text, l.filter)
		}
		for _, tab := range []struct{ word, proof string }{
			{"请求", "User-Agent"}, {"报文", to.text}, {"响应", "Content-Type"}, {"诊断", "① 参数"},
		} {
			p.pressTab(tab.word)
			p.until("to read "+tab.proof+" at the right", func(all []seen) bool { return says(rightOf(all, 760), tab.proof) })
			clicks++
		}
	}
	took := time.Since(began)
	n := grouped(l.total + 1)
	p.reads("已接收 "+n, "全部 "+n, "通过 "+n)
	if l.filter != "" { // the newest that passes stands at the top
		p.choose(1)
		p.key("Home")
		want := "第 " + strconv.Itoa(l.total-l.each) + " 条"
		p.until("to see "+want+" at the top", func(all []seen) bool {
			r := rows(all)
			return len(r) > 0 && strings.Contains(r[0].text, want)
		})
	}
	cancel()
	s := <-stalls
	if len(s) < 10 {
		t.Fatalf("only %d measurements", len(s))
	}
	slices.Sort(s)
	t.Logf("%d requests in %v (%.0f/s), filter %q, %d clicks; the UI goroutine answered after %v (median), %v (99 %%), %v (longest) of %d times",
		l.total, took.Round(time.Millisecond), float64(l.total)/took.Seconds(), l.filter, clicks, s[len(s)/2].Round(time.Microsecond),
		s[len(s)*99/100].Round(time.Microsecond), s[len(s)-1].Round(time.Microsecond), len(s))
	if clicks < 8 {
		t.Errorf("only %d clicks took effect in %v", clicks, took)
	}
	if err := save(shotsDir(t), "load-end-"+strconv.Itoa(l.rate), p.shot()); err != nil {
		t.Fatal(err)
	}
}

// grouped is a number as the window writes it.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
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

// sendAll sends requests at a rate a second from a few connections at a time.
func sendAll(ctx context.Context, url string, pushes []simulate.Push, rate int) error {
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
	tick := time.NewTicker(time.Second * perTick / time.Duration(rate))
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
