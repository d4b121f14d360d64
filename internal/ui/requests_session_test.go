package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"echostr/internal/engine"
)

// stageSessions is the page with three sessions of two requests each.
func stageSessions(t *testing.T) *requestsRig {
	t.Helper()
	xs := messages(6)
	for i, x := range xs {
		x.Time = fakeClock.Add(time.Duration(i-6) * 30 * time.Minute)
	}
	r := stageRequests(t, "zh-Hans", xs...)
	r.engine.records.sessions = []engine.Session{
		{ID: 1, Began: xs[0].Time.Add(-time.Minute), First: 1},
		{ID: 2, Began: xs[2].Time.Add(-time.Minute), First: 3, Name: "联调"},
		{ID: 3, Began: xs[4].Time.Add(-time.Minute), First: 5},
	}
	r.tick()
	return r
}

func TestSessionsPartTheList(t *testing.T) {
	r := stageSessions(t)
	if got := told(&r.page.feed); got != "6 5 s2 4 3 s1 2 1" {
		t.Fatalf("rows %s", got)
	}
	r.says("12:02 开始 ·", "联调", "13:02 开始 · 命名")
	r.choose(1)
	r.key(fyne.KeyDown) // over the line between
	r.says("#4 ·")
	r.key(fyne.KeyUp)
	r.says("#5 ·")
	r.shift(fyne.KeyDown)
	r.shift(fyne.KeyDown)
	if got := r.page.picked.ids; !slices.Equal(got, []int64{3, 4, 5}) {
		t.Errorf("%v are selected", got)
	}
	r.key(fyne.KeyEnd)
	r.says("#1 ·")
	r.key(fyne.KeyHome)
	r.says("#6 ·")
	r.key(fyne.KeyPageDown)
	r.says("#1 ·")
}

func TestSessionIsNamed(t *testing.T) {
	r := stageSessions(t)
	r.click(2, 200, 0)
	if r.page.chosen != 0 {
		t.Error("a line between sessions was chosen")
	}
	r.pick("命名…")
	field := r.dialogField()
	test.Type(field.Entry, "回归测试")
	r.press("保存")
	r.says("13:02 开始 ·", "回归测试")
	if got := r.engine.commands(); !slices.Contains(got, "name session 3 回归测试") {
		t.Errorf("did %q", got)
	}
}

func TestASessionAlone(t *testing.T) {
	r := stageSessions(t)
	r.click(5, 200, 0)
	r.pick("只看这一段")
	r.settle()
	relayout(r.window)
	if got := r.page.bar.search.Text(); got != "since:2026-11-20T12:02:22 until:2026-11-20T13:02:21" {
		t.Errorf("the search is for %q", got)
	}
	if got := told(&r.page.feed); got != "4 3" {
		t.Errorf("rows %s", got)
	}
}

func TestANewSessionBegins(t *testing.T) {
	r := stageSessions(t)
	for _, i := range r.page.menu() {
		if i.Text == "开始新的一段…" {
			i.Act()
		}
	}
	test.Type(r.dialogField().Entry, "第二轮")
	r.press("开始")
	if got := told(&r.page.feed); !strings.HasPrefix(got, "s3 6 5") {
		t.Fatalf("rows %s", got)
	}
	r.says("第二轮")
	r.come(said("新的一段"))
	if got := told(&r.page.feed); !strings.HasPrefix(got, "7 s3 6 5") {
		t.Errorf("rows %s", got)
	}
}
