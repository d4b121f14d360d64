package wechat

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash"
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
	broken := []struct {
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
		{"no-break blank after WeChat's Token", goodGet(), func(d *draft) { d.sign(goodToken + "\u00a0") }, TokenWhitespace, args{"where": "trailing", "side": "there", "character": "U+00A0", "position": "14"}, SetToken},
		{"zero-width blank before WeChat's Token", goodPost(), func(d *draft) { d.sign("\u200b" + goodToken) }, TokenWhitespace, args{"where": "leading", "side": "there", "character": "U+200B", "position": "1"}, SetToken},
		{"byte order mark before WeChat's Token, sealed", goodSafe(t), func(d *draft) { d.sign("\ufeff" + goodToken) }, TokenWhitespace, args{"where": "leading", "side": "there", "character": "U+FEFF"}, SetToken},
		{"full-width blank after WeChat's Token", goodGet(), func(d *draft) { d.sign(goodToken + "\u3000") }, TokenWhitespace, args{"where": "trailing", "side": "there", "character": "U+3000"}, SetToken},
		{"blanks around WeChat's Token", goodGet(), func(d *draft) { d.sign(" " + goodToken + " ") }, TokenWhitespace, args{"where": "both", "side": "there"}, SetToken},
		{"soft hyphen within the Token", goodGet(), func(d *draft) { d.config.Token = "echostr\u00adToken9" }, TokenWhitespace, args{"where": "inner", "side": "here", "character": "U+00AD", "position": "8"}, SetToken},
		{"byte order mark before the Token", goodPost(), func(d *draft) { d.config.Token = "\ufeff" + goodToken }, TokenWhitespace, args{"where": "leading", "side": "here", "character": "U+FEFF"}, SetToken},
		{"WeChat's Token in full width", goodGet(), func(d *draft) { d.sign("ｅｃｈｏｓｔｒＴｏｋｅｎ９") }, TokenFullWidth, args{"side": "there", "position": "1"}, SetToken},
		{"WeChat's Token with a full-width digit", goodPost(), func(d *draft) { d.sign("echostrToken９") }, TokenFullWidth, args{"side": "there", "position": "13"}, SetToken},
		{"WeChat's Token with full-width letters, sealed", goodSafe(t), func(d *draft) { d.sign("ｅｃｈｏｓｔｒＴｏｋｅｎ9") }, TokenFullWidth, args{"side": "there"}, SetToken},
		{"Token with a full-width digit", goodGet(), func(d *draft) { d.config.Token = "echostrToken９" }, TokenFullWidth, args{"side": "here", "position": "13", "character": "９"}, SetToken},
		{"WeCom's Token differs in case", goodWeComGet(t), func(d *draft) { d.sign("EchostrToken9") }, TokenCase, args{"position": "1", "character": "e"}, SetToken},
		{"WeCom's earlier Token", goodWeComPost(t), func(d *draft) { d.known.EarlierTokens = []string{"older"}; d.sign("older") }, TokenEarlier, nil, SetToken},
		{"earlier Token", goodGet(), func(d *draft) { d.known.EarlierTokens = []string{"older", "oldest"}; d.sign("oldest") }, TokenEarlier, args{"token": "oldest"}, SetToken},
		{"earlier Token, sealed", goodSafe(t), func(d *draft) { d.known.EarlierTokens = []string{"older"}; d.sign("older") }, TokenEarlier, args{"token": "older"}, SetToken},
		{"another profile's Token", goodGet(), func(d *draft) { d.sign("ShopToken") }, TokenOtherProfile, args{"profile": "shop", "path": "/wx/shop"}, UseProfile},
		{"unknown Token", goodGet(), func(d *draft) { d.sign("somethingElse") }, TokenMismatch, nil, ""},
		{"unknown Token, sealed", goodSafe(t), func(d *draft) { d.sign("somethingElse") }, TokenMismatch, nil, ""},
		{"unknown Token, nonce of ten digits", goodGet(), func(d *draft) { d.set("nonce", "1514711492"); d.sign("somethingElse") }, TokenMismatch, nil, ""},
		{"unknown Token, nonce longer than the time", goodGet(), func(d *draft) { d.set("nonce", "15147114920"); d.sign("somethingElse") }, TokenMismatch, nil, ""},
		{"unknown Token, nonce with a percent sign", goodGet(), func(d *draft) { d.set("nonce", "1%25zz"); d.sign("somethingElse") }, TokenMismatch, nil, ""},
		{"no Token", goodGet(), func(d *draft) { d.config.Token = "" }, TokenEmpty, nil, ""},
		{"no Token, signed with an earlier one", goodGet(), func(d *draft) { d.config.Token = ""; d.known.EarlierTokens = []string{"x", goodToken} }, TokenEmpty, nil, SetToken},
		{"no Token, signed with another profile's", goodPost(), func(d *draft) { d.config.Token = ""; d.sign("ShopToken") }, TokenEmpty, args{"profile": "shop"}, UseProfile},
		{"no Token, sealed", goodSafe(t), func(d *draft) { d.config.Token = "" }, TokenEmpty, nil, ""},
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
		{"ampersands escaped for HTML", goodGet(), func(d *draft) {
			for i := range d.query[1:] {
				d.query[1+i].name = "amp;" + d.query[1+i].name
			}
		}, ParameterEncoding, args{"name": "timestamp", "what": "ampersand", "came": "amp;timestamp"}, ""},
		{"timestamp misspelt", goodPost(), func(d *draft) { d.query[1].name = "timeStamp" }, ParameterMissing, args{"name": "timestamp", "nearest": "timeStamp"}, ""},
		{"msg_signature without its sign", goodSafe(t), func(d *draft) { d.query[d.at("msg_signature")].name = "msgsignature" }, ParameterMissing, args{"name": "msg_signature", "nearest": "msgsignature"}, ""},
		{"signature escaped twice", goodGet(), func(d *draft) { d.set("signature", "%25"+hexByte(d.get("signature")[0])+d.get("signature")[1:]) }, ParameterEncoding, args{"name": "signature", "what": "twice"}, ""},
		{"msg_signature escaped twice", goodSafe(t), func(d *draft) {
			d.set("msg_signature", "%25"+hexByte(d.get("msg_signature")[0])+d.get("msg_signature")[1:])
		}, ParameterEncoding, args{"name": "msg_signature", "what": "twice"}, ""},
		{"nonce with a plus", goodGet(), func(d *draft) { d.set("nonce", "1%2B2"); d.sign(goodToken); d.set("nonce", "1+2") }, ParameterEncoding, args{"name": "nonce", "what": "plus", "came": "1 2", "meant": "1+2"}, ""},
		{"blank after the nonce, sealed", goodSafe(t), func(d *draft) { d.set("nonce", goodNonce+"+") }, ParameterWhitespace, args{"name": "nonce", "came": goodNonce + " ", "meant": goodNonce}, ""},
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
		{"MD5", goodGet(), func(d *draft) { d.set("signature", hashed(md5.New(), goodTimestamp, goodNonce, goodToken)) }, SignatureAlgorithm, args{"name": "signature", "algorithm": "MD5"}, ""},
		{"SHA-256", goodPost(), func(d *draft) { d.set("signature", hashed(sha256.New(), goodTimestamp, goodNonce, goodToken)) }, SignatureAlgorithm, args{"algorithm": "SHA-256"}, ""},
		{"SHA-512 in capitals", goodPost(), func(d *draft) {
			d.set("signature", strings.ToUpper(hashed(sha512.New(), goodTimestamp, goodNonce, goodToken)))
		}, SignatureAlgorithm, args{"algorithm": "SHA-512"}, ""},
		{"SHA-256, sealed", goodSafe(t), func(d *draft) {
			d.set("msg_signature", hashed(sha256.New(), Sorted(goodToken, goodTimestamp, goodNonce, d.encrypt)...))
		}, SignatureAlgorithm, args{"name": "msg_signature", "algorithm": "SHA-256"}, ""},
		{"HMAC with SHA-1", goodGet(), func(d *draft) {
			d.set("signature", hashed(hmac.New(sha1.New, []byte(goodToken)), goodTimestamp, goodNonce))
		}, SignatureAlgorithm, args{"algorithm": "HMAC-SHA-1"}, ""},
		{"HMAC with SHA-256", goodPost(), func(d *draft) {
			d.set("signature", hashed(hmac.New(sha256.New, []byte(goodToken)), goodTimestamp, goodNonce))
		}, SignatureAlgorithm, args{"algorithm": "HMAC-SHA-256"}, ""},
		{"echostr signed too", goodGet(), func(d *draft) {
			d.set("signature", referenceSign(goodToken, goodTimestamp, goodNonce, goodEchostr))
		}, SignatureParts, args{"what": "echostr", "formula": "sort(Token, timestamp, nonce, echostr)"}, ""},
		{"openid signed too", goodPost(), func(d *draft) {
			d.set("signature", referenceSign(goodToken, goodTimestamp, goodNonce, d.get("openid")))
		}, SignatureParts, args{"what": "openid"}, ""},
		{"openid signed too, sealed", goodSafe(t), func(d *draft) {
			d.set("msg_signature", referenceSign(goodToken, goodTimestamp, goodNonce, d.encrypt, d.get("openid")))
		}, SignatureParts, args{"what": "openid", "formula": "sort(Token, timestamp, nonce, Encrypt, openid)"}, ""},
		{"AppID signed too", goodGet(), func(d *draft) {
			d.set("signature", referenceSign(goodToken, goodTimestamp, goodNonce, goodAppID))
		}, SignatureParts, args{"what": "appid"}, ""},
		{"body signed too", goodPost(), func(d *draft) {
			d.set("signature", referenceSign(goodToken, goodTimestamp, goodNonce, d.body))
		}, SignatureParts, args{"what": "body"}, ""},
		{"Token not signed", goodGet(), func(d *draft) { d.set("signature", referenceSign(goodTimestamp, goodNonce)) }, SignatureParts, args{"what": "no_token", "formula": "sort(timestamp, nonce)"}, ""},
		{"nonce not signed", goodPost(), func(d *draft) { d.set("signature", referenceSign(goodTimestamp, goodToken)) }, SignatureParts, args{"what": "no_nonce"}, ""},
		{"timestamp not signed, sealed", goodSafe(t), func(d *draft) { d.set("msg_signature", referenceSign(d.encrypt, goodNonce, goodToken)) }, SignatureParts, args{"what": "no_timestamp"}, ""},
		{"not sorted", goodGet(), func(d *draft) { d.set("signature", concatenated(goodToken, goodTimestamp, goodNonce)) }, SignatureParts, args{"what": "unsorted", "formula": "Token + timestamp + nonce"}, ""},
		{"sorted backwards", goodPost(), func(d *draft) {
			d.set("nonce", "1514711492")
			d.set("signature", concatenated(goodToken, goodTimestamp, "1514711492"))
		}, SignatureParts, args{"what": "unsorted"}, ""},
		{"not sorted, sealed", goodSafe(t), func(d *draft) {
			d.set("msg_signature", concatenated(goodToken, goodTimestamp, goodNonce, d.encrypt))
		}, SignatureParts, args{"what": "unsorted", "formula": "Token + timestamp + nonce + Encrypt"}, ""},
		{"sorted without case, sealed", goodSafe(t), func(d *draft) {
			d.set("nonce", "486452656a")
			d.set("msg_signature", concatenated(goodTimestamp, "486452656a", goodToken, d.encrypt))
		}, SignatureParts, args{"what": "unsorted", "formula": "timestamp + nonce + Token + Encrypt"}, ""},
		{"joined with ampersands", goodGet(), func(d *draft) {
			d.set("signature", concatenated(goodTimestamp+"&"+goodNonce+"&"+goodToken))
		}, SignatureParts, args{"what": "separator", "formula": `sort(Token, timestamp, nonce).join("&")`}, ""},
		{"joined with line ends, sealed", goodSafe(t), func(d *draft) {
			d.set("msg_signature", concatenated(strings.Join(Sorted(goodTimestamp, goodNonce, goodToken, d.encrypt), "\n")))
		}, SignatureParts, args{"what": "separator", "formula": `sort(Token, timestamp, nonce, Encrypt).join("\n")`}, ""},
		{"joined with names", goodPost(), func(d *draft) {
			d.set("signature", concatenated("nonce="+goodNonce+"&timestamp="+goodTimestamp+"&token="+goodToken))
		}, SignatureParts, args{"what": "pairs"}, ""},
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
		{"ciphertext changed after signing", goodSafe(t), func(d *draft) { d.body = strings.Replace(d.body, d.encrypt[:4], "AAAA", 1) }, EncryptDamaged, args{"what": "changed", "code": "-40001"}, ""},
		{"pluses of the ciphertext became blanks", goodSafe(t), func(d *draft) {
			d.body = strings.ReplaceAll(d.body, d.encrypt, strings.ReplaceAll(d.encrypt, "+", " "))
		}, EncryptDamaged, args{"what": "plus", "code": "-40001"}, ""},
		{"pluses of the ciphertext became blanks before signing", goodSafe(t), func(d *draft) {
			d.seal(strings.ReplaceAll(d.encrypt, "+", " "), safeXML)
		}, EncryptDamaged, args{"what": "plus", "code": "-40010"}, ""},
		{"pluses of the ciphertext became blanks, JSON", goodSafeJSON(t), func(d *draft) {
			d.body = strings.ReplaceAll(d.body, d.encrypt, strings.ReplaceAll(d.encrypt, "+", " "))
		}, EncryptDamaged, args{"what": "plus"}, ""},
		{"line ends within the ciphertext", goodSafe(t), func(d *draft) {
			d.body = strings.ReplaceAll(d.body, d.encrypt, d.encrypt[:76]+"\r\n"+d.encrypt[76:])
		}, EncryptDamaged, args{"what": "line_ends"}, ""},
		{"ciphertext URL-encoded", goodSafe(t), func(d *draft) {
			d.body = strings.ReplaceAll(d.body, d.encrypt, url.QueryEscape(d.encrypt))
		}, EncryptDamaged, args{"what": "escaped"}, ""},
		{"ciphertext URL-encoded before signing", goodSafe(t), func(d *draft) { d.seal(url.QueryEscape(d.encrypt), safeXML) }, EncryptDamaged, args{"what": "escaped", "code": "-40010"}, ""},
		{"ciphertext in the URL alphabet", goodSafe(t), func(d *draft) {
			d.seal(strings.NewReplacer("+", "-", "/", "_").Replace(d.encrypt), safeXML)
		}, EncryptDamaged, args{"what": "url_alphabet", "code": "-40010"}, ""},
		{"ciphertext without its equals signs", goodSafe(t), func(d *draft) { d.seal(strings.TrimRight(d.encrypt, "="), safeXML) }, EncryptDamaged, args{"what": "equals"}, ""},
		{"ciphertext of another push", goodSafe(t), func(d *draft) {
			d.body = strings.Replace(d.body, d.encrypt, referenceEncrypt(t, goodKey, textJSON, goodAppID, referencePad(textJSON, goodAppID, 32)), 1)
		}, EncryptDamaged, args{"what": "changed"}, ""},
		{"ciphertext of another push, WeCom", goodWeComPost(t), func(d *draft) {
			d.body = strings.Replace(d.body, d.encrypt, referenceEncrypt(t, goodKey, textJSON, goodAppID, referencePad(textJSON, goodAppID, 32)), 1)
		}, TokenMismatch, nil, ""},
		{"Encrypt in small letters", goodSafe(t), func(d *draft) { d.body = strings.ReplaceAll(d.body, "Encrypt", "encrypt") }, EncryptMissing, args{"nearest": "encrypt"}, ""},
		{"key with a blank", goodSafe(t), func(d *draft) { d.config.Keys = []string{goodKey + " "} }, AESKeyMalformed, args{"length": "44", "position": "44", "character": "U+0020"}, SetAESKey},
		{"key with its equals sign", goodSafe(t), func(d *draft) { d.config.Keys = []string{goodKey + "="} }, AESKeyMalformed, args{"length": "44", "position": "44", "character": "="}, SetAESKey},
		{"key with a line end within", goodBoth(t), func(d *draft) { d.config.Keys = []string{goodKey[:20] + "\n" + goodKey[20:]} }, AESKeyMalformed, args{"position": "21", "character": "U+000A"}, SetAESKey},
		{"key with a minus", goodSafe(t), func(d *draft) { d.config.Keys = []string{"-" + goodKey[1:]} }, AESKeyMalformed, args{"length": "43", "position": "1", "character": "-"}, ""},
		{"key in full width", goodWeComPost(t), func(d *draft) { d.config.Keys = []string{"ａ" + goodKey[1:]} }, AESKeyMalformed, args{"length": "43", "position": "1", "character": "ａ"}, ""},
		{"Token as the key", goodSafe(t), func(d *draft) { d.config.Keys = []string{goodToken} }, AESKeyIsToken, nil, ""},
		{"AppSecret as the key", goodSafe(t), func(d *draft) { d.known.AppSecret = goodSecret; d.config.Keys = []string{goodSecret} }, AESKeyIsAppSecret, nil, ""},
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
		{"verification by POST", goodGet(), func(d *draft) { d.method = "POST" }, WrongMethod, args{"method": "POST", "wanted": "GET"}, ""},
		{"push by GET", goodPost(), func(d *draft) { d.method = "GET" }, WrongMethod, args{"method": "GET", "wanted": "POST"}, ""},
		{"push by GET, sealed", goodSafe(t), func(d *draft) { d.method = "GET" }, WrongMethod, args{"method": "GET", "wanted": "POST"}, ""},
		{"no parameters at all", goodGet(), func(d *draft) { d.query = nil }, NotWeChat, args{"method": "GET"}, ""},
		{"debug tool", goodPost(), func(d *draft) {
			d.body = strings.Replace(d.body, "<xml>", "<xml><URL>http://x</URL>", 1)
			d.sign("itsOwn")
		}, DebugTool, nil, ""},
	}
	t.Logf("%d requests, each broken in one thing", len(broken))
	for _, tt := range broken {
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
			if first.ID != tt.cause || first.Warning || !contains(first.Args, tt.args) {
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

// contains says whether all of the arguments are as wanted.
func contains(got, want args) bool {
	for name, v := range want {
		if got[name] != v {
			return false
		}
	}
	return true
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

func concatenated(parts ...string) string { return hashed(sha1.New(), parts...) }

func hashed(h hash.Hash, parts ...string) string {
	for _, p := range parts {
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// hexByte is a byte's number, as it stands behind a percent sign.
func hexByte(c byte) string { return hex.EncodeToString([]byte{c}) }

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
