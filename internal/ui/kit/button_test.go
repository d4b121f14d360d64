package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestButtonIsPressed(t *testing.T) {
	for _, c := range []struct {
		name     string
		kind     Kind
		disabled bool
		do       func(fyne.Window, *Button)
		want     int
	}{
		{"tap", Plain, false, func(w fyne.Window, b *Button) { tapAt(w, b) }, 1},
		{"space", Primary, false, func(w fyne.Window, b *Button) { w.Canvas().Focus(b); press(w, fyne.KeySpace) }, 1},
		{"enter", Plain, false, func(w fyne.Window, b *Button) { w.Canvas().Focus(b); press(w, fyne.KeyReturn, fyne.KeyEnter) }, 2},
		{"tap on danger", Danger, false, func(w fyne.Window, b *Button) { tapAt(w, b) }, 1},
		{"space on danger", Danger, false, func(w fyne.Window, b *Button) { w.Canvas().Focus(b); press(w, fyne.KeySpace) }, 1},
		{"enter on danger", Danger, false, func(w fyne.Window, b *Button) { w.Canvas().Focus(b); press(w, fyne.KeyReturn, fyne.KeyEnter) }, 0},
		{"disabled", Plain, true, func(w fyne.Window, b *Button) { tapAt(w, b); b.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace}) }, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			start(t, Light)
			pressed := 0
			b := NewButton("删除", c.kind, func() { pressed++ })
			w := shown(t, 100, 40, Row(0, b))
			if c.disabled {
				b.Disable()
			}
			c.do(w, b)
			if pressed != c.want {
				t.Errorf("pressed %d times, want %d", pressed, c.want)
			}
		})
	}
}

func TestButtonHandsOtherKeysOn(t *testing.T) {
	start(t, Light)
	b := NewButton("ok", Plain, nil)
	w := shown(t, 100, 40, b)
	var got fyne.KeyName
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { got = e.Name })
	w.Canvas().Focus(b)
	press(w, fyne.KeyEscape)
	if got != fyne.KeyEscape {
		t.Errorf("the window got %q, want Escape", got)
	}
}

func TestButtonRingByKeyboardOnly(t *testing.T) {
	start(t, Light)
	b := NewButton("ok", Plain, func() {})
	w := shown(t, 100, 40, Row(0, b))
	tapAt(w, b)
	if !b.ring.Hidden {
		t.Error("a click left a ring")
	}
	test.FocusNext(w.Canvas())
	if b.ring.Hidden {
		t.Error("Tab shows no ring")
	}
}

func TestButtonWords(t *testing.T) {
	start(t, Light)
	b := NewButton("停止", Plain, nil)
	shown(t, 200, 40, Row(0, b))
	narrow := b.MinSize().Width
	b.SetText("停止隧道")
	b.SetIcon(NewIcon(Pause, ColorText, 14))
	if b.Text() != "停止隧道" || b.MinSize().Width < narrow+26+14 {
		t.Errorf("%q is %v wide after %v", b.Text(), b.MinSize().Width, narrow)
	}
	b.SetIcon(nil)
	b.SetText("停止")
	if b.MinSize().Width != narrow {
		t.Errorf("width %v, was %v", b.MinSize().Width, narrow)
	}
}

func TestButtonHover(t *testing.T) {
	start(t, Light)
	b := NewButton("显示", Quiet, nil)
	var heard []bool
	b.OnHover = func(in bool) { heard = append(heard, in) }
	shown(t, 100, 40, b)
	b.MouseIn(&desktop.MouseEvent{})
	b.MouseOut()
	if len(heard) != 2 || !heard[0] || heard[1] {
		t.Errorf("heard %v", heard)
	}
	if b.Cursor() != desktop.PointerCursor {
		t.Error("words that act have no hand")
	}
	if b.Disable(); b.Cursor() != desktop.DefaultCursor {
		t.Error("a disabled button has a hand")
	}
}

func TestKindString(t *testing.T) {
	seen := map[string]bool{}
	for k := Plain; k <= onDark; k++ {
		if s := k.String(); s == "unknown" || seen[s] {
			t.Errorf("kind %d is called %q", k, s)
		}
		seen[k.String()] = true
	}
	if Kind(99).String() != "unknown" {
		t.Error("a kind that is none has a name")
	}
}
