package kit

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// facingWords are the texts of the lines in sight, in order, one string a line.
func facingWords(f *Facing) (out []string) {
	var walk func(o fyne.CanvasObject, into *[]string)
	walk = func(o fyne.CanvasObject, into *[]string) {
		if !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *canvas.Text:
			if o.Text != "" {
				*into = append(*into, o.Text)
			}
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c, into)
			}
		case *facingItem:
			var words []string
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c, &words)
			}
			*into = append(*into, strings.Join(words, " "))
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c, into)
			}
		}
	}
	walk(f, &out)
	return out
}

func TestFacing(t *testing.T) {
	start(t, Light)
	f := NewFacing()
	f.More = func(n int) string { return fmt.Sprintf("%d more", n) }
	var tapped []int
	f.OnTapped = func(i int) { tapped = append(tapped, i) }
	window := shown(t, 800, 400, f.Wrapped())
	long := strings.Repeat("0123456789", 60)
	f.SetRows([]FacingRow{
		{Title: "Headers", Note: "2"},
		{Label: "Host", Sign: "≠", Left: FacingText{Text: "a\tb\u200bc", Spans: []FacingSpan{{2, 3}}, Mark: ColorRed}, Right: FacingText{Text: "x\ny", Number: 7}},
		{Fold: "3 the same"},
		{Label: "Long", Left: FacingText{Text: long}, Right: FacingText{Text: "short"}, Lines: 2},
	})
	settle(window)
	words := facingWords(f)
	if len(words) != 7 || words[0] != "Headers 2" || words[1] != "≠ Host a    b\ufffdc 7 x" || words[2] != "y" || words[3] != "▸ 3 the same" {
		t.Fatalf("it reads %q", words)
	}
	if r := f.Row(1); r.Left.Text[r.Left.Spans[0].From:r.Left.Spans[0].To] != "b" {
		t.Errorf("the span moved to %+v of %q", r.Left.Spans, r.Left.Text)
	}
	var more int
	if n, _ := fmt.Sscanf(words[6], "%d more", &more); n != 1 || more <= 0 || more >= 600 {
		t.Errorf("the last line says %q", words[6])
	}
	for i, y := range []float32{10, 30, 70, 90, 130} { // heading, values, fold, values, more
		test.TapCanvas(window.Canvas(), fyne.NewPos(200, y))
		if want := []int{0, 0, 1, 1, 2}[i]; len(tapped) != want {
			t.Fatalf("after a tap at %v: %v", y, tapped)
		}
	}
	if tapped[0] != 2 || tapped[1] != 3 {
		t.Errorf("tapped %v", tapped)
	}

	rows := []FacingRow{{Label: "Long", Left: FacingText{Text: long}, Right: FacingText{Text: long + "x"}}}
	f.SetRows(rows)
	var left, right strings.Builder
	for _, l := range f.lines {
		left.WriteString(f.rows[0].Left.Text[l.left.from:l.left.to])
		right.WriteString(f.rows[0].Right.Text[l.right.from:l.right.to])
	}
	if left.String() != long || right.String() != long+"x" || len(f.lines) < 10 {
		t.Errorf("%d lines lose something", len(f.lines))
	}
	before := len(f.lines)
	window.Resize(fyne.NewSize(1600, 400))
	settle(window)
	if len(f.lines) >= before {
		t.Errorf("%d lines in twice the width, %d before", len(f.lines), before)
	}
}

// TestFacingPoints brings a row into view, and keeps the place when rows are put in.
func TestFacingPoints(t *testing.T) {
	start(t, Dark)
	f := NewFacing()
	window := shown(t, 600, 200, f.Wrapped())
	rows := make([]FacingRow, 1000)
	for i := range rows {
		rows[i] = FacingRow{Label: fmt.Sprint("row ", i)}
	}
	f.SetRows(rows)
	settle(window)
	f.Point(500)
	if at := f.Place(); at > 500 || at < 490 || f.Current() != 500 {
		t.Errorf("row %d is at the top, %d current", at, f.Current())
	}
	at := f.Place()
	f.SetRows(rows)
	if f.Place() != at || f.Current() != -1 {
		t.Errorf("other rows moved the place from %d to %d", at, f.Place())
	}
	window.Canvas().Focus(f)
	press(window, fyne.KeyEnd)
	if f.Place() != 990 {
		t.Errorf("End goes to %d", f.Place())
	}
	press(window, fyne.KeyHome, fyne.KeyDown, fyne.KeyPageDown, fyne.KeyUp)
	if f.Place() != 9 {
		t.Errorf("Home, Down, PageDown and Up go to %d", f.Place())
	}
	f.SetRows(rows[:3])
	if f.Place() != 0 {
		t.Errorf("fewer rows leave %d at the top", f.Place())
	}
	f.Point(7)
	if f.Current() != -1 {
		t.Error("it points at what is not there")
	}
}

// BenchmarkFacing breaks a megabyte of lines on both sides.
func BenchmarkFacing(b *testing.B) {
	start(b, Light)
	f := NewFacing()
	shown(b, 1200, 700, f.Wrapped())
	rows := make([]FacingRow, 20_000)
	for i := range rows {
		text := FacingText{Text: strings.Repeat("0123456789", 5), Number: i + 1}
		rows[i] = FacingRow{Left: text, Right: text, Lines: 6}
	}
	for b.Loop() {
		f.SetRows(rows)
	}
}
