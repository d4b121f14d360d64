package archive

import (
	"strconv"
	"strings"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// redactor makes exchanges without originals, which verify all the same.
type redactor struct {
	*aliases
	given map[string]Account // by profile
	met   map[string]*met    // by profile
}

func newRedactor(accounts map[string]Account, more []string) *redactor {
	r := &redactor{aliases: newAliases(), given: accounts, met: map[string]*met{}}
	r.accounts(accounts)
	for _, s := range more {
		r.name(otherSecret, s)
	}
	return r
}

// learn finds out what of x must not leave.
func (r *redactor) learn(x *exchange.Exchange) {
	m := r.accountOf(x)
	o := &x.Opened
	if e := o.Envelope; e != nil {
		for len(m.Keys) <= e.Key { // a key that is gone by now
			m.Keys = append(m.Keys[:len(m.Keys):len(m.Keys)], "")
		}
	}
	if x.Verdict == exchange.Pass && o.Kind != wechat.Verification {
		m.plain, m.sealed = m.plain || !o.Encrypted, m.sealed || o.Encrypted
	}
	r.aliases.learn(x, m.Account)
}

// accountOf is the account of x as far as it is known: that of its profile, else what the
// profile's exchanges tell.
func (r *redactor) accountOf(x *exchange.Exchange) *met {
	m := r.met[x.Profile]
	if m == nil {
		m = &met{}
		if given, ok := r.given[x.Profile]; ok {
			m.Account = given
		}
		r.met[x.Profile] = m
	}
	if _, ok := r.given[x.Profile]; !ok && m.Token == "" {
		m.Token = x.Opened.Check.Token
	}
	return m
}

// testAccounts are what the redacted requests of each profile verify with.
func (r *redactor) testAccounts() map[string]wechat.AccountConfig {
	out := make(map[string]wechat.AccountConfig, len(r.met))
	for id, m := range r.met {
		if id != "" {
			out[id] = r.account(m.config())
		}
	}
	return out
}

// exchange is x in aliases, with everything that is found out about it found out anew.
func (r *redactor) exchange(x *exchange.Exchange) *exchange.Exchange {
	r.learn(x) // it may have come after the first reading
	account := r.accountOf(x).config()
	alias := r.account(account)
	y := *x
	y.Rule, y.RuleID, y.Remote = r.scrub(x.Rule), r.scrub(x.RuleID), r.scrub(x.Remote)
	y.Special = r.special(x.Special)
	s := sealing{redactor: r, exchange: x, account: account, alias: alias}
	y.Request = s.request()
	y.Opened = r.opened(x, &y, alias)
	y.Response = s.response(&y)
	return &y
}

// opened is what is known of the redacted request y.
func (r *redactor) opened(x, y *exchange.Exchange, alias wechat.AccountConfig) wechat.Opened {
	var o wechat.Opened
	if q, err := y.Received(); err == nil && x.Verdict != exchange.NotForUs {
		o = wechat.NewAccount(alias).Open(q)
	}
	o.Kind = x.Opened.Kind
	o.RuledOut = x.Opened.RuledOut
	o.Causes = nil
	for _, c := range x.Opened.Causes {
		o.Causes = append(o.Causes, r.cause(c))
	}
	return o
}

func (r *redactor) cause(c wechat.Cause) wechat.Cause {
	if c.Args != nil {
		args := make(map[string]string, len(c.Args))
		for k, v := range c.Args {
			args[k] = r.scrub(v)
		}
		c.Args = args
	}
	if c.Fix != nil {
		c.Fix = &wechat.Fix{Kind: c.Fix.Kind, Value: r.scrub(c.Fix.Value)}
	}
	return c
}

// head rewrites a head line by line: the first is given, values lose their originals,
// length is the new Content-Length where there is one. Echostr's own marks are left out:
// they are of the moment.
func (r *redactor) head(raw []byte, first string, length int) []byte {
	var b strings.Builder
	begun, skip := false, false
	for line := range strings.SplitAfterSeq(string(raw), "\n") {
		text := strings.TrimRight(line, "\r\n")
		end := line[len(text):]
		name, value, field := strings.Cut(text, ":")
		lower := strings.ToLower(strings.TrimSpace(name))
		switch {
		case text == "":
			b.WriteString(line)
			continue
		case !begun:
			begun, text = true, first
		case text[0] == ' ' || text[0] == '\t':
			if skip {
				continue
			}
			text = r.scrub(text)
		case !field:
			skip, text = false, r.scrub(text)
		case lower == "x-echostr-test" || lower == "x-echostr-replay":
			skip = true
			continue
		case secretHeaders[lower]:
			skip, text = true, name+": redacted"
		case lower == "content-length" && length >= 0:
			skip, text = false, name+": "+strconv.Itoa(length)
		default:
			skip, text = false, name+":"+r.scrub(value)
		}
		b.WriteString(text + end)
	}
	return []byte(b.String())
}
