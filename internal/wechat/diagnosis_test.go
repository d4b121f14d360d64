package wechat

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestRuledOut holds to what is said not to be the case.
func TestRuledOut(t *testing.T) {
	peers := []Peer{{ID: "p1", Name: "shop", Token: "ShopToken"}}
	checked := []CauseID{ParameterMissing, ParameterEmpty, ParameterDuplicate, TokenEmpty}
	shape := append(slices.Clone(checked), SignatureUppercase, SignatureAlgorithm, SignatureCharacters, SignatureLength)
	query := append(slices.Clone(shape), ParameterWhitespace, ParameterEncoding)
	spelt := append(slices.Clone(query), TokenWhitespace, TokenCase, TokenFullWidth)
	all := append(slices.Clone(spelt), TokenOtherProfile, TokenIsAppID, TokenIsAESKey, SortNumeric, SignatureParts)
	for _, tt := range []struct {
		name string
		d    *draft
		harm func(*draft)
		want []CauseID
	}{
		{"holds", goodGet(), func(*draft) {}, nil},
		{"warned", goodGet(), func(d *draft) { d.now = time.Unix(1, 0) }, nil},
		{"not WeChat's", goodGet(), func(d *draft) { d.query = nil }, nil},
		{"parameter missing", goodGet(), func(d *draft) { d.drop("nonce") }, nil},
		{"no Token", goodGet(), func(d *draft) { d.config.Token = "" }, append(slices.Clone(checked[:3]), TokenOtherProfile, TokenIsAppID, TokenIsAESKey, TimestampSkew)},
		{"cut", goodGet(), func(d *draft) { d.set("signature", "abc") }, append(slices.Clone(checked), TimestampSkew)},
		{"blank", goodGet(), func(d *draft) { d.set("nonce", goodNonce+"+") }, append(slices.Clone(shape), TimestampSkew)},
		{"case", goodPost(), func(d *draft) { d.sign(strings.ToUpper(goodToken)) }, append(slices.Clone(query), TimestampSkew)},
		{"earlier", goodPost(), func(d *draft) { d.known.EarlierTokens = []string{"old"}; d.sign("old") }, append(slices.Clone(spelt), TimestampSkew)},
		{"unknown", goodGet(), func(d *draft) { d.sign("else") }, append(slices.Clone(all), TimestampSkew)},
		{"unknown, and the clock", goodGet(), func(d *draft) { d.sign("else"); d.now = time.Unix(1, 0) }, all},
		{"unknown, and no clock", goodGet(), func(d *draft) { d.sign("else"); d.now = time.Time{} }, all},
		{"nothing to compare with", goodGet(), func(d *draft) {
			d.sign("else")
			d.config.AppID, d.config.Keys, d.known.Peers = "", nil, nil
		}, append(slices.Clone(spelt), SortNumeric, SignatureParts, TimestampSkew)},
		{"sealed, unknown", goodSafe(t), func(d *draft) { d.sign("else") }, append(append(slices.Clone(query), EncryptDamaged),
			TokenWhitespace, TokenCase, TokenFullWidth, TokenOtherProfile, TokenIsAppID, TokenIsAESKey, SignatureWrongField, SortNumeric, SignatureParts, TimestampSkew)},
		{"sealed, changed", goodSafe(t), func(d *draft) { d.body = strings.Replace(d.body, d.encrypt[:4], "AAAA", 1) },
			append(slices.Clone(query), TokenMismatch, SignatureWrongField, SortNumeric, SignatureParts, TimestampSkew)},
		{"very long ciphertext", goodWeComPost(t), func(d *draft) {
			d.body = strings.Replace(d.body, d.encrypt, strings.Repeat("A", longestGuessed+1), 1)
		}, append(slices.Clone(shape), TimestampSkew)},
		{"another key", goodSafe(t), func(d *draft) { d.config.Keys = []string{otherKey} }, []CauseID{TokenMismatch, EncryptDamaged, AESKeyMissing, AESKeyMalformed}},
		{"another AppID", goodSafe(t), func(d *draft) { d.config.AppID = "wx1" }, []CauseID{TokenMismatch, EncryptDamaged, AESKeyMismatch}},
		{"sealed body broken", goodSafe(t), func(d *draft) {
			d.seal(referenceEncrypt(t, goodKey, "<xml>&</xml>", goodAppID, referencePad("<xml>&</xml>", goodAppID, 32)), safeXML)
		}, []CauseID{TokenMismatch, EncryptDamaged, AESKeyMismatch, AppIDMismatch}},
		{"body broken", goodPost(), func(d *draft) { d.body = "x" }, []CauseID{TokenMismatch}},
		{"mode", goodPost(), func(d *draft) { d.config.Mode = Safe }, []CauseID{TokenMismatch}},
	} {
		tt.d.known.Peers = peers
		tt.harm(tt.d)
		a, r := NewAccount(tt.d.config), tt.d.request()
		o := a.Open(r)
		d := a.Diagnose(r, &o, &tt.d.known)
		if !slices.Equal(d.RuledOut, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, d.RuledOut, tt.want)
		}
		if !reflect.DeepEqual(d.Causes, a.Explain(r, &o, &tt.d.known)) {
			t.Errorf("%s: Explain and Diagnose differ", tt.name)
		}
		for _, c := range d.Causes {
			if slices.Contains(d.RuledOut, c.ID) {
				t.Errorf("%s: %s is ruled out and the case", tt.name, c.ID)
			}
		}
	}
}

func TestOfficial(t *testing.T) {
	for _, tt := range []struct {
		c    Cause
		code int
		ok   bool
	}{
		{Cause{ID: TokenMismatch}, -40001, true},
		{Cause{ID: TokenCase}, -40001, true},
		{Cause{ID: BodySyntax}, -40002, true},
		{Cause{ID: AESKeyMalformed}, -40004, true},
		{Cause{ID: AppIDMismatch}, -40005, true},
		{Cause{ID: AESKeyMismatch}, -40007, true},
		{Cause{ID: AESKeyMismatch, Args: args{"code": "-40008"}}, -40008, true},
		{Cause{ID: EncryptDamaged}, -40010, true},
		{Cause{ID: EncryptDamaged, Args: args{"code": "-40001"}}, -40001, true},
		{Cause{ID: NotWeChat}, 0, false},
		{Cause{ID: NotWeChat, Args: args{"code": "x"}}, 0, false},
		{Cause{ID: TimestampSkew}, 0, false},
	} {
		if code, ok := tt.c.Official(); code != tt.code || ok != tt.ok {
			t.Errorf("%s %v: %d, %v", tt.c.ID, tt.c.Args, code, ok)
		}
	}
	for id, code := range officialCodes {
		if got, ok := id.Official(); !ok || got != code || code > -40001 || code < -40011 {
			t.Errorf("%s: %d, %v", id, got, ok)
		}
	}
}

// TestSecretsStayOut: whatever is wrong, no cause's arguments hold a secret other than
// the account's own Token.
func TestSecretsStayOut(t *testing.T) {
	for _, harm := range []func(*draft){
		func(d *draft) { d.config.Keys = []string{goodKey + " "} },
		func(d *draft) { d.config.Keys = []string{"-" + goodKey[1:]} },
		func(d *draft) { d.config.Keys = []string{otherKey} },
		func(d *draft) { d.config.Keys = []string{otherKey, goodKey} },
		func(d *draft) { d.known.AppSecret = goodSecret; d.sign(goodSecret) },
		func(d *draft) { d.known.AppSecret = goodSecret; d.config.Keys = []string{goodSecret} },
		func(d *draft) { d.sign(goodKey) },
		func(d *draft) { d.sign("ShopToken") },
		func(d *draft) { d.config.Token = "" },
	} {
		d := goodSafe(t)
		d.known.Peers = []Peer{{ID: "p1", Name: "shop", Token: "ShopToken", AESKeys: []string{goodKey}}}
		harm(d)
		_, causes := d.open()
		if len(causes) == 0 {
			t.Error("nothing is found")
		}
		for _, c := range causes {
			for name, v := range c.Args {
				for _, secret := range []string{goodKey, otherKey, goodSecret, "ShopToken", goodKey[1:20]} {
					if strings.Contains(v, secret) {
						t.Errorf("%s: %s is %q", c.ID, name, v)
					}
				}
			}
		}
	}
}
