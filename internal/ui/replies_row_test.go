package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"echostr/internal/engine"
	"echostr/internal/reply"
	"echostr/internal/ui/kit"
	"echostr/internal/words"
)

func tellerOf(t *testing.T, lang string) ruleTeller {
	t.Helper()
	w, err := words.Load(lang)
	if err != nil {
		t.Fatal(err)
	}
	return ruleTeller{w}
}

func TestRepliesSummary(t *testing.T) {
	for _, c := range []struct {
		when   reply.When
		then   reply.Then
		zh, en string
	}{
		{reply.Simple{Type: "event", Event: "subscribe", Op: reply.Any}.When(), reply.Then{Kind: "text", Text: "Hi~"},
			"事件 subscribe → 文本 “Hi~”", "Event subscribe → text \"Hi~\""},
		{reply.Simple{Type: "text", Op: reply.Contains, Text: "开门 | 营业"}.When(), reply.Then{Kind: "empty"},
			"文本 包含 “开门 | 营业” → 不回复", "Text contains \"开门 | 营业\" → no reply"},
		{reply.Simple{Type: "event", Event: "CLICK", Op: reply.Equals, Text: "V1"}.When(), reply.Then{Kind: "success"},
			"事件 CLICK = V1 → success（不回复）", "Event CLICK = V1 → success (no reply)"},
		{reply.Simple{Event: "scan"}.When(), reply.Then{Kind: "empty"}, "事件 scan → 不回复", "Event scan → no reply"},
		{reply.Simple{Type: "EVENT"}.When(), reply.Then{Kind: "empty"}, "任意事件 → 不回复", "Any event → no reply"},
		{reply.Simple{Type: "Text", Op: reply.Regexp, Text: `^新品(\d+)$`}.When(), reply.Then{Kind: "text", Text: "a\n\tb"},
			`文本 正则 ^新品(\d+)$ → 文本 “a b”`, `Text matches ^新品(\d+)$ → text "a b"`},
		{reply.Simple{Type: "image"}.When(), reply.Then{Kind: "success"}, "任意图片 → success（不回复）", "Image message → success (no reply)"},
		{reply.Simple{Type: "hardware", Op: reply.Any}.When(), reply.Then{Kind: "video"},
			"任意 hardware → 视频", "hardware message → Video"},
		{reply.When{Types: []string{"text", "voice"}, Tests: []reply.Test{
			{Subject: reply.SubjectText, Op: reply.Contains, Words: []string{"a", "b"}}, {Subject: reply.SubjectFrom, Op: reply.Equals, Words: []string{"oX"}}},
			Not: []reply.When{{Tests: []reply.Test{{Subject: reply.SubjectField, Path: "MsgId", Op: reply.Regexp, Words: []string{"1$"}}}}}, Chance: 12.5},
			reply.Then{Kind: "music", Title: "歌", Delay: reply.Delay{Min: 1e9, Max: 3e9}},
			"任意文本 或 语音：说的话 包含 “a | b”，且 OpenID 等于 “oX”，且 MsgId 不匹配 1$（12.5%） → 音乐 “歌”，延迟 1–3 秒",
			`Text or Voice message: Words contains "a | b" and OpenID equals "oX" and MsgId does not match 1$ (12.5%) → Music "歌", after 1–3 s`},
		{reply.When{Any: []reply.When{{Events: []string{"CLICK"}}, {Types: []string{"text"}}}},
			reply.Then{Kind: "status", Status: 503, Fault: reply.FaultHalf, After: make([]reply.Then, 2)},
			"任意消息：类型是 点击菜单 CLICK 或 类型是 文本 text → HTTP 503，演练：只回一半，再发 2 条客服消息",
			"Any message: type is Menu click (CLICK) or type is Text (text) → HTTP 503, drill: Half a body, then 2 service messages"},
		{reply.When{}, reply.Then{Kind: "sequence", Steps: make([]reply.Then, 3)}, "任意消息 → 依次 3 种回复", "Any message → 3 answers in turn"},
		{reply.When{}, reply.Then{Kind: "forward", URL: "http://127.0.0.1:3000/wx"}, "任意消息 → 转发到 127.0.0.1:3000", "Any message → forward to 127.0.0.1:3000"},
		{reply.When{}, reply.Then{Kind: "file", File: "a/b.xml"}, "任意消息 → 文件 “b.xml”", `Any message → File "b.xml"`},
		{reply.When{}, reply.Then{Kind: "news", Articles: make([]reply.Article, 2)}, "任意消息 → 图文 2 条", "Any message → news, 2"},
		{reply.When{}, reply.Then{Kind: "success"}, "任意消息 → success（不回复）", "Any message → success (no reply)"},
		{reply.Simple{Op: reply.Equals, Text: "人工客服"}.When(), reply.Then{Kind: "empty"},
			"任意消息 等于 “人工客服” → 不回复", "Any message equals \"人工客服\" → no reply"},
		{reply.Simple{Type: "text", Op: "odd", Text: "x"}.When(), reply.Then{Kind: "empty"}, "文本 → 不回复", "Text → no reply"},
	} {
		r := reply.Rule{When: c.when, Then: c.then}
		if got := tellerOf(t, "zh-Hans").summary(r); got != c.zh {
			t.Errorf("zh: %s, want %s", got, c.zh)
		}
		if got := tellerOf(t, "en").summary(r); got != c.en {
			t.Errorf("en: %s, want %s", got, c.en)
		}
	}
}

func TestRepliesPair(t *testing.T) {
	good := reply.Rule{ID: "a", On: true, When: reply.Simple{Op: reply.Any}.When(), Then: reply.Then{Kind: "success"}}
	bad := []reply.Problem{{Field: reply.FieldReply, ID: "template"}}
	behind := []reply.Problem{{Field: reply.FieldType, ID: "unreachable", Warning: true, Args: map[string]string{"rule": "前", "id": "x"}}}
	warned := []reply.Problem{{Field: reply.FieldReply, ID: "reply_long", Warning: true}}
	const summary = "任意消息 → success（不回复）"
	for _, c := range []struct {
		name  string
		draft ruleDraft
		hits  engine.Hit
		want  kit.Pair
	}{
		{"good", ruleDraft{rule: good, kept: good, inForce: true}, engine.Hit{}, kit.Pair{Title: "未命名规则", Subtitle: summary, On: true}},
		{"hits", ruleDraft{rule: good, kept: good, inForce: true}, engine.Hit{Count: 1032, Last: fakeClock.Add(-time.Minute)},
			kit.Pair{Title: "未命名规则", Subtitle: summary, On: true, Right: "1,032 次", Below: "14:02:22"}},
		{"old hits", ruleDraft{rule: good, kept: good, inForce: true}, engine.Hit{Count: 1, Last: fakeClock.AddDate(0, 0, -1)},
			kit.Pair{Title: "未命名规则", Subtitle: summary, On: true, Right: "1 次", Below: "11-19"}},
		{"never reached", ruleDraft{rule: good, kept: good, inForce: true, problems: behind}, engine.Hit{},
			kit.Pair{Title: "未命名规则", Subtitle: "轮不到：前面有“前” · " + summary, On: true, Problem: kit.LevelWarning}},
		{"error", ruleDraft{rule: good, inForce: true, problems: bad}, engine.Hit{},
			kit.Pair{Title: "未命名规则", Subtitle: "未生效 · " + summary, On: true, Problem: kit.LevelError}},
		{"draft", ruleDraft{rule: good, problems: bad}, engine.Hit{},
			kit.Pair{Title: "未命名规则", Subtitle: "还没填好，未生效", On: true, Problem: kit.LevelWarning}},
		{"warning", ruleDraft{rule: good, kept: good, inForce: true, problems: warned}, engine.Hit{},
			kit.Pair{Title: "未命名规则", Subtitle: summary, On: true, Problem: kit.LevelWarning}},
	} {
		if got := tellerOf(t, "zh-Hans").pair(&c.draft, c.hits, fakeClock); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestRepliesStanding(t *testing.T) {
	on := reply.Rule{ID: "a", On: true}
	off := reply.Rule{ID: "a"}
	bad := []reply.Problem{{Field: reply.FieldReply, ID: "template"}}
	for _, c := range []struct {
		name  string
		book  ruleBook
		draft ruleDraft
		level kit.Level
		word  string
		text  string // a part of it
	}{
		{"in force", ruleBook{}, ruleDraft{rule: on, kept: on, inForce: true}, kit.LevelGood, "已生效", ""},
		{"since", ruleBook{}, ruleDraft{rule: on, kept: on, inForce: true, since: fakeClock}, kit.LevelGood, "已生效 · 14:03:22", ""},
		{"off", ruleBook{}, ruleDraft{rule: off, kept: off, inForce: true}, kit.LevelNone, "已停用", ""},
		{"waiting", ruleBook{}, ruleDraft{rule: on, kept: off, inForce: true}, kit.LevelNone, "稍候生效", ""},
		{"draft", ruleBook{}, ruleDraft{rule: on, problems: bad}, kit.LevelNone, "草稿", "填好"},
		{"error", ruleBook{}, ruleDraft{rule: on, kept: off, inForce: true, problems: bad}, kit.LevelError, "未生效", "上一次正确的内容"},
		{"failed", ruleBook{failed: errSome}, ruleDraft{rule: on, kept: off, inForce: true}, kit.LevelError, "未保存", "没有保存成功"},
		{"failed for another", ruleBook{failed: errSome}, ruleDraft{rule: on, kept: on, inForce: true}, kit.LevelGood, "已生效", ""},
		{"blocked", ruleBook{blocked: &ruleBlocker{name: "兜底"}}, ruleDraft{rule: on, kept: off, inForce: true},
			kit.LevelError, "未生效", "“兜底”有错误"},
	} {
		got := tellerOf(t, "zh-Hans").standing(&c.book, &c.draft)
		if got.level != c.level || got.word != c.word || !strings.Contains(got.text, c.text) || (c.text == "") != (got.text == "") {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestRepliesGist(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "",
		" a \n b\t":              "a b",
		"\xff":                   "\uFFFD",
		strings.Repeat("长", 61):  strings.Repeat("长", 60) + "…",
		strings.Repeat("x", 1e6): strings.Repeat("x", 60) + "…",
	} {
		if got := gist(in); got != want {
			t.Errorf("gist of %.20q is %q", in, got)
		}
	}
}

// TestRepliesChoices holds everything that is offered to words.
func TestRepliesChoices(t *testing.T) {
	for _, lang := range words.Languages() {
		w := tellerOf(t, lang)
		all := choices(w.t, "replies.op.", matchOps)
		for _, g := range typeGroups {
			prefix := "replies.type."
			if g.events {
				prefix = "replies.event."
			}
			all = append(all, w.t("replies.group."+g.key))
			for _, name := range g.names {
				all = append(all, w.t(prefix+strings.ToLower(name)))
			}
		}
		for _, list := range []thenList{ownAnswer, stepsList, afterList} {
			all = append(all, choices(w.t, "replies.kind.", list.kinds())...)
			for _, kind := range list.kinds() {
				for _, part := range partsOf[kind] {
					all = append(all, w.t("replies.part."+part.key))
					if !slices.Contains(partOrder, part.key) {
						t.Errorf("the field %s of %s has no place in the form", part.key, kind)
					}
				}
			}
		}
		all = append(all, choices(w.t, "replies.subject.", lineSubjects)...)
		all = append(all, choices(w.t, "replies.line.", append((&conditionLine{}).ops(true), (&conditionLine{}).ops(false)...))...)
		all = append(all, choices(w.t, "replies.again.", agains)...)
		all = append(all, choices(w.t, "replies.per.", pers)...)
		for _, f := range reply.Faults() {
			all = append(all, w.t("replies.fault."+string(f)), w.t("replies.fault."+string(f)+".hint"))
		}
		for _, f := range reply.Functions() {
			all = append(all, w.t(functionKey(f)))
		}
		for _, op := range lineOps {
			all = append(all, w.t("replies.cond."+string(op)), w.t("replies.cond.not_"+string(op)))
		}
		for _, line := range all {
			if line == "" || strings.Contains(line, "⟦") {
				t.Errorf("%s: a choice says %q", lang, line)
			}
		}
	}
}
