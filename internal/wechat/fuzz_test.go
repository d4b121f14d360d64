package wechat

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// checkError holds an error to the body that it is about.
func checkError(t *testing.T, body string, err error) *SyntaxError {
	t.Helper()
	var s *SyntaxError
	if !errors.As(err, &s) || s.Offset < 0 || s.Offset > len(body) || s.Line < 1 || s.Column < 1 || !utf8.ValidString(s.What) {
		t.Fatalf("%q: %#v", body, err)
	}
	return s
}

// FuzzXML holds the reader to encoding/xml wherever both take a body.
func FuzzXML(f *testing.F) {
	for _, s := range []string{textXML, safeXML, "<xml/>", "\ufeff<?xml version='1.0'?><a b='c'><!--d--><e>&lt;<![CDATA[f]]></e></a>",
		"<a><b><c>1</c><c>2</c></b>\r\n</a>", "<a>x</a>", "<a><b>&#65;&bad;</b></a>", "<a><b>x<!-->y-->z</b></a>", "<a><b>x<?>y?>z</b></a>",
		"<a:b c:d='e'><f:g>h</f:g></a:b>", "<a><b>\r</b></a>", "<!DOCTYPE a><a/>", "<a><b>\xff</b></a>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		m, err := ParseXML(body)
		if err != nil {
			checkError(t, body, err)
			return
		}
		m.Tree()
		want, err := referenceXML(body)
		if err != nil {
			return
		}
		var got []Leaf
		for _, l := range m.Leaves() {
			parts := strings.Split(l.Path, ".")
			for i, p := range parts {
				if space, local, ok := strings.Cut(p, ":"); ok && space != "" && local != "" {
					parts[i] = local
				}
			}
			got = append(got, Leaf{strings.Join(parts, "."), newlines(l.Value)})
		}
		if strings.Contains(body, "<![CDATA[") { // blanks beside one are left out
			for _, list := range [][]Leaf{got, want} {
				for i := range list {
					list[i].Value = strings.Join(strings.Fields(list[i].Value), "")
				}
			}
		}
		compareLeaves(t, body, got, want)
	})
}

// newlines makes line ends what XML makes of them.
func newlines(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// referenceXML are the leaves as encoding/xml finds them, in document order.
func referenceXML(body string) (out []Leaf, err error) {
	type open struct {
		path, text string
		at         int // its place among the leaves
		inner      bool
	}
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(body, byteOrderMark)))
	var stack []open
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			path := token.Name.Local
			if n := len(stack); n > 0 {
				stack[n-1].inner = true
				if n > 1 {
					path = stack[n-1].path + "." + path
				}
			}
			stack = append(stack, open{path: path, at: len(out)})
		case xml.CharData:
			if n := len(stack); n > 0 {
				stack[n-1].text += string(token)
			}
		case xml.EndElement:
			e := stack[len(stack)-1]
			if stack = stack[:len(stack)-1]; len(stack) > 0 && !e.inner {
				out = append(out, Leaf{e.path, newlines(e.text)})
			}
		}
	}
	return out, nil
}

func compareLeaves(t *testing.T, body string, got, want []Leaf) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%q: %q, want %q", body, got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("%q: %q, want %q", body, got[i], want[i])
		}
	}
}

// FuzzJSON holds the reader to encoding/json: it takes the same bodies, but for those
// that are no objects, not UTF-8, or beyond the bounds, and finds the same values.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{textJSON, safeJSON, "{}", `{"a":[1,{"b":null}],"a":[],"c":{"d":{}}}`, `{"a":"\ud83d\ude00\ud83d\n"}`,
		`{"a":-0.5e+10,"b":01}`, ` {"a" : true , "b":false } `, `{"a":1,}`, `[1]`, `{"\u0061":1}`, "{\"a\":\"\x7f\"}", "\ufeff{}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		m, err := ParseJSON(body)
		text := strings.TrimPrefix(body, byteOrderMark)
		valid := json.Valid([]byte(text)) && utf8.ValidString(text)
		if err != nil {
			if s := checkError(t, body, err); valid && s.Problem != SyntaxNotObject && s.Problem != SyntaxDepth && s.Problem != SyntaxCount {
				t.Fatalf("%q: %v", body, err)
			}
			return
		}
		if !valid {
			t.Fatalf("%q is taken for JSON", body)
		}
		m.Tree()
		compareLeaves(t, body, m.Leaves(), referenceJSON(t, text))
	})
}

// referenceJSON are the leaves as encoding/json finds them.
func referenceJSON(t *testing.T, body string) (out []Leaf) {
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	next := func() json.Token {
		token, err := d.Token()
		if err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		return token
	}
	var value func(path string, root bool)
	value = func(path string, root bool) {
		token := next()
		delim, ok := token.(json.Delim)
		if !ok {
			b, err := json.Marshal(token)
			if err != nil {
				t.Fatal(err)
			}
			text, isText := token.(string)
			if !isText {
				text = string(b)
			}
			out = append(out, Leaf{path, text})
			return
		}
		if !d.More() && !root {
			out = append(out, Leaf{path, ""})
		}
		for d.More() {
			inner := path
			if delim == '{' {
				if inner = next().(string); !root {
					inner = path + "." + inner
				}
			}
			value(inner, false)
		}
		next()
	}
	value("", true)
	return out
}

// FuzzOpen: nothing that can come makes opening, explaining or answering panic, and
// what is let pass has a signature that holds by other means.
func FuzzOpen(f *testing.F) {
	for _, d := range []*draft{goodGet(), goodPost(), goodSafe(f), goodSafeJSON(f), goodBoth(f), goodWeComGet(f), goodWeComPost(f)} {
		r := d.request()
		f.Add(r.Method == "GET", r.Query, r.Body, uint8(d.config.Mode), false)
	}
	f.Add(false, "timestamp=1&nonce=2&encrypt_type=raw", []byte("<xml><URL>x</URL></xml>"), uint8(1), true)
	f.Add(true, "timestamp=%zz&nonce=2+&echostr=3&echostr=3", []byte(nil), uint8(0), true)
	known := &Known{Peers: []Peer{{ID: "p", Token: "other", AppID: "wx1", AESKeys: []string{otherKey, ""}}},
		EarlierTokens: []string{"", "earlier"}, AppSecret: goodSecret}
	f.Fuzz(func(t *testing.T, get bool, query string, body []byte, mode uint8, sign bool) {
		r := &Request{Method: "POST", Query: query, Body: body, Time: goodTime}
		if get {
			r.Method = "GET"
		}
		if sign { // as somebody would who has the Token
			q := Query(query)
			m, _ := Parse(string(body)) // without one there is nothing sealed
			sealed := encryptOf(m)
			if get {
				sealed = q.Get("echostr")
			}
			r.Query += "&signature=" + referenceSign(goodToken, q.Get("timestamp"), q.Get("nonce")) +
				"&msg_signature=" + referenceSign(goodToken, q.Get("timestamp"), q.Get("nonce"), sealed)
		}
		a := NewAccount(config(Mode(mode % 3)))
		o := a.Open(r)
		d := a.Diagnose(r, &o, known)
		causes := d.Causes
		if len(causes) > 0 && !causes[0].Warning && slices.Contains(d.RuledOut, causes[0].ID) || o.OK() && d.RuledOut != nil {
			t.Fatalf("%+v, but ruled out %v", causes, d.RuledOut)
		}
		if o.OK() == (len(causes) > 0 && !causes[0].Warning) {
			t.Fatalf("ok %v, but %+v", o.OK(), causes)
		}
		if _, _, err := a.AppendAnswer(nil, &o, &Reply{Type: ReplyText, Content: query}, goodTime); err != nil {
			t.Fatal(err)
		}
		o.Message.Leaves()
		o.Message.RetryKey()
		if !o.OK() {
			return
		}
		parts := []string{goodToken, o.Check.Timestamp, o.Check.Nonce}
		name := "signature"
		if o.Check.Scheme == MsgSignature {
			name = "msg_signature"
			parts = append(parts, o.Check.Encrypt)
			if o.Envelope == nil || o.Envelope.AppID != goodAppID {
				t.Fatalf("let pass: %+v", o)
			}
		}
		if want := referenceSign(parts...); o.Check.Given != want {
			t.Fatalf("let pass: %+v, want %s", o.Check, want)
		}
		if q, err := url.ParseQuery(r.Query); err == nil &&
			(q.Get(name) != o.Check.Given || q.Get("timestamp") != o.Check.Timestamp || q.Get("nonce") != o.Check.Nonce ||
				get && o.Check.Scheme == Signature && q.Get("echostr") != o.Echo) {
			t.Fatalf("%q was read as %+v", r.Query, o.Check)
		}
	})
}

// FuzzDecrypt: what was sealed opens to the same, and nothing makes opening panic.
func FuzzDecrypt(f *testing.F) {
	f.Add([]byte("hello"), goodAppID, []byte("0123456789abcdef"), uint16(3), byte(1))
	f.Add([]byte(textXML), "", []byte("0123456789abcdef"), uint16(40), byte(0x80))
	f.Add([]byte(nil), "", make([]byte, 16), uint16(0), byte(0))
	f.Fuzz(func(t *testing.T, message []byte, appID string, random []byte, at uint16, flip byte) {
		k := mustKey(t, goodKey)
		if _, _, err := k.Decrypt(string(message)); err != nil {
			decryptCause(err)
		}
		if len(random) < 16 {
			return
		}
		sealed := k.Encrypt(message, appID, random)
		got, env, err := k.Decrypt(sealed)
		if err != nil || !bytes.Equal(got, message) || env.AppID != appID || env.Random != string(random[:16]) || env.Length != len(message) {
			t.Fatalf("%q, %+v, %v", got, env, err)
		}
		damaged := []byte(sealed)
		damaged[int(at)%len(damaged)] ^= flip
		if got, env, err := k.Decrypt(string(damaged)); err == nil && (env.Length != len(got) || env.Padding < 1 || env.Padding > 32) {
			t.Fatalf("%q, %+v", got, env)
		}
	})
}

// FuzzReply: an answer parses back to what went in, but for what its notation cannot
// hold.
func FuzzReply(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, "o9AgO5Kd5ggOC-bXrbNODIiE3bGY", "gh_97417a04a28d")
		f.Add("x", s+"o", s+"g")
	}
	f.Fuzz(func(t *testing.T, content, to, from string) {
		a := NewAccount(config(Plain))
		for _, format := range []Format{XML, JSON} {
			o := Opened{Message: &Message{Format: format}}
			body, _, err := a.AppendAnswer(nil, &o, &Reply{Type: ReplyText, To: to, From: from, Content: content}, goodTime)
			if err != nil {
				t.Fatal(err)
			}
			checkReply(t, format, body, to, from, content)
		}
	})
}
