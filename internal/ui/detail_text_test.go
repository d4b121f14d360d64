package ui

import (
	"slices"
	"strings"
	"testing"

	"echostr/internal/ui/kit"
)

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"":                        "",
		"plain\ntext\tand 你好":     "plain\ntext\tand 你好",
		"a\r\nb":                  "a\nb",
		"a\rb":                    `a\x0Db`,
		"nul\x00 esc\x1b del\x7f": `nul\x00 esc\x1B del\x7F`,
		"bad\xff\xfe":             `bad\xFF\xFE`,
		"\ufeffbom\u200b":         `\u{FEFF}bom\u{200B}`,
		"\u202eevil":              `\u{202E}evil`,
		"real \ufffd":             "real \ufffd",
	} {
		if got := visible([]byte(in)); got != want {
			t.Errorf("visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func spelled(spans []kit.Span) (text string, grounds []string) {
	for _, s := range spans {
		text += s.Text
		if s.Ground != "" && s.Ground != kit.ColorLine { // that marks where nothing stands
			grounds = append(grounds, s.Text)
		}
	}
	return text, grounds
}

func TestMarked(t *testing.T) {
	text, grounds := spelled(marked("a b\n\t\u00a0\u200bc\x01"))
	if want := `a␣b⏎⇥U+00A0U+200Bc\x01`; text != want {
		t.Errorf("%q, want %q", text, want)
	}
	if want := []string{"␣", "⏎", "⇥", "U+00A0", "U+200B", `\x01`}; !slices.Equal(grounds, want) {
		t.Errorf("marked %q, want %q", grounds, want)
	}
}

func TestAligned(t *testing.T) {
	for _, test := range []struct {
		name, a, b   string
		above, below string // as they are set
		inA, inB     []string
	}{
		{"the same", "abc", "abc", "abc", "abc", nil, nil},
		{"a blank at the end", "wechat2026 ", "wechat2026", "wechat2026␣", "wechat2026 ", []string{"␣"}, nil},
		{"a blank in front", "wechat2026", " wechat2026", " wechat2026", "␣wechat2026", nil, []string{"␣"}},
		{"one letter", "wechat2026", "Wechat2026", "wechat2026", "Wechat2026", []string{"w"}, []string{"W"}},
		{"in between", "we\u200bchat2026", "wechat2026", "weU+200Bchat2026", "we      chat2026", []string{"U+200B"}, nil},
		{"another", "wechat2026", "shop", "wechat2026", "shop", nil, nil},
		{"upper case", "abcd", "ABCD", "abcd", "ABCD", []string{"abcd"}, []string{"ABCD"}},
		{"nothing", "", "abc", "   ", "abc", nil, []string{"abc"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			above, below := aligned(test.a, test.b)
			textA, marksA := spelled(above)
			textB, marksB := spelled(below)
			if textA != test.above || textB != test.below || !slices.Equal(marksA, test.inA) || !slices.Equal(marksB, test.inB) {
				t.Errorf("%q marked %q, %q marked %q; want %q marked %q, %q marked %q", textA, marksA, textB, marksB,
					test.above, test.inA, test.below, test.inB)
			}
		})
	}
}

// FuzzAligned holds the two lines to what they are made of.
func FuzzAligned(f *testing.F) {
	f.Add("wechat2026 ", "wechat2026")
	f.Add("\xffa", "a\u200b")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 200 || len(b) > 200 {
			return
		}
		above, below := aligned(a, b)
		textA, _ := spelled(above)
		textB, _ := spelled(below)
		squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if squeeze(textA) != squeeze(signed(a)) || squeeze(textB) != squeeze(signed(b)) {
			t.Errorf("%q and %q became %q and %q", a, b, textA, textB)
		}
	})
}

func TestProse(t *testing.T) {
	text, grounds := spelled(prose("Token 是 `wechat2026 `，不是 `x`。", kit.Body))
	if text != "Token 是 wechat2026␣，不是 x。" || !slices.Equal(grounds, []string{"␣"}) {
		t.Errorf("%q, marked %q", text, grounds)
	}
}

func TestShortened(t *testing.T) {
	if got := shortened("0123456789", 3); got != "012…789" {
		t.Error(got)
	}
	if got := shortened("0123456", 3); got != "0123456" {
		t.Error(got)
	}
	long := strings.Repeat("字", 5000)
	if got, cut := cutValue(long); !cut || len([]rune(got)) != valueMax {
		t.Errorf("%d runes, cut %v", len([]rune(got)), cut)
	}
	fits := strings.Repeat("字", 500)
	if got, cut := cutValue(fits); cut || got != fits {
		t.Error("a value that fits was cut")
	}
}

func TestPretty(t *testing.T) {
	for _, test := range []struct {
		name, in, want string
		syntax         kit.Syntax
	}{
		{"one line", "<xml><A>1</A><B><C><![CDATA[<x>]]></C></B></xml>",
			"<xml>\n  <A>1</A>\n  <B>\n    <C><![CDATA[<x>]]></C>\n  </B>\n</xml>", kit.SyntaxXML},
		{"blanks", "  <xml>\n<A>1</A>\n\n   <B/>\n</xml>\n", "<xml>\n  <A>1</A>\n  <B/>\n</xml>", kit.SyntaxXML},
		{"blank value", "<xml><A> </A><B></B></xml>", "<xml>\n  <A> </A>\n  <B></B>\n</xml>", kit.SyntaxXML},
		{"declaration, comment", "<?xml version=\"1.0\"?><!-- a > b --><a>x</a>", "<?xml version=\"1.0\"?>\n<!-- a > b -->\n<a>x</a>", kit.SyntaxXML},
		{"broken", "<xml><A>1</B></C></xml", "<xml>\n  <A>1</B>\n</C>\n</xml", kit.SyntaxXML},
		{"json", `{"a":9007199254740993,"b":[1,{"c":"你"}]}`, "{\n  \"a\": 9007199254740993,\n  \"b\": [\n    1,\n    {\n      \"c\": \"你\"\n    }\n  ]\n}", kit.SyntaxJSON},
		{"broken json", `{"a":`, `{"a":`, kit.SyntaxJSON},
		{"text", "success", "success", kit.SyntaxNone},
		{"nothing", "", "", kit.SyntaxNone},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, syntax := pretty(test.in)
			if got != test.want || syntax != test.syntax {
				t.Errorf("%s:\n%s\nwant\n%s", syntax, got, test.want)
			}
		})
	}
}

// FuzzPretty holds pretty to what it promises: nothing but blanks between elements is
// changed, whatever comes.
func FuzzPretty(f *testing.F) {
	for _, s := range []string{"<xml><A>1</A></xml>", "<a", "<![CDATA[", "<!---->", "</a></a>", "{}", "a<b>c</b> d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, _ := pretty(s)
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if squeeze(got) != squeeze(s) {
			t.Errorf("%q became %q", s, got)
		}
	})
}

func TestMarkFindsTheColumn(t *testing.T) {
	same := func(s string) string { return s }
	for _, test := range []struct {
		text         string
		line, column int
		want         string
	}{
		{"<a>\n你好<b></c>", 2, 6, "</c>"},
		{"<a>\r\n\x00<b>", 2, 2, "<b>"},
		{"{\"a\": nul}", 1, 7, "nul"},
		{"<a>", 1, 4, ">"}, // at the end: the last character
		{"<a>", 1, 1, "<a>"},
		{"", 1, 1, ""},
		{"<a", 1, 1, "<a"},
	} {
		d, line := mark(test.text, fault{line: test.line, column: test.column}, same)
		r := []rune(strings.Split(d.Text, "\n")[line])
		m := d.Marks[line]
		if got := string(r[min(m.From, len(r)):min(m.To, len(r))]); got != test.want {
			t.Errorf("mark(%q, %d, %d) marks %q, want %q", test.text, test.line, test.column, got, test.want)
		}
	}
	if d, line := mark("a", fault{line: 9, column: 9}, same); line != 0 || d.Marks != nil {
		t.Errorf("a line that is not there is marked: %+v", d)
	}
}
