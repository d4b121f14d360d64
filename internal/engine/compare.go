package engine

import (
	"echostr/internal/compare"
	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// Compare sets two recorded exchanges side by side. Encrypted answers are compared in
// clear where a key of their profile opens them.
func (e *Engine) Compare(a, b int64) ([]compare.Section, error) {
	x, okA := e.journal.Get(a)
	y, okB := e.journal.Get(b)
	if !okA || !okB {
		return nil, ErrNoExchange
	}
	return compare.Exchanges(x, y, compare.Options{Opened: e.openedReply}), nil
}

// openedReply is an encrypted answer in clear; "" when it is not one or does not open.
func (e *Engine) openedReply(x *exchange.Exchange) string {
	p, ok := e.profiles.Settings().Profile(x.Profile)
	if !ok {
		return ""
	}
	m, err := wechat.Parse(string(x.Response.Entity()))
	if err != nil || m.Get("Encrypt") == "" {
		return ""
	}
	for _, k := range p.AESKeys() {
		key, err := wechat.ParseKey(k)
		if err != nil {
			continue
		}
		if plain, _, err := key.Decrypt(m.Get("Encrypt")); err == nil {
			return string(plain)
		}
	}
	return ""
}
