package ui

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// TestTransferOverTheRealEngine takes requests out to a file, as they are and redacted, and
// in again, and compares what went out with what came in; all by the dialogs.
func TestTransferOverTheRealEngine(t *testing.T) {
	listen, token := "127.0.0.1:0", "RealTokenOfMine"
	e, err := engine.New(engine.Config{Home: t.TempDir(), Overrides: profile.Overrides{Listen: &listen, Token: &token},
		UserHome: t.TempDir(),
		Env:      func(name string) string { return map[string]string{"ECHOSTR_KEYRING": "off"}[name] }})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	ts := fmt.Sprint(time.Now().Unix())
	for _, text := range []string{"你好", "再见"} {
		r, err := http.Post(e.Snapshot().LocalURL()+"?signature="+wechat.Sign(token, ts, "7")+"&timestamp="+ts+"&nonce=7&openid="+rigOpenID,
			"text/xml", strings.NewReader(textBody(text)))
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
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
	until := func(words string) {
		t.Helper()
		deadline := time.After(10 * time.Second)
		for !strings.Contains(solid(s.said()), solid(words)) {
			select {
			case f := <-s.queue:
				f()
				relayout(s.window)
			case <-deadline:
				t.Fatalf("it never says %q, but: %s", words, s.said())
			}
		}
	}
	s.resize(1280, 800)

	whole, redacted := filepath.Join(t.TempDir(), "whole.ndjson"), filepath.Join(t.TempDir(), "redacted.har")
	s.deps.export(engine.Selection{})
	until("全部 2 条")
	s.entry("NDJSON")
	s.turn("脱敏")
	s.fill(s.pathField(), whole)
	s.press("导出")
	until("已导出 2 条")
	s.press("关闭")
	s.deps.export(engine.Selection{IDs: []int64{1}})
	until("选中的 1 条")
	s.fill(s.pathField(), filepath.Join(t.TempDir(), "none", "x.har"))
	s.press("导出")
	until("文件夹不存在")
	s.fill(s.pathField(), redacted)
	s.press("导出")
	until("已导出 1 条")
	until("Token ")
	s.press("关闭")
	file, err := os.ReadFile(redacted)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(file), rigOpenID) || strings.Contains(string(file), token) {
		t.Error("the redacted file holds an original")
	}

	for _, c := range []struct{ path, says, judged string }{
		{whole, "已导入 2 条", "通过 2 · 未通过 0"},
		{redacted, "已导入 1 条", "通过 0 · 未通过 1 · 不是微信的 0 没有一条通过"}, // the test Token is not that of the account
		{redacted + "x", "没有这个文件", ""},
	} {
		s.deps.importFile()
		s.fill(s.pathField(), c.path)
		s.press("导入")
		until(c.says)
		until(c.judged)
		s.window.Canvas().Unfocus()
		s.key(fyne.KeyEscape)
	}
	if n := e.Snapshot().Counts.Kept; n != 5 {
		t.Errorf("%d requests are kept, want 5", n)
	}

	s.deps.compare(1, 3) // what came in whole
	until("两条请求完全相同")
	s.key(fyne.KeyEscape)
	s.deps.compare(1, 5) // what came in under other names
	until("处不同")
	s.says("≠", "FromUserName", "未通过")
	var list *kit.Facing
	for _, o := range s.everything() {
		if f, ok := o.(*kit.Facing); ok {
			list = f
		}
	}
	if list == nil || list.Len() < 10 {
		t.Error("nothing is compared")
	}
}
