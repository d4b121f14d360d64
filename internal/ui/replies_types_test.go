package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

func TestRepliesTypesAndEvents(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	choose := func(typed string) {
		t.Helper()
		s.tap(p.editor.when.types.pick)
		test.Type(s.picker().Search().Entry, typed)
		s.key(fyne.KeyReturn)
	}
	choose("任意事件")
	s.says("任意事件", "与 EventKey 比较", "EventKey")
	if got := s.rules()[1].When; !slices.Equal(got.Types, []string{"event"}) || got.Events != nil || got.Tests[0].Subject != reply.SubjectKey {
		t.Fatalf("waits for %+v", got)
	}
	choose("click")
	if got := s.rules()[1].When; !slices.Equal(got.Events, []string{"CLICK"}) {
		t.Fatalf("waits for %+v", got)
	}
	s.says("点击菜单 CLICK")
	choose("kf_new_thing") // is not in the list
	if got := s.rules()[1].When; !slices.Equal(got.Events, []string{"kf_new_thing"}) {
		t.Fatalf("waits for %+v", got)
	}
	s.says("事件 kf_new_thing 包含")
	choose("图片")
	if got := s.rules()[1].When; !slices.Equal(got.Types, []string{"image"}) || got.Events != nil {
		t.Fatalf("waits for %+v", got)
	}
	s.says("这类消息没有文字可比较", "PicUrl")
}

// TestRepliesSeveralTypes: the picker stays while several are picked.
func TestRepliesSeveralTypes(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	s.tap(p.editor.when.types.pick)
	for _, o := range s.everything() {
		if sw, ok := o.(*kit.Switch); ok && sw.Text() == "可以选多个" {
			s.tap(sw)
		}
	}
	pick := s.picker()
	test.Type(pick.Search().Entry, "voice")
	s.key(fyne.KeyReturn)
	if got := s.rules()[1].When; !slices.Equal(got.Types, []string{"text", "voice"}) {
		t.Fatalf("waits for %+v", got)
	}
	s.key(fyne.KeyReturn) // takes it back
	if got := s.rules()[1].When; !slices.Equal(got.Types, []string{"text"}) {
		t.Fatalf("waits for %+v", got)
	}
	s.key(fyne.KeyReturn)
	pick.Close()
	relayout(s.window)
	s.says("文本 或 语音 包含 “开门 | 营业”")
}

// picker is the picker that is open.
func (s *stage) picker() *kit.Picker {
	s.t.Helper()
	for _, o := range s.window.Canvas().Overlays().List() {
		if p, ok := o.(*kit.Picker); ok {
			return p
		}
	}
	s.t.Fatal("no picker is open")
	return nil
}

func TestRepliesUnknownType(t *testing.T) {
	rules := someRules()
	rules[1].When.Types = []string{"hardware"}
	s, p := repliesStage(t, "zh-Hans", rules)
	chooseRule(t, s, p, "营业时间")
	s.says("hardware 包含")
	if got := p.editor.when.types.pick.Text(); got != "hardware" {
		t.Errorf("the type says %q", got)
	}
	p.editor.when.op.Choose(3)
	s.settle()
	s.says("任意 hardware → 文本")
	chooseRule(t, s, p, "关注欢迎")
	if got := p.editor.when.types.pick.Text(); got != "关注 subscribe" {
		t.Errorf("the type says %q", got)
	}
}
