package wechat

import (
	"fmt"
	"strings"
	"testing"
)

func BenchmarkVerify(b *testing.B) {
	d := goodGet()
	a, r := NewAccount(d.config), d.request()
	b.ReportAllocs()
	for b.Loop() {
		if o := a.Open(r); o.Echo == "" {
			b.Fatal(o.Causes)
		}
	}
}

func BenchmarkSign(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Sign(goodToken, goodTimestamp, goodNonce)
	}
}

func BenchmarkDecrypt(b *testing.B) {
	k := mustKey(b, goodKey)
	sealed := k.Encrypt([]byte(textXML), goodAppID, []byte("0123456789abcdef"))
	b.ReportAllocs()
	b.SetBytes(int64(len(textXML)))
	for b.Loop() {
		if _, _, err := k.Decrypt(sealed); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncrypt(b *testing.B) {
	k := mustKey(b, goodKey)
	message, random := []byte(textXML), []byte("0123456789abcdef")
	b.ReportAllocs()
	b.SetBytes(int64(len(textXML)))
	for b.Loop() {
		k.Encrypt(message, goodAppID, random)
	}
}

func BenchmarkParse(b *testing.B) {
	for _, tt := range []struct{ name, body string }{
		{"XML", textXML}, {"JSON", textJSON}, {"XMLMegabyte", "<xml><A><![CDATA[" + strings.Repeat("你好", 1<<20/6) + "]]></A></xml>"},
	} {
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(tt.body)))
			for b.Loop() {
				if _, err := Parse(tt.body); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	for _, tt := range []struct {
		name string
		d    *draft
	}{{"Plain", goodPost()}, {"Safe", goodSafe(b)}} {
		a, r := NewAccount(tt.d.config), tt.d.request()
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if o := a.Open(r); o.Message == nil {
					b.Fatal(o.Causes)
				}
			}
		})
		b.Run(tt.name+"Answer", func(b *testing.B) {
			b.ReportAllocs()
			buf := make([]byte, 0, 2048)
			for b.Loop() {
				o := a.Open(r)
				if _, _, err := a.AppendAnswer(buf, &o, &Reply{Type: ReplyText, Content: "你好, WeChat"}, goodTime); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkExplain is the dearest diagnosis: every guess is made and none proves right.
func BenchmarkExplain(b *testing.B) {
	for _, tt := range []struct {
		name string
		d    *draft
		harm func(*draft)
	}{
		{"Token", goodPost(), func(d *draft) { d.sign("something else") }},
		{"SealedToken", goodSafe(b), func(d *draft) { d.sign("something else") }},
		{"Key", goodSafe(b), func(d *draft) { d.config.Keys = []string{strings.Repeat("A", 43)} }},
	} {
		tt.harm(tt.d)
		for i := range 20 {
			tt.d.known.Peers = append(tt.d.known.Peers, Peer{ID: fmt.Sprint(i), Token: fmt.Sprint("token", i), AESKeys: []string{otherKey}})
		}
		a, r := NewAccount(tt.d.config), tt.d.request()
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				o := a.Open(r)
				if causes := a.Explain(r, &o, &tt.d.known); len(causes) == 0 {
					b.Fatal("nothing found")
				}
			}
		})
	}
}

func BenchmarkReply(b *testing.B) {
	for _, tt := range []struct {
		name string
		d    *draft
		r    *Reply
	}{{"Text", goodPost(), &Reply{Type: ReplyText, Content: "你好, WeChat"}}, {"News", goodPost(), &Reply{Type: ReplyNews, Articles: make([]Article, 8)}},
		{"TextJSON", goodSafeJSON(b), &Reply{Type: ReplyText, Content: "你好, WeChat"}}} {
		a := NewAccount(tt.d.config)
		o := a.Open(tt.d.request())
		buf := make([]byte, 0, 4096)
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := a.AppendAnswer(buf, &o, tt.r, goodTime); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(tt.name+"Check", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				tt.r.Check(&o)
			}
		})
	}
}

func BenchmarkLint(b *testing.B) {
	for _, tt := range []struct {
		name string
		d    *draft
		body string
	}{{"Success", goodPost(), "success"}, {"Text", goodPost(), goodReply}, {"News", goodPost(), news("1", "<Articles>"+goodItem+"</Articles>")},
		{"Sealed", goodSafe(b), sealedReply(b, goodKey, goodReply, goodAppID, goodToken, goodTimestamp)}, {"Echo", goodGet(), goodEchostr}} {
		a := NewAccount(tt.d.config)
		o := a.Open(tt.d.request())
		body := []byte(tt.body)
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if causes := Lint(body, "text/xml", &o, a, goodTime); causes != nil {
					b.Fatal(causes)
				}
			}
		})
	}
}

func BenchmarkSteps(b *testing.B) {
	for _, d := range []*draft{goodGet(), goodSafe(b)} {
		r := d.request()
		o := NewAccount(d.config).Open(r)
		b.Run(o.Kind.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				o.Steps(r)
			}
		})
	}
}
