package wechat

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"
)

// args is how a table writes arguments.
type args = map[string]string

// TestExplain breaks one thing at a time in requests that hold, and wants that thing
// named first. Where a fix is offered, the request holds once it is made.
func TestExplain(t *testing.T) {
	peers := []Peer{{ID: "p1", Name: "shop", Token: "ShopToken", AppID: "wx0000000000000001", Path: "/wx/shop", AESKeys: []string{"", otherKey}}}
	for _, tt := range []struct {
		name  string
		d     *draft
		harm  func(*draft)
		cause CauseID
		args  args
		fix   FixKind // "" for none
	}{
		// The Token, on this side.
		{"blank after the Token", goodGet(), func(d *draft) { d.config.Token += " " }, TokenWhitespace, args{"where": "trailing", "side": "here"}, SetToken},
		{"line end after the Token", goodGet(), func(d *draft) { d.config.Token += "\r\n" }, TokenWhitespace, args{"where": "trailing", "side": "here"}, SetToken},
		{"no-break blank after the Token", goodPost(), func(d *draft) { d.config.Token += "\u00a0" }, TokenWhitespace, args{"where": "trailing", "side": "here"}, SetToken},
		{"invisible character after the Token", goodPost(), func(d *draft) { d.config.Token += "\u200b" }, TokenWhitespace, args{"where": "trailing", "side": "here"}, SetToken},
		{"blank before the Token", goodGet(), func(d *draft) { d.config.Token = "\t" + goodToken }, TokenWhitespace, args{"where": "leading", "side": "here"}, SetToken},
		{"blanks around the Token", goodGet(), func(d *draft) { d.config.Token = " " + goodToken + " " }, TokenWhitespace, args{"where": "both", "side": "here"}, SetToken},
		{"blank within the Token", goodGet(), func(d *draft) { d.config.Token = "echostr Token9" }, TokenWhitespace, args{"where": "inner", "side": "here"}, SetToken},
		{"Token in capitals", goodGet(), func(d *draft) { d.config.Token = "ECHO"; d.sign("echo") }, TokenCase, nil, SetToken},
		{"Token in small letters", goodGet(), func(d *draft) { d.config.Token = "echo"; d.sign("ECHO") }, TokenCase, nil, SetToken},
		{"Token with a capital", goodPost(), func(d *draft) { d.config.Token = "E" + goodToken[1:] }, TokenCase, nil, SetToken},
		{"Token with capitals locked", goodPost(), func(d *draft) { d.config.Token = "ECHOSTRtOKEN9" }, TokenCase, nil, SetToken},
		{"Token in full width", goodGet(), func(d *draft) { d.config.Token = "ｅｃｈｏｓｔｒＴｏｋｅｎ９" }, TokenFullWidth, nil, SetToken},
		{"Token in full width, sealed", goodSafe(t), func(d *draft) { d.config.Token = "ｅｃｈｏｓｔｒＴｏｋｅｎ９" }, TokenFullWidth, nil, SetToken},
		{"AppID as the Token", goodGet(), func(d *draft) { d.sign(goodAppID) }, TokenIsAppID, nil, ""},
		{"AppSecret as the Token", goodGet(), func(d *draft) { d.known.AppSecret = goodSecret; d.sign(goodSecret) }, TokenIsAppSecret, nil, ""},
		{"key as the Token", goodPost(), func(d *draft) { d.sign(goodKey) }, TokenIsAESKey, nil, ""},
		{"earlier key as the Token", goodPost(), func(d *draft) { d.config.Keys = []string{goodKey, otherKey}; d.sign(otherKey) }, TokenIsAESKey, nil, ""},

		// The Token, on WeChat's side.
		{"blank after WeChat's Token", goodGet(), func(d *draft) { d.sign(goodToken + " ") }, TokenWhitespace, args{"where": "trailing", "side": "there"}, SetToken},
		{"blank before WeChat's Token", goodGet(), func(d *draft) { d.sign(" " + goodToken) }, TokenWhitespace, args{"where": "leading", "side": "there"}, SetToken},
		{"line end after WeChat's Token", goodPost(), func(d *draft) { d.sign(goodToken + "\n") }, TokenWhitespace, args{"where": "trailing", "side": "there"}, SetToken},
		{"earlier Token", goodGet(), func(d *draft) { d.known.EarlierTokens = []string{"older", "oldest"}; d.sign("oldest") }, TokenEarlier, args{"token": "oldest"}, SetToken},
		{"earlier Token, sealed", goodSafe(t), func(d *draft) { d.known.EarlierTokens = []string{"older"}; d.sign("older") }, TokenEarlier, args{"token": "older"}, SetToken},
		{"another profile's Token", goodGet(), func(d *draft) { d.sign("ShopToken") }, TokenOtherProfile, args{"profile": "shop", "path": "/wx/shop"}, UseProfile},
		{"unknown Token", goodGet(), func(d *draft) { d.sign("somethingElse") }, TokenMismatch, nil, ""},
		{"unknown Token, sealed", goodSafe(t), func(d *draft) { d.sign("somethingElse") }, TokenMismatch, nil, ""},
		{"unknown Token, nonce of ten digits", goodGet(), func(d *draft) { d.set("nonce", "1514711492"); d.sign("somethingElse") }, TokenMismatch, nil, ""},
		{"unknown Token, nonce longer than the time", goodGet(), func(d *draft) { d.set("nonce", "15147114920"); d.sign("somethingElse") }, TokenMismatch, nil, ""},
		{"unknown Token, nonce with a percent sign", goodGet(), func(d *draft) { d.set("nonce", "1%25zz"); d.sign("somethingElse") }, TokenMismatch, nil, ""},
		{"no Token", goodGet(), func(d *draft) { d.config.Token = "" }, TokenMismatch, nil, ""},
		{"a Token that is no text", goodGet(), func(d *draft) { d.config.Token = "\xff" }, TokenMismatch, nil, ""},

		// Parameters.
		{"no signature", goodGet(), func(d *draft) { d.drop("signature") }, ParameterMissing, args{"name": "signature"}, ""},
		{"no timestamp", goodGet(), func(d *draft) { d.drop("timestamp") }, ParameterMissing, args{"name": "timestamp"}, ""},
		{"no nonce", goodPost(), func(d *draft) { d.drop("nonce") }, ParameterMissing, args{"name": "nonce"}, ""},
		{"no echostr", goodGet(), func(d *draft) { d.drop("echostr") }, ParameterMissing, args{"name": "echostr"}, ""},
		{"no msg_signature", goodSafe(t), func(d *draft) { d.drop("msg_signature") }, ParameterMissing, args{"name": "msg_signature"}, ""},
		{"no parameters", goodPost(), func(d *draft) { d.query = nil }, ParameterMissing, args{"name": "signature"}, ""},
		{"no parameters, sealed", goodSafe(t), func(d *draft) { d.query = nil }, ParameterMissing, args{"name": "signature"}, ""},
		{"no encryption parameters", goodSafe(t), func(d *draft) { d.drop("msg_signature", "encrypt_type") }, EncryptTypeMissing, nil, ""},
		{"empty signature", goodGet(), func(d *draft) { d.set("signature", "") }, ParameterEmpty, args{"name": "signature"}, ""},
		{"empty nonce", goodPost(), func(d *draft) { d.set("nonce", "") }, ParameterEmpty, args{"name": "nonce"}, ""},
		{"empty echostr", goodGet(), func(d *draft) { d.set("echostr", "") }, ParameterEmpty, args{"name": "echostr"}, ""},
		{"nonce twice", goodGet(), func(d *draft) { d.query = append(d.query, pair{"nonce", "1"}) }, ParameterDuplicate, args{"name": "nonce", "first": goodNonce, "last": "1"}, ""},
		{"signature twice", goodPost(), func(d *draft) { d.query = append([]pair{{"signature", "x"}}, d.query...) }, ParameterDuplicate,
			args{"name": "signature", "first": "x", "last": referenceSign(goodToken, goodTimestamp, goodNonce)}, ""},
		{"blank after the timestamp", goodGet(), func(d *draft) { d.set("timestamp", goodTimestamp+"%20") }, ParameterWhitespace, args{"name": "timestamp"}, ""},
		{"line end after the nonce", goodPost(), func(d *draft) { d.set("nonce", goodNonce+"%0A") }, ParameterWhitespace, args{"name": "nonce"}, ""},
		{"plus after the signature", goodGet(), func(d *draft) { d.set("signature", d.get("signature")+"+") }, ParameterWhitespace, args{"name": "signature"}, ""},
		{"nonce escaped twice", goodGet(), func(d *draft) { d.set("nonce", "%2534"+goodNonce[1:]) }, ParameterEncoding, args{"name": "nonce"}, ""},
		{"timestamp escaped twice", goodGet(), func(d *draft) { d.set("timestamp", "%2531"+goodTimestamp[1:]) }, ParameterEncoding, args{"name": "timestamp"}, ""},
		{"escape broken", goodGet(), func(d *draft) { d.set("nonce", goodNonce+"%2") }, ParameterEncoding, args{"name": "nonce"}, ""},
		{"plus of echostr not escaped", goodWeComGet(t), func(d *draft) {
			for i := 0; !strings.Contains(d.encrypt, "+"); i++ {
				d.encrypt = referenceEncrypt(t, goodKey, itoa(1000+i), goodAppID, referencePad("1000", goodAppID, 32))
			}
			d.set("echostr", strings.ReplaceAll(d.encrypt, "=", "%3D"))
			d.sign(goodToken)
		}, ParameterEncoding, args{"name": "echostr"}, ""},
		{"echostr escaped twice", goodWeComGet(t), func(d *draft) { d.set("echostr", url.QueryEscape(url.QueryEscape(d.encrypt))) }, ParameterEncoding, args{"name": "echostr"}, ""},

		// The signature itself.
		{"signature in capitals", goodGet(), func(d *draft) { d.set("signature", strings.ToUpper(d.get("signature"))) }, SignatureUppercase, args{"name": "signature"}, ""},
		{"msg_signature in capitals", goodSafe(t), func(d *draft) { d.set("msg_signature", strings.ToUpper(d.get("msg_signature"))) }, SignatureUppercase, args{"name": "msg_signature"}, ""},
		{"signature cut", goodGet(), func(d *draft) { d.set("signature", d.get("signature")[:39]) }, SignatureLength, args{"name": "signature", "length": "39"}, ""},
		{"MD5 for SHA-1", goodGet(), func(d *draft) { d.set("signature", "9e107d9d372bb6826bd81d3542a419d6") }, SignatureLength, args{"name": "signature", "length": "32"}, ""},
		{"signature of other characters", goodGet(), func(d *draft) { d.set("signature", "g"+d.get("signature")[1:]) }, SignatureCharacters, args{"name": "signature"}, ""},
		{"sorted as numbers", goodGet(), func(d *draft) { d.set("signature", concatenated(goodNonce, goodTimestamp, goodToken)) }, SortNumeric, nil, ""},
		{"sorted as numbers, Token first", goodPost(), func(d *draft) { d.set("signature", concatenated(goodToken, goodNonce, goodTimestamp)) }, SortNumeric, nil, ""},
		{"sorted as numbers, sealed", goodSafe(t), func(d *draft) {
			d.set("msg_signature", concatenated(d.encrypt, goodNonce, goodTimestamp, goodToken))
		}, SortNumeric, nil, ""},
		{"msg_signature as signature", goodBoth(t), func(d *draft) {
			d.config.Mode = Plain
			d.set("signature", d.get("msg_signature"))
		}, SignatureWrongField, args{"name": "signature"}, ""},
		{"signature as msg_signature", goodSafe(t), func(d *draft) { d.set("msg_signature", d.get("signature")) }, SignatureWrongField, args{"name": "msg_signature"}, ""},

		// Encryption.
		{"mode plain", goodSafe(t), func(d *draft) { d.config.Mode = Plain }, ModePlainExpected, nil, SetMode},
		{"mode plain and no key", goodSafe(t), func(d *draft) { d.config.Mode, d.config.Keys = Plain, nil }, ModePlainExpected, nil, ""},
		{"mode safe", goodPost(), func(d *draft) { d.config.Mode = Safe }, ModeEncryptedExpected, nil, SetMode},
		{"no key", goodSafe(t), func(d *draft) { d.config.Keys = nil }, AESKeyMissing, nil, ""},
		{"empty key", goodSafe(t), func(d *draft) { d.config.Keys = []string{""} }, AESKeyMissing, nil, ""},
		{"key cut", goodSafe(t), func(d *draft) { d.config.Keys = []string{goodKey[:42]} }, AESKeyMalformed, nil, ""},
		{"earlier key cut", goodSafe(t), func(d *draft) { d.config.Keys = []string{"", goodKey[:42]} }, AESKeyMalformed, nil, ""},
		{"key cut in compatible mode", goodBoth(t), func(d *draft) { d.config.Keys = []string{goodKey[:42]} }, AESKeyMalformed, nil, ""},
		{"another key", goodSafe(t), func(d *draft) { d.config.Keys = []string{strings.Repeat("A", 43)} }, AESKeyMismatch, args{"code": "-40007"}, ""},
		{"another key, first of two", goodSafe(t), func(d *draft) { d.config.Keys = []string{strings.Repeat("A", 43), goodKey[:42]} }, AESKeyMismatch, args{"code": "-40007"}, ""},
		{"another profile's key", goodSafe(t), func(d *draft) {
			d.config.Mode, d.config.AppID = Safe, ""
			d.seal(referenceEncrypt(t, otherKey, textXML, goodAppID, referencePad(textXML, goodAppID, 32)), safeXML)
		}, AESKeyMismatch, args{"code": "-40007", "profile": "shop", "path": "/wx/shop"}, SetAESKey},
		{"another AppID", goodSafe(t), func(d *draft) { d.config.AppID = "wx1" }, AppIDMismatch, args{"got": goodAppID, "want": "wx1"}, SetAppID},
		{"another profile's AppID", goodSafe(t), func(d *draft) {
			app := peers[0].AppID
			d.seal(referenceEncrypt(t, goodKey, textXML, app, referencePad(textXML, app, 32)), safeXML)
		}, AppIDMismatch, args{"got": "wx0000000000000001", "want": goodAppID, "profile": "shop", "path": "/wx/shop"}, SetAppID},
		{"length inside does not fit", goodSafe(t), func(d *draft) {
			d.seal(encryptBlocks(mustKey(t, goodKey), strings.Repeat("x", 31)+"\x01"), safeXML)
		}, AESKeyMismatch, args{"code": "-40008"}, ""},
		{"Encrypt misspelt", goodSafe(t), func(d *draft) { d.body = strings.ReplaceAll(d.body, "Encrypt", "Encrpyt") }, EncryptMissing, nil, ""},
		{"Encrypt misspelt by WeCom", goodWeComPost(t), func(d *draft) { d.body = strings.ReplaceAll(d.body, "encrypt", "Encrpyt") }, EncryptMissing, nil, ""},
		{"ciphertext not base64", goodSafe(t), func(d *draft) { d.seal("!"+d.encrypt[1:], safeXML) }, EncryptDamaged, args{"code": "-40010"}, ""},
		{"ciphertext cut", goodSafe(t), func(d *draft) { d.seal(d.encrypt[:400], safeXML) }, EncryptDamaged, args{"code": "-40008"}, ""},
		{"ciphertext changed after signing", goodSafe(t), func(d *draft) { d.body = strings.Replace(d.body, d.encrypt[:4], "AAAA", 1) }, TokenMismatch, nil, ""},
		{"blanks around the ciphertext", goodSafe(t), func(d *draft) {
			d.body = strings.Replace(d.body, d.encrypt, "\n  "+d.encrypt+"\n", 1)
		}, ParameterWhitespace, args{"name": "Encrypt"}, ""},
		{"WeCom without a key", goodWeComGet(t), func(d *draft) { d.config.Keys, d.config.Mode = nil, Plain }, WeComRequest, nil, ""},
		{"WeCom POST without a key", goodWeComPost(t), func(d *draft) { d.config.Keys = nil }, WeComRequest, nil, ""},

		// The body.
		{"body empty", goodPost(), func(d *draft) { d.body = "" }, BodySyntax, args{"format": "XML", "problem": "empty", "what": "", "line": "1", "column": "1"}, ""},
		{"body ends early", goodPost(), func(d *draft) { d.body = "<xml>\n<A>" }, BodySyntax, args{"format": "XML", "problem": "end", "what": "A", "line": "2", "column": "4"}, ""},
		{"body ends early, sealed", goodSafe(t), func(d *draft) { d.body = "<xml><Encrypt>" }, BodySyntax, args{"format": "XML", "problem": "end", "what": "Encrypt", "line": "1", "column": "15"}, ""},
		{"body ends early, WeCom", goodWeComPost(t), func(d *draft) { d.body = `{"encrypt":"` }, BodySyntax, args{"format": "JSON", "problem": "end", "what": "", "line": "1", "column": "13"}, ""},
		{"body in GBK", goodPost(), func(d *draft) { d.body = "<xml><A>\xc4\xe3</A></xml>" }, BodySyntax, args{"format": "XML", "problem": "encoding", "what": "", "line": "1", "column": "9"}, ""},
		{"body a form", goodPost(), func(d *draft) { d.body = "a=1" }, BodySyntax, args{"format": "XML", "problem": "no_root", "what": "a", "line": "1", "column": "1"}, ""},
		{"sealed body broken", goodSafe(t), func(d *draft) {
			d.seal(referenceEncrypt(t, goodKey, "<xml>&</xml>", goodAppID, referencePad("<xml>&</xml>", goodAppID, 32)), safeXML)
		}, BodySyntax, args{"format": "XML", "problem": "entity", "what": "&", "line": "1", "column": "6"}, ""},
		{"body cut", goodPost(), func(d *draft) { d.cut = true }, BodyCut, nil, ""},
		{"body too large", goodSafe(t), func(d *draft) { d.long = true }, BodyTooLarge, nil, ""},

		// Not WeChat.
		{"PUT", goodPost(), func(d *draft) { d.method = "PUT" }, WrongMethod, args{"method": "PUT"}, ""},
		{"HEAD", goodGet(), func(d *draft) { d.method = "HEAD" }, WrongMethod, args{"method": "HEAD"}, ""},
		{"no parameters at all", goodGet(), func(d *draft) { d.query = nil }, NotWeChat, args{"method": "GET"}, ""},
		{"debug tool", goodPost(), func(d *draft) {
			d.body = strings.Replace(d.body, "<xml>", "<xml><URL>http://x</URL>", 1)
			d.sign("itsOwn")
		}, DebugTool, nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.d.known.Peers = peers
			if o, causes := tt.d.open(); !o.OK() || len(causes) != 0 {
				t.Fatalf("does not hold to begin with: %+v", causes)
			}
			tt.harm(tt.d)
			o, causes := tt.d.open()
			if o.OK() || len(causes) == 0 {
				t.Fatalf("holds: %+v", o)
			}
			first := causes[0]
			if first.ID != tt.cause || first.Warning || tt.args != nil && !reflect.DeepEqual(first.Args, tt.args) {
				t.Errorf("%+v, want %s %v", first, tt.cause, tt.args)
			}
			if o.Causes[0].Fix == nil && first.Fix == nil && tt.fix != "" || tt.fix != "" && first.Fix.Kind != tt.fix {
				t.Fatalf("fix %+v, want %s", first.Fix, tt.fix)
			}
			if tt.fix == "" {
				return
			}
			mend(tt.d, first.Fix)
			if o, causes := tt.d.open(); !o.OK() {
				t.Errorf("once mended with %+v: %+v", first.Fix, causes)
			}
		})
	}
}

// mend does to the settings what a fix says.
func mend(d *draft, f *Fix) {
	switch f.Kind {
	case SetToken:
		d.config.Token = f.Value
	case SetMode:
		if err := d.config.Mode.UnmarshalText([]byte(f.Value)); err != nil {
			panic(err)
		}
	case SetAESKey:
		d.config.Keys = append([]string{f.Value}, d.config.Keys...)
	case SetAppID:
		d.config.AppID = f.Value
	case UseProfile:
		for _, p := range d.known.Peers {
			if p.ID == f.Value {
				d.config.Token = p.Token
			}
		}
	}
}

func concatenated(parts ...string) string { return signInOrder(parts) }

// TestExplainAll holds to what stands after the first cause.
func TestExplainAll(t *testing.T) {
	for _, tt := range []struct {
		name string
		d    *draft
		harm func(*draft)
		want []CauseID
	}{
		{"three missing", goodPost(), func(d *draft) { d.query = nil }, []CauseID{ParameterMissing, ParameterMissing, ParameterMissing}},
		{"Token and body", goodPost(), func(d *draft) { d.sign("else"); d.body = "x" }, []CauseID{TokenMismatch, BodySyntax}},
		{"case and body", goodPost(), func(d *draft) { d.sign(strings.ToUpper(goodToken)); d.body = "x" }, []CauseID{TokenCase, BodySyntax}},
		{"Token and clock", goodGet(), func(d *draft) { d.sign("else"); d.now = time.Unix(1, 0) }, []CauseID{TokenMismatch, TimestampSkew}},
		{"clock alone", goodGet(), func(d *draft) { d.now = time.Unix(1, 0) }, []CauseID{TimestampSkew}},
		{"milliseconds", goodGet(), func(d *draft) { d.set("timestamp", goodTimestamp+"000"); d.sign(goodToken) }, []CauseID{TimestampMilliseconds}},
		{"mode and key", goodSafe(t), func(d *draft) { d.config = config(Plain); d.config.Keys = nil }, []CauseID{ModePlainExpected, AESKeyMissing}},
		{"AppID and inside", goodSafe(t), func(d *draft) {
			d.seal(referenceEncrypt(t, goodKey, "x", "wx1", referencePad("x", "wx1", 32)), safeXML)
		}, []CauseID{AppIDMismatch, BodySyntax}},
		{"WeCom with another Token", goodWeComGet(t), func(d *draft) { d.sign("else") }, []CauseID{TokenMismatch, WeComRequest}},
		{"WeCom without a key", goodWeComGet(t), func(d *draft) { d.config.Keys = nil }, []CauseID{WeComRequest, AESKeyMissing}},
		{"nothing", goodGet(), func(*draft) {}, nil},
	} {
		tt.harm(tt.d)
		var got []CauseID
		_, causes := tt.d.open()
		for _, c := range causes {
			got = append(got, c.ID)
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestExplainLeavesCausesAlone, since what was opened is shared once it is recorded.
func TestExplainLeavesCausesAlone(t *testing.T) {
	d := goodGet()
	d.query = append(d.query, pair{"nonce", "1"})
	a, r := NewAccount(d.config), d.request()
	o := a.Open(r)
	before := len(o.Causes[0].Args)
	if causes := a.Explain(r, &o, nil); len(causes[0].Args) == before || len(o.Causes[0].Args) != before {
		t.Errorf("%+v, %+v", causes, o.Causes)
	}
}

func TestStrangers(t *testing.T) {
	paths := []string{"/wx/demo", "/wx/shop", "/a"}
	for _, tt := range []struct {
		path, query string
		want        CauseID
		nearest     string
	}{
		{"/wx/demo/", "", WrongPath, "/wx/demo"},
		{"/WX/Demo", "", WrongPath, "/wx/demo"},
		{"/wx/dmeo", "", WrongPath, "/wx/demo"},
		{"/wx/shops", "", WrongPath, "/wx/shop"},
		{"/wx/demo.php", "", NotWeChat, ""},
		{"/", "", NotWeChat, ""},
		{"/b", "", NotWeChat, ""},
		{"/favicon.ico", "", NotWeChat, ""},
		{"/favicon.ico", "timestamp=1", NotWeChat, ""},
		{"/", "signature=x&timestamp=1&nonce=2", WrongPath, "/a"},
		{"/weixin/callback", "msg_signature=x", WrongPath, "/wx/demo"},
		{"/" + strings.Repeat("x", 100000), "signature=x", WrongPath, "/wx/demo"},
	} {
		got := Strangers(&Request{Method: "GET", Path: tt.path, Query: tt.query}, paths)
		if len(got) != 1 || got[0].ID != tt.want || got[0].Args["nearest"] != tt.nearest || got[0].Args["path"] != tt.path {
			t.Errorf("%.40s?%s: %.200v", tt.path, tt.query, got)
		}
	}
	if got := Strangers(&Request{Method: "GET", Path: "/x", Query: "signature=x"}, nil); len(got) != 1 || got[0].ID != NotWeChat {
		t.Errorf("without profiles: %+v", got)
	}
}
