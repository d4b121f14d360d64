package archive

import (
	"strings"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// shaped is the kind of a value that is known by its shape alone.
func shaped(s string) (identity, bool) {
	switch {
	case len(s) == 28 && s[0] == 'o': // an OpenID; UnionIDs look the same
		return openID, true
	case len(s) == 15 && strings.HasPrefix(s, "gh_") && hexDigits(s[3:]):
		return originalID, true
	case len(s) == 18 && (strings.HasPrefix(s, "wx") || strings.HasPrefix(s, "ww")) && hexDigits(s[2:]):
		return appID, true
	}
	return 0, false
}

func hexDigits(s string) bool { return strings.Trim(s, "0123456789abcdef") == "" }

// words calls f with every run of the bytes that IDs are made of; of one with "_" or "-"
// in it also with the pieces between.
func words(s string, f func(string)) {
	start, joined := -1, false
	for i := 0; i <= len(s); i++ {
		if i < len(s) {
			c := s[i]
			if c == '_' || c == '-' {
				joined = true
			}
			if c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c == '-' {
				if start < 0 {
					start = i
				}
				continue
			}
		}
		if start >= 0 {
			f(s[start:i])
			if joined {
				for piece := range strings.FieldsFuncSeq(s[start:i], func(r rune) bool { return r == '_' || r == '-' }) {
					f(piece)
				}
			}
		}
		start, joined = -1, false
	}
}

// named are the fields, parameters and cookies of which the name says what they hold, in
// lower case and without "_" and "-".
var named = map[string]identity{
	"openid": openID, "unionid": openID, "fromuserunionid": openID, "touser": openID, "fromopenid": openID, "toopenid": openID,
	"friendusername": openID, "useropenid": openID,
	"appid": appID, "authorizerappid": appID, "componentappid": appID, "corpid": appID, "suiteid": appID,
	"token": token, "encodingaeskey": aesKey, "aeskey": aesKey, "appsecret": appSecret, "secret": appSecret,
	"accesstoken": otherSecret, "componentaccesstoken": otherSecret, "refreshtoken": otherSecret, "authorizerrefreshtoken": otherSecret,
	"componentverifyticket": otherSecret, "authorizationcode": otherSecret, "preauthcode": otherSecret, "suiteticket": otherSecret,
	"ticket": otherSecret, "code": otherSecret, "jsapiticket": otherSecret, "sessionkey": otherSecret, "password": otherSecret,
	"apikey": otherSecret, "key": otherSecret, "sid": otherSecret, "session": otherSecret, "sessionid": otherSecret,
}

// shortest is how long a value must be to be taken for a secret by its name alone: "code"
// and "key" often are a number or a word.
const shortest = 12

// secretHeaders are the headers whose values are secrets as a whole, in lower case.
var secretHeaders = map[string]bool{
	"authorization": true, "proxy-authorization": true, "cookie": true, "set-cookie": true, "x-api-key": true,
	"x-auth-token": true, "x-access-token": true, "x-csrf-token": true, "ngrok-authtoken": true,
}

var plainName = strings.NewReplacer("_", "", "-", "")

// byName learns a value from the name that it goes by.
func (a *aliases) byName(name, value string) {
	is, ok := named[plainName.Replace(strings.ToLower(name[strings.LastIndexByte(name, '.')+1:]))]
	if ok && (is == openID && len(value) > 3 || len(value) >= shortest) {
		a.name(kindOf(is, value), value)
	}
}

// kindOf is what a value is: its shape is surer than its place.
func kindOf(is identity, value string) identity {
	if sure, ok := shaped(value); ok {
		return sure
	}
	return is
}

// shortestShape is how many bytes what is known by its shape has at least: gh_ and 12.
const shortestShape = 15

// byShape learns everything of a known shape in a text and in what it encodes.
func (a *aliases) byShape(text string) {
	texts(text, shortestShape, func(plain string) {
		words(plain, func(word string) {
			if is, ok := shaped(word); ok {
				a.name(is, word)
			}
		})
	})
}

// learnMessage learns from the fields of a message.
func (a *aliases) learnMessage(m *wechat.Message) {
	for _, l := range m.Leaves() {
		a.byName(l.Path, l.Value)
	}
	a.user(openID, m.FromUserName())
	a.user(originalID, m.ToUserName())
}

// user learns one of the two sides of a conversation.
func (a *aliases) user(is identity, name string) {
	if name != "" {
		a.name(kindOf(is, name), name)
	}
}

// learn finds out what of an exchange must not leave.
func (a *aliases) learn(x *exchange.Exchange, account Account) {
	o := &x.Opened
	a.name(token, o.Check.Token)
	if o.Envelope != nil {
		a.name(appID, o.Envelope.AppID)
	}
	for i := range o.Causes {
		if f := o.Causes[i].Fix; f != nil {
			if is, ok := map[wechat.FixKind]identity{wechat.SetToken: token, wechat.SetAESKey: aesKey, wechat.SetAppID: appID}[f.Kind]; ok {
				a.name(is, f.Value)
			}
		}
	}
	for _, p := range wechat.Query(x.Request.Query).Pairs() {
		a.byName(p.Name, p.Value)
	}
	for _, h := range []exchange.Head{x.Request.Header(), x.Response.Header()} {
		for _, f := range h.Fields {
			if secretHeaders[strings.ToLower(f.Name)] {
				a.header(f.Value)
			}
		}
	}
	answer, _ := plainAnswer(x, account)
	for _, text := range []string{string(o.Plain), string(x.Request.Entity()), answer} {
		if m, err := wechat.Parse(text); err == nil && (m.MsgType() != "" || m.InfoType() != "" || m.Get("Encrypt") != "" || m.Get("encrypt") != "") {
			a.learnMessage(m)
		}
		a.byShape(text)
	}
	a.byShape(string(x.Request.Raw[:min(x.Request.Head, len(x.Request.Raw))]))
	a.byShape(string(x.Response.Raw[:min(x.Response.Head, len(x.Response.Raw))]))
	if x.Request.Head > len(x.Request.Raw) || x.Request.Head == 0 {
		a.byShape(string(x.Request.Raw))
	}
}

// header learns the parts of a secret header's value: cookies, and what follows a scheme.
func (a *aliases) header(value string) {
	for part := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ';' || r == ' ' || r == ',' }) {
		if name, v, ok := strings.Cut(part, "="); ok && len(v) >= loneBelow {
			switch strings.ToLower(name) {
			case "path", "domain", "expires", "max-age", "samesite", "priority", "realm":
			default:
				a.name(otherSecret, v)
			}
		} else if len(part) >= shortest {
			a.name(otherSecret, part)
		}
	}
}

// plainAnswer is what was answered, in clear where a key opens it, and with which key; the
// key is -1 for an answer that came in clear or does not open.
func plainAnswer(x *exchange.Exchange, account Account) (text string, key int) {
	text = string(x.Response.Entity())
	m, err := wechat.Parse(text)
	if err != nil || m.Get("Encrypt") == "" {
		return text, -1
	}
	for i, k := range account.Keys {
		ready, err := wechat.ParseKey(k)
		if err != nil {
			continue
		}
		if plain, _, err := ready.Decrypt(m.Get("Encrypt")); err == nil {
			return string(plain), i
		}
	}
	return text, -1
}
