package exchange

import (
	"strings"
	"time"

	"echostr/internal/wechat"
)

// testNow is when the tests ask.
var testNow = time.Date(2026, 11, 20, 14, 30, 0, 0, time.FixedZone("CST", 8*3600))

// message is a push with elements, name and value in turn.
func message(elements ...string) *wechat.Message {
	m := &wechat.Message{}
	for i := 0; i+1 < len(elements); i += 2 {
		m.Nodes = append(m.Nodes, wechat.Node{Name: elements[i], Value: elements[i+1], Parent: -1})
	}
	return m
}

// samples are exchanges of many kinds, IDs from 1.
func samples() []*Exchange {
	raw := func(head, body string) Request {
		return Request{Method: "POST", Target: "/wx/demo?openid=oGZ3V5abcdefghijklmnopqrmK8c&nonce=1", Path: "/wx/demo",
			Query: "openid=oGZ3V5abcdefghijklmnopqrmK8c&nonce=1", Raw: []byte(head + body), Head: len(head)}
	}
	answer := func(status int, body string) Response { return Response{Status: status, Raw: []byte(body)} }
	const head = "POST /wx/demo HTTP/1.0\r\nHost: x\r\nUser-Agent: Mozilla/4.0\r\n\r\n"
	const id = "oGZ3V5abcdefghijklmnopqrmK8c"
	all := []*Exchange{
		{Verdict: Pass, Duration: 3 * time.Millisecond, Profile: "demo0001", Via: Tunnel, Rule: "营业时间", Reply: "text",
			Request: raw(head, "<xml/>"), Response: answer(200, "<xml>九点开门</xml>"),
			Opened: wechat.Opened{Kind: wechat.UserMessage, Message: message("ToUserName", "gh_1", "FromUserName", id, "MsgType", "text", "Content", "请问今天几点开门？ＡＢＣ")}},
		{Verdict: Pass, Duration: 5100 * time.Millisecond, Profile: "demo0001", Via: Tunnel, Reply: "success",
			Request: raw(head, "<xml/>"), Response: answer(200, "success"),
			Opened: wechat.Opened{Kind: wechat.UserMessage, Encrypted: true, Causes: []wechat.Cause{{ID: wechat.ReplySlow, Warning: true}},
				Message: message("FromUserName", "oOther", "MsgType", "image", "PicUrl", "http://mmbiz.qpic.cn/x/0")}},
		{Verdict: Pass, Duration: time.Millisecond, Profile: "shop0001", Test: true, Rule: "欢迎", Request: raw(head, ""), Response: answer(200, ""),
			Opened: wechat.Opened{Kind: wechat.Event, Message: message("FromUserName", id, "MsgType", "event", "Event", "subscribe", "EventKey", "qrscene_123")}},
		{Verdict: Pass, Profile: "shop0001", Request: raw(head, ""), Response: answer(200, ""),
			Opened: wechat.Opened{Kind: wechat.Event, Message: message("MsgType", "event", "Event", "CLICK", "EventKey", "V1001")}},
		{Verdict: Pass, Profile: "shop0001", Request: raw(head, ""), Response: answer(200, ""),
			Opened: wechat.Opened{Kind: wechat.Event, Message: message("MsgType", "event", "Event", "subscribe_msg_sent_event")}},
		{Verdict: Fail, Profile: "demo0001", Via: Tunnel, Request: Request{Method: "GET", Target: "/wx/demo?echostr=%E4%BD%A0+x", Path: "/wx/demo", Query: "echostr=%E4%BD%A0+x"},
			Response: answer(403, "signature mismatch"),
			Opened:   wechat.Opened{Kind: wechat.Verification, Causes: []wechat.Cause{{ID: wechat.TokenWhitespace}, {ID: wechat.TimestampSkew, Warning: true}}}},
		{Verdict: Fail, Profile: "demo0001", Request: raw(head, "<xml>broken"), Response: answer(400, "body unreadable"),
			Opened: wechat.Opened{Kind: wechat.UserMessage, Causes: []wechat.Cause{{ID: wechat.BodySyntax}}, Plain: []byte("<xml>秘密")}},
		{Verdict: NotForUs, Remote: "185.191.171.3:40210", Request: Request{Method: "GET", Target: "/wp-login.php", Path: "/wp-login.php", Cut: true},
			Response: answer(404, "404 not found"), Opened: wechat.Opened{Causes: []wechat.Cause{{ID: wechat.NotWeChat}}}},
		{Verdict: Fail, Opened: wechat.Opened{Kind: wechat.UserMessage}},
	}
	for i, x := range all {
		x.ID = int64(i + 1)
		x.Time = testNow.Add(-time.Duration(i) * 7 * time.Minute)
	}
	return all
}

// naive says the same as a Matcher, in the plainest way.
func naive(q Query, x *Exchange) bool {
	for _, t := range q.terms {
		has := false
		for _, v := range t.values {
			has = has || naiveValue(t.key, v, x)
		}
		if has == t.not {
			return false
		}
	}
	return true
}

func naiveFold(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		n := 1
		for n < len(s) && s[n]&0xC0 == 0x80 && n < 3 {
			n++
		}
		switch r := []rune(s[:n]); {
		case len(r) == 1 && r[0] >= 0xFF01 && r[0] <= 0xFF5E:
			b.WriteString(strings.ToLower(string(r[0] - 0xFEE0)))
		case len(r) == 1 && r[0] == 0x3000:
			b.WriteByte(' ')
		default:
			n = 1
			if c := s[0]; c >= 'A' && c <= 'Z' {
				b.WriteByte(c + 32)
			} else if c != 0 {
				b.WriteByte(c)
			}
		}
		s = s[n:]
	}
	return b.String()
}

func naiveValue(key Key, v value, x *Exchange) bool {
	want := naiveFold(v.text)
	name := func(have string, begins bool) bool {
		have = naiveFold(have)
		return have == want || begins && !v.quoted && strings.HasPrefix(have, want)
	}
	holds := func(have string) bool {
		return naiveFold(have) == want || !v.quoted && strings.Contains(naiveFold(have), want)
	}
	o := &x.Opened
	var msgType, event, from string
	if m := o.Message; m != nil {
		msgType, event, from = m.MsgType(), m.Event(), m.FromUserName()
	}
	if from == "" && x.Verdict != NotForUs {
		from = wechat.Query(x.Request.Query).Get("openid")
	}
	switch key {
	case Word:
		parts := []string{x.Request.Method, x.Request.Target, x.Remote, x.Rule, string(x.Response.Body())}
		if plain, ok := unescape(x.Request.Target); ok {
			parts = append(parts, plain)
		}
		if strings.Contains(string(x.Request.Raw), "Mozilla/4.0") {
			parts = append(parts, "Mozilla/4.0")
		}
		switch {
		case o.Message != nil:
			for _, n := range o.Message.Nodes {
				parts = append(parts, n.Name, n.Value)
			}
		case o.Plain != nil:
			parts = append(parts, string(o.Plain))
		default:
			parts = append(parts, string(x.Request.Body()))
		}
		for _, c := range o.Causes {
			parts = append(parts, string(c.ID))
		}
		for _, p := range parts {
			if strings.Contains(naiveFold(p), want) {
				return true
			}
		}
		return false
	case KeyVerdict:
		return x.Verdict.String() == want
	case KeyKind:
		return o.Kind.String() == want
	case KeyVia:
		return x.Via.String() == want
	case KeyType:
		return name(msgType, !wholeNames[want])
	case KeyEvent:
		return name(event, !wholeNames[want])
	case KeyFrom:
		if i := strings.IndexAny(want, "…•*"); i >= 0 && !v.quoted {
			end := want[i:]
			for strings.ContainsAny(end, "…•*") {
				_, width := naiveFirst(end)
				end = end[width:]
			}
			from = naiveFold(from)
			return len(from) >= i+len(end) && strings.HasPrefix(from, want[:i]) && strings.HasSuffix(from, end)
		}
		return name(from, true)
	case KeyRule:
		return holds(x.Rule)
	case KeyPath:
		return holds(x.Request.Path)
	case KeyProfile:
		return name(x.Profile, true)
	case KeyCause:
		for _, c := range o.Causes {
			if name(string(c.ID), true) {
				return true
			}
		}
		return len(o.Causes) == 0 && name("", true)
	case KeyIs:
		return map[string]bool{"test": x.Test, "encrypted": o.Encrypted, "cut": x.Request.Cut}[want]
	case KeyHas:
		warned := false
		for _, c := range o.Causes {
			warned = warned || c.Warning
		}
		return map[string]bool{"warning": warned, "rule": x.Rule != "", "message": o.Message != nil,
			"reply": x.Reply == "text"}[want]
	}
	m := MetaOf(x) // numbers and times are held by tables of their own
	return v.test(&m)
}

func naiveFirst(s string) (rune, int) {
	for i, r := range s {
		if i == 0 {
			return r, len(string(r))
		}
	}
	return 0, len(s)
}
