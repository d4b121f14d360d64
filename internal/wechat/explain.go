package wechat

import (
	"encoding/base64"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
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
	AppSecret     string   // people paste it where the Token or the key belongs
}

// longestValue is how much of what a sender wrote a cause repeats, bytes.
const longestValue = 64

// shortened is a value for a cause's arguments.
func shortened(s string) string {
	if len(s) <= longestValue {
		return s
	}
	cut := longestValue
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// with adds arguments to a cause without changing those of the cause it was copied
// from.
func (c *Cause) with(args ...string) {
	out := make(map[string]string, len(c.Args)+len(args)/2)
	maps.Copy(out, c.Args)
	for i := 0; i+1 < len(args); i += 2 {
		out[args[i]] = args[i+1]
	}
	c.Args = out
}

// explainMissing finds a parameter of nearly the same name, and "&amp;" where "&" was
// meant.
func (q *inquiry) explainMissing(f *Cause) {
	name := f.Args["name"]
	for _, p := range q.q.Pairs() {
		bare, escaped := strings.CutPrefix(p.Name, "amp;")
		switch {
		case escaped && bare == name:
			*f = Cause{ID: ParameterEncoding, Args: map[string]string{"name": name, "what": "ampersand", "came": p.Name, "meant": name}}
			return
		case isSigned(p.Name) || len(p.Name) > 2*len(name):
		case edits(strings.ToLower(p.Name), name) <= 2:
			f.with("nearest", p.Name)
			return
		}
	}
}

func isSigned(name string) bool {
	for _, s := range signedNames {
		if s == name {
			return true
		}
	}
	return false
}

// explainEmptyToken finds a Token that the account had, or another profile has.
func (q *inquiry) explainEmptyToken(f *Cause) {
	switch c := q.guessOtherTokens(); {
	case c == nil:
	case c.ID == TokenEarlier:
		f.Fix = c.Fix
	case c.ID == TokenOtherProfile:
		f.Args, f.Fix = c.Args, c.Fix
	}
}

// explainKey tells what is wrong with a malformed key, looks for the same key written
// rightly, and for a profile whose key opens the ciphertext.
func (q *inquiry) explainKey(f *Cause) {
	if f.ID == AESKeyMalformed {
		q.explainMalformedKey(f)
	}
	if f.Fix != nil {
		return
	}
	for _, p := range q.k.Peers {
		for _, s := range p.AESKeys {
			if q.opens(s) {
				f.with("profile", p.Name, "path", p.Path)
				f.Fix = &Fix{Kind: SetAESKey, Value: s}
				return
			}
		}
	}
}

// opens says whether an EncodingAESKey opens the ciphertext that came.
func (q *inquiry) opens(key string) bool {
	k, err := ParseKey(key)
	if err != nil {
		return false
	}
	_, _, err = k.Decrypt(q.c.Encrypt)
	return err == nil
}

func (q *inquiry) explainMalformedKey(f *Cause) {
	key := ""
	for i, s := range q.a.Keys {
		if s != "" && q.a.keys[i] == nil {
			key = s
			break
		}
	}
	switch key {
	case q.a.Token:
		f.ID = AESKeyIsToken
		return
	case q.k.AppSecret:
		f.ID = AESKeyIsAppSecret
		return
	}
	f.Args = keyProblem(key)
	mended := strings.TrimRight(bare(key), "=")
	if mended != key && q.opens(mended) {
		f.Fix = &Fix{Kind: SetAESKey, Value: mended}
	}
}

// keyProblem tells what is wrong with a key without telling the key: its length in
// characters, and the first one that may not stand in it, with its place from 1.
func keyProblem(key string) map[string]string {
	args := map[string]string{"length": strconv.Itoa(utf8.RuneCountInString(key))}
	n := 0
	for _, r := range key {
		n++
		if r < utf8.RuneSelf && (isNameByte(byte(r), false) && !strings.ContainsRune("_:-.", r) || r == '+' || r == '/') {
			continue
		}
		args["position"], args["character"] = strconv.Itoa(n), characterName(r)
		break
	}
	return args
}

// explainAppID names the profile that the ciphertext was meant for.
func (q *inquiry) explainAppID(f *Cause) {
	for _, p := range q.k.Peers {
		if p.AppID != "" && p.AppID == f.Args["got"] {
			f.with("profile", p.Name, "path", p.Path)
			return
		}
	}
}

// explainEncrypt finds the element whose name is nearest to Encrypt.
func (q *inquiry) explainEncrypt(f *Cause) {
	if q.o.Message == nil {
		return
	}
	for _, n := range q.o.Message.Nodes {
		if len(n.Name) < 12 && n.Name != "Encrypt" && edits(strings.ToLower(n.Name), "encrypt") <= 2 {
			f.with("nearest", n.Name)
			return
		}
	}
}

// damaged is ciphertext that is not what was encrypted; what says how, as far as that
// is known: plus, line_ends, url_alphabet, escaped, equals, cut, characters, changed.
func damaged(what, code string) Cause {
	return Cause{ID: EncryptDamaged, Args: map[string]string{"what": what, "code": code}}
}

// repairs undo what happens to base64 on its way.
var repairs = []struct {
	what   string
	repair func(string) string
}{
	{"plus", func(s string) string { return strings.ReplaceAll(s, " ", "+") }},
	{"line_ends", bare},
	{"url_alphabet", strings.NewReplacer("-", "+", "_", "/").Replace},
	{"escaped", unescapeOnce},
	{"equals", func(s string) string {
		if n := len(s) % 4; n > 0 {
			return s + "==="[:4-n]
		}
		return s
	}},
}

// explainDamage tells how ciphertext was damaged before it was signed.
func (q *inquiry) explainDamage(f *Cause) {
	for _, try := range repairs {
		if s := try.repair(q.c.Encrypt); s != q.c.Encrypt && q.decrypts(s) {
			f.with("what", try.what)
			return
		}
	}
	what := "cut"
	if f.Args["code"] == "-40010" {
		if what = "characters"; isBase64(q.c.Encrypt) {
			what = "cut"
		}
	}
	f.with("what", what)
}

// decrypts says whether one of the account's keys opens the ciphertext.
func (q *inquiry) decrypts(encrypt string) bool {
	for _, k := range q.a.keys {
		if k == nil {
			continue
		}
		if _, _, err := k.Decrypt(encrypt); err == nil {
			return true
		}
	}
	return false
}

// isBase64 says whether all characters are base64's, however many there are.
func isBase64(s string) bool {
	s = strings.TrimRight(s, "=")
	_, err := base64.RawStdEncoding.DecodeString(s[:len(s)/4*4])
	return err == nil
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
