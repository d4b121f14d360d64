package wechat

// Diagnosis is what is the case with a request, and what is not.
type Diagnosis struct {
	// Causes are why it does not hold, in order of likelihood, proven ones first, then
	// the warnings.
	Causes []Cause
	// RuledOut is what was looked for before the first cause and is not the case, in
	// the order of looking. What there was nothing to try for, such as earlier Tokens
	// of an account that had none, is not among it. Empty for a request that holds.
	RuledOut []CauseID
}

// Explain is the Causes of Diagnose.
func (a *Account) Explain(r *Request, o *Opened, k *Known) []Cause {
	return a.Diagnose(r, o, k).Causes
}

// Diagnose finds why a request that Open did not let pass does not hold. A guess is
// proven by making the signature come out right with it, or the ciphertext open; k may
// be nil. o is not changed.
func (a *Account) Diagnose(r *Request, o *Opened, k *Known) Diagnosis {
	var failures, warnings []Cause
	for _, c := range o.Causes {
		if c.Warning {
			warnings = append(warnings, c)
		} else {
			failures = append(failures, c)
		}
	}
	if len(failures) == 0 {
		return Diagnosis{Causes: warnings}
	}
	if k == nil {
		k = &Known{}
	}
	q := &inquiry{a: a, r: r, q: Query(r.Query), o: o, c: &o.Check, k: k}
	if o.Check.Scheme == MsgSignature {
		q.plain = q.q.Get(signedNames[hasSignature])
	}
	q.explainFirst(&failures)
	for i := range failures {
		switch f := &failures[i]; f.ID {
		case ParameterMissing:
			q.explainMissing(f)
		case AESKeyMissing, AESKeyMalformed, AESKeyMismatch:
			q.explainKey(f)
		case AppIDMismatch:
			q.explainAppID(f)
		case EncryptMissing:
			q.explainEncrypt(f)
		case EncryptDamaged:
			if f.Args["what"] == "" {
				q.explainDamage(f)
			}
		}
	}
	if failures[0].ID == AESKeyMissing && q.fromWeCom() {
		// An account without any key was not set up for 企业微信.
		failures = append([]Cause{{ID: WeComRequest}}, failures...)
	}
	q.ruleOutWarnings(warnings)
	return Diagnosis{Causes: append(failures, warnings...), RuledOut: q.ruledOut}
}

// inquiry is a diagnosis under way.
type inquiry struct {
	a *Account
	r *Request
	q Query
	o *Opened
	c *Check
	k *Known

	plain    string // the signature that came beside a msg_signature; "" for none
	ruledOut []CauseID
}

// out notes what was looked for and is not the case.
func (q *inquiry) out(ids ...CauseID) {
	if q.ruledOut == nil {
		q.ruledOut = make([]CauseID, 0, 24) // about all that can be
	}
	q.ruledOut = append(q.ruledOut, ids...)
}

// explainFirst goes into the likeliest failure, and rules out what Open had to be sure
// of to get as far as there.
func (q *inquiry) explainFirst(failures *[]Cause) {
	f := &(*failures)[0]
	switch f.ID {
	case ParameterDuplicate:
		d := q.q.All(f.Args["name"])
		f.Args = map[string]string{"name": d[0].Name, "first": d[0].Value, "last": d[len(d)-1].Value}
	case TokenEmpty:
		q.out(ParameterMissing, ParameterEmpty, ParameterDuplicate)
		q.explainEmptyToken(f)
	case TokenMismatch:
		q.out(ParameterMissing, ParameterEmpty, ParameterDuplicate, TokenEmpty)
		*failures = append(q.explainSignature(), (*failures)[1:]...)
	case BodySyntax, EncryptMissing, EncryptTypeMissing, EncryptDamaged, ModePlainExpected, ModeEncryptedExpected,
		AESKeyMissing, AESKeyMalformed, AESKeyMismatch, AppIDMismatch:
		if q.c.OK {
			q.out(TokenMismatch)
		}
		switch {
		case f.ID == AESKeyMismatch:
			q.out(EncryptDamaged, AESKeyMissing, AESKeyMalformed)
		case q.o.Envelope != nil && f.ID != ModePlainExpected:
			if q.out(EncryptDamaged, AESKeyMismatch); f.ID != AppIDMismatch {
				q.out(AppIDMismatch)
			}
		}
	}
}

// ruleOutWarnings rules the clock out of a signature that is wrong, where it was read.
func (q *inquiry) ruleOutWarnings(warnings []Cause) {
	if q.c.OK || q.c.Scheme == NoScheme || len(q.ruledOut) == 0 || q.r.Time.IsZero() {
		return
	}
	for _, w := range warnings {
		switch w.ID {
		case TimestampSkew, TimestampMilliseconds, TimestampMalformed:
			return
		}
	}
	q.out(TimestampSkew)
}

// longestGuessed is up to what length of ciphertext guesses are made about a
// signature, bytes: each hashes all of it. WeChat's pushes have some hundreds.
const longestGuessed = 64 << 10

// explainSignature goes through the guesses in the order of how specific they are: the
// shape of the signature, the parameters, the Token, then how it was made. When
// nothing is proven the Token is what is wrong most often, but a request that was made
// by something else says so itself.
func (q *inquiry) explainSignature() []Cause {
	guesses := []func() *Cause{q.guessShape, q.guessParameters, q.guessEncrypt, q.guessToken, q.guessFields, q.guessParts}
	if len(q.c.Encrypt) > longestGuessed {
		guesses = guesses[:1]
	}
	for _, guess := range guesses {
		if found := guess(); found != nil {
			return []Cause{*found}
		}
	}
	switch {
	case fromDebugTool(q.o.Message):
		return []Cause{{ID: DebugTool}}
	case q.tokenRight():
		return []Cause{damaged("changed", "-40001")}
	case q.fromWeCom():
		return []Cause{{ID: TokenMismatch}, {ID: WeComRequest}}
	}
	return []Cause{{ID: TokenMismatch}}
}

// tokenRight says that a plain signature beside the msg_signature proves the Token, so
// that it is the ciphertext which is not what was signed.
func (q *inquiry) tokenRight() bool {
	return q.c.Scheme == MsgSignature && signs(q.plain, q.c.Token, q.c.Timestamp, q.c.Nonce)
}

// fromWeCom knows 企业微信 by its having msg_signature alone.
func (q *inquiry) fromWeCom() bool {
	_, plain := q.q.find(signedNames[hasSignature])
	return q.c.Scheme == MsgSignature && !plain
}

// fromDebugTool knows the old 接口在线调试 page by the URL it puts first.
func fromDebugTool(m *Message) bool {
	return m != nil && len(m.Nodes) > 0 && m.Nodes[0].Name == "URL" && m.Nodes[0].Parent < 0
}
