package ui

import (
	"slices"
	"testing"
	"time"

	"echostr/internal/exchange"
)

// delivered is one of three deliveries of a message.
func delivered(first int64, attempt int, took time.Duration) *exchange.Exchange {
	x := slow(took)
	x.First, x.Attempt = first, attempt
	x.Time = rigTime.Add(time.Duration(attempt) * 5 * time.Second)
	return x
}

func TestDeliveriesBelongTogether(t *testing.T) {
	r := stageRequests(t, "zh-Hans", delivered(0, 0, 5200*time.Millisecond), delivered(1, 2, 5100*time.Millisecond))
	r.engine.now = func() time.Time { return rigTime.Add(20 * time.Second) }
	r.deps.now = r.engine.now
	var went []int64
	choose := r.deps.choose
	r.deps.choose = func(id int64) { went = append(went, id); choose(id) }
	choose(2)
	r.settle()
	relayout(r.window)
	r.says("第 2 次投递，共 2 次", "#1 200 5.2 s")
	r.come(delivered(1, 3, 3*time.Millisecond))
	r.says("第 2 次投递，共 3 次", "#1 200 5.2 s", "#3 200 3 ms")
	r.tab(tabResponse, "")
	r.says("多 100 ms", "已经重试")
	r.press("#3 200 3 ms")
	if len(went) != 1 || went[0] != 3 {
		t.Fatalf("went to %v", went)
	}
	r.says("第 3 次投递，共 3 次", "#2 200 5.1 s")
	r.press("#1 200 5.2 s")
	r.says("第 1 次投递，共 3 次")
}

// TestDeliveriesAreMany has a message that was replayed very often: those around it are named.
func TestDeliveriesAreMany(t *testing.T) {
	xs := []*exchange.Exchange{delivered(0, 0, 0)}
	for n := 2; n <= 40; n++ {
		xs = append(xs, delivered(1, n, 0))
	}
	r := stageRequests(t, "zh-Hans", xs...)
	r.deps.choose(20)
	r.settle()
	relayout(r.window)
	r.says("第 20 次投递，共 40 次", "#18 ", "#22 ", "…")
	r.silent("#17 ", "#23 ")
	r.deps.choose(40)
	r.settle()
	relayout(r.window)
	r.says("第 40 次投递，共 40 次", "#36 ", "…")
	r.silent("#35 ")
}

func TestNearestDeliveries(t *testing.T) {
	ids := []int64{1, 2, 3, 4, 5, 6, 7, 8}
	for at, want := range map[int][]int64{0: {1, 2, 3, 4, 5}, 1: {1, 2, 3, 4, 5}, 3: {2, 3, 4, 5, 6}, 6: {4, 5, 6, 7, 8}, 7: {4, 5, 6, 7, 8}, -1: {1, 2, 3, 4, 5}} {
		if got, before, after := nearest(ids, at); before != (want[0] > 1) || after != (want[4] < 8) || !slices.Equal(got, want) {
			t.Errorf("at %d: %v, want %v, more before %v, after %v", at, got, want, before, after)
		}
	}
	if got, before, after := nearest(ids[:3], 1); len(got) != 3 || before || after {
		t.Errorf("of three: %v", got)
	}
}

func TestOriginAndReplays(t *testing.T) {
	r := stageRequests(t, "zh-Hans", said("原来"))
	r.choose(0)
	r.silent("重放自", "由它重放出")
	again := said("再来")
	again.Origin = 1
	r.come(again)
	r.says("由它重放出", "#2 200 3 ms")
	r.press("#2 200 3 ms")
	r.says("重放自", "#1")
	r.press("#1")
	r.says("由它重放出")
}

func TestTimings(t *testing.T) {
	x := said("快")
	x.Timings = exchange.Timings{Received: 200 * time.Microsecond, Verified: 320 * time.Microsecond, Decided: 1500 * time.Microsecond,
		Built: 1505 * time.Microsecond, Delivered: 3 * time.Millisecond}
	sealed := sealedPush()
	sealed.Duration = 6 * time.Second
	sealed.Timings = exchange.Timings{Received: time.Second, Verified: 1100 * time.Millisecond, Decided: 5900 * time.Millisecond, Delivered: 6 * time.Second}
	r := stageRequests(t, "zh-Hans", x, sealed, said("旧"))
	r.choose(2)
	r.says("用时 3 ms：收到 0.20 ms · 验签 0.12 ms · 规则 1.2 ms · 生成回复 <0.01 ms · 发出 1.5 ms")
	r.tab(tabResponse, "")
	r.says("用时 3 ms，微信最多等 5 秒", "收到 0.20 ms", "验签 0.12 ms", "规则 1.2 ms", "生成回复 <0.01 ms", "发出 1.5 ms")
	r.choose(1)
	r.says("用时 6.0 s，超过了微信的 5 秒（多 1.0 s）：微信会重试", "收到 1.0 s", "验签解密 100 ms", "规则 4.8 s", "发出 100 ms")
	r.silent("生成回复")
	r.choose(0)
	r.says("用时 3 ms，微信最多等 5 秒")
	r.silent("验签 ")
}

func TestParts(t *testing.T) {
	shares := parts([]lap{{from: 0, to: 4 * time.Second, color: "a"}, {from: 4 * time.Second, to: 8 * time.Second, color: "b"}, {from: 8 * time.Second, to: 10 * time.Second, color: "c"}}, 10*time.Second)
	if len(shares) != 4 || shares[1].To != .5 || shares[2].From != .5 || shares[2].Color != "amber" && shares[2].Color == "b" || shares[3].Color != shares[2].Color {
		t.Errorf("%+v", shares)
	}
}
