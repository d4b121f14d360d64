package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// block is an object of a fixed least size.
func block(w, h float32) fyne.CanvasObject {
	r := &canvas.Rectangle{}
	r.SetMinSize(fyne.NewSize(w, h))
	return r
}

func TestWrap(t *testing.T) {
	start(t, Light)
	a, b, c, hidden := block(60, 20), block(60, 30), block(60, 20), block(60, 20)
	hidden.Hide()
	box := Wrap(10, a, b, hidden, c)
	if got := box.MinSize(); got != fyne.NewSize(60, 30) {
		t.Errorf("before the first layout it wants %v", got)
	}
	for _, k := range []struct {
		width, height float32
		c             fyne.Position
	}{
		{210, 30, fyne.NewPos(140, 5)}, {200, 30, fyne.NewPos(140, 5)}, {199, 60, fyne.NewPos(0, 40)},
		{60, 90, fyne.NewPos(0, 70)}, {20, 90, fyne.NewPos(0, 70)},
	} {
		box.Resize(fyne.NewSize(k.width, 200))
		if got := box.MinSize(); got != fyne.NewSize(60, k.height) || c.Position() != k.c {
			t.Errorf("width %v: least %v, the last at %v; want height %v at %v", k.width, got, c.Position(), k.height, k.c)
		}
	}
}

func TestLayouts(t *testing.T) {
	start(t, Light)
	type at struct{ x, y, w, h float32 }
	for _, c := range []struct {
		name  string
		build func(a, b, c fyne.CanvasObject) fyne.CanvasObject
		least fyne.Size
		want  [3]at // in 200 by 100; zero is not looked at
	}{
		{"dock", func(a, b, c fyne.CanvasObject) fyne.CanvasObject { return Dock(a, b, c) }, fyne.NewSize(30, 45),
			[3]at{{0, 0, 200, 10}, {0, 80, 200, 20}, {0, 10, 200, 70}}},
		{"dock without a foot", func(a, _, c fyne.CanvasObject) fyne.CanvasObject { return Dock(a, nil, c) }, fyne.NewSize(30, 25),
			[3]at{{0, 0, 200, 10}, {}, {0, 10, 200, 90}}},
		{"beside", func(a, b, _ fyne.CanvasObject) fyne.CanvasObject { return Beside(a, b) }, fyne.NewSize(30, 20),
			[3]at{{0, 0, 10, 100}, {10, 0, 190, 100}, {}}},
		{"spread", func(a, b, _ fyne.CanvasObject) fyne.CanvasObject { return Spread(8, a, b) }, fyne.NewSize(38, 20),
			[3]at{{0, 0, 172, 100}, {180, 40, 20, 20}, {}}},
		{"fixed", func(a, _, _ fyne.CanvasObject) fyne.CanvasObject { return Fixed(50, 0, a) }, fyne.NewSize(50, 10),
			[3]at{{0, 0, 200, 100}, {}, {}}},
		{"even", func(a, b, _ fyne.CanvasObject) fyne.CanvasObject { return Even(10, 0, a, b) }, fyne.NewSize(50, 20),
			[3]at{{0, 0, 95, 10}, {105, 0, 95, 20}, {}}},
		{"even, stacked", func(a, b, _ fyne.CanvasObject) fyne.CanvasObject { return Even(10, 300, a, b) }, fyne.NewSize(20, 20),
			[3]at{{0, 0, 200, 10}, {0, 20, 200, 20}, {}}},
	} {
		o := [3]fyne.CanvasObject{block(10, 10), block(20, 20), block(30, 15)}
		box := c.build(o[0], o[1], o[2])
		if got := box.MinSize(); got != c.least {
			t.Errorf("%s: least %v, want %v", c.name, got, c.least)
		}
		box.Resize(fyne.NewSize(200, 100))
		for i, want := range c.want {
			got := at{o[i].Position().X, o[i].Position().Y, o[i].Size().Width, o[i].Size().Height}
			if want != (at{}) && got != want {
				t.Errorf("%s: object %d at %v, want %v", c.name, i, got, want)
			}
		}
	}
}

func TestSplit(t *testing.T) {
	start(t, Light)
	a, b := block(100, 50), block(150, 60)
	s := NewSplit(a, b, 200)
	var heard []float32
	var heardStacked []bool
	s.OnChanged = func(size float32, stacked bool) {
		heard, heardStacked = append(heard, size), append(heardStacked, stacked)
	}
	w := shown(t, 600, 300, s)
	if a.Size().Width != 200 || b.Position().X != 201 || b.Size().Width != 399 {
		t.Fatalf("first %v, second %v at %v", a.Size(), b.Size(), b.Position())
	}
	if s.MinSize() != fyne.NewSize(251, 60) {
		t.Errorf("least %v", s.MinSize())
	}
	s.grip.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(50, 9)})
	s.grip.DragEnd()
	if a.Size().Width != 250 || len(heard) != 1 || heard[0] != 250 || heardStacked[0] {
		t.Errorf("width %v, heard %v", a.Size().Width, heard)
	}
	for _, c := range []struct{ want, got float32 }{{9999, 449}, {1, 100}} {
		if s.SetSize(c.want); a.Size().Width != c.got {
			t.Errorf("asked for %v, got %v, want %v", c.want, a.Size().Width, c.got)
		}
	}
	s.SetSize(250)
	w.Resize(fyne.NewSize(800, 300))
	settle(w)
	if a.Size().Width != 250 {
		t.Errorf("the first grew to %v with the window", a.Size().Width)
	}
}

func TestSplitStacks(t *testing.T) {
	start(t, Light)
	a, b := block(100, 50), block(150, 60)
	s := NewSplit(a, b, 200).StackBelow(500, 120)
	w := shown(t, 600, 400, s)
	if s.Stacked() || s.MinSize().Width != 150 || s.grip.Cursor() != desktop.HResizeCursor {
		t.Fatalf("stacked %v, least %v", s.Stacked(), s.MinSize())
	}
	w.Resize(fyne.NewSize(400, 400))
	settle(w)
	if !s.Stacked() || a.Size() != fyne.NewSize(400, 120) || b.Position().Y != 121 || s.grip.Cursor() != desktop.VResizeCursor {
		t.Fatalf("stacked %v, first %v, second at %v", s.Stacked(), a.Size(), b.Position())
	}
	s.grip.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(9, 30)})
	if a.Size().Height != 150 {
		t.Errorf("height %v after a drag", a.Size().Height)
	}
	w.Resize(fyne.NewSize(600, 400))
	settle(w)
	if a.Size().Width != 200 {
		t.Errorf("width %v side by side again", a.Size().Width)
	}
}
