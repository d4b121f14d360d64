package wechat

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// ReplyType is what a passive reply is.
type ReplyType string

// The types.
const (
	ReplySuccess ReplyType = "success" // the word alone: understood, nothing to say
	ReplyEmpty   ReplyType = "empty"   // no bytes at all, which means the same
	ReplyText    ReplyType = "text"
)

// MaxTextReply is what WeChat takes of a text reply, in bytes.
const MaxTextReply = 2048

// Reply is a passive reply. To and From left empty are the push's, swapped.
type Reply struct {
	Type     ReplyType
	To, From string
	Content  string // of a text
}

// AppendAnswer appends the body that answers a push: "success" or nothing as they
// are, anything else in the push's own notation, encrypted when the push was and the
// account's mode is not plain, with the key that opened it.
func (a *Account) AppendAnswer(dst []byte, o *Opened, r *Reply, now time.Time) (body []byte, contentType string, err error) {
	switch {
	case r == nil || r.Type == ReplySuccess || r.Type == "":
		return append(dst, "success"...), "text/plain; charset=utf-8", nil
	case r.Type == ReplyEmpty:
		return dst, "text/plain; charset=utf-8", nil
	case r.Type != ReplyText:
		return dst, "", fmt.Errorf("wechat: reply type %q is unknown", r.Type)
	}
	f := XML
	if o.Message != nil {
		f = o.Message.Format
	}
	contentType = "text/xml; charset=utf-8"
	if f == JSON {
		contentType = "application/json; charset=utf-8"
	}
	to, from := r.To, r.From
	if to == "" {
		to = o.Message.FromUserName()
	}
	if from == "" {
		from = o.Message.ToUserName()
	}
	if !o.Encrypted || o.Envelope == nil || a.Mode == Plain {
		return appendText(dst, f, to, from, r.Content, now), contentType, nil
	}
	plain := make([]byte, 0, 256+len(to)+len(from)+len(r.Content)) // 256: tags
	body, err = a.seal(dst, f, appendText(plain, f, to, from, r.Content, now), o.Envelope, now)
	return body, contentType, err
}

func appendText(dst []byte, f Format, to, from, content string, now time.Time) []byte {
	if f == JSON {
		dst = append(dst, `{"ToUserName":`...)
		dst = appendQuoted(dst, to)
		dst = append(dst, `,"FromUserName":`...)
		dst = appendQuoted(dst, from)
		dst = append(dst, `,"CreateTime":`...)
		dst = strconv.AppendInt(dst, now.Unix(), 10)
		dst = append(dst, `,"MsgType":"text","Content":`...)
		dst = appendQuoted(dst, content)
		return append(dst, '}')
	}
	dst = append(dst, "<xml>"...)
	dst = appendElement(dst, "ToUserName", to)
	dst = appendElement(dst, "FromUserName", from)
	dst = append(dst, "<CreateTime>"...)
	dst = strconv.AppendInt(dst, now.Unix(), 10)
	dst = append(dst, "</CreateTime>"...)
	dst = appendElement(dst, "MsgType", "text")
	dst = appendElement(dst, "Content", content)
	return append(dst, "</xml>"...)
}

// seal encrypts a reply and signs it.
func (a *Account) seal(dst []byte, f Format, plain []byte, env *Envelope, now time.Time) ([]byte, error) {
	var random [24]byte
	rand.Read(random[:])                                  // cannot fail: without randomness it ends the program
	if env.Key >= len(a.keys) || a.keys[env.Key] == nil { // opened before the settings changed
		return dst, errors.New("wechat: encrypt reply: the key that opened the push is gone")
	}
	key := a.keys[env.Key]
	encrypt := key.Encrypt(plain, env.AppID, random[:16])
	nonce := strconv.FormatUint(1e9+uint64(random[16])<<24+uint64(random[17])<<16+uint64(random[18])<<8+uint64(random[19]), 10)
	return AppendSealed(dst, f, encrypt, a.Token, strconv.FormatInt(now.Unix(), 10), nonce), nil
}

// AppendSealed appends the envelope of a reply: ciphertext, its msg_signature, and
// what that was made of.
func AppendSealed(dst []byte, f Format, encrypt, token, timestamp, nonce string) []byte {
	signature := Sign(token, timestamp, nonce, encrypt)
	if f == JSON {
		dst = append(dst, `{"Encrypt":`...)
		dst = appendQuoted(dst, encrypt)
		dst = append(dst, `,"MsgSignature":`...)
		dst = appendQuoted(dst, signature)
		dst = append(dst, `,"TimeStamp":`...)
		dst = append(dst, timestamp...)
		dst = append(dst, `,"Nonce":`...)
		dst = appendQuoted(dst, nonce)
		return append(dst, '}')
	}
	dst = append(dst, "<xml>"...)
	dst = appendElement(dst, "Encrypt", encrypt)
	dst = appendElement(dst, "MsgSignature", signature)
	dst = append(dst, "<TimeStamp>"...)
	dst = append(dst, timestamp...)
	dst = append(dst, "</TimeStamp>"...)
	dst = appendElement(dst, "Nonce", nonce)
	return append(dst, "</xml>"...)
}

// appendElement writes <name><![CDATA[value]]></name>, whatever the value holds: a
// "]]>" inside is split over two sections, characters that XML cannot hold become
// U+FFFD.
func appendElement(dst []byte, name, value string) []byte {
	dst = append(dst, '<')
	dst = append(dst, name...)
	dst = append(dst, "><![CDATA["...)
	value = strings.ReplaceAll(value, "]]>", "]]]]><![CDATA[>")
	if clean(value) {
		dst = append(dst, value...)
	} else {
		for _, r := range value {
			if !xmlChar(r) {
				r = utf8.RuneError
			}
			dst = utf8.AppendRune(dst, r)
		}
	}
	dst = append(dst, "]]></"...)
	dst = append(dst, name...)
	return append(dst, '>')
}

func clean(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if !xmlChar(r) {
			return false
		}
	}
	return true
}

// xmlChar is XML 1.0's Char.
func xmlChar(r rune) bool {
	return r >= 0x20 && r != 0xFFFE && r != 0xFFFF || r == '\t' || r == '\n' || r == '\r'
}

// appendQuoted writes a JSON string in plain UTF-8, since WeChat shows \u escapes
// literally: only what JSON demands is escaped. What is not UTF-8 becomes U+FFFD.
func appendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		n := 1
		if c >= utf8.RuneSelf {
			var r rune
			if r, n = utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError || n > 1 {
				i += n
				continue
			}
		}
		dst = append(dst, s[from:i]...)
		switch at := strings.IndexByte("\"\\\b\f\n\r\t", c); {
		case at >= 0:
			dst = append(dst, '\\', `"\bfnrt`[at])
		case c < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		default:
			dst = utf8.AppendRune(dst, utf8.RuneError)
		}
		i += n
		from = i
	}
	return append(append(dst, s[from:]...), '"')
}

const hexDigits = "0123456789abcdef"
