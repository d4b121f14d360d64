package ui

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"echostr/internal/engine"
	"echostr/internal/ui/kit"
)

// homeStage is the window for a home that is in use, and what it did.
type homeStage struct {
	*stage
	home   *Home
	tried  []string
	answer error // of Take
	taken  int
}

func openHome(t *testing.T, locale string, holder engine.Holder) *homeStage {
	t.Helper()
	app := test.NewApp()
	s := &homeStage{stage: &stage{t: t, queue: make(chan func(), 100), theme: &kit.Theme{Mode: kit.Light}}}
	h, err := OpenHome(HomeConfig{App: app, Holder: holder, Locale: locale, Post: s.post, Now: func() time.Time { return fakeClock },
		Another: func(home string) string { return home + "-2" },
		Take: func(_ context.Context, home string) error {
			s.tried = append(s.tried, home)
			return s.answer
		},
		Taken: func() { s.taken++ }})
	if err != nil {
		t.Fatal(err)
	}
	s.home, s.window, s.deps = h, h.window, h.work
	t.Cleanup(func() {
		h.Close()
		app.Quit()
		test.NewApp()
	})
	s.resize(homeWidth, homeHeight)
	return s
}

func someHolder() engine.Holder {
	return engine.Holder{Home: "/home/dev/.local/share/echostr", PID: 4711, Since: fakeClock.Add(-time.Hour), Addr: "127.0.0.1:8787"}
}

func TestHomeInUse(t *testing.T) {
	s := openHome(t, "zh_CN", someHolder())
	s.says("另一个 echostr 正在使用这个文件夹", "/home/dev/.local/share/echostr", "4711", "2026-11-20 13:03:22", "127.0.0.1:8787", "退出")
	if title := s.window.Title(); title != "echostr：文件夹正在使用" {
		t.Errorf("the window is called %q", title)
	}
	s.picture("home-zh")

	// Again, and it is still in use, by yet another process.
	s.answer = fmt.Errorf("open the journal: %w", &engine.InUse{Home: "/home/dev/.local/share/echostr", PID: 4712})
	s.press("再试一次")
	s.says("14:03:22 又试了一次：还在使用", "4712")
	s.silent("4711", "127.0.0.1:8787")

	// Another folder: first a bad one, then one in use, then a good one.
	s.fill(s.pathField(), " ")
	s.press("打开另一个文件夹")
	s.says("请填写一个文件夹")
	s.fill(s.pathField(), "/root/no")
	s.answer = fmt.Errorf("open settings: %w", fs.ErrPermission)
	s.press("打开另一个文件夹")
	s.says("没有权限使用这个文件夹")
	s.answer = fmt.Errorf("open the journal: %w", &engine.InUse{Home: "/root/no"})
	s.press("打开另一个文件夹")
	s.says("这个文件夹也正被另一个 echostr 使用", "4712")
	s.answer = nil
	s.fill(s.pathField(), "/home/dev/other")
	s.press("打开另一个文件夹")
	if s.taken != 1 || s.tried[len(s.tried)-1] != "/home/dev/other" || !s.home.closed {
		t.Errorf("tried %q, taken %d times, closed %v", s.tried, s.taken, s.home.closed)
	}
}

func TestHomeInUseSuggests(t *testing.T) {
	s := openHome(t, "en_GB.UTF-8", engine.Holder{Home: "/tmp/x"})
	s.says("Another echostr is using this folder", "Process", "unknown", "Open another folder")
	s.silent("Since", "Listens on")
	if path := s.pathField().Text(); path != "/tmp/x-2" {
		t.Errorf("it offers %q", path)
	}
	s.press("Open another folder")
	if len(s.tried) != 1 || s.tried[0] != "/tmp/x-2" || s.taken != 1 {
		t.Errorf("tried %q, taken %d times", s.tried, s.taken)
	}
}

func TestHomeInUseIsLeft(t *testing.T) {
	s := openHome(t, "zh", someHolder())
	s.press("退出")
	if !s.home.closed || len(s.tried) != 0 {
		t.Errorf("closed %v, tried %q", s.home.closed, s.tried)
	}
}

func TestHomePictures(t *testing.T) {
	for _, locale := range []string{"zh_CN", "en_US"} {
		for _, mode := range []kit.Mode{kit.Light, kit.Dark} {
			s := openHome(t, locale, someHolder())
			s.theme.Mode = mode
			fyne.CurrentApp().Settings().SetTheme(s.theme)
			s.window.SetContent(s.home.content())
			s.home.tell(someHolder())
			s.resize(homeWidth, homeHeight)
			if strings.Contains(s.said(), "⟦") {
				t.Errorf("words are missing: %s", s.said())
			}
			s.picture(fmt.Sprintf("home-%s-%v", locale, mode))
		}
	}
}
