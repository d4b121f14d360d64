package journal

import (
	"net/url"
	"strings"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// eachWord calls f with all that search finds an exchange by: the parts of its request
// line, its message, what was found out, who answered and what. Each is searched by
// itself; what stands in many exchanges is kept once a block.
func eachWord(x *exchange.Exchange, f func(string)) {
	f(x.Remote)
	f(x.Request.Path)
	eachParameter(x.Request.Query, f)
	for i := range x.Opened.Causes {
		f(string(x.Opened.Causes[i].ID))
	}
	f(x.Rule)
	if m := x.Opened.Message; m != nil {
		eachNode(m, f)
	} else {
		f(string(x.Request.Body()))
	}
	eachReplied(x.Response.Body(), f)
}

// eachParameter takes a query apart, undecoded, and decoded where that differs.
func eachParameter(query string, f func(string)) {
	for query != "" {
		var part string
		part, query, _ = strings.Cut(query, "&")
		f(part)
		if strings.ContainsAny(part, "%+") {
			if plain, err := url.QueryUnescape(part); err == nil {
				f(plain)
			}
		}
	}
}

func eachNode(m *wechat.Message, f func(string)) {
	for i := range m.Nodes {
		f(m.Nodes[i].Name)
		f(m.Nodes[i].Value)
	}
}

// eachReplied takes an answer apart: the texts of XML, but for ciphertext, else the whole.
func eachReplied(body []byte, f func(string)) {
	s := string(body)
	if !strings.HasPrefix(s, "<xml>") {
		f(s)
		return
	}
	sealed := false
	for s != "" {
		at := strings.IndexByte(s, '<')
		if at < 0 {
			return
		}
		if text := strings.TrimSpace(s[:at]); text != "" && !sealed {
			f(text)
		}
		s = s[at:]
		if inside, ok := strings.CutPrefix(s, "<![CDATA["); ok {
			text, rest, _ := strings.Cut(inside, "]]>")
			if !sealed {
				f(text)
			}
			s = rest
			continue
		}
		var tag string
		tag, s, _ = strings.Cut(s[1:], ">")
		sealed = tag == "Encrypt"
	}
}
