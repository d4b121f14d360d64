package ui

import (
	"strconv"
	"strings"
	"time"

	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// The names in sample messages.
const (
	sampleOpenID  = "oGZ3V5x7Qp2LrT9vWb4NcYd6mK8c"
	sampleAccount = "gh_7f083b5a2c1d"
)

// sampleMessage is a message such as the condition waits for, as far as one can be made up.
// said is what the person says where the condition leaves that open.
func sampleMessage(when reply.When, said string, now time.Time) *wechat.Message {
	w := wishOf(when)
	m := &wechat.Message{}
	add := func(name, value string) {
		if own, ok := w.fields[name]; ok {
			value = own
			delete(w.fields, name)
		}
		m.Nodes = append(m.Nodes, wechat.Node{Name: name, Value: value, Parent: -1})
	}
	add("ToUserName", sampleAccount)
	from := sampleOpenID
	if w.from != "" {
		from = w.from
	}
	add("FromUserName", from)
	add("CreateTime", strconv.FormatInt(now.Unix(), 10))
	add("MsgType", w.kind)
	if w.event != "" {
		addEvent(add, &w)
	} else {
		addBody(add, &w, said)
	}
	for name, value := range w.fields {
		if !strings.Contains(name, ".") { // what lies deeper is not made up
			m.Nodes = append(m.Nodes, wechat.Node{Name: name, Value: value, Parent: -1})
		}
	}
	return m
}

func addEvent(add func(name, value string), w *wish) {
	add("Event", w.event)
	key := w.key
	if key == "" && !w.hasKey {
		key = map[string]string{"click": "V1001_TODAY_MUSIC", "scan": "123", "view": "https://example.com/"}[strings.ToLower(w.event)]
	}
	if strings.EqualFold(w.event, "subscribe") && w.scene {
		key = "qrscene_" + key
	}
	add("EventKey", key)
	switch strings.ToLower(w.event) {
	case "location":
		add("Latitude", "23.137466")
		add("Longitude", "113.352425")
		add("Precision", "119.385040")
	case "templatesendjobfinish", "masssendjobfinish":
		add("Status", "success")
		add("MsgID", "200163836")
	case "kf_create_session", "kf_close_session":
		add("KfAccount", "kf2001@gh_demo")
	}
}

func addBody(add func(name, value string), w *wish, said string) {
	text := w.text
	if !w.hasText {
		text = said
	}
	switch strings.ToLower(w.kind) {
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
	case "file":
		add("Title", "sample.pdf")
		add("Description", "")
		add("FileTotalLen", "1024")
	case "miniprogrampage":
		add("Title", "echostr")
		add("AppId", "wx5823bf96d3bd56c7")
		add("PagePath", "pages/index/index")
	default:
		add("Content", text)
	}
	add("MsgId", "24990000000000001")
}
