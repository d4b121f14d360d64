package ui

import (
	"context"
	"strings"
	"testing"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/reply"
)

func TestRepliesFromOutside(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	s.fill(p.editor.when.match, "正在改")
	s.engine.set(func(st *engine.Snapshot) {
		rules := someRules()
		rules[0].Name, rules[1].When.Tests = "改了名", []reply.Test{{Subject: reply.SubjectText, Op: reply.Contains, Words: []string{"别处的"}}}
		st.Rules[st.Active().ID] = append(rules, reply.Rule{ID: "new", Name: "别处加的", On: true,
			When: reply.Simple{Type: "image", Op: reply.Any}.When(), Then: reply.Then{Kind: reply.KindEmpty}})
	})
	s.on(p.apply)
	s.says("改了名", "别处加的", "任意图片 → 不回复")
	if got := p.editor.when.match.Text(); got != "正在改" {
		t.Errorf("the field that is being edited says %q", got)
	}
	s.pass(editPause)
	got := s.rules()
	if len(got) != 4 || plainText(got[1].When) != "正在改" || got[0].Name != "改了名" {
		t.Errorf("in force are %+v", got)
	}
	chooseRule(t, s, p, "改了名")
	if p.editor.name.Text() != "改了名" {
		t.Errorf("the name is %q", p.editor.name.Text())
	}
}

func TestRepliesStaleSnapshot(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	old := s.engine.Snapshot()
	chooseRule(t, s, p, "营业时间")
	s.fill(p.editor.when.match, "几点")
	s.pass(editPause)
	p.apply(change{state: old}) // was taken before the save
	s.settle()
	if got := p.editor.when.match.Text(); got != "几点" {
		t.Errorf("the keywords fell back to %q", got)
	}
}

func TestRepliesSaveFails(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	s.engine.fail("save rules", errSome)
	chooseRule(t, s, p, "营业时间")
	s.fill(p.editor.when.match, "几点")
	s.pass(editPause)
	s.says("未保存", "没有保存成功")
	if !strings.Contains(s.toast(), errSome.Error()) {
		t.Errorf("the toast says %q", s.toast())
	}
	s.engine.fail("save rules", nil)
	s.fill(p.editor.when.match, "几点了")
	s.pass(editPause)
	s.says("已生效 · 14:03:22")
	if got := plainText(s.rules()[1].When); got != "几点了" {
		t.Errorf("in force is %q", got)
	}
}

func TestRepliesRefusedForAnother(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	s.engine.mu.Lock()
	s.engine.rules.saved["demo0001"] = []reply.Problem{{Index: 2, RuleID: "rest", Field: reply.FieldKind, ID: "unknown", Args: map[string]string{"kind": "x"}}}
	s.engine.mu.Unlock()
	chooseRule(t, s, p, "营业时间")
	s.fill(p.editor.when.match, "几点")
	s.pass(editPause)
	s.says("规则“兜底”有错误")
}

func TestRepliesProfiles(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	p.editor.then.text.editor.Entry.SetText("")
	s.pass(editPause)
	if err := s.engine.EditSettings(context.Background(), func(set *profile.Settings) error {
		set.Profiles = append(set.Profiles, profile.Profile{ID: "shop0002", Name: "shop", Token: "t0ken", Path: "/wx/shop"})
		set.Active = "shop0002"
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	s.on(p.apply)
	s.says("还没有规则")
	s.silent("营业时间")
	if err := s.engine.ShowProfile(context.Background(), "demo0001"); err != nil {
		t.Fatal(err)
	}
	s.on(p.apply)
	s.says("营业时间", "回复内容是空的") // what was typed is still there
}

func TestRepliesKeepForAnotherLanguage(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	p.editor.then.text.editor.Entry.SetText("")
	s.pass(editPause)
	next := newRepliesPage(s.deps)
	next.restore(p.keep())
	s.put(next.object(), 1003, 727)
	s.on(next.apply)
	s.says("营业时间", "回复内容是空的")
	if next.book.chosen != "hours" {
		t.Errorf("chosen is %q", next.book.chosen)
	}
}

func TestRepliesFlush(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	s.fill(p.editor.when.match, "几点")
	p.flush()
	s.settle()
	if got := plainText(s.rules()[1].When); got != "几点" {
		t.Errorf("in force is %q", got)
	}
}

// TestRepliesSayWhenRulesOfTheStartCameInForce: the window opens before the server answers.
func TestRepliesSayWhenRulesOfTheStartCameInForce(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	s.says("已生效")
	s.silent("已生效 ·")
	s.engine.set(func(st *engine.Snapshot) {
		st.RulesInForce[st.Active().ID] = engine.RulesInForce{Version: 1, Since: fakeClock, Origin: engine.FromDisk}
	})
	s.on(p.apply)
	s.says("已生效 · 14:03:22")
}
