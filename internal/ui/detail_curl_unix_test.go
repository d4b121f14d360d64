//go:build unix

package ui

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestCurlThroughAShell runs the command in the system's shell with a stand-in for curl
// that writes down what it is given: every argument and the body must arrive as they are.
func TestCurlThroughAShell(t *testing.T) {
	dir := t.TempDir()
	fake := "#!/bin/sh\nfor a in \"$@\"; do printf '%s\\n\\036' \"$a\"; done >\"$OUT/args\"\ncase \"$*\" in *'@-'*) cat >\"$OUT/body\";; esac\n"
	if err := os.WriteFile(filepath.Join(dir, "curl"), []byte(fake), 0o700); err != nil {
		t.Fatal(err)
	}
	run := func(t *testing.T, command string) (args []string, stdin string) {
		t.Helper()
		script := filepath.Join(dir, "script") // what is pasted is not one argument either
		if err := os.WriteFile(script, []byte(command), 0o600); err != nil {
			t.Fatal(err)
		}
		c := exec.CommandContext(t.Context(), "/bin/sh", script)
		c.Env = []string{"PATH=" + dir + ":" + os.Getenv("PATH"), "OUT=" + dir, "HOME=/nowhere"}
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s\n%.500s", err, out, command)
		}
		given, err := os.ReadFile(filepath.Join(dir, "args"))
		if err != nil {
			t.Fatal(err)
		}
		args = strings.Split(strings.TrimSuffix(string(given), "\n\x1e"), "\n\x1e")
		body, err := os.ReadFile(filepath.Join(dir, "body"))
		if err == nil {
			stdin = string(body)
		}
		os.Remove(filepath.Join(dir, "body"))
		return args, stdin
	}
	head := "POST /wx?a='b'&c=$HOME`id` HTTP/1.1\nHost: 127.0.0.1:8787\nUser-Agent: it's \"$(id)\" \\ !\nX-Odd: a\x01b"
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	for name, body := range map[string]string{
		"quotes":     `it's "quoted" $HOME ` + "`id` \\n !!",
		"line ends":  "\nfirst\n\nlast\n",
		"Chinese":    textBody("你好😀 '”“"),
		"every byte": string(all) + "12345670",
		"percent":    "\x00%s %d %% \\x41 \\101 \\c rest",
		"long":       strings.Repeat("很长'", 50_000),
	} {
		t.Run(name, func(t *testing.T) {
			args, stdin := run(t, curl(rawRequest(head, body), localBase, true))
			if got := args[len(args)-1]; got != localBase+"/wx?a='b'&c=$HOME`id`" {
				t.Errorf("URL %q", got)
			}
			for _, h := range []string{"User-Agent: it's \"$(id)\" \\ !", "X-Odd: a\x01b", "Accept:"} {
				if !slices.Contains(args, h) {
					t.Errorf("header %q is missing: %q", h, args)
				}
			}
			if i := slices.Index(args, "--data-binary"); args[i+1] != "@-" {
				stdin = args[i+1]
			}
			if stdin != body {
				t.Errorf("the body arrives as %.200q, want %.200q", stdin, body)
			}
		})
	}
}
