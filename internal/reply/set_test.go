package reply

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"echostr/internal/wechat"
	"echostr/internal/words"
)

func TestStarter(t *testing.T) {
	for _, language := range words.Languages() {
		c, err := words.Load(language)
		if err != nil {
			t.Fatal(err)
		}
		rules := Starter(func(key string) string { return c.T(key) })
		set, problems := Compile(rules)
		if len(problems) != 0 || set.Len() != 3 {
			t.Fatalf("%s: %v", language, problems)
		}
		welcome := set.Answer(event(t, "SUBSCRIBE", ""))
		if welcome.RuleID != "welcome" || welcome.Reply.Content != c.T("reply.starter.welcome.text") || welcome.Reply.Type != wechat.ReplyText {
			t.Errorf("%s: subscribe: %+v", language, welcome)
		}
		echo := set.Answer(text(t, "你好 <&>"))
		if echo.RuleID != "echo" || !strings.HasSuffix(echo.Reply.Content, "你好 <&>") {
			t.Errorf("%s: text: %+v", language, echo)
		}
		if rest := set.Answer(event(t, "LOCATION", "")); rest.RuleID != "rest" || rest.Reply.Type != wechat.ReplySuccess {
			t.Errorf("%s: the rest: %+v", language, rest)
		}
	}
}

func TestNothingMatches(t *testing.T) {
	var none *Set
	for _, o := range []Outcome{none.Answer(text(t, "x")), compiledSet(t).Answer(text(t, "x")), compiledSet(t, starter(t)...).Answer(nil)} {
		if o.RuleID != "" || o.Reply.Type != wechat.ReplySuccess || o.Failures != nil {
			t.Errorf("%+v", o)
		}
	}
	if none.Len() != 0 {
		t.Error("a nil set has rules")
	}
}

func TestWhen(t *testing.T) {
	voice := message(t, "<xml><MsgType>voice</MsgType><Recognition>查一下订单</Recognition></xml>")
	notice := message(t, "<xml><AppId>wx1</AppId><InfoType>unauthorized</InfoType></xml>")
	for _, test := range []struct {
		when When
		m    *wechat.Message
		want bool
	}{
		{When{}, text(t, "x"), true},
		{When{}, notice, true},
		{Simple{Type: "Text"}.When(), text(t, "x"), true},
		{Simple{Type: "image"}.When(), text(t, "x"), false},
		{Simple{Type: "event"}.When(), event(t, "CLICK", "K"), true},
		{Simple{Type: "event"}.When(), notice, true},
		{Simple{Type: "event", Event: "UNAUTHORIZED"}.When(), notice, true},
		{Simple{Type: "event", Event: "click"}.When(), event(t, "CLICK", "K"), true},
		{Simple{Event: "click"}.When(), event(t, "CLICK", "K"), true},
		{Simple{Event: "click"}.When(), text(t, "click"), false},
		{Simple{Event: "view"}.When(), event(t, "CLICK", "K"), false},
		{Simple{Event: "click", Op: Equals, Text: "k"}.When(), event(t, "CLICK", "K"), true},
		{Simple{Event: "click", Op: Equals, Text: "kk"}.When(), event(t, "CLICK", "K"), false},
		{Simple{Op: Equals, Text: "人工客服"}.When(), text(t, " 人工客服\n"), true},
		{Simple{Op: Equals, Text: "人工客服"}.When(), text(t, "人工客服吗"), false},
		{Simple{Op: Equals, Text: "HELLO"}.When(), text(t, "Hello"), true},
		{Simple{Op: Contains, Text: "开门 | 营业"}.When(), text(t, "请问今天几点开门？"), true},
		{Simple{Op: Contains, Text: "开门|营业|"}.When(), text(t, "你好"), false},
		{Simple{Op: Contains, Text: "ABC"}.When(), text(t, "xabcx"), true},
		{Simple{Op: Contains, Text: "订单"}.When(), voice, true},
		{Simple{Op: Regexp, Text: `^新品(\d+)$`}.When(), text(t, "新品12"), true},
		{Simple{Op: Regexp, Text: `^新品(\d+)$`}.When(), text(t, "新品"), false},
		{Simple{Op: Regexp, Text: `abc`}.When(), text(t, "ABC"), false},
		{Simple{Op: Regexp, Text: `(?i)abc`}.When(), text(t, "ABC"), true},
	} {
		set := compiledSet(t, Rule{ID: "a", On: true, When: test.when, Then: Then{Kind: KindEmpty}})
		if got := set.Answer(test.m).RuleID == "a"; got != test.want {
			t.Errorf("%+v matches %q: %v, want %v", test.when, test.m.Get("Content"), got, test.want)
		}
	}
}

func TestFirstThatWorks(t *testing.T) {
	set := compiledSet(t,
		Rule{ID: "off", Then: Then{Kind: KindEmpty}},
		Rule{ID: "broken", Name: "坏", On: true, Then: Then{Kind: KindText, Text: `{{index .Content 99}}`}},
		Rule{ID: "mute", On: true, Then: Then{Kind: KindText, Text: `{{if eq .Content "y"}}yes{{end}}`}},
		Rule{ID: "good", Name: "好", On: true, When: Simple{Type: "text"}.When(), Then: Then{Kind: KindText, Text: "ok"}},
		Rule{ID: "later", On: true, When: Simple{Type: "text"}.When(), Then: Then{Kind: KindText, Text: "no"}},
	)
	o := set.Answer(text(t, "x"))
	if o.RuleID != "good" || o.RuleName != "好" || o.Reply.Content != "ok" || len(o.Failures) != 2 {
		t.Fatalf("%+v", o)
	}
	if o.Failures[0].RuleName != "坏" || o.Failures[0].Error() == "" || !errors.Is(o.Failures[1], ErrEmpty) {
		t.Errorf("failures %v", o.Failures)
	}
	if o := set.Answer(event(t, "CLICK", "")); o.RuleID != "" || o.Reply.Type != wechat.ReplySuccess || len(o.Failures) != 2 {
		t.Errorf("all that match fail: %+v", o)
	}
}

func TestSetIsShared(t *testing.T) {
	set := compiledSet(t,
		Rule{ID: "full", On: true, When: Simple{Op: Contains, Text: "a"}.When(), Then: Then{Kind: KindText, Text: `{{printf "%s!" .Content}}`}},
		Rule{ID: "lean", On: true, Then: Then{Kind: KindText, Text: `{{.Content}}?`}})
	var all sync.WaitGroup
	for _, say := range []string{"a", "b", "ab", "c"} {
		m := text(t, say)
		all.Go(func() {
			for range 200 {
				if got := set.Answer(m).Reply.Content; got != say+"!" && got != say+"?" {
					t.Errorf("%q answered %q", say, got)
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkAnswer(b *testing.B) {
	set := compiledSet(b, starter(b)...)
	for name, m := range map[string]*wechat.Message{"text": text(b, "你好，请问今天几点开门？"), "rest": event(b, "LOCATION", "")} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				set.Answer(m)
			}
		})
	}
}
