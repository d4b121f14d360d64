package callback

import (
	"time"

	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// appendDrilled appends the body of an answer, with the fault that the rule wants in it. A
// fault that cannot show leaves the answer as it is; moot tells.
func appendDrilled(dst []byte, a *wechat.Account, o *wechat.Opened, out *reply.Outcome, now time.Time) (body []byte, kind string, err error) {
	switch out.Fault {
	case reply.FaultPlain:
		clear := *o
		clear.Encrypted = false
		return a.AppendAnswer(dst, &clear, &out.Reply, now)
	case reply.FaultSignature:
		body, kind, err = a.AppendAnswer(nil, o, &out.Reply, now)
		if err != nil {
			return dst, kind, err
		}
		if m, err := wechat.Parse(string(body)); err == nil && m.Get("Encrypt") != "" && m.Get("MsgSignature") != "" {
			// Signed with what is not the Token: the right form, and never the right value.
			return wechat.AppendSealed(dst, m.Format, m.Get("Encrypt"), a.Token+"!", m.Get("TimeStamp"), m.Get("Nonce")), kind, nil
		}
		return append(dst, body...), kind, nil
	}
	return a.AppendAnswer(dst, o, &out.Reply, now)
}

// moot says whether a fault of an answer cannot show.
func moot(a *wechat.Account, o *wechat.Opened, out *reply.Outcome, body []byte) bool {
	message := false
	if out.Do == reply.Respond {
		switch out.Reply.Type {
		case wechat.ReplySuccess, wechat.ReplyEmpty, wechat.ReplyRaw, "":
		default:
			message = true
		}
	}
	switch out.Fault {
	case reply.FaultSignature, reply.FaultPlain:
		return !message || !o.Encrypted || o.Envelope == nil || a.Mode == wechat.Plain
	case reply.FaultUsers:
		return !message
	case reply.FaultHalf:
		return len(body) == 0 || out.Do == reply.Close
	}
	return false
}
