package ui

import (
	"strings"
	"testing"

	"echostr/internal/profile"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat/worked"
)

// worked is what the menu copies, by the item's words.
func (r *requestsRig) worked() map[string]string {
	r.t.Helper()
	out := map[string]string{}
	for _, i := range r.page.detail.workedCopies() {
		if i.Act == nil {
			continue
		}
		n := len(r.copies)
		i.Act()
		if len(r.copies) != n+1 {
			r.t.Fatalf("%s copied %d texts", i.Text, len(r.copies)-n)
		}
		out[i.Text] = r.copies[n]
	}
	return out
}

func TestWorkedCopies(t *testing.T) {
	r := stageRequests(t, "zh-Hans", verification(rigToken+" ", rigToken), sealedPush(), strange("/.env"))
	r.choose(2)
	r.press("复制为…")
	r.says("推导过程（Markdown）", "Go 验证程序", "Python 验证程序", "PHP 验证程序", "Java 验证程序", "Node.js 验证程序", "verify.py")
	r.pick("推导过程（Markdown）")
	if len(r.copies) != 1 || !strings.HasPrefix(r.copies[0], "## 核对 signature\n") || r.toast() != "已复制" {
		t.Fatalf("copied %q, toast %q", r.copies, r.toast())
	}
	texts := r.worked()
	example := texts["推导过程（Markdown）"]
	for _, s := range []string{"### ① 参数", `"wechat2026 "  (Token)`, "### ⑤ 微信签名", "不一致", "**Token 末尾多了空白字符**", "已排除："} {
		if !strings.Contains(example, s) {
			t.Errorf("the example lacks %q:\n%s", s, example)
		}
	}
	x := r.page.detail.exchange
	for _, l := range worked.Languages() {
		text := texts[l.String()+" 验证程序"]
		for _, s := range []string{x.Opened.Check.Given, x.Opened.Check.Timestamp, `"wechat2026 "`} {
			if !strings.Contains(text, s) {
				t.Errorf("%s lacks %q:\n%s", l, s, text)
			}
		}
	}

	r.choose(1)
	texts = r.worked()
	if s := r.toast(); s != "已复制。设置环境变量 WX_AES_KEY 后会同时解密" {
		t.Errorf("toast %q", s)
	}
	if !strings.Contains(texts["推导过程（Markdown）"], "## 核对 msg_signature") {
		t.Errorf("%s", texts["推导过程（Markdown）"])
	}
	for name, text := range texts {
		if strings.Contains(text, rigKey) || strings.Contains(text, "⟦") {
			t.Errorf("%s:\n%s", name, text)
		}
	}
	r.choose(0)
	r.silent("复制为…") // nothing was checked
}

// TestWorkedCopiesWhileMasked leave the Token and the OpenIDs out.
func TestWorkedCopiesWhileMasked(t *testing.T) {
	r := stageRequests(t, "zh-Hans", said("你好"), verification(rigToken+" ", rigToken))
	r.engine.edit(func(s *profile.Settings) { s.MaskIDs = true })
	r.tick()
	for _, row := range []int{0, 1} {
		r.choose(row)
		for name, text := range r.worked() {
			if strings.Contains(text, rigToken) || strings.Contains(text, rigOpenID) {
				t.Errorf("%s shows what is masked:\n%s", name, text)
			}
			if strings.Contains(name, "程序") && !strings.Contains(text, "WX_TOKEN") {
				t.Errorf("%s does not say where the Token comes from:\n%s", name, text)
			}
		}
		r.silent(rigToken, "与签名一致")
	}
	if s := r.toast(); s != "已复制，Token 不在里面：运行前设置环境变量 WX_TOKEN" {
		t.Errorf("toast %q", s)
	}
}

// TestWorkedMenuHangsOnItsButton opens it where it was asked for.
func TestWorkedMenuHangsOnItsButton(t *testing.T) {
	r := stageRequests(t, "en", verification(rigToken, rigToken))
	r.choose(0)
	r.press("Copy as…")
	open := false
	for _, o := range r.window.Canvas().Overlays().List() {
		_, menu := o.(*kit.Menu)
		open = open || menu
	}
	if !open {
		t.Fatal("no menu opened")
	}
	r.says("Every step (Markdown)", "Node.js program")
}
