package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"echostr/internal/profile"
	"echostr/internal/wechat"
)

const (
	capturedStamp = "1795183566"
	capturedKey   = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	capturedApp   = "wx5823bf96d3bd56c7"
)

func capturedQuery(token string) string {
	return "signature=" + wechat.Sign(token, capturedStamp, "1320562132") + "&timestamp=" + capturedStamp + "&nonce=1320562132"
}

// capturedGet is a verification as it came over a connection.
func capturedGet(token string) string {
	return "GET /wx/demo?" + capturedQuery(token) + "&echostr=4375120948345356249 HTTP/1.0\r\nHost: x\r\nUser-Agent: Mozilla/4.0\r\n\r\n"
}

const capturedBody = "<xml>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[你好]]></Content>\n</xml>"

// capturedSealed is an encrypted push of Token wechat2026.
func capturedSealed(t *testing.T) (query, body string) {
	t.Helper()
	k, err := wechat.ParseKey(capturedKey)
	if err != nil {
		t.Fatal(err)
	}
	encrypt := k.Encrypt([]byte(capturedBody), capturedApp, []byte("0123456789abcdef"))
	return capturedQuery("wechat2026") + "&encrypt_type=aes&msg_signature=" + wechat.Sign("wechat2026", capturedStamp, "1320562132", encrypt),
		"<xml><ToUserName>gh_1</ToUserName><Encrypt>" + encrypt + "</Encrypt></xml>"
}

// explains runs explain as a process.
func explains(t *testing.T, home, in string, args ...string) (code int, out, errs string) {
	t.Helper()
	cmd := command(t, home, append([]string{"explain", "--at", "1795183568"}, args...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(in), &stdout, &stderr
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

func keep(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "captured")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestExplain is the way of a developer who has a request in a file, or a URL.
func TestExplain(t *testing.T) {
	query, body := capturedSealed(t)
	sealed := []string{"--token", "wechat2026", "--aes-key", capturedKey, "--app-id", capturedApp}
	post := fmt.Sprintf("POST /wx/demo?%s HTTP/1.1\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n%s", query, len(body), body)
	chunked := fmt.Sprintf("POST /wx/demo?%s HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", query, len(body), body)
	pasted := "POST https://brave.example/wx/demo?" + capturedQuery("wechat2026") + " HTTP/1.1\nContent-Length: 99\n\n" + capturedBody + "\n"
	url := "https://brave.example/wx/demo?" + capturedQuery("wechat2026") + "&echostr=1#here"
	for _, c := range []struct {
		name string
		in   string
		args []string
		code int
		says []string
	}{
		{"passes", capturedGet("wechat2026"), []string{"-", "--token", "wechat2026"}, 0, []string{"✓ It holds", "④ SHA-1", "They are the same"}},
		{"in Chinese", capturedGet("wechat2026"), []string{"--token", "wechat2026 ", "--lang", "zh-Hans"}, 1,
			[]string{"✗ 没有通过", "✗ Token 末尾多了空白字符", `→ 把 Token 改为 "wechat2026"`, "错误码 -40001：签名验证错误", "② 字典序排序", `"wechat2026 "  (Token)`, "已排除：参数缺失"}},
		{"another Token", capturedGet("wechat2026"), []string{"--token", "other"}, 1, []string{"Ruled out: "}},
		{"not WeChat's", "GET /.env HTTP/1.1\r\n\r\n", []string{"--token", "a"}, 1, []string{"It is not WeChat's"}},
		{"AppSecret", capturedGet("0123456789abcdef0123456789abcdef"), []string{"--token", "a", "--app-secret", "0123456789abcdef0123456789abcdef"}, 1, []string{"AppSecret"}},
		{"sealed", post, sealed, 0, []string{"Content = 你好", "AppID  " + capturedApp, "Decrypted"}},
		{"chunked", chunked, sealed, 0, []string{"Content = 你好"}},
		{"another AppID", post, []string{"--token", "wechat2026", "--aes-key", capturedKey, "--app-id", "wx1"}, 1, []string{"→ Set the AppID to " + capturedApp}},
		{"plain mode", post, append(sealed, "--mode", "plain"), 1, []string{"→ Set the mode to safe"}},
		{"pasted", pasted, []string{"--token", "wechat2026"}, 0, []string{"POST /wx/demo", "Content = 你好"}},
		{"cut", strings.Replace(pasted, "</xml>", "", 1), []string{"--token", "wechat2026"}, 1, []string{"✗"}},
		{"a URL", "", []string{"--url", url, "--token", "wechat2026"}, 0, []string{"GET /wx/demo"}},
		{"a URL in the file", url + "\n", []string{"--token", "wechat2026"}, 0, []string{"GET /wx/demo"}},
		{"a URL and a body", body, []string{"--url", "/wx/demo?" + query, "--body", "-", "--token", "wechat2026", "--aes-key", capturedKey}, 0, []string{"POST /wx/demo", "Content = 你好"}},
		{"control characters", "GET /\x1b[2J?signature=\x07&timestamp=1&nonce=2&echostr=3 HTTP/1.1\r\n\r\n", []string{"--token", "a"}, 1, []string{"GET /·[2J", `"\a"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			home := t.TempDir()
			code, out, errs := explains(t, home, c.in, c.args...)
			if code != c.code || errs != "" {
				t.Errorf("exit %d, want %d; %s", code, c.code, errs)
			}
			for _, s := range c.says {
				if !strings.Contains(out, s) {
					t.Errorf("%q is not in\n%s", s, out)
				}
			}
			if strings.Contains(out, "⟦") || strings.Contains(out, "\x1b") || strings.Contains(out, capturedKey) {
				t.Errorf("words are missing, or what must not be said is:\n%s", out)
			}
			if left, err := os.ReadDir(home); err != nil || len(left) > 0 {
				t.Errorf("explain left %v in the home directory, %v", left, err)
			}
		})
	}
}

// TestExplainJSON holds the object to its fields.
func TestExplainJSON(t *testing.T) {
	file := keep(t, capturedGet("wechat2026"))
	code, out, errs := explains(t, t.TempDir(), "", file, "--json", "--token", "Wechat2026")
	if code != 1 || errs != "" || strings.Count(out, "\n") != 1 {
		t.Fatalf("exit %d: %s %s", code, errs, out)
	}
	var v struct {
		Kind, Verdict, Cause string
		Causes               []struct {
			ID, Title, Text string
			Warning         bool
			Args            map[string]string
			Fix             *struct{ Kind, Value string }
			Official        int
		}
		RuledOut []string `json:"ruled_out"`
		Steps    []struct {
			ID, State string
			Lines     []struct {
				Name, Value string
				Spans       []struct {
					Start, End int
					Kind       string
				}
			}
		}
		Message map[string]any
	}
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatal(err)
	}
	if v.Kind != "verification" || v.Verdict != "fail" || v.Cause != "token_case" || len(v.Causes) != 1 || !slices.Contains(v.RuledOut, "parameter_missing") {
		t.Errorf("%+v", v)
	}
	if c := v.Causes[0]; c.ID != "token_case" || c.Warning || c.Title == "" || c.Text == "" || c.Fix == nil || c.Fix.Kind != "set_token" ||
		c.Fix.Value != "wechat2026" || c.Official != -40001 {
		t.Errorf("%+v", c)
	}
	var names []string
	for _, s := range v.Steps {
		names = append(names, s.ID+" "+s.State)
	}
	if want := []string{"parameters neutral", "sorted neutral", "joined neutral", "computed fails", "given fails", "result fails", "clock holds"}; !slices.Equal(names, want) {
		t.Errorf("steps %q", names)
	}
	if l := v.Steps[2].Lines[0]; l.Value[l.Spans[2].Start:l.Spans[2].End] != "Wechat2026" || l.Spans[2].Kind != "token" {
		t.Errorf("the joined text: %+v", l)
	}

	query, body := capturedSealed(t)
	code, out, _ = explains(t, t.TempDir(), "", "--url", "/wx?"+query, "--body", keep(t, body), "--json", "--token", "wechat2026", "--aes-key", capturedKey)
	if code != 0 {
		t.Errorf("exit %d: %s", code, out)
	}
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatal(err)
	}
	if v.Message["Content"] != "你好" || v.Verdict != "pass" {
		t.Errorf("%+v", v)
	}
}

// TestExplainWithProfiles holds requests to what is saved, and compares with the rest.
func TestExplainWithProfiles(t *testing.T) {
	home := t.TempDir()
	env := func(name string) string { return map[string]string{profile.KeyringEnv: "off"}[name] }
	s, err := profile.Open(profile.Config{Home: home, Env: env})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(t.Context(), func(s *profile.Settings) error {
		s.Profiles[0].Token, s.Profiles[0].Path = "demo2026", "/wx/demo"
		s.Profiles = append(s.Profiles, profile.Profile{ID: "shop0001", Name: "Shop", Token: "shop2026", Path: "/wx/shop", EncodingAESKey: capturedKey})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	query, body := capturedSealed(t)
	for _, c := range []struct {
		name, in string
		home     string // ECHOSTR_HOME
		args     []string
		code     int
		says     string
	}{
		{"the profile of the path", strings.Replace(capturedGet("shop2026"), "/wx/demo", "/wx/shop", 1), home, nil, 0, "It holds"},
		{"the active one", strings.Replace(capturedGet("demo2026"), "/wx/demo", "/elsewhere", 1), home, nil, 0, "It holds"},
		{"another one's Token", capturedGet("shop2026"), home, nil, 1, `→ Let "Shop" have this path`},
		{"flags over the profile", capturedGet("demo2026"), home, []string{"--token", "flag2026"}, 1, "Ruled out"},
		{"flags, and a home to compare with", capturedGet("shop2026"), t.TempDir(), []string{"--token", "flag2026", "--home", home}, 1, `"Shop"`},
		{"flags alone", capturedGet("shop2026"), home, []string{"--token", "flag2026"}, 1, "another Token"},
		{"another one's key", "POST /wx/demo?" + query + " HTTP/1.0\r\n\r\n" + body, home,
			[]string{"--home", home, "--token", "wechat2026", "--aes-key", strings.Repeat("a", 43)}, 1, "→ Use the EncodingAESKey among the saved ones that opens it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, out, errs := explains(t, c.home, c.in, c.args...)
			if code != c.code || errs != "" || !strings.Contains(out, c.says) {
				t.Errorf("exit %d, want %d with %q; %s\n%s", code, c.code, c.says, errs, out)
			}
			if strings.Contains(out, capturedKey) {
				t.Errorf("a key is written out:\n%s", out)
			}
		})
	}
}

// TestExplainCommandLine holds what cannot be read to one line and exit 2.
func TestExplainCommandLine(t *testing.T) {
	for _, c := range []struct {
		in   string
		args []string
		says string
	}{
		{capturedGet("a"), nil, "give --token"},
		{capturedGet("a"), []string{"--token="}, "--token"},
		{capturedGet("a"), []string{"--token", "a", "--at", "noon"}, "--at noon"},
		{capturedGet("a"), []string{"--token", "a", "--mode", "secret"}, "plain, compatible or safe"},
		{"", []string{"--token", "a", "no-such-file"}, "no-such-file"},
		{"", []string{"--token", "a", "x", "y"}, "one file"},
		{"", []string{"--token", "a", "--url", "/x", "y"}, "not both"},
		{"", []string{"--token", "a", "--url", "x"}, "--url x"},
		{"", []string{"--token", "a", "--body", "x"}, "--body needs --url"},
		{"", []string{"--token", "a", "--url", "/x", "--body", "no-such-file"}, "no-such-file"},
		{"", []string{"--token", "a"}, "no HTTP request"},
		{"hello world, how are you\n", []string{"--token", "a"}, "no HTTP request"},
		{"GET wx HTTP/1.1\r\n\r\n", []string{"--token", "a"}, "its target"},
		{strings.Repeat("x", captureMost+1), []string{"--token", "a"}, "more than"},
	} {
		code, out, errs := explains(t, t.TempDir(), c.in, c.args...)
		if code != 2 || out != "" || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, c.says) {
			t.Errorf("%q: exit %d, says %q and %q, want one line with %q", c.args, code, out, errs, c.says)
		}
	}
}
