package ui

import (
	"net/http"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"echostr/internal/engine"
	"echostr/internal/profile"
)

// TestWindowOverTheRealEngine types a path into the card and calls it.
func TestWindowOverTheRealEngine(t *testing.T) {
	listen := "127.0.0.1:0"
	e, err := engine.New(engine.Config{Home: t.TempDir(), Overrides: profile.Overrides{Listen: &listen},
		Env: func(name string) string { return map[string]string{"ECHOSTR_KEYRING": "off"}[name] }})
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
	until := func(done func() bool) {
		t.Helper()
		deadline := time.After(10 * time.Second)
		for !done() {
			select {
			case f := <-s.queue:
				f()
			case <-deadline:
				t.Fatalf("it did not happen; the window says: %s", s.said())
			}
		}
	}

	s.fill(s.field("URL 路径"), "/wx/typed")
	s.key(fyne.KeyReturn)
	until(func() bool { return w.state.Active().Path == "/wx/typed" })
	s.says("监听 "+e.Snapshot().Server.Addr, "/wx/typed", "已生效")
	r, err := http.Get(e.Snapshot().LocalURL() + "?signature=x&timestamp=1&nonce=1&echostr=1")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusForbidden {
		t.Errorf("the new path answers %d, want 403", r.StatusCode)
	}
	until(func() bool { return w.content.footer.shown.failed == "失败 1" })
}
