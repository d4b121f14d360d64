package ui

import (
	"strings"
	"testing"

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
		{reply.Simple{Type: "miniprogrampage", Op: reply.Any}.When(), reply.Then{Kind: "video"},
			"任意miniprogrampage → video", "miniprogrampage message → video"},
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
	warned := []reply.Problem{{Field: reply.FieldType, ID: "unreachable", Warning: true}}
	const summary = "任意消息 → success（不回复）"
	for _, c := range []struct {
		name  string
		draft ruleDraft
		hits  int64
		want  kit.Pair
	}{
		{"good", ruleDraft{rule: good, kept: good, inForce: true}, 0, kit.Pair{Title: "未命名规则", Subtitle: summary, On: true}},
		{"hits", ruleDraft{rule: good, kept: good, inForce: true}, 1032,
			kit.Pair{Title: "未命名规则", Subtitle: summary, On: true, Right: "1,032 次"}},
		{"error", ruleDraft{rule: good, inForce: true, problems: bad}, 0,
			kit.Pair{Title: "未命名规则", Subtitle: "未生效 · " + summary, On: true, Problem: kit.LevelError}},
		{"draft", ruleDraft{rule: good, problems: bad}, 0,
			kit.Pair{Title: "未命名规则", Subtitle: "还没填好，未生效", On: true, Problem: kit.LevelWarning}},
		{"warning", ruleDraft{rule: good, kept: good, inForce: true, problems: warned}, 0,
			kit.Pair{Title: "未命名规则", Subtitle: summary, On: true, Problem: kit.LevelWarning}},
	} {
		if got := tellerOf(t, "zh-Hans").pair(&c.draft, c.hits); got != c.want {
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

// TestRepliesChoices holds the selects to words for every line.
func TestRepliesChoices(t *testing.T) {
	for _, lang := range words.Languages() {
		w := tellerOf(t, lang)
		types, events := w.typeChoices(), w.eventChoices()
		if len(types) != len(messageTypes) || len(events) != len(eventNames)+1 {
			t.Fatalf("%s: %d types, %d events", lang, len(types), len(events))
		}
		all := append(append(append(types, events...), choices(w.t, "replies.op.", matchOps)...), choices(w.t, "replies.kind.", replyKinds)...)
		for _, line := range all {
			if line == "" || strings.Contains(line, "⟦") {
				t.Errorf("%s: a choice says %q", lang, line)
			}
		}
	}
}
