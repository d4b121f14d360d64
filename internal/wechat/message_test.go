package wechat

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func parsed(t *testing.T, body string) *Message {
	t.Helper()
	m, err := Parse(body)
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return m
}

func TestMessageLookup(t *testing.T) {
	xml := "<xml><A>1</A><A>2</A><E/><I><A>3</A><J><A>4</A></J></I><I><K>5</K></I></xml>"
	js := `{"L":[{"a":1},{"a":2,"b":3}],"S":["x","y"],"N":[[7]],"Z":[],"O":{},"w":null}`
	for _, tt := range []struct {
		body, path, want string
		found            bool
	}{
		{xml, "A", "1", true}, {xml, "E", "", true}, {xml, "I", "", true}, {xml, "I.A", "3", true},
		{xml, "I.J.A", "4", true}, {xml, "I.K", "", false}, {xml, "B", "", false}, {xml, "A.A", "", false},
		{xml, "a", "", false}, {xml, "", "", false}, {xml, "I.", "", false}, {xml, "J", "", false},
		{js, "L.a", "1", true}, {js, "L.b", "", false}, {js, "S", "x", true}, {js, "Z", "", false},
		{js, "O", "", true}, {js, "w", "null", true}, {js, "L", "", true}, {js, "N", "", true},
	} {
		m := parsed(t, tt.body)
		got, found := m.Lookup(tt.path)
		if got != tt.want || found != tt.found || m.Get(tt.path) != tt.want {
			t.Errorf("%s: %q = %q, %v, want %q, %v", tt.body, tt.path, got, found, tt.want, tt.found)
		}
	}
}

func TestNoMessage(t *testing.T) {
	var m *Message
	if v, ok := m.Lookup("A"); v != "" || ok {
		t.Errorf("Lookup = %q, %v", v, ok)
	}
	if m.Leaves() != nil || m.Tree() != nil || m.RetryKey() != "" || m.IsEvent() || m.MsgID() != "" {
		t.Error("no message holds something")
	}
}

func TestTree(t *testing.T) {
	type tree = map[string]any
	for _, tt := range []struct {
		body string
		want tree
	}{
		{"<xml><A>1</A><B><C/></B></xml>", tree{"A": "1", "B": tree{"C": ""}}},
		{"<xml><L><I>1</I></L><L><I>2</I></L><L>x</L></xml>", tree{"L": []any{tree{"I": "1"}, tree{"I": "2"}, "x"}}},
		{"<xml/>", tree{}},
		{`{"a":1,"b":true,"c":false,"d":null,"e":"1"}`, tree{"a": json.Number("1"), "b": true, "c": false, "d": nil, "e": "1"}},
		{`{"a":[{"b":[1]},[],{}],"c":[]}`, tree{"a": []any{tree{"b": []any{json.Number("1")}}, []any{}, tree{}}, "c": []any{}}},
		{`{"a":[1],"a":[2],"a":3}`, tree{"a": []any{[]any{json.Number("1")}, []any{json.Number("2")}, json.Number("3")}}},
	} {
		if got := parsed(t, tt.body).Tree(); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %#v, want %#v", tt.body, got, tt.want)
		}
	}
}

// TestTreeOfMany holds the cost of a hostile body down: ten thousand small structures.
func TestTreeOfMany(t *testing.T) {
	m := parsed(t, "<xml>"+strings.Repeat("<a><b/></a>", maxNodes/2)+"</xml>")
	if got := len(m.Tree()["a"].([]any)); got != maxNodes/2 {
		t.Errorf("%d structures", got)
	}
	if got := len(m.Leaves()); got != maxNodes/2 {
		t.Errorf("%d leaves", got)
	}
}

func TestMessageFields(t *testing.T) {
	m := parsed(t, textXML)
	for _, f := range []struct{ name, got, want string }{
		{"ToUserName", m.ToUserName(), "gh_97417a04a28d"},
		{"FromUserName", m.FromUserName(), "o9AgO5Kd5ggOC-bXrbNODIiE3bGY"},
		{"MsgType", m.MsgType(), "text"},
		{"MsgID", m.MsgID(), "24536789012345678"},
		{"Event", m.Event(), ""},
	} {
		if f.got != f.want {
			t.Errorf("%s = %q, want %q", f.name, f.got, f.want)
		}
	}
	m = parsed(t, `{"MsgType":"Event","Event":"CLICK","EventKey":"k","MsgID":7}`)
	if !m.IsEvent() || m.Event() != "CLICK" || m.EventKey() != "k" || m.MsgID() != "7" {
		t.Errorf("%+v", m)
	}
	m = parsed(t, "<xml><AppId>wx1</AppId><InfoType>component_verify_ticket</InfoType></xml>")
	if !m.IsEvent() || m.InfoType() != "component_verify_ticket" {
		t.Errorf("%+v", m)
	}
}

func TestRetryKey(t *testing.T) {
	event := "<xml><FromUserName>o1</FromUserName><CreateTime>9</CreateTime><MsgType>event</MsgType><Event>%E</Event><EventKey>%K</EventKey>%M</xml>"
	make := func(e, k, m string) string {
		return strings.NewReplacer("%E", e, "%K", k, "%M", m).Replace(event)
	}
	for _, tt := range []struct {
		name, a, b string
		same, none bool
	}{
		{"message", textXML, strings.Replace(textXML, "WeChat", "twice", 1), true, false},
		{"another message", textXML, strings.Replace(textXML, "678</MsgId>", "679</MsgId>", 1), false, false},
		{"notation", textXML, textJSON, true, false},
		{"event", make("CLICK", "k", ""), make("click", "k", ""), true, false},
		{"event with MsgID", make("TEMPLATESENDJOBFINISH", "", "<MsgID>1</MsgID>"), make("TEMPLATESENDJOBFINISH", "", "<MsgID>2</MsgID>"), true, false},
		{"another event", make("CLICK", "k", ""), make("VIEW", "k", ""), false, false},
		{"another key", make("CLICK", "k", ""), make("CLICK", "l", ""), false, false},
		{"message without id", "<xml><FromUserName>o</FromUserName><CreateTime>1</CreateTime></xml>", "<xml><CreateTime>1</CreateTime><FromUserName>o</FromUserName></xml>", true, false},
		{"too little", "<xml><CreateTime>1</CreateTime></xml>", "<xml/>", true, true},
	} {
		a, b := parsed(t, tt.a).RetryKey(), parsed(t, tt.b).RetryKey()
		if (a == b) != tt.same || (a == "") != tt.none {
			t.Errorf("%s: %q and %q", tt.name, a, b)
		}
	}
}

func TestMode(t *testing.T) {
	for _, m := range []Mode{Plain, Compatible, Safe} {
		text, err := m.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var back Mode
		if err := back.UnmarshalText(text); err != nil || back != m {
			t.Errorf("%s: %v, %v", text, back, err)
		}
	}
	for _, s := range []string{"", "Plain", "3"} {
		if m, err := ParseMode(s); err == nil {
			t.Errorf("ParseMode(%q) = %v", s, m)
		}
	}
	if got := Mode(9).String(); got != "Mode(9)" {
		t.Errorf("Mode(9) = %q", got)
	}
}
