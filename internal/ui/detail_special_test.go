package ui

import (
	"testing"
	"time"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// Followups are those that a test has put for the exchange.
func (f *fakeEngine) Followups(exchangeID int64) []engine.Followup {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.followups[exchangeID]
}

// TestSpecialAnswers tells of drills, delays, backends and what follows, without a warning.
func TestSpecialAnswers(t *testing.T) {
	drill, closed := slow(120e6), slow(3e6)
	drill.Rule, drill.Reply = "慢", "text"
	drill.Special = &exchange.Special{Delay: 100 * time.Millisecond, Fault: "wrong_signature", Step: 2, Steps: 3, Followups: 2,
		Forward: &exchange.Forward{URL: "http://127.0.0.1:3000/wx", Took: 4500 * time.Millisecond, Problem: wechat.BackendSlow}}
	answered(drill, 200, "<xml><Content><![CDATA[收到]]></Content></xml>")
	closed.Rule, closed.Reply, closed.Special = "断开", "close", &exchange.Special{Closed: true, Followups: 1}
	closed.Response = exchange.Response{}
	r := stageRequests(t, "zh-Hans", drill, closed)
	r.engine.mu.Lock()
	r.engine.followups = map[int64][]engine.Followup{drill.ID: {
		{Message: reply.CustomerMessage{Kind: "text", Text: "稍后"}, State: engine.SendNoToken, Due: fakeClock, Ended: fakeClock},
		{Message: reply.CustomerMessage{Kind: "image"}, State: engine.SendWaits, Due: fakeClock},
	}}
	r.engine.mu.Unlock()
	r.page.detail.tabs.Choose(tabResponse)
	r.choose(1)
	relayout(r.window)
	r.says("序列 共 3 个，这是第 2 个", "延迟 100 ms 有意等待", "演练 MsgSignature 是错的 有意出错：规则要求这样", "后端 http://127.0.0.1:3000/wx 等了 4.5 s，没有可用的回答",
		"客服消息 14:03:22 稍后 文本 · 没有发送：拿不到 access_token", "14:03:22 图片 等到 14:03:22 发送")
	r.engine.mu.Lock()
	r.engine.followups[drill.ID] = []engine.Followup{r.engine.followups[drill.ID][0], {Message: reply.CustomerMessage{Kind: "image"},
		State: engine.SendFailed, Due: fakeClock, Ended: fakeClock.Add(time.Second), Detail: "45015"}}
	r.engine.mu.Unlock()
	r.tick()
	r.says("稍后 文本 · 没有发送：拿不到 access_token", "14:03:22 图片 没有发送：45015")
	r.choose(0)
	relayout(r.window)
	r.says("连接 有意断开", "客服消息 回复之后还有 1 条")
	r.silent("没有回答")
}

// TestCallerThatHungUp is told of once: at the backend when that was asked, at the delay
// when the answer waited.
func TestCallerThatHungUp(t *testing.T) {
	asked, waited := slow(5e9), slow(5e9)
	asked.Rule, asked.Reply = "转发", "forward"
	asked.Special = &exchange.Special{Gone: true, Forward: &exchange.Forward{URL: "http://127.0.0.1:3000/wx", Took: 4200 * time.Millisecond}}
	waited.Rule, waited.Reply, waited.Special = "慢", "text", &exchange.Special{Gone: true, Delay: 5 * time.Second}
	for _, x := range []*exchange.Exchange{asked, waited} {
		x.Response, x.Timings.Delivered = exchange.Response{}, 0
	}
	r := stageRequests(t, "zh-Hans", asked, waited)
	r.page.detail.tabs.Choose(tabResponse)
	r.choose(1)
	relayout(r.window)
	r.says("后端 http://127.0.0.1:3000/wx 等了 4.2 s，还没回答，对方就断开了")
	r.silent("延迟")
	r.choose(0)
	relayout(r.window)
	r.says("延迟 5.0 s 等待时对方断开了，所以没有回答")
}
