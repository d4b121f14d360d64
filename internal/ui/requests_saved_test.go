package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/ui/kit"
)

func TestSavedFilters(t *testing.T) {
	r := stageRequests(t, "zh-Hans", gallery()...)
	menu := func(word string) kit.MenuItem {
		t.Helper()
		for _, i := range r.page.bar.savedMenu() {
			if i.Text == word {
				return i
			}
		}
		t.Fatalf("no line %q", word)
		return kit.MenuItem{}
	}
	if !menu("保存当前筛选…").Disabled {
		t.Error("nothing can be saved")
	}
	r.chip("失败")
	r.query("cause:token")
	r.press("☆")
	r.pick("保存当前筛选…")
	r.says("保存筛选", "失败 cause:token")
	r.press("保存")
	r.tick()
	r.press("★")
	r.says("失败 cause:token")
	r.key(fyne.KeyEscape)
	if got := r.engine.Snapshot().Settings.Filters; len(got) != 1 || got[0] != (profile.SavedFilter{Name: "失败 cause:token", Text: "cause:token", Group: exchange.Failed}) {
		t.Fatalf("saved are %+v", got)
	}
	r.chip("全部")
	r.query("slow:>5s")
	r.tick()
	menu("保存当前筛选…").Act()
	relayout(r.window)
	r.fill(r.dialogField(), "失败 cause:token")
	r.press("保存")
	r.says("已经有叫“失败 cause:token”的筛选了")
	r.fill(r.dialogField(), "慢的")
	r.press("保存")
	r.tick()

	menu("失败 cause:token").Act()
	r.settle()
	relayout(r.window)
	r.says("Token 末尾多了空白字符")
	r.silent("5.1 s")
	if !menu("失败 cause:token").Checked || menu("慢的").Checked {
		t.Error("the wrong filter is marked")
	}

	menu("管理已存的筛选…").Act()
	relayout(r.window)
	r.says("已存的筛选", "slow:>5s")
	r.fill(r.dialogField(), "慢的") // the first one
	r.key(fyne.KeyReturn)
	r.says("已经有叫“慢的”的筛选了")
	r.fill(r.dialogField(), "Token")
	r.key(fyne.KeyReturn)
	r.tick()
	if got := r.engine.Snapshot().Settings.Filters; got[0].Name != "Token" || got[1].Name != "慢的" {
		t.Errorf("saved are %+v", got)
	}
	r.tap(r.first("删除"))
	r.says("已删除“Token”")
	if got := r.engine.Snapshot().Settings.Filters; len(got) != 1 || got[0].Name != "慢的" {
		t.Errorf("saved are %+v", got)
	}
	r.press("撤销")
	if got := r.engine.Snapshot().Settings.Filters; len(got) != 2 || got[0].Name != "Token" || got[0].Group != exchange.Failed {
		t.Errorf("saved are %+v", got)
	}
	r.press("关闭")
}

// dialogField is the first field of the dialog that is open.
func (r *requestsRig) dialogField() *kit.Field {
	r.t.Helper()
	overlays := r.window.Canvas().Overlays().List()
	for _, o := range visibleTree(overlays[len(overlays)-1], nil) {
		if f, ok := o.(*kit.Field); ok {
			return f
		}
	}
	r.t.Fatal("no field")
	return nil
}

func TestMaskHidesTheQuery(t *testing.T) {
	r := stageRequests(t, "zh-Hans", gallery()...)
	r.query("from:" + rigOpenID)
	n := r.page.feed.len()
	r.engine.edit(func(s *profile.Settings) {
		s.MaskIDs = true
		s.Filters = []profile.SavedFilter{{Name: "他", Text: "from:" + rigOpenID}}
	})
	r.tick()
	if got := r.page.bar.search.Text(); got != "from:o•••••mK8c" || r.page.feed.len() != n {
		t.Errorf("the field says %q, %d rows instead of %d", got, r.page.feed.len(), n)
	}
	for _, i := range r.page.bar.savedMenu() {
		if strings.Contains(i.Text+i.Hint, "oGZ3V5") {
			t.Errorf("the menu says %q %q", i.Text, i.Hint)
		}
		if i.Text == "他" {
			i.Act()
		}
	}
	r.settle()
	r.silent("oGZ3V5")
}
