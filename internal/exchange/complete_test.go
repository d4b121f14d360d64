package exchange

import (
	"strings"
	"testing"
)

var known = Known{
	KeyType:    {{"text", "文本"}, {"image", "图片"}, {"event", "事件"}},
	KeyEvent:   {{"subscribe", "关注"}, {"CLICK", "菜单点击"}},
	KeyRule:    {{"营业时间", ""}, {"欢迎 新人", ""}},
	KeyCause:   {{"token_whitespace", "Token 末尾多了空白字符"}, {"body_syntax", "报文不是完整的 XML"}},
	KeyFrom:    {{"o•••••mK8c", ""}},
	KeyVerdict: {{"fail", "失败"}, {"pass", "通过"}, {"foreign", "其他"}},
	KeyProfile: {{"demo", ""}},
}

// TestComplete types up to the bar; what is offered is written with the text that it would
// leave, the bar where the caret would be.
func TestComplete(t *testing.T) {
	for _, c := range []struct {
		typed string
		first []string // the first ones offered
		count int      // 0: as many as there are in first
	}{
		{"ty|", []string{"type:|"}, 0},
		{"-ty|", []string{"-type:|"}, 0},
		{"几点 ru|", []string{"几点 rule:|", "几点 has:rule |"}, 0},
		{"|", []string{"verdict:|", "type:|", "event:|"}, 10},
		{"a |", []string{"a verdict:|"}, 10},
		{"-|", []string{"-verdict:|"}, 10},
		{"verdict:|", []string{"verdict:fail |", "verdict:pass |", "verdict:foreign |"}, 0},
		{"verdict:f|", []string{"verdict:fail |", "verdict:foreign |"}, 0},
		{"verdict:失|", []string{"verdict:fail |"}, 0},
		{"verdict:fail|", nil, 0},
		{"verdict:|fail", []string{"verdict:fail |", "verdict:pass |", "verdict:foreign |"}, 0},
		{"verdict:fail,|", []string{"verdict:fail,pass |", "verdict:fail,foreign |"}, 0},
		{"verdict:f|,pass x", []string{"verdict:fail|,pass x", "verdict:foreign|,pass x"}, 0},
		{"type:im| x", []string{"type:image| x"}, 0},
		{"type:图|", []string{"type:image |"}, 0},
		{"type:ma|", []string{"type:image |"}, 0},
		{"event:|", []string{"event:subscribe |", "event:CLICK |", "event:unsubscribe |"}, 10},
		{"event:sub|", []string{"event:subscribe |", "event:subscribe_msg_popup_event |"}, 5},
		{"rule:|", []string{`rule:"营业时间" |`, `rule:"欢迎 新人" |`}, 0},
		{"rule:新|", []string{`rule:"欢迎 新人" |`}, 0},
		{`rule:"欢|`, []string{`rule:"欢迎 新人" |`}, 0},
		{"cause:空白|", []string{"cause:token_whitespace |"}, 0},
		{"cause:syn|", []string{"cause:body_syntax |"}, 0},
		{"openid:o|", []string{"openid:o•••••mK8c |"}, 0},
		{"status:|", []string{"status:>=400 |"}, 6},
		{"slow:|", []string{"slow:>500ms |"}, 4},
		{"since:to|", []string{"since:today |"}, 0},
		{"until:|", []string{"until:5m |"}, 5},
		{"图片|", []string{"type:image |"}, 0},
		{"失败|", []string{"verdict:fail |"}, 0},
		{"-关注|", []string{"-event:subscribe |"}, 0},
		{"fai|", []string{"verdict:fail |"}, 0},
		{"f|", []string{"from:|"}, 0},
		{"你好|", nil, 0},
		{`"ty|`, nil, 0},
		{"nobody:x|", nil, 0},
		{"typ|e:text", []string{"type:|text"}, 0},
		{"type|:text", nil, 0},
		{"type:text|x", []string{"type:text |"}, 0},
	} {
		at := strings.Index(c.typed, "|")
		text := c.typed[:at] + c.typed[at+1:]
		var got []string
		for _, o := range Complete(text, at, known) {
			got = append(got, text[:o.Replace[0]]+o.Text+"|"+text[o.Replace[1]:])
		}
		want := c.count
		if want == 0 {
			want = len(c.first)
		}
		if len(got) != want || strings.Join(got[:min(len(got), len(c.first))], "\n") != strings.Join(c.first, "\n") {
			t.Errorf("%s: %d offered, want %d: %q, want first %q", c.typed, len(got), want, got, c.first)
		}
	}
}

func TestCompletionsLeaveQueriesThatCanBeRead(t *testing.T) {
	for _, text := range []string{"", "ty", "-", "图片", "rule:", `rule:"欢`, "since:", "cause:t", "a status:", "verdict:fail,"} {
		for _, o := range Complete(text, len(text), known) {
			next := text[:o.Replace[0]] + o.Text + text[o.Replace[1]:]
			if _, err := ParseQuery(next, testNow); err != nil {
				t.Errorf("%q: %v", next, err)
			}
		}
	}
}

func TestSeen(t *testing.T) {
	var s Seen
	for _, x := range samples() {
		s.Add(x)
	}
	if got := strings.Join(s.Values(KeyType), " "); got != "event image text" {
		t.Errorf("types %s", got)
	}
	if got := strings.Join(s.Values(KeyCause), " "); got != "not_wechat body_syntax timestamp_skew token_whitespace reply_slow" {
		t.Errorf("causes %s", got)
	}
	if got := strings.Join(s.Values(KeyStatus), " "); got != "404 400 403 200" {
		t.Errorf("status %s", got)
	}
	for i := range 1000 {
		s.Add(&Exchange{ID: int64(100 + i), Profile: strings.Repeat("x", i%50+1) + string(rune('a'+i%26)), Request: Request{Path: "/p" + strings.Repeat("y", i%60) + string(rune('a'+i%26))}})
	}
	if n := len(s.Values(KeyPath)); n < seenMax || n > 2*seenMax {
		t.Errorf("%d paths are kept", n)
	}
	s.Clear()
	if len(s.Values(KeyType)) != 0 {
		t.Error("something is left")
	}
}

// FuzzComplete asks at every place.
func FuzzComplete(f *testing.F) {
	for _, s := range []string{"", "ty", `-rule:"欢`, "verdict:f,，pass x", "类型：", "-“ \xff"} {
		f.Add(s, 2)
	}
	f.Fuzz(func(t *testing.T, text string, at int) {
		for _, o := range Complete(text, at, known) {
			if o.Replace[0] < 0 || o.Replace[0] > o.Replace[1] || o.Replace[1] > len(text) || o.Text == "" {
				t.Fatalf("%q at %d: %+v", text, at, o)
			}
		}
	})
}
