package ui

import (
	"regexp/syntax"
	"strconv"
	"strings"
	"time"
	"unicode"

	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// The names in sample messages.
const (
	sampleOpenID  = "oGZ3V5x7Qp2LrT9vWb4NcYd6mK8c"
	sampleAccount = "gh_7f083b5a2c1d"
)

// sampleMessage is a message such as the rule waits for, as far as one can be made up.
// said is what the person says where the rule leaves that open.
func sampleMessage(when reply.When, said string, now time.Time) *wechat.Message {
	w := simple(when)
	kind := strings.TrimSpace(w.Type)
	switch {
	case takesEvents(w):
		kind = "event"
	case kind == "":
		kind = "text"
	}
	m := &wechat.Message{}
	add := func(name, value string) {
		m.Nodes = append(m.Nodes, wechat.Node{Name: name, Value: value, Parent: -1})
	}
	add("ToUserName", sampleAccount)
	add("FromUserName", sampleOpenID)
	add("CreateTime", strconv.FormatInt(now.Unix(), 10))
	add("MsgType", kind)
	text, open := sampleText(w)
	if open {
		text = said
	}
	switch strings.ToLower(kind) {
	case "event":
		name := strings.TrimSpace(w.Event)
		if name == "" {
			name = "CLICK"
		}
		add("Event", name)
		if open {
			text = map[string]string{"click": "V1001_TODAY_MUSIC", "scan": "123", "view": "https://example.com/"}[strings.ToLower(name)]
		}
		add("EventKey", text)
		return m
	case "image":
		add("PicUrl", "https://mmbiz.qpic.cn/sample/0")
		add("MediaId", "sample-media-id")
	case "voice":
		add("MediaId", "sample-media-id")
		add("Format", "amr")
		add("Recognition", text)
	case "video", "shortvideo":
		add("MediaId", "sample-media-id")
		add("ThumbMediaId", "sample-thumb-id")
	case "location":
		add("Location_X", "23.134521")
		add("Location_Y", "113.358803")
		add("Scale", "20")
		add("Label", "广州市海珠区客村艺苑路 12 号")
	case "link":
		add("Title", "echostr")
		add("Description", "echostr")
		add("Url", "https://example.com/")
	default:
		add("Content", text)
	}
	add("MsgId", "24990000000000001")
	return m
}

// sampleText is a text that a comparison takes; open says that any will do.
func sampleText(w reply.Simple) (text string, open bool) {
	switch w.Op {
	case reply.Equals:
		return strings.TrimSpace(w.Text), false
	case reply.Contains:
		for part := range strings.SplitSeq(w.Text, "|") {
			if part = strings.TrimSpace(part); part != "" {
				return part, false
			}
		}
	case reply.Regexp:
		if re, err := syntax.Parse(w.Text, syntax.Perl); err == nil {
			var b strings.Builder
			writeMatch(&b, re, 0)
			return b.String(), false
		}
	}
	return "", true
}

// matchMost bounds a made-up match, for patterns such as (a{100}){100}.
const matchMost = 200

// writeMatch writes a short text that a regular expression takes. What looks around it,
// such as \b, is not obeyed.
func writeMatch(b *strings.Builder, re *syntax.Regexp, depth int) {
	if b.Len() > matchMost || depth > 50 {
		return
	}
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		b.WriteRune(runeIn(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte('x')
	case syntax.OpCapture, syntax.OpPlus:
		writeMatch(b, re.Sub[0], depth+1)
	case syntax.OpRepeat:
		for range re.Min {
			writeMatch(b, re.Sub[0], depth+1)
		}
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			writeMatch(b, sub, depth+1)
		}
	case syntax.OpAlternate:
		writeMatch(b, re.Sub[0], depth+1)
	}
}

// runeIn is a character of a class, given as pairs of first and last: a digit, a letter
// or a Chinese character if it has one, so that a person can read it.
func runeIn(class []rune) rune {
	for _, want := range "1a一" {
		for i := 0; i+1 < len(class); i += 2 {
			if class[i] <= want && want <= class[i+1] {
				return want
			}
		}
	}
	for i := 0; i+1 < len(class); i += 2 {
		for r := class[i]; r <= class[i+1] && r < class[i]+200; r++ {
			if unicode.IsPrint(r) && r != ' ' {
				return r
			}
		}
	}
	if len(class) > 0 {
		return class[0]
	}
	return 'x'
}
