//go:build window

package windowtest

import (
	"strings"
	"testing"
)

// TestListByHand selects, opens and deletes rows with the real mouse and keyboard, which
// alone know of keys that are held.
func TestListByHand(t *testing.T) {
	if !apart(t) {
		return
	}
	b := backend(t, "List2026", nil)
	p := open(t, b, nil)
	p.resize(1280, 800)
	url := b.Snapshot().LocalURL()
	for _, text := range []string{"一", "二", "三", "四"} {
		wechatSends(t, url, message(t, "List2026", "消息"+text))
	}
	again := message(t, "List2026", "问了三遍")
	for range 3 {
		wechatSends(t, url, again)
	}
	listed := func(n int) {
		t.Helper()
		p.until("a list of so many rows", func(all []seen) bool { return len(rows(all)) == n })
	}
	listed(5)
	p.reads("3 次", "全部 7")

	// The mark opens the message, and the keys go into it and out again.
	top := p.steady("to see a row", func(all []seen) (box, bool) {
		r := rows(all)
		if len(r) != 5 {
			return box{}, false
		}
		return r[0].place, true
	})
	p.click(top.x+8, top.y+top.h/2)
	listed(7)
	p.choose(0)
	p.reads("#7 ·")
	p.key("Right")
	p.reads("#6 ·")
	p.key("Left")
	p.reads("#7 ·")
	p.key("Left")
	listed(5)

	// Shift and the arrows, Ctrl and a click, Ctrl+A and Escape.
	p.key("Down", "shift+Down", "shift+Down")
	p.reads("已选 3 条")
	p.key("Escape")
	p.loses("已选")
	p.choose(1)
	p.do("keydown", "ctrl")
	p.choose(3)
	p.do("keyup", "ctrl")
	p.reads("已选 2 条", "比较")
	picture := func(name string) {
		t.Helper()
		if err := save(shotsDir(t), "list-"+name, p.shot()); err != nil {
			t.Fatal(err)
		}
	}
	picture("two")
	p.key("ctrl+a")
	p.reads("已选 5 条")
	p.key("Escape")

	// The menu by its key pins; Delete deletes, and says so of what is pinned.
	p.choose(2)
	p.key("Menu")
	p.press("置顶保留")
	await(t, "a pinned request", func() bool { return b.Label(3).Pinned })
	p.choose(1)
	p.key("shift+Down", "Delete")
	p.reads("删除 2 条请求？", "其中 1 条已置顶")
	picture("delete")
	p.pressBeyond("删除", func(at box) bool { return at.y < 700 })
	listed(3)
	p.until("the others", func(all []seen) bool {
		r := rows(all)
		return len(r) == 3 && strings.Contains(r[0].text, "3 次") && strings.Contains(r[1].text, "消息二") && strings.Contains(r[2].text, "消息一")
	})
	if n := b.Snapshot().Counts.Kept; n != 5 {
		t.Errorf("%d requests are kept, want 5", n)
	}

	// What comes now comes in a session of its own.
	if _, err := b.BeginSession("第二轮"); err != nil {
		t.Fatal(err)
	}
	p.reads("第二轮")
	wechatSends(t, url, message(t, "List2026", "新的一段"))
	p.until("the line below it", func(all []seen) bool {
		r := rows(all)
		return len(r) == 4 && r[1].place.y-r[0].place.y > 1.5*r[0].place.h
	})
	picture("session")

	// The dialogs that ask for a name begin with the caret in it.
	p.press("第二轮")
	p.press("命名…")
	p.reads("给这一段命名")
	p.write("third")
	p.key("Return")
	p.loses("给这一段命名")
	p.reads("third")
	p.press("失败")
	p.press("☆")
	p.press("保存当前筛选…")
	p.reads("保存筛选")
	p.write("mine")
	p.key("Return")
	p.loses("取消")
	if f := b.Snapshot().Settings.Filters; len(f) != 1 || f[0].Name != "mine" {
		t.Errorf("saved filters: %v", f)
	}
}
