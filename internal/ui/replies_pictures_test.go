package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/reply"
	"echostr/internal/ui/kit"
	"echostr/internal/words"
)

// pictureRules are some rules of every sort.
func pictureRules() []reply.Rule {
	rules := someRules()
	more := []reply.Rule{
		{ID: "music", Name: "音乐菜单", On: true, When: reply.Simple{Type: "event", Event: "CLICK", Op: reply.Equals, Text: "V1001_TODAY_MUSIC"}.When(),
			Then: reply.Then{Kind: reply.KindText, Text: "今天的歌：https://example.com/song"}},
		{ID: "news", Name: "新品", On: true, When: reply.Simple{Type: "text", Op: reply.Regexp, Text: `^新品(\d+)$`}.When(),
			Then: reply.Then{Kind: reply.KindText, Text: "{{.Content}} 已上架"}},
		{ID: "slow", Name: "慢响应演练", When: reply.Simple{Type: "text", Op: reply.Equals, Text: "超时"}.When(), Then: reply.Then{Kind: reply.KindEmpty}},
	}
	return append(append(rules[:2:2], more...), rules[2])
}

// TestRepliesPictures puts the page in many states, in both languages and looks, in the
// room that narrow and wide windows leave it. With UI_PICTURES=dir it leaves PNGs there for
// eyes.
func TestRepliesPictures(t *testing.T) {
	for _, lang := range words.Languages() {
		for look, mode := range map[string]kit.Mode{"light": kit.Light, "dark": kit.Dark} {
			s, p := repliesStage(t, lang, pictureRules(), textExchange("demo0001", "请问今天几点开门？"))
			s.theme.Mode = mode
			for id, n := range map[string]int64{"welcome": 1032, "hours": 218, "music": 96, "news": 41, "slow": 3, "rest": 55} {
				s.engine.hits[[2]string{"demo0001", id}] = engine.Hit{Count: n}
			}
			s.put(container.NewStack(kit.NewGround(kit.ColorPanel, 0), p.object()), 1003, 727)
			shoot := func(state string, w, h float32) {
				t.Helper()
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
			chooseRule(t, s, p, "音乐菜单")
			shoot("event", 1003, 727)
			chooseRule(t, s, p, "新品")
			p.editor.then.text.editor.Entry.SetText("{{.Content")
			s.pass(editPause)
			shoot("error", 1003, 727)
			chooseKind(s, p, reply.KindSuccess)
			shoot("success", 1003, 727)
			s.press(s.deps.t("replies.add"))
			shoot("new", 1003, 727)
			shoot("new-tall", 683, 900)
			p.list.search.SetText("nowhere")
			p.list.refresh()
			shoot("search", 1003, 727)
		}
	}
}
