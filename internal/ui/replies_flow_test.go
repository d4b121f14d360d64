package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

func TestRepliesUndo(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	now := fakeClock
	s.deps.now = func() time.Time { return now }
	if !p.list.undo.Disabled() || !p.list.redo.Disabled() {
		t.Error("there is something to undo before anything was done")
	}
	chooseRule(t, s, p, "营业时间")
	for _, text := range []string{"几", "几点", "几点开"} { // one step, however often typing rests
		s.fill(p.editor.when.match, text)
		s.pass(editPause)
	}
	now = now.Add(time.Minute)
	s.press("删除")
	s.tap(p.list.undo)
	if got := s.rules(); len(got) != 3 || got[1].When.Tests[0].Words[0] != "几点开" || p.book.chosen != "hours" {
		t.Fatalf("after undo in force are %+v, chosen %s", got, p.book.chosen)
	}
	s.tap(p.list.undo)
	if got := s.rules()[1]; !got.Equal(someRules()[1]) || p.editor.when.match.Text() != "开门 | 营业" {
		t.Fatalf("after another in force is %+v, the field says %q", got, p.editor.when.match.Text())
	}
	if !p.list.undo.Disabled() {
		t.Error("there is more to undo")
	}
	s.tap(p.list.redo)
	s.tap(p.list.redo)
	if got := s.rules(); len(got) != 2 || !p.list.redo.Disabled() {
		t.Fatalf("after redo in force are %+v", got)
	}
	p.stepBack(-1)
	s.settle()
	s.tap(s.first("复制"))
	if !p.list.redo.Disabled() {
		t.Error("what was undone can be redone after another change")
	}
}

// TestRepliesUndoOfAnError: undo brings back what was typed wrongly, too, and it waits again.
func TestRepliesUndoOfAnError(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	p.editor.then.text.editor.Entry.SetText("{{")
	s.pass(editPause)
	s.says("未生效")
	p.stepBack(-1)
	s.settle()
	relayout(s.window)
	s.silent("未生效")
	p.stepBack(1)
	s.settle()
	relayout(s.window)
	s.says("未生效")
	if got := s.rules()[1]; !got.Equal(someRules()[1]) {
		t.Errorf("in force is %+v", got)
	}
}

func TestRepliesHistoryIsBounded(t *testing.T) {
	b := bookOf("a")
	for i := range 3 * historyMost {
		b.drafts[0].rule.Name = strings.Repeat("x", i+1)
		b.past.note(b, false, fakeClock)
	}
	if n := len(b.past.states); n != historyMost || b.past.at != n-1 {
		t.Errorf("%d states, at %d", n, b.past.at)
	}
}

func TestRepliesFromARequest(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules(), textExchange("demo0001", "请问地址"), textExchange("demo0001", "在吗"))
	s.deps.toReplies(1)
	s.settle()
	relayout(s.window)
	d := p.draft()
	if d == nil || p.book.find(d.rule.ID) != 0 || d.rule.When.Tests[0].Words[0] != "请问地址" || len(s.rules()) != 3 {
		t.Fatalf("the rule is %+v", d)
	}
	if len(s.turned) != 1 || s.turned[0] != pageReplies {
		t.Errorf("turned to %v", s.turned)
	}
	if s.window.Canvas().Focused() != fyne.Focusable(p.editor.then.text.editor.Entry) {
		t.Error("the caret is not in the answer")
	}
	test.Type(p.editor.then.text.editor.Entry, "客村艺苑路 12 号")
	s.pass(editPause)
	relayout(s.window)
	if got := s.rules(); len(got) != 4 || got[0].Then.Text != "客村艺苑路 12 号" {
		t.Fatalf("in force are %+v", got)
	}
	s.says("用收到的消息", "请问地址", "客村艺苑路 12 号", "已生效 · 14:03:22")
	s.deps.toReplies(99)
	s.settle()
	if s.toast() == "" || len(p.book.drafts) != 4 {
		t.Errorf("a request that there is not: toast %q, %d rules", s.toast(), len(p.book.drafts))
	}
}

func TestRepliesShowsRequests(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	asked := ""
	s.deps.showRequests = func(query string) { asked = query }
	chooseRule(t, s, p, "营业时间")
	s.tap(p.more)
	s.pick("查看它回复过的请求")
	q, fault := exchange.ParseQuery(asked, fakeClock)
	if fault != nil || q.String() != `rule:"营业时间"` {
		t.Errorf("asked for %q", asked)
	}
}

func TestRepliesRecount(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	s.engine.hits[[2]string{"demo0001", "hours"}] = engine.Hit{Count: 2}
	chooseRule(t, s, p, "营业时间")
	s.tap(p.more)
	for _, o := range s.everything() {
		if row, ok := o.(fyne.Tappable); ok && isMenuRow(o) {
			if w, ok := o.(fyne.Widget); ok && readIn(visibleTree(w, nil)) == "重新从第 1 次数起" {
				row.Tapped(&fyne.PointEvent{})
				s.settle()
			}
		}
	}
	if got := s.engine.commands(); len(got) == 0 || got[len(got)-1] != "reset rule demo0001 hours" {
		t.Errorf("the commands were %v", got)
	}
}

// TestRepliesGoToTheRuleInFront: a rule that is never reached leads to the one before it.
func TestRepliesGoToTheRuleInFront(t *testing.T) {
	rules := someRules()
	rules[0], rules[2] = rules[2], rules[0]
	s, p := repliesStage(t, "zh-Hans", rules)
	chooseRule(t, s, p, "营业时间")
	s.says("轮不到：前面有“兜底”", "前面的“兜底”会先拿走")
	s.tap(p.lead)
	if p.book.chosen != "rest" || p.lead.Visible() {
		t.Errorf("chosen is %s", p.book.chosen)
	}
}

func TestRepliesPickMessage(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules(), textExchange("demo0001", "几点开门"), textExchange("demo0001", "营业吗"))
	chooseRule(t, s, p, "营业时间")
	s.says("您说的是：营业吗")
	choose := func(typed string) {
		t.Helper()
		s.tap(p.chat.pick)
		test.Type(s.picker().Search().Entry, typed)
		s.key(fyne.KeyReturn)
		s.settle()
		relayout(s.window)
	}
	choose("几点")
	s.says("您说的是：几点开门", "用收到的消息")
	choose("subscribe")
	s.says("事件 subscribe", "Hi~ 终于等到你", "由“关注欢迎”回复", "去看“关注欢迎”", "用样例消息")
	choose("自动")
	s.says("您说的是：营业吗")
}

func TestRepliesOutsideEdit(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	rules := someRules()
	rules[1].When.Tests[0].Words = []string{"别处改的"}
	s.engine.outside("demo0001", rules)
	s.on(p.apply)
	s.says("文本 包含 “别处改的”", "已生效 · 14:03:22")
	if p.editor.when.match.Text() != "别处改的" || !strings.Contains(s.toast(), "规则文件有改动，已生效 · 14:03:22 · 3 条") {
		t.Errorf("the field says %q, the toast %q", p.editor.when.match.Text(), s.toast())
	}
	p.stepBack(-1)
	s.settle()
	if got := s.rules()[1]; !got.Equal(someRules()[1]) {
		t.Errorf("undone, in force is %+v", got)
	}
}

// TestRepliesBothEdit: what another program wrote while somebody types here must be kept by
// the save, so it goes out as made from the older rules.
func TestRepliesBothEdit(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	s.fill(p.editor.when.match, "几点")
	before := p.book.version
	rules := someRules()
	rules[1].Name = "别处改的"
	s.engine.outside("demo0001", rules)
	s.on(p.apply)
	if p.book.version != before {
		t.Error("the save would not know of the other edit")
	}
	s.pass(editPause)
	if got := s.rules()[1]; got.When.Tests[0].Words[0] != "几点" || p.book.version == before {
		t.Errorf("in force is %+v", got)
	}
}

func TestRepliesFileBar(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	file := func(change func(*engine.RuleFile)) {
		s.engine.set(func(st *engine.Snapshot) {
			f := st.RuleFiles["demo0001"]
			change(&f)
			st.RuleFiles["demo0001"] = f
		})
		s.on(p.apply)
	}
	s.silent("规则文件")
	file(func(f *engine.RuleFile) {
		f.Problems = []reply.Problem{{Index: -1, Field: reply.FieldReply, ID: "empty", Line: 3, Column: 7}}
	})
	s.says("规则文件写错了", "第 3 行第 7 列", "仍按之前的规则回复")
	s.engine.rules.texts["demo0001"] = "rules:\n  - then: {"
	s.press("看文本")
	s.says("规则文本", "第 2 行")
	s.press("取消")
	file(func(f *engine.RuleFile) { f.Problems = nil })
	s.silent("规则文件写错了")
	file(func(f *engine.RuleFile) { f.Conflict = "/home/me/rules/demo0001.yaml.conflict-1" })
	s.says("demo0001.yaml.conflict-1")
	s.press("知道了")
	s.on(p.apply)
	s.silent("conflict")
}

func TestRepliesCopyAndPaste(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	s.tap(p.list.tools)
	s.pick("复制为文本")
	if len(s.copies) != 1 || !strings.Contains(s.copies[0], "name: 营业时间") {
		t.Fatalf("copied: %q", s.copies)
	}
	paste := func(text string) {
		s.pasted = text
		s.tap(p.list.tools)
		s.pick("粘贴规则文本…")
		relayout(s.window)
	}
	paste("")
	if s.toast() != "剪贴板里没有文本" {
		t.Errorf("the toast says %q", s.toast())
	}
	paste("rules:\n  - name: 乙\n    when: {text: hi\n")
	s.says("这些规则有错误")
	s.press("关闭")
	paste("title: 问候\nrules:\n  - name: 乙\n    when: {text: hi}\n    then: {text: hello}\n")
	s.says("粘贴的规则", "问候", "乙")
	s.press("加到后面")
	if got := s.rules(); len(got) != 4 || got[2].Name != "乙" || p.draft().rule.Name != "乙" { // before the last, which takes all
		t.Fatalf("in force are %+v", got)
	}
	paste("rules:\n  - name: 丙\n    then: success\n")
	s.press("替换全部")
	if got := s.rules(); len(got) != 1 || got[0].Name != "丙" {
		t.Fatalf("in force are %+v", got)
	}
	s.press("撤销")
	if got := s.rules(); len(got) != 4 {
		t.Errorf("undone, in force are %+v", got)
	}
}

func TestRepliesSets(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	s.tap(p.list.tools)
	s.pick("规则模板…")
	if s.toast() != "没有找到规则模板" {
		t.Errorf("the toast says %q", s.toast())
	}
	set := func(title string) engine.StarterSet {
		text := "title: " + title + "\nrules:\n  - name: " + title + "一\n    then: success\n"
		d, _ := reply.Decode("x", []byte(text), reply.Foreign)
		return engine.StarterSet{ID: title, Title: title, Description: "说明" + title, Rules: d.Rules, Text: text}
	}
	s.engine.rules.sets = []engine.StarterSet{set("欢迎"), set("机器人")}
	p.showSets()
	s.settle()
	relayout(s.window)
	s.says("欢迎", "机器人", "说明欢迎", "1 条规则", "欢迎一")
	s.key(fyne.KeyDown)
	s.press("加到后面")
	if got := s.rules(); len(got) != 4 {
		t.Fatalf("in force are %+v", got)
	}
	s.press("撤销")
	if got := s.rules(); len(got) != 3 {
		t.Errorf("undone, in force are %+v", got)
	}
}

func TestRepliesFilePaths(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	s.tap(p.list.tools)
	s.pick("复制文件路径")
	if len(s.copies) != 1 || s.copies[0] != "/home/me/.config/echostr/rules/demo0001.yaml" {
		t.Errorf("copied: %q", s.copies)
	}
	p.openFolder()
	if len(s.opened) != 1 || s.opened[0] != "file:///home/me/.config/echostr/rules" {
		t.Errorf("opened: %q", s.opened)
	}
}

// TestRequestsOfferARule: a message that holds can be answered by a rule from the menu of
// its row and from that of the detail; what does not hold or is no message cannot.
func TestRequestsOfferARule(t *testing.T) {
	r := stageRequests(t, "zh-Hans", verification(rigToken, rigToken), pushed(rigToken, "POST", signedQuery("other"), textBody("x"), nil), said("在吗"))
	var asked []int64
	r.page.deps.toReplies = func(id int64) { asked = append(asked, id) }
	r.choose(0)
	r.menuOn(0)
	r.pick("回复这类消息…")
	offered := func() bool {
		return slices.ContainsFunc(r.page.detail.actions(), func(i kit.MenuItem) bool { return i.Text == "回复这类消息…" })
	}
	if !slices.Equal(asked, []int64{3}) || !offered() {
		t.Errorf("asked for %v; the detail offers it: %v", asked, offered())
	}
	for row := 1; row < 3; row++ {
		r.choose(row)
		if offered() {
			t.Errorf("row %d, %s, offers a rule", row, r.reads(row))
		}
	}
}
