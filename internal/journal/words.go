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

// eachReplied takes an answer apart: the elements of a message without ciphertext, else
// the whole.
func eachReplied(body []byte, f func(string)) {
	if len(body) > 0 && (body[0] == '<' || body[0] == '{') {
		if m, err := wechat.Parse(string(body)); err == nil {
			for i := range m.Nodes {
				if n := &m.Nodes[i]; n.Name != "Encrypt" {
					f(n.Value)
				}
			}
			return
		}
	}
	f(string(body))
}
