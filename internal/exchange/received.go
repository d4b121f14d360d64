package exchange

import (
	"errors"
	"strings"

	"echostr/internal/wechat"
)

// ErrNotWhole is a request of which too little is kept to read it again.
var ErrNotWhole = errors.New("exchange: the request was not kept whole")

// ErrNotHTTP is what came instead of a request.
var ErrNotHTTP = errors.New("exchange: what came is no HTTP request")

// Received is the request as it was opened when it came: its body without chunk framing,
// and cut where it was cut then.
func (x *Exchange) Received() (*wechat.Request, error) {
	r := &x.Request
	if r.Method == "" {
		return nil, ErrNotHTTP
	}
	q := &wechat.Request{Method: r.Method, Path: r.Path, Query: r.Query, Time: x.Time}
	for _, c := range x.Opened.Causes {
		q.BodyTooLarge = q.BodyTooLarge || c.ID == wechat.BodyTooLarge
		q.BodyCut = q.BodyCut || c.ID == wechat.BodyCut
	}
	if r.Cut && !q.BodyTooLarge && !q.BodyCut {
		return nil, ErrNotWhole
	}
	h := r.Header()
	q.ContentType, q.UserAgent = h.Get("Content-Type"), h.Get("User-Agent")
	q.Body = entity(h, r.Body())
	return q, nil
}

// SplitTarget parts a request target into the path, still escaped, and the raw query. Of
// an absolute target scheme and host are left out.
func SplitTarget(target string) (path, query string) {
	path, query, _ = strings.Cut(target, "?")
	if strings.HasPrefix(path, "/") {
		return path, query
	}
	if _, rest, ok := strings.Cut(path, "://"); ok {
		if i := strings.IndexByte(rest, '/'); i >= 0 {
			return rest[i:], query
		}
		return "/", query
	}
	return path, query
}
