package wechat

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ReplyType is what a passive reply is.
type ReplyType string

// The types. Those of messages are their MsgType.
const (
	ReplySuccess  ReplyType = "success" // the word alone: understood, nothing to say
	ReplyEmpty    ReplyType = "empty"   // no bytes at all, which means the same
	ReplyText     ReplyType = "text"
	ReplyImage    ReplyType = "image"
	ReplyVoice    ReplyType = "voice"
	ReplyVideo    ReplyType = "video"
	ReplyMusic    ReplyType = "music"
	ReplyNews     ReplyType = "news"
	ReplyTransfer ReplyType = "transfer_customer_service" // hands the user over to a person
	ReplyRaw      ReplyType = "raw"                       // Content, byte for byte, never encrypted
)

// What WeChat takes.
const (
	MaxTextReply      = 2048 // bytes of a text
	MaxArticles       = 8    // in answer to an event and the like
	MaxArticlesToUser = 1    // in answer to text, image, video, news or location
)

// Reply is a passive reply. To and From left empty are the push's, swapped. Fields that
// its type does not have are left out.
type Reply struct {
	Type     ReplyType
	To, From string
	Content  string // of a text; the whole answer of a raw one

	MediaID            string // of image, voice, video: what was uploaded before
	Title, Description string // of video and music
	MusicURL           string
	HQMusicURL         string // played on Wi-Fi
	ThumbMediaID       string // of music
	Articles           []Article
	KfAccount          string // of a transfer: who is to answer; "" for anybody
}

// Article is one of a news reply.
type Article struct {
	Title, Description string
	PicURL, URL        string
}

// AppendAnswer appends the body that answers a push: "success", nothing or raw bytes as
// they are, anything else in the push's own notation, encrypted when the push was and
// the account's mode is not plain, with the key that opened it. What WeChat would not
// take is built all the same; Check tells of it.
func (a *Account) AppendAnswer(dst []byte, o *Opened, r *Reply, now time.Time) (body []byte, contentType string, err error) {
	switch {
	case r == nil || r.Type == ReplySuccess || r.Type == "":
		return append(dst, "success"...), "text/plain; charset=utf-8", nil
	case r.Type == ReplyEmpty:
		return dst, "text/plain; charset=utf-8", nil
	case r.Type == ReplyRaw:
		return append(dst, r.Content...), rawType(r.Content), nil
	case !r.Type.known():
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
		return appendReply(dst, f, to, from, r, now), contentType, nil
	}
	plain := make([]byte, 0, 256+len(to)+len(from)+len(r.Content)) // 256: tags
	body, err = a.seal(dst, f, appendReply(plain, f, to, from, r, now), o.Envelope, now)
	return body, contentType, err
}

// rawType is the Content-Type of raw bytes, by how they begin.
func rawType(s string) string {
	switch s = strings.TrimLeft(s, blanks); {
	case strings.HasPrefix(s, "<"):
		return "text/xml; charset=utf-8"
	case strings.HasPrefix(s, "{"):
		return "application/json; charset=utf-8"
	}
	return "text/plain; charset=utf-8"
}

// appendReply writes the message. XML has an item for each article; JSON, for which
// WeChat documents no such reply, the same names with a list in item's place.
func appendReply(dst []byte, f Format, to, from string, r *Reply, now time.Time) []byte {
	w := replyWriter{dst: dst, json: f == JSON}
	w.begin("")
	w.text("ToUserName", to)
	w.text("FromUserName", from)
	w.number("CreateTime", now.Unix())
	w.text("MsgType", string(r.Type))
	switch r.Type {
	case ReplyText:
		w.text("Content", r.Content)
	case ReplyImage, ReplyVoice:
		w.begin(r.Type.element())
		w.text("MediaId", r.MediaID)
		w.end(r.Type.element())
	case ReplyVideo:
		w.begin("Video")
		w.text("MediaId", r.MediaID)
		w.some("Title", r.Title)
		w.some("Description", r.Description)
		w.end("Video")
	case ReplyMusic:
		w.begin("Music")
		w.some("Title", r.Title)
		w.some("Description", r.Description)
		w.some("MusicUrl", r.MusicURL)
		w.some("HQMusicUrl", r.HQMusicURL)
		w.text("ThumbMediaId", r.ThumbMediaID)
		w.end("Music")
	case ReplyNews:
		w.number("ArticleCount", int64(len(r.Articles)))
		w.begin("Articles")
		w.articles(r.Articles)
		w.end("Articles")
	case ReplyTransfer:
		if r.KfAccount != "" {
			w.begin("TransInfo")
			w.text("KfAccount", r.KfAccount)
			w.end("TransInfo")
		}
	}
	w.end("")
	return w.dst
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
