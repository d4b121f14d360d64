package wechat

import "time"

// AccountConfig is what one WeChat account and its server share.
type AccountConfig struct {
	Token string // an empty one lets nothing pass
	AppID string // checked against ciphertext; "" takes any
	Mode  Mode
	Keys  []string // EncodingAESKeys, the current one first; malformed ones are kept aside
}

// Account opens requests and makes answers. It is immutable and safe for concurrent use.
type Account struct {
	AccountConfig
	keys []*Key // as in Keys; nil where malformed
}

// NewAccount makes the keys ready. It cannot fail: what is wrong with the settings
// shows as the cause of requests that do not hold.
func NewAccount(c AccountConfig) *Account {
	a := &Account{AccountConfig: c}
	for _, s := range c.Keys {
		k, _ := ParseKey(s)
		a.keys = append(a.keys, k)
	}
	return a
}

// keyless says that no key was set at all, not even a malformed one.
func (a *Account) keyless() bool {
	for _, s := range a.Keys {
		if s != "" {
			return false
		}
	}
	return true
}

// Request is what matters of an HTTP request.
type Request struct {
	Method       string
	Path         string
	Query        string // raw, without "?"
	ContentType  string
	UserAgent    string
	Body         []byte // without transfer framing
	Time         time.Time
	BodyCut      bool // the connection ended before the announced length
	BodyTooLarge bool // Body is only the beginning
}
