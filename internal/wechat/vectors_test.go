package wechat

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// vector is a published example: what was sent, and what must come out.
type vector struct {
	ID, Source, Kind, Note  string
	Token, Timestamp, Nonce string
	Signature               string
	MsgSignature            string `json:"msg_signature"`
	Expect                  string // "mismatch" where the signature is wrong on purpose
	Echostr                 string
	Key                     string `json:"encoding_aes_key"`
	AppID                   string `json:"appid"`
	Receiver                string `json:"receive_id_in_ciphertext"`
	Random                  string `json:"random16"`
	Padding                 int    `json:"pad_len"`
	Plaintext, Ciphertext   string
	Contains                []string `json:"expect_contains"`
}

// vectors are those in testdata and, where ECHOSTR_CORPUS names a directory with a
// vectors.json, those in it.
func vectors(t *testing.T) (out []vector) {
	t.Helper()
	files := []string{filepath.Join("testdata", "vectors.json")}
	if dir := os.Getenv("ECHOSTR_CORPUS"); dir != "" {
		files = append(files, filepath.Join(dir, "vectors.json"))
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var v []vector
		if err := json.Unmarshal(b, &v); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		out = append(out, v...)
	}
	return out
}

func TestVectors(t *testing.T) {
	counts := map[string]int{}
	for _, v := range vectors(t) {
		counts[v.Kind]++
		t.Run(v.ID, func(t *testing.T) {
			switch v.Kind {
			case "signature":
				v.signature(t)
			case "signature4":
				v.signature4(t)
			case "decrypt":
				v.decrypt(t)
			case "encrypt":
				v.encrypt(t)
			}
		})
	}
	for _, kind := range []string{"signature", "signature4", "decrypt", "encrypt"} {
		if counts[kind] < 3 {
			t.Errorf("%d vectors of kind %s", counts[kind], kind)
		}
	}
}

func (v *vector) signature(t *testing.T) {
	q := fmt.Sprintf("signature=%s&timestamp=%s&nonce=%s", v.Signature, v.Timestamp, v.Nonce)
	echostr := v.Echostr
	if echostr == "" {
		echostr = "1"
	}
	a := NewAccount(AccountConfig{Token: v.Token})
	o := a.Open(&Request{Method: "GET", Query: q + "&echostr=" + echostr})
	if want := v.Expect != "mismatch"; o.Check.OK != want || o.OK() != want || want && o.Echo != echostr {
		t.Errorf("%s: %+v", v.Source, o)
	}
	if o := a.Open(&Request{Method: "POST", Query: q, Body: []byte(textXML)}); o.OK() != (v.Expect != "mismatch") {
		t.Errorf("%s: POST: %+v", v.Source, o.Causes)
	}
}

func (v *vector) signature4(t *testing.T) {
	got := SameSignature(Sign(v.Token, v.Timestamp, v.Nonce, v.Ciphertext), v.MsgSignature)
	if got != (v.Expect != "mismatch") {
		t.Errorf("%s: %v", v.Source, got)
	}
}

// decrypt opens the ciphertext, and a request that carries it.
func (v *vector) decrypt(t *testing.T) {
	message, env, err := mustKey(t, v.Key).Decrypt(v.Ciphertext)
	if err != nil || env.AppID != v.Receiver || env.Padding != v.Padding {
		t.Fatalf("%s: %+v, %v", v.Source, env, err)
	}
	if v.Plaintext != "" && string(message) != v.Plaintext {
		t.Errorf("%s: %q, want %q", v.Source, message, v.Plaintext)
	}
	for _, part := range v.Contains {
		if !strings.Contains(string(message), part) {
			t.Errorf("%s: no %q in %q", v.Source, part, message)
		}
	}
	if v.MsgSignature == "" {
		return
	}
	a := NewAccount(AccountConfig{Token: v.Token, AppID: v.Receiver, Mode: Safe, Keys: []string{v.Key}})
	q := fmt.Sprintf("msg_signature=%s&timestamp=%s&nonce=%s", v.MsgSignature, v.Timestamp, v.Nonce)
	r := &Request{Method: "POST", Query: q, Body: []byte("<xml><Encrypt>" + v.Ciphertext + "</Encrypt></xml>")}
	if message[0] != '<' && message[0] != '{' { // 企业微信 verifies an address
		r = &Request{Method: "GET", Query: q + "&echostr=" + url.QueryEscape(v.Ciphertext)}
	}
	o := a.Open(r)
	if !o.OK() || string(o.Plain)+o.Echo != string(message) || !o.Encrypted {
		t.Errorf("%s: %+v", v.Source, o)
	}
}

func (v *vector) encrypt(t *testing.T) {
	if got := mustKey(t, v.Key).Encrypt([]byte(v.Plaintext), v.AppID, []byte(v.Random)); got != v.Ciphertext {
		t.Errorf("%s: %s, want %s", v.Source, got, v.Ciphertext)
	}
	if v.MsgSignature == "" {
		return
	}
	for _, f := range []Format{XML, JSON} {
		reply, err := Parse(string(AppendSealed(nil, f, v.Ciphertext, v.Token, v.Timestamp, v.Nonce)))
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]string{"Encrypt": v.Ciphertext, "MsgSignature": v.MsgSignature,
			"TimeStamp": v.Timestamp, "Nonce": v.Nonce} {
			if got := reply.Get(name); got != want {
				t.Errorf("%s: %s: %s = %q, want %q", v.Source, f, name, got, want)
			}
		}
	}
}
