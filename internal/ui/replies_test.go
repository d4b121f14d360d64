package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// someRules are a welcome, an answer to two keywords, and success for the rest.
func someRules() []reply.Rule {
	return []reply.Rule{
		{ID: "welcome", Name: "关注欢迎", On: true, When: reply.Simple{Type: "event", Event: "subscribe", Op: reply.Any}.When(),
			Then: reply.Then{Kind: reply.KindText, Text: "Hi~ 终于等到你"}},
		{ID: "hours", Name: "营业时间", On: true, When: reply.Simple{Type: "text", Op: reply.Contains, Text: "开门 | 营业"}.When(),
			Then: reply.Then{Kind: reply.KindText, Text: "您好 {{.FromUserName}}，我们每天 9:00–21:00 营业。\n您说的是：{{.Content}}"}},
		{ID: "rest", Name: "兜底", On: true, When: reply.Simple{Op: reply.Any}.When(), Then: reply.Then{Kind: reply.KindSuccess}},
	}
}

// textExchange is a text message that a profile got.
func textExchange(profile, content string) *exchange.Exchange {
	m := sampleMessage(reply.Simple{Type: "text"}.When(), content, fakeClock)
	return &exchange.Exchange{Time: fakeClock, Profile: profile, Verdict: exchange.Pass,
		Opened: wechat.Opened{Kind: wechat.UserMessage, Message: m}}
}

// repliesStage is the replies page on a stage, with some rules.
func repliesStage(t *testing.T, lang string, rules []reply.Rule, xs ...*exchange.Exchange) (*stage, *repliesPage) {
	t.Helper()
	f := newFakeEngine()
	f.set(func(s *engine.Snapshot) { s.Rules[s.Active().ID] = rules })
	f.add(xs...)
	s := newStage(t, f, lang)
	p := newRepliesPage(s.deps)
	s.put(p.object(), 1003, 727)
	s.on(p.apply)
	return s, p
}

// saved are the rules in force.
func (s *stage) rules() []reply.Rule {
	snapshot := s.engine.Snapshot()
	return snapshot.Rules[snapshot.Active().ID]
}

// chooseRule taps the row of a rule by its name.
func chooseRule(t *testing.T, s *stage, p *repliesPage, name string) {
	t.Helper()
	for i, d := range p.list.shown {
		if d.rule.Name == name {
			p.list.rows.Choose(i)
			s.settle()
			relayout(s.window)
			return
		}
	}
	t.Fatalf("no rule %q in the list", name)
}

func TestRepliesShow(t *testing.T) {
	f := [2]string{"demo0001", "hours"}
	s, p := repliesStage(t, "zh-Hans", someRules(), textExchange("demo0001", "在吗"), textExchange("demo0001", "请问今天几点开门？"))
	s.engine.hits[f] = engine.Hit{Count: 1032}
	s.on(p.apply)
	s.says("关注欢迎", "事件 subscribe → 文本 “Hi~ 终于等到你”", "文本 包含 “开门 | 营业” → 文本", "1,032 次",
		"任意消息 → success（不回复）", "从上到下匹配，第一条命中的规则生效")
	chooseRule(t, s, p, "营业时间")
	s.says("营业时间", "已生效", "文本 text", "关键词", "预览", "用收到的消息", "请问今天几点开门？",
		"您好 "+sampleOpenID+"，我们每天 9:00–21:00 营业。", "您说的是：请问今天几点开门？",
		"回复报文")
	if got := p.chat.bytes.code.Text(); !strings.Contains(got, "\n  <ToUserName><![CDATA["+sampleOpenID+"]]></ToUserName>\n") {
		t.Errorf("the reply's bytes are shown as %s", got)
	}
	s.silent("在吗")
	if p.editor.when.match.Text() != "开门 | 营业" {
		t.Errorf("the keywords are %q", p.editor.when.match.Text())
	}
}

func TestRepliesTypedTextComesInForce(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	s.fill(p.editor.when.match, "几点")
	if got := plainText(s.rules()[1].When); got != "开门 | 营业" {
		t.Fatalf("in force before typing rests: %q", got)
	}
	s.says("稍候生效")
	s.pass(editPause)
	if got := plainText(s.rules()[1].When); got != "几点" {
		t.Fatalf("the keywords in force are %q", got)
	}
	s.says("已生效 · 14:03:22", "文本 包含 “几点”")
	if n := countSaves(s); n != 1 {
		t.Errorf("%d saves for one pause", n)
	}
}

// countSaves is how often rules were saved.
func countSaves(s *stage) (n int) {
	for _, c := range s.engine.commands() {
		if strings.HasPrefix(c, "save rules") {
			n++
		}
	}
	return n
}

func TestRepliesErrorKeepsTheLastGoodForm(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	good := s.rules()[1]
	p.editor.then.text.editor.Entry.SetText("") // as a person would: the editor hears it
	s.pass(editPause)
	s.says("✗ 未生效", "仍按上一次正确的内容回复", "回复内容是空的", "未生效 · 文本 包含")
	if got := s.rules()[1]; !got.Equal(good) {
		t.Fatalf("in force is %+v", got)
	}

	// Turning to another rule and back keeps what was typed.
	chooseRule(t, s, p, "兜底")
	s.says("已生效")
	s.silent("回复内容是空的")
	chooseRule(t, s, p, "营业时间")
	s.says("回复内容是空的")
	if got := p.editor.then.text.editor.Text(); got != "" {
		t.Errorf("the editor holds %q", got)
	}

	// Another rule's edit is saved meanwhile, the bad one in its good form.
	chooseRule(t, s, p, "关注欢迎")
	p.editor.then.text.editor.Entry.SetText("欢迎")
	s.pass(editPause)
	if got := s.rules(); got[0].Then.Text != "欢迎" || !got[1].Equal(good) {
		t.Fatalf("in force are %+v", got)
	}

	chooseRule(t, s, p, "营业时间")
	p.editor.then.text.editor.Entry.SetText("好了 {{.Content}}")
	s.pass(editPause)
	s.says("已生效 · 14:03:22")
	s.silent("回复内容是空的")
	if got := s.rules()[1].Then.Text; got != "好了 {{.Content}}" {
		t.Errorf("in force is %q", got)
	}
}

func TestRepliesTemplateErrorHasItsPlace(t *testing.T) {
	s, p := repliesStage(t, "en", someRules())
	chooseRule(t, s, p, "营业时间")
	p.editor.then.text.editor.Entry.SetText("Hello\n{{.Content")
	s.pass(editPause)
	_, words := p.editor.then.text.textAt.Problem()
	if !strings.Contains(words, "2") || strings.Contains(words, "⟦") {
		t.Errorf("the problem says %q", words)
	}
	s.says("the last good form goes on", "Once the fields above are right")
}

func TestRepliesAdd(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	s.press("新建规则")
	s.says("新规则", "还没填好，未生效", "草稿", "填好关键词和回复内容后立即生效")
	s.silent("关键词是空的", "回复内容是空的") // nothing is wrong yet
	if len(s.rules()) != 3 {
		t.Fatal("an empty rule is in force")
	}
	if p.editor.name.Entry.SelectedText() != "新规则" {
		t.Errorf("selected in the name is %q", p.editor.name.Entry.SelectedText())
	}
	s.fill(p.editor.name, "地址")
	s.fill(p.editor.when.match, "在哪")
	p.editor.then.text.editor.Entry.SetText("客村艺苑路 12 号")
	s.pass(editPause)
	got := s.rules()
	if len(got) != 4 || got[0].Name != "地址" || plainText(got[0].When) != "在哪" || !got[0].On || got[0].ID == "" {
		t.Fatalf("in force are %+v", got)
	}
	s.says("已生效 · 14:03:22", "文本 包含 “在哪” → 文本 “客村艺苑路 12 号”", "样例消息", "在哪")
}

func TestRepliesInsertField(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "关注欢迎")
	s.window.Canvas().Focus(p.editor.then.text.editor.Entry)
	p.editor.then.text.editor.Entry.CursorColumn = len([]rune("Hi~ 终于等到你"))
	s.press("EventKey")
	s.pass(editPause)
	if got := s.rules()[0].Then.Text; got != "Hi~ 终于等到你{{.EventKey}}" {
		t.Errorf("in force is %q", got)
	}
	if s.window.Canvas().Focused() != fyne.Focusable(p.editor.then.text.editor.Entry) {
		t.Error("the caret is not in the editor")
	}
}

// chooseKind chooses the kind of the answer of the rule in the editor.
func chooseKind(s *stage, p *repliesPage, kind string) {
	p.editor.then.kind.Choose(slices.Index(p.editor.then.kinds, kind))
	s.settle()
	relayout(s.window)
}

func TestRepliesKinds(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	chooseKind(s, p, reply.KindSuccess)
	if got := s.rules()[1].Then; got.Kind != reply.KindSuccess || got.Text == "" {
		t.Errorf("in force is %+v; the text should wait for its return", got)
	}
	s.says("返回 success 一词", "用户看不到任何回复")
	s.silent("插入字段")
	chooseKind(s, p, reply.KindEmpty)
	s.says("返回 0 字节", "响应没有内容（0 字节）")
	p.editor.when.op.Choose(3)
	s.settle()
	relayout(s.window)
	s.silent("关键词")
	if got := plainOp(s.rules()[1].When); got != reply.Any {
		t.Errorf("the comparison is %q", got)
	}
}

func TestRepliesSwitch(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	p.list.rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	s.settle()
	relayout(s.window)
	if s.rules()[1].On {
		t.Error("the rule is on")
	}
	s.says("已停用")
	// A rule with an error can be switched off too: its good form goes.
	chooseRule(t, s, p, "关注欢迎")
	p.editor.then.text.editor.Entry.SetText("")
	s.pass(editPause)
	p.list.rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	s.settle()
	if got := s.rules()[0]; got.On || got.Then.Text != "Hi~ 终于等到你" {
		t.Errorf("in force is %+v", got)
	}
}

func TestRepliesOrder(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	order := func() string {
		var ids []string
		for _, r := range s.rules() {
			ids = append(ids, r.ID)
		}
		return strings.Join(ids, " ")
	}
	chooseRule(t, s, p, "营业时间")
	s.tap(p.list.up)
	if got := order(); got != "hours welcome rest" {
		t.Errorf("after up: %s", got)
	}
	if !p.list.up.Disabled() || p.list.down.Disabled() {
		t.Error("the first rule may go up, or not down")
	}
	p.list.rows.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyDown, Modifier: fyne.KeyModifierAlt})
	s.settle()
	if got := order(); got != "welcome hours rest" {
		t.Errorf("after Alt+Down: %s", got)
	}
	p.list.rows.OnMoved(2, 0) // a row dragged to the top
	s.settle()
	relayout(s.window)
	if got := order(); got != "rest welcome hours" {
		t.Errorf("after a drag: %s", got)
	}
	if p.book.chosen != "hours" || p.list.rows.Chosen() != 2 {
		t.Errorf("chosen is %s in row %d", p.book.chosen, p.list.rows.Chosen())
	}
	s.says("前面的“兜底”会先拿走", "轮不到：前面有“兜底”", "去看“兜底”") // said beside the chosen one, which is never reached now
}

func TestRepliesDuplicateAndDelete(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	s.tap(s.first("复制"))
	got := s.rules()
	if len(got) != 4 || got[2].Name != "营业时间 副本" || got[2].ID == got[1].ID || !got[2].Then.Equal(got[1].Then) {
		t.Fatalf("in force are %+v", got)
	}
	if p.book.chosen != got[2].ID {
		t.Error("the copy is not chosen")
	}
	s.press("删除")
	if got := s.rules(); len(got) != 3 {
		t.Fatalf("in force are %+v", got)
	}
	if s.toast() != "已删除“营业时间 副本”" || p.book.chosen != "rest" {
		t.Errorf("toast %q, chosen %s", s.toast(), p.book.chosen)
	}
	s.press("撤销")
	if again := s.rules(); len(again) != 4 || !again[2].Equal(got[2]) {
		t.Errorf("after undo in force are %+v", again)
	}
	s.says("营业时间 副本")
}

func TestRepliesDeleteAll(t *testing.T) {
	s, _ := repliesStage(t, "zh-Hans", someRules())
	for range 3 {
		s.press("删除")
	}
	s.says("还没有规则", "没有选中规则")
	if got := s.rules(); len(got) != 0 {
		t.Errorf("in force are %+v", got)
	}
	s.press("撤销")
	s.says("兜底")
}

func TestRepliesSearch(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	s.fill(p.list.search, "营业")
	relayout(s.window)
	if len(p.list.shown) != 1 || !p.list.up.Disabled() || p.list.rows.OnMoved != nil {
		t.Errorf("%d rules shown, moving possible: %v", len(p.list.shown), !p.list.up.Disabled())
	}
	s.fill(p.list.search, "没有的词")
	relayout(s.window)
	s.says("没有找到规则")
	s.press("清除搜索")
	s.says("兜底")
	if len(p.list.shown) != 3 {
		t.Errorf("%d rules shown", len(p.list.shown))
	}
}

func TestRepliesWheelOverTheEditor(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	s.resize(683, 400)
	chooseRule(t, s, p, "营业时间")
	wheel := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -50)}
	if !p.editor.then.text.wheel.Visible() {
		t.Fatal("the editor keeps the wheel, though all of its text is in sight")
	}
	p.editor.then.text.wheel.Scrolled(wheel)
	if p.scroll.Offset.Y != 50 {
		t.Errorf("the page is scrolled to %v", p.scroll.Offset.Y)
	}
	p.editor.then.text.editor.Entry.SetText(strings.Repeat("一行\n", textGrown+1))
	if p.editor.then.text.wheel.Visible() {
		t.Error("a long text cannot be scrolled with the wheel")
	}
	chooseRule(t, s, p, "关注欢迎")
	if !p.editor.then.text.wheel.Visible() || p.scroll.Offset.Y != 0 {
		t.Error("another rule does not begin at its top")
	}
}

// TestRepliesWheelOverTheBytes: the wheel moves the bytes, and at their end the page.
func TestRepliesWheelOverTheBytes(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	s.resize(683, 400)
	chooseRule(t, s, p, "营业时间")
	view, turn := p.chat.bytes, func(by float32) {
		p.chat.bytes.wheel.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, by)})
	}
	turn(-20)
	if view.code.GetScrollOffset() != 20 || p.scroll.Offset.Y != 0 {
		t.Errorf("the bytes are at %v, the page at %v", view.code.GetScrollOffset(), p.scroll.Offset.Y)
	}
	turn(-2000)
	turn(-50)
	if p.scroll.Offset.Y != 50 {
		t.Errorf("at the end of the bytes the page is at %v", p.scroll.Offset.Y)
	}
}
