package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// flowLines are the words of each line of a paragraph.
func flowLines(f *Flow) []string {
	var out []string
	for _, r := range f.runs {
		for len(out) <= r.row {
			out = append(out, "")
		}
		out[r.row] += r.ink.text.Text
	}
	return out
}

func TestFlowBreaksChinese(t *testing.T) {
	start(t, Light)
	text := "微信后台填写的是（wechat2026），而当前 Token 为“wechat2026 ”。去掉后与微信的签名完全一致！是吗？"
	f := NewFlow(20, Span{Text: text, Face: Body})
	for width := float32(110); width < 400; width += 7 {
		f.Resize(fyne.NewSize(width, 400))
		lines := flowLines(f)
		if got := strings.Join(lines, ""); got != text {
			t.Fatalf("width %v: %q", width, got)
		}
		if h := f.MinSize().Height; h != float32(len(lines))*20 {
			t.Errorf("width %v: %d lines in %v", width, len(lines), h)
		}
		// Narrower than 150, a word is wider than a line and breaks where it must.
		for i, l := range lines {
			if w := Width(strings.TrimRight(l, " "), Body); w > width+0.1 {
				t.Errorf("width %v: line %q is %v wide", width, l, w)
			}
			if width > 150 && i > 0 && strings.ContainsAny(string([]rune(l)[:1]), "，。！？）”") {
				t.Errorf("width %v: a line begins with %q", width, l)
			}
			if width > 150 && (strings.HasSuffix(l, "（") || strings.HasSuffix(l, "“")) {
				t.Errorf("width %v: a line ends with %q", width, l)
			}
		}
	}
}

func TestFlowHoldsTogether(t *testing.T) {
	start(t, Light)
	f := NewFlow(20, Span{Text: "收到\u00a00.20\u00a0ms · 发出\u00a01.5\u00a0ms", Face: Body})
	for width := float32(110); width < 220; width += 5 {
		f.Resize(fyne.NewSize(width, 400))
		for i, l := range flowLines(f) {
			if i > 0 && strings.ContainsAny(string([]rune(l)[:1]), "\u00a00123456789m") {
				t.Errorf("width %v: a line begins with %q", width, l)
			}
		}
	}
}

func TestCodeFlowBreaksAnywhere(t *testing.T) {
	start(t, Light)
	text := "https://brave-fox.ngrok-free.app/wx/demo"
	f := NewCode(18, Span{Text: text, Face: Code})
	f.Resize(fyne.NewSize(100, 100))
	lines := flowLines(f)
	if len(lines) < 3 || strings.Join(lines, "") != text || f.MinSize().Width > 60 {
		t.Errorf("%q, least %v", lines, f.MinSize())
	}
}

func TestFlowSpans(t *testing.T) {
	start(t, Light)
	f := NewFlow(20, Span{Text: "a\n", Face: Body}, Span{Text: "␣", Face: Code.In(ColorRed), Ground: ColorRedGround}, Span{Text: "b", Face: Body})
	f.Resize(fyne.NewSize(300, 100))
	if got := flowLines(f); len(got) != 2 || got[1] != "␣b" || f.Text() != "a\n␣b" {
		t.Fatalf("lines %q of %q", got, f.Text())
	}
	mark := f.runs[1]
	if mark.ground == nil || mark.ground.FillColor != light[ColorRedGround] || mark.ink.text.Color != light[ColorRedText] {
		t.Errorf("the mark is %+v", mark)
	}
	if x := f.runs[2].ink.box.Position().X; x != mark.w {
		t.Errorf("b stands at %v, the mark is %v wide", x, mark.w)
	}
	f.Set(Span{Text: "一行", Face: Body})
	if f.MinSize().Height != 20 {
		t.Errorf("height %v of one line", f.MinSize().Height)
	}
}

func TestFlowCentred(t *testing.T) {
	start(t, Light)
	f := NewFlow(20, Span{Text: "还没有请求\n短", Face: Body}).Centred()
	f.Resize(fyne.NewSize(301, 100))
	for _, r := range f.runs {
		left := r.ink.box.Position().X
		right := 301 - left - r.w
		if left-right > 1.5 || right-left > 1.5 {
			t.Errorf("%q has %v left and %v right of it", r.ink.text.Text, left, right)
		}
	}
}

func TestCut(t *testing.T) {
	start(t, Light)
	const s = "oGZ3V5…mK8c 关注了公众号（扫码 scene=123）"
	for w := float32(20); w < 400; w += 3 {
		got := Cut(s, Body, w)
		if Width(got, Body) > w+0.01 {
			t.Errorf("%q is %v wide in %v", got, Width(got, Body), w)
		}
		if got != s && (!strings.HasSuffix(got, "…") || !strings.HasPrefix(s, strings.TrimSuffix(got, "…"))) {
			t.Errorf("cut to %q", got)
		}
	}
	if got := Cut(s, Body, 1000); got != s {
		t.Errorf("cut to %q with room for all", got)
	}
}

func TestLabel(t *testing.T) {
	start(t, Light)
	l := NewCutLabel("a very long text indeed", Body)
	l.Resize(fyne.NewSize(60, 20))
	if l.Text() != "a very long text indeed" || l.ink.text.Text == l.Text() || l.MinSize().Width > 30 {
		t.Errorf("text %q, shows %q, least %v", l.Text(), l.ink.text.Text, l.MinSize())
	}
	l.Set("ok", Strong)
	if l.ink.text.Text != "ok" || !l.ink.text.TextStyle.Bold {
		t.Errorf("shows %q", l.ink.text.Text)
	}
}
