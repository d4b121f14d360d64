package reply

import (
	"fmt"
	"strings"
	"testing"
)

// brokenFiles are files with one problem each, and where it is.
var brokenFiles = []struct {
	file         string
	key          string // "file.syntax"
	line, column int
	arg          string // a value that the words need
}{
	{"version: 2\nrules:\n  - then: [success\n", "file.syntax", 3, 11, ""},
	{"rules:\n  - then: success\n   name: x\n", "file.syntax", 3, 4, ""},
	{"rules:\n  - name: \"x\n    then: success\n", "file.syntax", 2, 11, ""},
	{"rules:\n  - then: {text: {{.Content}}}\n", "file.bare_template", 2, 18, ""},
	{"rules:\n  - then:\n      text: {{.Content}} hello\n", "file.bare_template", 3, 13, ""},
	{"rules:\n  - then:\n      news:\n      - {{.Content}}\n", "file.bare_template", 4, 9, ""},
	{"rules:\n  - then:\n      text: hi: there\n", "file.bare_colon", 3, 13, ""},
	{"rules:\n\t- then: success\n", "file.tab", 2, 1, ""},
	{"rules:\n  - then: {text: \xc4\xe3\xba\xc3}\n", "file.encoding", 2, 18, ""}, // GBK
	{"\xff\xfer\x00u\x00", "file.encoding", 1, 1, ""},                            // UTF-16
	{"rules:\n  - then: {text: \ufffd}\n", "", 0, 0, ""},
	{"version: 3\nfuture: true\n", "file.newer", 1, 10, "3"},
	{"version: two\nrules: []\n", "file.version", 1, 10, "two"},
	{"rules: x\n", "file.want_list", 1, 8, ""},
	{"hello\n", "file.want_map", 1, 1, "version, title, description, rules"},
	{"rule: []\n", "file.key_near", 1, 1, "rules"},
	{"rules: []\n---\nrules: []\n", "file.documents", 3, 1, ""},
	{"rules:\n  - whem: {}\n    then: success\n", "file.key_near", 2, 5, "when"},
	{"rules:\n  - colour: red\n    then: success\n", "file.key", 2, 5, "colour"},
	{"rules:\n  - name: a\n    disabled: maybe\n    then: success\n", "file.value", 3, 15, "maybe"},
	{"rules:\n  - name: a\n    name: b\n    then: success\n", "file.syntax", 3, 5, ""},
	{"rules:\n  - name: a\n", "file.no_then", 2, 5, ""},
	{"rules:\n  - then:\n", "file.no_kind", 2, 11, ""},
	{"rules:\n  - then: {delay: 2s}\n", "file.no_kind", 2, 11, ""},
	{"rules:\n  - then: sucess\n", "file.value_near", 2, 11, "success"},
	{"rules:\n  - then: hello\n", "file.value", 2, 11, "hello"},
	{"rules:\n  - then: {txt: hi}\n", "file.key_near", 2, 12, "text"},
	{"rules:\n  - then: {text: hi, image: x}\n", "file.two_kinds", 2, 22, "image"},
	{"rules:\n  - then: {text: hi, body: x}\n", "file.not_here", 2, 22, "body"},
	{"rules:\n  - then: {text: hi, again: repeat}\n", "file.not_here", 2, 22, "again"},
	{"rules:\n  - then: {text: hi, delay: soon}\n", "file.delay", 2, 29, "soon"},
	{"rules:\n  - then: {text: hi, delay: 3s-1s}\n", "file.delay", 2, 29, "3s-1s"},
	{"rules:\n  - then: {text: hi, fault: wrong_signatur}\n", "file.value_near", 2, 29, "wrong_signature"},
	{"rules:\n  - then: {status: teapot}\n", "file.status", 2, 20, "teapot"},
	{"rules:\n  - then: {text: {a: b}}\n", "file.want_text", 2, 18, ""},
	{"rules:\n  - then: {music: song}\n", "file.want_map", 2, 19, "title, description, url, hq_url, thumb"},
	{"rules:\n  - then: {video: {media: m, hight: 1}}\n", "file.key", 2, 30, "hight"},
	{"rules:\n  - then: {news: [{titel: x}]}\n", "file.key_near", 2, 20, "title"},
	{"rules:\n  - when: {tpye: text}\n    then: success\n", "file.key_near", 2, 12, "type"},
	{"rules:\n  - when: {regexp: text}\n    then: success\n", "file.key", 2, 12, "matches"},
	{"rules:\n  - when: 中文\n    then: success\n", "file.want_map", 2, 11, ""},
	{"rules:\n  - when: {名: 中}\n    then: success\n", "file.key", 2, 12, "名"},
	{"rules:\n  - when: {text: 中文, chance: 200%}\n    then: success\n", "file.chance", 2, 30, "200%"},
	{"rules:\n  - when: {any: []}\n    then: success\n", "file.empty_list", 2, 17, ""},
	{"rules:\n  - when: {key: {equal: x}}\n    then: success\n", "file.key_near", 2, 18, "equals"},
	{"rules:\n  - when: &a {text: x}\n    then: success\n", "file.alias", 2, 11, ""},
	{"rules:\n  - name: !!str x\n    then: success\n", "file.alias", 2, 11, ""},
	{"rules:\n  - then: {file: /etc/passwd}\n", "file.absolute", 2, 18, "/etc/passwd"},
	{"rules:\n  - then: {file: 'C:\\x'}\n", "file.absolute", 2, 18, `C:\x`},
	{"rules: " + strings.Repeat("[", maxNesting+1), "file.too_deep", 1, 72, ""},
	{strings.Repeat("- ", maxNesting+1) + "a", "file.too_deep", 1, 129, ""},
	{strings.Repeat("a: 1\n", maxMembers+1), "file.too_deep", 5001, 2, ""},
	{strings.Repeat("---\na\n", 11), "file.documents", 21, 1, ""},
	{strings.Repeat("#", MaxDocument+1), "file.too_large", 1, 1, ""},
	{"rules:\n  - when: " + strings.Repeat("{all: ", maxDepth+1) + "{text: a}" + strings.Repeat("}", maxDepth+1) + "\n    then: success\n", "file.too_deep", 2, 65, ""},

	// What the rules themselves have wrong, at the place in the file.
	{"rules:\n  - when: {matches: '中文[z-a]'}\n    then: success\n", "match.regexp", 2, 25, ""},
	{"rules:\n  - when: {matches: [a, \"b(\"]}\n    then: success\n", "match.regexp", 2, 26, ""},
	{"rules:\n  - when: {any: [{text: a}, {key: {matches: x(}}]}\n    then: success\n", "match.regexp", 2, 45, ""},
	{"rules:\n  - then:\n      text: |\n        你好\n        a {{nope .X}}\n", "reply.function", 5, 11, ""},
	{"rules:\n  - then:\n      text: |-\n\n        a {{.X\n", "reply.template", 5, 11, ""},
	{"rules:\n  - then: {text: \"a\\tb\\n中{{nope}}\"}\n", "reply.function", 2, 26, ""},
	{"rules:\n  - then: {text: 'it''s {{nope}}'}\n", "reply.function", 2, 25, ""},
	{"rules:\n  - then: {sequence: [{text: a}, {text: \"{{nope}}\"}]}\n", "reply.function", 2, 42, ""},
	{"rules:\n  - when: {type: [image, txt], contains: a}\n    then: success\n", "type.unknown_near", 2, 26, "text"},
	{"rules:\n  - when: {type: evnt, event: CLICK}\n    then: success\n", "type.unknown_near event.not_event", 2, 18, "event"},
	{"rules:\n  - when: {type: hologram}\n    then: success\n", "type.unknown", 2, 18, "hologram"},
	{"rules:\n  - then: {news: [{title: a}, {url: b}]}\n", "article.missing", 2, 31, ""},
	{"rules:\n  - then: {text: a, delay: 6s}\n", "delay.slow", 2, 28, ""},
	{"rules:\n  - id: a\n    then: success\n  - id: a\n    then: success\n", "id.duplicate", 4, 5, ""},
	{"rules:\n  - name: a\n    when: {type: text}\n    then: success\n  - name: b\n    when: {text: x}\n    then: success\n", "", 0, 0, ""},
	{"rules:\n  - name: a\n    when: {text: x}\n    then: success\n  - name: b\n    when: {text: X}\n    then: success\n", "type.covered", 5, 5, "a"},
	{"version: 1\nrules:\n  - id: a\n    name: a\n    when: {op: like, text: x}\n    then: {kind: text, text: '{{nope}}'}\n", "op.unknown reply.function", 5, 28, "like"},
	{"version: 1\nrules:\n  - id: a\n    name: a\n    then: {kind: dance}\n", "kind.unknown", 5, 18, "dance"},
}

func TestFileProblems(t *testing.T) {
	for _, test := range brokenFiles {
		d, problems := Decode("a.yaml", []byte(test.file), Foreign)
		if len(problems) == 0 {
			problems = d.Check()
		}
		var keys []string
		for _, p := range problems {
			keys = append(keys, strings.TrimPrefix(p.Key(), "reply.problem."))
		}
		if got := strings.Join(keys, " "); got != test.key {
			t.Errorf("%.90q: problems %q, want %q: %v", test.file, got, test.key, problems)
			continue
		}
		if test.key == "" {
			continue
		}
		p := problems[0]
		if p.Line != test.line || p.Column != test.column {
			t.Errorf("%.90q: %s at %d:%d, want %d:%d", test.file, test.key, p.Line, p.Column, test.line, test.column)
		}
		if !strings.Contains(fmt.Sprint(p.Args), test.arg) {
			t.Errorf("%.90q: %s has %v, which lacks %q", test.file, test.key, p.Args, test.arg)
		}
		if said := (&ParseError{File: "a.yaml", Problems: problems}).Error(); !strings.HasPrefix(said, fmt.Sprintf("reply: a.yaml:%d:%d: %s", p.Line, p.Column, p.ID)) {
			t.Errorf("says %q", said)
		}
	}
}

// TestFileTellsAll has several things wrong at once.
func TestFileTellsAll(t *testing.T) {
	const file = "titel: x\nrules:\n  - nam: a\n    then: success\n  - name: good\n    then: success\n  - when: {type: text, txt: x}\n    then: {txet: y, delay: z}\n"
	d, problems := Decode("a.yaml", []byte(file), Own)
	var got []string
	for _, p := range problems {
		got = append(got, fmt.Sprintf("%d:%d:%s:%d", p.Line, p.Column, p.Args["key"]+p.Args["value"], p.Index))
	}
	if s := strings.Join(got, " "); s != "1:1:titel:-1 3:5:nam:0 7:24:txt:2 8:12:txet:2" {
		t.Error(s)
	}
	if len(d.Rules) != 3 || d.Rules[1].Name != "good" || !d.Rules[1].On || d.Rules[0].On || d.Rules[2].On || len(d.Check()) > 0 {
		t.Errorf("%+v", d.Rules)
	}
}

func FuzzDecode(f *testing.F) {
	data, err := Encode(everything())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data), "text")
	f.Add("rules: [{id: a, then: {kind: text}}]", " \n\t#:'\"")
	for _, b := range brokenFiles {
		if len(b.file) < 1000 {
			f.Add(b.file, b.key)
		}
	}
	f.Fuzz(func(t *testing.T, file, said string) {
		d, problems := Decode("f", []byte(file), Foreign)
		for _, p := range problems {
			if p.Line < 1 || p.Column < 1 {
				t.Errorf("%q: %+v has no place", file, p)
			}
		}
		if len(problems) == 0 {
			d.Check()
			// What was read is written, or refused, not mangled.
			if data, err := d.Encode(); err == nil {
				if back, problems := Decode("f", data, Own); len(problems) > 0 || !sameRules(back.Rules, normalRules(d.Rules)) {
					t.Errorf("%q came back as %+v, %v", file, back, problems)
				}
			}
		}
		rules := []Rule{{ID: "a", Name: said, On: true, When: When{Tests: []Test{{Subject: SubjectText, Op: Equals, Words: []string{said, "x"}}}},
			Then: Then{Kind: KindText, Text: said, After: []Then{{Kind: KindText, Text: said}}}}}
		data, err := Encode(rules)
		if err != nil && strings.ToValidUTF8(said, "") == said {
			t.Errorf("%q cannot be written", said)
		}
		if err != nil {
			return
		}
		if back, problems := Decode("f", data, Own); len(problems) > 0 || !sameRules(back.Rules, rules) {
			t.Errorf("%q came back as %+v, %v", said, back, problems)
		}
	})
}
