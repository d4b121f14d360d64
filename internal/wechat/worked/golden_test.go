package worked

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden holds text to a file of testdata.
func golden(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("%s differs from %s (go test -update writes it):\n%s", name, file, text)
	}
}

func TestGolden(t *testing.T) {
	opt := english(t)
	for _, c := range []testCase{verification("plain", "wechat2026 ", "wechat2026"), sealed(t, "sealed", safe())} {
		opt.Notes = []string{"A note."}
		golden(t, c.name+".md", Example(&c.request, &c.opened, opt))
		for _, l := range Languages() {
			golden(t, c.name+"-"+l.File(), Program(l, c.check(), opt))
		}
		hidden := opt
		hidden.HideToken = true
		for _, text := range []string{Example(&c.request, &c.opened, hidden), Program(Go, c.check(), hidden), Program(Python, c.check(), hidden),
			Program(PHP, c.check(), hidden), Program(Java, c.check(), hidden), Program(Node, c.check(), hidden)} {
			if strings.Contains(text, "wechat2026") {
				t.Errorf("%s: the Token is not hidden:\n%s", c.name, text)
			}
		}
	}
}

// TestNothingSecret holds every text to not having the key in it.
func TestNothingSecret(t *testing.T) {
	c := sealed(t, "sealed", safe())
	opt := english(t)
	text := Example(&c.request, &c.opened, opt)
	for _, l := range Languages() {
		text += Program(l, c.check(), opt)
	}
	if strings.Contains(text, testKey) || !strings.Contains(text, "WX_AES_KEY") {
		t.Errorf("the key, or nothing about it, is in\n%s", text)
	}
}

// TestNothingToShow is about a request without a check.
func TestNothingToShow(t *testing.T) {
	c := opened("foreign", safe(), stranger())
	if text := Example(&c.request, &c.opened, english(t)); text != "" {
		t.Errorf("%q", text)
	}
	for _, l := range Languages() {
		if text := Program(l, c.check(), english(t)); text != "" {
			t.Errorf("%s: %q", l, text)
		}
	}
}

// TestExampleOfOddRequests reads what does not go well.
func TestExampleOfOddRequests(t *testing.T) {
	opt := english(t)
	wrong := safe()
	wrong.Keys = []string{strings.Repeat("a", 43)}
	earlier := safe()
	earlier.Keys = []string{strings.Repeat("a", 43), testKey}
	empty := verification("no token", "", "x")
	missing := verification("missing", "a", "a")
	missing.request.Query = "timestamp=x%01&nonce=%20b"
	missing = opened("missing", wechatConfig("a"), missing.request)
	for _, test := range []struct {
		c    testCase
		says []string
	}{
		{sealed(t, "wrong key", wrong), []string{"Not opened", "They are the same"}},
		{sealed(t, "earlier key", earlier), []string{"an earlier EncodingAESKey (number 1)", "160 bytes"}},
		{empty, []string{"No Token is set", `""  (Token)`}},
		{missing, []string{"signature  (not there)", `timestamp = "x\x01"`, `nonce = " b"`, "The request has no signature"}},
	} {
		text := Example(&test.c.request, &test.c.opened, opt)
		for _, s := range test.says {
			if !strings.Contains(text, s) {
				t.Errorf("%s: %q is not in\n%s", test.c.name, s, text)
			}
		}
		if strings.Contains(text, "⟦") {
			t.Errorf("%s: words are missing in\n%s", test.c.name, text)
		}
	}
}
