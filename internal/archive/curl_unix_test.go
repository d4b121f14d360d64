//go:build unix

package archive

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"echostr/internal/exchange"
)

// TestCurlForReal runs every command of an export in the system's shell with the system's
// curl against a real server: each request arrives as it was recorded and gets the verdict
// it got then, redacted or not, in every mode.
func TestCurlForReal(t *testing.T) {
	program, err := exec.LookPath("curl")
	if err != nil {
		t.Fatalf("curl is needed for this test: %v", err)
	}
	for _, mode := range modes {
		all := traffic(t, mode)
		binary := strings.NewReplacer("你好😀", "\x01 binary \xff").Replace(textXML(alice, "你好😀"))
		s := serve(t, realAccount(mode).AccountConfig)
		if x := s.send(push(t, realAccount(mode).AccountConfig, binary, "X-Control: a\x7fb\r\n")); x.Response.Status == 0 {
			t.Fatal("no answer")
		} else {
			all = append(all, x)
		}
		for _, unredacted := range []bool{false, true} {
			account := realAccount(mode)
			o := Options{Format: Curl, Unredacted: unredacted, Accounts: map[string]Account{"p1": account}}
			if !unredacted { // the accounts are not known before the first export
				_, sum := export(t, all, o)
				account.AccountConfig = sum.Accounts["p1"]
			}
			s := serve(t, account.AccountConfig)
			o.Base = s.base
			file, sum := export(t, all, o)
			if sum.Exchanges != len(all)-sum.Skipped || sum.Skipped > 1 {
				t.Fatalf("%+v", sum)
			}
			script := filepath.Join(t.TempDir(), "requests.sh")
			if err := os.WriteFile(script, []byte(file), 0o600); err != nil {
				t.Fatal(err)
			}
			c := exec.CommandContext(t.Context(), "/bin/sh", "-e", script)
			c.Env = []string{"PATH=" + filepath.Dir(program) + ":" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "NO_PROXY=*"}
			var complaint strings.Builder
			if c.Stderr = &complaint; c.Run() != nil {
				t.Fatalf("%s\n%s", complaint.String(), file)
			}
			got := s.records()
			if len(got) != sum.Exchanges {
				t.Fatalf("%d of %d requests arrived", len(got), sum.Exchanges)
			}
			k := 0
			for _, x := range all {
				if x.Request.Method == "" {
					continue
				}
				y := got[k]
				k++
				if x.Verdict == exchange.Pass && y.Verdict != exchange.Pass || x.Verdict != y.Verdict {
					t.Errorf("%s, unredacted %v, %d: %s, was %s: %+v\n%s", mode, unredacted, x.ID, y.Verdict, x.Verdict, y.Opened.Causes, y.Request.Raw)
				}
				if unredacted && (string(y.Request.Entity()) != string(x.Request.Entity()) || y.Request.Target != x.Request.Target) {
					t.Errorf("%s %d arrived as\n%q\nwas\n%q", mode, x.ID, y.Request.Raw, x.Request.Raw)
				}
			}
		}
	}
}

// TestCurlCommandThroughAShell runs commands with a stand-in for curl that writes down what
// it is given: every argument and the body must arrive as they are.
func TestCurlCommandThroughAShell(t *testing.T) {
	dir := t.TempDir()
	fake := "#!/bin/sh\nfor a in \"$@\"; do printf '%s\\n\\036' \"$a\"; done >\"$OUT/args\"\ncase \"$*\" in *'@-'*) cat >\"$OUT/body\";; esac\n"
	if err := os.WriteFile(filepath.Join(dir, "curl"), []byte(fake), 0o700); err != nil {
		t.Fatal(err)
	}
	head := "POST /wx?a='b'&c=$HOME`id` HTTP/1.1\nHost: 127.0.0.1:8787\nUser-Agent: it's \"$(id)\" \\ !\nX-Odd: a\x01b"
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	for name, body := range map[string]string{
		"quotes":     `it's "quoted" $HOME ` + "`id` \\n !!",
		"line ends":  "\nfirst\n\nlast\n",
		"every byte": string(all) + "12345670",
		"percent":    "\x00%s %d %% \\x41 \\101 \\c rest",
		"long":       strings.Repeat("很长'", 50_000),
	} {
		t.Run(name, func(t *testing.T) {
			script := filepath.Join(dir, "script") // what is pasted is not one argument either
			if err := os.WriteFile(script, []byte(CurlCommand(rawRequest(head, body), defaultBase, true)), 0o600); err != nil {
				t.Fatal(err)
			}
			os.Remove(filepath.Join(dir, "body"))
			c := exec.CommandContext(t.Context(), "/bin/sh", script)
			c.Env = []string{"PATH=" + dir + ":" + os.Getenv("PATH"), "OUT=" + dir, "HOME=/nowhere"}
			if out, err := c.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			given, err := os.ReadFile(filepath.Join(dir, "args"))
			if err != nil {
				t.Fatal(err)
			}
			args := strings.Split(strings.TrimSuffix(string(given), "\n\x1e"), "\n\x1e")
			if got := args[len(args)-1]; got != defaultBase+"/wx?a='b'&c=$HOME`id`" {
				t.Errorf("URL %q", got)
			}
			joined := strings.Join(args, "\x00")
			for _, h := range []string{"User-Agent: it's \"$(id)\" \\ !", "X-Odd: a\x01b", "Accept:"} {
				if !strings.Contains(joined, h) {
					t.Errorf("header %q is missing: %q", h, args)
				}
			}
			got := ""
			for i, a := range args {
				if a == "--data-binary" {
					got = args[i+1]
				}
			}
			if got == "@-" {
				b, err := os.ReadFile(filepath.Join(dir, "body"))
				if err != nil {
					t.Fatal(err)
				}
				got = string(b)
			}
			if got != body {
				t.Errorf("the body arrives as %.200q, want %.200q", got, body)
			}
		})
	}
}
