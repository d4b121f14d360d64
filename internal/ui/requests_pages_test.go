package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"echostr/internal/exchange"
)

func TestPagesComeWhenTheFootIsNear(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(3*pageFirst)...)
	if n := r.page.feed.len(); n != pageFirst {
		t.Fatalf("%d rows at first, want %d", n, pageFirst)
	}
	r.says("全部 1,500")
	r.page.rows.ScrollToOffset((pageFirst - 50) * requestHeight)
	before := r.top()
	r.settle()
	relayout(r.window)
	if n := r.page.feed.len(); n != 2*pageFirst {
		t.Errorf("%d rows near the foot, want another page", n)
	}
	if got := r.top(); got != before {
		t.Errorf("the page moved the list from %q to %q", before, got)
	}
	r.come(messages(3)...)
	if got := r.top(); got != before {
		t.Errorf("what came moved the list from %q to %q", before, got)
	}
	r.on(r.page.apply) // everything anew: what was in sight is asked for again
	if got := r.top(); got != before {
		t.Errorf("a reload moved the list from %q to %q", before, got)
	}
}

func TestEndGoesToTheOldest(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(3*pageFirst)...)
	r.choose(0)
	r.key(fyne.KeyEnd)
	r.says("#1 ·", "消息1。")
	if n := r.page.feed.len(); n != 3*pageFirst {
		t.Errorf("%d rows", n)
	}
	r.key(fyne.KeyHome)
	r.says("#1500 ·")
}

func TestPagesOfAFilter(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(3*pageFirst)...)
	r.query("消息1") // 1, 10–19, 100–199, 1000–1500
	if n := r.page.feed.len(); n != pageFirst {
		t.Errorf("%d rows", n)
	}
	r.choose(0)
	r.key(fyne.KeyEnd)
	r.says("#1 ·")
	if n := r.page.feed.len(); n != 1+10+100+501 {
		t.Errorf("%d rows in all", n)
	}
}

func TestRetentionLeavesWhatIsPinned(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(5)...)
	r.choose(3) // number 2
	r.menuOn(3)
	r.pick("置顶保留")
	r.engine.mu.Lock()
	r.engine.exchanges = append(r.engine.exchanges[1:2:2], r.engine.exchanges[4:]...)
	r.engine.state.Counts.Kept, r.engine.state.Counts.Floor = 2, 5
	r.engine.mu.Unlock()
	r.tick()
	r.says("消息2。", "消息5。")
	r.silent("消息1。", "消息3。", "消息4。")
	if !strings.Contains(r.said(), "#2 ·") {
		t.Error("the detail went")
	}
}

// TestIDsOfOthers has the journal find its file late: what was recorded until then comes after
// what is in there.
func TestIDsOfOthers(t *testing.T) {
	r := stageRequests(t, "zh-Hans", said("刚刚"))
	r.choose(0)
	r.says("刚刚")
	r.engine.mu.Lock()
	before, after := said("从前"), *r.engine.exchanges[0]
	before.ID, after.ID = 1, 2
	r.engine.exchanges = []*exchange.Exchange{before, &after}
	r.engine.nextID = 2
	r.engine.state.Counts.Cleared++
	r.engine.state.Counts.Kept, r.engine.state.Counts.Last = 2, 2
	r.engine.mu.Unlock()
	r.tick()
	r.says("从前", "刚刚")
	if r.page.chosen != 0 || r.page.detail.exchange != nil {
		t.Error("an exchange is chosen that has another ID now")
	}
	r.choose(1)
	r.silent("#1 · 刚刚")
	if x := r.page.detail.exchange; x == nil || x.ID != 1 || x != before {
		t.Errorf("the detail shows %v", x)
	}
}

func TestAPageThatFailsIsSaidOnce(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(2*pageFirst)...)
	r.deps.engine = failingFind{r.engine}
	r.page.rows.ScrollToOffset((pageFirst - 50) * requestHeight)
	r.settle()
	if !strings.Contains(r.toast(), "disk on fire") {
		t.Errorf("toast %q", r.toast())
	}
	r.deps.engine = r.engine
	r.page.rows.Refresh()
	r.settle()
	if n := r.page.feed.len(); n != pageFirst {
		t.Errorf("%d rows: it was asked again", n)
	}
	r.on(r.page.apply)
	r.page.rows.Refresh()
	r.settle()
	if n := r.page.feed.len(); n <= pageFirst {
		t.Errorf("%d rows after a reload", n)
	}
}
