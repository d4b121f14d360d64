package simulate

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"echostr/internal/wechat"
)

// TestForm takes messages apart and puts them together again.
func TestForm(t *testing.T) {
	for _, c := range []struct {
		name, text string
		rows       []FormRow
		again      string // "" is text
	}{
		{"text", pushXML, []FormRow{{"ToUserName", "gh_1", false}, {"FromUserName", "oUser", false}, {"CreateTime", "1714036504", true},
			{"MsgType", "text", false}, {"Content", "你好 ]]>", false}, {"MsgId", "24536789012345678", true}}, ""},
		{"nested", "<xml><A>1 &lt; 2</A>\n<Info><Type><![CDATA[qr]]></Type><N>3</N></Info>\n</xml>",
			[]FormRow{{"A", "1 < 2", true}, {"Info.Type", "qr", false}, {"Info.N", "3", true}}, ""},
		{"repeated", "<xml><L><item><P><![CDATA[a]]></P></item><item><P><![CDATA[b]]></P></item></L>\n<X><![CDATA[1]]></X><X><![CDATA[2]]></X>\n</xml>",
			[]FormRow{{"L.item[1].P", "a", false}, {"L.item[2].P", "b", false}, {"X[1]", "1", false}, {"X[2]", "2", false}}, ""},
		{"laid out", "<?xml version=\"1.0\"?>\n<root a='>'>\n  <!-- <no/> -->\n  <A/>\n  <B><![CDATA[<c/>]]></B>\n</root>",
			[]FormRow{{"A", "", false}, {"B", "<c/>", false}}, "<root><A><![CDATA[]]></A>\n<B><![CDATA[<c/>]]></B>\n</root>"},
		{"a dot in a name", "<xml><a.b>1</a.b>\n</xml>", []FormRow{{`a\.b`, "1", true}}, ""},
		{"JSON", pushJSON, []FormRow{{"ToUserName", "gh_1", false}, {"FromUserName", "oUser", false}, {"CreateTime", "1714036504", true},
			{"MsgType", "text", false}, {"Content", "你好 ]]>", false}, {"MsgId", "24536789012345678", true}}, ""},
		{"JSON of all kinds", `{"a":{"b":[1,{"c":true},[null,"x"]],"d":{}},"e":[],"f<":"&"}`,
			[]FormRow{{"a.b[1]", "1", true}, {"a.b[2].c", "true", true}, {"a.b[3][1]", "null", true}, {"a.b[3][2]", "x", false},
				{"a.d", "{}", true}, {"e", "[]", true}, {"f<", "&", false}}, ""},
		{"empty", "<xml></xml>", nil, ""},
	} {
		f, err := FormOf(c.text)
		if err != nil || !slices.Equal(f.Rows, c.rows) {
			t.Errorf("%s: %+v %v", c.name, f.Rows, err)
		}
		if c.again == "" {
			c.again = c.text
		}
		if got, err := f.Text(); err != nil || got != c.again {
			t.Errorf("%s: %s %v, want %s", c.name, got, err, c.again)
		}
	}
	var syntax *wechat.SyntaxError
	if _, err := FormOf("<xml><a></xml>"); !errors.As(err, &syntax) {
		t.Error(err)
	}
}

// TestFormEdited puts rows together as a person leaves them.
func TestFormEdited(t *testing.T) {
	for _, c := range []struct {
		name   string
		format wechat.Format
		rows   []FormRow
		want   string // or the problem
		row    int    // of the problem
	}{
		{"a value that needs escapes", wechat.XML, []FormRow{{"A", "1<2&3", true}, {"B", " 5", true}, {"C", "]]>", false}},
			"<xml><A>1&lt;2&amp;3</A>\n<B><![CDATA[ 5]]></B>\n<C><![CDATA[]]]]><![CDATA[>]]></C>\n</xml>", 0},
		{"a field apart from its structure", wechat.XML, []FormRow{{"I.A", "1", true}, {"B", "2", true}, {"I.C", "3", true}},
			"<xml><I><A>1</A><C>3</C></I>\n<B>2</B>\n</xml>", 0},
		{"the same name twice", wechat.XML, []FormRow{{"A", "1", true}, {"A", "2", true}}, "<xml><A>1</A>\n<A>2</A>\n</xml>", 0},
		{"a value beside a structure", wechat.XML, []FormRow{{"A", "1", true}, {"A.B", "2", true}}, "<xml><A>1</A>\n<A><B>2</B></A>\n</xml>", 0},
		{"an empty row", wechat.XML, []FormRow{{"", "", false}, {"A", "1", true}}, "<xml><A>1</A>\n</xml>", 0},
		{"a number that is none", wechat.JSON, []FormRow{{"A", "12x", true}, {"B", "", true}, {"C", "-1.5", true}}, `{"A":"12x","B":"","C":-1.5}`, 0},
		{"no name", wechat.XML, []FormRow{{"A", "1", true}, {"", "2", true}}, "no_name", 1},
		{"half a path", wechat.XML, []FormRow{{"A.", "1", true}}, "no_name", 0},
		{"a blank in a name", wechat.XML, []FormRow{{"A B", "1", true}}, "name", 0},
		{"a number first", wechat.XML, []FormRow{{"1A", "1", true}}, "name", 0},
		{"no number", wechat.XML, []FormRow{{"A[x]", "1", true}}, "index", 0},
		{"number 0", wechat.XML, []FormRow{{"A[0]", "1", true}}, "index", 0},
		{"something behind a number", wechat.XML, []FormRow{{"A[1]B", "1", true}}, "index", 0},
		{"twice in JSON", wechat.JSON, []FormRow{{"A", "1", true}, {"B", "1", true}, {"A", "2", true}}, "twice", 2},
		{"a value and members", wechat.JSON, []FormRow{{"A", "1", true}, {"A.B", "2", true}}, "twice", 1},
		{"a number and none", wechat.JSON, []FormRow{{"A.B", "1", true}, {"A[1]", "2", true}}, "mixed", 1},
	} {
		got, err := Form{Format: c.format, Rows: c.rows}.Text()
		var bad *FormError
		if errors.As(err, &bad) {
			if got = string(bad.Problem); bad.Row != c.row {
				t.Errorf("%s: row %d", c.name, bad.Row)
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if _, err := wechat.Parse(got); bad == nil && err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// FuzzForm holds what a form makes of a message to the same nodes.
func FuzzForm(f *testing.F) {
	for _, s := range []string{pushXML, pushJSON, "<xml><a><b/><b>1</b></a></xml>", `{"a":[[],{"b":[{}]}]}`, "<a><b c='/'/></a>", "<xml><a/ ></xml>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		form, err := FormOf(text)
		if err != nil {
			return
		}
		again, err := form.Text()
		if err != nil {
			return // such as a name twice in JSON, or one that XML would not let pass
		}
		before, _ := wechat.Parse(text)
		after, err := wechat.Parse(again)
		if err != nil {
			t.Fatalf("%q became %q: %v", text, again, err)
		}
		values := func(m *wechat.Message) (out []string) {
			for _, l := range m.Leaves() {
				if l.Path == "" { // JSON's empty name, which no row can have
					continue
				}
				out = append(out, l.Path+"="+strings.ReplaceAll(l.Value, "\r\n", "\n"))
			}
			slices.Sort(out)
			return out
		}
		if a, b := values(before), values(after); !slices.Equal(a, b) {
			t.Errorf("%q became %q:\n%q\n%q", text, again, a, b)
		}
	})
}
