package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestAsk(t *testing.T) {
	for _, c := range []struct {
		name   string
		danger bool
		do     func(fyne.Window, *Dialog)
		acted  int
		closed bool
	}{
		{"yes", false, func(w fyne.Window, d *Dialog) { tapAt(w, buttonOf(d, "停止")) }, 1, true},
		{"no", false, func(w fyne.Window, d *Dialog) { tapAt(w, buttonOf(d, "取消")) }, 0, true},
		{"escape", false, func(w fyne.Window, _ *Dialog) { press(w, fyne.KeyEscape) }, 0, true},
		{"enter with nothing focused", false, func(w fyne.Window, _ *Dialog) { press(w, fyne.KeyReturn) }, 0, false},
		{"enter on yes", false, func(w fyne.Window, d *Dialog) {
			w.Canvas().Focus(buttonOf(d, "停止"))
			press(w, fyne.KeyReturn)
		}, 1, true},
		{"enter on danger", true, func(w fyne.Window, d *Dialog) {
			w.Canvas().Focus(buttonOf(d, "停止"))
			press(w, fyne.KeyReturn)
		}, 0, false},
		{"escape on danger", true, func(w fyne.Window, d *Dialog) {
			w.Canvas().Focus(buttonOf(d, "停止"))
			press(w, fyne.KeyEscape)
		}, 0, true},
		{"tap on the dimmed window", false, func(w fyne.Window, _ *Dialog) { test.TapCanvas(w.Canvas(), fyne.NewPos(5, 5)) }, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			start(t, Light)
			w := shown(t, 500, 400, Column(0, NewField("x")))
			acted, closed := 0, 0
			ask := Ask
			if c.danger {
				ask = AskDanger
			}
			d := ask(w, "停止隧道？", "停止后微信将收不到回应。", "停止", "取消", func() { acted++ })
			d.OnClosed = func() { closed++ }
			c.do(w, d)
			if acted != c.acted || (closed == 1) != c.closed {
				t.Errorf("acted %d times, closed %d times", acted, closed)
			}
			d.Close()
			d.Close()
			if closed != 1 || w.Canvas().Overlays().Top() != nil {
				t.Errorf("closed %d times in the end", closed)
			}
		})
	}
}

// buttonOf finds a button of a dialog by its words.
func buttonOf(d *Dialog, text string) *Button {
	for _, o := range test.LaidOutObjects(d) {
		if b, ok := o.(*Button); ok && b.Text() == text {
			return b
		}
	}
	return nil
}

func TestDialogKeepsFocusInside(t *testing.T) {
	start(t, Light)
	outside := NewField("outside")
	w := shown(t, 500, 400, Column(0, outside))
	inside := NewField("inside")
	closer := NewButton("关闭", Plain, nil)
	d := Show(w, "二维码", inside, closer)
	for i, want := range []fyne.Focusable{inside.Entry, closer, inside.Entry} {
		if test.FocusNext(w.Canvas()); w.Canvas().Focused() != want {
			t.Fatalf("Tab %d went to %T", i+1, w.Canvas().Focused())
		}
	}
	press(w, fyne.KeyEscape) // from within the field
	if w.Canvas().Overlays().Top() != nil {
		t.Error("Escape in a field left the dialog open")
	}
	d.Close()
}

func TestDialogsNest(t *testing.T) {
	start(t, Light)
	w := shown(t, 500, 400, Column(0))
	escapes := 0
	w.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { escapes++ })
	outer := Show(w, "outer", NewLabel("x", Body))
	Show(w, "inner", NewLabel("y", Body))
	press(w, fyne.KeyEscape)
	if w.Canvas().Overlays().Top() != fyne.CanvasObject(outer) {
		t.Fatal("Escape did not close the inner dialog alone")
	}
	press(w, fyne.KeyEscape, fyne.KeyEscape)
	if w.Canvas().Overlays().Top() != nil || escapes != 1 {
		t.Errorf("the window heard Escape %d times, want the third only", escapes)
	}
	outer = Show(w, "outer", NewLabel("x", Body))
	inner := Show(w, "inner", NewLabel("y", Body))
	outer.Close() // takes the inner one with it
	inner.Close()
	press(w, fyne.KeyEscape)
	if escapes != 2 {
		t.Errorf("the window heard Escape %d times, want 2", escapes)
	}
}

func TestDialogFitsTheWindow(t *testing.T) {
	start(t, Light)
	w := shown(t, 400, 300, Column(0))
	long := NewFlow(20, Span{Text: strings.Repeat("很长的说明。", 200), Face: Body})
	d := Show(w, "说明", long, NewButton("关闭", Plain, nil)).Wide(600)
	if s := d.card.Size(); s.Width > 400-2*dialogEdge || s.Height > 300-2*dialogEdge {
		t.Errorf("the card is %v in a window of 400x300", s)
	}
	d.Close()
	short := Show(w, "说明", NewFlow(20, Span{Text: "短", Face: Body}), NewButton("关闭", Plain, nil))
	if s := short.card.Size(); s.Width != dialogWidth || s.Height > 150 {
		t.Errorf("a short dialog is %v", s)
	}
}

func TestDialogGrowsWithItsContent(t *testing.T) {
	start(t, Light)
	w := shown(t, 500, 500, Column(0))
	f := NewFormField("Token", NewField(""))
	box := Column(8, f)
	d := Show(w, "编辑", box)
	before := d.card.Size().Height
	f.SetProblem(LevelError, strings.Repeat("太短。", 40))
	d.body.Content.Resize(d.body.Content.MinSize()) // as the loop of a real driver does
	d.body.Content.Resize(d.body.Content.MinSize())
	if after := d.card.Size().Height; after < before+18 {
		t.Errorf("height %v, was %v", after, before)
	}
}
