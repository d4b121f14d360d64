package archive

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

var planted = []string{realToken, realAppID, realSecret, realKey, realGh, alice, bob, oddUser, unionid, cookie, "EarlierTokenOfMine"}

// forms are all ways in which a secret could still be read from a file: as it is, in both
// base64 alphabets at each of the three places in a group, URL-encoded, as hex, escaped as
// in JSON, as character references. Base64 is cut to the characters that the secret alone
// decides.
func forms(secret string) map[string]string {
	out := map[string]string{"raw": secret, "URL": url.QueryEscape(secret), "path": url.PathEscape(secret),
		"hex": hex.EncodeToString([]byte(secret)), "HEX": strings.ToUpper(hex.EncodeToString([]byte(secret)))}
	for off := range 3 {
		whole := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", off) + secret + "xx"))
		from, end := (off*8+5)/6, (off+len(secret))*8/6
		out[fmt.Sprint("base64 at ", off)] = whole[from:end]
		out[fmt.Sprint("base64url at ", off)] = strings.NewReplacer("+", "-", "/", "_").Replace(whole[from:end])
	}
	var full, units, refs, allURL string
	for _, c := range []byte(secret) {
		units += fmt.Sprintf(`\u%04x`, c)
		refs += fmt.Sprintf("&#%d;", c)
		allURL += fmt.Sprintf("%%%02X", c)
	}
	quoted, _ := json.Marshal(secret)
	full = strings.Trim(string(quoted), `"`)
	out["JSON"], out["JSON units"], out["references"], out["all URL"] = full, units, refs, allURL
	return out
}

func mustNotHold(t *testing.T, where, file string) {
	t.Helper()
	for _, one := range held(file) {
		t.Errorf("%s: %s", where, one)
	}
}

// held is what a file still holds of the planted values.
func held(file string) (out []string) {
	for _, secret := range planted {
		for name, form := range forms(secret) {
			if i := strings.Index(file, form); i >= 0 {
				out = append(out, fmt.Sprintf("%s of %q stands at %d: …%q…", name, secret, i, file[max(0, i-60):min(len(file), i+60)]))
			}
		}
	}
	return out
}

// TestRedaction writes every mode's traffic in every format: none of the planted values is
// in it, in whatever form.
func TestRedaction(t *testing.T) {
	for _, mode := range modes {
		all := traffic(t, mode)
		for _, f := range Formats() {
			file, s := export(t, all, Options{Format: f, Accounts: map[string]Account{"p1": realAccount(mode)}})
			mustNotHold(t, mode.String()+" "+f.String(), file)
			if s.Exchanges < 8 {
				t.Errorf("%s %s: only %d exchanges", mode, f, s.Exchanges)
			}
			if f != Postman && !strings.Contains(file, "echostrTestToken") && f != Raw {
				t.Errorf("%s %s: no test Token is told", mode, f)
			}
		}
		whole, _ := export(t, all, Options{Format: NDJSON, Unredacted: true})
		if !strings.Contains(whole, alice) {
			t.Error("unredacted, yet without the OpenID")
		}
		for _, secret := range []string{realToken, realKey} {
			if strings.Contains(whole, secret) {
				t.Errorf("what is in no request is in the file: %s", secret)
			}
		}
	}
}

// TestRedactionOfEncoded plants every value in every encoding in every place: none of them
// is in an export in any format.
func TestRedactionOfEncoded(t *testing.T) {
	var all []string
	for _, secret := range planted {
		for off := range 3 {
			inner := []byte(strings.Repeat("x", off) + secret + "?>~")
			all = append(all, base64.StdEncoding.EncodeToString(inner), base64.RawURLEncoding.EncodeToString(inner))
		}
		for name, form := range forms(secret) {
			if !strings.HasPrefix(name, "base64") {
				all = append(all, form)
			}
		}
		all = append(all, url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(secret))), hex.EncodeToString([]byte("id="+secret)), "prefix"+secret+"suffix")
	}
	for _, mode := range []wechat.Mode{wechat.Plain, wechat.Safe} {
		a := realAccount(mode)
		s := serve(t, a.AccountConfig)
		for from := 0; from < len(all); from += 8 {
			some := all[from:min(from+8, len(all))]
			text := strings.ReplaceAll(strings.Join(some, " | "), "&#", "&amp;#")
			quoted := strings.Join(some, "&")
			s.send(push(t, a.AccountConfig, textXML(oddUser, strings.Join(some, " ")), "X-Note: "+strings.Join(some, ", ")+"\r\n"))
			s.send(push(t, a.AccountConfig, "<xml><!-- "+strings.ReplaceAll(text, "--", "")+" --><FromUserName>"+oddUser+"</FromUserName><MsgType>text</MsgType><Content>"+text+"</Content><Long_"+bob+">1</Long_"+bob+"></xml>", ""))
			s.send(push(t, a.AccountConfig, "not XML \x00\xff "+text, ""))
			s.send("POST /" + url.PathEscape(some[0]) + "?q=" + url.QueryEscape(quoted) + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: " + fmt.Sprint(len(quoted)) + "\r\n\r\n" + quoted)
		}
		for _, f := range Formats() {
			file, _ := export(t, s.records(), Options{Format: f, Accounts: map[string]Account{"p1": a}, Secrets: []string{cookie, unionid}})
			mustNotHold(t, mode.String()+" "+f.String(), file)
		}
		// The check itself sees what was planted.
		if whole, _ := export(t, s.records(), Options{Format: NDJSON, Unredacted: true}); mode == wechat.Plain && len(held(whole)) < 10*len(planted) {
			t.Errorf("unredacted, only %d forms are found", len(held(whole)))
		}
	}
}

// TestRedactedVerifies opens each redacted exchange with the test account: the same
// verdict as before, the same aliases for the same people, the answers sealed anew.
func TestRedactedVerifies(t *testing.T) {
	for _, mode := range modes {
		all := traffic(t, mode)
		file, s := export(t, all, Options{Format: NDJSON, Accounts: map[string]Account{"p1": realAccount(mode)}})
		test := s.Accounts["p1"]
		for _, x := range all { // neither ciphertext nor signatures made with the real secrets stay
			for _, old := range []string{x.Opened.Check.Encrypt, x.Opened.Check.Given} {
				if old != "" && strings.Contains(file, old) {
					t.Errorf("%s %d: %.40s… is left", mode, x.ID, old)
				}
			}
		}
		for _, judged := range []bool{false, true} {
			o := ReadOptions{}
			if judged {
				o.Open = opened(test)
			}
			again, err := readAll(t.Context(), file, o)
			if err != nil || len(again) != len(all) {
				t.Fatal(len(again), err)
			}
			for i, y := range again {
				x := all[i]
				if y.Verdict != x.Verdict || y.Opened.Kind != x.Opened.Kind || y.Opened.Encrypted != x.Opened.Encrypted && x.Verdict == exchange.Pass {
					t.Errorf("%s %d: %s %s, was %s %s: %+v\n%s", mode, i, y.Verdict, y.Opened.Kind, x.Verdict, x.Opened.Kind, y.Opened.Causes, y.Request.Raw)
				}
				if !judged && fmt.Sprint(ids(y.Opened.Causes)) != fmt.Sprint(ids(x.Opened.Causes)) {
					t.Errorf("%s %d: causes %v, were %v", mode, i, ids(y.Opened.Causes), ids(x.Opened.Causes))
				}
			}
			users := map[string]string{}
			for i, y := range again[1:6] {
				x := all[i+1]
				from, was := y.Opened.Message.FromUserName(), x.Opened.Message.FromUserName()
				if alias, met := users[was]; met && alias != from {
					t.Errorf("%s was %s and is %s", was, alias, from)
				}
				if users[was] = from; len(from) != 28 || from[0] != 'o' {
					t.Errorf("alias %q", from)
				}
				if got := wechat.Query(y.Request.Query).Get("openid"); got == "" || x.Opened.Message.FromUserName() == alice && got != from {
					t.Errorf("openid %q beside %q", got, from)
				}
				if judged {
					lint := wechat.Lint(y.Response.Entity(), "text/xml", &y.Opened, wechat.NewAccount(test), y.Time)
					for _, c := range lint {
						if c.ID != wechat.ReplyFormat {
							t.Errorf("%s %d: the answer %s: %+v", mode, i+1, y.Response.Raw, c)
						}
					}
				}
			}
			if len(users) != 3 {
				t.Errorf("users %v", users)
			}
			// bob's text names alice by her alias.
			if c := again[2].Opened.Message.Get("Content"); c != "I am "+users[bob]+", not "+users[alice] {
				t.Errorf("content %q", c)
			}
			if c := again[5].Opened.Message.Get("Content"); c != users[bob] {
				t.Errorf("escaped content %q", c)
			}
		}
	}
}

func ids(causes []wechat.Cause) (out []wechat.CauseID) {
	for _, c := range causes {
		out = append(out, c.ID)
	}
	return out
}

// TestScrub takes originals out of whatever they are wrapped in.
func TestScrub(t *testing.T) {
	for _, secret := range planted {
		a := newAliases()
		alias := a.name(otherSecret, secret)
		for name, form := range forms(secret) {
			if strings.HasPrefix(name, "base64") {
				continue
			}
			for _, text := range []string{form, "a=" + form + "&b=c", `{"x":"` + form + `"}`, "<a>" + form + "</a>"} {
				if got := a.scrub(text); strings.Contains(got, form) || got == text {
					t.Errorf("%s in %q became %q", name, text, got)
				}
			}
		}
		for off := range 3 {
			inner := strings.Repeat("~", off) + "user " + secret + "!"
			for _, e := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding} {
				for _, lead := range []string{"", "Basic ", "a=", "/p/"} {
					text := lead + e.EncodeToString([]byte(inner))
					got := a.scrub(text)
					raw, err := e.WithPadding(base64.NoPadding).DecodeString(strings.TrimRight(strings.TrimPrefix(got, lead), "="))
					if want := strings.Repeat("~", off) + "user " + alias + "!"; err != nil || string(raw) != want {
						t.Errorf("%q became %q: %q %v", text, got, raw, err)
					}
				}
			}
		}
		twice := base64.StdEncoding.EncodeToString([]byte("q=" + url.QueryEscape(secret+"%") + "&" + hex.EncodeToString([]byte(secret))))
		if got := a.scrub(twice); got == twice {
			t.Errorf("%q within two encodings was not seen", secret)
		} else if raw, err := base64.StdEncoding.DecodeString(got); err != nil || bytes.Contains(raw, []byte(secret)) || bytes.Contains(raw, []byte(hex.EncodeToString([]byte(secret)))) {
			t.Errorf("%q %v", raw, err)
		}
	}
	a := newAliases()
	a.name(token, "test")
	for in, want := range map[string]string{"the latest test.": "the latest echostrTestToken1.", "test": "echostrTestToken1", "tests": "tests", "好test": "好test"} {
		if got := a.scrub(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// TestAliases holds aliases to their shapes, and never gives one that is an original.
func TestAliases(t *testing.T) {
	a := newAliases()
	taken := shape(openID, 1)
	if got := a.name(openID, taken); got == taken {
		t.Error("an original that looks like the first alias became itself")
	}
	again := a.name(openID, alice)
	if again == taken || len(again) != 28 || again != a.name(openID, alice) {
		t.Errorf("alias %q", again)
	}
	if a.name(openID, again) != again {
		t.Error("an alias got another one")
	}
	for k, want := range map[identity]string{originalID: "gh_000000000001", appID: "wx0000000000000001", token: "echostrTestToken1", appSecret: "00000000000000000000000000000001"} {
		if got := a.name(k, fmt.Sprint("original", k)); got != want {
			t.Errorf("%d: %q, want %q", k, got, want)
		}
	}
	if _, err := wechat.ParseKey(a.name(aesKey, realKey)); err != nil {
		t.Error(err)
	}
}

// FuzzScrub takes a secret out of any surroundings.
func FuzzScrub(f *testing.F) {
	f.Add("a=", "&b")
	f.Add(`{"\u006f":"`, `"}`)
	f.Add("%6", "f")
	f.Fuzz(func(t *testing.T, before, after string) {
		a := newAliases()
		a.name(token, realToken)
		if got := a.scrub(before + realToken + after); strings.Contains(got, realToken) {
			t.Errorf("%q is left", got)
		}
	})
}

func BenchmarkRedact(b *testing.B) {
	for _, mode := range []wechat.Mode{wechat.Plain, wechat.Safe} {
		b.Run(mode.String(), func(b *testing.B) {
			all := traffic(b, mode)
			r := newRedactor(map[string]Account{"p1": realAccount(mode)}, nil)
			for b.Loop() {
				r.learn(all[1])
				r.exchange(all[1])
			}
		})
	}
}
