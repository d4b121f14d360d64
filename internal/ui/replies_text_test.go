package ui

import (
	"strings"
	"testing"
	"time"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

func TestRepliesTextDialog(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	s.tap(p.list.tools)
	s.pick("以文本编辑…")
	editor := s.window.Canvas().Focused()
	entry, ok := editor.(interface{ SetText(string) })
	if !ok {
		t.Fatalf("the caret is in %T", editor)
	}
	entry.SetText("version: 2\nrules:\n  - id: a\n    name: 甲\n    then: {text: 好, deley: 2s}\n")
	s.pass(editPause)
	s.says("第 5 行", "deley")
	if !s.button("采用").Disabled() {
		t.Error("a text with a mistake can be applied")
	}
	entry.SetText("version: 2\nrules:\n  - id: a\n    name: 甲\n    then: {text: 好, delay: 2s}\n")
	s.pass(editPause)
	s.says("1 条规则，没有错误")
	s.press("采用")
	if got := s.rules(); len(got) != 1 || got[0].Name != "甲" || got[0].Then.Delay != reply.Fixed(2*time.Second) {
		t.Fatalf("in force are %+v", got)
	}
	s.says("甲")
	s.press("撤销")
	if got := s.rules(); len(got) != 3 {
		t.Errorf("undone, in force are %+v", got)
	}
	s.says("营业时间")
}

// TestRepliesTextStaysAsTyped: comments, title and order of what was edited as text are in
// the file, and the toast brings the old text back.
func TestRepliesTextStaysAsTyped(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	const was = "# 手写的\r\nversion: 2\r\ntitle: 我的\r\nrules:\r\n# 甲的说明\r\n- name: 甲\r\n  then: {text: 好}\r\n- {name: 乙, then: success}\r\n# 完\r\n"
	doc, _ := reply.Decode("", []byte(was), reply.Own)
	s.engine.rules.texts["demo0001"] = was
	s.engine.outside("demo0001", doc.Rules)
	s.on(p.apply)
	edit := func(old, with string) {
		t.Helper()
		entry, ok := s.window.Canvas().Focused().(*kit.EditorEntry)
		if !ok {
			t.Fatalf("the caret is in %T", s.window.Canvas().Focused())
		}
		if strings.Contains(entry.Text, "\r") || !strings.Contains(entry.Text, old) {
			t.Fatalf("the editor holds %q", entry.Text)
		}
		entry.SetText(strings.Replace(entry.Text, old, with, 1))
		s.pass(editPause)
	}
	file := func(what, want string) {
		t.Helper()
		if got, err := s.engine.RulesText("demo0001"); err != nil || got != want {
			t.Errorf("%s: the file is %q %v", what, got, err)
		}
	}
	s.tap(p.list.tools)
	s.pick("以文本编辑…")
	edit("# 甲的说明", "# 甲的说明，改过")
	s.press("采用")
	want := strings.Replace(was, "# 甲的说明", "# 甲的说明，改过", 1)
	file("edited", want)
	s.press("撤销")
	file("taken back", was)

	chooseRule(t, s, p, "甲")
	s.tap(p.more)
	s.pick("以文本编辑…")
	s.says("规则“甲”的文本")
	edit("{text: 好}", "{text: 好, deley: 2s}")
	s.press("取消")
	s.says("放弃修改？")
	s.press("继续编辑")
	for _, o := range s.everything() {
		if e, ok := o.(*kit.EditorEntry); ok {
			s.window.Canvas().Focus(e) // the last one is the dialog's
		}
	}
	s.says("第 3 行", "deley")
	edit("deley", "delay")
	s.press("采用")
	file("one rule edited", strings.Replace(was, "{text: 好}", "{text: 好, delay: 2s}", 1))
	if got := s.rules(); len(got) != 2 || got[0].Then.Delay != reply.Fixed(2*time.Second) {
		t.Errorf("in force are %+v", got)
	}
}

// TestRepliesTextOfAnySize: 60 KiB can be edited, more can be read, and one rule of them
// edited all the same.
func TestRepliesTextOfAnySize(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	for _, n := range []int{1_000, 2_000} {
		text := "rules:\n- name: 甲\n  then: {text: 好}\n" + strings.Repeat("# 1234567890123456789012345678901234567890\n", n)
		s.engine.rules.texts["demo0001"] = text
		s.engine.outside("demo0001", []reply.Rule{{ID: "甲", Name: "甲", On: true, Then: reply.Then{Kind: reply.KindText, Text: "好"}}})
		s.on(p.apply)
		s.tap(p.list.tools)
		s.pick("以文本编辑…")
		_, editing := s.window.Canvas().Focused().(*kit.EditorEntry)
		if editing != (len(text) < bodyMost) {
			t.Errorf("%d bytes: editing is %v", len(text), editing)
		}
		if editing {
			s.press("取消")
			continue
		}
		s.says("文本太长")
		s.press("关闭")
		s.tap(p.more)
		s.pick("以文本编辑…")
		entry := s.window.Canvas().Focused().(*kit.EditorEntry)
		if entry.Text != "- name: 甲\n  then: {text: 好}\n" {
			t.Errorf("the editor holds %q", entry.Text)
		}
		s.press("取消")
	}
}
