package kit

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

var logCols = Cols{
	{Width: 20, Face: Code.Sized(16)}, {Width: 62, Face: Small},
	{Width: 60, Face: Small.Sized(11), Align: fyne.TextAlignCenter, Badge: true}, {Width: 0, Face: Body},
}

// listed shows names in a list of 10 visible rows.
func listed(t testing.TB, names *[]string) (*Rows, fyne.Window) {
	start(t, Light)
	r := NewRows(logCols, 36, func() int { return len(*names) }, func(i int, into []Cell) {
		into[0].Text, into[3].Text = "✓", (*names)[i]
	})
	return r, shown(t, 400, 360, r.Wrapped())
}

func numbered(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("row %d", i)
	}
	return out
}

// seenRow is the item that stands for row i, made as the list makes its own.
func seenRow(r *Rows, i int) fyne.CanvasObject {
	o := r.CreateItem()
	r.UpdateItem(i, o)
	o.Resize(fyne.NewSize(r.Size().Width, r.height))
	return o
}

// tapRow taps row i where the window shows it, at a place in the row.
func tapRow(w fyne.Window, r *Rows, i int, x, y float32) {
	test.TapCanvas(w.Canvas(), fyne.NewPos(x, float32(i)*r.height+y-r.GetScrollOffset()))
}

func TestRowsKeys(t *testing.T) {
	names := numbered(100)
	r, w := listed(t, &names)
	var heard []int
	r.OnChosen = func(i int) { heard = append(heard, i) }
	tapRow(w, r, 3, 200, 18)
	if w.Canvas().Focused() != fyne.Focusable(r) || !r.ring.Hidden {
		t.Fatalf("focus is on %T, ring hidden %v", w.Canvas().Focused(), r.ring.Hidden)
	}
	press(w, fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyEnd, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyHome, fyne.KeyUp)
	if want := []int{3, 4, 3, 12, 99, 90, 0}; !equal(heard, want) {
		t.Errorf("chose %v, want %v", heard, want)
	}
	if r.GetScrollOffset() != 0 {
		t.Errorf("the list is at %v with the first row chosen", r.GetScrollOffset())
	}
	press(w, fyne.KeyEnd)
	if want := float32(100*36 - 360); r.GetScrollOffset() != want {
		t.Errorf("the list is at %v with the last row chosen, want %v", r.GetScrollOffset(), want)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(50, 50)) // a row in the middle: nothing scrolls
	if want := float32(100*36 - 360); r.GetScrollOffset() != want {
		t.Errorf("a tap scrolled to %v", r.GetScrollOffset())
	}
}

func TestRowsRingByKeyboard(t *testing.T) {
	names := numbered(3)
	r, w := listed(t, &names)
	test.FocusNext(w.Canvas())
	if w.Canvas().Focused() != fyne.Focusable(r) || r.ring.Hidden {
		t.Errorf("focus is on %T, ring hidden %v after Tab", w.Canvas().Focused(), r.ring.Hidden)
	}
	w.Canvas().Unfocus()
	if !r.ring.Hidden {
		t.Error("the ring stays")
	}
}

func TestRowsKeepPlace(t *testing.T) {
	for _, c := range []struct {
		name           string
		offset         float32
		change         func(r *Rows, names *[]string)
		wantOffset     float32
		chosen, wanted int
	}{
		{"new rows while scrolled", 720, func(r *Rows, n *[]string) { *n = append(numbered(3), *n...); r.Inserted(0, 3) }, 720 + 3*36, 25, 28},
		{"new rows at the top", 0, func(r *Rows, n *[]string) { *n = append(numbered(3), *n...); r.Inserted(0, 3) }, 0, 5, 8},
		{"new rows at the end", 720, func(r *Rows, n *[]string) { *n = append(*n, numbered(3)...); r.Inserted(100, 3) }, 720, 25, 25},
		{"rows below the view", 720, func(r *Rows, n *[]string) { *n = append(*n, "", ""); r.Inserted(60, 2) }, 720, 25, 25},
		{"first rows removed", 720, func(r *Rows, n *[]string) { *n = (*n)[5:]; r.Removed(0, 5) }, 720 - 5*36, 25, 20},
		{"chosen row removed", 720, func(r *Rows, n *[]string) { *n = (*n)[30:]; r.Removed(0, 30) }, 0, 25, -1},
		{"last rows removed", 100*36 - 360, func(r *Rows, n *[]string) { *n = (*n)[:50]; r.Removed(50, 50) }, 50*36 - 360, 2, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			names := numbered(100)
			r, _ := listed(t, &names)
			r.ScrollToOffset(c.offset)
			r.Mark(c.chosen)
			c.change(r, &names)
			if got := r.GetScrollOffset(); got != c.wantOffset {
				t.Errorf("the list is at %v, want %v", got, c.wantOffset)
			}
			if r.Chosen() != c.wanted {
				t.Errorf("row %d is chosen, want %d", r.Chosen(), c.wanted)
			}
		})
	}
}

func TestRowsPlace(t *testing.T) {
	names := numbered(100)
	r, _ := listed(t, &names)
	r.ScrollToOffset(720 + 10)
	row, out := r.Place()
	names = append(numbered(50), names...)
	r.SetPlace(row+50, out)
	if got := r.GetScrollOffset(); got != 720+10+50*36 {
		t.Errorf("the list is at %v", got)
	}
}

// TestRowsFindTheirPlaceAgain makes the renderer anew, as Fyne does after a minute hidden.
func TestRowsFindTheirPlaceAgain(t *testing.T) {
	names := numbered(100)
	r, _ := listed(t, &names)
	r.ScrollToOffset(720)
	made := r.CreateRenderer()
	made.Layout(fyne.NewSize(400, 360))
	if got := r.GetScrollOffset(); got != 720 {
		t.Errorf("the list is at %v", got)
	}
}

func TestRowsTapSameRowAgain(t *testing.T) {
	names := numbered(10)
	r, w := listed(t, &names)
	heard := 0
	r.OnChosen = func(int) { heard++ }
	r.Mark(2)
	tapRow(w, r, 2, 200, 18)
	if heard != 1 || r.Chosen() != 2 {
		t.Errorf("heard %d times, chosen %d", heard, r.Chosen())
	}
	r.Choose(-1)
	if heard != 1 || r.Chosen() != -1 {
		t.Errorf("heard %d times, chosen %d after none was chosen", heard, r.Chosen())
	}
	r.Choose(99)
	if r.Chosen() != -1 {
		t.Errorf("chosen %d of 10", r.Chosen())
	}
}

func TestRowsMenu(t *testing.T) {
	names := numbered(10)
	r, _ := listed(t, &names)
	got := -1
	var at fyne.Position
	r.OnMenu = func(i int, p fyne.Position) { got, at = i, p }
	seenRow(r, 4).(*rowItem).TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(40, 160)})
	if got != 4 || r.Chosen() != 4 || at != fyne.NewPos(40, 160) {
		t.Errorf("menu for %d at %v, chosen %d", got, at, r.Chosen())
	}
}

func TestRowsMove(t *testing.T) {
	names := numbered(10)
	r, w := listed(t, &names)
	var from, to []int
	alt := func(k fyne.KeyName) {
		r.TypedShortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierAlt})
	}
	heard := 0
	w.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierControl}, func(fyne.Shortcut) { heard++ })
	r.Mark(0)
	alt(fyne.KeyDown) // nobody listens
	r.OnMoved = func(f, t int) { from, to = append(from, f), append(to, t) }
	alt(fyne.KeyUp) // nowhere to go
	alt(fyne.KeyDown)
	r.Mark(9)
	alt(fyne.KeyDown)
	alt(fyne.KeyUp)
	if !equal(from, []int{0, 9}) || !equal(to, []int{1, 8}) {
		t.Errorf("moved %v to %v", from, to)
	}
	r.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierControl})
	if heard != 1 {
		t.Error("another shortcut did not reach the window")
	}
}

func TestRowCells(t *testing.T) {
	start(t, Light)
	cell := Cell{Lead: "签名不匹配", LeadColor: ColorRed, Text: " · Token 末尾多一个空格，很长很长很长很长很长", Tail: " · 已截断", TailColor: ColorAmber}
	r := NewRows(logCols, 36, func() int { return 1 }, func(_ int, into []Cell) {
		into[2].Text, into[3] = "TEMPLATESENDJOBFINISH", cell
	})
	shown(t, 400, 100, r.Wrapped())
	row := seenRow(r, 0).(*rowItem)
	text := row.inks[3].text.Text
	if row.lead.text.Text != cell.Lead || row.tail.text.Text != cell.Tail || text == cell.Text || text == "" {
		t.Errorf("shows %q %q %q", row.lead.text.Text, text, row.tail.text.Text)
	}
	if end := row.tail.box.Position().X + row.tail.box.Size().Width; end > 400-rowPad+0.5 {
		t.Errorf("the tail ends at %v", end)
	}
	if badge := row.inks[2].text.Text; Width(badge, row.inks[2].face) > 60-2*badgePad {
		t.Errorf("the badge %q is too wide", badge)
	}
	if row.lead.face.Color != ColorRed || row.lead.text.Color != light[ColorRedText] {
		t.Errorf("the lead is %v", row.lead.text.Color)
	}
}

func TestRowForgetsPointer(t *testing.T) {
	names := numbered(100)
	r, _ := listed(t, &names)
	row := seenRow(r, 3).(*rowItem)
	row.MouseIn(&desktop.MouseEvent{})
	if row.bind(3, row.cells, false, Look{}); !row.hovered {
		t.Error("a refresh of the same row lost the pointer")
	}
	if row.bind(40, row.cells, false, Look{}); row.hovered {
		t.Error("a row that moved kept the pointer")
	}
}

func TestPairs(t *testing.T) {
	start(t, Light)
	pairs := []Pair{{Title: "关注欢迎", On: true}, {Title: "营业时间", Subtitle: "文本 包含 “开门”", Right: "218 次", Problem: LevelError}, {Title: "兜底"}}
	var r *Rows
	r = NewPairs(func() int { return len(pairs) }, func(i int) Pair { return pairs[i] }, func(i int, on bool) {
		pairs[i].On = on
		r.Refresh()
	})
	w := shown(t, 400, 300, r.Wrapped())
	tapRow(w, r, 1, 30, 30) // the switch
	if !pairs[1].On || r.Chosen() != -1 {
		t.Errorf("on %v, chosen %d after a tap on the switch", pairs[1].On, r.Chosen())
	}
	tapRow(w, r, 0, 200, 30)
	press(w, fyne.KeySpace)
	if pairs[0].On || r.Chosen() != 0 {
		t.Errorf("on %v, chosen %d after a tap on the row and Space", pairs[0].On, r.Chosen())
	}
	row := seenRow(r, 1).(*pairRow)
	primary := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{Position: fyne.NewPos(200, 30)}}
	if row.MouseDown(primary); r.Chosen() != 1 {
		t.Error("a press does not choose the row")
	}
	row.Tapped(&fyne.PointEvent{Position: primary.Position})
	primary.Position.X = 30
	seenRow(r, 0).(*pairRow).MouseDown(primary)
	if r.Chosen() != 1 {
		t.Error("a press on the switch chooses the row")
	}
	pairs[1].Below = "14:03:22"
	r.Refresh()
	two := seenRow(r, 1).(*pairRow)
	if a, b := two.right.box.Position(), two.below.box.Position(); a.Y != two.title.box.Position().Y || b.Y != two.subtitle.box.Position().Y {
		t.Errorf("the words at the right end stand at %v and %v", a, b)
	}
	if row := seenRow(r, 1).(*pairRow); row.mark.text.Text != "✗" || row.subtitle.text.Color != light[ColorRedText] {
		t.Errorf("a problem shows %q in %v", row.mark.text.Text, row.subtitle.text.Color)
	}
}

func TestPairsDrag(t *testing.T) {
	for _, c := range []struct {
		from      int
		y         float32
		from2, to int
	}{
		{0, 170, 0, 2}, {2, 5, 2, 0}, {1, 1000, 1, 4}, {1, 70, -1, -1}, {1, 118, -1, -1},
	} {
		t.Run(fmt.Sprintf("%d to %v", c.from, c.y), func(t *testing.T) {
			start(t, Light)
			r := NewPairs(func() int { return 5 }, func(int) Pair { return Pair{Title: "x"} }, nil)
			from, to := -1, -1
			r.OnMoved = func(f, t int) { from, to = f, t }
			shown(t, 300, 320, r.Wrapped())
			row := seenRow(r, c.from).(*pairRow)
			top := fyne.CurrentApp().Driver().AbsolutePositionForObject(r).Y
			row.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: fyne.NewPos(100, top+c.y)}})
			row.DragEnd()
			if from != c.from2 || to != c.to || r.drop != -1 {
				t.Errorf("row %d dragged to %v moved %d to %d, want %d to %d", c.from, c.y, from, to, c.from2, c.to)
			}
		})
	}
}

// TestRowsChooseOnPress: rows that come in while the mouse is down do not cost the choice.
func TestRowsChooseOnPress(t *testing.T) {
	names := numbered(100)
	r, w := listed(t, &names)
	heard := ""
	r.OnChosen = func(i int) { heard += names[i] + "; " }
	primary := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	row := seenRow(r, 4).(*rowItem)
	row.MouseDown(primary)
	names = append(numbered(30), names...)
	r.Inserted(0, 30)
	other := seenRow(r, 34).(*rowItem)
	other.MouseUp(primary)
	if heard != "row 4; " || r.Chosen() != 34 {
		t.Fatalf("chose %q, row %d", heard, r.Chosen())
	}
	row = seenRow(r, 40).(*rowItem)
	row.MouseDown(primary)
	row.MouseUp(primary)
	row.Tapped(&fyne.PointEvent{})
	if heard != "row 4; row 10; " {
		t.Errorf("a whole click chose %q", heard)
	}
	row.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonSecondary})
	r.SetPlace(0, 0)
	tapRow(w, r, 2, 200, 18) // as a finger on glass, which sends no mouse event
	if heard != "row 4; row 10; row 2; " {
		t.Errorf("a tap alone chose %q", heard)
	}
}
