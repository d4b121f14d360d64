package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/profile"
)

// messages are n text messages that say their number, from 1.
func messages(n int) []*exchange.Exchange {
	out := make([]*exchange.Exchange, n)
	for i := range out {
		out[i] = said(fmt.Sprintf("消息%d。", i+1))
	}
	return out
}

func TestNewestOnTop(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(3)...)
	r.says("消息3。", "消息2。", "消息1。", "全部 3")
	r.come(said("最新的"), said("还要新的"))
	if got := r.top(); got != "还要新的" {
		t.Errorf("the first row says %q", got)
	}
	r.says("全部 5")
}

func TestChipsAndSearch(t *testing.T) {
	r := stageRequests(t, "zh-Hans", gallery()...)
	r.chip("失败")
	r.says("Token 末尾多了空白字符", "报文不是完整的 XML")
	r.silent("请问今天几点开门", "wp-login")
	r.come(said("路过"), verification(rigToken, "other"))
	r.says("签名不匹配")
	r.silent("路过")
	r.chip("其他")
	r.says("/wp-login.php", "路径不对")
	r.chip("其他") // once more takes it away
	r.says("路过")
	r.chip("事件")
	r.says("关注了公众号")
	r.silent("几点开门")
	r.chip("全部")

	r.fill(r.page.bar.search, "几点")
	r.says("你好，请问今天几点开门？")
	r.silent("V1001_TODAY_MUSIC")
	r.come(said("几点关门？"), said("无关"))
	r.says("几点关门？")
	r.silent("无关")
	r.fill(r.page.bar.search, "没有这样的内容")
	r.says("没有符合条件的请求")
	r.press("清除筛选")
	r.says("无关", "V1001_TODAY_MUSIC")
	if r.page.bar.search.Text() != "" {
		t.Error("the search field is not empty")
	}
}

func TestEarlierResultsAreDropped(t *testing.T) {
	r := stageRequests(t, "zh-Hans", said("苹果"), said("香蕉"))
	found := make(chan struct{})
	slow := &slowFind{Engine: r.engine, until: found}
	r.deps.engine = slow
	slow.hold = "苹果"
	r.page.filter(exchange.Filter{Text: "苹果"})
	r.page.filter(exchange.Filter{Text: "香蕉"})
	close(found) // the first result comes last
	r.settle()
	relayout(r.window)
	r.says("香蕉")
	r.silent("苹果")
}

// slowFind holds one search back; it ends early only when it is cancelled.
type slowFind struct {
	Engine
	hold  string
	until chan struct{}
}

func (s *slowFind) List(ctx context.Context, f exchange.Filter, before int64, limit int) (engine.Page, error) {
	if f.Text == s.hold {
		<-s.until
		return s.Engine.List(context.WithoutCancel(ctx), f, before, limit)
	}
	return s.Engine.List(ctx, f, before, limit)
}

func TestArrivalsDuringASearchAreNotLost(t *testing.T) {
	r := stageRequests(t, "zh-Hans", said("苹果一"))
	until := make(chan struct{})
	r.deps.engine = &slowFind{Engine: r.engine, until: until, hold: "苹果"}
	r.page.filter(exchange.Filter{Text: "苹果"})
	r.engine.add(said("苹果二"), said("香蕉"))
	fresh := r.engine.Since(r.last, freshMax)
	r.page.apply(change{state: r.engine.Snapshot(), fresh: fresh})
	close(until)
	r.settle()
	relayout(r.window)
	r.says("苹果一", "苹果二")
	r.silent("香蕉")
	if n := r.page.feed.len(); n != 2 {
		t.Errorf("%d rows, want 2: what was found and what came were added up", n)
	}
}

func TestClearAsksFirst(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(3)...)
	r.choose(0)
	r.page.askClear()
	relayout(r.window)
	r.says("清空全部请求记录？", "共 3 条")
	r.press("取消")
	if got := r.engine.commands(); len(got) != 0 {
		t.Errorf("commands %q", got)
	}
	r.page.askClear()
	r.press("清空")
	r.tick()
	r.says("还没有收到请求", "记录已清空")
	r.silent("消息3。")
	r.come(said("清空之后"))
	r.says("清空之后", "选择一条请求")
}

func TestMenuSendsTestAndFilters(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(2)...)
	r.engine.edit(func(s *profile.Settings) {
		s.Profiles = append(s.Profiles, profile.Profile{ID: "shop0001", Name: "商城", Token: "t2", Path: "/wx/shop"})
	})
	other := said("给商城的")
	other.Profile = "shop0001"
	r.come(other)
	r.says("给商城的")
	items := map[string]func(){}
	for _, i := range r.page.menu() {
		items[i.Text] = i.Act
	}
	items["只看公众号“demo”"]()
	r.settle()
	relayout(r.window)
	r.silent("给商城的")
	r.engine.edit(func(s *profile.Settings) { s.Active = "shop0001" })
	r.tick()
	r.says("给商城的")
	r.silent("消息1。")
	items["发送测试请求"]()
	r.settle()
	if got := r.engine.commands(); len(got) != 1 || !strings.HasPrefix(got[0], "send test") {
		t.Errorf("commands %q", got)
	}
}

func TestKeys(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(5)...)
	r.choose(0)
	r.key(fyne.KeyDown)
	r.says("#4")
	r.key(fyne.KeyEnd)
	r.says("#1 ·")
	canvas := r.window.Canvas().(fyne.Shortcutable)
	canvas.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault})
	if r.window.Canvas().Focused() != r.page.bar.search.Entry {
		t.Fatal("Ctrl+F does not focus the search field")
	}
	test.Type(r.page.bar.search.Entry, "消息3")
	r.settle()
	relayout(r.window)
	r.silent("消息2。")
	r.key(fyne.KeyEscape)
	r.says("消息2。")
}

func TestMaskHidesOpenIDs(t *testing.T) {
	r := stageRequests(t, "zh-Hans", happened("<MsgType>event</MsgType><Event>unsubscribe</Event>"))
	r.choose(0)
	r.says("oGZ3V5…mK8c 取消关注")
	r.engine.edit(func(s *profile.Settings) { s.MaskIDs = true })
	r.tick()
	r.says("o•••••mK8c 取消关注")
	for tab := range tabCount {
		r.page.detail.tabs.Choose(tab)
		for form := range 3 {
			r.page.detail.form[tab] = form
			r.page.detail.turnTo()
			relayout(r.window)
			r.silent("oGZ3V5", rigToken)
		}
	}
}

func TestKeepGoesOnInAnotherLanguage(t *testing.T) {
	r := stageRequests(t, "zh-Hans", gallery()...)
	r.chip("失败")
	r.choose(0)
	r.page.detail.tabs.Choose(tabResponse)
	r.chip("暂停")
	kept := r.page.keep()

	s := newStage(t, r.engine, "en")
	next := &requestsRig{stage: s, page: newRequestsPage(s.deps)}
	next.put(next.page.object(), 1004, 726)
	next.page.restore(kept)
	next.settle()
	relayout(next.window)
	next.says("Resume", "A blank after the Token", "HTTP/1.0 403", "#15")
	next.silent("V1001_TODAY_MUSIC")
	next.page.restore("something else")
}

func TestFindThatFailsIsSaid(t *testing.T) {
	r := stageRequests(t, "zh-Hans", messages(1)...)
	r.deps.engine = failingFind{r.engine}
	r.page.filter(exchange.Filter{Text: "x"})
	r.settle()
	if !strings.Contains(r.toast(), "disk on fire") {
		t.Errorf("toast %q", r.toast())
	}
}

type failingFind struct{ Engine }

func (failingFind) List(context.Context, exchange.Filter, int64, int) (engine.Page, error) {
	return engine.Page{}, errors.New("disk on fire")
}
