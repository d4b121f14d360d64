package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"echostr/internal/engine"
	"echostr/internal/ui/kit"
)

func TestLabels(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(4)...)
	r.choose(1)
	r.menuOn(1)
	r.pick("标记…")
	r.pick("▲ 橙色三角")
	r.says("▲")
	if got := r.engine.Label(3); got != (engine.Label{Mark: 2}) {
		t.Errorf("label %+v", got)
	}
	r.click(2, 200, ctrl)
	r.menuOn(2)
	r.pick("置顶保留")
	r.menuOn(2)
	r.pick("标记…")
	r.pick("● 红色圆点")
	for _, id := range []int64{2, 3} {
		if got := r.engine.Label(id); got != (engine.Label{Mark: 1, Pinned: true}) {
			t.Errorf("#%d has the label %+v", id, got)
		}
	}
	r.menuOn(2)
	r.pick("✓ 置顶保留") // all have one: off
	if r.engine.Label(2).Pinned || r.engine.Label(3).Pinned {
		t.Error("the pins stay")
	}
	// another hand
	if err := r.engine.SetLabel(4, engine.Label{Mark: 4}); err != nil {
		t.Fatal(err)
	}
	r.silent("◆")
	r.tick()
	r.says("◆")
	r.engine.fail("label", errSome)
	r.choose(0)
	r.menuOn(0)
	r.pick("置顶保留")
	if r.toast() == "" {
		t.Error("the failure is not said")
	}
}

func TestNote(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(2)...)
	r.choose(0)
	r.menuOn(0)
	r.pick("备注…")
	r.says("备注 #2")
	var editor *kit.Editor
	for _, o := range r.everything() {
		if e, ok := o.(*kit.Editor); ok {
			editor = e
		}
	}
	test.Type(editor.Entry, "给老板看")
	r.engine.fail("label", errSome)
	r.press("保存")
	r.says("something broke", "备注 #2")
	r.engine.fail("label", nil)
	send := &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl}
	editor.Entry.TypedShortcut(send)
	r.settle()
	r.silent("备注 #2")
	if r.window.Canvas().(interface{ TypedShortcut(fyne.Shortcut) }).TypedShortcut(send); r.engine.Label(2).Note != "给老板看" {
		t.Error("the keys of the dialog outlive it")
	}
	if got := r.engine.Label(2).Note; got != "给老板看" {
		t.Errorf("note %q", got)
	}
	// the menu of the list shows what has one alone
	for _, i := range r.page.menu() {
		if i.Text == "只看有备注的" {
			i.Act()
		}
	}
	r.settle()
	r.says("消息2。")
	r.silent("消息1。")
	if got := r.page.bar.search.Text(); got != "has:note" {
		t.Errorf("the search is for %q", got)
	}
	r.page.label([]int64{2}, func(l *engine.Label) { l.Note = "" })
	r.settle()
	r.silent("消息2。")
}

func TestLabelOfAClosedMessage(t *testing.T) {
	r := stageRequests(t, "zh-Hans", repeats(1, 5100*time.Millisecond, 5200*time.Millisecond)...)
	if err := r.engine.SetLabel(1, engine.Label{Mark: 3}); err != nil {
		t.Fatal(err)
	}
	r.tick()
	r.says("■")
}
