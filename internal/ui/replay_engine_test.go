package ui

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/wechat"
)

// TestReplayOverTheRealEngine captures a push, edits its text in the form and sends it: a
// new exchange passes, says the new text, and knows where it comes from.
func TestReplayOverTheRealEngine(t *testing.T) {
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
	r := &replayRig{stage: s}

	ts := fmt.Sprint(time.Now().Unix())
	query := fmt.Sprintf("?signature=%s&timestamp=%s&nonce=42&openid=%s", wechat.Sign(e.Snapshot().Active().Token, ts, "42"), ts, rigOpenID)
	res, err := http.Post(e.Snapshot().LocalURL()+query, "text/xml", strings.NewReader(textBody("你好")))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	origin, ok := e.Exchange(e.Snapshot().Counts.Last)
	if !ok || origin.Verdict != exchange.Pass {
		t.Fatalf("captured %+v", origin)
	}

	r.dialog = newReplayDialog(s.deps, []int64{origin.ID}, []*exchange.Exchange{origin})
	s.settle()
	relayout(s.window)
	r.word("编辑后发送")
	editing := r.dialog.what.(*replayWhat).edit
	r.write(r.line(editing.table, "Content").text, "改过的 <话>")
	r.ctrlEnter()
	r.until("已发送 1 个 · 1 个通过")
	x, ok := e.Exchange(e.Snapshot().Counts.Last)
	if !ok || x.ID == origin.ID || x.Verdict != exchange.Pass || x.Origin != origin.ID || x.Opened.Message.Get("Content") != "改过的 <话>" ||
		x.Opened.Message.MsgID() != origin.Opened.Message.MsgID() || x.Request.Query == origin.Request.Query {
		t.Fatalf("became %+v", x)
	}
	s.press(fmt.Sprintf("查看 #%d", x.ID))
	s.says(fmt.Sprintf("#%d ·", x.ID)) // in the detail
	r.until("改过的 <话>")                 // in the list
	if n := len(s.window.Canvas().Overlays().List()); n != 0 {
		t.Errorf("%d overlays are left", n)
	}
}
