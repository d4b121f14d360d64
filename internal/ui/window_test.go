package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/ui/kit"
)

// opened is the whole window on the test driver. The bridge runs; what it posts waits
// for sync.
type opened struct {
	*stage
	whole *Window
}

// open opens the window over a fake engine.
func open(t *testing.T, f *fakeEngine) *opened {
	t.Helper()
	app := test.NewApp()
	o := &opened{stage: &stage{t: t, engine: f, queue: make(chan func(), 10_000)}}
	w, err := Open(Config{App: app, Engine: f, Version: "0.1.0", Locale: "zh_CN", Post: o.post, Now: f.now,
		After:   o.after,
		OpenURL: func(url string) error { o.stage.opened = append(o.stage.opened, url); return nil }})
	if err != nil {
		t.Fatal(err)
	}
	o.whole, o.window, o.theme, o.deps = w, w.window, w.theme, w.content.deps
	t.Cleanup(func() {
		w.Close() // it needs nobody who does what was posted
		app.Quit()
		test.NewApp()
	})
	o.sync(func() bool { return true })
	return o
}

// sync does what was posted until the window has applied the engine's newest state and
// done holds.
func (o *opened) sync(done func() bool) {
	o.t.Helper()
	deadline := time.After(5 * time.Second)
	for {
		o.settle()
		o.deps = o.whole.content.deps
		if o.whole.state.Seq == o.engine.Snapshot().Seq && done() {
			relayout(o.window)
			return
		}
		select {
		case f := <-o.queue:
			f()
		case <-deadline:
			o.t.Fatalf("the window did not come to rest; it says: %s", o.said())
		}
	}
}

// newest waits until the window shows the engine's present state.
func (o *opened) newest() { o.t.Helper(); o.sync(func() bool { return true }) }

func TestWindowLanguages(t *testing.T) {
	f := newFakeEngine()
	o := open(t, f)
	o.says("请求", "回复", "设置", "公众号", "接入进度", "监听 127.0.0.1:8787", "已接收 0")
	o.press("中 / EN")
	o.newest()
	if got := f.Snapshot().Settings.Language; got != "en" {
		t.Fatalf("language %q after the button, want en", got)
	}
	o.says("Requests", "Replies", "Settings", "Account", "Progress", "Listening on 127.0.0.1:8787")
	o.silent("请求", "公众号")
	o.press("中 / EN")
	o.newest()
	o.says("请求", "公众号")
}

func TestWindowKeepsPageAcrossLanguages(t *testing.T) {
	o := open(t, newFakeEngine())
	o.press("设置")
	o.says("监听地址", "屏幕共享")
	o.press("中 / EN")
	o.newest()
	o.says("Listen on", "Screen sharing")
	if got := o.whole.content.shown; got != pageSettings {
		t.Errorf("page %d after the change of language, want the settings", got)
	}
}

func TestWindowFollowsTheSystemsLanguage(t *testing.T) {
	f := newFakeEngine()
	f.edit(func(s *profile.Settings) { s.Language = "" })
	o := open(t, f)
	o.says("接入进度")
}

func TestWindowThemes(t *testing.T) {
	f := newFakeEngine()
	o := open(t, f)
	panel := func() any { return o.theme.Color(kit.ColorPanel, 0) }
	light, before := panel(), o.whole.content
	for _, b := range o.everything() { // the half moon has no words
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
		if b, ok := b.(*kit.Button); ok && b.Text() == "" && at.Y < 48 {
			o.tap(b)
			break
		}
	}
	o.newest()
	if got := f.Snapshot().Settings.Theme; got != "dark" {
		t.Fatalf("theme %q after the button, want dark", got)
	}
	if panel() == light {
		t.Error("the colours are still those of the light theme")
	}
	if o.whole.content == before {
		t.Error("the pages out of sight were not built for the new theme")
	}
	f.edit(func(s *profile.Settings) { s.Theme = "light" })
	o.newest()
	if panel() != light {
		t.Error("the colours are not those of the light theme again")
	}
}

func TestWindowShortcuts(t *testing.T) {
	o := open(t, newFakeEngine())
	press := func(key fyne.KeyName) {
		t.Helper()
		c, ok := o.window.Canvas().(interface{ TypedShortcut(fyne.Shortcut) })
		if !ok {
			t.Fatal("the canvas takes no shortcuts")
		}
		c.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault})
		o.settle()
	}
	for _, step := range []struct {
		key  fyne.KeyName
		page pageID
	}{{fyne.Key2, pageReplies}, {fyne.KeyComma, pageSettings}, {fyne.Key1, pageRequests}} {
		press(step.key)
		if got := o.whole.content.shown; got != step.page {
			t.Errorf("page %d after Ctrl+%s, want %d", got, step.key, step.page)
		}
	}
}

func TestWindowRemembersItsSize(t *testing.T) {
	f := newFakeEngine()
	o := open(t, f)
	o.resize(1500, 900)
	o.pass(sizeRest)
	o.newest()
	if got := f.Snapshot().Settings.Window; got.Width != 1500 || got.Height != 900 {
		t.Errorf("remembered %v x %v, want 1500 x 900", got.Width, got.Height)
	}
}

func TestWindowFitsSmallScreens(t *testing.T) {
	for _, language := range []string{"zh-Hans", "en"} {
		f := newFakeEngine()
		f.edit(func(s *profile.Settings) { s.Language = language })
		o := open(t, f)
		for _, id := range []pageID{pageRequests, pageReplies, pageSettings} {
			o.whole.content.show(id)
			o.resize(960, 600)
			if m := o.window.Content().MinSize(); m.Width > 960 || m.Height > 600 {
				t.Errorf("%s: page %d wants %v, more than 960 x 600", language, id, m)
			}
		}
	}
}

func TestWindowCounts(t *testing.T) {
	f := newFakeEngine()
	f.set(func(s *engine.Snapshot) { s.Counts.Received, s.Counts.Passed, s.Counts.Failed = 1284, 1279, 5 })
	o := open(t, f)
	o.says("已接收 1,284", "通过 1,279", "失败 5")
}

func TestWindowCloseIsIdempotentAndFinishesEdits(t *testing.T) {
	f := newFakeEngine()
	o := open(t, f)
	o.fill(o.field("Token"), "typedLast")
	o.whole.Close()
	o.whole.Close()
	if got := f.active().Token; got != "typedLast" {
		t.Errorf("Token %q in force after the window closed, want typedLast", got)
	}
}

func TestNoticesAreToldUntilRead(t *testing.T) {
	f := newFakeEngine()
	f.set(func(s *engine.Snapshot) {
		s.Notices = []profile.Notice{
			{ID: profile.SettingsSetAside, Args: map[string]string{"file": "settings.json", "aside": "settings.json.damaged"}},
			{ID: profile.SecretsInFile, Args: map[string]string{"file": "secrets.json", "reason": profile.ReasonOff}},
		}
	})
	o := open(t, f)
	o.says("settings.json 已损坏", "提示 2")
	o.silent("ECHOSTR_KEYRING")
	o.press("知道了")
	o.silent("settings.json 已损坏")
	f.edit(func(s *profile.Settings) { s.MaskIDs = true })
	o.newest()
	o.silent("settings.json 已损坏")
	o.press("提示 2")
	o.says("settings.json 已损坏", "ECHOSTR_KEYRING")
	o.key(fyne.KeyEscape)
	o.silent("ECHOSTR_KEYRING")
}

// field is the field with a label above it.
func (s *stage) field(label string) *kit.Field {
	s.t.Helper()
	all := s.everything()
	for i, o := range all {
		text, ok := o.(*canvas.Text)
		if !ok || text.Text != label {
			continue
		}
		for _, next := range all[i:] {
			if f, ok := next.(*kit.Field); ok {
				return f
			}
		}
	}
	s.t.Fatalf("no field %q; the window says: %s", label, s.said())
	return nil
}
