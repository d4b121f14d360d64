package kit

import (
	"fmt"
	"strings"
	"testing"
)

const outlinedXML = `<?xml version="1.0"?>
<xml>
  <ToUserName><![CDATA[gh_1]]></ToUserName>
  <!-- <a> -->
  <ScanCodeInfo a="1">
    <ScanType><![CDATA[qr <b> code]]></ScanType>
    <Empty/>
    <Text>a &lt; b &amp; c</Text>
  </ScanCodeInfo>
  <Content><![CDATA[one
two]]></Content>
</xml>`

const outlinedJSON = `{
  "ToUserName": "gh_1",
  "List": [
    {
      "id": "a\"b",
      "n": -1.5e3
    },
    "plain",
    []
  ],
  "a.b": true,
  "inner": {
    "deep": null
  }
}`

// told is what a code view says of every line: the path and the value.
func told(c *CodeView) string {
	var out []string
	for line := range c.Lines() {
		v, ok := c.Value(line)
		if !ok {
			v = "-"
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s=%.24s", c.Path(line), strings.ReplaceAll(v, "\n", "⏎"))))
	}
	return strings.Join(out, "\n")
}

func TestOutline(t *testing.T) {
	start(t, Light)
	for name, c := range map[string]struct {
		source CodeSource
		want   string
	}{
		"xml": {CodeSource{Text: outlinedXML, Syntax: SyntaxXML}, `=-
=<ToUserName><![CDATA[gh_
ToUserName=gh_1
=<ToUserName><![CDATA[gh_
ScanCodeInfo=<ScanType><![CDATA[qr <b
ScanCodeInfo.ScanType=qr <b> code
ScanCodeInfo.Empty=
ScanCodeInfo.Text=a < b & c
ScanCodeInfo=<ScanType><![CDATA[qr <b
Content=one⏎two
Content=one⏎two
=<ToUserName><![CDATA[gh_`},
		"json": {CodeSource{Text: outlinedJSON, Syntax: SyntaxJSON}, `={⏎  "ToUserName": "gh_1"
ToUserName=gh_1
List=[⏎    {⏎      "id": "a\"
List[0]={⏎      "id": "a\"b",⏎
List[0].id=a"b
List[0].n=-1.5e3
List[0]={⏎      "id": "a\"b",⏎
List[1]=plain
List[2]=[]
List=[⏎    {⏎      "id": "a\"
["a.b"]=true
inner={⏎    "deep": null⏎  }
inner.deep=null
inner={⏎    "deep": null⏎  }
={⏎  "ToUserName": "gh_1"`},
		"plain text": {CodeSource{Text: "a\nb"}, "=-\n=-"},
		"broken xml": {CodeSource{Text: "<xml>\n<a>1</a>\n<b>\n<c>2</d>", Syntax: SyntaxXML}, "=-\na=1\nb=-\nb.c=-"},
		"broken json": {CodeSource{Text: "{\n\"a\": 1,\n\"b\": [\n2}", Syntax: SyntaxJSON},
			"=-\na=1\nb=-\nb[0]=2"},
		"one line": {CodeSource{Text: "<xml><a>1</a><b>2</b></xml>", Syntax: SyntaxXML}, "=<a>1</a><b>2</b>"},
		"masked": {CodeSource{Text: "<xml>\n<a>••</a>\n</xml>", Exact: "<xml>\r\n<a>oGZ3V5</a>\r\n</xml>", Syntax: SyntaxXML},
			"=<a>oGZ3V5</a>\na=oGZ3V5\n=<a>oGZ3V5</a>"},
		"nothing":   {CodeSource{Syntax: SyntaxJSON}, "=-"},
		"open ends": {CodeSource{Text: "{\"a\n]}[:\"\\", Syntax: SyntaxJSON}, "=-\n=-"},
		"half tags": {CodeSource{Text: "<\n</\n<!--\n<![CDATA[", Syntax: SyntaxXML}, "=-\n=-\n=-\n=-"},
	} {
		v := NewCodeView(nil)
		v.Set(NewCodeText(c.source))
		if got := told(v); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

func TestLineTextIsExact(t *testing.T) {
	start(t, Light)
	v := NewCodeView(nil)
	v.Set(NewCodeText(CodeSource{Text: "a \\x00\n••", Exact: "a \x00\r\noGZ3"}))
	if v.LineText(0) != "a \x00" || v.LineText(1) != "oGZ3" || v.LineText(2) != "" || v.LineText(-1) != "" {
		t.Errorf("%q %q", v.LineText(0), v.LineText(1))
	}
	v.SetText("a\rb\r\nc\n")
	if v.Lines() != 4 || v.LineText(0) != "a" || v.LineText(1) != "b" || v.LineText(2) != "c" || v.LineText(3) != "" {
		t.Errorf("%d lines: %q %q %q", v.Lines(), v.LineText(0), v.LineText(1), v.LineText(2))
	}
}

// FuzzOutline holds every text to be outlined without a crash, and folds to nest.
func FuzzOutline(f *testing.F) {
	for _, s := range []string{outlinedXML, outlinedJSON, "<a>\n</a><b>\n</b>", "[\n[\n], [\n]]", "{\"a\":{\n},\"b\":{\n}}", "{\"\"}\n\"\n\":0", "<a\n>\r<b>\r</b></a>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, syntax := range []Syntax{SyntaxXML, SyntaxJSON} {
			text := NewCodeText(CodeSource{Text: s, Syntax: syntax})
			if len(text.exact) != len(text.lines) {
				t.Fatalf("%d lines, %d exact ones", len(text.lines), len(text.exact))
			}
			for line := range text.lines {
				if i := text.node(line); i >= 0 {
					text.shape.path(i)
					text.shape.value(i)
				}
			}
			until := []int{}
			last := -1
			for _, fold := range text.folds {
				for len(until) > 0 && until[len(until)-1] < fold.line {
					until = until[:len(until)-1]
				}
				if fold.line <= last || fold.end >= len(text.lines) || len(until) > 0 && fold.end > until[len(until)-1] {
					t.Fatalf("fold %+v of %+v in %q", fold, text.folds, s)
				}
				last = fold.line
				until = append(until, fold.end)
			}
		}
	})
}
