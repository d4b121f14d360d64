package wechat

import "strings"

// messageTypes are the types that a reply's MsgType may be.
var messageTypes = []ReplyType{ReplyText, ReplyImage, ReplyVoice, ReplyVideo, ReplyMusic, ReplyNews, ReplyTransfer}

func (t ReplyType) known() bool {
	for _, k := range messageTypes {
		if t == k {
			return true
		}
	}
	return false
}

// element is what a type's fields stand in; "" where they stand at the top.
func (t ReplyType) element() string {
	switch t {
	case ReplyImage:
		return "Image"
	case ReplyVoice:
		return "Voice"
	case ReplyVideo:
		return "Video"
	case ReplyMusic:
		return "Music"
	case ReplyNews:
		return "Articles"
	case ReplyTransfer:
		return "TransInfo"
	}
	return ""
}

// required are the fields that a type must have, as paths into the message.
func (t ReplyType) required() []string {
	switch t {
	case ReplyText:
		return []string{"Content"}
	case ReplyImage:
		return []string{"Image.MediaId"}
	case ReplyVoice:
		return []string{"Voice.MediaId"}
	case ReplyVideo:
		return []string{"Video.MediaId"}
	case ReplyMusic:
		return []string{"Music.ThumbMediaId"}
	}
	return nil
}

// Check tells what WeChat would not take of a reply to the push, without building it:
// nil when it is fine. A raw one is not looked into; Lint does that.
func (r *Reply) Check(o *Opened) []Cause {
	switch r.Type {
	case "", ReplySuccess, ReplyEmpty, ReplyRaw:
		return nil
	}
	out := checkUsers(nil, o.Message, r.To, r.From, false)
	missing := ""
	switch r.Type {
	case ReplyText:
		out = checkText(out, r.Content)
	case ReplyImage, ReplyVoice, ReplyVideo:
		missing = r.MediaID
	case ReplyMusic:
		missing = r.ThumbMediaID
	case ReplyNews:
		if out = checkArticles(out, o.Message, len(r.Articles)); len(r.Articles) > 0 {
			for _, a := range r.Articles {
				if a.Title == "" {
					return append(out, fieldMissing(ReplyNews, "Title"))
				}
			}
		}
		return out
	case ReplyTransfer:
		return out
	default:
		return append(out, unknownType(string(r.Type)))
	}
	if required := r.Type.required()[0]; missing == "" && r.Type != ReplyText {
		out = append(out, fieldMissing(r.Type, required))
	}
	return out
}

func warn(id CauseID, args ...string) Cause {
	c := Cause{ID: id, Warning: true}
	if len(args) > 0 {
		c.with(args...)
	}
	return c
}

func fieldMissing(t ReplyType, path string) Cause {
	return warn(ReplyFieldMissing, "type", string(t), "name", path[strings.LastIndexByte(path, '.')+1:])
}

// checkText is about the length of a text.
func checkText(out []Cause, content string) []Cause {
	switch {
	case strings.TrimSpace(content) == "":
		return append(out, fieldMissing(ReplyText, "Content"))
	case len(content) > MaxTextReply:
		return append(out, warn(ReplyTextLong, "bytes", itoa(len(content)), "limit", itoa(MaxTextReply)))
	}
	return out
}

// checkArticles is about the number of articles in answer to a push.
func checkArticles(out []Cause, push *Message, n int) []Cause {
	limit := MaxArticles
	switch strings.ToLower(push.MsgType()) {
	case "text", "image", "video", "news", "location":
		limit = MaxArticlesToUser
	}
	switch {
	case n == 0:
		return append(out, warn(ReplyArticles, "what", "none"))
	case n > limit:
		return append(out, warn(ReplyArticles, "what", "too_many", "items", itoa(n), "limit", itoa(limit)))
	}
	return out
}

// checkUsers holds a reply's receiver and sender to the push's sender and receiver. An
// empty one is no fault where it is filled in later.
func checkUsers(out []Cause, push *Message, to, from string, must bool) []Cause {
	user, account := push.FromUserName(), push.ToUserName()
	if user == "" || account == "" {
		return out
	}
	if to == account && from == user && user != account {
		return append(out, warn(ReplyUsers, "what", "not_swapped", "name", "ToUserName", "got", shortened(to), "want", user))
	}
	for _, f := range [...]struct{ name, got, want string }{{"ToUserName", to, user}, {"FromUserName", from, account}} {
		switch {
		case f.got == f.want || f.got == "" && !must:
		case f.got == "":
			out = append(out, warn(ReplyUsers, "what", "missing", "name", f.name, "got", "", "want", f.want))
		default:
			out = append(out, warn(ReplyUsers, "name", f.name, "got", shortened(f.got), "want", f.want))
		}
	}
	return out
}

// unknownType names the type that was most likely meant.
func unknownType(t string) Cause {
	c := warn(ReplyKind, "type", shortened(t))
	for _, k := range messageTypes {
		if len(t) < 40 && edits(strings.ToLower(t), string(k)) <= 2 {
			c.with("nearest", string(k))
			break
		}
	}
	return c
}
