package exchange

import "slices"

// MsgTypes are WeChat's types of messages.
func MsgTypes() []string {
	return []string{"text", "image", "voice", "video", "shortvideo", "location", "link", "event", "miniprogrampage", "file"}
}

// EventNames are the events that WeChat documents, the everyday ones first.
func EventNames() []string {
	return []string{"subscribe", "unsubscribe", "SCAN", "CLICK", "VIEW", "LOCATION", "TEMPLATESENDJOBFINISH", "MASSSENDJOBFINISH",
		"view_miniprogram", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin",
		"location_select", "user_enter_tempsession", "kf_create_session", "kf_close_session", "kf_switch_session",
		"subscribe_msg_popup_event", "subscribe_msg_change_event", "subscribe_msg_sent_event", "FREEPUBLISHJOBFINISH",
		"wxa_media_check", "weapp_audit_success", "weapp_audit_fail", "weapp_audit_delay", "user_info_modified",
		"user_authorization_revoke", "user_authorization_cancellation", "qualification_verify_success", "qualification_verify_fail",
		"naming_verify_success", "naming_verify_fail", "annual_renew", "verify_expired", "guide_qrcode_scan_event",
		"component_verify_ticket", "authorized", "updateauthorized", "unauthorized"}
}

// wholeNames are the names of types and events, folded: who types one of them means just
// that, and not those that begin with it.
var wholeNames = func() map[string]bool {
	all := map[string]bool{}
	for _, n := range slices.Concat(MsgTypes(), EventNames()) {
		all[Fold(n)] = true
	}
	return all
}()
