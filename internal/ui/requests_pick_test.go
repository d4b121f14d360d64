package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/ui/kit"
)

// watched are the commands that the page hands on to other parts of the window.
func (r *requestsRig) watched() *[]string {
	var did []string
	r.page.hands = hands{
		replay:  func(ids []int64) { did = append(did, fmt.Sprint("replay ", ids)) },
		compare: func(a, b int64) { did = append(did, fmt.Sprint("compare ", a, " ", b)) },
		export: func(s engine.Selection) {
			did = append(did, fmt.Sprint("export ", s.IDs, " ", s.Filter.Group, " ", s.Filter.Text))
		},
		take: func() { did = append(did, "import") },
	}
	return &did
}

// deck presses a button of the bar below the list.
func (r *requestsRig) deck(text string) {
	r.t.Helper()
	for _, o := range visibleTree(r.page.deck.object(), nil) {
		if b, ok := o.(*kit.Button); ok && b.Text() == text {
			r.tap(b)
			return
		}
	}
	r.t.Fatalf("no button %q below the list", text)
}

func (r *requestsRig) shift(key fyne.KeyName) {
	r.t.Helper()
	r.page.rows.Modifiers = func() fyne.KeyModifier { return fyne.KeyModifierShift }
	r.key(key)
	r.page.rows.Modifiers = func() fyne.KeyModifier { return 0 }
}

const ctrl = fyne.KeyModifierShortcutDefault

func TestSeveralRowsAreSelected(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(12)...) // row i is number 12-i
	picked := func(what string, want ...int64) {
		t.Helper()
		got := slices.Clone(r.page.picked.ids)
		slices.Reverse(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v are selected, want %v", what, got, want)
		}
	}
	r.choose(1)
	r.silent("已选")
	r.click(3, 200, ctrl)
	picked("Ctrl and a click", 11, 9)
	r.says("已选 2 条", "比较", "#9 ·")
	r.click(6, 200, ctrl)
	picked("another", 11, 9, 6)
	r.says("已选 3 条", "重放", "导出", "删除")
	r.silent("比较")
	r.click(3, 200, ctrl)
	picked("once more takes it out", 11, 6)
	r.come(said("新来的")) // rows move on
	picked("rows came in", 11, 6)
	if got := r.page.rows.Chosen(); got != 7 {
		t.Errorf("row %d is chosen, want 7", got)
	}
	r.click(9, 200, fyne.KeyModifierShift)
	picked("Shift and a click", 6, 5, 4)
	r.key(fyne.KeyEscape)
	picked("Escape")
	r.says("#4 ·")
	r.silent("已选")

	r.choose(2) // 11
	r.shift(fyne.KeyDown)
	r.shift(fyne.KeyDown)
	picked("Shift and Down twice", 11, 10, 9)
	r.shift(fyne.KeyUp)
	picked("and back", 11, 10)
	r.key(fyne.KeyDown)
	picked("Down alone")
	r.page.rows.TypedShortcut(&fyne.ShortcutSelectAll{})
	r.settle()
	if n := len(r.page.picked.ids); n != 13 {
		t.Errorf("%d are selected of 13", n)
	}
	r.choose(0)
	picked("a click")
}

func TestAllMeansAll(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(2*pageFirst+7)...)
	r.choose(0)
	r.page.rows.TypedShortcut(&fyne.ShortcutSelectAll{})
	r.settle()
	relayout(r.window)
	r.says("已选 1,007 条")
}

func TestWhatIsDoneWithSeveral(t *testing.T) {
	r := stageRequests(t, "zh-Hans", append(repeats(1, 5100*time.Millisecond, 5200*time.Millisecond), messages(4)...)...)
	did := r.watched()
	r.choose(0)           // 6
	r.click(2, 200, ctrl) // 4
	r.deck("比较")
	r.deck("重放")
	r.deck("导出")
	r.menuOn(2)
	r.pick("重放…")
	r.menuOn(4) // the message of two deliveries; it is not selected, so it is now
	r.pick("重放…")
	r.menuOn(4)
	r.pick("导出…")
	for _, i := range r.page.menu() {
		if i.Text == "导入…" || i.Text == "导出全部…" {
			i.Act()
		}
	}
	r.chip("失败")
	for _, i := range r.page.menu() {
		if i.Text == "导出筛选结果…" && !i.Disabled {
			t.Error("nothing was found and can be exported")
		}
	}
	r.chip("消息")
	for _, i := range r.page.menu() {
		if i.Text == "导出筛选结果…" {
			i.Act()
		}
	}
	want := []string{"compare 4 6", "replay [4 6]", "export [4 6] all ", "replay [4 6]", "replay [2]", "export [1 2] all ",
		"import", "export [] all ", "export [] messages "}
	if !slices.Equal(*did, want) {
		t.Errorf("did\n%s\nwant\n%s", strings.Join(*did, "\n"), strings.Join(want, "\n"))
	}
}

func TestDelete(t *testing.T) {
	r := stageRequests(t, "zh-Hans", append(messages(4), repeats(5, 5100*time.Millisecond, 5200*time.Millisecond)...)...)
	r.choose(0) // the message of two deliveries
	r.menuOn(0)
	r.pick("置顶保留")
	r.click(2, 200, ctrl) // 3
	r.key(fyne.KeyDelete)
	r.says("删除 3 条请求？", "其中 2 条已置顶，也会一起删除")
	r.press("取消")
	if n := r.page.feed.len(); n != 5 {
		t.Errorf("%d rows after Cancel", n)
	}
	r.key(fyne.KeyDelete)
	r.press("删除")
	r.tick()
	if got := r.engine.commands(); got[len(got)-1] != "delete [3 5 6]" {
		t.Errorf("did %q", got)
	}
	if got := told(&r.page.feed); got != "4 2 1" {
		t.Errorf("rows %s", got)
	}
	r.says("#2 ·") // the row that stands in the place of the lowest one
	r.silent("已选")
	if !strings.Contains(r.toast(), "已删除 3 条请求") {
		t.Errorf("toast %q", r.toast())
	}
	r.engine.fail("delete", errSome)
	r.key(fyne.KeyDelete)
	r.press("删除")
	if !strings.Contains(r.toast(), "something broke") {
		t.Errorf("toast %q", r.toast())
	}
	r.says("#2 ·")
}

// TestSelectionGoesOnInAnotherLanguage keeps what is selected and what is open.
func TestSelectionGoesOnInAnotherLanguage(t *testing.T) {
	r := stageRequests(t, "zh-Hans", append(messages(4), repeats(5, 5100*time.Millisecond, 5200*time.Millisecond)...)...)
	r.click(0, 10, 0)
	r.choose(2)
	r.click(3, 200, ctrl)
	kept := r.page.keep()
	s := newStage(t, r.engine, "en")
	next := &requestsRig{stage: s, page: newRequestsPage(s.deps)}
	next.put(next.page.object(), 1004, 726)
	next.page.restore(kept)
	next.settle()
	relayout(next.window)
	next.says("2 selected", "Compare", "2 tries")
	if got := told(&next.page.feed); got != "6x2 .5 4 3 2 1" {
		t.Errorf("rows %s", got)
	}
}
