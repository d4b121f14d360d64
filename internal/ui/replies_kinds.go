package ui

import (
	"slices"
	"strings"

	"echostr/internal/reply"
)

// messageTypes are the MsgTypes that a rule is offered to wait for; "" takes any.
var messageTypes = []string{"", "text", "image", "voice", "video", "shortvideo", "location", "link", "event"}

// eventNames are the events that a rule is offered to wait for; "" takes any.
var eventNames = []string{"", "subscribe", "unsubscribe", "SCAN", "CLICK", "VIEW", "LOCATION",
	"scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select",
	"view_miniprogram", "TEMPLATESENDJOBFINISH", "MASSSENDJOBFINISH", "subscribe_msg_popup_event"}

// matchOps and replyKinds are the choices of the editor, in its order.
var (
	matchOps   = []reply.Op{reply.Equals, reply.Contains, reply.Regexp, reply.Any}
	replyKinds = []string{reply.KindText, reply.KindSuccess, reply.KindEmpty}
)

// placeOf is the index of a name in a list, without case; -1 when it is not there.
func placeOf(list []string, name string) int {
	return slices.IndexFunc(list, func(s string) bool { return strings.EqualFold(s, strings.TrimSpace(name)) })
}

// simple is a condition as the form shows it, as far as it can.
func simple(w reply.When) reply.Simple {
	s, _ := w.Simple()
	return s
}

// rewhen changes a rule's condition, unless that says more than the form shows.
func rewhen(r *reply.Rule, change func(*reply.Simple)) {
	if s, whole := r.When.Simple(); whole {
		change(&s)
		r.When = s.When()
	}
}

// takesEvents says whether a rule waits for events and nothing else.
func takesEvents(w reply.Simple) bool {
	return strings.EqualFold(strings.TrimSpace(w.Type), "event") || strings.TrimSpace(w.Event) != ""
}

// insertable are the elements that a reply is offered to quote: those of the messages
// that the rule waits for, then those that every message has.
func insertable(when reply.When) []string {
	w := simple(when)
	var own []string
	event := takesEvents(w)
	switch kind := strings.ToLower(strings.TrimSpace(w.Type)); {
	case event:
		own = append([]string{"Event", "EventKey"}, eventElements[strings.ToLower(strings.TrimSpace(w.Event))]...)
	case kind == "":
		own = []string{"Content", "MsgType"}
	case messageElements[kind] != nil:
		own = messageElements[kind]
	}
	own = append(slices.Clone(own), "FromUserName", "ToUserName", "CreateTime")
	if !event {
		own = append(own, "MsgId")
	}
	return own
}

var messageElements = map[string][]string{
	"text":       {"Content"},
	"image":      {"PicUrl", "MediaId"},
	"voice":      {"Recognition", "Format", "MediaId"},
	"video":      {"MediaId", "ThumbMediaId"},
	"shortvideo": {"MediaId", "ThumbMediaId"},
	"location":   {"Label", "Location_X", "Location_Y", "Scale"},
	"link":       {"Title", "Description", "Url"},
}

var eventElements = map[string][]string{
	"subscribe":             {"Ticket"},
	"scan":                  {"Ticket"},
	"view":                  {"MenuId"},
	"location":              {"Latitude", "Longitude", "Precision"},
	"scancode_push":         {"ScanCodeInfo.ScanType", "ScanCodeInfo.ScanResult"},
	"scancode_waitmsg":      {"ScanCodeInfo.ScanType", "ScanCodeInfo.ScanResult"},
	"pic_sysphoto":          {"SendPicsInfo.Count"},
	"pic_photo_or_album":    {"SendPicsInfo.Count"},
	"pic_weixin":            {"SendPicsInfo.Count"},
	"location_select":       {"SendLocationInfo.Label", "SendLocationInfo.Location_X", "SendLocationInfo.Location_Y"},
	"templatesendjobfinish": {"Status", "MsgID"},
	"masssendjobfinish":     {"Status", "SentCount", "ErrorCount"},
}
