package ui

import (
	"strings"

	"echostr/internal/wechat"
)

// notice is an event in words that tells how something came out which the account itself had
// begun, or what WeChat decided; false where there are no words for it.
func (t teller) notice(m *wechat.Message) (string, bool) {
	name := strings.ToLower(m.Event())
	get := func(paths ...string) string {
		for _, p := range paths {
			if v := oneLine(m.Get(p)); v != "" {
				return v
			}
		}
		return ""
	}
	switch name {
	case "masssendjobfinish":
		if strings.Contains(strings.ToLower(get("Status")), "success") {
			return t.t("say.mass", "sent", get("SentCount"), "total", get("TotalCount")), true
		}
		return t.t("say.mass.failed", "status", get("Status")), true
	case "freepublishjobfinish":
		status := get("PublishEventInfo.publish_status")
		if status == "0" || status == "1" {
			return t.t("say.publish." + status), true
		}
		return t.t("say.publish.failed", "status", status), true
	case "subscribe_msg_popup_event", "subscribe_msg_change_event":
		list := "SubscribeMsgPopupEvent.List."
		if name == "subscribe_msg_change_event" {
			list = "SubscribeMsgChangeEvent.List."
		}
		key := "say." + name
		if strings.EqualFold(get(list+"SubscribeStatusString", "List.SubscribeStatusString"), "accept") {
			key += ".accept"
		}
		return t.t(key, "who", t.who(m.FromUserName())), true
	case "subscribe_msg_sent_event":
		status := get("SubscribeMsgSentEvent.List.ErrorStatus", "List.ErrorStatus")
		if code := get("SubscribeMsgSentEvent.List.ErrorCode", "List.ErrorCode"); code == "0" || strings.EqualFold(status, "success") {
			return t.t("say.subscribe_msg_sent_event"), true
		}
		return strings.TrimSpace(t.t("say.subscribe_msg_sent_event.failed", "status", status)), true
	case "user_authorization_revoke", "user_authorization_cancellation", "user_info_modified":
		return t.t("say."+name, "who", t.who(get("OpenID", "openid", "FromUserName"))), true
	case "wxa_media_check":
		return t.t("say.wxa_media_check", "suggest", get("result.suggest")), true
	}
	if key := "say.event." + name; plainName(name) && t.words.Has(key) {
		if why := get("FailReason", "Reason", "reason"); why != "" {
			return t.t(key) + " · " + why, true
		}
		return t.t(key), true
	}
	return "", false
}
