package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestSelect(t *testing.T) {
	start(t, Light)
	var heard []int
	s := NewSelect([]string{"文本 text", "图片 image", "语音 voice"}, func(i int) { heard = append(heard, i) })
	s.SetPlaceHolder("请选择")
	w := shown(t, 300, 300, Column(0, s))
	if s.Choice() != -1 || s.Text() != "" || s.ink.text.Text != "请选择" {
		t.Fatalf("choice %d, text %q, shows %q", s.Choice(), s.Text(), s.ink.text.Text)
	}
	s.SetChoice(1)
	if s.Text() != "图片 image" || len(heard) != 0 {
		t.Fatalf("text %q, heard %v after SetChoice", s.Text(), heard)
	}
	w.Canvas().Focus(s)
	press(w, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp) // the second Down has nowhere to go
	if want := []int{2, 1}; !equal(heard, want) {
		t.Fatalf("heard %v, want %v", heard, want)
	}
	press(w, fyne.KeyReturn)
	if s.menu == nil || w.Canvas().Focused() != fyne.Focusable(s.menu) {
		t.Fatalf("the menu is %v, focus on %T", s.menu, w.Canvas().Focused())
	}
	press(w, fyne.KeyUp, fyne.KeyReturn)
	if s.Choice() != 0 || s.menu != nil || w.Canvas().Focused() != fyne.Focusable(s) {
		t.Errorf("choice %d, menu %v, focus on %T", s.Choice(), s.menu, w.Canvas().Focused())
	}
	press(w, fyne.KeySpace, fyne.KeyEscape)
	if s.menu != nil || s.Choice() != 0 {
		t.Errorf("menu %v, choice %d after Escape", s.menu, s.Choice())
	}
	tapAt(w, s)
	tapAt(w, s.menu.items[2])
	if s.Choice() != 2 {
		t.Errorf("choice %d after a tap on the third", s.Choice())
	}
	s.SetWords([]string{"只有一个"})
	if s.Choice() != -1 {
		t.Errorf("choice %d of one word", s.Choice())
	}
	s.Disable()
	tapAt(w, s)
	if s.menu != nil {
		t.Error("a disabled control opened its menu")
	}
}

func menuItems(acted *string) []MenuItem {
	act := func(s string) func() { return func() { *acted = s } }
	return []MenuItem{{Text: "one", Act: act("one")}, {}, {Text: "off", Disabled: true, Act: act("off")},
		{Text: "two", Checked: true, Act: act("two")}, {Text: "three", Danger: true, Act: act("three")}}
}

// A checked command is none that Enter must do next.
func TestCommandsBeginAtTheTop(t *testing.T) {
	start(t, Light)
	acted := ""
	anchor := NewLabel("x", Body)
	w := shown(t, 300, 300, anchor)
	ShowMenu(anchor, 0, menuItems(&acted)...)
	press(w, fyne.KeyDown, fyne.KeyReturn)
	if acted != "one" {
		t.Errorf("acted %q", acted)
	}
}

func TestMenuKeys(t *testing.T) {
	for _, c := range []struct {
		keys []fyne.KeyName
		want string
	}{
		{[]fyne.KeyName{fyne.KeyReturn}, "two"}, // the checked item is lit first
		{[]fyne.KeyName{fyne.KeyDown, fyne.KeyReturn}, "three"},
		{[]fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeySpace}, "three"},
		{[]fyne.KeyName{fyne.KeyUp, fyne.KeyEnter}, "one"}, // over the disabled item and the line
		{[]fyne.KeyName{fyne.KeyHome, fyne.KeyEnd, fyne.KeyReturn}, "three"},
		{[]fyne.KeyName{fyne.KeyHome, fyne.KeyReturn}, "one"},
		{[]fyne.KeyName{fyne.KeyEscape, fyne.KeyReturn}, ""},
	} {
		start(t, Light)
		acted, closed := "", 0
		w := shown(t, 300, 300, Column(0))
		anchor := NewLabel("x", Body)
		w.SetContent(anchor)
		m := ShowMenu(anchor, 100, menuItems(&acted)...)
		m.OnClosed(func() { closed++ })
		press(w, c.keys...)
		if acted != c.want || closed != 1 || w.Canvas().Overlays().Top() != nil {
			t.Errorf("%v: acted %q, want %q; closed %d times", c.keys, acted, c.want, closed)
		}
		m.Close()
		if closed != 1 {
			t.Error("Close told twice")
		}
	}
}

func TestMenuTaps(t *testing.T) {
	start(t, Light)
	acted := ""
	w := shown(t, 300, 300, Column(0))
	m := ShowMenuAt(w.Canvas(), fyne.NewPos(10, 10), menuItems(&acted)...)
	tapAt(w, m.items[1])
	tapAt(w, m.items[2])
	if acted != "" || w.Canvas().Overlays().Top() == nil {
		t.Fatalf("a line and a disabled item did %q", acted)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(290, 290))
	if acted != "" || w.Canvas().Overlays().Top() != nil {
		t.Error("a tap beside the menu left it open")
	}
}

func TestMenuStaysInWindow(t *testing.T) {
	for _, c := range []struct {
		name string
		at   fyne.Position
	}{{"corner", fyne.NewPos(295, 195)}, {"left", fyne.NewPos(-20, 10)}, {"top", fyne.NewPos(10, -5)}} {
		start(t, Light)
		acted := ""
		w := shown(t, 300, 200, Column(0))
		m := ShowMenuAt(w.Canvas(), c.at, menuItems(&acted)...)
		p, s := m.card.Position(), m.card.Size()
		if p.X < menuEdge || p.Y < menuEdge || p.X+s.Width > 300-menuEdge || p.Y+s.Height > 200-menuEdge {
			t.Errorf("%s: the menu lies at %v, %v", c.name, p, s)
		}
	}
}

func TestMenuOpensUpwards(t *testing.T) {
	start(t, Light)
	b := NewButton("b", Plain, nil)
	acted := ""
	w := shown(t, 300, 300, Dock(nil, b, Column(0)))
	m := ShowMenu(b, 200, menuItems(&acted)...)
	if foot := m.card.Position().Y + m.card.Size().Height; foot > 300-b.Size().Height {
		t.Errorf("the menu ends at %v and covers the button at %v", foot, b.Position().Y)
	}
	if m.card.Size().Width != 200 {
		t.Errorf("width %v, want 200", m.card.Size().Width)
	}
	m.Close()
	w.SetContent(Column(0))
}

func TestLongMenuScrolls(t *testing.T) {
	start(t, Light)
	var items []MenuItem
	for range 40 {
		items = append(items, MenuItem{Text: "item"})
	}
	w := shown(t, 300, 300, Column(0))
	m := ShowMenuAt(w.Canvas(), fyne.NewPos(10, 10), items...)
	press(w, fyne.KeyEnd)
	if h := m.card.Size().Height; h > 300 || m.scroll.Offset.Y == 0 {
		t.Errorf("height %v, scrolled by %v", h, m.scroll.Offset.Y)
	}
}
