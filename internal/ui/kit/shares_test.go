package kit

import "testing"

func TestShares(t *testing.T) {
	start(t, Light)
	s := NewShares(Share{0, .0001, ColorBlue}, Share{.0001, .5, ColorGreen}, Share{.5, 1, ColorRed}, Share{1, 1, ColorLink}).WithLimit(.8)
	shown(t, 200, 14, s)
	end := float32(0)
	for i, b := range s.boxes {
		if x := b.Position().X; x != end {
			t.Errorf("part %d begins at %v, want %v", i, x, end)
		}
		end = b.Position().X + b.Size().Width
	}
	if w := s.boxes[0].Size().Width; w != shareLeast {
		t.Errorf("the thin part is %v wide", w)
	}
	if end != 200 || s.boxes[1].Position().X+s.boxes[1].Size().Width != 100 {
		t.Errorf("the parts end at %v", end)
	}
	if s.mark.Hidden || s.mark.Position().X != 160 {
		t.Errorf("the limit is at %v, hidden %v", s.mark.Position().X, s.mark.Hidden)
	}
	s.WithLimit(1.5).Refresh()
	if !s.mark.Hidden {
		t.Error("a limit beyond the bar is drawn")
	}
}
