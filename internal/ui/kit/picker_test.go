package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func (p *Picker) lines() string {
	var out []string
	for _, r := range p.rows {
		line := r.choice.Text
		if r.heading {
			line = "[" + line + "]"
		}
		if r.choice.Checked {
			line = "*" + line
		}
		if p.current == r.index {
			line = ">" + line
		}
		out = append(out, line)
	}
	return strings.Join(out, " ")
}

func opened(t *testing.T, several bool) (w fyne.Window, p *Picker, got *[]string) {
	t.Helper()
	start(t, Light)
	anchor := NewButton("类型", Plain, nil)
	w = shown(t, 500, 400, Column(0, anchor))
	got = &[]string{}
	var choices []Choice
	for _, c := range [][3]string{{"", "任意", "any"}, {"消息", "文本", "text"}, {"消息", "图片", "image"}, {"事件", "关注", "subscribe"}} {
		choices = append(choices, Choice{Group: c[0], Text: c[1], Note: c[2], Checked: c[2] == "image",
			Act: func() { *got = append(*got, c[2]) }, Turn: func(on bool) {
				sign := "-"
				if on {
					sign = "+"
				}
				*got = append(*got, sign+c[2])
			}})
	}
	p = ShowPicker(anchor, PickerWords{Search: "搜索", None: "没有", Several: "可多选"}, several, choices)
	settle(w)
	return w, p, got
}

func TestPicker(t *testing.T) {
	w, p, got := opened(t, false)
	if want := "任意 [消息] 文本 >*图片 [事件] 关注"; p.lines() != want {
		t.Fatalf("shows %q, want %q", p.lines(), want)
	}
	closed := 0
	p.OnClosed(func() { closed++ })
	test.Type(p.search.Entry, "SUB 事")
	if want := "[事件] >关注"; p.lines() != want {
		t.Fatalf("found %q, want %q", p.lines(), want)
	}
	press(w, fyne.KeyEscape)
	if p.search.Text() != "" || closed != 0 {
		t.Fatal("the first Escape did not empty the search alone")
	}
	press(w, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn)
	if closed != 1 || strings.Join(*got, " ") != "text" {
		t.Fatalf("closed %d times, picked %v", closed, *got)
	}
	if len(w.Canvas().Overlays().List()) != 0 {
		t.Error("the picker is still there")
	}
}

func TestPickerSeveral(t *testing.T) {
	w, p, got := opened(t, true)
	tapAt(w, p.rows[2])
	tapAt(w, p.rows[3])
	tapAt(w, p.rows[1]) // a heading
	if strings.Join(*got, " ") != "+text -image" {
		t.Fatalf("turned %v", *got)
	}
	if want := "任意 [消息] *文本 >图片 [事件] 关注"; p.lines() != want {
		t.Errorf("shows %q, want %q", p.lines(), want)
	}
	tapAt(w, p.several)
	tapAt(w, p.rows[0])
	if strings.Join(*got, " ") != "+text -image any" || len(w.Canvas().Overlays().List()) != 0 {
		t.Errorf("picked %v", *got)
	}
}

func TestPickerOwn(t *testing.T) {
	w, p, got := opened(t, false)
	p.Own = func(typed string) []Choice {
		return []Choice{{Group: "其他", Text: "用 " + typed, Act: func() { *got = append(*got, "own "+typed) }}}
	}
	test.Type(p.search.Entry, "kf_x")
	if want := "[其他] >用 kf_x"; p.lines() != want {
		t.Fatalf("shows %q, want %q", p.lines(), want)
	}
	press(w, fyne.KeyReturn)
	if strings.Join(*got, "") != "own kf_x" {
		t.Errorf("picked %v", *got)
	}

	_, p, _ = opened(t, false)
	test.Type(p.search.Entry, "nothing like it")
	if len(p.rows) != 0 || p.none.Text() != "没有" || p.list.Objects == nil {
		t.Errorf("shows %q", p.lines())
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(1, 1))
}

// TestPickerFits: it stays in the window, above what it hangs on where there is more room.
func TestPickerFits(t *testing.T) {
	start(t, Light)
	anchor := NewButton("类型", Plain, nil)
	w := shown(t, 400, 300, Dock(nil, Row(0, Spring(), anchor), NewLabel("", Body)))
	var many []Choice
	for range 60 {
		many = append(many, Choice{Text: "x"})
	}
	p := ShowPicker(anchor, PickerWords{}, false, many)
	at, size := p.card.Position(), p.card.Size()
	if at.X < 0 || at.Y < 0 || at.X+size.Width > 400 || at.Y+size.Height > 300-anchor.Size().Height {
		t.Errorf("the card lies at %v, size %v", at, size)
	}
	press(w, fyne.KeyUp)
	if p.current != 59 || p.scroll.Offset.Y == 0 {
		t.Errorf("lit %d, scrolled %v", p.current, p.scroll.Offset.Y)
	}
}
