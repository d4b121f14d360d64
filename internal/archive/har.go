package archive

import (
	"encoding/base64"
	"encoding/json"
	"mime"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// HTTP Archive 1.2: http://www.softwareishard.com/blog/har-12-spec. Members of our own
// begin with "_", as it asks for.

type harCreator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type harEntry struct {
	Started  string      `json:"startedDateTime"`
	Time     float64     `json:"time"` // milliseconds
	Request  harRequest  `json:"request"`
	Response harResponse `json:"response"`
	Cache    struct{}    `json:"cache"`
	Timings  harTimings  `json:"timings"`
	Comment  string      `json:"comment,omitempty"`
	Echostr  *harEchostr `json:"_echostr,omitempty"`
}

type harPair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type harRequest struct {
	Method      string       `json:"method"`
	URL         string       `json:"url"`
	HTTPVersion string       `json:"httpVersion"`
	Cookies     []harPair    `json:"cookies"`
	Headers     []harPair    `json:"headers"`
	Query       []harPair    `json:"queryString"`
	PostData    *harPostData `json:"postData,omitempty"`
	HeadersSize int          `json:"headersSize"`
	BodySize    int          `json:"bodySize"`
}

type harPostData struct {
	MimeType string `json:"mimeType"`
	Text     string `json:"text"`
	Encoding string `json:"_encoding,omitempty"` // "base64" where the body is no text
}

type harResponse struct {
	Status      int        `json:"status"`
	StatusText  string     `json:"statusText"`
	HTTPVersion string     `json:"httpVersion"`
	Cookies     []harPair  `json:"cookies"`
	Headers     []harPair  `json:"headers"`
	Content     harContent `json:"content"`
	RedirectURL string     `json:"redirectURL"`
	HeadersSize int        `json:"headersSize"`
	BodySize    int        `json:"bodySize"`
}

type harContent struct {
	Size     int    `json:"size"`
	MimeType string `json:"mimeType"`
	Text     string `json:"text,omitempty"`
	Encoding string `json:"encoding,omitempty"`
}

type harTimings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

// harEchostr is what echostr found out.
type harEchostr struct {
	ID      int64            `json:"id"`
	Profile string           `json:"profile,omitempty"`
	Via     string           `json:"via"`
	Remote  string           `json:"remote,omitempty"`
	Test    bool             `json:"test,omitempty"`
	Origin  int64            `json:"origin,omitempty"`
	Kind    string           `json:"kind"`
	Verdict string           `json:"verdict"`
	Causes  []wechat.CauseID `json:"causes,omitempty"`
	Rule    string           `json:"rule,omitempty"`
	Plain   string           `json:"message,omitempty"` // what was decrypted
}

type harWriter struct {
	*output
	more bool
}

func (w *harWriter) begin() error {
	version := w.Version
	if version == "" {
		version = "0"
	}
	creator, err := json.Marshal(harCreator{"echostr", version})
	if err != nil {
		return err
	}
	accounts := map[string]testAccount{}
	for id, a := range w.test {
		accounts[id] = testAccount{a.Token, a.AppID, a.Mode, a.Keys}
	}
	_, err = w.WriteString(`{"log":{"version":"1.2","creator":` + string(creator))
	if err == nil && !w.Unredacted {
		var text []byte
		if text, err = json.Marshal(accounts); err == nil {
			_, err = w.WriteString(`,"comment":"redacted; the requests verify with the accounts in _accounts","_accounts":` + string(text))
		}
	}
	if err == nil {
		_, err = w.WriteString(`,"entries":[`)
	}
	return err
}

func (w *harWriter) add(x *exchange.Exchange) (bool, error) {
	if x.Request.Method == "" {
		return false, nil
	}
	if w.more {
		if err := w.WriteByte(','); err != nil {
			return false, err
		}
	}
	w.more = true
	if err := w.WriteByte('\n'); err != nil {
		return false, err
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return true, e.Encode(harOf(x, w.Base))
}

func (w *harWriter) end() error {
	_, err := w.WriteString("]}}\n")
	return err
}

// harOf is an exchange as an entry; base is where its host is not known.
func harOf(x *exchange.Exchange, base string) *harEntry {
	ms := float64(x.Duration) / float64(time.Millisecond)
	e := &harEntry{Started: stamp(x.Time), Time: ms, Timings: harTimings{Wait: ms}, Comment: text(title(x)),
		Request: harRequestOf(x, base), Response: harResponseOf(&x.Response),
		Echostr: &harEchostr{ID: x.ID, Profile: x.Profile, Via: x.Via.String(), Remote: text(x.Remote), Test: x.Test, Origin: x.Origin,
			Kind: x.Opened.Kind.String(), Verdict: x.Verdict.String(), Rule: text(x.Rule), Plain: text(string(x.Opened.Plain))}}
	for _, c := range x.Opened.Causes {
		e.Echostr.Causes = append(e.Echostr.Causes, c.ID)
	}
	return e
}

func harRequestOf(x *exchange.Exchange, base string) harRequest {
	r, h, body := &x.Request, x.Request.Header(), x.Request.Entity()
	out := harRequest{Method: text(r.Method), URL: absolute(x, h, base), HTTPVersion: text(r.Proto), Cookies: []harPair{},
		Headers: harHeaders(h), Query: []harPair{}, HeadersSize: r.Head, BodySize: len(r.Body())}
	for _, p := range wechat.Query(r.Query).Pairs() {
		out.Query = append(out.Query, harPair{text(p.Name), text(p.Value)})
	}
	for part := range strings.SplitSeq(h.Get("Cookie"), ";") {
		if name, value, ok := strings.Cut(strings.TrimSpace(part), "="); ok {
			out.Cookies = append(out.Cookies, harPair{text(name), text(value)})
		}
	}
	if len(body) > 0 {
		out.PostData = &harPostData{MimeType: text(h.Get("Content-Type"))}
		out.PostData.Text, out.PostData.Encoding = harText(body)
	}
	return out
}

// absolute is the URL that was asked for.
func absolute(x *exchange.Exchange, h exchange.Head, base string) string {
	if strings.Contains(x.Request.Target, "://") {
		return text(x.Request.Target)
	}
	if host := h.Get("Host"); host != "" {
		base = "http://" + host
		if x.Via == exchange.Tunnel || strings.EqualFold(h.Get("X-Forwarded-Proto"), "https") {
			base = "https://" + host
		}
	}
	target := x.Request.Target
	if !strings.HasPrefix(target, "/") {
		target = "/" + target
	}
	return text(strings.TrimSuffix(base, "/") + target)
}

func harResponseOf(r *exchange.Response) harResponse {
	h, body := r.Header(), r.Entity()
	proto, rest, _ := strings.Cut(h.Line, " ")
	_, reason, _ := strings.Cut(rest, " ")
	if reason == "" {
		reason = http.StatusText(r.Status)
	}
	out := harResponse{Status: r.Status, StatusText: text(reason), HTTPVersion: text(proto), Cookies: []harPair{}, Headers: harHeaders(h),
		RedirectURL: text(h.Get("Location")), HeadersSize: min(r.Head, len(r.Raw)), BodySize: len(r.Body())}
	if len(r.Raw) == 0 {
		out.HTTPVersion, out.HeadersSize, out.BodySize = "unknown", -1, -1
	}
	for _, f := range h.Fields {
		if strings.EqualFold(f.Name, "Set-Cookie") {
			name, value, _ := strings.Cut(f.Value, "=")
			value, _, _ = strings.Cut(value, ";")
			out.Cookies = append(out.Cookies, harPair{text(name), text(value)})
		}
	}
	out.Content = harContent{Size: len(body), MimeType: mimeType(h.Get("Content-Type"))}
	out.Content.Text, out.Content.Encoding = harText(body)
	return out
}

// mimeType is a Content-Type, or what the format asks for where there is none.
func mimeType(s string) string {
	if _, _, err := mime.ParseMediaType(s); err != nil {
		return "x-unknown"
	}
	return text(s)
}

func harHeaders(h exchange.Head) []harPair {
	out := []harPair{}
	for _, f := range h.Fields {
		switch strings.ToLower(f.Name) {
		case "x-echostr-test", "x-echostr-replay":
			continue
		}
		out = append(out, harPair{text(f.Name), text(f.Value)})
	}
	return out
}

// harText is a body, as base64 where it is no text.
func harText(body []byte) (s, encoding string) {
	if utf8.Valid(body) {
		return string(body), ""
	}
	return base64.StdEncoding.EncodeToString(body), "base64"
}

// text is s as JSON can hold it.
func text(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
