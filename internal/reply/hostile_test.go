package reply

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"echostr/internal/wechat"
)

// hostile is what people may write to break what they are quoted in.
var hostile = []string{
	"]]>", "]]]]>>", "]", "]]", ">", "x]]", "]>x", "<xml>", "</Content></xml>", "<![CDATA[", "<!--", "-->", "&amp;&lt;&#0;", `"'\`, `\u0000`, `","a":"`,
	"\x00\x01\x1b[2J\x7f", "\r\n\t", "\ufffe\uffff", "\xed\xa0\xbd", "\xed\xa0\x80\xff", "👨‍👩‍👧‍👦🏳️‍🌈", "\u202eabc\u202c\u200f", "中文，。", "{{.Content}}", "%s%d", "${x}", "\u2028\u2029",
	strings.Repeat("]]>", 3000), strings.Repeat("界", 15000),
}

// xmlForm is what becomes of a text that XML cannot hold.
func xmlForm(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// inJSONPush is a push that holds any text at all.
func inJSONPush(t *testing.T, content string) *wechat.Message {
	t.Helper()
	body, err := json.Marshal(map[string]string{"ToUserName": "gh_1", "FromUserName": "oUser", "MsgType": "text", "Content": content})
	if err != nil {
		t.Fatal(err)
	}
	return message(t, string(body))
}

// TestHostileTexts sends each text through a template into a reply and reads that again.
func TestHostileTexts(t *testing.T) {
	account := wechat.NewAccount(wechat.AccountConfig{Mode: wechat.Plain})
	then := []Then{
		{Kind: KindText, Text: "{{.Content}}"}, {Kind: KindText, Text: `{{printf "%s" .Content}}`},
		{Kind: KindVideo, MediaID: "{{.Content}}.", Title: "{{.Content}}"},
		{Kind: KindNews, Articles: []Article{{Title: "{{.Content}}.", URL: "{{.Content}}"}}},
	}
	paths := []string{"Content", "Content", "Video.Title", "Articles.item.Url"}
	for _, s := range hostile {
		if strings.TrimSpace(s) == "" {
			continue // a text of blanks is refused
		}
		pushes := []*wechat.Message{inJSONPush(t, s)}
		if xmlForm(s) == s && !strings.Contains(s, "]]>") {
			pushes = append(pushes, text(t, s))
		}
		for _, m := range pushes {
			given := m.Get("Content")
			for i, th := range then {
				out := answering(t, th, m, Env{})
				if len(out.Failures) > 0 {
					t.Fatalf("%.40q: %v", s, out.Failures)
				}
				body, _, err := account.AppendAnswer(nil, &wechat.Opened{Message: m}, &out.Reply, push2026)
				if err != nil {
					t.Fatal(err)
				}
				back, err := wechat.Parse(string(body))
				want := given
				if m.Format == wechat.XML {
					want = xmlForm(given)
				}
				if err != nil || back.Get(paths[i]) != want {
					t.Errorf("%.40q as %s of %s came back as %.60q, %v", s, th.Kind, m.Format, back.Get(paths[i]), err)
				}
			}
		}
	}
}

// TestHostileRaw puts each text everywhere into raw XML and JSON and reads them again.
func TestHostileRaw(t *testing.T) {
	const xml = "<xml a=\"{{.Content}}\" b='{{.Content}}'><A>{{.Content}}</A><B><![CDATA[{{.Content}}]]></B><C>{{cdata .Content}}</C><D>{{xml .Content}}</D>" +
		"<E><![CDATA[]]{{.Content}}>]]></E><F><![CDATA[x]{{.Content}}]>]]></F>{{range split .Content \"z\"}}<G><![CDATA[{{.}}]]></G>{{end}}<!-- - --><H>{{define \"t\"}}<I>{{.}}</I>{{end}}{{template \"t\" .Content}}</H></xml>"
	const js = `{"A": "{{.Content}}", "B": {{.Content}}, "C": {{json .Content}}, "D\"{": "x\\{{.Content}}\"", "E": [{{range $i, $x := split .Content "z"}}{{if $i}},{{end}}"{{$x}}"{{end}}], "F": {{len .Content}}}`
	for _, s := range hostile {
		if len(s) > 1500 {
			s = s[:1500] // eight times over it is as long as a template may make
		}
		m := inJSONPush(t, s)
		given := m.Get("Content")
		out := answering(t, Then{Kind: KindRaw, Text: xml}, m, Env{})
		back, err := wechat.Parse(out.Reply.Content)
		if err != nil || len(out.Failures) > 0 {
			t.Errorf("%.40q: %v %v\n%.300s", s, out.Failures, err, out.Reply.Content)
			continue
		}
		form := xmlForm(given)
		for path, want := range map[string]string{"A": form, "B": form, "C": form, "D": form, "E": "]]" + form + ">", "F": "x]" + form + "]>", "H.I": form} {
			if got := back.Get(path); got != want {
				t.Errorf("%.40q in %s of XML came back as %.60q, want %.60q", s, path, got, want)
			}
		}
		out = answering(t, Then{Kind: KindRaw, Text: js}, m, Env{})
		var got map[string]any
		if err := json.Unmarshal([]byte(out.Reply.Content), &got); err != nil || len(out.Failures) > 0 {
			t.Errorf("%.40q: %v %v\n%.300s", s, out.Failures, err, out.Reply.Content)
			continue
		}
		if got["A"] != given || got["B"] != given || got["C"] != given || got[`D"{`] != `x\`+given+`"` || got["F"] != float64(len(given)) {
			t.Errorf("%.40q in JSON came back as %.200q", s, got)
		}
	}
}

// TestPlaces are values where nothing escapes them, and those that need no escaping.
func TestPlaces(t *testing.T) {
	m := message(t, subscribed)
	for _, test := range []struct{ text, want string }{
		{"<{{.Name}}>x</a>", ""},
		{"<a {{.Name}}=\"1\"/>", ""},
		{"<a><!-- {{.Name}} --></a>", ""},
		{`{"a": "\{{.Name}}"}`, ""},
		{"<a>{{raw \"<b/>\"}}</a>", "<a><b/></a>"},
		{"<a>{{if .Flag}}<b>{{.MsgId}}</b>{{end}}</a>", "<a><b>12345678901234567890</b></a>"},
		{`{"id": {{.MsgId}}, "list": {{json .List}}, "n": {{int .MsgId | print | len}}}`, ""},
		{`{"list": {{json .List}}, "all": {{$x := .List}}{{json $x}}, "n": {{add 1 2}}, "flag": {{if .Flag}}true{{end}}}`,
			`{"list": [{"TemplateId":"t1"},{"TemplateId":"t2"}], "all": [{"TemplateId":"t1"},{"TemplateId":"t2"}], "n": 3, "flag": true}`},
		{"{{.Name}}<b>", "名<b>"},
		{"[{{json .Name}}]", `["名"]`},
	} {
		out := answering(t, Then{Kind: KindRaw, Text: test.text}, m, Env{})
		if out.Reply.Content != test.want && len(out.Failures) == 0 || test.want == "" && len(out.Failures) == 0 {
			t.Errorf("%s makes %s, want %s", test.text, out.Reply.Content, test.want)
		}
		if test.want != "" && len(out.Failures) > 0 {
			t.Errorf("%s: %v", test.text, out.Failures)
		}
	}
}

// TestFunctions makes the examples of the reference.
func TestFunctions(t *testing.T) {
	m := text(t, "新品12")
	rule := Rule{ID: "a", On: true, When: when(is(SubjectText, Regexp, `(?P<id>\d+)`))}
	env := Env{Now: push2026, Profile: map[string]string{"name": "Demo"}}
	for _, f := range Functions() {
		rule.Then = Then{Kind: KindText, Text: "[" + f.Usage + "]"}
		out := compiledSet(t, rule).AnswerIn(m, &env)
		if len(out.Failures) > 0 || f.Makes != "" && out.Reply.Content != "["+f.Makes+"]" {
			t.Errorf("%s makes %s, %v; want %s", f.Usage, out.Reply.Content, out.Failures, f.Makes)
		}
		if _, known := functionNames[f.Name]; !known {
			t.Errorf("there is no function %s", f.Name)
		}
	}
	listed := map[string]bool{"print": true, "println": true, "printf": true, "html": true, "js": true, "urlquery": true}
	for _, f := range Functions() {
		listed[f.Name] = true
	}
	for name := range functionNames {
		if !listed[name] {
			t.Errorf("the function %s is not in the reference", name)
		}
	}
	for text, want := range map[string]string{
		`{{now}} {{now "15:04"}} {{hour}} {{weekday}} {{unix}}`:                        "2026-11-20 14:06:08 14:06 14 5 1795183568",
		`{{time .CreateTime "2006"}} {{time "1795183568"}}`:                            "1970 2026-11-20 14:06:08",
		`{{profile "name"}}{{profile "token"}}`:                                        "Demo",
		`{{truncate 2 .Content}}|{{truncate 0 "a"}}|{{truncate -1 "a"}}`:               "新品…|…|…",
		`{{default "a" ""}}{{default "a" " "}}{{default "a" "b"}}`:                     "aab",
		`{{.Content | replace "新" "旧" | upper}}`:                                       "旧品12",
		`{{random "x"}}{{random (split "y" ",")}}[{{random}}]`:                         "xy[]",
		`{{randomInt 3 3}}{{add "" 1}}{{int "1.9"}}{{mod -7 3}}`:                       "311-1",
		`{{join .Missing ","}}{{join "a" ","}}{{repeat -1 "x"}}{{len (split "" ",")}}`: "a1",
	} {
		rule.Then = Then{Kind: KindText, Text: text}
		if out := compiledSet(t, rule).AnswerIn(m, &env); out.Reply.Content != want {
			t.Errorf("%s makes %s, %v; want %s", text, out.Reply.Content, out.Failures, want)
		}
	}
	for _, text := range []string{`{{int "x"}}`, `{{div 1 0}}`, `{{mod 1 0}}`, `{{randomInt 2 1}}`, `{{randomInt 0 9223372036854775807}}`, `{{randomInt -9223372036854775808 9223372036854775807}}`,
		`{{repeat 1000000 "x"}}`, `{{repeat 9223372036854775807 "xx"}}`, `{{replace "" (repeat 1000 "x") (repeat 1000 "y")}}`, `{{time "x"}}`,
		`{{range 20000}}{{$x := repeat 60000 "x"}}{{end}}x`, `{{$x := split (repeat 60000 "x") ""}}{{range 20000}}{{$y := join $x ""}}{{end}}x`, `{{now (repeat 60000 "January")}}`} {
		rule.Then = Then{Kind: KindText, Text: text}
		if out := compiledSet(t, rule).AnswerIn(m, &env); len(out.Failures) == 0 {
			t.Errorf("%s makes %.40s", text, out.Reply.Content)
		}
	}
}

// FuzzRaw writes any template in XML and JSON and gives it any text.
func FuzzRaw(f *testing.F) {
	f.Add("<xml><A>{{.Content}}</A></xml>", "]]>")
	f.Add("<xml><![CDATA[{{.Content}}]]></xml>", "]]")
	f.Add(`{"a": "{{.Content}}"}`, `"`)
	f.Add(`<a b="{{.Content}}">{{range split .Content ","}}<c>{{.}}</c>{{end}}</a>`, `",'`)
	f.Fuzz(func(t *testing.T, tmpl, said string) {
		n := notationOf(tmpl)
		parsed, problems := newTemplate(tmpl, n)
		if len(problems) > 0 {
			return
		}
		m := &wechat.Message{Nodes: []wechat.Node{{Name: "Content", Value: said, Parent: -1}}}
		harmless := &wechat.Message{Nodes: []wechat.Node{{Name: "Content", Value: "x", Parent: -1}}}
		got, err := parsed.Text(m)
		plain, plainErr := parsed.Text(harmless)
		if err != nil || plainErr != nil || n == none || strings.Contains(tmpl, "raw") || strings.Contains(tmpl, "Content") && strings.ContainsAny(tmpl, "|()$") ||
			strings.Contains(tmpl, "range") || strings.Contains(tmpl, "if") || strings.Contains(tmpl, "with") {
			return
		}
		// What was well-formed with a harmless text is so with any.
		if n == inJSON {
			if json.Valid([]byte(plain)) && !json.Valid([]byte(got)) {
				t.Errorf("%q with %q makes %q", tmpl, said, got)
			}
			return
		}
		if _, err := wechat.Parse(plain); err == nil {
			if _, err := wechat.Parse(got); err != nil {
				t.Errorf("%q with %q makes %q: %v", tmpl, said, got, err)
			}
		}
	})
}
