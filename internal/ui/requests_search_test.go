package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/reply"
)

// query types a query and lets the typing rest.
func (r *requestsRig) query(text string) {
	r.t.Helper()
	r.fill(r.page.bar.search, text)
	r.pass(faultPause)
	relayout(r.window)
}

// key presses a key in the search field.
func (r *requestsRig) keys(names ...fyne.KeyName) {
	r.t.Helper()
	for _, name := range names {
		r.key(name)
	}
}

// offered are the rows under the search field.
func (r *requestsRig) offered() string {
	if !r.page.bar.box.offers.open() {
		return ""
	}
	return readIn(visibleTree(r.page.bar.box.offers.list, nil))
}

// listed are the ids that the list shows, newest first.
func (r *requestsRig) listed() string {
	var out []string
	for i := range r.page.feed.len() {
		out = append(out, fmt.Sprint(r.page.feed.id(i)))
	}
	return strings.Join(out, " ")
}

func TestQueriesFilter(t *testing.T) {
	r := stageRequests(t, "zh-Hans", gallery()...)
	for _, c := range []struct {
		query       string
		says, hides []string
	}{
		{"verdict:fail", []string{"Token 末尾多了空白字符"}, []string{"几点开门", "wp-login"}},
		{"type:location", []string{"客村艺苑路"}, []string{"几点开门"}},
		{"event:subscribe", []string{"关注了公众号"}, []string{"取消关注"}},
		{"-type:event kind:event", []string{"没有符合条件的请求"}, []string{"几点开门"}},
		{"slow:>5s", []string{"5.1 s"}, []string{"几点开门"}},
		{"is:test", []string{"自检"}, []string{"几点开门"}},
		{"cause:token_whitespace", []string{"Token 末尾多了空白字符"}, []string{"报文不是完整"}},
		{"profile:demo 几点", []string{"几点开门"}, []string{"V1001"}},
		{"profile:shop", []string{"没有符合条件的请求"}, nil},
		{"status:403,404", []string{"wp-login", "Token 末尾"}, []string{"几点开门"}},
	} {
		r.query(c.query)
		r.says(c.says...)
		r.silent(append(c.hides, "没有“")...)
	}
	r.query("verdict:fail,pass")
	r.chip("失败") // chips and terms combine
	r.says("报文不是完整的 XML")
	r.silent("几点开门")
}

// TestFaultsKeepTheLastResult: what cannot be read leaves the list as it was, and is said in
// words once typing rests, or at once where nobody types.
func TestFaultsKeepTheLastResult(t *testing.T) {
	r := stageRequests(t, "zh-Hans", gallery()...)
	r.query("几点")
	before := r.listed()
	r.fill(r.page.bar.search, "几点 typ:image")
	r.silent("没有“typ:”")
	r.says("几点开门")
	r.pass(faultPause)
	relayout(r.window)
	r.says("没有“typ:”这个条件，是不是“type:”？")
	if from, to := r.page.bar.search.Fault(); from != 3 || to != 6 {
		t.Errorf("characters %d to %d are underlined", from, to)
	}
	if r.listed() != before {
		t.Errorf("the list shows %s, not %s as before", r.listed(), before)
	}
	r.press("改成 type")
	if got := r.page.bar.search.Text(); got != "几点 type:image" {
		t.Errorf("the field says %q", got)
	}
	r.silent("没有“typ:”")
	r.says("没有符合条件的请求")
	if from, to := r.page.bar.search.Fault(); from != to {
		t.Error("something is still underlined")
	}

	r.query("几点 -stauts:403") // no key begins with what stands before this colon
	r.says("几点开门", "是不是“status:”")
	r.query("localhost:8787 open")
	r.says("没有“localhost:”这个条件")
	r.press("按原文搜索")
	if got := r.page.bar.search.Text(); got != `"localhost:8787" open` {
		t.Errorf("the field says %q", got)
	}
	for text, says := range map[string]string{"status:x": "不是状态码", "slow:>2": "要带单位", "since:soon": "不是时间",
		"verdict:gone": "可以是 fail / pass / foreign", "is:tset": "是不是“test”"} {
		r.query(text)
		r.says(says)
		r.silent("⟦")
	}
	r.query(`rule:"营业`)
	r.says("还没有关上")
	r.press("补上引号")
	if got := r.page.bar.search.Text(); got != `rule:"营业"` {
		t.Errorf("the field says %q", got)
	}
	r.query("typ:x")
	r.keys(fyne.KeyEscape)
	if r.page.bar.search.Text() != "" || r.page.feed.len() != len(gallery()) {
		t.Errorf("Escape leaves %q and %d rows", r.page.bar.search.Text(), r.page.feed.len())
	}
	r.silent("没有“typ:”")
}

func TestCompletionByKeys(t *testing.T) {
	r := stageRequests(t, "zh-Hans", gallery()...)
	search := r.page.bar.search
	r.fill(search, "ty")
	if got := r.offered(); !strings.HasPrefix(got, "type: 消息类型") || !strings.Contains(got, "Tab 采用") {
		t.Fatalf("offered %q", got)
	}
	r.keys(fyne.KeyTab)
	if search.Text() != "type:" {
		t.Fatalf("the field says %q", search.Text())
	}
	test.Type(search.Entry, "im")
	r.settle()
	if got := r.offered(); !strings.HasPrefix(got, "image 图片") {
		t.Fatalf("offered %q", got)
	}
	r.keys(fyne.KeyReturn)
	if search.Text() != "type:image " || search.Caret() != 11 || r.offered() != "" {
		t.Fatalf("the field says %q, the caret is at %d, offered %q", search.Text(), search.Caret(), r.offered())
	}
	r.says("5.1 s")
	test.Type(search.Entry, "verdict:")
	r.settle()
	r.keys(fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyDown, fyne.KeyDown, fyne.KeyEnter)
	if search.Text() != "type:image verdict:fail " {
		t.Errorf("the field says %q", search.Text())
	}
	r.fill(search, "cause:空白")
	if got := r.offered(); !strings.HasPrefix(got, "token_whitespace Token …多了空白字符") {
		t.Errorf("offered %q", got)
	}
	r.keys(fyne.KeyEscape)
	if r.offered() != "" || search.Text() != "cause:空白" {
		t.Errorf("after Escape %q is offered and the field says %q", r.offered(), search.Text())
	}
	r.keys(fyne.KeyEscape)
	if search.Text() != "" {
		t.Errorf("the field says %q", search.Text())
	}
	r.keys(fyne.KeyDown)
	if got := r.offered(); !strings.HasPrefix(got, "verdict: 结论 type: 消息类型") {
		t.Errorf("Down in an empty field offers %q", got)
	}
	r.page.bar.stars.OnTapped() // its menu would lie over what is offered
	r.settle()
	if got := r.offered(); got != "" {
		t.Errorf("under a menu %q is offered", got)
	}
}

// TestEnterOfAnInputMethod: Enter in a free word never takes an offer.
func TestEnterOfAnInputMethod(t *testing.T) {
	r := stageRequests(t, "zh-Hans", gallery()...)
	search := r.page.bar.search
	r.fill(search, "图片")
	if got := r.offered(); !strings.HasPrefix(got, "type:image 图片") {
		t.Fatalf("offered %q", got)
	}
	r.keys(fyne.KeyReturn)
	if search.Text() != "图片" || r.offered() != "" {
		t.Errorf("the field says %q, offered %q", search.Text(), r.offered())
	}
	r.fill(search, "图片")
	r.keys(fyne.KeyTab)
	if search.Text() != "type:image " {
		t.Errorf("Tab leaves %q", search.Text())
	}
}

func TestCompletionByMouse(t *testing.T) {
	r := stageRequests(t, "zh-Hans", gallery()...)
	search := r.page.bar.search
	r.fill(search, "verdict:")
	relayout(r.window)
	for _, o := range visibleTree(r.page.bar.box.offers.list, nil) {
		if m, ok := o.(desktop.Mouseable); ok && strings.HasPrefix(readIn(visibleTree(o, nil)), "pass") {
			m.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
			r.window.Canvas().Unfocus() // as the driver does where nothing below takes the focus
			m.MouseUp(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
			break
		}
	}
	r.settle()
	if search.Text() != "verdict:pass " || r.window.Canvas().Focused() != search.Entry {
		t.Fatalf("the field says %q, the focus is on %v", search.Text(), r.window.Canvas().Focused())
	}
	r.fill(search, "ki")
	relayout(r.window)
	r.pick("kind: 请求的种类")
	if search.Text() != "kind:" || !strings.HasPrefix(r.offered(), "verification 验证") {
		t.Errorf("the field says %q, offered %q", search.Text(), r.offered())
	}
	r.window.Canvas().Unfocus()
	if r.offered() != "" {
		t.Error("the list stays after the caret has gone")
	}
}

func TestOffersKnowWhatWasSeen(t *testing.T) {
	r := stageRequests(t, "zh-Hans", gallery()...)
	r.engine.set(func(s *engine.Snapshot) {
		s.Rules[s.Settings.Active] = []reply.Rule{{ID: "r1", Name: "营业时间"}}
	})
	x := happened("<MsgType>event</MsgType><Event>my_own_event</Event>")
	x.Rule = "来过的规则"
	r.come(x)
	for text, want := range map[string]string{"event:my": `"my_own_event"`, "rule:": `"来过的规则" "营业时间"`, "from:o": rigOpenID, "path:/wp": `"/wp-login.php"`,
		"profile:": `"demo" /wx/demo`, "status:40": "403 404 400"} {
		r.fill(r.page.bar.search, text)
		if got := r.offered(); !strings.HasPrefix(got, want) {
			t.Errorf("%s offers %q, want first %q", text, got, want)
		}
	}
	r.engine.edit(func(s *profile.Settings) { s.MaskIDs = true })
	r.tick()
	r.fill(r.page.bar.search, "from:o")
	if got := r.offered(); !strings.HasPrefix(got, maskID(rigOpenID)) {
		t.Errorf("masked, from: offers %q", got)
	}
	r.keys(fyne.KeyTab)
	r.says("几点开门")
	r.silent("wp-login", "oGZ3V5")
}

func TestHelpInserts(t *testing.T) {
	r := stageRequests(t, "zh-Hans", gallery()...)
	r.press("?")
	r.says("结论：fail、pass、foreign", "slow:>2s", "since:10m", "减号表示排除", "from:oGZ3V5…", `profile:"demo"`)
	r.pick("event:subscribe 事件")
	r.says("关注了公众号")
	r.silent("取消关注", "几点开门")
	r.press("?")
	r.pick("-type:event 减号表示排除")
	if got := r.page.bar.search.Text(); got != "event:subscribe -type:event" {
		t.Errorf("the field says %q", got)
	}
	for _, i := range r.page.bar.box.help() {
		if i.Act == nil {
			continue
		}
		r.page.bar.box.set("")
		i.Act()
		if f := r.page.bar.box.fault; f != nil {
			t.Errorf("the example %q cannot be read: %v", i.Text, f)
		}
	}
}

func TestOnlyLikeThis(t *testing.T) {
	x := said("几点关门？")
	x.Rule, x.RuleID = "营业时间", "r1"
	r := stageRequests(t, "zh-Hans", append(gallery(), x)...)
	search := r.page.bar.search
	act := func(row int, word string) {
		t.Helper()
		r.choose(row)
		for _, i := range r.page.detail.copies() {
			if strings.HasPrefix(i.Text, word) {
				i.Act()
				r.settle()
				relayout(r.window)
				return
			}
		}
		t.Fatalf("no line %q", word)
	}
	act(0, "只看这个发送者：oGZ3V5…mK8c")
	act(0, "只看这种消息：文本")
	if got := search.Text(); got != "from:"+rigOpenID+" type:text" {
		t.Errorf("the field says %q", got)
	}
	act(0, "只看这条规则：营业时间")
	r.says("几点关门")
	r.silent("几点开门")
	search.Edit("", 0)
	r.settle()
	act(3, "只看这个原因：Token 末尾")
	if got := search.Text(); got != "cause:token_whitespace" || r.page.feed.len() != 1 {
		t.Errorf("the field says %q, %d rows", got, r.page.feed.len())
	}
	search.Edit("", 0)
	r.settle()
	act(2, "不看这种事件：CLICK")
	r.silent("V1001_TODAY_MUSIC")
	search.Edit("-event:CLICK typ:x", 0)
	r.settle()
	act(0, "只看这种消息")
	if got := search.Text(); got != "-event:CLICK type:text" {
		t.Errorf("over a fault the field says %q", got)
	}
}

func TestKeepsTheQueryInAnotherLanguage(t *testing.T) {
	r := stageRequests(t, "zh-Hans", gallery()...)
	r.query("verdict:fail")
	r.fill(r.page.bar.search, "verdict:fail profile:demo typ:x")
	kept := r.page.keep()
	s := newStage(t, r.engine, "en")
	next := &requestsRig{stage: s, page: newRequestsPage(s.deps)}
	next.put(next.page.object(), 1004, 726)
	next.page.restore(kept)
	next.settle()
	relayout(next.window)
	next.says("A blank after the Token", `There is no term "typ:"`)
	next.silent("V1001_TODAY_MUSIC")
	if got := next.page.bar.search.Text(); got != "verdict:fail profile:demo typ:x" {
		t.Errorf("the field says %q", got)
	}
}

// TestKeysAreNoWordsYet: while a key is typed the list stays, for a moment.
func TestKeysAreNoWordsYet(t *testing.T) {
	r := stageRequests(t, "zh-Hans", gallery()...)
	for _, text := range []string{"v", "verd", "verdict", "verdict:", "verdict:f", "verdict:fai"} {
		r.fill(r.page.bar.search, text)
		r.says("几点开门")
	}
	r.fill(r.page.bar.search, "verdict:fail")
	r.silent("几点开门")
	r.fill(r.page.bar.search, "verd")
	r.pass(keyPause)
	relayout(r.window)
	r.says("没有符合条件的请求")
	r.query("")
	r.fill(r.page.bar.search, "verd")
	r.keys(fyne.KeyReturn)
	r.says("没有符合条件的请求")
}

// TestTimesRoll: a filter that depends on the time is looked at anew as time goes by.
func TestTimesRoll(t *testing.T) {
	old, young := said("旧的"), said("新的")
	old.Time, young.Time = fakeClock.Add(-9*time.Minute), fakeClock.Add(-time.Minute)
	r := stageRequests(t, "zh-Hans", old, young)
	now := fakeClock
	r.deps.now = func() time.Time { return now }
	r.query("since:10m")
	r.says("旧的", "新的")
	now = now.Add(2 * time.Minute)
	r.pass(rollGap)
	relayout(r.window)
	r.says("新的")
	r.silent("旧的")
	now = now.Add(10 * time.Minute)
	r.pass(rollGap)
	relayout(r.window)
	r.silent("新的")
	r.query("")
	r.says("旧的", "新的")
	r.pass(rollGap)
	for _, timer := range r.timers {
		if timer.after == rollGap && !timer.off {
			t.Error("it goes on looking after the filter has gone")
		}
	}
}
