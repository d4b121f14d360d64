package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"echostr/internal/engine"
	"echostr/internal/tunnel"
)

func TestStartSaysWhatToDo(t *testing.T) {
	r := stageRequests(t, "zh-Hans")
	r.says("还没有收到请求", "隧道还没有启动", "http://127.0.0.1:8787/wx/demo")
	r.press("复制 URL")
	if len(r.copies) != 1 || r.copies[0] != "http://127.0.0.1:8787/wx/demo" {
		t.Errorf("copied %q", r.copies)
	}
	r.engine.set(func(s *engine.Snapshot) {
		s.Tunnel = tunnel.Status{State: tunnel.Online, URL: "https://brave-fox.ngrok-free.app"}
	})
	r.tick()
	r.says("点提交", "https://brave-fox.ngrok-free.app/wx/demo")
	r.engine.set(func(s *engine.Snapshot) { s.Server, s.Tunnel = engine.Server{}, tunnel.Status{} })
	r.tick()
	r.says("没有在监听")
	r.silent("发送测试请求")
}

func TestTrial(t *testing.T) {
	r := stageRequests(t, "zh-Hans")
	r.engine.trial = engine.Trial{Duration: 3 * time.Millisecond}
	r.press("发送测试请求")
	if got := r.engine.commands(); len(got) != 1 || !strings.HasPrefix(got[0], "send test false 你好") {
		t.Errorf("commands %q", got)
	}
	if !strings.Contains(r.toast(), "本机测试通过，用了 3 ms") {
		t.Errorf("toast %q", r.toast())
	}
	r.engine.set(func(s *engine.Snapshot) { s.Tunnel = tunnel.Status{State: tunnel.Online, URL: "https://x.example"} })
	r.tick()
	r.engine.trial = engine.Trial{Public: true, URL: "https://x.example/wx/demo", Duration: 182 * time.Millisecond}
	r.press("发送测试请求")
	if !strings.Contains(r.toast(), "公网可达") || !strings.Contains(r.toast(), "182 ms") {
		t.Errorf("toast %q", r.toast())
	}
	for problem, title := range map[string]string{"unreachable": "连不上", "timeout": "超时没有回应", "edge": "ngrok 拦下了请求（ERR_NGROK_3200）",
		"redirect": "跳转（301）", "answer": "不是 echostr", "message": "消息没有通过", "brand_new": "测试没有通过"} {
		r.engine.trial = engine.Trial{Public: true, URL: "https://x.example/wx/demo", Problem: problem, Status: 301, Detail: "why"}
		if problem == "edge" {
			r.engine.trial.Code = "ERR_NGROK_3200"
		}
		r.press("发送测试请求")
		r.says("测试请求没有通过", title, "https://x.example/wx/demo", "why")
		r.silent("⟦", "{")
		if problem == "edge" {
			r.press("ngrok 的说明 ↗")
		}
		r.press("关闭")
	}
	if len(r.opened) != 1 || r.opened[0] != "https://ngrok.com/docs/errors/err_ngrok_3200" {
		t.Errorf("opened %q", r.opened)
	}
	r.engine.fail("send test", errSome)
	r.press("发送测试请求")
	if !strings.Contains(r.toast(), errSome.Error()) {
		t.Errorf("toast %q", r.toast())
	}
}

func TestTrialCanBeCancelled(t *testing.T) {
	r := stageRequests(t, "zh-Hans")
	hung := &hangingTest{Engine: r.engine, begun: make(chan struct{})}
	r.deps.engine = hung
	test.Tap(r.button("发送测试请求"))
	<-hung.begun
	relayout(r.window)
	test.Tap(r.button("测试中，点此取消"))
	r.settle()
	relayout(r.window)
	if r.toast() != "测试已取消" {
		t.Errorf("toast %q", r.toast())
	}
	r.button("发送测试请求")
}

// hangingTest never ends a test by itself.
type hangingTest struct {
	Engine
	begun chan struct{}
}

func (h *hangingTest) SendTest(ctx context.Context, _ bool, _ string) (engine.Trial, error) {
	close(h.begun)
	<-ctx.Done()
	return engine.Trial{}, fmt.Errorf("send test: %w", ctx.Err())
}
