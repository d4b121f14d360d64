package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"echostr/internal/profile"
	"echostr/internal/wechat"
)

func TestAccountEditIsInForceWhenTypingRests(t *testing.T) {
	f := newFakeEngine()
	f.now = func() time.Time { return fakeClock.Add(time.Minute) }
	s, b := sidebarStage(t, f, "zh-Hans")
	s.says("已生效 · 14:03:22")
	s.fill(s.field("Token"), "newToken1")
	if got := f.active().Token; got != "wechat2026" {
		t.Fatalf("Token %q in force before typing rested", got)
	}
	s.pass(editPause)
	if got := f.active().Token; got != "newToken1" {
		t.Fatalf("Token %q in force after typing rested", got)
	}
	s.on(b.apply)
	s.says("已生效 · 14:04:22")
}

func TestAccountEditIsInForceAtOnceOnEnterAndPaste(t *testing.T) {
	f := newFakeEngine()
	s, _ := sidebarStage(t, f, "zh-Hans")
	s.fill(s.field("Token"), "byEnter")
	s.key(fyne.KeyReturn)
	if got := f.active().Token; got != "byEnter" {
		t.Errorf("Token %q after Enter", got)
	}
	entry := s.field("AppID").Entry
	s.window.Canvas().Focus(entry)
	entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: paste("wx0123456789abcdef")})
	s.settle()
	if got := f.active().AppID; got != "wx0123456789abcdef" {
		t.Errorf("AppID %q after a paste", got)
	}
}

type paste string

func (p paste) Content() string { return string(p) }
func (paste) SetContent(string) {}

func TestInvalidEditKeepsTheFormerValueAndSaysWhy(t *testing.T) {
	f := newFakeEngine()
	s, b := sidebarStage(t, f, "zh-Hans")
	path := s.field("URL 路径")
	s.fill(path, "wx demo")
	s.pass(editPause)
	s.on(b.apply)
	s.says("路径要以“/”开头", "仍在使用之前的值")
	if got := f.active().Path; got != "/wx/demo" {
		t.Errorf("path %q in force", got)
	}
	if path.Text() != "wx demo" {
		t.Errorf("the field was overwritten with %q", path.Text())
	}
	s.fill(path, "/wx/other")
	s.pass(editPause)
	s.on(b.apply)
	s.silent("路径要以", "仍在使用")
	if got := f.active().Path; got != "/wx/other" {
		t.Errorf("path %q in force", got)
	}
}

func TestWarningsStandBesideTheField(t *testing.T) {
	f := newFakeEngine()
	s, b := sidebarStage(t, f, "zh-Hans")
	s.fill(s.field("Token"), "wechat2026 ")
	s.pass(editPause)
	s.on(b.apply)
	s.says("Token 末尾有空白字符")
	s.silent("仍在使用之前的值")
	if got := f.active().Token; got != "wechat2026 " {
		t.Errorf("Token %q in force, a warning must not block", got)
	}
	s.tap(b.account.mode) // the middle one
	s.on(b.apply)
	s.says("需要 EncodingAESKey")
	if got := f.active().Mode; got != wechat.Compatible {
		t.Errorf("mode %v in force", got)
	}
}

func TestOutsideChangesDoNotOverwriteWhatIsBeingTyped(t *testing.T) {
	f := newFakeEngine()
	s, b := sidebarStage(t, f, "zh-Hans")
	token := s.field("Token")
	s.fill(token, "half")
	f.edit(func(e *profile.Settings) { e.Profiles[0].Token = "fromOutside" })
	s.on(b.apply)
	if token.Text() != "half" {
		t.Errorf("the field reads %q while it is edited", token.Text())
	}
	f.edit(func(e *profile.Settings) { e.Profiles[0].AppID = "wxaaaaaaaaaaaaaaaa" })
	s.on(b.apply)
	if got := s.field("AppID").Text(); got != "wxaaaaaaaaaaaaaaaa" {
		t.Errorf("AppID reads %q, nobody is editing it", got)
	}
}

func TestEngineRefusalStandsBesideTheField(t *testing.T) {
	f := newFakeEngine()
	s, _ := sidebarStage(t, f, "zh-Hans")
	f.fail("edit profile", errors.New("disk full"))
	s.fill(s.field("Token"), "another1")
	s.pass(editPause)
	s.says("没有成功：disk full")
	f.fail("edit profile", nil)
	s.key(fyne.KeyReturn)
	s.fill(s.field("Token"), "another2")
	s.key(fyne.KeyReturn)
	s.silent("disk full")
}

func TestTypingDuringASaveIsSavedToo(t *testing.T) {
	f := newFakeEngine()
	s, b := sidebarStage(t, f, "zh-Hans")
	token := b.account.of(profile.FieldToken)
	s.window.Canvas().Focus(s.field("Token").Entry)
	test.Type(s.field("Token").Entry, "1")
	token.pause.flush() // on its way
	test.Type(s.field("Token").Entry, "2")
	token.pause.flush() // waits for the first
	s.settle()
	if got := f.active().Token; got != "12wechat2026" {
		t.Errorf("Token %q in force", got)
	}
}

func TestRandomTokenCanBeUndone(t *testing.T) {
	f := newFakeEngine()
	s, b := sidebarStage(t, f, "zh-Hans")
	s.resize(600, 1000)
	s.tap(s.first("随机"))
	drawn := f.active().Token
	if drawn == "wechat2026" || len(drawn) != 16 || s.field("Token").Text() != drawn {
		t.Fatalf("Token %q in force, the field reads %q", drawn, s.field("Token").Text())
	}
	if !strings.Contains(s.toast(), "新的 Token") {
		t.Errorf("said %q", s.toast())
	}
	s.on(b.apply)
	s.press("撤销")
	s.on(b.apply)
	if got := f.active().Token; got != "wechat2026" || s.field("Token").Text() != got {
		t.Errorf("Token %q in force, the field reads %q after undo", got, s.field("Token").Text())
	}
}

func TestSecretsAreMaskedUntilAskedFor(t *testing.T) {
	f := newFakeEngine()
	const secret = "0f3ad92b77c1e8a4d5b6c7d8e9f00112"
	f.edit(func(e *profile.Settings) { e.Profiles[0].AppSecret = secret })
	s, b := sidebarStage(t, f, "zh-Hans")
	s.silent(secret)
	s.says("wechat2026")
	s.tap(s.first("显示"))
	s.says(secret)
	f.edit(func(e *profile.Settings) { e.MaskIDs = true })
	s.on(b.apply)
	s.silent("wechat2026")
	f.edit(func(e *profile.Settings) { e.MaskIDs = false })
	s.on(b.apply)
	s.says("wechat2026")
}

func TestProfiles(t *testing.T) {
	f := newFakeEngine()
	s, b := sidebarStage(t, f, "zh-Hans")
	s.resize(900, 900)
	s.press("demo")
	s.pick("添加公众号…")
	s.press("添加")
	s.says("名称是空的")
	s.fill(s.field("名称"), "shop")
	s.press("添加")
	s.on(b.apply)
	s.says("shop", "/wx/added001")
	if got := s.field("Token").Text(); got != "Tokenadded001" {
		t.Errorf("Token reads %q, want the new profile's", got)
	}
	s.press("shop")
	s.pick("重命名…")
	s.fill(s.field("名称"), "store")
	s.press("保存")
	s.on(b.apply)
	s.says("store")
	s.press("store")
	s.pick("demo /wx/demo")
	s.on(b.apply)
	if got := s.field("Token").Text(); got != "wechat2026" {
		t.Errorf("Token reads %q, want the first profile's", got)
	}
	s.press("demo")
	s.pick("删除…")
	s.says("删除“demo”？")
	s.press("删除")
	s.on(b.apply)
	if got := f.Snapshot().Settings.Profiles; len(got) != 1 || got[0].Name != "store" {
		t.Errorf("profiles %v", got)
	}
	s.says("store")
}

func TestAnEditOfOneProfileNeverReachesAnother(t *testing.T) {
	f := newFakeEngine()
	f.edit(func(e *profile.Settings) {
		e.Profiles = append(e.Profiles, profile.Profile{ID: "shop0001", Name: "shop", Token: "shopToken", Path: "/wx/shop"})
	})
	s, b := sidebarStage(t, f, "zh-Hans")
	s.fill(s.field("Token"), "typedForDemo") // and it does not rest
	f.edit(func(e *profile.Settings) { e.Active = "shop0001" })
	s.on(b.apply)
	s.pass(editPause)
	s.on(b.apply)
	demo, _ := f.Snapshot().Settings.Profile("demo0001")
	shop, _ := f.Snapshot().Settings.Profile("shop0001")
	if demo.Token != "typedForDemo" || shop.Token != "shopToken" {
		t.Errorf("Tokens %q and %q", demo.Token, shop.Token)
	}
	if got := s.field("Token").Text(); got != "shopToken" {
		t.Errorf("the field reads %q", got)
	}
}

func TestAccountCopies(t *testing.T) {
	f := newFakeEngine()
	s, _ := sidebarStage(t, f, "zh-Hans")
	s.tap(s.first("复制"))
	if !slices.Equal(s.copies, []string{"wechat2026"}) || s.toast() != "已复制" {
		t.Errorf("copied %q, said %q", s.copies, s.toast())
	}
}
