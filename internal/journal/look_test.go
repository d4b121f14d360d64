package journal

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"echostr/internal/exchange"
)

// TestReadOnly looks into a journal that is being written: blocks, chunks and spool, each
// exchange once; nothing changes by that.
func TestReadOnly(t *testing.T) {
	c := LogConfig{File: file(t), MaxCount: 400}
	l, xs := searchable(t, c, 180)
	blocksWritten(t, l, 3)
	if err := l.SetLabel(4, Label{Note: "seen"}); err != nil {
		t.Fatal(err)
	}
	for _, x := range pushes(t, "only in the spool oGZ", "and this oGZ") {
		l.Append(x)
		xs = append(xs, x)
	}
	c.ReadOnly = true
	r := openLog(t, c)
	var want []int64
	for id := range int64(182) {
		want = append(want, id+1)
	}
	remaining(t, r, xs, want)
	if found, err := r.Find(t.Context(), exchange.Filter{Text: "only.in the.spool"}); err != nil || len(found) != 0 {
		t.Errorf("%v %v", found, err)
	}
	if found, err := r.Find(t.Context(), exchange.Filter{Text: `"only in the spool"`}); err != nil || !slices.Equal(found, []int64{181}) {
		t.Errorf("%v %v", found, err)
	}
	if r.Label(4).Note != "seen" || len(r.Sessions()) != 1 {
		t.Errorf("%+v %v", r.Label(4), r.Sessions())
	}
	if err := r.SetLabel(5, Label{Pinned: true}); err == nil {
		t.Error("a label is written")
	}
	if _, err := r.Delete(t.Context(), []int64{3}); err == nil {
		t.Error("an exchange is deleted")
	}
	if err := r.Close(); err != nil || r.Close() != nil {
		t.Fatal(err)
	}
	if got := l.Counts().Kept; got != 182 || l.Health().Kind != Well {
		t.Errorf("%d kept, %+v", got, l.Health())
	}
}

// TestReadOnlyNothing: there is nothing to look into.
func TestReadOnlyNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.db")
	if _, err := Open(LogConfig{File: path, ReadOnly: true}); err == nil {
		t.Error("a file that is not there was opened")
	}
	if err := os.WriteFile(path, []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(LogConfig{File: path, ReadOnly: true}); err == nil {
		t.Error("nonsense was opened")
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "nonsense" {
		t.Errorf("it was changed: %q %v", b, err)
	}
}
