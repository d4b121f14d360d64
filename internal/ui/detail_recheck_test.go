package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

const rigKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"

// safeAccount is the profile that sealedPush is for.
func safeAccount() wechat.AccountConfig {
	return wechat.AccountConfig{Token: rigToken, AppID: "wx5823bf96d3bd56c7", Mode: wechat.Safe, Keys: []string{rigKey}}
}

// TestEveryFix goes from a captured request that failed to the very same request
// passing, with one click each.
func TestEveryFix(t *testing.T) {
	shop := profile.Profile{ID: "shop0001", Name: "商城", Token: "shop2026", Path: "/wx/shop", EncodingAESKey: rigKey}
	peer := &wechat.Known{Peers: []wechat.Peer{{ID: shop.ID, Name: shop.Name, Token: shop.Token, Path: shop.Path, AESKeys: []string{rigKey}}}}
	for _, test := range []struct {
		name   string
		spoil  func(*wechat.AccountConfig)
		known  *wechat.Known
		title  string // of the cause
		button string
		says   []string // before the fix
	}{
		{"token", func(a *wechat.AccountConfig) { a.Token = "Wechat2026" }, nil, "Token 的大小写不一致", "应用修复",
			[]string{"这里 Wechat2026", "与签名一致 wechat2026", "错误码 -40001：签名验证错误"}},
		{"mode", func(a *wechat.AccountConfig) { a.Mode = wechat.Plain }, nil, "来的是密文，这里选的是明文模式", "改为安全模式", nil},
		{"key", func(a *wechat.AccountConfig) { a.Keys = []string{otherKey} }, peer, "解密失败：EncodingAESKey 不对（-40007）", "改用这个 EncodingAESKey",
			[]string{"错误码 -40007：AES 解密失败"}},
		{"app id", func(a *wechat.AccountConfig) { a.AppID = "wx5823bf96d3bd56d7" }, nil, "AppID 不一致", "改用这个 AppID",
			[]string{"这里 wx5823bf96d3bd56d7", "密文里 wx5823bf96d3bd56c7", "错误码 -40005"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := safeAccount()
			test.spoil(&a)
			x := sealedTo(a, test.known)
			r := stageRequests(t, "zh-Hans", x)
			r.engine.edit(func(s *profile.Settings) {
				p := &s.Profiles[0]
				p.Token, p.AppID, p.Mode, p.EncodingAESKey = a.Token, a.AppID, a.Mode, a.Keys[0]
				s.Profiles = append(s.Profiles, shop)
			})
			before := r.engine.active()
			r.tick()
			r.choose(0)
			r.says(append(test.says, test.title)...)
			if x.Verdict != exchange.Fail {
				t.Fatalf("the request passes: %+v", x.Opened)
			}
			r.press(test.button)
			r.tick()
			r.says("按当前设置：通过", "收到时： ✗ "+test.title, "✓ 一致", "AppID wx5823bf96d3bd56c7")
			if !strings.Contains(r.toast(), "已修复") {
				t.Errorf("toast %q", r.toast())
			}
			r.page.detail.tabs.Choose(tabMessage)
			relayout(r.window)
			r.says("密文里的消息", "随机串 16 字节") // what was inside can be read now
			r.page.detail.tabs.Choose(tabDiagnosis)
			r.press("撤销")
			if got := r.engine.active(); got.String() != before.String() || got.Token != before.Token || got.EncodingAESKey != before.EncodingAESKey {
				t.Errorf("after undo %v, before %v", got, before)
			}
			r.tick()
			r.says("按当前设置：" + test.title)
			if x.Verdict != exchange.Fail || x.Cause() != x.Opened.Causes[0].ID {
				t.Errorf("the recorded exchange changed: %+v", x.Opened.Causes)
			}
		})
	}
}

// TestProfileFix lets the profile whose Token it is have the path that the request
// came to.
func TestProfileFix(t *testing.T) {
	k := &wechat.Known{Peers: []wechat.Peer{{ID: "shop0001", Name: "商城", Token: "shop2026", Path: "/wx/shop"}}}
	r := stageRequests(t, "zh-Hans", pushed(rigToken, "GET", signedQuery("shop2026")+"&echostr=4375120948345356249", "", k))
	r.engine.edit(func(s *profile.Settings) {
		s.Profiles = append(s.Profiles, profile.Profile{ID: "shop0001", Name: "商城", Token: "shop2026", Path: "/wx/shop"})
	})
	r.tick()
	r.choose(0)
	r.press("让“商城”接收这个路径")
	paths := func() string {
		s := r.engine.Snapshot().Settings
		return s.Profiles[0].Path + " " + s.Profiles[1].Path
	}
	if got := paths(); got != "/wx/shop /wx/demo" {
		t.Errorf("paths %s", got)
	}
	r.tick()
	r.says("按当前设置：通过")
	r.side(0)
	if b := r.button("已应用"); !b.Disabled() {
		t.Error("the fix can be applied twice")
	}
	r.press("撤销")
	if got := paths(); got != "/wx/demo /wx/shop" {
		t.Errorf("paths %s after undo", got)
	}
	r.tick()
	if b := r.button("让“商城”接收这个路径"); b.Disabled() {
		t.Error("the fix cannot be applied again")
	}
	r.engine.edit(func(s *profile.Settings) { s.Profiles[0].Path = "/elsewhere" })
	r.tick()
	if b := r.button("让“商城”接收这个路径"); !b.Disabled() {
		t.Error("paths can be swapped that are others by now")
	}
}

// TestFurtherCausesHaveTheirFixes applies the fix of the second cause.
func TestFurtherCausesHaveTheirFixes(t *testing.T) {
	a := safeAccount()
	a.Mode, a.AppID = wechat.Plain, "wx0000000000000000"
	r := stageRequests(t, "zh-Hans", sealedTo(a, nil))
	r.engine.edit(func(s *profile.Settings) {
		p := &s.Profiles[0]
		p.Token, p.AppID, p.Mode, p.EncodingAESKey = a.Token, a.AppID, a.Mode, rigKey
	})
	r.tick()
	r.choose(0)
	r.says("改为安全模式", "改用这个 AppID")
	r.press("改用这个 AppID")
	r.tick()
	if got := r.engine.active().AppID; got != "wx5823bf96d3bd56c7" {
		t.Errorf("AppID %q", got)
	}
	r.says("按当前设置：来的是密文，这里选的是明文模式")
	r.silent("改用这个 AppID")
	r.press("改为安全模式")
	r.tick()
	r.says("按当前设置：通过")
}

// TestRecheckByHand checks again without a fix, and follows edits made elsewhere.
func TestRecheckByHand(t *testing.T) {
	r := stageRequests(t, "zh-Hans", verification("other2026", rigToken), verification(rigToken, rigToken))
	r.choose(1)
	r.says("签名不匹配：Token 不一样")
	r.press("用新设置重新验证") // the Token was corrected since
	r.says("按当前设置：通过", "同一个请求现在会通过")
	r.engine.edit(func(s *profile.Settings) { s.Profiles[0].Token = rigToken + " " })
	r.tick()
	r.says("按当前设置：Token 末尾多了空白字符", "应用修复", "已排除：")
	r.side(0)
	r.says("签名不匹配：Token 不一样", "按当前设置： ✗ Token 末尾多了空白字符", "已返回 403")
	n := len(r.engine.commands())
	r.tick()
	if got := r.engine.commands(); len(got) != n {
		t.Errorf("checked again though nothing changed: %q", got[n:])
	}

	r.choose(0) // another one begins anew
	r.says("GET 服务器验证 · 通过")
	r.silent("按当前设置")
	r.press("用新设置重新验证")
	r.says("按当前设置：Token 末尾多了空白字符", "收到时： ✓ 通过")
	r.engine.edit(func(s *profile.Settings) { s.Profiles[0].Token = rigToken })
	r.tick()
	r.says("按当前设置：通过", "同一个请求现在也会通过")
}

func TestRecheckThatFailsIsSaid(t *testing.T) {
	for _, test := range []struct {
		err   error
		toast string
	}{
		{engine.ErrNoExchange, "这条记录已经不在了"},
		{engine.ErrNotWhole, "这个请求没有收全，无法重新验证"},
		{errSome, errSome.Error()},
	} {
		r := stageRequests(t, "zh-Hans", verification("other2026", rigToken))
		r.choose(0)
		r.engine.fail("recheck", test.err)
		r.press("用新设置重新验证")
		if !strings.Contains(r.toast(), test.toast) {
			t.Errorf("toast %q, want %q", r.toast(), test.toast)
		}
		r.silent("按当前设置")
		r.says("签名不匹配：Token 不一样")
	}
}

// TestRecheckOfAStranger has nothing to answer.
func TestRecheckOfAStranger(t *testing.T) {
	r := stageRequests(t, "zh-Hans", strange("/wx/demos"))
	r.choose(0)
	r.press("用新设置重新验证")
	r.says("收到时： ! 路径不对", "按当前设置：")
	r.silent("已返回")
}

// TestSealedSideBySide sets both bodies beside each other, or one under the other.
func TestSealedSideBySide(t *testing.T) {
	r := stageRequests(t, "zh-Hans", sealedPush())
	r.choose(0)
	r.page.detail.tabs.Choose(tabMessage)
	for _, size := range []struct {
		w, h   float32
		beside bool
	}{{1644, 1006, true}, {1004, 726, false}} {
		r.resize(size.w, size.h)
		r.page.detail.turnTo()
		r.settle()
		relayout(r.window)
		var at []fyne.Position
		for _, o := range r.everything() {
			if c, ok := o.(*kit.CodeView); ok {
				at = append(at, fyne.CurrentApp().Driver().AbsolutePositionForObject(c))
				if c.Size().Height < 80 || c.Size().Width < 200 {
					t.Errorf("%v: a body has %v", size, c.Size())
				}
			}
		}
		if len(at) != 2 || (at[0].Y == at[1].Y) != size.beside || (at[0].X == at[1].X) == size.beside {
			t.Errorf("%v: bodies at %v", size, at)
		}
	}
	r.says("收到的密文", "解密后的报文")
	for _, o := range r.everything() {
		if b, ok := o.(*kit.Button); ok && b.Text() == "复制" {
			r.tap(b)
		}
	}
	copied := strings.Join(r.copies, "\n")
	if inside := string(r.page.detail.exchange.Opened.Plain); !strings.Contains(copied, inside) || !strings.Contains(copied, "<Encrypt>") {
		t.Errorf("copied %s", copied)
	}
}

// TestUnopenedBodyOffersItsFix shows why a body cannot be read where it would stand.
func TestUnopenedBodyOffersItsFix(t *testing.T) {
	a := safeAccount()
	a.Keys = []string{otherKey}
	k := &wechat.Known{Peers: []wechat.Peer{{ID: "shop0001", Name: "商城", Token: "shop2026", Path: "/wx/shop", AESKeys: []string{rigKey}}}}
	r := stageRequests(t, "zh-Hans", sealedTo(a, k))
	r.engine.edit(func(s *profile.Settings) { s.Profiles[0].Mode, s.Profiles[0].EncodingAESKey = wechat.Safe, otherKey })
	r.tick()
	r.choose(0)
	r.page.detail.tabs.Choose(tabMessage)
	relayout(r.window)
	r.says("解密失败：EncodingAESKey 不对", "公众号“商城”的 EncodingAESKey 能解开这条密文")
	r.silent(rigKey, otherKey)
	r.press("改用这个 EncodingAESKey")
	r.tick()
	r.says("按当前设置 · ", "随机串 16 字节", "密文里的消息")
}
