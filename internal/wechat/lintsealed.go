package wechat

import "errors"

// sealed looks at an encrypted answer, and into it where it opens.
func (l *linter) sealed(m *Message, encrypt string) {
	if !l.o.Encrypted {
		l.add(ReplySealed)
	}
	signature, timestamp, nonce := either(m, "MsgSignature", "msgsignature"), either(m, "TimeStamp", "timestamp"), either(m, "Nonce", "nonce")
	whole := true
	for _, f := range [...]struct{ name, value string }{{"MsgSignature", signature}, {"TimeStamp", timestamp}, {"Nonce", nonce}} {
		if f.value == "" {
			l.add(ReplyFieldMissing, "type", "Encrypt", "name", f.name)
			whole = false
		}
	}
	if l.milliseconds(timestamp) {
		l.add(ReplyCreateTime, "name", "TimeStamp", "what", "milliseconds", "value", shortened(timestamp))
	}
	if whole && !signs(signature, l.a.Token, timestamp, nonce, encrypt) {
		l.add(ReplySignature)
	}
	plain, env, err := l.a.open(encrypt)
	if err != nil {
		code := "-40004"
		if !errors.Is(err, errNoKey) {
			code = decryptCause(err).Args["code"]
		}
		l.add(ReplyUndecryptable, "code", code)
		return
	}
	want := l.a.AppID
	if l.o.Envelope != nil {
		want = l.o.Envelope.AppID
	}
	if env.AppID != want {
		l.add(ReplyAppID, "got", shortened(env.AppID), "want", want)
	}
	if len(plain) == 0 || string(plain) == string(ReplySuccess) {
		l.add(ReplySealedSuccess)
		return
	}
	inner, err := Parse(string(plain))
	if err != nil {
		l.add(ReplySyntax)
		l.out[len(l.out)-1].Args = syntaxCause(err).Args
		return
	}
	l.message(inner)
}

// either is an element under WeChat's name, or under 企业微信's in JSON.
func either(m *Message, name, lower string) string {
	if s, ok := m.Lookup(name); ok || m.Format == XML {
		return s
	}
	return m.Get(lower)
}

var errNoKey = errors.New("wechat: no EncodingAESKey")

// open decrypts with the first key that does.
func (a *Account) open(encrypt string) (plain []byte, env Envelope, err error) {
	first := errNoKey
	for _, k := range a.keys {
		if k == nil {
			continue
		}
		if plain, env, err = k.Decrypt(encrypt); err == nil {
			return plain, env, nil
		}
		if first == errNoKey {
			first = err
		}
	}
	return nil, env, first
}
