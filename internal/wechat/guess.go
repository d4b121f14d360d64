package wechat

import "strings"

// guessShape looks at the signature alone.
func (q *inquiry) guessShape() *Cause {
	c := q.c
	given := strings.TrimSpace(c.Given)
	lower := strings.ToLower(given)
	args := map[string]string{"name": c.Scheme.parameter()}
	switch {
	case given != c.Given && SameSignature(given, c.Computed):
		args["came"], args["meant"] = shortened(c.Given), given
		return &Cause{ID: ParameterWhitespace, Args: args}
	case given != lower && SameSignature(lower, c.Computed):
		return &Cause{ID: SignatureUppercase, Args: args}
	}
	if s := unescapeOnce(given); s != given && SameSignature(s, c.Computed) {
		args["what"], args["came"], args["meant"] = "twice", shortened(c.Given), s
		return &Cause{ID: ParameterEncoding, Args: args}
	}
	if name := q.algorithm(lower); name != "" {
		args["algorithm"] = name
		return &Cause{ID: SignatureAlgorithm, Args: args}
	}
	switch {
	case !isHex(given):
		return &Cause{ID: SignatureCharacters, Args: args}
	case len(given) != len(c.Computed):
		args["length"] = itoa(len(given))
		return &Cause{ID: SignatureLength, Args: args}
	}
	q.out(SignatureUppercase, SignatureAlgorithm, SignatureCharacters, SignatureLength)
	return nil
}

// guessParameters looks for escapes that do not decode, and tries the parameters
// without blanks around them, decoded once more, and with "+" where an unescaped one
// became a blank. echostr is among them where it is signed.
func (q *inquiry) guessParameters() *Cause {
	c := q.c
	echo := c.Scheme == MsgSignature && q.o.Kind == Verification
	for _, name := range []string{signedNames[hasTimestamp], signedNames[hasNonce], signedNames[hasEchostr]} {
		p, _ := q.q.find(name)
		if p.Broken && (name != signedNames[hasEchostr] || echo) {
			return &Cause{ID: ParameterEncoding, Args: map[string]string{"name": name, "what": "broken", "came": shortened(p.Raw)}}
		}
	}
	for _, try := range []struct {
		id   CauseID
		what string
		read func(string) string
	}{
		{ParameterWhitespace, "", strings.TrimSpace},
		{ParameterEncoding, "twice", unescapeOnce},
		{ParameterEncoding, "plus", func(s string) string { return strings.ReplaceAll(s, " ", "+") }},
	} {
		d := *c
		if d.Timestamp, d.Nonce = try.read(c.Timestamp), try.read(c.Nonce); echo || try.id == ParameterWhitespace {
			d.Encrypt = try.read(c.Encrypt)
		}
		if d == *c || !d.fits(c.Token) {
			continue
		}
		found := &Cause{ID: try.id, Args: map[string]string{}}
		if try.what != "" {
			found.Args["what"] = try.what
		}
		switch {
		case d.Timestamp != c.Timestamp:
			found.with("name", signedNames[hasTimestamp], "came", shortened(c.Timestamp), "meant", shortened(d.Timestamp))
		case d.Nonce != c.Nonce:
			found.with("name", signedNames[hasNonce], "came", shortened(c.Nonce), "meant", shortened(d.Nonce))
		case echo:
			found.with("name", signedNames[hasEchostr])
		default:
			found.with("name", "Encrypt")
		}
		return found
	}
	q.out(ParameterWhitespace, ParameterEncoding)
	return nil
}

// guessEncrypt undoes what may have happened to the ciphertext of a body after it was
// signed.
func (q *inquiry) guessEncrypt() *Cause {
	if q.c.Scheme != MsgSignature || q.o.Kind == Verification {
		return nil
	}
	for _, try := range repairs {
		d := *q.c
		if d.Encrypt = try.repair(q.c.Encrypt); d.Encrypt != q.c.Encrypt && d.fits(q.c.Token) {
			found := damaged(try.what, "-40001")
			return &found
		}
	}
	if !q.tokenRight() {
		q.out(EncryptDamaged)
	}
	return nil
}

// fits says whether a Token gives the signature that came. Beside a msg_signature
// WeChat sends the plain one too, which is cheaper to try first.
func (q *inquiry) fits(token string) bool {
	if token == "" || token == q.a.Token {
		return false
	}
	if len(q.plain) == len(q.c.Computed) && !signs(q.plain, token, q.c.Timestamp, q.c.Nonce) {
		return false
	}
	return q.c.fits(token)
}

// guessToken tries other spellings of the Token and everything else that may have been
// filled in as one.
func (q *inquiry) guessToken() *Cause {
	if q.tokenRight() {
		q.out(TokenMismatch)
		return nil
	}
	for _, s := range spellings(q.a.Token) {
		if q.fits(s.token) {
			return s.cause(q.a.Token)
		}
	}
	q.out(TokenWhitespace, TokenCase, TokenFullWidth)
	return q.guessOtherTokens()
}

// guessOtherTokens tries Tokens that are no spelling of this one.
func (q *inquiry) guessOtherTokens() *Cause {
	for _, t := range q.k.EarlierTokens {
		if q.fits(t) {
			return &Cause{ID: TokenEarlier, Args: map[string]string{"token": t}, Fix: &Fix{Kind: SetToken, Value: t}}
		}
	}
	if len(q.k.EarlierTokens) > 0 {
		q.out(TokenEarlier)
	}
	for _, p := range q.k.Peers {
		if q.fits(p.Token) {
			return &Cause{ID: TokenOtherProfile, Args: map[string]string{"profile": p.Name, "path": p.Path},
				Fix: &Fix{Kind: UseProfile, Value: p.ID}}
		}
	}
	if len(q.k.Peers) > 0 {
		q.out(TokenOtherProfile)
	}
	for _, other := range []struct {
		id     CauseID
		values []string
	}{{TokenIsAppID, []string{q.a.AppID}}, {TokenIsAppSecret, []string{q.k.AppSecret}}, {TokenIsAESKey, q.a.Keys}} {
		tried := false
		for _, v := range other.values {
			if q.fits(v) {
				return &Cause{ID: other.id}
			}
			tried = tried || v != ""
		}
		if tried {
			q.out(other.id)
		}
	}
	return nil
}

// guessFields finds signature and msg_signature taken for each other. The parameter
// named is the one that holds the other's value.
func (q *inquiry) guessFields() *Cause {
	c := q.c
	other := *c
	if other.Scheme = Signature; c.Scheme == Signature {
		other.Scheme, other.Encrypt = MsgSignature, encryptOf(q.o.Message)
	}
	if c.Scheme == Signature && other.Encrypt == "" {
		return nil
	}
	if other.fits(c.Token) {
		return &Cause{ID: SignatureWrongField, Args: map[string]string{"name": c.Scheme.parameter(), "holds": other.Scheme.parameter()}}
	}
	q.out(SignatureWrongField)
	return nil
}
