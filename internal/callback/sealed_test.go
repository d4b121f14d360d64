package callback

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// sealedVector is a published ciphertext, or a published msg_signature over one.
type sealedVector struct {
	ID, Kind, Source, Format, Expect string
	Token, Timestamp, Nonce          string
	Ciphertext, Plaintext            string
	Signature                        string `json:"msg_signature"`
	Key                              string `json:"encoding_aes_key"`
	Receiver                         string `json:"receive_id_in_ciphertext"`
}

// TestPublishedCiphertexts sends every published ciphertext to the server, as a push or
// as the verification it was.
func TestPublishedCiphertexts(t *testing.T) {
	var vectors []sealedVector
	load(t, &vectors, "..", "wechat", "testdata", "vectors.json")
	if dir := os.Getenv(corpusEnv); dir != "" {
		vectors = nil
		load(t, &vectors, dir, "vectors.json")
	}
	opened, signed := 0, 0
	for _, v := range vectors {
		switch v.Kind {
		case "decrypt":
			opened++
			t.Run(v.ID, func(t *testing.T) { v.open(t) })
		case "signature4":
			signed++
			t.Run(v.ID, func(t *testing.T) { v.check(t) })
		}
	}
	if opened < 7 || signed < 4 {
		t.Errorf("only %d ciphertexts and %d signatures were found", opened, signed)
	}
}

// open expects the plain text: in the answer of a verification, in the record of a push.
func (v sealedVector) open(t *testing.T) {
	if v.Signature == "" { // published without one
		v.Token, v.Timestamp, v.Nonce = "vector", "1700000000", "486452656"
		v.Signature = wechat.Sign(v.Token, v.Timestamp, v.Nonce, v.Ciphertext)
	}
	if strings.Trim(v.Plaintext, "0123456789") == "" { // an echostr
		r, x := v.send(t, "GET", "&echostr="+url.QueryEscape(v.Ciphertext), "")
		if r.StatusCode != 200 || r.body != v.Plaintext || x.Verdict != exchange.Pass {
			t.Errorf("%s: answered %d %q for %v", v.Source, r.StatusCode, r.body, x.Opened.Causes)
		}
		return
	}
	body := "<xml><ToUserName><![CDATA[gh]]></ToUserName><Encrypt><![CDATA[" + v.Ciphertext + "]]></Encrypt></xml>"
	if v.Format == "json" {
		body = fmt.Sprintf(`{"ToUserName":"gh","Encrypt":%q}`, v.Ciphertext)
	}
	r, x := v.send(t, "POST", "&encrypt_type=aes", body)
	if r.StatusCode != 200 || r.body != "success" || x.Verdict != exchange.Pass || string(x.Opened.Plain) != v.Plaintext {
		t.Errorf("%s: answered %d %q for %v, decrypted to %q", v.Source, r.StatusCode, r.body, x.Opened.Causes, x.Opened.Plain)
	}
}

// check expects the signature alone to hold: what it was made over opens with no key.
func (v sealedVector) check(t *testing.T) {
	_, x := v.send(t, "GET", "&echostr="+url.QueryEscape(v.Ciphertext), "")
	if want := v.Expect != "mismatch"; x.Opened.Check.OK != want {
		t.Errorf("%s: the signature holds: %v, want %v", v.Source, x.Opened.Check.OK, want)
	}
}

func (v sealedVector) send(t *testing.T, method, more, body string) (parsed, *exchange.Exchange) {
	t.Helper()
	g := serve(t, Config{})
	account := wechat.NewAccount(wechat.AccountConfig{Token: v.Token, AppID: v.Receiver, Mode: wechat.Safe, Keys: []string{v.Key}})
	g.SetRoutes(NewRoutes(map[string]Route{"/v": {Profile: "v", Account: account}}))
	q := fmt.Sprintf("msg_signature=%s&timestamp=%s&nonce=%s%s", v.Signature, url.QueryEscape(v.Timestamp), url.QueryEscape(v.Nonce), more)
	var b strings.Builder
	fmt.Fprintf(&b, "%s /v?%s HTTP/1.0\r\nUser-Agent: Mozilla/4.0\r\n", method, q)
	if body != "" {
		fmt.Fprintf(&b, "Content-Type: text/xml\r\nContent-Length: %d\r\n", len(body))
	}
	b.WriteString("\r\n" + body)
	return parse(t, b.String(), g.say(b.String())), g.only()
}
