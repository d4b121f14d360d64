package wechat

import (
	"net/url"
	"strings"
)

// guessShape looks at the signature alone.
func guessShape(c *Check) *Cause {
	given := strings.TrimSpace(c.Given)
	lower := strings.ToLower(given)
	args := map[string]string{"name": c.Scheme.parameter()}
	switch {
	case given != c.Given && SameSignature(given, c.Computed):
		return &Cause{ID: ParameterWhitespace, Args: args}
	case given != lower && SameSignature(lower, c.Computed):
		return &Cause{ID: SignatureUppercase, Args: args}
	case !isHex(given):
		return &Cause{ID: SignatureCharacters, Args: args}
	case len(given) != len(c.Computed):
		args["length"] = itoa(len(given))
		return &Cause{ID: SignatureLength, Args: args}
	}
	return nil
}

// guessParameters looks for escapes that do not decode, and tries the parameters
// without blanks around them, decoded once more, and with "+" where an unescaped one
// became a blank.
func guessParameters(q Query, o *Opened) *Cause {
	c := &o.Check
	sealed := "Encrypt"
	if o.Kind == Verification {
		sealed = signedNames[hasEchostr]
	}
	for _, name := range []string{signedNames[hasTimestamp], signedNames[hasNonce], signedNames[hasEchostr]} {
		p, _ := q.find(name)
		if p.Broken && (name != signedNames[hasEchostr] || c.Scheme == MsgSignature) {
			return &Cause{ID: ParameterEncoding, Args: map[string]string{"name": name}}
		}
	}
	for _, try := range []struct {
		id   CauseID
		read func(string) string
	}{
		{ParameterWhitespace, strings.TrimSpace},
		{ParameterEncoding, unescapeOnce},
		{ParameterEncoding, func(s string) string { return strings.ReplaceAll(s, " ", "+") }},
	} {
		d := *c
		d.Timestamp, d.Nonce, d.Encrypt = try.read(c.Timestamp), try.read(c.Nonce), try.read(c.Encrypt)
		if d == *c || !SameSignature(d.with(c.Token), c.Given) {
			continue
		}
		name := signedNames[hasNonce]
		switch {
		case d.Timestamp != c.Timestamp:
			name = signedNames[hasTimestamp]
		case d.Encrypt != c.Encrypt:
			name = sealed
		}
		return &Cause{ID: try.id, Args: map[string]string{"name": name}}
	}
	return nil
}

func unescapeOnce(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	t, err := url.PathUnescape(s)
	if err != nil {
		return s
	}
	return t
}

// guessToken tries other spellings of the Token and everything else that may have
// been filled in as one.
func (a *Account) guessToken(c *Check, k *Known) *Cause {
	fits := func(token string) bool {
		return token != "" && token != a.Token && SameSignature(c.with(token), c.Given)
	}
	fix := func(token string) *Fix { return &Fix{Kind: SetToken, Value: token} }
	for _, s := range spellings(a.Token) {
		if fits(s.token) {
			return &Cause{ID: s.id, Args: s.args, Fix: fix(s.token)}
		}
	}
	for _, t := range k.EarlierTokens {
		if fits(t) {
			return &Cause{ID: TokenEarlier, Args: map[string]string{"token": t}, Fix: fix(t)}
		}
	}
	for _, p := range k.Peers {
		if fits(p.Token) {
			return &Cause{ID: TokenOtherProfile, Args: map[string]string{"profile": p.Name, "path": p.Path},
				Fix: &Fix{Kind: UseProfile, Value: p.ID}}
		}
	}
	switch {
	case fits(a.AppID):
		return &Cause{ID: TokenIsAppID}
	case fits(k.AppSecret):
		return &Cause{ID: TokenIsAppSecret}
	}
	for _, s := range a.Keys {
		if fits(s) {
			return &Cause{ID: TokenIsAESKey}
		}
	}
	return nil
}

// guessFields finds signature and msg_signature taken for each other, and a sort by
// number instead of by bytes. The parameter named is the one that holds the other's
// value.
func guessFields(o *Opened) *Cause {
	c := &o.Check
	other := []string{c.Token, c.Timestamp, c.Nonce}
	if c.Scheme == Signature {
		other = append(other, encryptOf(o.Message))
	}
	if (c.Scheme == MsgSignature || other[3] != "") && SameSignature(Sign(other...), c.Given) {
		return &Cause{ID: SignatureWrongField, Args: map[string]string{"name": c.Scheme.parameter()}}
	}
	for _, order := range numericOrders(c) {
		if SameSignature(signInOrder(order), c.Given) {
			return &Cause{ID: SortNumeric}
		}
	}
	return nil
}

// numericOrders are the orders in which a sort that compares digits as numbers, such
// as PHP's sort() without SORT_STRING, may put the parts: the smaller number before
// the bigger one, whatever is no number anywhere.
func numericOrders(c *Check) [][]string {
	if len(c.Timestamp) == len(c.Nonce) || !isDigits(c.Timestamp) || !isDigits(c.Nonce) {
		return nil // the same order either way
	}
	small, big := c.Timestamp, c.Nonce
	if len(small) > len(big) {
		small, big = big, small
	}
	out := everywhere([]string{small, big}, c.Token)
	if c.Scheme == MsgSignature {
		three := out
		out = nil
		for _, order := range three {
			out = append(out, everywhere(order, c.Encrypt)...)
		}
	}
	return out
}

// everywhere puts s before, between and after the parts.
func everywhere(parts []string, s string) (out [][]string) {
	for i := range len(parts) + 1 {
		order := append([]string{}, parts[:i]...)
		out = append(out, append(append(order, s), parts[i:]...))
	}
	return out
}
