package ui

import (
	"testing"
)

// top is the text of the first row in sight.
func (r *requestsRig) top() string {
	r.t.Helper()
	row, _ := r.page.rows.Place()
	x, ok := r.engine.Exchange(r.page.feed.id(row))
	if !ok {
		r.t.Fatalf("row %d stands for nothing", row)
	}
	return x.Opened.Message.Get("Content")
}

func TestListFollowsUntilARowIsChosen(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(60)...)
	r.choose(2)
	r.says("#58", "消息58。")
	before := r.top()
	r.come(messages(5)...)
	if got := r.top(); got != before || r.page.rows.Chosen() != 7 {
		t.Errorf("the list went from %q to %q, row %d is chosen, want 7", before, got, r.page.rows.Chosen())
	}
	r.says("↑ 5 条新请求", "#58")
	r.come(said("又一条"))
	r.press("↑ 6 条新请求")
	if got := r.top(); got != "又一条" {
		t.Errorf("back at the newest, the first row says %q", got)
	}
	r.silent("条新请求")
	r.says("#58") // the detail stays
	r.come(said("再一条"))
	if got := r.top(); got != "再一条" {
		t.Errorf("following again, the first row says %q", got)
	}
}

func TestReloadKeepsThePlace(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(60)...)
	r.page.rows.ScrollToOffset(10*requestHeight + 7)
	before := r.top()
	r.engine.add(messages(30)...)
	r.on(r.page.apply) // too many to tell one by one
	if _, out := r.page.rows.Place(); r.top() != before || out != 7 {
		t.Errorf("the list went from %q to %q, %v out", before, r.top(), out)
	}
	r.says("↑ 30 条新请求")
	r.press("↑ 30 条新请求")
	r.page.rows.Choose(0)
	r.page.follow()
	r.engine.add(messages(5)...)
	r.on(r.page.apply)
	if got := r.top(); got != "消息5。" {
		t.Errorf("a list that follows shows %q at its top", got)
	}
	r.come(said("接着来"))
	if got := r.top(); got != "接着来" {
		t.Errorf("it does not follow any more: %q", got)
	}
}

func TestAnotherSearchShowsTheChosenRow(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(100)...)
	r.page.rows.Choose(90) // number 10
	r.fill(r.page.bar.search, "消息1")
	if row := r.page.rows.Chosen(); row < 0 || r.page.feed.id(row) != 10 {
		t.Errorf("row %d is chosen", row)
	}
	r.fill(r.page.bar.search, "消息5")
	if r.page.rows.Chosen() >= 0 || !r.page.following {
		t.Error("a row is chosen that is not there")
	}
	r.says("#10") // the detail stays
}

func TestAWideWindowGivesTheListMore(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(3)...)
	for width, want := range map[float32]float32{1004: 474, 1400: 560, 1644: 640, 2600: 640} {
		r.resize(width, 800)
		if got := r.page.split.FirstSize(); got != want {
			t.Errorf("at %v the list has %v, want %v", width, got, want)
		}
	}
	r.page.split.SetSize(500)
	r.page.split.OnChanged(500, false)
	r.resize(1800, 800)
	if got := r.page.split.FirstSize(); got != 500 {
		t.Errorf("a list that was dragged to 500 has %v", got)
	}
}

func TestScrollingStopsAndStartsFollowing(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(100)...)
	r.page.rows.ScrollToOffset(10 * requestHeight)
	before := r.top()
	r.come(messages(3)...)
	if got := r.top(); got != before {
		t.Errorf("the list went from %q to %q", before, got)
	}
	r.says("↑ 3 条新请求")
	r.page.rows.ScrollToOffset(requestHeight)
	r.come(said("下一条"))
	r.says("↑ 2 条新请求") // the last of the three, and the next
	r.page.rows.ScrollToOffset(0)
	r.come(said("到顶了"))
	r.silent("条新请求")
	if got := r.top(); got != "到顶了" {
		t.Errorf("at the top again, the first row says %q", got)
	}
}

func TestPauseHoldsTheList(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(3)...)
	r.chip("暂停")
	r.come(said("等一下"), said("再等一下"))
	r.silent("等一下")
	r.says("继续 +2", "全部 5")
	r.chip("继续")
	r.says("再等一下", "暂停")
	r.silent("+2")
}

func TestEvictedRowsGo(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(5)...)
	r.engine.mu.Lock()
	r.engine.exchanges = r.engine.exchanges[2:]
	r.engine.state.Counts.Kept, r.engine.state.Counts.Floor = 3, 3
	r.engine.mu.Unlock()
	r.page.apply(change{state: r.engine.Snapshot()})
	relayout(r.window)
	r.says("消息3。", "消息5。")
	r.silent("消息1。", "消息2。")
}

func TestListWidthIsRemembered(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(1)...)
	r.page.split.OnChanged(502, false)
	r.settle()
	if got := r.engine.Snapshot().Settings.Window.Split; got != 0.5 {
		t.Errorf("split %v, want 0.5", got)
	}
	r.page.split.OnChanged(300, true)
	r.settle()
	if got := len(r.engine.commands()); got != 1 {
		t.Errorf("%d commands: the height is no width", got)
	}
}
