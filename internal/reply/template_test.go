package reply

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"echostr/internal/wechat"
)

func TestTemplate(t *testing.T) {
	hello := text(t, "你好 {{.Content}} <b>")
	pushed, json := message(t, scan), message(t, subscribed)
	for _, test := range []struct {
		text string
		m    *wechat.Message
		want string
	}{
		{"plain", hello, "plain"},
		{"{{.Content}}", hello, "你好 {{.Content}} <b>"},
		{"{{ .FromUserName }}:{{.MsgId}}", hello, "oUser:2"},
		{"[{{.Missing}}{{.Missing.More.Still}}]", hello, "[]"},
		{"[{{.Content.Deeper}}]", hello, "[]"},
		{"{{.ScanCodeInfo.ScanType}}/{{.ScanCodeInfo.ScanResult}}", pushed, "qrcode/1"},
		{"[{{.ScanCodeInfo}}]", pushed, "[]"},
		{"{{.SendPicsInfo.PicList.item.PicMd5Sum}}", pushed, "a"},
		{"{{range .SendPicsInfo.PicList.item}}<{{.PicMd5Sum}}{{.No}}>{{end}}", pushed, "<a><b>"},
		{"{{range $i, $x := .SendPicsInfo.PicList.item}}{{$i}}{{$x.PicMd5Sum}}{{$.EventKey}} {{end}}", pushed, "0a6 1b6 "},
		{"{{range .One.item}}({{.Name}}){{end}}", pushed, "(n)"},
		{"{{range .Missing}}x{{else}}none{{end}}", pushed, "none"},
		{"{{with .ScanCodeInfo}}{{.ScanType}}{{end}}", pushed, "qrcode"},
		{"{{with .Missing}}x{{else}}none{{end}}", pushed, "none"},
		{"{{if .Missing}}x{{else if eq .EventKey \"6\"}}six{{end}}", pushed, "six"},
		{"{{$k := .EventKey}}{{$k}}{{len $k}}", pushed, "61"},
		{"{{(index .SendPicsInfo.PicList.item 1).PicMd5Sum}}", pushed, "b"},
		{"{{.EventKey | printf \"%03s\"}}", pushed, "006"},
		{"{{printf \"%s-%s\" .EventKey .Missing}}", pushed, "6-"},
		{"{{define \"t\"}}<{{.}}>{{end}}{{template \"t\" .EventKey}}", pushed, "<6>"},
		{"{{/* nothing */}}x{{- \" y\" }}", pushed, "x y"},
		{"[{{.}}]{{len .Content}}", hello, "[]23"},
		{"{{.MsgId}} {{.Flag}} {{.Name}}", json, "12345678901234567890 true 名"},
		{"{{range .List}}{{.TemplateId}};{{end}}", json, "t1;t2;"},
		{"{{.List.TemplateId}}", json, "t1"},
		{"{{with .List}}{{(index . 1).TemplateId}}{{end}}", json, "t2"},
		{"[{{.Empty}}{{range .Empty}}x{{end}}{{.Empty.More}}]", json, "[]"},
		{"{{if .Flag}}yes{{end}}{{if .None}}no{{end}}", json, "yes"},
	} {
		got, err := parsed(t, test.text).Text(test.m)
		if err != nil || got != test.want {
			t.Errorf("%s = %q, %v; want %q", test.text, got, err, test.want)
		}
	}
}

// full is the template without the short cut through parts.
func full(t testing.TB, text string) *Template {
	t.Helper()
	tree, err := parseFull(text)
	if err != nil {
		t.Fatal(err)
	}
	rewrite(tree, false)
	return &Template{full: tree}
}

// TestPartsAreTheTemplate holds the short cut to what text/template makes of the same
// text, over random templates and messages.
func TestPartsAreTheTemplate(t *testing.T) {
	messages := []*wechat.Message{text(t, "你好"), event(t, "CLICK", "K"), message(t, scan), message(t, subscribed),
		message(t, "<xml><A>1</A><A>2</A><B><C>3</C></B><B><D>4</D></B></xml>")}
	var paths []string
	for _, m := range messages {
		for _, l := range m.Leaves() {
			paths = append(paths, l.Path)
		}
	}
	paths = append(paths, "Missing", "Missing.More", "Content.More", "List", "Nested", "ScanCodeInfo", "A", "B", "B.D", "One.item.Name")
	pieces := []string{"text", " ", "\n", "中文", "}}", "{", "\"", "{{- \" \" -}}", "{{/* */}}"}
	random := rand.New(rand.NewPCG(1, 2))
	lean := 0
	for range 3000 {
		var b strings.Builder
		for range 1 + random.IntN(5) {
			if random.IntN(2) == 0 {
				fmt.Fprintf(&b, "{{.%s}}", paths[random.IntN(len(paths))])
			} else {
				b.WriteString(pieces[random.IntN(len(pieces))])
			}
		}
		tmpl, problems := ParseTemplate(b.String())
		if len(problems) > 0 {
			continue // only blanks
		}
		if tmpl.full == nil {
			lean++
		}
		m := messages[random.IntN(len(messages))]
		got, err := tmpl.Text(m)
		want, fullErr := full(t, b.String()).Text(m)
		if got != want || err != nil || fullErr != nil {
			t.Fatalf("%q: parts make %q, %v; text/template %q, %v", b.String(), got, err, want, fullErr)
		}
	}
	if lean < 1000 {
		t.Errorf("only %d took the short cut", lean)
	}
}

// TestTemplatesThatNeverStop are templates that would take all time or memory.
func TestTemplatesThatNeverStop(t *testing.T) {
	m := text(t, strings.Repeat("x", 60<<10))
	double := `{{$x := .Content}}` + strings.Repeat(`{{$x = print $x $x}}`, 40) + `{{$x}}`
	for name, text := range map[string]string{
		"long text":      "{{.Content}}{{.Content}}",
		"long loop":      `{{range 1000000000}}{{end}}`,
		"nested loops":   `{{range 100000}}{{range 100000}}x{{end}}{{end}}`,
		"endless calls":  `{{define "a"}}{{template "a" .}}{{end}}{{template "a" .}}`,
		"doubling calls": `{{define "a"}}{{template "a" .}}{{template "a" .}}{{end}}{{template "a" .}}`,
		"doubling text":  double,
		"html":           `{{html (printf "%1000s" "<")}}` + strings.Repeat(`{{.Content | urlquery | html}}`, 2),
		"wide":           `{{printf "%999999999s" "x"}}`,
		"precise":        `{{printf "%.999999999f" 1.5}}`,
		"wide argument":  `{{printf "%*s" 999999999 "x"}}`,
		"many verbs":     `{{printf "` + strings.Repeat("%[1]s", 100) + `" .Content}}`,
		"println":        `{{println .Content .Content}}`,
		"js":             `{{js .Content .Content}}`,
	} {
		if got, err := parsed(t, text).Text(m); err == nil {
			t.Errorf("%s: made %d bytes", name, len(got))
		}
	}
	if _, err := parsed(t, "{{.Content}}{{.Content}}").Text(m); !errors.Is(err, ErrOutput) {
		t.Errorf("too long: %v", err)
	}
	if _, err := full(t, "{{.Content}}{{.Content}}").Text(m); !errors.Is(err, ErrOutput) {
		t.Errorf("too long for text/template: %v", err)
	}
	if got, err := parsed(t, `{{printf "%s 2026 %5.1f%% [%-3d]" .MsgId 1.5 7}}`).Text(m); err != nil || got != "2 2026   1.5% [7  ]" {
		t.Errorf("a harmless printf: %q, %v", got, err)
	}
}

func TestTemplateProblems(t *testing.T) {
	for _, test := range []struct {
		text, id     string
		line, column int
		warning      bool
	}{
		{"", "empty", 0, 0, false},
		{" \n\t", "empty", 0, 0, false},
		{strings.Repeat("x", MaxTemplate+1), "too_long", 0, 0, false},
		{"你好 {{.Content}} {{nope .X}}", "function", 1, 17, false},
		{"a\n中{{.A}}文{{.B !}}", "template", 2, 9, false},
		{"{{if .A}}x", "template", 1, 1, false},
		{"x{{end}}", "template", 1, 2, false},
		{"one\ntwo {{.A", "template", 2, 5, false},
		{"{{range .A}}{{if}}{{end}}{{end}}", "template", 1, 13, false},
		{"{{_text . \"A\"}}", "function", 1, 1, false},
		{strings.Repeat("长", 700), "reply_long", 0, 0, true},
	} {
		_, problems := ParseTemplate(test.text)
		if len(problems) != 1 {
			t.Errorf("%.40q: %v", test.text, problems)
			continue
		}
		p := problems[0]
		if p.ID != test.id || p.Line != test.line || p.Column != test.column || p.Warning != test.warning || p.Field != FieldReply {
			t.Errorf("%.40q: %+v, want %s at %d:%d", test.text, p, test.id, test.line, test.column)
		}
	}
}

func FuzzTemplate(f *testing.F) {
	for _, s := range []string{"{{.Content}}", "{{range .A}}{{.B}}{{end}}", `{{define "a"}}{{template "a"}}{{end}}{{template "a"}}`,
		`{{printf "%[1]*d" 3 .A}}`, "{{$x := .A.B}}{{$x.C}}", `{{(index .A 0).B}}`, "{{with $y := .A}}{{$y}}{{else with .C}}{{.}}{{end}}", "{{break}}"} {
		f.Add(s)
	}
	m := message(f, scan)
	f.Fuzz(func(t *testing.T, text string) {
		tmpl, problems := ParseTemplate(text)
		if Blocks(problems) {
			return
		}
		got, err := tmpl.Text(m)
		if len(got) > MaxOutput {
			t.Errorf("%d bytes", len(got))
		}
		if strings.Contains(got, "<no value>") && !strings.Contains(text, "<no value>") {
			t.Errorf("%q makes %q", text, got)
		}
		if want, fullErr := full(t, text).Text(m); got != want || (err == nil) != (fullErr == nil) {
			t.Errorf("%q, %v; text/template %q, %v", got, err, want, fullErr)
		}
	})
}
