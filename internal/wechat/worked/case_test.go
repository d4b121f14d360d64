package worked

import (
	"testing"
	"time"

	"echostr/internal/wechat"
	"echostr/internal/words"
)

const (
	testKey   = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	testApp   = "wx5823bf96d3bd56c7"
	testStamp = "1795183566"
	testNonce = "1320562132"
	testInner = "<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[密文里的消息]]></Content></xml>"
)

// testCase is a request as it was opened.
type testCase struct {
	name    string
	request wechat.Request
	opened  wechat.Opened
}

func (c *testCase) check() *wechat.Check { return &c.opened.Check }

// verification is a GET signed with the Token there and held to the one here.
func verification(name, here, there string) testCase {
	query := "signature=" + wechat.Sign(there, testStamp, testNonce) + "&echostr=4375120948345356249&timestamp=" + testStamp + "&nonce=" + testNonce
	return opened(name, wechat.AccountConfig{Token: here}, wechat.Request{Method: "GET", Query: query})
}

// sealed is an encrypted push.
func sealed(t *testing.T, name string, a wechat.AccountConfig) testCase {
	t.Helper()
	k, err := wechat.ParseKey(testKey)
	if err != nil {
		t.Fatal(err)
	}
	encrypt := k.Encrypt([]byte(testInner), testApp, []byte("0123456789abcdef"))
	query := "signature=" + wechat.Sign(a.Token, testStamp, testNonce) + "&timestamp=" + testStamp + "&nonce=" + testNonce +
		"&encrypt_type=aes&msg_signature=" + wechat.Sign(a.Token, testStamp, testNonce, encrypt)
	return opened(name, a, wechat.Request{Method: "POST", Query: query, Body: []byte("<xml><ToUserName>gh_1</ToUserName><Encrypt>" + encrypt + "</Encrypt></xml>")})
}

func opened(name string, a wechat.AccountConfig, r wechat.Request) testCase {
	r.Path, r.Time = "/wx/demo", time.Unix(1795183568, 0).UTC()
	return testCase{name, r, wechat.NewAccount(a).Open(&r)}
}

func safe() wechat.AccountConfig {
	return wechat.AccountConfig{Token: "wechat2026", AppID: testApp, Mode: wechat.Safe, Keys: []string{testKey}}
}

func english(t *testing.T) Options {
	t.Helper()
	w, err := words.Load(words.English)
	if err != nil {
		t.Fatal(err)
	}
	return Options{Words: w, Location: time.UTC}
}

func wechatConfig(token string) wechat.AccountConfig { return wechat.AccountConfig{Token: token} }

// stranger is a request that is not WeChat's.
func stranger() wechat.Request { return wechat.Request{Method: "GET"} }
