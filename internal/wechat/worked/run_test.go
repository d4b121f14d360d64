package worked

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"echostr/internal/wechat"
)

// interpreters run a program's file; Go is there wherever this test is.
var interpreters = map[Language][]string{
	Go: {"go", "run"}, Python: {"python3"}, PHP: {"php"}, Java: {"java"}, Node: {"node"},
}

// TestProgramsRun runs what is written, in every language that is on this machine: each
// comes to the result that the server came to.
func TestProgramsRun(t *testing.T) {
	odd := "a\"b'c$d\\e`{f}\t全角\u200b\xff\r\n?>"
	cases := []testCase{
		verification("good", "wechat2026", "wechat2026"),
		verification("blank", "wechat2026 ", "wechat2026"),
		verification("odd", odd, odd),
		verification("empty", "", ""),
		sealed(t, "sealed", safe()),
	}
	for _, l := range Languages() {
		t.Run(l.String(), func(t *testing.T) {
			t.Parallel()
			run := interpreters[l]
			_, err := exec.LookPath(run[0])
			t.Logf("%s is on this machine: %v", run[0], err == nil)
			if l == Go && err != nil {
				t.Fatal(err)
			}
			for i := range cases {
				c := &cases[i]
				for _, hide := range []bool{false, true} {
					if hide && (c.name == "odd" || c.name == "good") {
						continue // an environment variable cannot hold every Token; one kind of plain ones will do
					}
					opt := english(t)
					opt.HideToken = hide
					text := Program(l, c.check(), opt)
					holds(t, l, c, hide, text)
					if err == nil {
						c.run(t, l, run, hide, text)
					}
				}
			}
		})
	}
}

// holds looks for the request's values in a program, whether or not it can be run here.
func holds(t *testing.T, l Language, c *testCase, hidden bool, text string) {
	t.Helper()
	values := []string{c.check().Timestamp, c.check().Nonce, c.check().Given, c.check().Encrypt}
	if !hidden {
		values = append(values, c.check().Token)
	}
	for _, v := range values {
		if !strings.Contains(text, l.quote(v)) && v != "" {
			t.Errorf("%s: %q is not in\n%s", c.name, v, text)
		}
	}
	if strings.Contains(text, "⟦") || strings.Contains(text, "<no value>") {
		t.Errorf("%s: something is missing in\n%s", c.name, text)
	}
}

func (c *testCase) run(t *testing.T, l Language, run []string, hide bool, text string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, l.File()), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), run[0], append(run[1:], l.File())...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "WX_AES_KEY=", "GOFLAGS=", "GOWORK=off")
	if hide {
		cmd.Env = append(cmd.Env, "WX_TOKEN="+c.check().Token)
	}
	want := "false\n"
	if c.check().OK {
		want = "true\n"
	}
	if c.check().Scheme == wechat.MsgSignature {
		cmd.Env = append(cmd.Env, "WX_AES_KEY="+testKey)
		if l != Python {
			want += testInner + "\n" + testApp + "\n"
		}
	}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v: %s\n%s", c.name, err, errs.String(), text)
	}
	if got := strings.ReplaceAll(string(out), "\r\n", "\n"); got != want {
		t.Errorf("%s, Token hidden %v: printed %q, want %q", c.name, hide, got, want)
	}
}

// TestJavaTakesLongValues joins what one literal has no room for.
func TestJavaTakesLongValues(t *testing.T) {
	s := strings.Repeat("x", 3*javaMost+7)
	text := Java.quote(s)
	if got := strings.NewReplacer(`String.join("", `, "", `"`, "", ", ", "", ")", "").Replace(text); got != s {
		t.Errorf("%d bytes became %d", len(s), len(got))
	}
	if n := strings.Count(text, `, "`); n != 4 {
		t.Errorf("%d joints", n)
	}
}
