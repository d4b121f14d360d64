package wechat

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// What the tests' account and its pushes are made of.
const (
	goodToken  = "echostrToken9"
	goodAppID  = "wx5823bf96d3bd56c7"
	goodKey    = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	otherKey   = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
	goodSecret = "0123456789abcdef0123456789abcdef"

	goodTimestamp = "1714036504"
	goodNonce     = "486452656" // nine digits: sorted differently as a number
	goodEchostr   = "4375120948345356249"

	textXML = "<xml><ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName>\n" +
		"<FromUserName><![CDATA[o9AgO5Kd5ggOC-bXrbNODIiE3bGY]]></FromUserName>\n" +
		"<CreateTime>1714036504</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n" +
		"<Content><![CDATA[你好, WeChat]]></Content>\n<MsgId>24536789012345678</MsgId>\n</xml>"
	textJSON = `{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY",` +
		`"CreateTime":1714036504,"MsgType":"text","Content":"你好, WeChat","MsgId":24536789012345678}`
)

var goodTime = time.Unix(1714036504, 0)

// referenceSign is the formula once more, by other means.
func referenceSign(parts ...string) string {
	parts = slices.Clone(parts)
	slices.Sort(parts)
	return fmt.Sprintf("%x", sha1.Sum([]byte(strings.Join(parts, ""))))
}

// referenceEncrypt is the envelope once more, with a choice of padding: pad bytes of
// value pad, whatever block they fill.
func referenceEncrypt(t testing.TB, key, message, appID string, pad int) string {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(key + "=")
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		t.Fatal(err)
	}
	full := []byte("0123456789abcdef")
	full = binary.BigEndian.AppendUint32(full, uint32(len(message)))
	full = append(full, message+appID...)
	full = append(full, bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(block, raw[:16]).CryptBlocks(full, full)
	return base64.StdEncoding.EncodeToString(full)
}

// referencePad is how many bytes fill a message up to blocks of size.
func referencePad(message, appID string, size int) int {
	return size - (20+len(message)+len(appID))%size
}

// pair is a parameter of a draft, its value as it stands in the URL.
type pair struct{ name, value string }

// draft is a request in the making, with the account that it is for.
type draft struct {
	config    AccountConfig
	known     Known
	method    string
	query     []pair
	body      string
	encrypt   string // what the body holds as ciphertext
	now       time.Time
	cut, long bool

	contentType string
}

func (d *draft) at(name string) int {
	return slices.IndexFunc(d.query, func(p pair) bool { return p.name == name })
}

// get is a parameter, decoded.
func (d *draft) get(name string) string {
	if i := d.at(name); i >= 0 {
		v, err := url.QueryUnescape(d.query[i].value)
		if err == nil {
			return v
		}
	}
	return ""
}

// set puts a raw value in.
func (d *draft) set(name, value string) {
	if i := d.at(name); i >= 0 {
		d.query[i].value = value
		return
	}
	d.query = append(d.query, pair{name, value})
}

func (d *draft) drop(names ...string) {
	d.query = slices.DeleteFunc(d.query, func(p pair) bool { return slices.Contains(names, p.name) })
}

// sign makes the signatures that stand in the query anew.
func (d *draft) sign(token string) {
	if d.at("signature") >= 0 {
		d.set("signature", referenceSign(token, d.get("timestamp"), d.get("nonce")))
	}
	if d.at("msg_signature") >= 0 {
		d.set("msg_signature", referenceSign(token, d.get("timestamp"), d.get("nonce"), d.encrypt))
	}
}

// seal puts ciphertext of a message into the body and signs it.
func (d *draft) seal(encrypt, body string) {
	d.encrypt, d.body = encrypt, strings.ReplaceAll(body, "$", encrypt)
	d.sign(goodToken)
}

func (d *draft) request() *Request {
	var q []string
	for _, p := range d.query {
		q = append(q, p.name+"="+p.value)
	}
	return &Request{Method: d.method, Path: "/wx/demo", Query: strings.Join(q, "&"), Body: []byte(d.body), ContentType: d.contentType,
		Time: d.now, BodyCut: d.cut, BodyTooLarge: d.long}
}

// open opens the draft and explains it.
func (d *draft) open() (Opened, []Cause) {
	a, r := NewAccount(d.config), d.request()
	o := a.Open(r)
	return o, a.Explain(r, &o, &d.known)
}

func config(m Mode) AccountConfig {
	return AccountConfig{Token: goodToken, AppID: goodAppID, Mode: m, Keys: []string{goodKey}}
}

// The good requests, one of each kind. Each is let pass as it is.

func goodGet() *draft {
	d := &draft{config: config(Plain), method: "GET", now: goodTime, query: []pair{{"signature", ""},
		{"echostr", goodEchostr}, {"timestamp", goodTimestamp}, {"nonce", goodNonce}}}
	d.sign(goodToken)
	return d
}

func goodPost() *draft {
	d := &draft{config: config(Plain), method: "POST", now: goodTime, body: textXML, query: []pair{{"signature", ""},
		{"timestamp", goodTimestamp}, {"nonce", goodNonce}, {"openid", "o9AgO5Kd5ggOC-bXrbNODIiE3bGY"}}}
	d.sign(goodToken)
	return d
}

const (
	safeXML  = "<xml>\n    <ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName>\n    <Encrypt><![CDATA[$]]></Encrypt>\n</xml>\n"
	safeJSON = `{"ToUserName":"gh_97417a04a28d","Encrypt":"$"}`
)

func goodSafe(t testing.TB) *draft {
	t.Helper()
	d := goodPost()
	d.config = config(Safe)
	d.set("encrypt_type", "aes")
	d.set("msg_signature", "")
	d.seal(referenceEncrypt(t, goodKey, textXML, goodAppID, referencePad(textXML, goodAppID, 32)), safeXML)
	return d
}

func goodSafeJSON(t testing.TB) *draft {
	t.Helper()
	d := goodSafe(t)
	d.seal(referenceEncrypt(t, goodKey, textJSON, goodAppID, referencePad(textJSON, goodAppID, 32)), safeJSON)
	return d
}

// goodBoth is a push of compatible mode.
func goodBoth(t testing.TB) *draft {
	t.Helper()
	d := goodSafe(t)
	d.config = config(Compatible)
	d.seal(d.encrypt, strings.Replace(textXML, "<MsgId>", "<Encrypt><![CDATA[$]]></Encrypt><MsgId>", 1))
	return d
}

func goodWeComGet(t testing.TB) *draft {
	t.Helper()
	d := &draft{config: config(Safe), method: "GET", now: goodTime, query: []pair{{"msg_signature", ""},
		{"timestamp", goodTimestamp}, {"nonce", goodNonce}}}
	d.encrypt = referenceEncrypt(t, goodKey, goodEchostr, goodAppID, referencePad(goodEchostr, goodAppID, 32))
	d.set("echostr", url.QueryEscape(d.encrypt))
	d.sign(goodToken)
	return d
}

func goodWeComPost(t testing.TB) *draft {
	t.Helper()
	d := goodSafe(t)
	d.drop("signature", "openid", "encrypt_type")
	d.seal(d.encrypt, `{"tousername":"wx5823bf96d3bd56c7","encrypt":"$","agentid":"218"}`)
	return d
}

// encryptBlocks is AES-CBC without an envelope.
func encryptBlocks(k *Key, full string) string {
	b := []byte(full)
	cipher.NewCBCEncrypter(k.block, k.iv[:]).CryptBlocks(b, b)
	return base64.StdEncoding.EncodeToString(b)
}
