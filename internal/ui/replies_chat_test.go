package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

func TestRepliesPreviewFollowsMessages(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	s.says("用样例消息", "您说的是：开门")
	x := textExchange("demo0001", "周末营业吗")
	s.engine.add(x)
	p.apply(change{state: s.engine.Snapshot(), fresh: []*exchange.Exchange{x}})
	s.pass(previewRest)
	relayout(s.window)
	s.says("用收到的消息", "您说的是：周末营业吗")
}

func TestRepliesPreviewNamesAnEarlierRule(t *testing.T) {
	rules := someRules()
	rules[0].When = reply.Simple{Type: "text", Op: reply.Regexp, Text: "^.*营业.*$"}.When()
	s, p := repliesStage(t, "zh-Hans", rules, textExchange("demo0001", "营业吗"))
	chooseRule(t, s, p, "营业时间")
	s.says("这条消息先被“关注欢迎”命中")
}

func TestRepliesMask(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules(), textExchange("demo0001", "开门"))
	chooseRule(t, s, p, "营业时间")
	s.says(sampleOpenID)
	s.engine.edit(func(set *profile.Settings) { set.MaskIDs = true })
	s.on(p.apply)
	s.silent(sampleOpenID)
	s.says("o•••••mK8c")
}

func TestRepliesCopyExactBytes(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules(), textExchange("demo0001", "开门"))
	chooseRule(t, s, p, "营业时间")
	shown := p.chat.bytes.code.Text()
	s.press("原样")
	exact := p.chat.bytes.code.Text()
	if !strings.Contains(shown, "\n  <Content>") || strings.Contains(exact, "\n  <Content>") {
		t.Errorf("in lines: %q, exact: %q", shown, exact)
	}
	want := "<xml><ToUserName><![CDATA[" + sampleOpenID + "]]></ToUserName><FromUserName><![CDATA[" + sampleAccount +
		"]]></FromUserName><CreateTime>" + timestamp() + "</CreateTime><MsgType><![CDATA[text]]></MsgType>"
	if !strings.HasPrefix(exact, want) {
		t.Errorf("exact: %s", exact)
	}
	for _, o := range test.LaidOutObjects(p.chat.root) {
		if b, ok := o.(*kit.Button); ok && b.Text() == "复制" {
			s.tap(b)
		}
	}
	if len(s.copies) != 1 || s.copies[0] != exact {
		t.Errorf("copied: %q", s.copies)
	}
}

func timestamp() string { return sampleMessage(reply.When{}, "", fakeClock).Get("CreateTime") }

func TestRepliesLongText(t *testing.T) {
	rules := someRules()
	rules[1].Then.Text = strings.Repeat("长", textMost+1)
	s, p := repliesStage(t, "zh-Hans", rules)
	chooseRule(t, s, p, "营业时间")
	s.says("窗口里只显示开头")
	if !p.editor.then.text.editor.Entry.Disabled() {
		t.Error("a text that is not shown whole can be edited")
	}
	s.says("微信最多接受 2048 字节", "预览到此为止")
	chooseRule(t, s, p, "关注欢迎")
	if p.editor.then.text.editor.Entry.Disabled() {
		t.Error("the editor stays locked")
	}
	if got := s.rules()[1].Then.Text; got != rules[1].Then.Text {
		t.Error("the long text was cut in force")
	}
}
