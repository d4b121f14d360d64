package archive

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// sealing signs and encrypts one exchange again, with the aliases.
type sealing struct {
	*redactor
	exchange *exchange.Exchange
	account  Account
	alias    wechat.AccountConfig
}

// request is the request in aliases.
func (s *sealing) request() exchange.Request {
	x := s.exchange
	old := x.Request
	if old.Method == "" || old.Head > len(old.Raw) { // no HTTP, or not even its head
		r := old
		r.Raw = []byte(s.scrub(string(old.Raw)))
		r.Head = min(old.Head, len(r.Raw))
		if old.Head >= len(old.Raw) {
			r.Head = len(r.Raw)
		}
		r.Target, r.Path, r.Query = s.scrub(old.Target), s.scrub(old.Path), s.scrub(old.Query)
		return r
	}
	r := old
	body, oldCipher, newCipher := s.requestBody()
	query := s.query(oldCipher, newCipher)
	target, _, asked := strings.Cut(old.Target, "?")
	if r.Target = s.scrub(target); asked {
		r.Target += "?" + query
	}
	r.Path, r.Query = exchange.SplitTarget(r.Target)
	framed, length := s.framed(old.Header(), old.Cut, old.Body(), body)
	head := s.head(old.Raw[:old.Head], strings.TrimSpace(old.Method+" "+r.Target+" "+old.Proto), length)
	r.Raw, r.Head = append(head, framed...), len(head)
	if !old.Cut {
		r.Size = int64(len(body))
	}
	return r
}

// framed is a new body as it goes over the wire, and its Content-Length; -1 for none. What
// was cut stays announced as it was.
func (s *sealing) framed(h exchange.Head, cut bool, old []byte, body string) ([]byte, int) {
	switch {
	case h.Chunked() && cut:
		return []byte(s.scrub(string(old))), -1
	case h.Chunked() && body == "":
		return []byte("0\r\n\r\n"), -1
	case h.Chunked():
		return fmt.Appendf(nil, "%x\r\n%s\r\n0\r\n\r\n", len(body), body), -1
	case cut:
		return []byte(body), -1
	}
	return []byte(body), len(body)
}

// requestBody is the body in aliases without chunk framing, and the ciphertext that
// msg_signature was made over, before and after.
func (s *sealing) requestBody() (body, oldCipher, newCipher string) {
	x := s.exchange
	o := &x.Opened
	body = string(x.Request.Entity())
	if o.Kind == wechat.Verification {
		if oldCipher = wechat.Query(x.Request.Query).Get("echostr"); o.Encrypted && oldCipher != "" {
			return s.text(body, x.Request.Header()), oldCipher, s.reseal(oldCipher, o.Envelope, s.scrub(o.Echo))
		}
		return s.text(body, x.Request.Header()), "", ""
	}
	m, err := wechat.Parse(body)
	name, oldCipher := cipherOf(m)
	if err != nil || oldCipher == "" {
		return s.text(body, x.Request.Header()), "", ""
	}
	plain := ""
	if o.Plain != nil {
		plain = s.message(string(o.Plain), nil)
	}
	newCipher = s.reseal(oldCipher, o.Envelope, plain)
	return s.message(body, map[string]string{name: newCipher}), oldCipher, newCipher
}

// cipherOf is the ciphertext of a message and the element that it stands in.
func cipherOf(m *wechat.Message) (name, value string) {
	if v := m.Get("Encrypt"); v != "" || m == nil || m.Format == wechat.XML {
		return "Encrypt", v
	}
	return "encrypt", m.Get("encrypt")
}

// reseal is ciphertext for plain with the alias of the key that opened the old one. What
// did not open becomes other bytes of the same length, which open no better.
func (s *sealing) reseal(old string, e *wechat.Envelope, plain string) string {
	raw, err := base64.StdEncoding.DecodeString(old)
	switch {
	case e == nil && err != nil:
		return s.scrub(old)
	case e == nil:
		return base64.StdEncoding.EncodeToString(filler(len(raw)))
	}
	key, err := wechat.ParseKey(s.alias.Keys[min(e.Key, len(s.alias.Keys)-1)])
	if err != nil { // the shape of an alias is right
		return base64.StdEncoding.EncodeToString(filler(len(raw)))
	}
	random := e.Random
	if len(random) != 16 {
		random = string(filler(16))
	}
	app := s.scrub(e.AppID)
	if s.exchange.Verdict == exchange.Pass && s.alias.AppID != "" { // it was right then
		app = s.alias.AppID
	}
	return key.Encrypt([]byte(plain), app, []byte(random))
}

// filler is n bytes that say nothing.
func filler(n int) []byte {
	var out []byte
	for i := 0; len(out) < n; i++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "echostr filler %d", i))
		out = append(out, sum[:]...)
	}
	return out[:n]
}

// query is the query in aliases, signed again.
func (s *sealing) query(oldCipher, newCipher string) string {
	q := wechat.Query(s.exchange.Request.Query)
	stamp, nonce := q.Get("timestamp"), q.Get("nonce")
	newStamp, newNonce := s.scrub(stamp), s.scrub(nonce)
	pieces := strings.Split(string(q), "&")
	for i, piece := range pieces {
		name, raw, _ := strings.Cut(piece, "=")
		pair := wechat.Query(piece).Pairs()
		value := raw
		if len(pair) == 1 {
			name, value = pair[0].Name, pair[0].Value
		}
		switch {
		case name == "signature":
			value = s.signature(value, []string{stamp, nonce}, []string{newStamp, newNonce})
		case name == "msg_signature" && oldCipher != "":
			value = s.signature(value, []string{stamp, nonce, oldCipher}, []string{newStamp, newNonce, newCipher})
		case name == "msg_signature":
			value = s.signature(value, []string{stamp, nonce}, []string{newStamp, newNonce})
		case name == "echostr" && newCipher != "" && s.exchange.Opened.Kind == wechat.Verification:
			pieces[i] = name + "=" + strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(newCipher)
			continue
		default:
			pieces[i] = s.scrub(piece)
			continue
		}
		if value != raw { // a signature has nothing to escape
			pieces[i] = name + "=" + value
		}
	}
	return strings.Join(pieces, "&")
}

// signature is given anew: over other parts, with the alias of the Token that it was made
// with, or of the account's present one if it held then. One that no known Token makes
// stays wrong, of the same length and case; what is no signature at all is text.
func (s *sealing) signature(given string, old, parts []string) string {
	if given == "" || strings.Trim(given, "0123456789abcdefABCDEF") != "" {
		return s.scrub(given)
	}
	c := &s.exchange.Opened.Check
	with := shape(token, 0) + "unknown"
	for t := range s.candidates {
		if strings.EqualFold(wechat.Sign(append([]string{t}, old...)...), given) {
			with = s.of[t]
			break
		}
	}
	if c.OK && (with == s.of[c.Token] || c.Given == given) {
		with = s.alias.Token
	}
	made := wechat.Sign(append([]string{with}, parts...)...)
	for len(made) < len(given) {
		made += made
	}
	made = made[:len(given)]
	if strings.ToLower(given) != given {
		made = strings.ToUpper(made)
	}
	return made
}

// candidates are the Tokens that a signature may have been made with.
func (s *sealing) candidates(yield func(string) bool) {
	if t := s.account.Token; t != "" && !yield(t) {
		return
	}
	if t := s.exchange.Opened.Check.Token; t != "" && t != s.account.Token && !yield(t) {
		return
	}
	for _, c := range s.exchange.Opened.Causes {
		if c.Fix != nil && c.Fix.Kind == wechat.SetToken && c.Fix.Value != "" && !yield(c.Fix.Value) {
			return
		}
	}
	for _, t := range s.account.EarlierTokens {
		if t != "" && !yield(t) {
			return
		}
	}
}
