package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// rulesRun runs echostr rules as a process in a directory with the files.
func rulesRun(t *testing.T, in string, files map[string]string, args ...string) (code int, out, errs string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	home := filepath.Join(dir, "home")
	cmd := command(t, home, append([]string{"rules"}, args...)...)
	cmd.Dir = dir
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(in), &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(home); err == nil {
		t.Error("a home directory was made")
	}
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

const triedRules = `rules:
  - name: 图片
    when: {type: image}
    then: {image: "{{.MediaId}}"}
  - name: broken
    when: {text: fail}
    then: {text: "{{index .Content 99}}"}
  - name: hello
    when: {type: text, matches: '^你好 (?P<who>.*)$'}
    then:
      text: '{{group "who"}} <&> {{profile "name"}} {{now "15:04"}}'
      delay: 2s
      after: {text: "a<b>&", delay: 3s}
  - name: seq
    when: {text: seq}
    then: {sequence: [{status: 503, body: gone}, close]}
  - {name: away, when: {text: away}, then: {forward: "http://127.0.0.1:3000/wx"}}
  - {name: cut, when: {text: cut}, then: close}
  - {name: slow, when: {text: slow}, then: {text: x, fault: too_slow}}
  - {name: file, when: {text: file}, then: {file: answer.txt}}
  - {name: out, when: {text: out}, then: {file: /nowhere/answer.txt}}
`

func saying(text string) string {
	return "<xml><ToUserName>gh_1</ToUserName><FromUserName>oU</FromUserName><MsgType>text</MsgType><Content><![CDATA[" + text + "]]></Content></xml>"
}

func TestRulesCheck(t *testing.T) {
	const key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	for _, c := range []struct {
		name string
		file string
		args []string
		code int
		out  string
	}{
		{"fine", triedRules, []string{"a.yaml"}, 0, "a.yaml: nothing wrong (rules: 9)\n"},
		{"standard input", triedRules, []string{"-"}, 0, "-: nothing wrong (rules: 9)\n"},
		{"Chinese", "rules:\n  - then: {txt: x}\n", []string{"a.yaml", "--lang", "zh-Hans"}, 1, "a.yaml:2:12: 不认识的键“txt”，想写的是不是 text？\n"},
		{"a warning", "rules:\n  - then: {text: x, delay: 5s}\n", []string{"a.yaml"}, 0,
			"a.yaml:2:28: warning: A delay of 5s reaches the 5s that WeChat waits: the person gets nothing, and WeChat tries again.\n"},
		{"in order", "rules:\n  - then: {text: '{{nope}}'}\n  - nmae: x\n    then: success\n", []string{"a.yaml"}, 1,
			"a.yaml:2:19: Line 1, column 1: there is no function nope. A message's element begins with a dot, such as {{.Content}}.\n" +
				"a.yaml:3:5: There is no key \"nmae\" here. Is name meant?\n"},
		{"a secret", "rules:\n  - then: {text: \"key " + key + "\"}\n", []string{"a.yaml", "--aes-key", key}, 0,
			"a.yaml:2:18: warning: Here stands the profile's EncodingAESKey. Rules are shared, and secrets have no place in them: remove it.\n"},
		{"several files", "rules: []\n", []string{"a.yaml", "a.yaml"}, 0, "a.yaml: nothing wrong (rules: 0)\na.yaml: nothing wrong (rules: 0)\n"},
		{"control characters", "rules:\n  - then: {\"\\e[2J\": x}\n", []string{"a.yaml"}, 1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, out, errs := rulesRun(t, c.file, map[string]string{"a.yaml": c.file}, append([]string{"check"}, c.args...)...)
			if code != c.code || c.out != "" && out != c.out || errs != "" || strings.Contains(out, "\x1b") {
				t.Errorf("exit %d, want %d; %s\n%s\nwant\n%s", code, c.code, errs, out, c.out)
			}
		})
	}
}

func TestRulesTry(t *testing.T) {
	for _, c := range []struct {
		said string
		args []string
		code int
		says []string
	}{
		{"你好 世界", []string{"--profile", "name=Demo", "--at", "2026-11-20T14:06:08Z"}, 0,
			[]string{"✓ hello answers it (a.yaml:8:5)", "· 图片: the type is text, it waits for image", "Reply text, after 2s\n",
				"<Content><![CDATA[世界 <&> Demo 14:06]]></Content>", "Then a customer message, text, after 3s", `{"touser":"oU","msgtype":"text","text":{"content":"a<b>&"}}`}},
		{"nothing", nil, 1, []string{"✗ No rule answers it, and WeChat gets success", "· slow: the text \"nothing\" is not \"slow\""}},
		{"fail", nil, 1, []string{"✗ No rule", "! broken takes it, but its template stops at line 1, column 3"}},
		{"seq", nil, 0, []string{"Reply status, answer 1 of 2, HTTP 503", "  gone"}},
		{"away", nil, 0, []string{"http://127.0.0.1:3000/wx answers"}},
		{"cut", nil, 0, []string{"The connection closes without an answer"}},
		{"slow", nil, 0, []string{"Reply text, after 6s, later than the 5s that WeChat waits, fault too_slow"}},
		{"file", nil, 0, []string{"Reply raw", "  from a file"}},
		{"out", nil, 1, []string{"! out takes it, but does not work: the file is not there"}},
		{"seq", []string{"--lang", "zh-Hans"}, 0, []string{"✓ seq 回答了它", "回复 status, 第 1 条，共 2 条, HTTP 503"}},
	} {
		t.Run(c.said, func(t *testing.T) {
			files := map[string]string{"a.yaml": triedRules, "m.xml": saying(c.said), "answer.txt": "from a file"}
			code, out, errs := rulesRun(t, "", files, append([]string{"test", "a.yaml", "--message", "m.xml"}, c.args...)...)
			if code != c.code || errs != "" || strings.Contains(out, "⟦") {
				t.Errorf("exit %d, want %d; %s", code, c.code, errs)
			}
			for _, s := range c.says {
				if !strings.Contains(out, s) {
					t.Errorf("%q is not in\n%s", s, out)
				}
			}
		})
	}
}

func TestRulesTryJSON(t *testing.T) {
	const message = `{"ToUserName":"gh_1","FromUserName":"oU","MsgType":"text","Content":"你好 世界"}`
	code, out, errs := rulesRun(t, message, map[string]string{"a.yaml": triedRules}, "test", "a.yaml", "--message", "-", "--json", "--profile", "name=D")
	var got triedJSON
	if err := json.Unmarshal([]byte(out), &struct {
		*triedJSON
		After []any `json:"after"` // reads into nothing that writes
	}{triedJSON: &got}); err != nil || code != 0 || errs != "" || strings.Count(out, "\n") != 1 {
		t.Fatalf("exit %d, %v, %s\n%s", code, err, errs, out)
	}
	if got.Rule != "hello" || got.Line != 8 || got.Kind != "text" || got.Status != 200 || got.DelayMS != 2000 || len(got.Missed) != 2 ||
		got.Missed[0].ID != "type" || !strings.HasPrefix(got.ContentType, "application/json") || !strings.Contains(got.Reply, `"Content":"世界 <&> D `) {
		t.Errorf("%+v", got)
	}
	code, out, _ = rulesRun(t, message, map[string]string{"a.yaml": "rules: [{then: {text: '{{nope}}'}}]"}, "test", "a.yaml", "--message", "-", "--json")
	got = triedJSON{}
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != 1 || got.RuleID != "" || len(got.Problems) != 1 || got.Problems[0].ID != "reply.function" {
		t.Errorf("exit %d, %v\n%s", code, err, out)
	}
}

func TestRulesUsage(t *testing.T) {
	files := map[string]string{"a.yaml": triedRules, "m.xml": saying("x"), "broken.xml": "<xml><a></xml>"}
	for _, args := range [][]string{
		{"dance"}, {"check"}, {"check", "none.yaml"}, {"test"}, {"test", "a.yaml"}, {"test", "a.yaml", "b.yaml", "--message", "m.xml"},
		{"test", "none.yaml", "--message", "m.xml"}, {"test", "a.yaml", "--message", "none.xml"}, {"test", "a.yaml", "--message", "broken.xml"},
		{"test", "-", "--message", "-"}, {"test", "a.yaml", "--message", "m.xml", "--at", "soon"},
		{"test", "a.yaml", "--message", "m.xml", "--profile", "token=x"}, {"test", "a.yaml", "--message", "m.xml", "--profile", "name"},
	} {
		code, out, errs := rulesRun(t, "", files, args...)
		if code != 2 || out != "" || strings.Count(errs, "\n") != 1 {
			t.Errorf("%v: exit %d\n%s%s", args, code, out, errs)
		}
	}
}

// TestReadmeRules checks the examples of the README.
func TestReadmeRules(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(text), "```yaml\n")
	if len(parts) < 3 {
		t.Fatalf("%d examples", len(parts)-1)
	}
	for _, part := range parts[1:] {
		example, _, _ := strings.Cut(part, "```")
		if code, out, errs := rulesRun(t, example, nil, "check", "-"); code != 0 || errs != "" || !strings.Contains(out, "nothing wrong") {
			t.Errorf("exit %d: %s%s\n%s", code, out, errs, example)
		}
	}
}
