package wechat

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// signature is the name of the signature that a draft is held to.
func (d *draft) signature() string {
	if d.at("msg_signature") >= 0 {
		return "msg_signature"
	}
	return "signature"
}

// parts are what the signature is over.
func (d *draft) parts() []string {
	p := []string{goodToken, d.get("timestamp"), d.get("nonce")}
	if d.signature() == "msg_signature" {
		p = append(p, d.encrypt)
	}
	return p
}

// kinds are the good requests: every mode, notation and method, and 企业微信's.
func kinds(t *testing.T) map[string]func() *draft {
	mode := func(d *draft, m Mode) *draft { d.config.Mode = m; return d }
	return map[string]func() *draft{
		"GET":             goodGet,
		"GET, safe":       func() *draft { return mode(goodGet(), Safe) },
		"plain XML":       goodPost,
		"plain JSON":      func() *draft { d := goodPost(); d.body = textJSON; return d },
		"compatible":      func() *draft { return goodBoth(t) },
		"plain of both":   func() *draft { d := mode(goodBoth(t), Plain); d.drop("msg_signature"); return d },
		"safe XML":        func() *draft { return goodSafe(t) },
		"safe JSON":       func() *draft { return goodSafeJSON(t) },
		"compatible safe": func() *draft { return mode(goodSafe(t), Compatible) },
		"WeCom GET":       func() *draft { return goodWeComGet(t) },
		"WeCom JSON":      func() *draft { return goodWeComPost(t) },
	}
}

// TestExplainAcross breaks the same things in every kind of request.
func TestExplainAcross(t *testing.T) {
	n := 0
	for kind, good := range kinds(t) {
		for _, tt := range []struct {
			name  string
			harm  func(*draft)
			cause CauseID
			fix   bool
		}{
			{"blank after the Token", func(d *draft) { d.config.Token += " " }, TokenWhitespace, true},
			{"byte order mark before WeChat's Token", func(d *draft) { d.sign("\ufeff" + goodToken) }, TokenWhitespace, true},
			{"Token in capitals", func(d *draft) { d.sign(strings.ToUpper(goodToken)) }, TokenCase, true},
			{"WeChat's Token in full width", func(d *draft) { d.sign("ｅｃｈｏｓｔｒＴｏｋｅｎ９") }, TokenFullWidth, true},
			{"earlier Token", func(d *draft) { d.known.EarlierTokens = []string{"older"}; d.sign("older") }, TokenEarlier, true},
			{"another profile's Token", func(d *draft) { d.known.Peers = []Peer{{ID: "p", Token: "ShopToken"}}; d.sign("ShopToken") }, TokenOtherProfile, true},
			{"AppID as the Token", func(d *draft) { d.sign(goodAppID) }, TokenIsAppID, false},
			{"unknown Token", func(d *draft) { d.sign("else") }, TokenMismatch, false},
			{"no Token", func(d *draft) { d.config.Token = "" }, TokenEmpty, false},
			{"no timestamp", func(d *draft) { d.drop("timestamp") }, ParameterMissing, false},
			{"empty nonce", func(d *draft) { d.set("nonce", "") }, ParameterEmpty, false},
			{"nonce twice", func(d *draft) { d.query = append(d.query, pair{"nonce", "7"}) }, ParameterDuplicate, false},
			{"blank after the nonce", func(d *draft) { d.set("nonce", goodNonce+"%20") }, ParameterWhitespace, false},
			{"timestamp escaped twice", func(d *draft) { d.set("timestamp", "%2531"+goodTimestamp[1:]) }, ParameterEncoding, false},
			{"signature in capitals", func(d *draft) { d.set(d.signature(), strings.ToUpper(d.get(d.signature()))) }, SignatureUppercase, false},
			{"signature cut", func(d *draft) { d.set(d.signature(), d.get(d.signature())[1:]) }, SignatureLength, false},
			{"signature of other characters", func(d *draft) { d.set(d.signature(), "x"+d.get(d.signature())[1:]) }, SignatureCharacters, false},
			{"SHA-256", func(d *draft) { d.set(d.signature(), hashed(sha256.New(), Sorted(d.parts()...)...)) }, SignatureAlgorithm, false},
			{"not sorted", func(d *draft) { d.set(d.signature(), concatenated(d.parts()...)) }, SignatureParts, false},
			{"joined with commas", func(d *draft) { d.set(d.signature(), concatenated(strings.Join(Sorted(d.parts()...), ","))) }, SignatureParts, false},
			{"no Token signed", func(d *draft) { d.set(d.signature(), referenceSign(d.parts()[1:]...)) }, SignatureParts, false},
			{"sorted as numbers", func(d *draft) {
				p := append([]string{goodNonce, goodTimestamp}, Sorted(append(d.parts()[3:], goodToken)...)...)
				d.set(d.signature(), concatenated(p...))
			}, SortNumeric, false},
			{"PUT", func(d *draft) { d.method = "PUT" }, WrongMethod, false},
		} {
			d := good()
			if o, causes := d.open(); !o.OK() || len(causes) > 0 {
				t.Fatalf("%s does not hold to begin with: %+v", kind, causes)
			}
			tt.harm(d)
			n++
			o, causes := d.open()
			if o.OK() || len(causes) == 0 || causes[0].ID != tt.cause {
				t.Errorf("%s: %s: %+v, want %s", kind, tt.name, causes, tt.cause)
				continue
			}
			if tt.fix {
				if causes[0].Fix == nil {
					t.Errorf("%s: %s: no fix", kind, tt.name)
					continue
				}
				mend(d, causes[0].Fix)
				if o, causes := d.open(); !o.OK() {
					t.Errorf("%s: %s: once mended: %+v", kind, tt.name, causes)
				}
			}
		}
	}
	t.Logf("%d requests, each broken in one thing", n)
}

// TestReadmeNamesCauses: every cause stands in the README's tables.
func TestReadmeNamesCauses(t *testing.T) {
	source, err := os.ReadFile("cause.go")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	all := regexp.MustCompile(`CauseID = "([a-z0-9_]+)"`).FindAllStringSubmatch(string(source), -1)
	if len(all) < 60 {
		t.Fatalf("%d causes found", len(all))
	}
	for _, id := range all {
		if !strings.Contains(string(readme), "`"+id[1]+"`") {
			t.Errorf("%s is not in the README", id[1])
		}
	}
}
