package wechat

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
// proven by making the signature come out right with it, or the ciphertext open.
// o.Causes is not changed.
func (a *Account) Explain(r *Request, o *Opened, k *Known) []Cause {
	if k == nil {
		k = &Known{}
	}
	var failures, warnings []Cause
	for _, c := range o.Causes {
		if c.Warning {
			warnings = append(warnings, c)
		} else {
			failures = append(failures, c)
		}
	}
	if len(failures) == 0 {
		return warnings
	}
	q := Query(r.Query)
	switch f := &failures[0]; f.ID {
	case ParameterDuplicate:
		d := q.All(f.Args["name"])
		f.Args = map[string]string{"name": d[0].Name, "first": d[0].Value, "last": d[len(d)-1].Value}
	case TokenMismatch:
		failures = append(a.explainSignature(q, o, k), failures[1:]...)
	}
	for i := range failures {
		switch f := &failures[i]; f.ID {
		case AESKeyMissing, AESKeyMalformed, AESKeyMismatch:
			explainKey(f, o, k)
		case AppIDMismatch:
			explainAppID(f, k)
		}
	}
	if failures[0].ID == AESKeyMissing && fromWeCom(q, o) {
		// An account without any key was not set up for 企业微信.
		failures = append([]Cause{{ID: WeComRequest}}, failures...)
	}
	return append(failures, warnings...)
}

// explainSignature goes through the guesses in the order of how specific they are: the
// shape of the signature, the parameters, the Token, then how it was made. When
// nothing is proven the Token is what is wrong most often, but a request that was made
// by something else says so itself.
func (a *Account) explainSignature(q Query, o *Opened, k *Known) []Cause {
	c := &o.Check
	for _, guess := range []func() *Cause{
		func() *Cause { return guessShape(c) },
		func() *Cause { return guessParameters(q, o) },
		func() *Cause { return a.guessToken(c, k) },
		func() *Cause { return guessFields(o) },
	} {
		if found := guess(); found != nil {
			return []Cause{*found}
		}
	}
	switch {
	case fromDebugTool(o.Message):
		return []Cause{{ID: DebugTool}}
	case fromWeCom(q, o):
		return []Cause{{ID: TokenMismatch}, {ID: WeComRequest}}
	}
	return []Cause{{ID: TokenMismatch}}
}

// explainKey looks for a profile whose EncodingAESKey opens the ciphertext.
func explainKey(f *Cause, o *Opened, k *Known) {
	for _, p := range k.Peers {
		for _, s := range p.AESKeys {
			key, err := ParseKey(s)
			if err != nil {
				continue
			}
			if _, _, err := key.Decrypt(o.Check.Encrypt); err != nil {
				continue
			}
			args := map[string]string{"profile": p.Name, "path": p.Path}
			for name, v := range f.Args {
				args[name] = v
			}
			f.Args, f.Fix = args, &Fix{Kind: SetAESKey, Value: s}
			return
		}
	}
}

// explainAppID names the profile that the ciphertext was meant for.
func explainAppID(f *Cause, k *Known) {
	for _, p := range k.Peers {
		if p.AppID != "" && p.AppID == f.Args["got"] {
			f.Args = map[string]string{"got": f.Args["got"], "want": f.Args["want"], "profile": p.Name, "path": p.Path}
			return
		}
	}
}

// fromWeCom knows 企业微信 by its having msg_signature alone.
func fromWeCom(q Query, o *Opened) bool {
	_, plain := q.find(signedNames[hasSignature])
	return o.Check.Scheme == MsgSignature && !plain
}

// fromDebugTool knows the old 接口在线调试 page by the URL it puts first.
func fromDebugTool(m *Message) bool {
	return m != nil && len(m.Nodes) > 0 && m.Nodes[0].Name == "URL" && m.Nodes[0].Parent < 0
}
