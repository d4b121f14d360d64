package callback

import (
	"net/http"
	"slices"
	"time"

	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// Composed is an answer as it leaves, and what is to be remarked about it.
type Composed struct {
	Status      int
	ContentType string
	Body        []byte
	Remarks     []wechat.Cause
}

// Compose makes the answer that an outcome asks for: of Respond and of Status. The body is
// appended to dst. a is the account that opened o. What is wrong with the answer on purpose
// is no remark.
func Compose(dst []byte, a *wechat.Account, o *wechat.Opened, out *reply.Outcome, now time.Time) (Composed, error) {
	if out.Do == reply.Status {
		c := Composed{Status: out.Status, ContentType: out.ContentType, Body: append(dst, out.Body...)}
		if bodiless(out.Status) {
			c.Body = dst
		}
		if out.Status < 300 {
			c.Remarks = wechat.Lint(c.Body, c.ContentType, o, a, now)
		}
		return c, nil
	}
	body, kind, err := appendDrilled(dst, a, o, out, now)
	if err != nil {
		return Composed{}, err
	}
	found := remarks(a, o, &out.Reply, body, kind)
	if out.Fault == reply.FaultUsers {
		found = slices.DeleteFunc(found, func(c wechat.Cause) bool { return c.ID == wechat.ReplyUsers })
	}
	return Composed{http.StatusOK, kind, body, found}, nil
}

// bodiless are the statuses that HTTP gives no body.
func bodiless(status int) bool {
	return status == http.StatusNoContent || status == http.StatusNotModified
}
