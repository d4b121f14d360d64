package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/reply"
	"echostr/internal/ui/kit"
	"echostr/internal/words"
)

// pictureRules are rules of every sort.
func pictureRules() []reply.Rule {
	rules := someRules()
	text := func(words ...string) reply.Test {
		return reply.Test{Subject: reply.SubjectText, Op: reply.Contains, Words: words}
	}
	from := reply.Test{Subject: reply.SubjectFrom, Op: reply.Equals, Words: []string{sampleOpenID}}
	field := reply.Test{Subject: reply.SubjectField, Path: "ScanCodeInfo.ScanResult", Op: reply.Regexp, Words: []string{`^https?://`}}
	more := []reply.Rule{
		{ID: "music", Name: "音乐菜单", On: true, When: reply.When{Types: []string{"event"}, Events: []string{"CLICK"},
			Tests: []reply.Test{{Subject: reply.SubjectKey, Op: reply.Equals, Words: []string{"V1001_TODAY_MUSIC"}}}},
			Then: reply.Then{Kind: reply.KindMusic, Title: "平凡之路", Description: "朴树", URL: "https://example.com/song.mp3", ThumbMediaID: "thumb"}},
		{ID: "news", Name: "新品", On: true, When: reply.When{Types: []string{"text"}, Tests: []reply.Test{{Subject: reply.SubjectText, Op: reply.Regexp, Words: []string{`^新品(?P<id>\d+)$`}}}},
			Then: reply.Then{Kind: reply.KindNews, Articles: []reply.Article{
				{Title: "新品 {{group \"id\"}} 到货", Description: "本周五上午十点开售。", PicURL: "https://example.com/a.jpg", URL: "https://example.com/a"},
				{Title: "会员日", PicURL: "https://example.com/b.jpg", URL: "https://example.com/b"}}}},
		{ID: "many", Name: "多个条件", On: true, When: reply.When{Types: []string{"text", "voice"}, Tests: []reply.Test{text("退款", "退货"), from},
			Not: []reply.When{{Tests: []reply.Test{field}}}, Chance: 50},
			Then: reply.Then{Kind: reply.KindTransfer, Account: "kf2001@demo"}},
		{ID: "turns", Name: "依次", On: true, When: reply.When{Types: []string{"text"}, Tests: []reply.Test{text("再来")}},
			Then: reply.Then{Kind: reply.KindSequence, Steps: []reply.Then{{Kind: reply.KindText, Text: "第一次"}, {Kind: reply.KindText, Text: "第二次", Delay: reply.Fixed(2 * time.Second)}, {Kind: reply.KindStatus, Status: 500}}, Again: reply.Restart}},
		{ID: "after", Name: "异步客服消息", On: true, When: reply.When{Types: []string{"image"}},
			Then: reply.Then{Kind: reply.KindSuccess, After: []reply.Then{{Kind: reply.KindText, Text: "图片收到了，正在识别", Delay: reply.Fixed(3 * time.Second)}, {Kind: reply.KindImage, MediaID: "{{.MediaId}}"}}}},
		{ID: "slow", Name: "慢响应演练", On: true, When: reply.When{Types: []string{"text"}, Tests: []reply.Test{text("超时")}},
			Then: reply.Then{Kind: reply.KindText, Text: "来不及了", Delay: reply.Delay{Min: 4 * time.Second, Max: 6 * time.Second}, Fault: reply.FaultHalf}},
		{ID: "raw", Name: "原样", When: reply.When{Types: []string{"text"}, Tests: []reply.Test{text("原样")}},
			Then: reply.Then{Kind: reply.KindRaw, Text: "<xml>\n  <ToUserName><![CDATA[{{.FromUserName}}]]></ToUserName>\n  <Content>{{.Content}}</Content>\n</xml>"}},
		{ID: "down", Name: "后端", When: reply.When{Types: []string{"link"}}, Then: reply.Then{Kind: reply.KindForward, URL: "http://127.0.0.1:3000/wx"}},
	}
	rest := rules[2]
	never := reply.Rule{ID: "never", Name: "轮不到的", On: true, When: reply.When{Types: []string{"location"}}, Then: reply.Then{Kind: reply.KindText, Text: "在哪儿"}}
	return append(append(rules[:2:2], more...), rest, never)
}

// TestRepliesPictures puts the page in many states, in both languages and looks, in the
// room that narrow and wide windows leave it. With UI_PICTURES=dir it leaves PNGs there for
// eyes.
func TestRepliesPictures(t *testing.T) {
	for _, lang := range words.Languages() {
		for look, mode := range map[string]kit.Mode{"light": kit.Light, "dark": kit.Dark} {
			s, p := repliesStage(t, lang, pictureRules(), textExchange("demo0001", "请问今天几点开门？"), textExchange("demo0001", "新品42"))
			s.theme.Mode = mode
			for id, n := range map[string]int64{"welcome": 1032, "hours": 218, "music": 96, "news": 41, "slow": 3, "rest": 55} {
				s.engine.hits[[2]string{"demo0001", id}] = engine.Hit{Count: n, Last: fakeClock.Add(-time.Duration(n) * time.Minute)}
			}
			s.put(container.NewStack(kit.NewGround(kit.ColorPanel, 0), p.object()), 1003, 727)
			shoot := func(state string, w, h float32) {
				t.Helper()
				s.resize(w, h)
				p.fit()
				s.resize(w, h)
				if got := s.said(); strings.Contains(got, "⟦") {
					t.Errorf("%s %s: words are missing: %s", lang, state, got)
				}
				if size := p.object().Size(); size.Width > w || size.Height > h {
					t.Errorf("%s %s: the page takes %v of %v by %v", lang, state, size, w, h)
				}
				s.picture("replies-" + state + "-" + lang + "-" + look)
			}
			chooseRule(t, s, p, "营业时间")
			shoot("text-1280", 1003, 727)
			shoot("text-1920", 1643, 1007)
			shoot("text-960", 683, 527)
			for _, name := range []string{"音乐菜单", "新品", "多个条件", "依次", "异步客服消息", "慢响应演练", "原样", "后端", "轮不到的"} {
				chooseRule(t, s, p, name)
				id := p.book.chosen
				shoot(id, 1003, 1100)
				shoot(id+"-960", 683, 1300)
			}
			chooseRule(t, s, p, "营业时间")
			p.editor.then.text.editor.Entry.SetText("您好\n{{.Content}} {{upper .Content")
			s.pass(editPause)
			shoot("error", 1003, 727)
			p.editor.then.text.editor.Entry.SetText("您好 {{.Content}}")
			s.pass(editPause)
			s.tap(p.editor.when.types.pick)
			shoot("types", 1003, 727)
			s.picker().Close()
			p.editor.then.text.showInserts(p.editor.name, func(string) {})
			shoot("inserts", 683, 527)
			s.picker().Close()
			p.pickMessage(p.chat.pick)
			shoot("messages", 1003, 727)
			s.picker().Close()
			p.offerSets(pictureSets())
			shoot("sets", 1003, 727)
			s.press(s.deps.t("kit.cancel"))
			data, err := reply.Encode(someRules())
			if err != nil {
				t.Fatal(err)
			}
			p.editText(strings.Replace(string(data), "contains:", "containz:", 1))
			shoot("yaml", 1003, 727)
			s.press(s.deps.t("kit.cancel"))
			s.engine.set(func(st *engine.Snapshot) {
				f := st.RuleFiles["demo0001"]
				f.Problems = []reply.Problem{{Index: -1, Field: reply.FieldReply, Path: "then.text", ID: "empty", Line: 12, Column: 5}}
				st.RuleFiles["demo0001"] = f
			})
			s.on(p.apply)
			shoot("file", 1003, 727)
			s.press(s.deps.t("replies.add"))
			shoot("new", 1003, 727)
			p.list.search.SetText("nowhere")
			p.list.refresh()
			shoot("search", 683, 527)
		}
	}
}

// pictureSets are some ready-made sets.
func pictureSets() (out []engine.StarterSet) {
	for _, name := range []string{"欢迎与菜单", "关键词机器人", "音乐菜单", "图文推送", "转人工", "小程序客服", "慢响应演练", "坏回复演练", "加密回显", "事件大全"} {
		rules := slices.Clone(pictureRules())
		out = append(out, engine.StarterSet{ID: name, Title: name, Description: "关注时欢迎，并按自定义菜单的键回复。", Rules: rules[:4]})
	}
	return out
}
