package archive

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// response is the answer in aliases; y is the exchange with its new request.
func (s *sealing) response(y *exchange.Exchange) exchange.Response {
	old := s.exchange.Response
	if len(old.Raw) == 0 || old.Head > len(old.Raw) {
		return exchange.Response{Status: old.Status, Raw: []byte(s.scrub(string(old.Raw))), Head: old.Head}
	}
	body, h := s.responseBody(y), old.Header()
	framed, length := s.framed(h, false, old.Body(), body)
	head := s.head(old.Raw[:old.Head], s.scrub(firstLine(old.Raw)), length)
	return exchange.Response{Status: old.Status, Raw: append(head, framed...), Head: len(head)}
}

func firstLine(raw []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimLeft(raw, "\r\n"), []byte{'\n'})
	return strings.TrimSuffix(string(line), "\r")
}

// responseBody is the body of the answer in aliases, without chunk framing.
func (s *sealing) responseBody(y *exchange.Exchange) string {
	x := s.exchange
	body := string(x.Response.Entity())
	if e := x.Opened.Echo; e != "" && body == e && y.Opened.Echo != "" {
		return y.Opened.Echo
	}
	m, err := wechat.Parse(body)
	cipher := m.Get("Encrypt")
	if err != nil || cipher == "" {
		return s.text(body, x.Response.Header())
	}
	var e *wechat.Envelope
	plain, key := plainAnswer(x, s.account)
	if key >= 0 {
		if ready, err := wechat.ParseKey(s.account.Keys[key]); err == nil {
			if _, env, err := ready.Decrypt(cipher); err == nil {
				env.Key, e = key, &env
			}
		}
	}
	if e != nil {
		plain = s.message(plain, nil)
	}
	fresh := s.reseal(cipher, e, plain)
	stamp, nonce := m.Get("TimeStamp"), m.Get("Nonce")
	signature := s.signature(m.Get("MsgSignature"), []string{stamp, nonce, cipher}, []string{s.scrub(stamp), s.scrub(nonce), fresh})
	return s.message(body, map[string]string{"Encrypt": fresh, "MsgSignature": signature})
}

// unzipped bounds what a compressed body may come to, bytes.
const unzipped = 8 << 20

// text is a body in aliases. Of a compressed one the inside is; one that cannot be read is
// left out, since nobody knows what it holds.
func (r *redactor) text(body string, h exchange.Head) string {
	switch coding := strings.ToLower(h.Get("Content-Encoding")); coding {
	case "", "identity":
		return r.message(body, nil)
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(strings.NewReader(body))
		if err != nil {
			return ""
		}
		plain, err := io.ReadAll(io.LimitReader(z, unzipped+1))
		if err != nil || len(plain) > unzipped {
			return ""
		}
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		if _, err := io.WriteString(w, r.message(string(plain), nil)); err != nil {
			return ""
		}
		if err := w.Close(); err != nil {
			return ""
		}
		return b.String()
	}
	return ""
}
