package reply

import (
	"testing"

	"echostr/internal/wechat"
)

// TestRuleFrom makes a rule of each kind of message: it takes that message, and not one
// that says something else.
func TestRuleFrom(t *testing.T) {
	text := func(more string) string {
		return "<xml><FromUserName>o</FromUserName><MsgType>text</MsgType>" + more + "</xml>"
	}
	event := func(more string) string {
		return "<xml><FromUserName>o</FromUserName><MsgType>event</MsgType>" + more + "</xml>"
	}
	for _, c := range []struct{ name, from, other string }{
		{"你好", text("<Content>你好</Content>"), text("<Content>再见</Content>")},
		{"text", text("<Content></Content>"), event("<Event>CLICK</Event>")},
		{"a very long text that no…", text("<Content>a very long text that nobody would read</Content>"), text("<Content>a</Content>")},
		{"image", "<xml><MsgType>image</MsgType></xml>", text("")},
		{"开门", "<xml><MsgType>voice</MsgType><Recognition>开门</Recognition></xml>", "<xml><MsgType>voice</MsgType><Recognition>关门</Recognition></xml>"},
		{"V1", event("<Event>CLICK</Event><EventKey>V1</EventKey>"), event("<Event>CLICK</Event><EventKey>V2</EventKey>")},
		{"123", event("<Event>SCAN</Event><EventKey>123</EventKey>"), event("<Event>SCAN</Event><EventKey>124</EventKey>")},
		{"123", event("<Event>subscribe</Event><EventKey>qrscene_123</EventKey>"), event("<Event>subscribe</Event>")},
		{"subscribe", event("<Event>subscribe</Event><EventKey></EventKey>"), event("<Event>unsubscribe</Event>")},
	} {
		m, err := wechat.Parse(c.from)
		if err != nil {
			t.Fatal(err)
		}
		other, err := wechat.Parse(c.other)
		if err != nil {
			t.Fatal(err)
		}
		r := RuleFrom(m)
		if r.Name != c.name && len([]rune(r.Name)) != maxNameFrom || r.ID == "" || !r.On {
			t.Errorf("%s: rule %+v, want the name %q", c.from, r, c.name)
		}
		r.Then.Text = "x"
		set, problems := Compile([]Rule{r})
		if Blocks(problems) {
			t.Errorf("%s: %+v", c.from, problems)
		}
		if set.Answer(m).RuleID != r.ID || set.Answer(other).RuleID != "" {
			t.Errorf("%s: %+v takes itself %v, another %v", c.from, r.When, set.Answer(m).RuleID != "", set.Answer(other).RuleID != "")
		}
	}
}
