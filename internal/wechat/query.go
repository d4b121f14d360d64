package wechat

import "net/url"

// Query is a raw query string as it came, without "?". It is read in place: WeChat's
// parameters carry nothing escaped, so reading one costs no allocation.
type Query string

// Pair is one parameter of a query. Value is decoded as a form is ("+" is a blank);
// where the escapes are broken it is Raw.
type Pair struct {
	Name, Raw, Value string
	Broken           bool // an escape that does not decode
}

// next splits the first parameter off, in one pass over its bytes.
func (q Query) next() (p Pair, rest Query) {
	end, equals := len(q), -1
	escapes := [2]bool{} // in the name, in the value
scan:
	for i := range len(q) {
		switch q[i] {
		case '&':
			end, rest = i, q[i+1:]
			break scan
		case '=':
			if equals < 0 {
				equals = i
			}
		case '%', '+':
			if equals < 0 {
				escapes[0] = true
			} else {
				escapes[1] = true
			}
		}
	}
	if p.Name = string(q[:end]); equals >= 0 {
		p.Name, p.Raw = string(q[:equals]), string(q[equals+1:end])
	}
	if escapes[0] {
		if s, err := url.QueryUnescape(p.Name); err == nil {
			p.Name = s
		}
	}
	p.Value = p.Raw
	if escapes[1] {
		if s, err := url.QueryUnescape(p.Raw); err == nil {
			p.Value = s
		} else {
			p.Broken = true
		}
	}
	return p, rest
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

// signed are the parameters that a signature check reads, each as it first came.
type signed struct {
	pairs [6]Pair
	has   [6]bool
	twice string // the name of one that came more than once, with different values
}

// The places of the parameters in signed.
const (
	hasSignature = iota
	hasMsgSignature
	hasTimestamp
	hasNonce
	hasEchostr
	hasEncryptType
)

var signedNames = [6]string{"signature", "msg_signature", "timestamp", "nonce", "echostr", "encrypt_type"}

// value is the decoded value of a parameter; "" when it did not come.
func (s *signed) value(i int) string { return s.pairs[i].Value }

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
		switch {
		case i == len(signedNames):
		case !s.has[i]:
			s.pairs[i], s.has[i] = p, true
		case s.pairs[i].Value != p.Value:
			s.twice = p.Name
		}
	}
	return s
}
