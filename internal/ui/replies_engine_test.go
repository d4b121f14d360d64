package ui

import (
	"crypto/sha1"
	"encoding/hex"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"echostr/assets"
	"echostr/internal/engine"
	"echostr/internal/profile"
)

// pushText sends a text message as WeChat would and answers what comes back.
func pushText(t *testing.T, e *engine.Engine, content string) string {
	t.Helper()
	now := time.Now().Unix()
	parts := []string{e.Snapshot().Active().Token, strconv.FormatInt(now, 10), "n0nce"}
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	q := url.Values{"signature": {hex.EncodeToString(sum[:])}, "timestamp": {strconv.FormatInt(now, 10)}, "nonce": {"n0nce"}}
	body := "<xml><ToUserName>gh_x</ToUserName><FromUserName>" + sampleOpenID + "</FromUserName><CreateTime>" + strconv.FormatInt(now, 10) +
		"</CreateTime><MsgType>text</MsgType><Content>" + content + "</Content><MsgId>" + strconv.FormatInt(time.Now().UnixNano(), 10) + "</MsgId></xml>"
	r, err := http.Post(e.Snapshot().LocalURL()+"?"+q.Encode(), "text/xml", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestRepliesOverTheRealEngine edits rules in the window and in their file, and asks the
// real server.
func TestRepliesOverTheRealEngine(t *testing.T) {
	listen, home := "127.0.0.1:0", t.TempDir()
	sets, err := fs.Sub(assets.Rules, "rules")
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.New(engine.Config{Home: home, Overrides: profile.Overrides{Listen: &listen}, RuleSets: sets,
		Words: func(key string) string { return key },
		Env:   func(name string) string { return map[string]string{"ECHOSTR_KEYRING": "off"}[name] }})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	app := test.NewApp()
	defer test.NewApp()
	s := &stage{t: t, queue: make(chan func(), 10_000)}
	w, err := Open(Config{App: app, Engine: e, Version: "0.1.0", Locale: "zh_CN", Post: s.post, After: s.after})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	s.window, s.theme, s.deps = w.window, w.theme, w.content.deps
	until := func(what string, done func() bool) {
		t.Helper()
		deadline := time.After(20 * time.Second)
		for !done() {
			select {
			case f := <-s.queue:
				f()
			case <-deadline:
				t.Fatalf("%s did not happen; the window says: %s", what, s.said())
			}
		}
		relayout(s.window)
	}
	p := w.content.pages[pageReplies].(*repliesPage)
	profileID := e.Snapshot().Active().ID
	if got := pushText(t, e, "地址"); !strings.Contains(got, "reply.starter.echo.text") {
		t.Fatalf("the starter rules answer %s", got)
	}
	until("the message", func() bool { return len(p.recent.of(profileID)) == 1 })

	// From the request a rule is made, and filled in.
	s.deps.toReplies(p.recent.of(profileID)[0].id)
	until("the rule", func() bool { return len(p.book.drafts) == 4 })
	test.Type(p.editor.then.text.editor.Entry, "客村艺苑路 12 号")
	p.flush()
	until("the save", func() bool { return p.draft().settled() })
	if got := pushText(t, e, "地址"); !strings.Contains(got, "客村艺苑路 12 号") {
		t.Fatalf("the new rule does not answer, but %s", got)
	}
	until("the preview", func() bool { return strings.Contains(p.chat.bytes.code.Text(), "客村艺苑路 12 号") })
	s.says("已生效 · ", "用收到的消息", "1 次")

	// Another program changes the file.
	file := filepath.Join(home, "rules", profileID+".yaml")
	write := func(change func(string) string) {
		t.Helper()
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(change(string(data))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(func(text string) string { return strings.Replace(text, "12 号", "21 号", 1) })
	until("the edit from outside", func() bool { return strings.Contains(p.editor.then.text.editor.Text(), "21 号") })
	if got := pushText(t, e, "地址"); !strings.Contains(got, "21 号") {
		t.Fatalf("the file's rule does not answer, but %s", got)
	}
	write(func(text string) string { return strings.Replace(text, "rules:", "ruls:", 1) })
	until("the mistake in the file", func() bool { return p.file.root.Visible() })
	s.says("规则文件写错了", "ruls")
	if got := pushText(t, e, "地址"); !strings.Contains(got, "21 号") {
		t.Fatalf("a broken file answers %s", got)
	}
	write(func(text string) string { return strings.Replace(text, "ruls:", "rules:", 1) })
	until("the mended file", func() bool { return !p.file.root.Visible() })

	// A ready-made set comes before the rule that takes the rest.
	p.showSets()
	until("the gallery", func() bool { return len(s.window.Canvas().Overlays().List()) == 1 })
	s.button("加到后面").Tapped(nil)
	until("the set", func() bool { return len(e.Snapshot().Rules[profileID]) > 4 })
	rules := e.Snapshot().Rules[profileID]
	if last := rules[len(rules)-1]; last.ID != "rest" {
		t.Errorf("the last rule is %s", last.ID)
	}
}
