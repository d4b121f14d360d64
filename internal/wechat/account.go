package wechat

import (
	"strings"
	"time"
)

// AccountConfig is what one WeChat account and its server share.
type AccountConfig struct {
	Token string
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

// Open verifies, decrypts and reads a request. Of one that does not hold it tells the
// plainest cause; Explain finds the real one. Body must not change while the result
// is in use.
func (a *Account) Open(r *Request) Opened {
	p := Query(r.Query).read()
	switch r.Method {
	case "GET":
		return a.openGet(r, &p)
	case "POST":
		return a.openPost(r, &p)
	}
	o := Opened{Kind: Foreign, Causes: []Cause{{ID: WrongMethod, Args: map[string]string{"method": r.Method}}}}
	if p.any() {
		o.Kind = Verification
		o.Check = a.check(&p, Signature, "")
	}
	return o
}

// check holds the first signature or msg_signature to its parameters.
func (a *Account) check(p *signed, scheme Scheme, encrypt string) Check {
	c := Check{Scheme: scheme, Token: a.Token, Timestamp: p.timestamp.Value, Nonce: p.nonce.Value}
	if c.Given = p.signature.Value; scheme == MsgSignature {
		c.Given, c.Encrypt = p.msgSignature.Value, encrypt
	}
	c.Computed = c.with(a.Token)
	c.OK = a.Token != "" && SameSignature(c.Computed, c.Given)
	return c
}

func (a *Account) openGet(r *Request, p *signed) (o Opened) {
	if !p.any() {
		o.Causes = []Cause{{ID: NotWeChat, Args: map[string]string{"method": r.Method}}}
		return o
	}
	o.Kind = Verification
	if p.has[hasMsgSignature] && !p.has[hasSignature] {
		a.openWeCom(&o, r, p)
		return o
	}
	o.Check = a.check(p, Signature, "")
	o.Causes = p.problems(hasSignature, hasTimestamp, hasNonce, hasEchostr)
	switch {
	case len(o.Causes) > 0:
	case !o.Check.OK:
		o.Causes = []Cause{{ID: TokenMismatch}}
	default:
		o.Echo = p.echostr.Value
	}
	o.Causes = append(o.Causes, clock(&o.Check, r.Time)...)
	return o
}

// openWeCom verifies as 企业微信 does it: msg_signature, and echostr is ciphertext.
func (a *Account) openWeCom(o *Opened, r *Request, p *signed) {
	o.Encrypted = true
	// The ciphertext's "+" turns into a blank where it was not escaped.
	o.Check = a.check(p, MsgSignature, p.echostr.Value)
	o.Causes = p.problems(hasMsgSignature, hasTimestamp, hasNonce, hasEchostr)
	switch {
	case len(o.Causes) > 0:
	case !o.Check.OK:
		o.Causes = []Cause{{ID: TokenMismatch}}
	default:
		if plain, causes := a.decrypt(o, p.echostr.Value); causes != nil {
			o.Causes = causes
		} else {
			o.Echo = string(plain)
		}
	}
	o.Causes = append(o.Causes, clock(&o.Check, r.Time)...)
}

func (a *Account) openPost(r *Request, p *signed) (o Opened) {
	switch {
	case r.BodyTooLarge:
		o.Kind = UserMessage
		o.Check = a.check(p, Signature, "")
		o.Causes = []Cause{{ID: BodyTooLarge}}
		return o
	case r.BodyCut:
		o.Kind = UserMessage
		o.Check = a.check(p, Signature, "")
		o.Causes = []Cause{{ID: BodyCut}}
		return o
	}
	outer, err := Parse(string(r.Body))
	if !p.any() && (err != nil || outer.MsgType() == "" && outer.InfoType() == "" && encryptOf(outer) == "") {
		o.Causes = []Cause{{ID: NotWeChat, Args: map[string]string{"method": r.Method}}}
		return o
	}
	encrypt := encryptOf(outer)
	claimed := strings.EqualFold(p.encryptType.Value, "aes") || p.has[hasMsgSignature]
	readable := err == nil && (outer.MsgType() != "" || outer.InfoType() != "")
	o.Message = outer
	switch {
	case claimed && encrypt != "" && !(a.Mode == Plain && readable):
		a.openSealed(&o, p, encrypt, outer)
	case claimed && err == nil && encrypt == "" && a.Mode != Plain:
		o.Check = a.check(p, Signature, "")
		o.Causes = []Cause{{ID: EncryptMissing}}
	case !claimed && encrypt != "" && !readable:
		o.Encrypted = true
		o.Check = a.check(p, Signature, "")
		o.Causes = []Cause{{ID: EncryptTypeMissing}}
	default:
		a.openPlain(&o, p)
	}
	if err != nil && len(o.Causes) == 0 {
		o.Causes = []Cause{syntaxCause(err)}
	}
	o.Kind = UserMessage
	if o.Message.IsEvent() {
		o.Kind = Event
	}
	o.Causes = append(o.Causes, clock(&o.Check, r.Time)...)
	return o
}

// openPlain checks a message in clear.
func (a *Account) openPlain(o *Opened, p *signed) {
	o.Check = a.check(p, Signature, "")
	o.Causes = p.problems(hasSignature, hasTimestamp, hasNonce)
	switch {
	case len(o.Causes) > 0:
	case !o.Check.OK:
		o.Causes = []Cause{{ID: TokenMismatch}}
	case a.Mode == Safe:
		o.Causes = []Cause{{ID: ModeEncryptedExpected, Fix: &Fix{Kind: SetMode, Value: Plain.String()}}}
	}
}

// openSealed checks and decrypts; what lay in clear beside the ciphertext gives way to
// what was sealed.
func (a *Account) openSealed(o *Opened, p *signed, encrypt string, outer *Message) {
	o.Encrypted = true
	o.Check = a.check(p, MsgSignature, encrypt)
	o.Causes = p.problems(hasMsgSignature, hasTimestamp, hasNonce)
	if len(o.Causes) > 0 {
		return
	}
	if !o.Check.OK {
		o.Causes = []Cause{{ID: TokenMismatch}}
		return
	}
	plain, causes := a.decrypt(o, encrypt)
	if plain != nil {
		inner, err := Parse(string(plain))
		o.Plain = plain
		if err != nil {
			o.Causes = []Cause{syntaxCause(err)}
			return
		}
		o.Message = inner
	}
	o.Causes = causes
	if causes == nil && a.Mode == Plain {
		o.Causes = []Cause{{ID: ModePlainExpected, Fix: &Fix{Kind: SetMode, Value: Safe.String()}}}
	}
}

// decrypt tries the keys in order and checks the receiver inside.
func (a *Account) decrypt(o *Opened, encrypt string) ([]byte, []Cause) {
	cause := Cause{ID: AESKeyMissing}
	for i, k := range a.keys {
		if k == nil {
			if i == 0 && a.Keys[0] != "" {
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
		return plain, nil
	}
	return nil, []Cause{cause}
}

// encryptOf is the ciphertext of an envelope: Encrypt, or encrypt in WeCom's JSON.
func encryptOf(m *Message) string {
	if s := m.Get("Encrypt"); s != "" {
		return s
	}
	return m.Get("encrypt")
}
