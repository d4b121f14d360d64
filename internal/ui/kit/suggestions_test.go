package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestSuggestions(t *testing.T) {
	start(t, Light)
	s := NewSuggestions("Tab")
	picked := -1
	s.OnPicked = func(i int) { picked = i }
	shown(t, 300, 200, s)
	s.Step(1)
	if s.Current() != -1 || s.Len() != 0 {
		t.Errorf("an empty list lights %d", s.Current())
	}
	empty := s.MinSize().Height
	s.Set([]Suggestion{{"type:", "kind of message"}, {"event:", ""}, {"rule:", ""}}, -1)
	if s.MinSize().Height != empty+3*suggestionHeight {
		t.Errorf("three rows are %v high, none %v", s.MinSize().Height, empty)
	}
	for i, c := range []struct{ by, want int }{{1, 0}, {1, 1}, {1, 2}, {1, 0}, {-1, 2}, {-1, 1}} {
		if s.Step(c.by); s.Current() != c.want {
			t.Errorf("step %d lights %d, want %d", i, s.Current(), c.want)
		}
	}
	s.Set(nil, -1)
	s.Set([]Suggestion{{"a", ""}, {"b", ""}}, -1)
	if s.Step(-1); s.Current() != 1 {
		t.Errorf("up from nowhere lights %d", s.Current())
	}
	row := s.rows[0]
	row.MouseIn(nil)
	if s.Current() != 0 {
		t.Error("the pointer lights nothing")
	}
	row.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonSecondary})
	if picked != -1 {
		t.Error("the other button picks")
	}
	row.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	row.MouseUp(nil)
	if picked != 0 {
		t.Errorf("picked %d when the mouse went down", picked)
	}
	picked = -1
	row.Tapped(&fyne.PointEvent{})
	if picked != -1 {
		t.Error("one click picks twice")
	}
	row.Tapped(&fyne.PointEvent{}) // a finger sends no mouse event
	if picked != 0 {
		t.Error("a tap picks nothing")
	}
}

func TestFieldGivesItsKeys(t *testing.T) {
	start(t, Light)
	f := NewField("ab cd")
	w := shown(t, 200, 40, f)
	var heard []fyne.KeyName
	tabs := false
	f.Keys = func(name fyne.KeyName) bool {
		heard = append(heard, name)
		return name == fyne.KeyDown
	}
	f.Tabs = func() bool { return tabs }
	focus := ""
	f.OnFocus = func(in bool) { focus += map[bool]string{true: "in ", false: "out "}[in] }
	carets := 0
	f.OnCaret = func() { carets++ }
	changed := ""
	f.OnChanged = func(text string) { changed = text }
	f.Focus()
	if f.Entry.AcceptsTab() {
		t.Error("Tab stays though the field has no use for it")
	}
	tabs = true
	if !f.Entry.AcceptsTab() {
		t.Error("Tab moves on")
	}
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyTab, fyne.KeyRight} {
		f.Entry.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if len(heard) != 3 || f.Caret() != 1 || f.Text() != "ab cd" {
		t.Errorf("heard %v, the caret is at %d, the field says %q", heard, f.Caret(), f.Text())
	}
	if carets == 0 {
		t.Error("nothing is heard of the caret")
	}
	f.Edit("你好 x", 2)
	if f.Text() != "你好 x" || f.Caret() != 2 || changed != "你好 x" {
		t.Errorf("the field says %q, the caret is at %d, heard %q", f.Text(), f.Caret(), changed)
	}
	test.Type(f.Entry, "!")
	if f.Text() != "你好! x" {
		t.Errorf("typing goes on at %q", f.Text())
	}
	w.Canvas().Unfocus()
	if focus != "in in out " && focus != "in out " {
		t.Errorf("focus %s", focus)
	}
}

func TestFieldUnderlinesAFault(t *testing.T) {
	start(t, Light)
	f := NewField("ab cd ef")
	shown(t, 200, 40, f)
	if !f.fault.line.Hidden {
		t.Error("a line without a fault")
	}
	f.SetFault(3, 5)
	if f.fault.line.Hidden || f.fault.line.Size().Width < 8 || f.fault.line.Position().X < 10 {
		t.Errorf("the line is at %v, %v", f.fault.line.Position(), f.fault.line.Size())
	}
	f.SetFault(7, 99) // the text may have become shorter
	if from, to := f.Fault(); f.fault.line.Hidden || from != 7 || to != 99 {
		t.Error("the line has gone")
	}
	f.SetText("a")
	if !f.fault.line.Hidden {
		t.Error("a line under nothing")
	}
}
