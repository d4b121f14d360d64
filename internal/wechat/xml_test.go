package wechat

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// leaves writes leaves as "path=value" lines, which are easy to compare and to read.
func leaves(m *Message) string {
	var b strings.Builder
	for _, l := range m.Leaves() {
		fmt.Fprintf(&b, "%s=%s\n", l.Path, l.Value)
	}
	return b.String()
}

func TestParseXML(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"flat", "<xml><A>1</A><B><![CDATA[2]]></B></xml>", "A=1\nB=2\n"},
		{"any root", "<push><A>1</A></push>", "A=1\n"},
		{"declaration", `<?xml version="1.0" encoding="UTF-8"?>` + "\n<xml><A>1</A></xml>\n", "A=1\n"},
		{"byte order mark", "\ufeff<xml><A>1</A></xml>", "A=1\n"},
		{"blanks around", " \r\n\t<xml> <A>1</A>\n</xml>\t ", "A=1\n"},
		{"ideographic blank between", "<xml>\u3000<A>1</A>\u00a0</xml>", "A=1\n"},
		{"CDATA in pieces", "<xml><A><![CDATA[x]]]]><![CDATA[>y]]>z</A></xml>", "A=x]]>yz\n"},
		{"CDATA with markup", "<xml><A><![CDATA[<b>&amp;</b><!-- -->]]></A></xml>", "A=<b>&amp;</b><!-- -->\n"},
		{"CDATA empty", "<xml><A><![CDATA[]]></A></xml>", "A=\n"},
		{"CDATA between blanks", "<xml><A> <![CDATA[x]]> </A></xml>", "A=x\n"},
		{"comments", "<!-- a --><xml><!--b--><A>x<!-- <B> -->y</A></xml><!-- -->", "A=xy\n"},
		{"comment that begins with a bracket", "<xml><A>x<!--> no end -->y</A></xml>", "A=xy\n"},
		{"instruction", "<xml><?php echo '<A>'; ?><A>x<?y?>z</A></xml>", "A=xz\n"},
		{"instruction that begins with a bracket", "<xml><A>x<?> no end ?>y</A></xml>", "A=xy\n"},
		{"self-closing", "<xml><A/><B /><C></C></xml>", "A=\nB=\nC=\n"},
		{"root self-closing", "<xml/>", ""},
		{"root empty", "<xml> </xml>", ""},
		{"attributes", `<xml a="1" b='<">'><A c = "x/>">1</A></xml>`, "A=1\n"},
		{"nested", "<xml><A><B>1</B><C><D>2</D></C></A><E>3</E></xml>", "A.B=1\nA.C.D=2\nE=3\n"},
		{"nested in blanks", "<xml>\n<A>\n <B>1</B>\n</A>\n</xml>", "A.B=1\n"},
		{"nested of self-closing", "<xml><A><B/></A></xml>", "A.B=\n"},
		{"repeated", "<xml><L><I>1</I></L><L><I>2</I></L></xml>", "L.I=1\nL.I=2\n"},
		{"same name within", "<xml><A><A>1</A></A></xml>", "A.A=1\n"},
		{"entities", "<xml><A>&lt;&gt;&amp;&apos;&quot;&#65;&#x4F60;&#x1F600;</A></xml>", "A=<>&'\"A你😀\n"},
		{"entity beside CDATA", "<xml><A>a&amp;<![CDATA[&amp;]]></A></xml>", "A=a&&amp;\n"},
		{"line ends kept", "<xml><A>a\r\nb\rc</A></xml>", "A=a\r\nb\rc\n"},
		{"control character", "<xml><A>a\x01b</A></xml>", "A=a\x01b\n"},
		{"Chinese names", "<xml><内容>1</内容></xml>", "内容=1\n"},
		{"prefix", `<x:xml xmlns:x="u"><x:A>1</x:A></x:xml>`, "x:A=1\n"},
		{"blank in end tag", "<xml><A>1</A ></xml\n>", "A=1\n"},
		{"bracket in text", "<xml><A>1 > 0 ]]> x</A></xml>", "A=1 > 0 ]]> x\n"},
		{"deepest", "<xml>" + strings.Repeat("<a>", maxDepth) + "x" + strings.Repeat("</a>", maxDepth) + "</xml>",
			strings.Repeat("a.", maxDepth-1) + "a=x\n"},
	} {
		m, err := ParseXML(tt.body)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := leaves(m); got != tt.want {
			t.Errorf("%s: leaves\n%swant\n%s", tt.name, got, tt.want)
		}
	}
}

func TestParseXMLErrors(t *testing.T) {
	for _, tt := range []struct {
		name, body   string
		problem      Syntax
		line, column int
		what         string
	}{
		{"empty", "", SyntaxEmpty, 1, 1, ""},
		{"blank", " \n ", SyntaxEmpty, 2, 2, ""},
		{"comment only", "<!-- -->", SyntaxEmpty, 1, 9, ""},
		{"form", "a=1&b=2", SyntaxNoRoot, 1, 1, "a"},
		{"after the mark", "\ufeffx", SyntaxNoRoot, 1, 1, "x"},
		{"ends in text", "<xml>\n<A>你", SyntaxEnd, 2, 5, "A"},
		{"ends in CDATA", "<xml><A><![CDATA[x]]</A></xml>", SyntaxEnd, 1, 31, "<![CDATA["},
		{"ends in comment", "<xml><!-- </xml>", SyntaxEnd, 1, 17, "<!--"},
		{"ends in instruction", "<?xml <xml></xml>", SyntaxEnd, 1, 18, "<?"},
		{"ends in attribute", `<xml a="1><A/></xml>`, SyntaxEnd, 1, 21, "xml"},
		{"ends in entity", "<xml><A>&am", SyntaxEnd, 1, 12, "&am"},
		{"ends in a rune", "<xml><A>\xe4\xbd", SyntaxEnd, 1, 9, ""},
		{"wrong end tag", "<xml>\n<A>1</B></xml>", SyntaxTag, 2, 5, "</B>"},
		{"case of end tag", "<xml><A>1</a></xml>", SyntaxTag, 1, 10, "</a>"},
		{"end tag first", "</xml>", SyntaxTag, 1, 1, "</"},
		{"long end tag", "<xml><A>1</" + strings.Repeat("长", 20) + "></A></xml>", SyntaxTag, 1, 10, "</" + strings.Repeat("长", 12) + "…"},
		{"name of digits", "<xml><1>1</1></xml>", SyntaxTag, 1, 6, "<1"},
		{"blank before name", "<xml>< A>1</A></xml>", SyntaxTag, 1, 6, "< "},
		{"attribute unquoted", "<xml a=1></xml>", SyntaxTag, 1, 8, "<xml"},
		{"attribute without value", "<xml a></xml>", SyntaxTag, 1, 7, "<xml"},
		{"odd in tag", "<xml><A=></A></xml>", SyntaxTag, 1, 8, "<A"},
		{"bang", "<xml><!ELEMENT a></xml>", SyntaxTag, 1, 6, "<!"},
		{"unknown entity", "<xml><A>a&nbsp;b</A></xml>", SyntaxEntity, 1, 10, "&nbsp;"},
		{"bare ampersand", "<xml>\n<A>http://x?a=1&b=2</A></xml>", SyntaxEntity, 2, 16, "&"},
		{"ampersand at the end of text", "<xml><A>a&</A></xml>", SyntaxEntity, 1, 10, "&"},
		{"reference to nothing", "<xml><A>&#0;</A></xml>", SyntaxEntity, 1, 9, "&#0;"},
		{"reference to a surrogate", "<xml><A>&#xD800;</A></xml>", SyntaxEntity, 1, 9, "&#xD800;"},
		{"reference too big", "<xml><A>&#x110000;</A></xml>", SyntaxEntity, 1, 9, "&#x110000;"},
		{"reference without digits", "<xml><A>&#x;</A></xml>", SyntaxEntity, 1, 9, "&#x;"},
		{"doctype", "<!DOCTYPE xml [<!ENTITY a \"b\">]><xml/>", SyntaxDoctype, 1, 1, ""},
		{"doctype in small", "<?xml?>\n<!doctype html>", SyntaxDoctype, 2, 1, ""},
		{"text between", "<xml><A>1</A>oops<B/></xml>", SyntaxCharacter, 1, 14, "o"},
		{"text after comment", "<xml><!-- x --> x<A/></xml>", SyntaxCharacter, 1, 17, "x"},
		{"text after instruction", "<xml><?x x?>x<A/></xml>", SyntaxCharacter, 1, 13, "x"},
		{"text in CDATA between", "<xml><![CDATA[ ]]><![CDATA[x]]><A/></xml>", SyntaxCharacter, 1, 28, "x"},
		{"text by reference", "<xml><A>1</A>&#65;<B/></xml>", SyntaxCharacter, 1, 14, "&"},
		{"text after the last", "<xml><A>1</A>\noops</xml>", SyntaxCharacter, 2, 1, "o"},
		{"text after inner", "<xml><A><B/>\noops</A></xml>", SyntaxCharacter, 2, 1, "o"},
		{"text before inner", "<xml><A>oops<B/></A></xml>", SyntaxCharacter, 1, 9, "o"},
		{"text alone", "<p>404 page not found</p>", SyntaxCharacter, 1, 4, "4"},
		{"GBK", "<xml><A>\xc4\xe3\xba\xc3</A></xml>", SyntaxEncoding, 1, 9, ""},
		{"trailing", "<xml></xml>\nPHP Notice", SyntaxTrailing, 2, 1, "P"},
		{"two roots", "<xml></xml><xml></xml>", SyntaxTrailing, 1, 12, "<"},
		{"too deep", "<xml>" + strings.Repeat("<a>", maxDepth+1), SyntaxDepth, 1, 6 + 3*maxDepth, "64"},
		{"too deep and empty", "<xml>" + strings.Repeat("<a>", maxDepth) + "<a/>", SyntaxDepth, 1, 6 + 3*maxDepth, "64"},
		{"too many", "<xml>" + strings.Repeat("<a/>", maxNodes+1) + "</xml>", SyntaxCount, 1, 6 + 4*maxNodes, "20000"},
	} {
		_, err := ParseXML(tt.body)
		checkSyntax(t, tt.name, err, SyntaxError{Format: XML, Problem: tt.problem, What: tt.what, Line: tt.line, Column: tt.column})
	}
}

// checkSyntax compares everything but the offset.
func checkSyntax(t *testing.T, name string, err error, want SyntaxError) {
	t.Helper()
	var got *SyntaxError
	if !errors.As(err, &got) {
		t.Errorf("%s: %v, want %v", name, err, &want)
		return
	}
	want.Offset = got.Offset
	if *got != want {
		t.Errorf("%s: %+v, want %+v", name, *got, want)
	}
}

// TestParseCut cuts good bodies at every byte: each error says that the body ends.
func TestParseCut(t *testing.T) {
	for _, body := range []string{
		textXML,
		textJSON,
		"\ufeff<?xml version='1.0'?><!-- c --><xml a='1' b = \"2\"><A><!-- --><B/></A></xml>",
		"<xml><A>你&amp;x<!-- - -->&#20320;</A><C><D e='f'/><?x?></C></xml>",
		`{"a":{"b":[1,-2.5e+3,true,false,null,"\ud83d\ude00\n\u4f60好",[],{}]},"c":""}`,
	} {
		if _, err := Parse(body); err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		for i := range len(body) {
			_, err := Parse(body[:i])
			var s *SyntaxError
			if !errors.As(err, &s) {
				t.Fatalf("%q: %v", body[:i], err)
			}
			if s.Problem != SyntaxEnd && s.Problem != SyntaxEmpty || s.Offset > i {
				t.Errorf("%q: %+v", body[:i], *s)
			}
		}
	}
}

// TestParseDamaged puts every kind of byte everywhere: an error lies within the body.
func TestParseDamaged(t *testing.T) {
	for _, body := range []string{textXML, textJSON, "<xml><A b='c'>&amp;<!--x--></A><?y?></xml>", `{"a":[1.5,"\u00e9",{}]}`} {
		for i := range len(body) {
			for _, c := range []byte("<>&;!?-]['\"/\\{}:,.=eE0 \n\x00\xff\xe4") {
				b := []byte(body)
				b[i] = c
				m, err := Parse(string(b))
				if err == nil {
					m.Tree()
					continue
				}
				var s *SyntaxError
				if !errors.As(err, &s) || s.Offset < 0 || s.Offset > len(b) || s.Line < 1 || s.Column < 1 {
					t.Fatalf("%q: %v", b, err)
				}
			}
		}
	}
}

func TestSyntaxErrorText(t *testing.T) {
	_, err := ParseXML("<xml><A>a&nbsp;</A></xml>")
	if got, want := fmt.Sprint(err), `wechat: xml body: entity at line 1, column 10 ("&nbsp;")`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	_, err = ParseJSON("")
	if got, want := fmt.Sprint(err), `wechat: json body: empty at line 1, column 1`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestXMLIndentation keeps blanks inside CDATA and leaves those beside it out.
func TestXMLIndentation(t *testing.T) {
	for body, want := range map[string]string{
		"<xml><a>\n  <![CDATA[ x ]]>\n</a></xml>":        " x ",
		"<xml><a> <![CDATA[x]]> <![CDATA[y]]></a></xml>": "xy",
		"<xml><a> x </a></xml>":                          " x ",
		"<xml><a> </a></xml>":                            " ",
		"<xml><a>p <![CDATA[x]]> q</a></xml>":            "p x q",
		"<xml><a><![CDATA[]]> </a></xml>":                "",
	} {
		m, err := ParseXML(body)
		if err != nil || m.Get("a") != want {
			t.Errorf("%s: %q %v, want %q", body, m.Get("a"), err, want)
		}
	}
}
