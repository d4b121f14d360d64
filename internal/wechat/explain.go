package wechat

import (
	"strings"
)

// Peer is another profile, as far as the diagnosis may compare with it.
type Peer struct {
	ID, Name     string
	Token, AppID string
	Path         string
	AESKeys      []string
}

// Known is what else is known while a request is explained.
type Known struct {
	Peers         []Peer   // the other profiles
	EarlierTokens []string // of this profile, newest first
	AppSecret     string   // people paste it where the Token belongs
}

// Explain finds why a request that Open did not let pass does not hold: the causes in
// order of likelihood, proven ones first, then the warnings that Open gave. A guess is
// proven by making the signature come out right with it. o.Causes is not changed.
func (a *Account) Explain(r *Request, o *Opened, k *Known) []Cause {
	if k == nil {
		k = &Known{}
	}
	var errors, warnings []Cause
	for _, c := range o.Causes {
		if c.Warning {
			warnings = append(warnings, c)
		} else {
			errors = append(errors, c)
		}
	}
	q := Query(r.Query)
	if len(errors) > 0 && errors[0].ID == ParameterDuplicate {
		d := q.All(errors[0].Args["name"])
		errors[0].Args = map[string]string{"name": d[0].Name, "first": d[0].Value, "last": d[len(d)-1].Value}
	}
	if len(errors) > 0 && errors[0].ID == TokenMismatch {
		errors = a.explainSignature(q, o, k)
	}
	return append(errors, warnings...)
}

// explainSignature goes through the guesses in the order of how specific they are: the
// shape of the signature, the parameters, the Token, then how it was made.
func (a *Account) explainSignature(q Query, o *Opened, k *Known) []Cause {
	c := &o.Check
	for _, guess := range []func() []Cause{
		func() []Cause { return explainShape(c) },
		func() []Cause { return explainParameters(q, c) },
		func() []Cause { return a.explainToken(c, k) },
		func() []Cause { return explainFields(q, o) },
	} {
		if found := guess(); len(found) > 0 {
			return found
		}
	}
	return []Cause{{ID: TokenMismatch}}
}

// explainShape looks at the signature alone.
func explainShape(c *Check) []Cause {
	given := strings.TrimSpace(c.Given)
	name := "signature"
	if c.Scheme == MsgSignature {
		name = "msg_signature"
	}
	switch {
	case given != c.Given && SameSignature(given, c.Computed):
		return []Cause{{ID: ParameterWhitespace, Args: map[string]string{"name": name}}}
	case given != strings.ToLower(given) && SameSignature(strings.ToLower(given), c.Computed):
		return []Cause{{ID: SignatureUppercase, Args: map[string]string{"name": name}}}
	case !isHex(given):
		return []Cause{{ID: SignatureCharacters, Args: map[string]string{"name": name}}}
	case len(given) != 40:
		return []Cause{{ID: SignatureLength, Args: map[string]string{"name": name, "length": itoa(len(given))}}}
	}
	return nil
}

// explainParameters tries the parameters without blanks and decoded once more.
func explainParameters(q Query, c *Check) []Cause {
	type reading struct {
		id   CauseID
		read func(string) string
	}
	for _, try := range []reading{
		{ParameterWhitespace, strings.TrimSpace},
		{ParameterEncoding, func(s string) string { p, _ := Query("x=" + s).next(); return p.Value }},
		{ParameterEncoding, func(s string) string { return strings.ReplaceAll(s, " ", "+") }},
	} {
		d := *c
		d.Timestamp, d.Nonce, d.Encrypt = try.read(c.Timestamp), try.read(c.Nonce), c.Encrypt
		if c.Scheme == MsgSignature {
			d.Encrypt = try.read(c.Encrypt)
		}
		if d == *c || !SameSignature(d.with(c.Token), strings.TrimSpace(c.Given)) {
			continue
		}
		name := "nonce"
		switch {
		case d.Timestamp != c.Timestamp:
			name = "timestamp"
		case d.Encrypt != c.Encrypt:
			name = "Encrypt"
		}
		return []Cause{{ID: try.id, Args: map[string]string{"name": name}}}
	}
	return nil
}

// explainToken tries other spellings of the Token and everything else that may have
// been filled in as one.
func (a *Account) explainToken(c *Check, k *Known) []Cause {
	fits := func(token string) bool { return token != "" && token != a.Token && SameSignature(c.with(token), c.Given) }
	fix := func(token string) *Fix { return &Fix{Kind: SetToken, Value: token} }
	for _, s := range spellings(a.Token) {
		if fits(s.token) {
			return []Cause{{ID: s.id, Args: s.args, Fix: fix(s.token)}}
		}
	}
	for _, t := range k.EarlierTokens {
		if fits(t) {
			return []Cause{{ID: TokenEarlier, Args: map[string]string{"token": t}, Fix: fix(t)}}
		}
	}
	for _, p := range k.Peers {
		if fits(p.Token) {
			return []Cause{{ID: TokenOtherProfile, Args: map[string]string{"profile": p.Name, "path": p.Path},
				Fix: &Fix{Kind: UseProfile, Value: p.ID}}}
		}
	}
	for _, w := range []struct {
		id    CauseID
		value string
	}{{TokenIsAppID, a.AppID}, {TokenIsAppSecret, k.AppSecret}, {TokenIsAESKey, first(a.Keys)}} {
		if fits(w.value) {
			return []Cause{{ID: w.id}}
		}
	}
	return nil
}

// explainFields finds signature and msg_signature taken for each other, and a sort by
// number instead of by bytes.
func explainFields(q Query, o *Opened) []Cause {
	c := &o.Check
	if c.Scheme == Signature && o.Message != nil {
		if e := encryptOf(o.Message); e != "" && SameSignature(Sign(c.Token, c.Timestamp, c.Nonce, e), c.Given) {
			return []Cause{{ID: SignatureWrongField, Args: map[string]string{"name": "signature"}}}
		}
	}
	if c.Scheme == MsgSignature && SameSignature(Sign(c.Token, c.Timestamp, c.Nonce), c.Given) {
		return []Cause{{ID: SignatureWrongField, Args: map[string]string{"name": "msg_signature"}}}
	}
	for _, order := range numericOrders(c) {
		if SameSignature(signInOrder(order), c.Given) {
			return []Cause{{ID: SortNumeric}}
		}
	}
	return nil
}

// numericOrders are the orders in which a sort that compares digits as numbers, such
// as PHP's sort() without SORT_STRING, may put the parts.
func numericOrders(c *Check) [][]string {
	if len(c.Timestamp) == len(c.Nonce) || !isDigits(c.Timestamp) || !isDigits(c.Nonce) {
		return nil // the same order either way
	}
	small, big := c.Timestamp, c.Nonce
	if len(small) > len(big) {
		small, big = big, small
	}
	out := [][]string{{c.Token, small, big}, {small, c.Token, big}, {small, big, c.Token}}
	if c.Scheme == MsgSignature {
		for i, o := range out {
			out[i] = append(o, c.Encrypt)
		}
	}
	return out
}

func first(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[0]
}
