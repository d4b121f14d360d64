package wechat

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestParseJSON(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"flat", `{"A":"1","B":2}`, "A=1\nB=2\n"},
		{"empty", `{}`, ""},
		{"blanks", " {\n\t\"A\" : 1 ,\r\n \"B\" : 2 } \n", "A=1\nB=2\n"},
		{"byte order mark", "\ufeff{\"A\":1}", "A=1\n"},
		{"big number", `{"MsgId":9223372036854775807123}`, "MsgId=9223372036854775807123\n"},
		{"numbers", `{"a":0,"b":-0,"c":-1.50,"d":1E+2,"e":1e-999,"f":0.1e9}`, "a=0\nb=-0\nc=-1.50\nd=1E+2\ne=1e-999\nf=0.1e9\n"},
		{"words", `{"a":true,"b":false,"c":null}`, "a=true\nb=false\nc=null\n"},
		{"nested", `{"a":{"b":{"c":1},"d":2},"e":3}`, "a.b.c=1\na.d=2\ne=3\n"},
		{"objects in array", `{"L":[{"a":1},{"a":2}]}`, "L.a=1\nL.a=2\n"},
		{"scalars in array", `{"L":[1,"x",null]}`, "L=1\nL=x\nL=null\n"},
		{"arrays in array", `{"L":[[1,2],[],[3]]}`, "L=1\nL=2\nL=\nL=3\n"},
		{"empty inside", `{"a":{},"b":[],"c":""}`, "a=\nb=\nc=\n"},
		{"twice", `{"a":1,"a":2}`, "a=1\na=2\n"},
		{"escapes", `{"a":"\"\\\/\b\f\n\r\t\u4f60"}`, "a=\"\\/\b\f\n\r\t你\n"},
		{"pair", `{"a":"\ud83d\uDE00!"}`, "a=😀!\n"},
		{"half pairs", `{"a":"\ud83d","b":"\ude00x","c":"\ud83d\u0041","d":"\ud83d\ud83d\ude00"}`, "a=�\nb=�x\nc=�A\nd=�😀\n"},
		{"escaped name", `{"\u0041b":1,"":2}`, "Ab=1\n=2\n"},
		{"plain Chinese", `{"内容":"你好"}`, "内容=你好\n"},
		{"deepest", `{"a":` + strings.Repeat(`[`, maxDepth-1) + "1" + strings.Repeat(`]`, maxDepth-1) + "}", "a=1\n"},
	} {
		m, err := ParseJSON(tt.body)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := leaves(m); got != tt.want {
			t.Errorf("%s: leaves\n%swant\n%s", tt.name, got, tt.want)
		}
		if text := strings.TrimPrefix(tt.body, byteOrderMark); !json.Valid([]byte(text)) {
			t.Errorf("%s: encoding/json refuses this", tt.name)
		}
	}
}

func TestParseJSONErrors(t *testing.T) {
	for _, tt := range []struct {
		name, body   string
		problem      Syntax
		line, column int
		what         string
	}{
		{"empty", "", SyntaxEmpty, 1, 1, ""},
		{"blank", "\n  ", SyntaxEmpty, 2, 3, ""},
		{"array", "\ufeff [1]", SyntaxNotObject, 1, 2, "["},
		{"string", `"x"`, SyntaxNotObject, 1, 1, `"`},
		{"ends", `{"a":1`, SyntaxEnd, 1, 7, ""},
		{"ends in string", `{"a":"你`, SyntaxEnd, 1, 8, ""},
		{"ends in escape", `{"a":"\u4f`, SyntaxEnd, 1, 11, ""},
		{"ends after backslash", `{"a":"\`, SyntaxEnd, 1, 8, ""},
		{"ends in number", `{"a":-`, SyntaxEnd, 1, 7, ""},
		{"ends in fraction", `{"a":1.`, SyntaxEnd, 1, 8, ""},
		{"ends in word", `{"a":tru`, SyntaxEnd, 1, 9, ""},
		{"ends in a rune", "{\"a\":\"\xe4\xbd", SyntaxEnd, 1, 7, ""},
		{"name unquoted", `{a:1}`, SyntaxCharacter, 1, 2, "a"},
		{"single quotes", `{'a':1}`, SyntaxCharacter, 1, 2, "'"},
		{"full-width colon", `{"a"：1}`, SyntaxCharacter, 1, 5, "："},
		{"no colon", `{"a" 1}`, SyntaxCharacter, 1, 6, "1"},
		{"no comma", "{\"a\":1\n \"b\":2}", SyntaxCharacter, 2, 2, `"`},
		{"comma before the end", `{"a":1,}`, SyntaxCharacter, 1, 8, "}"},
		{"comma in array", `{"a":[1,]}`, SyntaxCharacter, 1, 9, "]"},
		{"wrong bracket", `{"a":[1}`, SyntaxCharacter, 1, 8, "}"},
		{"no value", `{"a":}`, SyntaxCharacter, 1, 6, "}"},
		{"leading zero", `{"a":01}`, SyntaxCharacter, 1, 7, "1"},
		{"plus", `{"a":+1}`, SyntaxCharacter, 1, 6, "+"},
		{"no fraction", `{"a":1.e}`, SyntaxCharacter, 1, 8, "e"},
		{"no exponent", `{"a":1e+}`, SyntaxCharacter, 1, 9, "}"},
		{"minus alone", `{"a":-x}`, SyntaxCharacter, 1, 7, "x"},
		{"word", `{"a":nil}`, SyntaxCharacter, 1, 7, "i"},
		{"capital word", `{"a":True}`, SyntaxCharacter, 1, 6, "T"},
		{"NUL", "{\"a\":\x00}", SyntaxCharacter, 1, 6, "\x00"},
		{"line end in string", "{\"a\":\"x\ny\"}", SyntaxCharacter, 1, 8, "\n"},
		{"bad escape", `{"a":"\x41"}`, SyntaxCharacter, 1, 7, `\x`},
		{"bad \\u", `{"a":"\u12你4"}`, SyntaxCharacter, 1, 7, `\u12你`},
		{"GBK", "{\"a\":\"\xc4\xe3\"}", SyntaxEncoding, 1, 7, ""},
		{"trailing", "{}\n{}", SyntaxTrailing, 2, 1, "{"},
		{"trailing comma", `{} ,`, SyntaxTrailing, 1, 4, ","},
		{"too deep", `{"a":` + strings.Repeat(`[`, maxDepth) + "1", SyntaxDepth, 1, 6 + maxDepth, "64"},
		{"too many", `{"a":[1` + strings.Repeat(`,1`, maxNodes) + "]}", SyntaxCount, 1, 7 + 2*(maxNodes-1), "20000"},
	} {
		_, err := ParseJSON(tt.body)
		checkSyntax(t, tt.name, err, SyntaxError{Format: JSON, Problem: tt.problem, What: tt.what, Line: tt.line, Column: tt.column})
		if tt.problem != SyntaxNotObject && tt.problem != SyntaxDepth && tt.problem != SyntaxCount &&
			tt.problem != SyntaxEncoding && json.Valid([]byte(tt.body)) {
			t.Errorf("%s: encoding/json takes this", tt.name)
		}
	}
}

func TestParseChoosesNotation(t *testing.T) {
	for _, tt := range []struct {
		body string
		want Format
	}{
		{textXML, XML}, {textJSON, JSON}, {"\ufeff\n " + textXML, XML}, {"\ufeff\n " + textJSON, JSON},
	} {
		m, err := Parse(tt.body)
		if err != nil || m.Format != tt.want || m.MsgID() != "24536789012345678" {
			t.Errorf("%q: %v, %+v", tt.body, err, m)
		}
	}
	_, err := Parse("[]")
	checkSyntax(t, "array", err, SyntaxError{Format: JSON, Problem: SyntaxNotObject, What: "[", Line: 1, Column: 1})
	_, err = Parse("123")
	checkSyntax(t, "number", err, SyntaxError{Format: XML, Problem: SyntaxNoRoot, What: "1", Line: 1, Column: 1})
}
