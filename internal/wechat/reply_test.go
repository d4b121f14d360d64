package wechat

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// hostile are contents that a careless writer breaks on.
var hostile = []string{
	"", "hello", "你好，世界", "😀🏳️‍🌈", "]]>", "]]]]>>", "a]]>b]]>", "]", "]]", "<![CDATA[x]]>", "<b>&amp;</b>",
	"\"quoted\" \\ and / 'single'", "line\nends\r\nand\ttabs", "\x00\x01\x1f\x7f", "\ufffe\uffff\ufeff",
	"\u2028\u2029", "\xff\xfe你\xe4\xbd", "\\u4f60", "{{.Content}}", " blanks ", strings.Repeat("长", MaxTextReply),
}

// asXML is what XML lets through of a content, as any reader of it sees it.
func asXML(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return utf8.RuneError
		}
		return r
	}, s)
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// asJSON is what JSON lets through: whatever is UTF-8.
func asJSON(s string) string { return strings.Map(func(r rune) rune { return r }, s) }

type textReply struct {
	XMLName                                    xml.Name `json:"-"`
	ToUserName, FromUserName, MsgType, Content string
	CreateTime                                 int64
}

// readReply reads an answer by other means than our own.
func readReply(t testing.TB, f Format, body []byte) (r textReply) {
	t.Helper()
	var err error
	if f == JSON {
		err = json.Unmarshal(body, &r)
	} else {
		err = xml.Unmarshal(body, &r)
	}
	if err != nil {
		t.Fatalf("%q: %v", body, err)
	}
	return r
}

// checkReply holds an answer in clear to what went in.
func checkReply(t testing.TB, f Format, body []byte, to, from, content string) {
	t.Helper()
	through := asXML
	if f == JSON {
		through = asJSON
	}
	want := textReply{ToUserName: through(to), FromUserName: through(from), MsgType: "text", Content: through(content), CreateTime: goodTime.Unix()}
	got := readReply(t, f, body)
	if want.XMLName = got.XMLName; got != want {
		t.Errorf("%q: %+v, want %+v", body, got, want)
	}
	m, err := Parse(string(body))
	if err != nil || m.Format != f {
		t.Fatalf("%q: %v", body, err)
	}
	if own := m.Get("Content"); f == JSON && own != want.Content || f == XML && asXML(own) != want.Content {
		t.Errorf("%q: read back as %q, want %q", body, own, want.Content)
	}
}

// unseal opens a sealed answer as WeChat would.
func unseal(t testing.TB, f Format, body []byte) []byte {
	t.Helper()
	var e struct {
		XMLName                      xml.Name `json:"-"`
		Encrypt, MsgSignature, Nonce string
		TimeStamp                    json.Number
	}
	var err error
	if f == JSON {
		err = json.Unmarshal(body, &e)
	} else {
		err = xml.Unmarshal(body, &e)
	}
	if err != nil {
		t.Fatalf("%q: %v", body, err)
	}
	if want := referenceSign(goodToken, e.TimeStamp.String(), e.Nonce, e.Encrypt); e.MsgSignature != want || len(e.Nonce) != 10 {
		t.Errorf("%q: MsgSignature should be %s", body, want)
	}
	plain, env, err := mustKey(t, goodKey).Decrypt(e.Encrypt)
	if err != nil || env.AppID != goodAppID || env.Cipher%32 != 0 {
		t.Fatalf("%q: %+v, %v", body, env, err)
	}
	return plain
}

func TestAppendAnswer(t *testing.T) {
	plainJSON := goodPost()
	plainJSON.body = textJSON
	both := goodBoth(t)
	keyless := goodBoth(t)
	keyless.config.Keys = nil
	for _, tt := range []struct {
		name   string
		d      *draft
		format Format
		sealed bool
		typ    string
	}{
		{"plain XML", goodPost(), XML, false, "text/xml; charset=utf-8"},
		{"plain JSON", plainJSON, JSON, false, "application/json; charset=utf-8"},
		{"safe XML", goodSafe(t), XML, true, "text/xml; charset=utf-8"},
		{"safe JSON", goodSafeJSON(t), JSON, true, "application/json; charset=utf-8"},
		{"compatible", both, XML, true, "text/xml; charset=utf-8"},
		{"compatible without a key", keyless, XML, false, "text/xml; charset=utf-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := NewAccount(tt.d.config)
			o := a.Open(tt.d.request())
			for _, content := range hostile {
				body, typ, err := a.AppendAnswer([]byte("kept"), &o, &Reply{Type: ReplyText, Content: content}, goodTime)
				if err != nil || typ != tt.typ || string(body[:4]) != "kept" {
					t.Fatalf("%q: %q, %s, %v", content, body, typ, err)
				}
				if body = body[4:]; tt.sealed {
					body = unseal(t, tt.format, body)
				}
				checkReply(t, tt.format, body, "o9AgO5Kd5ggOC-bXrbNODIiE3bGY", "gh_97417a04a28d", content)
			}
			body, _, err := a.AppendAnswer(nil, &o, &Reply{Type: ReplyText, To: "o]]>1", From: `g"h`, Content: "x"}, goodTime)
			if err != nil {
				t.Fatal(err)
			}
			if tt.sealed {
				body = unseal(t, tt.format, body)
			}
			checkReply(t, tt.format, body, "o]]>1", `g"h`, "x")
		})
	}
}

// TestAnswersInClear: success and nothing are never encrypted.
func TestAnswersInClear(t *testing.T) {
	for name, d := range map[string]*draft{"plain": goodPost(), "safe": goodSafe(t), "safe JSON": goodSafeJSON(t)} {
		a := NewAccount(d.config)
		o := a.Open(d.request())
		for _, tt := range []struct {
			r    *Reply
			want string
		}{
			{nil, "success"}, {&Reply{}, "success"}, {&Reply{Type: ReplySuccess, Content: "x"}, "success"}, {&Reply{Type: ReplyEmpty, Content: "x"}, ""},
		} {
			body, typ, err := a.AppendAnswer(nil, &o, tt.r, goodTime)
			if err != nil || string(body) != tt.want || typ != "text/plain; charset=utf-8" {
				t.Errorf("%s: %+v: %q, %s, %v", name, tt.r, body, typ, err)
			}
		}
	}
}

func TestAppendAnswerErrors(t *testing.T) {
	d := goodSafe(t)
	o := NewAccount(d.config).Open(d.request())
	keyless := d.config
	keyless.Keys = nil
	malformed := d.config
	malformed.Keys = []string{goodKey[:42]}
	for _, tt := range []struct {
		name string
		c    AccountConfig
		r    Reply
	}{
		{"type", d.config, Reply{Type: "gif"}},
		{"key taken away since", keyless, Reply{Type: ReplyText}},
		{"key broken since", malformed, Reply{Type: ReplyText}},
	} {
		body, _, err := NewAccount(tt.c).AppendAnswer([]byte("kept"), &o, &tt.r, goodTime)
		if err == nil || string(body) != "kept" || strings.Contains(err.Error(), goodKey[:8]) {
			t.Errorf("%s: %q, %v", tt.name, body, err)
		}
	}
}

// TestSealedAnswersDiffer: random and nonce are fresh each time.
func TestSealedAnswersDiffer(t *testing.T) {
	d := goodSafe(t)
	a := NewAccount(d.config)
	o := a.Open(d.request())
	seen := map[string]bool{}
	for range 100 {
		body, _, err := a.AppendAnswer(nil, &o, &Reply{Type: ReplyText, Content: "x"}, goodTime)
		if err != nil {
			t.Fatal(err)
		}
		seen[string(body)] = true
	}
	if len(seen) != 100 {
		t.Errorf("%d different answers of 100", len(seen))
	}
}

// TestAnswerWithoutMessage: an answer to what could not be read has nobody to go to,
// but is an answer.
func TestAnswerWithoutMessage(t *testing.T) {
	body, _, err := NewAccount(config(Plain)).AppendAnswer(nil, &Opened{}, &Reply{Type: ReplyText, Content: "x"}, time.Unix(1, 0))
	if err != nil || !strings.Contains(string(body), "<ToUserName><![CDATA[]]></ToUserName>") {
		t.Errorf("%q, %v", body, err)
	}
}

// TestOfficialReply writes the envelope of the documentation's example, byte for byte.
func TestOfficialReply(t *testing.T) {
	want := `{"Encrypt":"c","MsgSignature":"` + referenceSign("AAAAA", "1713424427", "415670741", "c") +
		`","TimeStamp":1713424427,"Nonce":"415670741"}`
	if got := string(AppendSealed(nil, JSON, "c", "AAAAA", "1713424427", "415670741")); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
