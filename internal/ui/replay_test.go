package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/tunnel"
	"echostr/internal/wechat"
)

func TestReplayAsItWas(t *testing.T) {
	r := stageReplay(t, "zh-Hans", said("你好"))
	r.open()
	r.says("重放 #1 · 文本 · 你好", "逐字节照原来的发送", "echostr 会提醒，仍会通过", "127.0.0.1:8787", "还没有发送", "POST /wx/demo?")
	r.key(fyne.KeyReturn)
	if r.sends() != 0 {
		t.Fatal("Enter alone sent")
	}
	r.ctrlEnter()
	q := r.last()
	if q.ID != 1 || q.How != engine.AsItWas || q.To != engine.ToLocal || q.Plan.Count() != 1 {
		t.Errorf("asked %+v", q)
	}
	r.says("已发送 1 个 · 1 个通过", "200", "3 ms", "查看 #2", "与 #1 比较")
	r.press("发送") // another go
	if r.sends() != 2 {
		t.Error("the dialog does not send again")
	}
	r.press("查看 #3")
	if !slices.Equal(r.chosen, []int64{3}) || len(r.window.Canvas().Overlays().List()) != 0 {
		t.Errorf("chose %v", r.chosen)
	}
}

// TestReplayTooMany refuses more than can be sent without a look at them: a person may have
// selected all that there is.
func TestReplayTooMany(t *testing.T) {
	r := stageReplay(t, "zh-Hans", said("你好"))
	ids := make([]int64, 1001)
	for i := range ids {
		ids[i] = int64(i + 2) // none of them is there
	}
	r.deps.replay(ids)
	r.says("一次最多重放 1,000 个请求")
}

// TestReplayAsItWasFails says why the old bytes do not pass any more.
func TestReplayAsItWasFails(t *testing.T) {
	r := stageReplay(t, "zh-Hans", said("你好"))
	r.engine.edit(func(s *profile.Settings) { s.Profiles[0].Token = "anotherToken" })
	r.open()
	r.says("按现在的设置不会通过", "重新签名")
	r.press("发送") // it may be what one wants
	if r.sends() != 1 {
		t.Error("not sent")
	}
}

func TestReplayResign(t *testing.T) {
	r := stageReplay(t, "en", said("hello"))
	r.open()
	r.word("Sign again")
	r.says("with a new timestamp and nonce", "Plain", "Safe", "/wx/demo")
	r.press("Send")
	if q := r.last(); q.How != engine.Resign || q.Mode != wechat.Plain || q.Message != nil {
		t.Errorf("asked %+v", q)
	}
	r.word("Safe")
	r.says("has no EncodingAESKey")
	r.press("Send")
	if r.sends() != 1 {
		t.Error("sent without a key")
	}
	r.word("Plain")
	r.silent("has no EncodingAESKey")

	r = stageReplay(t, "en", said("hello"))
	r.engine.edit(func(s *profile.Settings) { s.Profiles[0].EncodingAESKey = strings.Repeat("k", 43) })
	r.open()
	r.word("Sign again")
	r.word("Safe")
	r.says("is set to Plain")
	r.press("Send")
	if q := r.last(); q.Mode != wechat.Safe {
		t.Errorf("asked %+v", q)
	}
}

// TestReplayCannot says what cannot be sent again, and why.
func TestReplayCannot(t *testing.T) {
	cut := said("你好")
	cut.Request.Cut = true
	sealed := said("你好")
	sealed.Opened.Encrypted, sealed.Opened.Message = true, nil
	for _, c := range []struct {
		name string
		x    *exchange.Exchange
		how  string
		want string
	}{
		{"cut", cut, "原样", "没有收全，不能再发"},
		{"sealed", sealed, "重新签名", "报文当时没有解开"},
		{"stranger", strange("/.env"), "重新签名", "这不是微信的报文"},
	} {
		r := stageReplay(t, "zh-Hans", c.x)
		r.open()
		if c.how != "原样" {
			r.word(c.how)
		}
		r.says(c.want)
		if r.press("发送"); r.sends() != 0 {
			t.Errorf("%s: sent", c.name)
		}
	}
}

// TestReplayMany sends many, shows how far it is, and stops.
func TestReplayMany(t *testing.T) {
	r := stageReplay(t, "zh-Hans", said("你好"))
	step := make(chan struct{})
	r.engine.records.replayed = func(ctx context.Context, q engine.ReplayRequest) ([]engine.ReplayResult, error) {
		for i := range q.Plan.Count() {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-step:
			}
			one := engine.ReplayResult{N: i, Origin: q.ID, Status: 200}
			if i == 1 {
				one = engine.ReplayResult{N: i, Origin: q.ID, Problem: "timeout", Duration: 5 * time.Second, Detail: "i/o timeout"}
			} else {
				x := said("重放")
				r.engine.add(x)
				one.ID = x.ID
			}
			q.Progress(i+1, q.Plan.Count(), one)
		}
		return nil, nil
	}
	r.open()
	r.word("多次")
	for _, bad := range []string{"0", "1001", "x", ""} {
		r.fill(r.field("次数"), bad)
		r.says("要是 1 到 1,000 的整数")
		if r.press("发送"); r.dialog.cancel != nil {
			t.Fatalf("%q times were sent", bad)
		}
	}
	r.fill(r.field("次数"), "100")
	r.says("发送 100 次")
	r.fill(r.field("同时发送"), "8")
	if p, ok := r.dialog.often.plan(); !ok || p.Parallel != 8 || p.Times != 100 || !r.dialog.often.gap.Entry.Disabled() {
		t.Errorf("plan %+v", p)
	}
	r.fill(r.field("同时发送"), "1")
	r.fill(r.field("间隔（毫秒）"), "20")

	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(r.dialog.do)
	press := func() { test.TapCanvas(r.window.Canvas(), at.AddXY(r.dialog.do.Size().Width/2, 10)) }
	press() // settle would wait for all to be sent
	r.says("已发送 0 / 100", "停止")
	for range 3 {
		step <- struct{}{}
	}
	r.until("已发送 3 / 100")
	r.says("已发送 3 / 100 · 2 个通过 · 1 个没有通过", "5 秒内没有回答")
	if p := r.dialog.sent.bar.Value(); p < 0.029 || p > 0.031 {
		t.Errorf("progress %v", p)
	}
	at = fyne.CurrentApp().Driver().AbsolutePositionForObject(r.dialog.do)
	press()
	r.settle()
	r.says("已停止，发送了 3 个 · 2 个通过", "发送 100 次")
	r.dialog.sent.list.Choose(1)
	r.says("i/o timeout")
	r.dialog.sent.list.Choose(2)
	r.says("查看 #3", "与 #1 比较")
}

func TestReplayAsWeChat(t *testing.T) {
	r := stageReplay(t, "zh-Hans", said("你好"))
	r.open()
	r.word("像微信那样重试")
	r.says("最多发 3 次")
	r.press("发送")
	if q := r.last(); !q.Plan.Retry || q.Plan.Times > 1 {
		t.Errorf("asked %+v", q.Plan)
	}
}

// TestReplayWhere chooses where: what cannot be is said, and a backend's address is kept.
func TestReplayWhere(t *testing.T) {
	r := stageReplay(t, "zh-Hans", said("你好"))
	r.open()
	r.word("公网地址")
	r.says("隧道没有启动")
	if r.press("发送"); r.sends() != 0 {
		t.Error("sent to no address")
	}
	r.engine.set(func(s *engine.Snapshot) {
		s.Tunnel = tunnel.Status{Provider: "ngrok", State: tunnel.Online, URL: "https://brave-fox.ngrok-free.app"}
	})
	r.settle()
	r.says("https://brave-fox.ngrok-free.app")
	r.press("发送")
	if q := r.last(); q.To != engine.ToPublic {
		t.Errorf("asked %+v", q)
	}
	r.word("我的后端")
	for text, want := range map[string]string{"": "填写后端的地址", "localhost:8080": "要以 http:// 或 https:// 开头", "ftp://a": "要以 http://",
		"http://": "没有主机名", "http://a b/": "不能有空格", "http://u:p@a/": "不要写用户名和密码"} {
		r.fill(r.dialog.where.url, text)
		if r.press("发送"); r.sends() != 1 {
			t.Fatalf("%q was sent", text)
		}
		r.says(want)
	}
	r.fill(r.dialog.where.url, " http://127.0.0.1:8080/wx ")
	r.press("发送")
	if q := r.last(); q.To != engine.ToBackend || q.URL != "http://127.0.0.1:8080/wx" {
		t.Errorf("asked %+v", q)
	}
	if got := r.engine.Snapshot().Settings.Backend; got != "http://127.0.0.1:8080/wx" {
		t.Errorf("remembered %q", got)
	}
	r.press("关闭")
	r.open()
	r.word("我的后端")
	if got := r.dialog.where.url.Text(); got != "http://127.0.0.1:8080/wx" {
		t.Errorf("offered %q", got)
	}
}

// TestReplayProblems says in words what keeps a request from arriving.
func TestReplayProblems(t *testing.T) {
	direct := said("直达")
	direct.Via = exchange.Direct
	elsewhere := verification("a", "b") // fails here, where another Token is set
	elsewhere.Via = exchange.Direct
	for _, c := range []struct {
		name    string
		result  engine.ReplayResult
		err     error
		becomes *exchange.Exchange
		want    []string
	}{
		{"unreachable", engine.ReplayResult{Problem: "unreachable", Detail: "connection refused"}, nil, nil, []string{"连不上", "connection refused", "1 个没有通过"}},
		{"timeout", engine.ReplayResult{Problem: "timeout", Duration: 5 * time.Second}, nil, nil, []string{"5 秒内没有回答", "5.0 s"}},
		{"large", engine.ReplayResult{Problem: "large"}, nil, nil, []string{"回答超过 1 MiB", "1 个没有通过"}},
		{"edge", engine.ReplayResult{Problem: "edge", Code: "ERR_NGROK_3200", Status: 404}, nil, nil, []string{"ngrok 自己回答了 ERR_NGROK_3200", "404"}},
		{"somebody else", engine.ReplayResult{Status: 200}, nil, nil, []string{"echostr 没有收到"}},
		{"backend", engine.ReplayResult{Status: 500}, nil, direct, []string{"后端回答了 500"}},
		{"backend of its own", engine.ReplayResult{Status: 200}, nil, elsewhere, []string{"后端回答了 200", "1 个通过"}},
		{"fails", engine.ReplayResult{Status: 403}, nil, verification("a", "b"), []string{"Token", "403", "查看 #2"}},
		{"another path", engine.ReplayResult{Status: 404}, nil, strange("/wx/demo2"), []string{"404", "1 个没有通过", "查看 #2"}},
		{"gone", engine.ReplayResult{}, engine.ErrNoExchange, nil, []string{"原来的请求已经删除"}},
		{"key", engine.ReplayResult{}, wechat.ErrKey, nil, []string{"EncodingAESKey 不能用"}},
		{"offline", engine.ReplayResult{}, engine.ErrNotOnline, nil, []string{"隧道不在线"}},
		{"other", engine.ReplayResult{}, errSome, nil, []string{"something broke"}},
	} {
		r := stageReplay(t, "zh-Hans", said("你好"))
		r.engine.records.replayed = func(_ context.Context, q engine.ReplayRequest) ([]engine.ReplayResult, error) {
			if c.err == nil {
				one := c.result
				one.Origin = q.ID
				if c.becomes != nil {
					r.engine.add(c.becomes)
					one.ID = c.becomes.ID
				}
				q.Progress(1, 1, one)
			}
			return nil, c.err
		}
		r.open()
		r.press("发送")
		r.says(c.want...)
	}
}

// TestReplayLeave asks before unsent edits are lost, and stops what is being sent.
func TestReplayLeave(t *testing.T) {
	r := stageReplay(t, "zh-Hans", said("你好"))
	r.open()
	r.word("编辑后发送")
	e := r.dialog.what.(*replayWhat).edit
	r.write(r.line(e.table, "Content").text, "再见")
	r.key(fyne.KeyEscape)
	r.says("放弃修改？", "重放 #1")
	r.press("继续编辑")
	r.says("重放 #1")
	r.press("发送")
	r.window.Canvas().Unfocus()
	r.key(fyne.KeyEscape) // it has been sent
	r.silent("放弃修改？", "重放 #1")

	began, stuck := make(chan struct{}), make(chan error, 1)
	r.engine.records.replayed = func(ctx context.Context, q engine.ReplayRequest) ([]engine.ReplayResult, error) {
		close(began)
		<-ctx.Done()
		stuck <- ctx.Err()
		return nil, ctx.Err()
	}
	r.open()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(r.dialog.do)
	test.TapCanvas(r.window.Canvas(), at.AddXY(10, 10))
	<-began
	r.dialog.close()
	r.says("停止发送？")
	at = fyne.CurrentApp().Driver().AbsolutePositionForObject(r.button("停止并关闭"))
	test.TapCanvas(r.window.Canvas(), at.AddXY(10, 10))
	if err := <-stuck; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	r.settle()
	r.silent("重放 #1")
}

// TestReplaySeveral sends several in the order they came.
func TestReplaySeveral(t *testing.T) {
	cut := said("二")
	cut.Request.Cut = true
	r := stageReplay(t, "zh-Hans", said("一"), cut, said("三"))
	r.engine.records.replayed = func(_ context.Context, q engine.ReplayRequest) ([]engine.ReplayResult, error) {
		r.asked = append(r.asked, q)
		q.Progress(1, 3, engine.ReplayResult{N: 0, Origin: 1, Status: 200, ID: 1})
		q.Progress(2, 3, engine.ReplayResult{N: 1, Origin: 2, Problem: "cut"})
		q.Progress(3, 3, engine.ReplayResult{N: 2, Origin: 3, Status: 200, ID: 3})
		return nil, nil
	}
	r.deps.replay([]int64{3, 1, 2, 3})
	r.settle()
	relayout(r.window)
	r.says("重放 3 个请求", "要发送的 3 个请求", "没有收全，会跳过", "#1", "#2", "#3", "文本")
	r.silent("编辑后发送", "发几次")
	r.word("重新签名")
	r.word("按原来的间隔发送，最长隔 1 分钟")
	r.press("发送")
	if q := r.last(); !slices.Equal(q.IDs, []int64{1, 2, 3}) || !q.Spaced || q.How != engine.Resign {
		t.Errorf("asked %+v", q)
	}
	r.says("已发送 3 个 · 2 个通过 · 1 个没有通过", "当时没有收全")
	r.press("关闭")
	r.deps.replay([]int64{99})
	if got := r.toast(); got == "" {
		t.Error("nothing is said of a request that is gone")
	}
}
