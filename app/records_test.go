package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestRecords takes what one home recorded into another, through the commands, and finds
// it again there.
func TestRecords(t *testing.T) {
	home, other := t.TempDir(), t.TempDir()
	p := start(t, home, "--token", "AAAAA")
	base := "http://" + p.next("listening")["addr"].(string) + "/wx/demo?"
	const sender = "oGZ3V5yTBmK8cABCDEFGHIJKLMNO"
	for _, q := range []string{signedQuery("AAAAA", "&echostr=7"), signedQuery("wrong", "&echostr=8")} {
		res, err := http.Get(base + q)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		p.next("exchange")
	}
	push := fmt.Sprintf("<xml><ToUserName>gh_1</ToUserName><FromUserName>%s</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>你好</Content><MsgId>9</MsgId></xml>", sender)
	res, err := http.Post(base+signedQuery("AAAAA", "&openid="+sender), "text/xml", strings.NewReader(push))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	p.next("exchange")
	run := func(home string, code int, args ...string) string {
		t.Helper()
		cmd := command(t, home, args...)
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		cmd.Run()
		if got := cmd.ProcessState.ExitCode(); got != code {
			t.Fatalf("%v: exit %d, want %d: %s", args, got, code, errs.String())
		}
		return out.String()
	}
	// The other process still has the home, and the newest is not in its database yet.
	if out := run(home, 0, "log"); strings.Count(out, "\n") != 3 {
		t.Errorf("the log while requests come in: %q", out)
	}
	if out := run(home, 0, "export", "--format", "raw", "--unredacted", "--filter", "type:text"); !strings.Contains(out, sender) {
		t.Errorf("the export while requests come in: %.300q", out)
	}
	run(home, 1, "import", filepath.Join(home, "settings.json"))
	if p.end(syscall.SIGTERM) != 0 {
		t.Fatal(p.stderr.String())
	}

	if out := run(home, 0, "log", "--filter", "verdict:fail"); strings.Count(out, "\n") != 1 || !strings.Contains(out, "403") {
		t.Errorf("the log of failures: %q", out)
	}
	if out := run(home, 0, "log", "--json", "--filter", "type:text 你好"); strings.Count(out, "\n") != 1 || !strings.Contains(out, sender) {
		t.Errorf("the log of texts: %q", out)
	}
	if out := run(home, 0, "export", "--format", "har"); strings.Contains(out, sender) || !strings.Contains(out, `"version": "1.2"`) && !strings.Contains(out, `"version":"1.2"`) {
		t.Errorf("the redacted export: %.300s", out)
	}
	file := filepath.Join(other, "all.ndjson")
	run(home, 0, "export", "--format", "ndjson", "--unredacted", "--output", file)
	if info, err := os.Stat(file); err != nil || info.Size() == 0 {
		t.Fatalf("export to a file: %v", err)
	}
	if out := run(other, 0, "import", file); out != "3: 1-3\n" {
		t.Errorf("import says %q", out)
	}
	if out := run(other, 0, "log"); strings.Count(out, "\n") != 3 {
		t.Errorf("the log after the import: %q", out)
	}
	run(home, 2, "export", "--format", "pdf")
	run(home, 2, "log", "--filter", "verdict:maybe")
	run(home, 2, "import")
	run(home, 1, "import", filepath.Join(other, "missing"))
}

// TestImportTells records what reads of a file, and says in words what does not and why.
func TestImportTells(t *testing.T) {
	home := t.TempDir()
	const good = `{"startedDateTime":"2026-11-20T14:06:08Z","request":{"method":"GET","url":"http://h/wx"}}`
	for _, c := range []struct {
		lang, entries, out string
		code               int
		said               []string
	}{
		{"en", good + ",\n" + good, "2: 1-2\n", 0, nil},
		{"en", good + ",\n" + strings.Replace(good, "2026-11-20", "today", 1) + ",\n" + good, "2: 3-4\n", 1,
			[]string{"Skipped: 1.", "Request 2 (line 2, column 1): todayT14:06:08Z is no time"}},
		{"zh-Hans", strings.Repeat("{},\n", 30) + good + ",\n{x", "1: 5-5\n", 1,
			[]string{"跳过 30 条", "第 1 条（第 1 行第 20 列）：缺少请求", "另外还有 10 条", "第 32 行第 2 列（第 32 条）读不下去：不是有效的 JSON"}},
	} {
		cmd := command(t, home, "import", "--lang", c.lang, "-")
		cmd.Stdin = strings.NewReader(`{"log":{"entries":[` + c.entries + "]}}")
		var out, said bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &said
		_ = cmd.Run() // its status is looked at below
		if cmd.ProcessState.ExitCode() != c.code || out.String() != c.out || len(c.said) == 0 && said.Len() > 0 {
			t.Errorf("status %d, %q, %q", cmd.ProcessState.ExitCode(), out.String(), said.String())
		}
		for _, want := range c.said {
			if !strings.Contains(said.String(), want) {
				t.Errorf("%q is not in %q", want, said.String())
			}
		}
	}
}
