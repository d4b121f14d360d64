package ui

import (
	"fmt"
	"strings"
	"testing"

	"echostr/internal/profile"
	"echostr/internal/ui/kit"
)

// tinted are the parts of a text that marks cover, red ones with a "!" before them.
func tinted(text string, marks []kit.Mark) string {
	runes := []rune(text)
	var out []string
	for _, m := range marks {
		part := string(runes[m.From:m.To])
		if m.Color == kit.ColorRed {
			part = "!" + part
		}
		out = append(out, part)
	}
	return strings.Join(out, " ; ")
}

func TestRepliesTemplateMarks(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "",
		"没有":                             "",
		"您好 {{.A}}，{{.B}}":               "{{.A}} ; {{.B}}",
		`{{printf "}}" .A}}x`:            `{{printf "}}" .A}}`,
		"{{`}}`}}x":                      "{{`}}`}}",
		`{{"\"}}"}}x`:                    `{{"\"}}"}}`,
		"{{.Open\n{{.B}}":                "{{.Open ; {{.B}}",
		"{{":                             "{{",
		"😀{{.A}}":                        "{{.A}}",
		"{{if .A}}x{{else}}y{{end}}":     "{{if .A}} ; {{else}} ; {{end}}",
		`{{'}'}}`:                        `{{'}'}}`,
		"{{/* a }} b */}}":               "{{/* a }}",
		"{{.A}}}}":                       "{{.A}}",
		"a }} b":                         "",
		strings.Repeat("{{.A}}", 3):      "{{.A}} ; {{.A}} ; {{.A}}",
		"{{`a\nb}}`}}c":                  "{{`a\nb}}`}}",
		"<a href=\"{{.Url}}\">看</a>{{}}": "{{.Url}} ; {{}}",
	} {
		if got := tinted(text, templateMarks(text)); got != want {
			t.Errorf("%q: marked are %q, want %q", text, got, want)
		}
	}
}

func TestRepliesFaultMark(t *testing.T) {
	for _, c := range []struct {
		text         string
		line, column int
		want         string
	}{
		{"您好 {{.A}} {{nope}}", 1, 14, "{{.A}} ; !{{nope}}"},
		{"一\n二 {{.A}}\n三", 3, 1, "{{.A}} ; !三"},
		{"abc\ndef", 2, 2, "!ef"},
		{"abc\ndef", 2, 9, "!def"},
		{"abc", 9, 9, "!abc"},
		{"{{end}}", 1, 3, "!{{end}}"},
	} {
		if got := tinted(c.text, faultMark(c.text, templateMarks(c.text), c.line, c.column)); got != c.want {
			t.Errorf("%q at %d:%d: %q, want %q", c.text, c.line, c.column, got, c.want)
		}
	}
}

// TestRepliesTemplateBrokenAndMended: a mistake is red at its place, the last good form goes
// on, and mending it puts the rule in force.
func TestRepliesTemplateBrokenAndMended(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	editor := p.editor.then.text.editor
	marks := func() string { return tinted(editor.Text(), editor.Marks()) }
	if got := marks(); got != "{{.FromUserName}} ; {{.Content}}" {
		t.Fatalf("marked are %q", got)
	}
	good := s.rules()[1]
	editor.Entry.SetText("您好\n{{.Content}} {{uper .Content}}")
	s.pass(editPause)
	if got := marks(); got != "{{.Content}} ; !{{uper .Content}}" {
		t.Errorf("marked are %q", got)
	}
	s.says("第 2 行", "uper", "未生效")
	if !s.rules()[1].Equal(good) {
		t.Fatalf("in force is %+v", s.rules()[1])
	}
	editor.Entry.SetText("您好\n{{.Content}} {{upper .Content}}")
	s.pass(editPause)
	if got := marks(); got != "{{.Content}} ; {{upper .Content}}" {
		t.Errorf("marked are %q", got)
	}
	s.says("已生效 · 14:03:22")
	s.silent("uper .", "未生效")
}

// TestRepliesSecret warns, below the text, of a secret that would be shared with the rules;
// the rule is in force all the same.
func TestRepliesSecret(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	const secret = "0123456789abcdef0123456789abcdef"
	s.engine.edit(func(c *profile.Settings) { c.Profiles[0].AppSecret = secret })
	s.settle()
	chooseRule(t, s, p, "营业时间")
	p.editor.then.text.editor.Entry.SetText("密钥是 " + secret)
	s.pass(editPause)
	s.says("这里有账号的 AppSecret", "已生效")
	p.editor.then.text.editor.Entry.SetText("没有密钥")
	s.pass(editPause)
	s.silent("这里有账号的")
}

func TestRepliesDelays(t *testing.T) {
	for in, want := range map[string]string{"": "0s", "2": "2s", "2 秒": "2s", "500 毫秒": "500ms", "1–3 秒": "1s-3s", "1~3": "1s-3s",
		"1 到 3 秒": "1s-3s", "1-3 s": "1s-3s", "1分30秒": "1m30s", "1.5 seconds": "1.5s", "soon": "bad", "3-1": "bad", "-1": "bad"} {
		d, err := parseDelay(in)
		got := d.String()
		if err != nil {
			got = "bad"
		}
		if got != want {
			t.Errorf("%q is %s, want %s", in, got, want)
		}
	}
}

func TestRepliesDelayInForce(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	f := p.editor.then.delay
	for _, c := range []struct{ typed, want, says string }{
		{"2 秒", "2s", "还剩 3 秒"}, {"4-6", "4s-6s", "有时会超过 5 秒"}, {"7s", "7s", "超过 5 秒：用户收不到"}, {"", "0s", "马上回复"},
	} {
		s.fill(f.field, c.typed)
		s.pass(editPause)
		if got := s.rules()[1].Then.Delay.String(); got != c.want {
			t.Errorf("%q: in force is %s", c.typed, got)
		}
		s.says(c.says)
	}
	s.fill(f.field, "soon")
	s.pass(editPause)
	s.says("看不懂这个时间", "未生效")
	if got := s.rules()[1].Then.Delay; got.Max != 0 {
		t.Errorf("in force is %v", got)
	}
	chooseRule(t, s, p, "关注欢迎")
	if f.field.Text() != "" {
		t.Errorf("another rule shows %q", f.field.Text())
	}
	chooseRule(t, s, p, "营业时间")
	s.fill(f.field, fmt.Sprint(3))
	s.pass(editPause)
	s.says("已生效 · 14:03:22")
	s.silent("看不懂这个时间")
}
