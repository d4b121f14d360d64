package wechat

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

func TestJSAPISignature(t *testing.T) {
	type vector struct {
		Kind, Noncestr, Timestamp, URL, Signature string
		Ticket                                    string `json:"jsapi_ticket"`
	}
	// The first is WeChat's own, from its JS-SDK documentation; the second is easywechat's.
	vectors := []vector{
		{"jssdk", "Wm3WZYTPz0wzccnW", "1414587457", "http://mp.weixin.qq.com?params=value", "0f9de62fce790f9a083d5c99e95740ceb90c27ed",
			"sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"},
		{"jssdk", "mock-nonce", "1601234567", "https://www.easywechat.com/", "22772d2fb393ab9f7f6a5a54168a566fbf1ab767", "mock-ticket"},
	}
	if dir := os.Getenv("ECHOSTR_CORPUS"); dir != "" {
		b, err := os.ReadFile(filepath.Join(dir, "vectors.json"))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &vectors); err != nil {
			t.Fatal(err)
		}
	}
	tried := 0
	for _, v := range vectors {
		if v.Kind != "jssdk" {
			continue
		}
		tried++
		for _, page := range []string{v.URL, v.URL + "#top"} {
			if got := JSAPISignature(v.Ticket, v.Noncestr, v.Timestamp, page); got != v.Signature {
				t.Errorf("%s: %s, want %s", page, got, v.Signature)
			}
		}
	}
	if tried < 2 {
		t.Errorf("only %d vectors were found", tried)
	}
}
