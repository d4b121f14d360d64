package wechat

import "strings"

// Open verifies, decrypts and reads a request. Of one that does not hold it tells the
// plainest cause; Explain finds the real one. The result keeps nothing of Body, but
// does share strings with Query.
//
// WeChat sends GET and POST only; another method, HEAD included, is not let pass.
// The Content-Type does not matter: bodies are known by how they begin.
func (a *Account) Open(r *Request) Opened {
	p := Query(r.Query).read()
	switch r.Method {
	case "GET":
		return a.openGet(r, &p)
	case "POST":
		return a.openPost(r, &p)
	}
	o := Opened{Kind: Foreign, Causes: []Cause{{ID: WrongMethod, Args: map[string]string{"method": r.Method}}}}
	if p.ours() {
		if o.Kind = UserMessage; p.has[hasEchostr] {
			o.Kind = Verification
		}
		o.Check = a.check(&p, Signature, "")
	}
	return o
}

// check holds the first signature or msg_signature to its parameters.
func (a *Account) check(p *signed, scheme Scheme, encrypt string) Check {
	c := Check{Scheme: scheme, Token: a.Token, Timestamp: p.value(hasTimestamp), Nonce: p.value(hasNonce)}
	if c.Given = p.value(hasSignature); scheme == MsgSignature {
		c.Given, c.Encrypt = p.value(hasMsgSignature), encrypt
	}
	c.Computed = c.with(a.Token)
	c.OK = a.Token != "" && SameSignature(c.Computed, c.Given)
	return c
}

// hold checks a signature, and tells of wanted parameters that are not there or of a
// signature that is not right.
func (a *Account) hold(o *Opened, p *signed, scheme Scheme, encrypt string, wanted ...int) bool {
	o.Check = a.check(p, scheme, encrypt)
	if o.Causes = p.problems(wanted...); len(o.Causes) == 0 && !o.Check.OK {
		if o.Causes = []Cause{{ID: TokenMismatch}}; a.Token == "" {
			o.Causes[0].ID = TokenEmpty
		}
	}
	return len(o.Causes) == 0
}

// openGet verifies an address. The official accounts' console signs with signature in
// every mode and sends echostr in clear; 企业微信 sends msg_signature alone.
func (a *Account) openGet(r *Request, p *signed) (o Opened) {
	switch {
	case !p.ours():
		o.Causes = []Cause{{ID: NotWeChat, Args: map[string]string{"method": r.Method}}}
		return o
	case !p.has[hasEchostr] && isPush(r.Body):
		return a.openSwapped(r, p, UserMessage)
	case p.has[hasMsgSignature] && !p.has[hasSignature]:
		a.openWeCom(&o, p)
	case a.hold(&o, p, Signature, "", hasSignature, hasTimestamp, hasNonce, hasEchostr):
		o.Echo = p.value(hasEchostr)
	}
	o.Kind = Verification
	o.Causes = append(o.Causes, clock(&o.Check, r.Time)...)
	return o
}

// isPush says whether a body is a push, in clear or sealed.
func isPush(body []byte) bool {
	if len(body) == 0 {
		return false
	}
	m, _ := Parse(string(body)) // what does not parse is none
	return m.MsgType() != "" || m.InfoType() != "" || encryptOf(m) != ""
}

// openSwapped is about a push that came by GET, or a verification by POST: what is in
// between has changed the method.
func (a *Account) openSwapped(r *Request, p *signed, kind Kind) Opened {
	wanted := "POST"
	if kind == Verification {
		wanted = "GET"
	}
	return Opened{Kind: kind, Check: a.check(p, Signature, ""),
		Causes: []Cause{{ID: WrongMethod, Args: map[string]string{"method": r.Method, "wanted": wanted}}}}
}

// openWeCom verifies as 企业微信 does it: msg_signature, and echostr is ciphertext.
func (a *Account) openWeCom(o *Opened, p *signed) {
	o.Encrypted = true
	if !a.hold(o, p, MsgSignature, p.value(hasEchostr), hasMsgSignature, hasTimestamp, hasNonce, hasEchostr) {
		return
	}
	plain, causes := a.decrypt(o, p.value(hasEchostr))
	if o.Causes = causes; plain != nil && (len(causes) == 0 || causes[0].Warning) {
		o.Echo = string(plain)
	}
}

func (a *Account) openPost(r *Request, p *signed) (o Opened) {
	if r.BodyTooLarge || r.BodyCut {
		return a.openPart(r, p)
	}
	if len(r.Body) == 0 && p.has[hasEchostr] {
		return a.openSwapped(r, p, Verification)
	}
	outer, err := Parse(string(r.Body))
	encrypt := encryptOf(outer)
	readable := outer.MsgType() != "" || outer.InfoType() != ""
	if !p.ours() && !readable && encrypt == "" {
		o.Causes = []Cause{{ID: NotWeChat, Args: map[string]string{"method": r.Method}}}
		return o
	}
	claimed := p.encrypted()
	o.Message = outer
	switch {
	case err != nil:
		a.openClosed(&o, p, syntaxCause(err))
	case claimed && encrypt != "" && !(readable && a.readsPlain()):
		a.openSealed(&o, p, encrypt)
	case claimed && encrypt == "" && a.Mode != Plain:
		a.openClosed(&o, p, Cause{ID: EncryptMissing})
	case !claimed && encrypt != "" && !readable:
		o.Encrypted = true
		a.openClosed(&o, p, Cause{ID: EncryptTypeMissing})
	default:
		a.openPlain(&o, p, claimed && encrypt != "")
	}
	o.Kind = UserMessage
	if o.Message.IsEvent() {
		o.Kind = Event
	}
	o.Causes = append(o.Causes, clock(&o.Check, r.Time)...)
	if !usualType(r.ContentType) {
		o.Causes = append(o.Causes, Cause{ID: UnusualType, Warning: true, Args: map[string]string{"value": shortened(r.ContentType)}})
	}
	return o
}

// usualType says whether a Content-Type is one that pushes come with: XML, or JSON for
// mini programs, under any of their names. A request without one is not remarked on.
func usualType(s string) bool {
	s, _, _ = strings.Cut(s, ";")
	switch s = strings.TrimSpace(s); s {
	case "text/xml", "application/xml", "application/json", "text/json", "":
		return true
	}
	switch strings.ToLower(s) {
	case "text/xml", "application/xml", "application/json", "text/json":
		return true
	}
	return false
}

// openPart is about a body of which only a part came.
func (a *Account) openPart(r *Request, p *signed) (o Opened) {
	if o.Causes = []Cause{{ID: BodyCut}}; r.BodyTooLarge {
		o.Causes[0].ID = BodyTooLarge
	}
	if p.ours() {
		o.Kind = UserMessage
		o.Check = a.check(p, Signature, "")
	}
	return o
}

// openClosed is about a body that cannot be opened, for the cause given. The plain
// signature is checked all the same, because it comes before; a lone msg_signature
// cannot be, for want of the ciphertext.
func (a *Account) openClosed(o *Opened, p *signed, why Cause) {
	if p.has[hasSignature] || !p.has[hasMsgSignature] {
		a.openBare(o, p)
	}
	o.Causes = append(o.Causes, why)
}

// openBare checks the plain signature, which every push of an official account has,
// encrypted or not.
func (a *Account) openBare(o *Opened, p *signed) bool {
	return a.hold(o, p, Signature, "", hasSignature, hasTimestamp, hasNonce)
}

// readsPlain says whether the plain half of a push that comes both ways is the one to
// read. In compatible mode the ciphertext is preferred, but an account without a key
// still gets what WeChat sent in clear: that is what the mode is for.
func (a *Account) readsPlain() bool {
	return a.Mode == Plain || a.Mode == Compatible && a.keyless()
}

// openPlain checks a message in clear; both says that ciphertext came with it.
func (a *Account) openPlain(o *Opened, p *signed, both bool) {
	switch {
	case !a.openBare(o, p):
	case a.Mode == Safe:
		o.Causes = []Cause{{ID: ModeEncryptedExpected, Fix: &Fix{Kind: SetMode, Value: Plain.String()}}}
	case a.Mode == Compatible && both:
		o.Causes = []Cause{{ID: AESKeyMissing, Warning: true}}
	}
}

// openSealed checks and decrypts; what lay in clear beside the ciphertext gives way to
// what was sealed.
func (a *Account) openSealed(o *Opened, p *signed, encrypt string) {
	o.Encrypted = true
	if !a.hold(o, p, MsgSignature, encrypt, hasMsgSignature, hasTimestamp, hasNonce) {
		return
	}
	plain, causes := a.decrypt(o, encrypt)
	if plain != nil {
		o.Plain = plain
		if inner, err := Parse(string(plain)); err != nil {
			causes = append(causes, syntaxCause(err))
		} else {
			o.Message = inner
		}
	}
	if a.Mode == Plain {
		causes = append([]Cause{{ID: ModePlainExpected, Fix: &Fix{Kind: SetMode, Value: Safe.String()}}}, causes...)
	}
	o.Causes = causes
}

// decrypt tries the keys in order and checks the receiver inside. Of several failures
// the first key's is told. Warnings come when the ciphertext opened with an earlier key
// while there is a current one, and when it was padded as WeChat does not.
func (a *Account) decrypt(o *Opened, encrypt string) ([]byte, []Cause) {
	cause := Cause{ID: AESKeyMissing}
	for i, k := range a.keys {
		if k == nil {
			if cause.ID == AESKeyMissing && a.Keys[i] != "" {
				cause = Cause{ID: AESKeyMalformed}
			}
			continue
		}
		plain, env, err := k.Decrypt(encrypt)
		if err != nil {
			if cause.ID == AESKeyMissing {
				cause = decryptCause(err)
			}
			continue
		}
		env.Key = i
		o.Envelope = &env
		if a.AppID != "" && env.AppID != a.AppID {
			return plain, []Cause{{ID: AppIDMismatch, Args: map[string]string{"got": env.AppID, "want": a.AppID},
				Fix: &Fix{Kind: SetAppID, Value: env.AppID}}}
		}
		return plain, a.remarks(&env)
	}
	return nil, []Cause{cause}
}

// remarks are the warnings about ciphertext that opened.
func (a *Account) remarks(env *Envelope) (out []Cause) {
	if env.Key > 0 && a.Keys[0] != "" {
		out = append(out, Cause{ID: AESKeyEarlier, Warning: true, Args: map[string]string{"key": itoa(env.Key)},
			Fix: &Fix{Kind: SetAESKey, Value: a.Keys[env.Key]}})
	}
	if env.Cipher%padTo != 0 {
		out = append(out, Cause{ID: AESPadding16, Warning: true,
			Args: map[string]string{"padding": itoa(env.Padding), "cipher": itoa(env.Cipher)}})
	}
	return out
}

// encrypted says whether the query announces ciphertext: encrypt_type=aes, or a
// msg_signature where encrypt_type does not say otherwise (企业微信 has none; "raw" is
// plain text).
func (s *signed) encrypted() bool {
	if s.value(hasEncryptType) == "" {
		return s.has[hasMsgSignature]
	}
	return strings.EqualFold(s.value(hasEncryptType), "aes")
}

// encryptOf is the ciphertext of an envelope: Encrypt, or encrypt in WeCom's JSON.
func encryptOf(m *Message) string {
	if s := m.Get("Encrypt"); s != "" || m == nil || m.Format == XML {
		return s
	}
	return m.Get("encrypt")
}
