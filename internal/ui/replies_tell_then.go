package ui

import (
	"net/url"
	"path"
	"strconv"

	"echostr/internal/reply"
)

// then is an answer in short, with what is special about it: "文本 “…”，延迟 2 秒".
func (t ruleTeller) then(n reply.Then) string {
	if n.Delay.Max > 0 || n.Fault != reply.FaultNone || len(n.After) > 0 {
		n.Text = gistTo(n.Text, briefMax) // so that what is special is in sight
	}
	said := t.answer(n)
	if d := n.Delay; d.Max > 0 {
		key := "replies.then.delay"
		if d.Min != d.Max {
			key = "replies.then.delay_range"
		}
		said = t.t(key, "then", said, "from", seconds(d.Min), "to", seconds(d.Max))
	}
	if n.Fault != reply.FaultNone {
		said = t.t("replies.then.fault", "then", said, "fault", t.t("replies.fault."+string(n.Fault)))
	}
	if k := len(n.After); k > 0 {
		said = t.t("replies.then.after", "then", said, "count", strconv.Itoa(k))
	}
	return said
}

// briefMax is how many characters of a text stand before what is special about an answer.
const briefMax = 8

// answer is what an answer says or does.
func (t ruleTeller) answer(n reply.Then) string {
	with := func(kind, text string) string {
		if text == "" {
			return kind
		}
		return t.t("replies.then.with", "kind", kind, "text", text)
	}
	kind := n.Kind
	if key := "replies.kind." + n.Kind; t.words.Has(key) {
		kind = t.t(key)
	}
	switch n.Kind {
	case reply.KindText:
		return t.t("replies.then.text", "text", gist(n.Text))
	case reply.KindSuccess:
		return t.t("replies.then.success")
	case reply.KindEmpty:
		return t.t("replies.then.empty")
	case reply.KindMusic, reply.KindLink, reply.KindMiniProgram:
		return with(kind, gist(n.Title))
	case reply.KindNews:
		return t.t("replies.then.news", "count", strconv.Itoa(len(n.Articles)))
	case reply.KindTransfer:
		return with(kind, gist(n.Account))
	case reply.KindRaw:
		return with(kind, gist(n.Text))
	case reply.KindFile:
		return with(kind, gist(path.Base(n.File)))
	case reply.KindStatus:
		return t.t("replies.then.status", "status", strconv.Itoa(n.Status))
	case reply.KindForward:
		host := n.URL
		if u, err := url.Parse(n.URL); err == nil && u.Host != "" {
			host = u.Host
		}
		return t.t("replies.then.forward", "to", gist(host))
	case reply.KindSequence:
		return t.t("replies.then.sequence", "count", strconv.Itoa(len(n.Steps)))
	}
	return kind
}
