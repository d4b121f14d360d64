package ui

import (
	"slices"
	"strings"

	"echostr/internal/reply"
)

// typeGroup are MsgTypes or events that are offered together. Its words are
// "replies.group.<key>".
type typeGroup struct {
	key    string
	events bool
	names  []string
}

// typeGroups are what a rule is offered to wait for. Their words are "replies.type.<name>"
// and "replies.event.<name>", in lower case.
var typeGroups = []typeGroup{
	{"messages", false, []string{"text", "image", "voice", "video", "shortvideo", "location", "link", "file", "miniprogrampage"}},
	{"any_event", false, []string{"event"}},
	{"follow", true, []string{"subscribe", "unsubscribe", "SCAN", "LOCATION"}},
	{"menu", true, []string{"CLICK", "VIEW", "view_miniprogram", "scancode_push", "scancode_waitmsg", "pic_sysphoto",
		"pic_photo_or_album", "pic_weixin", "location_select"}},
	{"sent", true, []string{"TEMPLATESENDJOBFINISH", "MASSSENDJOBFINISH", "FREEPUBLISHJOBFINISH",
		"subscribe_msg_popup_event", "subscribe_msg_change_event", "subscribe_msg_sent_event"}},
	{"staff", true, []string{"user_enter_tempsession", "kf_create_session", "kf_close_session", "kf_switch_session",
		"guide_qrcode_scan_event"}},
	{"verify", true, []string{"qualification_verify_success", "qualification_verify_fail", "naming_verify_success",
		"naming_verify_fail", "annual_renew", "verify_expired"}},
	{"miniprogram", true, []string{"weapp_audit_success", "weapp_audit_fail", "weapp_audit_delay", "wxa_media_check",
		"user_authorization_revoke", "user_authorization_cancellation", "user_info_modified", "debug_demo"}},
	{"platform", true, []string{"component_verify_ticket", "authorized", "updateauthorized", "unauthorized"}},
}

// matchOps are the comparisons that a rule of one condition has, in its order.
var matchOps = []reply.Op{reply.Equals, reply.Contains, reply.Regexp, reply.Any}

// placeOf is the index of a name in a list, without case; -1 when it is not there.
func placeOf(list []string, name string) int {
	return slices.IndexFunc(list, func(s string) bool { return strings.EqualFold(s, strings.TrimSpace(name)) })
}

// takesEvents says whether a condition waits for events and nothing else.
func takesEvents(w reply.When) bool {
	return len(w.Events) > 0 || len(w.Types) > 0 &&
		!slices.ContainsFunc(w.Types, func(t string) bool { return !strings.EqualFold(strings.TrimSpace(t), "event") })
}

// takesText says whether among the messages that a condition waits for are some in which a
// person says something.
func takesText(w reply.When) bool {
	return !takesEvents(w) && (len(w.Types) == 0 || placeOf(w.Types, "text") >= 0 || placeOf(w.Types, "voice") >= 0)
}

// insertable are the elements that a reply is offered to quote: those of the messages
// that the rule waits for, then those that every message has.
func insertable(w reply.When) []string {
	var own []string
	add := func(names ...string) {
		for _, n := range names {
			if !slices.Contains(own, n) {
				own = append(own, n)
			}
		}
	}
	event := takesEvents(w)
	switch {
	case event:
		add("Event", "EventKey")
		for _, e := range w.Events {
			add(eventElements[strings.ToLower(strings.TrimSpace(e))]...)
		}
	case len(w.Types) == 0:
		add("Content", "MsgType")
	default:
		for _, t := range w.Types {
			add(messageElements[strings.ToLower(strings.TrimSpace(t))]...)
		}
	}
	add("FromUserName", "ToUserName", "CreateTime")
	if !event {
		add("MsgId")
	}
	return own
}

var messageElements = map[string][]string{
	"text":            {"Content"},
	"image":           {"PicUrl", "MediaId"},
	"voice":           {"Recognition", "Format", "MediaId"},
	"video":           {"MediaId", "ThumbMediaId"},
	"shortvideo":      {"MediaId", "ThumbMediaId"},
	"location":        {"Label", "Location_X", "Location_Y", "Scale"},
	"link":            {"Title", "Description", "Url"},
	"file":            {"Title", "Description", "FileKey", "FileMd5", "FileTotalLen"},
	"miniprogrampage": {"Title", "AppId", "PagePath", "ThumbUrl", "ThumbMediaId"},
}

var eventElements = map[string][]string{
	"subscribe":                    {"Ticket"},
	"scan":                         {"Ticket"},
	"view":                         {"MenuId"},
	"view_miniprogram":             {"MenuId"},
	"location":                     {"Latitude", "Longitude", "Precision"},
	"scancode_push":                {"ScanCodeInfo.ScanType", "ScanCodeInfo.ScanResult"},
	"scancode_waitmsg":             {"ScanCodeInfo.ScanType", "ScanCodeInfo.ScanResult"},
	"pic_sysphoto":                 {"SendPicsInfo.Count"},
	"pic_photo_or_album":           {"SendPicsInfo.Count"},
	"pic_weixin":                   {"SendPicsInfo.Count"},
	"location_select":              {"SendLocationInfo.Label", "SendLocationInfo.Poiname", "SendLocationInfo.Location_X", "SendLocationInfo.Location_Y"},
	"templatesendjobfinish":        {"Status", "MsgID"},
	"masssendjobfinish":            {"Status", "TotalCount", "FilterCount", "SentCount", "ErrorCount"},
	"freepublishjobfinish":         {"PublishEventInfo.publish_id", "PublishEventInfo.publish_status", "PublishEventInfo.article_id"},
	"subscribe_msg_popup_event":    {"SubscribeMsgPopupEvent.List.TemplateId", "SubscribeMsgPopupEvent.List.SubscribeStatusString"},
	"subscribe_msg_change_event":   {"SubscribeMsgChangeEvent.List.TemplateId", "SubscribeMsgChangeEvent.List.SubscribeStatusString"},
	"subscribe_msg_sent_event":     {"SubscribeMsgSentEvent.List.TemplateId", "SubscribeMsgSentEvent.List.ErrorStatus"},
	"user_enter_tempsession":       {"SessionFrom"},
	"kf_create_session":            {"KfAccount"},
	"kf_close_session":             {"KfAccount"},
	"kf_switch_session":            {"FromKfAccount", "ToKfAccount"},
	"qualification_verify_success": {"ExpiredTime"},
	"qualification_verify_fail":    {"FailTime", "FailReason"},
	"naming_verify_success":        {"ExpiredTime"},
	"naming_verify_fail":           {"FailTime", "FailReason"},
	"annual_renew":                 {"ExpiredTime"},
	"verify_expired":               {"ExpiredTime"},
	"weapp_audit_success":          {"SuccTime"},
	"weapp_audit_fail":             {"Reason", "FailTime"},
	"weapp_audit_delay":            {"Reason", "DelayTime"},
	"wxa_media_check":              {"trace_id", "result.suggest", "result.label"},
	"user_authorization_revoke":    {"OpenID", "AppID", "RevokeInfo"},
}
