package ui

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"echostr/internal/reply"
)

// part is a field of the answer's form.
func (f *thenForm) part(t *testing.T, key string) *partField {
	t.Helper()
	for _, p := range f.parts {
		if p.part.key == key {
			return p
		}
	}
	t.Fatalf("no field %s", key)
	return nil
}

// TestRepliesEveryKind fills in each kind of answer as a person would and looks at what is
// in force.
func TestRepliesEveryKind(t *testing.T) {
	for _, c := range []struct {
		kind string
		fill map[string]string // by field
		want reply.Then
		says string // in the preview
	}{
		{reply.KindImage, map[string]string{"media": "m1"}, reply.Then{MediaID: "m1"}, "m1"},
		{reply.KindVoice, map[string]string{"media": "m2"}, reply.Then{MediaID: "m2"}, "m2"},
		{reply.KindVideo, map[string]string{"media": "m3", "title": "片"}, reply.Then{MediaID: "m3", Title: "片"}, "片"},
		{reply.KindMusic, map[string]string{"title": "歌", "music_url": "http://a/b", "hq_url": "http://a/c", "thumb": "t"},
			reply.Then{Title: "歌", URL: "http://a/b", HQURL: "http://a/c", ThumbMediaID: "t"}, "歌"},
		{reply.KindTransfer, map[string]string{"account": "kf1@x"}, reply.Then{Account: "kf1@x"}, "已转给人工客服"},
		{reply.KindSuccess, nil, reply.Then{}, "用户看不到任何回复"},
		{reply.KindEmpty, nil, reply.Then{}, "响应没有内容"},
		{reply.KindClose, nil, reply.Then{}, "该公众号提供的服务出现故障"},
		{reply.KindForward, map[string]string{"backend": "http://127.0.0.1:3000/wx"}, reply.Then{URL: "http://127.0.0.1:3000/wx"}, "由后端 127.0.0.1:3000 回复"},
		{reply.KindFile, map[string]string{"file": "a.xml"}, reply.Then{File: "a.xml"}, "a.xml"},
		{reply.KindStatus, nil, reply.Then{Status: 500}, "该公众号提供的服务出现故障"},
	} {
		t.Run(c.kind, func(t *testing.T) {
			s, p := repliesStage(t, "zh-Hans", someRules())
			chooseRule(t, s, p, "营业时间")
			chooseKind(s, p, c.kind)
			for key, text := range c.fill {
				f := p.editor.then.part(t, key)
				if !f.at.Visible() {
					t.Fatalf("the field %s is hidden", key)
				}
				s.fill(f.field, text)
			}
			s.pass(editPause)
			relayout(s.window)
			got := s.rules()[1].Then
			c.want.Kind = c.kind
			if got = got.Clean(); c.kind == reply.KindStatus {
				got.Text = "" // that of the text answer, which may come back
			}
			if !got.Equal(c.want) {
				t.Errorf("in force is %+v, want %+v", got, c.want)
			}
			s.says(c.says)
			shown := 0
			for _, f := range p.editor.then.parts {
				if f.at.Visible() {
					shown++
				}
			}
			if shown != len(partsOf[c.kind]) {
				t.Errorf("%d fields are shown, the kind has %d", shown, len(partsOf[c.kind]))
			}
		})
	}
}

func TestRepliesRaw(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	chooseKind(s, p, reply.KindRaw)
	f := p.editor.then.raw
	f.editor.Entry.SetText(`{"say": {{.Content}}}`)
	s.pass(editPause)
	s.press("更多…")
	test.Type(s.picker().Search().Entry, "json")
	s.key(fyne.KeyReturn)
	s.pass(editPause)
	if got := s.rules()[1].Then.Text; len(got) <= len(`{"say": {{.Content}}}`) {
		t.Errorf("in force is %q", got)
	}
	chooseKind(s, p, reply.KindStatus)
	s.fill(p.editor.then.status, "42")
	s.pass(editPause)
	s.says("HTTP 状态码 42 不在 200 到 599 之间")
	s.fill(p.editor.then.status, "503")
	s.pass(editPause)
	if got := s.rules()[1].Then; got.Status != 503 {
		t.Errorf("in force is %+v", got)
	}
}

func TestRepliesArticles(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules(), textExchange("demo0001", "开门"))
	chooseRule(t, s, p, "营业时间")
	s.resize(1003, 2400)
	chooseKind(s, p, reply.KindNews)
	f := p.editor.then.articles
	s.says("第 1 篇")
	s.fill(f.cards[0].fields[0], "一")
	s.pass(editPause)
	s.press("＋ 添加文章")
	s.fill(f.cards[1].fields[0], "二")
	s.fill(f.cards[1].fields[3], "http://b")
	s.pass(editPause)
	titles := func() (out []string) {
		for _, a := range s.rules()[1].Then.Articles {
			out = append(out, a.Title)
		}
		return out
	}
	if got := titles(); !slices.Equal(got, []string{"一", "二"}) {
		t.Fatalf("in force are %q", got)
	}
	s.says("微信只显示第 1 篇，其余 1 篇看不到")
	s.tap(f.cards[1].up)
	if got := titles(); !slices.Equal(got, []string{"二", "一"}) || f.cards[0].fields[3].Text() != "http://b" {
		t.Fatalf("after up: %q", got)
	}
	s.tap(f.cards[0].gone)
	if got := titles(); !slices.Equal(got, []string{"一"}) {
		t.Fatalf("after removing: %q", got)
	}
	s.fill(f.cards[0].fields[0], "")
	s.pass(editPause)
	s.says("必须填这一项")
	for range 7 {
		s.press("＋ 添加文章")
	}
	if f.add.Visible() || len(f.list.Objects) != 8 {
		t.Errorf("%d articles, one more can be added: %v", len(f.list.Objects), f.add.Visible())
	}
}

func TestRepliesSequence(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	s.resize(1003, 1600)
	chooseKind(s, p, reply.KindSequence)
	f := p.editor.sequence
	s.says("第 1 次", "第 2 次", "之后", "未生效")
	f.steps.one.text.editor.Entry.SetText("一")
	s.pass(editPause)
	s.says("第 2 条还有错误")
	f.steps.tabs.Choose(1)
	s.settle()
	f.steps.one.text.editor.Entry.SetText("二")
	s.pass(editPause)
	s.press("＋ 添加一次")
	f.steps.one.kindPick.Choose(slices.Index(f.steps.one.kinds, reply.KindStatus))
	s.settle()
	f.again.Choose(1)
	s.settle()
	f.per.Choose(1)
	s.settle()
	relayout(s.window)
	want := reply.Then{Kind: reply.KindSequence, Again: reply.Restart, Per: reply.PerUser,
		Steps: []reply.Then{{Kind: "text", Text: "一"}, {Kind: "text", Text: "二"}, {Kind: "status", Status: 500}}}
	if got := s.rules()[1].Then.Clean(); !got.Equal(want) {
		t.Fatalf("in force is %+v", got)
	}
	s.says("依次 3 种回复", "这是第 1 种回复，共 3 种")
	if f.steps.chosen != 2 {
		t.Errorf("the step %d is shown", f.steps.chosen)
	}
	s.tap(f.steps.up)
	s.tap(f.steps.up)
	if got := s.rules()[1].Then.Steps[0].Kind; got != "status" || f.steps.chosen != 0 {
		t.Errorf("first is %s, shown %d", got, f.steps.chosen)
	}
	s.tap(f.steps.gone)
	if got := s.rules()[1].Then.Steps; len(got) != 2 || got[0].Text != "一" {
		t.Errorf("in force are %+v", got)
	}
	s.says("这是第 1 种回复，共 2 种")
}

func TestRepliesAfter(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	f := p.editor.after
	if f.fold.Open() {
		t.Fatal("a rule without customer messages shows them")
	}
	f.fold.SetOpen(true)
	s.resize(1003, 1600)
	s.says("还拿不到 access_token")
	s.press("＋ 添加客服消息")
	f.list.one.text.editor.Entry.SetText("稍后告诉您")
	s.fill(f.list.one.delay.field, "3 秒")
	s.pass(editPause)
	relayout(s.window)
	want := []reply.Then{{Kind: "text", Text: "稍后告诉您", Delay: reply.Fixed(3 * time.Second)}}
	if got := s.rules()[1].Then.After; len(got) != 1 || !got[0].Equal(want[0]) {
		t.Fatalf("in force are %+v", got)
	}
	s.says("3 秒后，客服消息", "稍后告诉您", "再发 1")
	if slices.Contains(f.list.one.kinds, reply.KindStatus) || !slices.Contains(f.list.one.kinds, reply.KindMiniProgram) {
		t.Errorf("the kinds of customer messages are %v", f.list.one.kinds)
	}
	chooseRule(t, s, p, "关注欢迎")
	if f.fold.Open() || f.list.count != 0 {
		t.Error("another rule shows the first one's messages")
	}
}

func TestRepliesFaults(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	f := p.editor.more
	for i, fault := range faultChoices[1:] {
		f.fault.Choose(i + 1)
		s.settle()
		if got := s.rules()[1].Then.Fault; got != fault {
			t.Errorf("in force is %q, want %q", got, fault)
		}
	}
	s.says("演练：", "该公众号提供的服务出现故障")
	f.fault.Choose(0)
	s.settle()
	s.silent("演练")
}

// TestRepliesEditsShareNothing: an edit must not change the form of the rule that is in
// force, which other goroutines read.
func TestRepliesEditsShareNothing(t *testing.T) {
	rules := someRules()
	rules[1].Then = reply.Then{Kind: reply.KindSequence, Steps: []reply.Then{{Kind: reply.KindNews, Articles: []reply.Article{{Title: "a"}}}},
		After: []reply.Then{{Kind: "text", Text: "b"}}}
	s, p := repliesStage(t, "zh-Hans", rules)
	chooseRule(t, s, p, "营业时间")
	inForce := s.rules()
	s.engine.fail("save rules", errSome)
	s.fill(p.editor.sequence.steps.one.articles.cards[0].fields[0], "changed")
	p.editor.after.list.one.text.editor.Entry.SetText("changed")
	s.pass(editPause)
	if got := inForce[1].Then; got.Steps[0].Articles[0].Title != "a" || got.After[0].Text != "b" {
		t.Errorf("the rule in force was changed: %+v", got)
	}
}

// TestRepliesFormStaysWhereItIs: what is wrong with an answer is told below it, so that the
// control under the pointer does not move.
func TestRepliesFormStaysWhereItIs(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	at := func() float32 {
		relayout(s.window)
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(p.editor.then.kindAt).Y
	}
	before := at()
	p.edit(func(r *reply.Rule) { r.Then = reply.Then{Kind: reply.KindImage} }, false)
	p.editor.show(p.draft())
	s.settle()
	if now := at(); now != before {
		t.Errorf("the kinds were at %v and are at %v", before, now)
	}
	s.says("未生效", "必须填这一项", "仍按上一次正确的内容回复")
}
