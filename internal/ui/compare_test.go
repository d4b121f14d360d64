package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/ui/kit"
)

// compared opens the comparison of the first two of some exchanges.
func compared(t *testing.T, lang string, mask bool, xs ...*exchange.Exchange) *stage {
	t.Helper()
	f := newFakeEngine()
	f.edit(func(s *profile.Settings) { s.MaskIDs = mask })
	f.add(xs...)
	s := newStage(t, f, lang)
	s.put(kit.NewLabel("", kit.Body), 1280, 800)
	s.deps.compare(1, 2)
	s.settle()
	relayout(s.window)
	return s
}

// line taps the line of a comparison that begins with the words.
func (s *stage) line(words string) fyne.CanvasObject {
	s.t.Helper()
	for _, o := range s.everything() {
		if !strings.HasSuffix(fmt.Sprintf("%T", o), ".facingItem") {
			continue
		}
		if strings.HasPrefix(solid(strings.TrimLeft(readIn(visibleTree(o, nil)), "▸▾+−≠↕ ")), solid(words)) {
			return o
		}
	}
	s.t.Fatalf("no line %q; the window says: %s", words, s.said())
	return nil
}

// twoTexts are a message that holds, and one with another Token, text and answer.
func twoTexts() []*exchange.Exchange {
	a, b := said("你好，世界"), pushed(rigToken, "POST", signedQuery("another")+"&openid="+rigOpenID+"&debug=1", textBody("你好，echostr"), nil)
	b.Time = a.Time.Add(95 * time.Second)
	return []*exchange.Exchange{a, b}
}

func TestComparisonShowsWhatDiffers(t *testing.T) {
	s := compared(t, "zh-Hans", false, twoTexts()...)
	s.says("比较", "#1", "#2", "请求行", "3 行相同", "查询参数", "debug", "（没有）", "Content", "你好，世界", "你好，echostr",
		"响应状态", "HTTP/1.0 200 X", "HTTP/1.0 403 X", "判定", "未通过", "处不同，另有", "≠", "+")
	s.silent("Mozilla/4.0") // equal, and so folded
	s.picture("compare-zh")

	s.tap(s.line("5 行相同"))
	s.says("Mozilla/4.0")
	s.tap(s.line("5 行相同"))
	s.silent("Mozilla/4.0")

	own := twoTexts()[0].Opened.Check.Given
	s.silent("nonce", own)
	s.tap(s.line("1 处仅是噪声"))
	s.says(own)
	s.silent("nonce") // the same in both
}

func TestComparisonOfTheSame(t *testing.T) {
	s := compared(t, "zh-Hans", false, said("你好"), said("你好"))
	s.says("两条请求完全相同")
	if !s.button("下一处 F7").Disabled() {
		t.Error("there is a next difference")
	}
	for _, o := range s.everything() {
		if w, ok := o.(*kit.Switch); ok {
			s.tap(w)
		}
	}
	s.says("没有不同之处")

	again := said("你好")
	again.Duration = time.Second
	s = compared(t, "en", false, said("你好"), again)
	s.says("Identical but for noise (1)")
}

// TestComparisonSteps goes from difference to difference by keys and buttons.
func TestComparisonSteps(t *testing.T) {
	s := compared(t, "zh-Hans", false, twoTexts()...)
	var list *kit.Facing
	for _, o := range s.everything() {
		if f, ok := o.(*kit.Facing); ok {
			list = f
		}
	}
	current := func() string {
		if list.Current() < 0 {
			return ""
		}
		r := list.Row(list.Current())
		return r.Label + " " + r.Left.Text
	}
	var seen []string
	for range 40 {
		s.key(fyne.KeyF7)
		if len(seen) > 0 && current() == seen[0] {
			break
		}
		seen = append(seen, current())
	}
	if len(seen) < 6 || seen[0] != "判定 通过" || seen[len(seen)-1] != " success" {
		t.Fatalf("F7 goes through %q", seen)
	}
	s.says(fmt.Sprintf("1 / %d", len(seen)))
	s.press("上一处")
	if current() != seen[len(seen)-1] {
		t.Errorf("before the first comes %q, want %q", current(), seen[len(seen)-1])
	}
	s.says(fmt.Sprintf("%d / %d", len(seen), len(seen)))
	s.press("下一处 F7")
	if current() != seen[0] {
		t.Errorf("after the last comes %q, want %q", current(), seen[0])
	}
	s.key(fyne.KeyEscape)
	s.silent("比较")
}

// TestComparisonSwaps turns the sides, and copies them.
func TestComparisonSwaps(t *testing.T) {
	s := compared(t, "zh-Hans", false, twoTexts()...)
	s.tap(s.first("复制这一侧"))
	if text := s.copies[len(s.copies)-1]; !strings.Contains(text, "Content: 你好，世界") || strings.Contains(text, "debug") || !strings.Contains(text, "## 请求头\nHost: ") {
		t.Errorf("the left side copied: %s", text)
	}
	s.press("左右互换")
	s.tap(s.first("复制这一侧"))
	if text := s.copies[len(s.copies)-1]; !strings.Contains(text, "Content: 你好，echostr") || !strings.Contains(text, "debug: 1") {
		t.Errorf("the left side after the swap: %s", text)
	}
	line := s.line("Content你好")
	line.(fyne.SecondaryTappable).TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(300, 300)})
	s.pick("复制右边的值")
	if text := s.copies[len(s.copies)-1]; text != "你好，世界" {
		t.Errorf("the right value copied: %q", text)
	}
}

func TestComparisonMasksOpenIDs(t *testing.T) {
	s := compared(t, "zh-Hans", true, twoTexts()...)
	s.tap(s.line("4 行相同")) // of the message: who to whom
	s.silent(rigOpenID)
	s.says("o•••••mK8c")
	s.tap(s.first("复制这一侧"))
	if text := s.copies[0]; !strings.Contains(text, rigOpenID) {
		t.Errorf("the copy is not exact: %s", text)
	}
}

// TestComparisonOfLongBodies lines up bodies that are no messages.
func TestComparisonOfLongBodies(t *testing.T) {
	s := longBodies(t)
	s.deps.compare(1, 2)
	s.deps.work.Wait()
	s.settle()
	relayout(s.window)
	s.says("line 10 of a body", "行相同")
	s.press("下一处 F7")
	s.press("下一处 F7")
	s.press("上一处")
	s.picture("compare-long")
	for range 3 {
		s.press("下一处 F7")
	}
	s.says("个字符，点开看全文", "20000")
	for _, o := range s.everything() {
		if strings.HasSuffix(fmt.Sprintf("%T", o), ".facingItem") && strings.Contains(readIn(visibleTree(o, nil)), "个字符") {
			s.tap(o)
			break
		}
	}
	s.silent("个字符，点开看全文")
}

// longBodies is a stage with two requests of 1.2 MB each.
func longBodies(t testing.TB) *stage {
	lines := make([]string, 30_000)
	for i := range lines {
		lines[i] = fmt.Sprintf("line %d of a body that reads as nothing", i)
	}
	a := pushed(rigToken, "POST", signedQuery(rigToken), strings.Join(lines, "\n"), nil)
	lines[20_000] = "another " + strings.Repeat("long ", 4000)
	lines = append(lines[:10], lines[11:]...)
	b := pushed(rigToken, "POST", signedQuery(rigToken), strings.Join(lines, "\n"), nil)
	f := newFakeEngine()
	f.add(a, b)
	s := newStage(t, f, "zh-Hans")
	s.put(kit.NewLabel("", kit.Body), 1280, 800)
	return s
}

// BenchmarkComparisonOfLongBodies is what showing both costs the UI goroutine; comparing
// them is no part of it.
func BenchmarkComparisonOfLongBodies(b *testing.B) {
	s := longBodies(b)
	for b.Loop() {
		b.StopTimer()
		s.deps.compare(1, 2)
		s.deps.work.Wait()
		b.StartTimer()
		s.settle()
		b.StopTimer()
		s.press(s.deps.t("kit.close"))
		b.StartTimer()
	}
}

// TestComparisonOfOneLongLine shows where two long lines begin to differ, and all on demand.
func TestComparisonOfOneLongLine(t *testing.T) {
	long := strings.Repeat("前面都一样", 40_000)
	body := func(odd string) *exchange.Exchange {
		return pushed(rigToken, "POST", signedQuery(rigToken), "BEGIN"+long+odd+long, nil)
	}
	s := compared(t, "zh-Hans", false, body("甲"), body("乙丙"))
	s.says("甲", "乙丙", "…", "个字符，点开看全文")
	s.silent("BEGIN")
	s.picture("compare-line")
	for _, o := range s.everything() {
		if strings.HasSuffix(fmt.Sprintf("%T", o), ".facingItem") && strings.Contains(readIn(visibleTree(o, nil)), "个字符") {
			s.tap(o)
			break
		}
	}
	s.says("BEGIN")
}

func TestComparisonOfWhatIsGone(t *testing.T) {
	f := newFakeEngine()
	f.add(said("你好"))
	s := newStage(t, f, "en")
	s.put(kit.NewLabel("", kit.Body), 1280, 800)
	s.deps.compare(1, 7)
	s.settle()
	s.says("One of the two is gone")
	s.press("Close")
	s.silent("gone")
}

// TestComparisonPictures draws it in both languages and themes, at three widths.
func TestComparisonPictures(t *testing.T) {
	for _, lang := range []string{"zh-Hans", "en"} {
		for _, theme := range []string{"light", "dark"} {
			f := newFakeEngine()
			f.set(func(s *engine.Snapshot) { s.Settings.Language, s.Settings.Theme = lang, theme })
			f.add(twoTexts()...)
			o := open(t, f)
			for _, width := range []float32{960, 1280, 1920} {
				o.resize(width, width*5/8)
				o.deps.compare(1, 2)
				o.settle()
				relayout(o.window)
				o.key(fyne.KeyF7)
				o.key(fyne.KeyF7)
				if said := o.said(); strings.Contains(said, "⟦") {
					t.Errorf("words are missing: %s", said)
				}
				o.picture(fmt.Sprintf("compare-%s-%s-%v", lang, theme, width))
				o.key(fyne.KeyEscape)
			}
		}
	}
}
