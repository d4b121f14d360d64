package wechat

import (
	"net/url"
	"strings"
)

// Query is a raw query string as it came, without "?". It is read in place: WeChat's
// parameters carry nothing escaped, so reading one costs no allocation.
type Query string

// Pair is one parameter of a query. Value is decoded as a form is ("+" is a blank);
// where the escapes are broken it is Raw.
type Pair struct {
	Name, Raw, Value string
	Broken           bool // an escape that does not decode
}

// next splits the first parameter off.
func (q Query) next() (p Pair, rest Query) {
	kv, tail, _ := strings.Cut(string(q), "&")
	name, raw, _ := strings.Cut(kv, "=")
	p.Name, p.Raw = name, raw
	if strings.ContainsAny(name, "%+") {
		if s, err := url.QueryUnescape(name); err == nil {
			p.Name = s
		}
	}
	p.Value = raw
	if strings.IndexByte(raw, '%') >= 0 || strings.IndexByte(raw, '+') >= 0 {
		if s, err := url.QueryUnescape(raw); err == nil {
			p.Value = s
		} else {
			p.Broken = true
		}
	}
	return p, Query(tail)
}

// Pairs are all parameters in order.
func (q Query) Pairs() []Pair {
	var out []Pair
	for q != "" {
		var p Pair
		if p, q = q.next(); p.Name != "" || p.Raw != "" {
			out = append(out, p)
		}
	}
	return out
}

// Get is the value of the first parameter of that name.
func (q Query) Get(name string) string {
	p, _ := q.find(name)
	return p.Value
}

// All are the parameters of that name, in order.
func (q Query) All(name string) []Pair {
	var out []Pair
	for q != "" {
		var p Pair
		if p, q = q.next(); p.Name == name {
			out = append(out, p)
		}
	}
	return out
}

func (q Query) find(name string) (Pair, bool) {
	for q != "" {
		var p Pair
		if p, q = q.next(); p.Name == name {
			return p, true
		}
	}
	return Pair{}, false
}

// signed are the parameters that a signature check reads.
type signed struct {
	signature, msgSignature, timestamp, nonce, echostr, encryptType Pair

	has   [6]bool
	twice string // the name of one that came more than once, with different values
}

// The places of the parameters in signed.has.
const (
	hasSignature = iota
	hasMsgSignature
	hasTimestamp
	hasNonce
	hasEchostr
	hasEncryptType
)

var signedNames = [6]string{"signature", "msg_signature", "timestamp", "nonce", "echostr", "encrypt_type"}

func (s *signed) at(i int) *Pair {
	return [6]*Pair{&s.signature, &s.msgSignature, &s.timestamp, &s.nonce, &s.echostr, &s.encryptType}[i]
}

// ours says whether the parameters look like WeChat's. A lone timestamp, nonce or
// encrypt_type does not: other people's requests have such parameters too.
func (s *signed) ours() bool {
	return s.has[hasSignature] || s.has[hasMsgSignature] || s.has[hasEchostr] ||
		s.has[hasTimestamp] && s.has[hasNonce]
}

// read takes the first of each parameter in one pass.
func (q Query) read() (s signed) {
	for q != "" {
		var p Pair
		p, q = q.next()
		i := 0
		for i < len(signedNames) && signedNames[i] != p.Name {
			i++
		}
		if i == len(signedNames) {
			continue
		}
		if have := s.at(i); !s.has[i] {
			*have, s.has[i] = p, true
		} else if have.Value != p.Value {
			s.twice = p.Name
		}
	}
	return s
}
