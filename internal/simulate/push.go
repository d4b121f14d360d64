package simulate

import (
	"crypto/rand"
	"fmt"
	"math/big"
	"net/url"
	"strconv"
	"strings"
	"time"

	"echostr/internal/wechat"
)

// Push is one request as WeChat makes it.
type Push struct {
	Method string
	Query  string // raw
	Body   string // "" for a verification
	Echo   string // what a verification must be answered with
}

// Verification is the console's GET: a 19-digit echostr and a 9-digit nonce, which
// shows up servers that sort numbers instead of bytes.
func Verification(token string, now time.Time) (Push, error) {
	echo, err := digits(19)
	if err != nil {
		return Push{}, err
	}
	q, err := sign(token, now)
	if err != nil {
		return Push{}, err
	}
	// The order on the wire is WeChat's.
	return Push{Method: "GET", Echo: echo,
		Query: fmt.Sprintf("signature=%s&echostr=%s&timestamp=%s&nonce=%s", q.signature, echo, q.timestamp, q.nonce)}, nil
}

// TextPush is a user's text message in plaintext mode.
func TextPush(token, from, to, content string, now time.Time) (Push, error) {
	id, err := digits(17)
	if err != nil {
		return Push{}, err
	}
	q, err := sign(token, now)
	if err != nil {
		return Push{}, err
	}
	content = strings.ReplaceAll(content, "]]>", "]]]]><![CDATA[>")
	body := fmt.Sprintf("<xml><ToUserName><![CDATA[%s]]></ToUserName>\n<FromUserName><![CDATA[%s]]></FromUserName>\n"+
		"<CreateTime>%d</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[%s]]></Content>\n<MsgId>%s</MsgId>\n</xml>",
		to, from, now.Unix(), content, id)
	return Push{Method: "POST", Body: body,
		Query: fmt.Sprintf("signature=%s&timestamp=%s&nonce=%s&openid=%s", q.signature, q.timestamp, q.nonce, url.QueryEscape(from))}, nil
}

// Seal turns a plaintext push into what the mode sends: ciphertext alone, or beside
// the message.
func (p Push) Seal(mode wechat.Mode, token, appID, to string, key *wechat.Key, now time.Time) (Push, error) {
	if mode == wechat.Plain || p.Body == "" {
		return p, nil
	}
	random := make([]byte, 16)
	if _, err := rand.Read(random); err != nil {
		return p, fmt.Errorf("encrypt push: %w", err)
	}
	q := wechat.Query(p.Query)
	encrypt := key.Encrypt([]byte(p.Body), appID, random)
	signature := wechat.Sign(token, q.Get("timestamp"), q.Get("nonce"), encrypt)
	p.Query += "&encrypt_type=aes&msg_signature=" + signature
	sealed := fmt.Sprintf("    <Encrypt><![CDATA[%s]]></Encrypt>\n</xml>\n", encrypt)
	if mode == wechat.Compatible {
		p.Body = strings.TrimSuffix(p.Body, "</xml>") + sealed
	} else {
		p.Body = fmt.Sprintf("<xml>\n    <ToUserName><![CDATA[%s]]></ToUserName>\n", to) + sealed
	}
	return p, nil
}

type signedQuery struct{ signature, timestamp, nonce string }

func sign(token string, now time.Time) (signedQuery, error) {
	nonce, err := digits(9)
	if err != nil {
		return signedQuery{}, err
	}
	ts := strconv.FormatInt(now.Unix(), 10)
	return signedQuery{wechat.Sign(token, ts, nonce), ts, nonce}, nil
}

// digits is a random decimal number of n digits.
func digits(n int) (string, error) {
	low := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n-1)), nil)
	span := new(big.Int).Mul(low, big.NewInt(9))
	v, err := rand.Int(rand.Reader, span)
	if err != nil {
		return "", fmt.Errorf("draw a number: %w", err)
	}
	return v.Add(v, low).String(), nil
}
