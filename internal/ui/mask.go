package ui

import (
	"slices"
	"strings"
	"unicode/utf8"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// openIDLen is how long WeChat's OpenIDs are.
const openIDLen = 28

// shortID is an OpenID short enough for a row: "oGZ3V5…mK8c".
func shortID(id string) string {
	if len(id) <= 12 || !utf8.ValidString(id) {
		return id
	}
	return id[:6] + "…" + id[len(id)-4:]
}

// maskID hides all of an OpenID but its ends: "o•••••mK8c".
func maskID(id string) string {
	r := []rune(id)
	if len(r) < 9 { // too short for ends that tell nothing
		return strings.Repeat("•", len(r))
	}
	return string(r[:1]) + "•••••" + string(r[len(r)-4:])
}

// openIDs are the OpenIDs that an exchange names where OpenIDs stand, the longest first.
func openIDs(x *exchange.Exchange) []string {
	var out []string
	add := func(id string) {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	add(wechat.Query(x.Request.Query).Get("openid"))
	if m := x.Opened.Message; m != nil {
		for _, n := range m.Nodes {
			if n.Name == "FromUserName" || strings.HasSuffix(strings.ToLower(n.Name), "openid") {
				add(n.Value)
			}
		}
	}
	slices.SortFunc(out, func(a, b string) int { return len(b) - len(a) })
	return out
}

// maskIDs masks the known OpenIDs in text, and every word that looks like one.
func maskIDs(text string, known []string) string {
	for _, id := range known {
		text = strings.ReplaceAll(text, id, maskID(id))
	}
	var b strings.Builder
	from := 0
	for i := 0; i < len(text); {
		if !idByte(text[i]) {
			i++
			continue
		}
		end := i
		for end < len(text) && idByte(text[end]) {
			end++
		}
		if text[i] == 'o' && end-i == openIDLen {
			b.WriteString(text[from:i])
			b.WriteString(maskID(text[i:end]))
			from = end
		}
		i = end
	}
	if from == 0 {
		return text
	}
	b.WriteString(text[from:])
	return b.String()
}

func idByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_'
}
