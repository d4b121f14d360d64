package kit

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// several is a list of 12 rows, the fourth a heading, in which several can be selected and
// the second can be opened; said hears what it hears.
func several(t *testing.T) (r *Rows, w fyne.Window, said *[]string, held *fyne.KeyModifier) {
	t.Helper()
	names := numbered(12)
	r, w = listed(t, &names)
	said, held = &[]string{}, new(fyne.KeyModifier)
	hear := func(format string, args ...any) { *said = append(*said, fmt.Sprintf(format, args...)) }
	branch := BranchClosed
	r.Look = func(i int) (l Look) {
		l.Heading = i == 3
		if i == 1 {
			l.Branch = branch
		}
		l.Picked = i == 5
		return l
	}
	r.OnChosen = func(i int) { hear("chosen %d", i) }
	r.OnPicked = func(i int, how Pick) { hear("%s %d", how, i) }
	r.OnAll = func() { hear("all") }
	r.OnBranch = func(i int, open bool) {
		branch = map[bool]Branch{true: BranchOpen, false: BranchClosed}[open]
		hear("branch %d %v", i, open)
	}
	r.OnHeading = func(i int, _ fyne.Position) { hear("heading %d", i) }
	r.OnMenu = func(i int, _ fyne.Position) { hear("menu %d", i) }
	r.OnKey = func(k fyne.KeyName) bool { hear("key %s", k); return k == fyne.KeyDelete }
	r.Modifiers = func() fyne.KeyModifier { return *held }
	r.Refresh()
	return r, w, said, held
}

func TestRowsPick(t *testing.T) {
	r, w, said, held := several(t)
	heard := func(what string, want ...string) {
		t.Helper()
		if !slices.Equal(*said, want) {
			t.Errorf("%s: heard %q, want %q", what, *said, want)
		}
		*said = nil
	}
	click := func(i int, x float32, mod fyne.KeyModifier) {
		row := seenRow(r, i).(*rowItem)
		at := fyne.PointEvent{Position: fyne.NewPos(x, 18)}
		row.MouseDown(&desktop.MouseEvent{PointEvent: at, Button: desktop.MouseButtonPrimary, Modifier: mod})
		row.Tapped(&at)
	}
	click(2, 200, 0)
	heard("a click", "chosen 2")
	press(w, fyne.KeyDown)
	heard("Down over a heading", "chosen 4")
	press(w, fyne.KeyUp)
	heard("Up over a heading", "chosen 2")
	*held = fyne.KeyModifierShift
	press(w, fyne.KeyDown, fyne.KeyDown)
	heard("Shift and Down", "range 4", "range 5")
	*held = fyne.KeyModifierShortcutDefault
	press(w, fyne.KeyDown)
	heard("Ctrl and Down", "chosen 6")
	*held = 0
	click(8, 200, fyne.KeyModifierShortcutDefault)
	click(9, 200, fyne.KeyModifierShift)
	heard("clicks", "toggle 8", "range 9")
	if r.Chosen() != 9 {
		t.Errorf("row %d is chosen", r.Chosen())
	}
	click(3, 200, 0)
	heard("a click on a heading", "heading 3")
	click(1, 10, 0)
	heard("a click on a branch", "branch 1 true")
	click(2, 10, 0)
	heard("a click at the edge of a row that has none", "chosen 2")
	press(w, fyne.KeyUp, fyne.KeyLeft, fyne.KeyLeft, fyne.KeyRight, fyne.KeyRight)
	heard("Left and Right", "chosen 1", "branch 1 false", "key Left", "branch 1 true", "key Right")
	press(w, fyne.KeyDelete, desktop.KeyMenu)
	heard("Delete and Menu", "key Delete", "menu 1")
	press(w, fyne.KeyF10)
	heard("F10 alone")
	*held = fyne.KeyModifierShift
	press(w, fyne.KeyF10)
	*held = 0
	heard("Shift and F10", "menu 1")
	r.TypedShortcut(&fyne.ShortcutSelectAll{})
	heard("Ctrl and A", "all")
	second := &fyne.PointEvent{Position: fyne.NewPos(200, 18)}
	seenRow(r, 5).(*rowItem).TappedSecondary(second)
	heard("the other button on one of several", "menu 5")
	seenRow(r, 6).(*rowItem).TappedSecondary(second)
	heard("the other button on another", "chosen 6", "menu 6")
	seenRow(r, 3).(*rowItem).TappedSecondary(second)
	heard("the other button on a heading", "heading 3")
	r.OnEnd = func() { *said = append(*said, "end") }
	press(w, fyne.KeyEnd, fyne.KeyHome)
	heard("End, which somebody else sees to, and Home", "end", "chosen 0")
}

// TestRowsOfHeadings has nothing that could be chosen.
func TestRowsOfHeadings(t *testing.T) {
	names := numbered(3)
	r, w := listed(t, &names)
	r.Look = func(int) Look { return Look{Heading: true} }
	test.FocusNext(w.Canvas())
	press(w, fyne.KeyDown, fyne.KeyEnd)
	if r.Chosen() != -1 {
		t.Errorf("heading %d is chosen", r.Chosen())
	}
}

func TestRowSigns(t *testing.T) {
	start(t, Light)
	look := Look{Branch: BranchOpen, Indent: 20, Signs: [SignsMost]Sign{{Icon: Pin}, {Text: "●", Color: ColorRed}, {Text: "3 次", Pill: true}}}
	r := NewRows(logCols, 36, func() int { return 2 }, func(i int, into []Cell) {
		into[0].Text, into[1].Text, into[2].Text, into[3].Text = "✓", "14:06:51", "文本", "很长很长很长很长很长很长很长很长很长很长很长很长很长很长"
	})
	r.Look = func(i int) Look {
		if i == 1 {
			return Look{Heading: true}
		}
		return look
	}
	shown(t, 400, 100, r.Wrapped())
	row := seenRow(r, 0).(*rowItem)
	if row.mark.text.Text != "▾" || row.inks[0].box.Position().X != rowPad+20 {
		t.Errorf("the mark %q, the first column at %v", row.mark.text.Text, row.inks[0].box.Position())
	}
	pin, dot, pill := row.signs[0], row.signs[1], row.signs[2]
	if pin.icon.Hidden || pin.icon.Position().X+signIcon != 400-rowPad {
		t.Errorf("the pin ends at %v", pin.icon.Position().X+signIcon)
	}
	if dot.ink.box.Hidden || dot.ink.text.Color != light[ColorRedText] || !dot.ground.Hidden {
		t.Error("the dot")
	}
	text := row.inks[3]
	if end := text.box.Position().X + Width(text.text.Text, text.face); pill.ground.Hidden || end > pill.ground.Position().X {
		t.Errorf("the text ends at %v, the pill begins at %v", end, pill.ground.Position().X)
	}
	if !row.signs[3].ink.box.Hidden {
		t.Error("a sign that is none can be seen")
	}
	part := seenRow(r, 1).(*rowItem)
	if !part.inks[0].box.Hidden || part.inks[3].box.Hidden || part.inks[3].box.Position().X != rowPad || !part.badges[2].Hidden {
		t.Error("a heading is more than its words")
	}
}
