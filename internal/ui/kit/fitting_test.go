package kit

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestFitting(t *testing.T) {
	start(t, Light)
	var chips []fyne.CanvasObject
	for range 5 {
		chips = append(chips, NewChip("一二三", nil))
	}
	more := NewChip("…", nil)
	f := NewFitting(4, more, chips...)
	changed := 0
	f.OnChanged = func() { changed++ }
	one := chips[0].MinSize().Width
	for _, c := range []struct {
		width float32
		shown int
	}{{5*one + 16, 5}, {5*one + 15, 4}, {2*one + 8 + more.MinSize().Width, 2}, {10, 1}, {1000, 5}} {
		f.Object().Resize(fyne.NewSize(c.width, 22))
		if f.Shown() != c.shown || more.Visible() != (c.shown < 5) || chips[4].Visible() != (c.shown == 5) {
			t.Errorf("%v wide: %d are shown, want %d", c.width, f.Shown(), c.shown)
		}
	}
	if changed != 4 {
		t.Errorf("heard of %d changes", changed)
	}
}
