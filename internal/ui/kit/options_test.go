package kit

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestOptions(t *testing.T) {
	start(t, Light)
	heard := []int{}
	o := NewOptions([]string{"文本", "图片", "语音", "视频", "音乐"}, func(i int) { heard = append(heard, i) })
	narrow := o.widest()*3 + 8
	w := shown(t, narrow, 80, Column(0, o))
	if c, r := o.columns(narrow), o.rows(narrow); c != 3 || r != 2 {
		t.Fatalf("%d columns, %d rows; want 3 and 2", c, r)
	}
	if got := o.Size().Height; got != 2*optionHeight+2 {
		t.Errorf("two rows are %v high", got)
	}
	if o.SetChoice(1); o.Choice() != 1 || len(heard) > 0 {
		t.Fatalf("choice %d, heard %v", o.Choice(), heard)
	}
	x, y, _ := o.cell(3)
	tapAt(w, o, fyne.NewPos(x+5, y+5))
	w.Canvas().Focus(o)
	press(w, fyne.KeyUp, fyne.KeyRight, fyne.KeyDown, fyne.KeyDown, fyne.KeyHome, fyne.KeyLeft, fyne.KeyEnd)
	want := []int{3, 0, 1, 4, 0, 4}
	if len(heard) != len(want) {
		t.Fatalf("heard %v, want %v", heard, want)
	}
	for i := range want {
		if heard[i] != want[i] {
			t.Fatalf("heard %v, want %v", heard, want)
		}
	}
	w.Resize(fyne.NewSize(600, 80))
	settle(w)
	if got := o.rows(600); got != 1 || o.MinSize().Height != optionHeight+2 {
		t.Errorf("%d rows in a wide window, height %v", got, o.MinSize().Height)
	}
	tapAt(w, o, fyne.NewPos(1, 1)) // the edge belongs to no word
	if len(heard) != len(want) {
		t.Errorf("a tap beside the words chose %v", heard[len(want):])
	}
}

func TestBudget(t *testing.T) {
	for _, c := range []struct {
		name             string
		low, high        float64
		sure, may, over  bool
		sureWide, mayEnd float32
	}{
		{"nothing", 0, 0, false, false, false, 0, 0},
		{"fixed", 2.5, 2.5, true, false, false, 200, 0},
		{"range", 1, 3, true, true, false, 80, 240},
		{"beyond", 4, 6, true, true, true, 320, 400},
		{"all beyond", 6, 6, true, false, true, 480, 0},
		{"far beyond", 300, 300, true, false, true, 500, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			start(t, Light)
			b := NewBudget(5)
			shown(t, 500, 12, b)
			b.Set(c.low, c.high)
			if sure, may, over := !b.sure.Hidden, !b.may.Hidden, !b.over.Hidden; sure != c.sure || may != c.may || over != c.over {
				t.Fatalf("sure %v, may %v, over %v", sure, may, over)
			}
			if c.sure && b.sure.Size().Width != c.sureWide {
				t.Errorf("the sure part is %v wide, want %v", b.sure.Size().Width, c.sureWide)
			}
			if c.may && b.may.Size().Width != c.mayEnd {
				t.Errorf("the possible part ends at %v, want %v", b.may.Size().Width, c.mayEnd)
			}
			if red := b.sure.fill == light[ColorRed]; red != (c.low > 5) {
				t.Errorf("red %v", red)
			}
			if b.mark.Position().X != 400 {
				t.Errorf("the limit stands at %v", b.mark.Position().X)
			}
		})
	}
}

func TestFold(t *testing.T) {
	start(t, Light)
	body := NewLabel("里面", Body)
	f := NewFold("高级", body)
	heard := []bool{}
	f.OnTurned = func(open bool) { heard = append(heard, open) }
	w := shown(t, 300, 100, Column(0, f))
	f.SetGist("半截响应")
	if body.Visible() || f.words.Text() != "半截响应" {
		t.Fatalf("shown %v, gist %q", body.Visible(), f.words.Text())
	}
	tapAt(w, f.button)
	if !body.Visible() || !f.Open() || f.words.Text() != "" || len(heard) != 1 || !heard[0] {
		t.Fatalf("shown %v, open %v, gist %q, heard %v", body.Visible(), f.Open(), f.words.Text(), heard)
	}
	if f.SetOpen(false); body.Visible() || len(heard) != 1 {
		t.Errorf("shown %v, heard %v", body.Visible(), heard)
	}
}
