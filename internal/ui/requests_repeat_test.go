package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// repeats are the deliveries of one message, each answered after that long; id is the first's.
func repeats(id int64, took ...time.Duration) []*exchange.Exchange {
	out := make([]*exchange.Exchange, len(took))
	for i, d := range took {
		x := slow(d)
		x.Time = rigTime.Add(time.Duration(i) * 5 * time.Second)
		x.Response.Status = 200
		x.Rule, x.Reply = "慢规则", "text"
		if i > 0 {
			x.First, x.Attempt = id, i+1
		}
		out[i] = x
	}
	return out
}

func TestRepeatsAreOneRow(t *testing.T) {
	r := stageRequests(t, "zh-Hans", said("之前"))
	tries := repeats(2, 5100*time.Millisecond, 5200*time.Millisecond, 5300*time.Millisecond)
	r.come(tries[0])
	r.come(said("之间"))
	if n := r.page.feed.len(); n != 3 {
		t.Fatalf("%d rows, want 3", n)
	}
	r.come(tries[1])
	if got := r.reads(0); !strings.Contains(got, "2 次") || r.page.cacheOf(4).lead != "超过 5 秒，将重试（2/3）" {
		t.Errorf("the message does not stand at the top with its second delivery: %s", got)
	}
	if got := r.reads(1); !strings.Contains(got, "之间") {
		t.Errorf("the second row says %s", got)
	}
	r.choose(2) // the list keeps its place now
	r.come(tries[2])
	if got := r.reads(r.page.feed.row(1)); !strings.Contains(got, "之前") || r.page.rows.Chosen() != r.page.feed.row(1) {
		t.Errorf("row %d is chosen, says %s", r.page.rows.Chosen(), got)
	}
	if n := r.page.feed.len(); n != 3 {
		t.Fatalf("%d rows, want 3", n)
	}

	r.click(0, 10, 0) // the mark
	if got := r.page.feed.len(); got != 5 || r.page.chosen != 1 {
		t.Fatalf("%d rows after the mark was clicked, want 5; #%d is chosen", got, r.page.chosen)
	}
	for i, want := range []string{"3 次", " 超过 5 秒 ", "第 1 次"} {
		if got := r.reads(i); !strings.Contains(got, want) {
			t.Errorf("row %d does not say %q: %s", i, want, got)
		}
	}
	if got := r.page.cacheOf(2).answered; got != "规则“慢规则”回答：文本" {
		t.Errorf("a delivery was answered %q", got)
	}
	r.choose(2)
	r.says("#2 ·")
	r.key(fyne.KeyLeft) // to its message
	r.says("#5 ·")
	r.key(fyne.KeyLeft) // closed
	if n := r.page.feed.len(); n != 3 {
		t.Errorf("%d rows after Left", n)
	}
	r.key(fyne.KeyRight)
	if n := r.page.feed.len(); n != 5 {
		t.Errorf("%d rows after Right", n)
	}
	r.key(fyne.KeyRight)
	r.says("#4 ·")
	r.click(0, 10, 0)
	if r.page.rows.Chosen() != 0 || r.page.chosen != 4 {
		t.Errorf("row %d, #%d chosen: a delivery of a closed message is shown by the message", r.page.rows.Chosen(), r.page.chosen)
	}
}

// cacheOf is the row of an exchange that was drawn.
func (p *requestsPage) cacheOf(id int64) requestRow {
	r, _ := p.cache.get(id)
	return r
}

func TestRepeatsUnderAFilter(t *testing.T) {
	tries := repeats(1, 5100*time.Millisecond, 5200*time.Millisecond, 3*time.Millisecond)
	r := stageRequests(t, "zh-Hans", append(tries, said("别的"))...)
	r.query("slow:>5s")
	if n := r.page.feed.len(); n != 1 || !strings.Contains(r.reads(0), "2 次") {
		t.Errorf("%d rows: %s", n, r.said())
	}
	r.chip("重试")
	r.query(r.page.bar.search.Text())
	if got := r.page.bar.search.Text(); got != "slow:>5s is:retry" || r.page.feed.len() != 1 {
		t.Errorf("%q: %d rows", got, r.page.feed.len())
	}
	if got := r.reads(0); !strings.Contains(got, "第 2 次") || strings.Contains(got, "2 次 ") {
		t.Errorf("alone of three it says %s", got)
	}
	r.chip("重试")
	if got := r.page.bar.search.Text(); got != "slow:>5s" {
		t.Errorf("the search is for %q", got)
	}
}

// A selected message stands for its deliveries while it is closed: the bar says how many
// requests a command is for.
func TestSelectedRepeatsAreCounted(t *testing.T) {
	r := stageRequests(t, "zh-Hans", append(repeats(1, 3*time.Millisecond, 3*time.Millisecond, 3*time.Millisecond), said("别的"))...)
	r.choose(0)
	r.click(1, 200, fyne.KeyModifierShift)
	r.says("已选 2 条，共 4 个请求")
	r.key(fyne.KeyDelete)
	r.says("删除 4 条请求？")
}

// A retry with the same nonce is a retry: the row says so, and nothing is amiss with it.
func TestRepeatsWithTheSameNonce(t *testing.T) {
	tries := repeats(1, 3*time.Millisecond, 3*time.Millisecond)
	again := []wechat.Cause{{ID: wechat.NonceReplayed, Warning: true, Args: map[string]string{"seconds": "5.0"}}}
	tries[0].Opened.Causes, tries[1].Opened.Causes = nil, again
	alone := said("别的")
	alone.Opened.Causes = again
	r := stageRequests(t, "zh-Hans", append(tries, alone)...)
	for i, want := range []string{"! ", "✓ "} {
		if got := r.reads(i); strings.Contains(got, "同样的请求") == (i > 0) || !strings.HasPrefix(got, want) {
			t.Errorf("row %d says %s", i, got)
		}
	}
	r.choose(1)
	r.says("通过", "第 2 次投递")
	if got := readIn(visibleTree(r.page.detail.root, nil)); strings.Contains(got, "同样的请求") {
		t.Errorf("the detail says %s", got)
	}
}

func TestPausedRepeatsWait(t *testing.T) {
	tries := repeats(1, 5100*time.Millisecond, 5200*time.Millisecond)
	r := stageRequests(t, "zh-Hans", tries[0], said("别的"))
	r.chip("暂停")
	r.come(tries[1])
	if n := r.page.feed.len(); n != 2 {
		t.Errorf("%d rows while paused", n)
	}
	r.chip("继续")
	if n := r.page.feed.len(); n != 2 || !strings.Contains(r.reads(0), "2 次") {
		t.Errorf("%d rows: %s", n, r.reads(0))
	}
}
