package simulate

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// ErrSealed refuses to sign a push again whose ciphertext did not open: what it says is
// not known.
var ErrSealed = errors.New("simulate: the message could not be decrypted")

// Message is the text of a recorded push in clear: what was decrypted, else the body
// without the ciphertext that compatible mode sends beside it. "" of a verification. The
// errors are ErrSealed, ErrCut and exchange.ErrNotHTTP.
func Message(x *exchange.Exchange) (string, error) {
	o := &x.Opened
	switch {
	case x.Request.Method == "":
		return "", exchange.ErrNotHTTP
	case x.Request.Cut:
		return "", ErrCut
	case o.Kind == wechat.Verification:
		return "", nil
	case o.Plain != nil:
		return string(o.Plain), nil
	case o.Encrypted:
		return "", ErrSealed
	}
	return withoutCipher(string(x.Request.Entity())), nil
}

// withoutCipher takes Encrypt out of a message; one without it stays byte for byte.
func withoutCipher(body string) string {
	m, err := wechat.Parse(body)
	if err != nil {
		return body
	}
	kept := wechat.Message{Format: m.Format}
	var gone int32 // leaves, so that only what follows moves up
	for _, n := range m.Nodes {
		if n.Parent < 0 && n.Name == "Encrypt" && n.Kind == wechat.Text {
			gone++
			continue
		}
		if n.Parent >= 0 {
			n.Parent -= gone
		}
		kept.Nodes = append(kept.Nodes, n)
	}
	if gone == 0 {
		return body
	}
	return string(kept.Append(nil))
}

// Resign is a recorded request as WeChat would send it now: the same message and
// headers, a new timestamp and nonce, signed with the account's Token and, in
// compatible and safe mode, encrypted with its first key.
func Resign(x *exchange.Exchange, a wechat.AccountConfig, mode wechat.Mode, now time.Time) (Wire, error) {
	message, err := Message(x)
	if err != nil {
		return Wire{}, err
	}
	return ResignWith(x, message, a, mode, now)
}

// ResignWith is Resign with another message, in clear; of a verification that is none.
func ResignWith(x *exchange.Exchange, message string, a wechat.AccountConfig, mode wechat.Mode, now time.Time) (Wire, error) {
	p := PartsOf(x)
	q, err := sign(a.Token, now)
	if err != nil {
		return Wire{}, err
	}
	query := resigned(wechat.Query(x.Request.Query), q, message)
	if x.Opened.Kind != wechat.Verification {
		p.Body = []byte(message)
		if mode != wechat.Plain {
			var signature string
			if p.Body, signature, err = sealed(message, mode, a, q); err != nil {
				return Wire{}, err
			}
			query += "&encrypt_type=aes&msg_signature=" + signature
		}
	}
	p.Target = x.Request.Path + "?" + query
	return p.Wire()
}

// Reword is a recorded request with another message, in clear, and all else as it was:
// timestamp, nonce and signatures too. One that came sealed is sealed anew with the
// account's first key, which its msg_signature cannot fit.
func Reword(x *exchange.Exchange, message string, a wechat.AccountConfig) (Wire, error) {
	p := PartsOf(x)
	p.Body = []byte(message)
	if x.Opened.Encrypted {
		mode := wechat.Safe
		if outer, err := wechat.Parse(string(x.Request.Entity())); err == nil && outer.MsgType() != "" {
			mode = wechat.Compatible
		}
		var err error
		if p.Body, _, err = sealed(message, mode, a, signedQuery{}); err != nil {
			return Wire{}, err
		}
	}
	return p.Wire()
}

// resigned is a query with new signature, timestamp and nonce in the places of the old
// ones; what speaks of encryption is left out, and openid follows the message.
func resigned(old wechat.Query, q signedQuery, message string) string {
	fresh := map[string]string{"signature": q.signature, "timestamp": q.timestamp, "nonce": q.nonce}
	if m, err := wechat.Parse(message); err == nil && m.FromUserName() != "" && old.Get("openid") != "" {
		fresh["openid"] = url.QueryEscape(m.FromUserName())
	}
	var parts []string
	add := func(name, raw string) { parts = append(parts, name+"="+raw) }
	for _, p := range old.Pairs() {
		switch v, ok := fresh[p.Name]; {
		case p.Name == "encrypt_type", p.Name == "msg_signature", ok && v == "":
		case ok:
			add(p.Name, v)
			fresh[p.Name] = "" // a second one is left out
		default:
			add(url.QueryEscape(p.Name), p.Raw)
		}
	}
	for _, name := range []string{"signature", "timestamp", "nonce"} {
		if fresh[name] != "" {
			add(name, fresh[name])
		}
	}
	return strings.Join(parts, "&")
}

// sealed is the body of a push in compatible or safe mode, as WeChat lays it out, and
// its msg_signature.
func sealed(message string, mode wechat.Mode, a wechat.AccountConfig, q signedQuery) (body []byte, signature string, err error) {
	first := ""
	if len(a.Keys) > 0 {
		first = a.Keys[0]
	}
	key, err := wechat.ParseKey(first)
	if err != nil {
		return nil, "", fmt.Errorf("encrypt push: %w", err)
	}
	random := make([]byte, 16)
	if _, err := rand.Read(random); err != nil {
		return nil, "", fmt.Errorf("encrypt push: %w", err)
	}
	encrypt := key.Encrypt([]byte(message), a.AppID, random)
	signature = wechat.Sign(a.Token, q.timestamp, q.nonce, encrypt)
	m, err := wechat.Parse(message)
	if err != nil { // signed and sealed all the same: that is how a receiver is tried out
		m = &wechat.Message{}
	}
	out := &wechat.Message{Format: m.Format}
	if mode == wechat.Compatible {
		out.Nodes = append(out.Nodes, m.Nodes...)
	} else if to := m.ToUserName(); to != "" {
		out.Nodes = append(out.Nodes, wechat.Node{Name: "ToUserName", Value: to, Parent: -1})
	}
	out.Nodes = append(out.Nodes, wechat.Node{Name: "Encrypt", Value: encrypt, Parent: -1})
	return out.Append(nil), signature, nil
}
