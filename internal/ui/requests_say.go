package ui

import (
	"strings"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// say is what a request says, in words: the user's text, or what happened.
func (t teller) say(x *exchange.Exchange) string {
	o := &x.Opened
	switch m := o.Message; {
	case x.Verdict == exchange.NotForUs:
		return oneLine(x.Request.Method + " " + x.Request.Target)
	case o.Kind == wechat.Verification:
		if x.Verdict == exchange.Pass {
			return t.t("say.verified")
		}
		return oneLine(x.Request.Method + " " + x.Request.Path)
	case m == nil:
		return oneLine(x.Request.Method + " " + x.Request.Path)
	case m.MsgType() == "" && m.InfoType() == "":
		return oneLine(m.ToUserName())
	case m.IsEvent():
		return t.guard(x, t.event(m))
	default:
		return t.guard(x, t.message(m))
	}
}

// message is a user's message in words.
func (t teller) message(m *wechat.Message) string {
	get := func(path string) string { return oneLine(m.Get(path)) }
	switch strings.ToLower(m.MsgType()) {
	case "text":
		return get("Content")
	case "image":
		return t.with("say.image", get("PicUrl"), get("MediaId"))
	case "voice":
		if heard := get("Recognition"); heard != "" {
			return t.t("say.voice.heard", "text", heard)
		}
		return t.with("say.voice", get("Format"))
	case "video", "shortvideo":
		return t.with("say.video", get("MediaId"))
	case "location":
		if label := get("Label"); label != "" {
			return label
		}
		return t.t("say.place", "lat", get("Location_X"), "lng", get("Location_Y"))
	case "link", "file", "miniprogrampage":
		return t.with("say."+strings.ToLower(m.MsgType()), get("Title"), get("Url"), get("PagePath"))
	}
	return t.leaves(m)
}

// event is an event in words.
func (t teller) event(m *wechat.Message) string {
	get := func(path string) string { return oneLine(m.Get(path)) }
	who, key := t.who(m.FromUserName()), get("EventKey")
	switch name := strings.ToLower(m.Event()); name {
	case "subscribe":
		if scene := strings.TrimPrefix(key, "qrscene_"); scene != "" {
			return t.t("say.subscribe.scan", "who", who, "scene", scene)
		}
		return t.t("say.subscribe", "who", who)
	case "unsubscribe":
		return t.t("say.unsubscribe", "who", who)
	case "scan":
		return t.t("say.scan", "scene", key)
	case "location":
		return t.t("say.position", "lat", get("Latitude"), "lng", get("Longitude"))
	case "click":
		return t.t("say.click", "key", key)
	case "view":
		return t.t("say.view", "url", key)
	case "view_miniprogram":
		return t.t("say.view_miniprogram", "page", key)
	case "scancode_push", "scancode_waitmsg":
		return t.t("say.scancode", "result", get("ScanCodeInfo.ScanResult"))
	case "pic_sysphoto", "pic_photo_or_album", "pic_weixin":
		return t.t("say.pictures", "count", get("SendPicsInfo.Count"))
	case "location_select":
		return t.with("say.location_select", get("SendLocationInfo.Label"), get("SendLocationInfo.Poiname"), key)
	case "templatesendjobfinish":
		return m.Event() + " · " + get("Status")
	case "kf_create_session", "kf_close_session":
		return t.t("say."+name, "account", get("KfAccount"))
	case "kf_switch_session":
		return t.t("say.kf_switch_session", "from", get("FromKfAccount"), "to", get("ToKfAccount"))
	case "user_enter_tempsession":
		return t.with("say.user_enter_tempsession", get("SessionFrom"))
	}
	if words, ok := t.notice(m); ok {
		return words
	}
	return t.leaves(m)
}

// with is a word and, behind it, the first value that is not empty.
func (t teller) with(key string, values ...string) string {
	for _, v := range values {
		if v != "" {
			return t.t(key) + " · " + v
		}
	}
	return t.t(key)
}

// leaves is what stands in a message that there are no words for: its own name and values.
func (t teller) leaves(m *wechat.Message) string {
	var out []string
	for _, l := range m.Leaves() {
		switch l.Path {
		case "ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "MsgId":
			continue
		}
		if l.Value == "" {
			continue
		}
		if out = append(out, l.Path+"="+oneLine(l.Value)); len(out) == 4 {
			break
		}
	}
	name := m.Event()
	if name == "" {
		name = m.InfoType()
	}
	if name != "" {
		out = append([]string{oneLine(name)}, out...)
	}
	return oneLine(strings.Join(out, " · "))
}
