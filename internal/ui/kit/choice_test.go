package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestChip(t *testing.T) {
	start(t, Light)
	taps := 0
	c := NewChip("失败", func() { taps++ })
	w := shown(t, 200, 40, Row(0, c))
	before := c.MinSize().Width
	if c.SetOn(true); !c.On() || c.MinSize().Width != before {
		t.Errorf("on %v, width %v after %v", c.On(), c.MinSize().Width, before)
	}
	if c.SetCount("5"); c.Text() != "失败 5" || c.MinSize().Width <= before {
		t.Errorf("text %q, width %v", c.Text(), c.MinSize().Width)
	}
	if c.SetCount(""); c.Text() != "失败" {
		t.Errorf("text %q without a count", c.Text())
	}
	tapAt(w, c)
	w.Canvas().Focus(c)
	press(w, fyne.KeySpace, fyne.KeyReturn)
	if taps != 3 {
		t.Errorf("%d taps, want 3", taps)
	}
}

func TestSegmented(t *testing.T) {
	start(t, Light)
	var heard []int
	s := NewSegmented([]string{"明文", "兼容", "安全"}, func(i int) { heard = append(heard, i) })
	w := shown(t, 300, 30, s)
	s.SetChoice(2)
	if s.Choice() != 2 || len(heard) != 0 {
		t.Fatalf("choice %d, heard %v after SetChoice", s.Choice(), heard)
	}
	tapAt(w, s, fyne.NewPos(10, 10))
	w.Canvas().Focus(s)
	press(w, fyne.KeyRight, fyne.KeyEnd, fyne.KeyRight, fyne.KeyHome, fyne.KeyLeft)
	if want := []int{0, 1, 2, 0}; !equal(heard, want) {
		t.Errorf("heard %v, want %v", heard, want)
	}
	s.SetChoice(2)
	s.SetWords([]string{"一", "二"})
	if s.Choice() != -1 || !s.thumb.Hidden {
		t.Errorf("choice %d of two words, was the third", s.Choice())
	}
	s.Disable()
	tapAt(w, s, fyne.NewPos(10, 10))
	if s.Choice() != -1 {
		t.Error("a tap chose in a disabled control")
	}
}

func equal(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestTabs(t *testing.T) {
	start(t, Light)
	var heard []int
	tabs := NewTabs([]string{"请求", "回复", "模拟", "接口", "网页授权"}, 14, 4, 40, func(i int) { heard = append(heard, i) }).Shrink()
	w := shown(t, 400, 40, tabs)
	if x, _ := tabs.tab(1); x != Width("请求", Strong)+2*14+4 {
		t.Errorf("the second tab begins at %v in a wide bar", x)
	}
	tapAt(w, tabs, fyne.NewPos(70, 20))
	w.Canvas().Focus(tabs)
	press(w, fyne.KeyRight, fyne.KeyEnd, fyne.KeyHome, fyne.KeyLeft)
	if want := []int{1, 2, 4, 0}; !equal(heard, want) {
		t.Errorf("heard %v, want %v", heard, want)
	}
	heard = nil
	tabs.SetChoice(3)
	if tabs.Choice() != 3 || heard != nil {
		t.Errorf("choice %d, heard %v after SetChoice", tabs.Choice(), heard)
	}
	if tabs.SetWords([]string{"a", "b"}); tabs.Choice() != 0 {
		t.Errorf("choice %d of two", tabs.Choice())
	}
}

func TestTabsInNarrowBar(t *testing.T) {
	start(t, Light)
	tabs := NewTabs([]string{"请求", "回复", "模拟", "接口", "网页授权"}, 14, 4, 40, nil).Shrink()
	w := shown(t, 300, 40, tabs)
	if x, width := tabs.tab(4); x+width > 300.5 || tabs.shift != 0 {
		t.Errorf("the last tab ends at %v of 300, shifted by %v", x+width, tabs.shift)
	}
	w.Resize(fyne.NewSize(150, 40))
	settle(w)
	tabs.Choose(4)
	x, width := tabs.tab(4)
	if x+width-tabs.shift > 150.5 || x < tabs.shift {
		t.Errorf("the chosen tab lies at %v..%v of a view at %v..%v", x, x+width, tabs.shift, tabs.shift+150)
	}
	if got := tabs.at(fyne.NewPos(140, 20)); got != 4 {
		t.Errorf("a tap at the right end hits tab %d", got)
	}
	tabs.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 1000)})
	if tabs.shift != 0 {
		t.Errorf("the wheel left the bar at %v", tabs.shift)
	}
}

func TestSwitch(t *testing.T) {
	start(t, Light)
	var heard []bool
	s := NewSwitch("按微信规则重试", false, func(on bool) { heard = append(heard, on) })
	w := shown(t, 300, 30, Row(0, s))
	if s.SetOn(true); !s.On() || len(heard) != 0 {
		t.Fatalf("on %v, heard %v after SetOn", s.On(), heard)
	}
	tapAt(w, s, fyne.NewPos(100, 10)) // on the words
	w.Canvas().Focus(s)
	press(w, fyne.KeySpace, fyne.KeyReturn)
	if len(heard) != 3 || heard[0] || !heard[1] || heard[2] {
		t.Errorf("heard %v", heard)
	}
	if x := s.knob.Position().X; x != 4 {
		t.Errorf("the knob of a switch that is off is at %v", x)
	}
	s.Disable()
	tapAt(w, s)
	if s.On() {
		t.Error("a tap turned a disabled switch")
	}
}

func TestHoverFollowsThePointer(t *testing.T) {
	start(t, Light)
	s := NewSegmented([]string{"a", "b"}, nil)
	shown(t, 200, 30, s)
	s.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(150, 10)}})
	if s.hover != 1 {
		t.Errorf("hover %d", s.hover)
	}
	if s.MouseOut(); s.hover != -1 {
		t.Errorf("hover %d after the pointer left", s.hover)
	}
}

// TestTabOrder walks through controls of every kind with Tab.
func TestTabOrder(t *testing.T) {
	start(t, Light)
	field, button := NewField("x"), NewButton("b", Plain, nil)
	off := NewButton("off", Plain, nil)
	off.Disable()
	toggle, seg := NewSwitch("", false, nil), NewSegmented([]string{"a", "b"}, nil)
	choice, chip := NewSelect([]string{"a"}, nil), NewChip("c", nil)
	editor := NewEditor("", 2, nil)
	w := shown(t, 300, 400, Column(4, NewFormField("Token", field), button, off, toggle, seg, choice, chip, editor))
	want := []fyne.Focusable{field.Entry, button, toggle, seg, choice, chip, editor.Entry, field.Entry}
	for i, f := range want {
		test.FocusNext(w.Canvas())
		if w.Canvas().Focused() != f {
			t.Fatalf("Tab %d went to %T, want %T", i+1, w.Canvas().Focused(), f)
		}
	}
}
