package journal

import "testing"

// TestSetLimits: other limits are kept to at once, and by what comes later.
func TestSetLimits(t *testing.T) {
	l, _ := searchable(t, LogConfig{File: file(t), MaxCount: 400}, 350) // blocks of 50
	blocksWritten(t, l, 6)
	l.SetLimits(Limits{MaxCount: 100})
	until(t, "fewer to be kept", func() bool { return l.Counts().Kept <= 150 })
	kept := l.Counts().Kept
	l.SetLimits(Limits{})
	for _, x := range pushes(t, "a", "b") {
		l.Append(x)
	}
	if n := l.Counts().Kept; n != kept+2 {
		t.Errorf("%d kept, want %d", n, kept+2)
	}
}
