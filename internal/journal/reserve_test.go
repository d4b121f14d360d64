package journal

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
)

// crammed is a log on a disk that is full. Where no small disk can be mounted the file has
// a limit instead.
func crammed(t *testing.T, c LogConfig) (*Log, int) {
	t.Helper()
	dir, mounted := smallDisk(t, 64)
	c.File, c.CommitWait = filepath.Join(dir, "journal.db"), time.Minute
	if !mounted {
		c.maxPages = 500
	}
	l := openLog(t, c)
	until(t, "room is held", func() bool {
		l.nudge()
		info, err := os.Stat(reserveName(c.File))
		return err == nil && info.Size() == reserveSize
	})
	x := pushes(t, strings.Repeat("x", 3000))[0]
	n := 0
	for ; l.Health().Kind != Full && n < 20_000; n++ {
		one := *x
		if l.Append(&one); n%128 == 0 { // no faster than the database takes it, with checkpoints
			until(t, "written", func() bool {
				l.nudge()
				h := l.Health()
				return h.Waiting == 0 || h.Kind == Full
			})
		}
	}
	if l.Health().Kind != Full {
		t.Fatalf("%d exchanges do not fill the disk: %+v", n, l.Health())
	}
	return l, n
}

// TestDeleteOnFullDisk: room is made by deleting, and then what waits is written.
func TestDeleteOnFullDisk(t *testing.T) {
	l, n := crammed(t, LogConfig{MaxCount: 100_000})
	var doomed []int64
	for id := int64(1); id <= 500; id++ {
		doomed = append(doomed, id)
	}
	if got, err := l.Delete(t.Context(), doomed); got != 500 || err != nil {
		t.Fatalf("%d deleted, %v: %+v", got, err, l.Health())
	}
	until(t, "well again", func() bool { h := l.Health(); return h.Kind == Well && h.Waiting == 0 })
	got := findAll(t, l)
	if want := down(n)[:n-500]; l.Health().Lost == 0 && !slices.Equal(got, want) {
		t.Errorf("%d left, want %d", len(got), len(want))
	}
}

// TestClearOnFullDisk clears.
func TestClearOnFullDisk(t *testing.T) {
	l, n := crammed(t, LogConfig{MaxCount: 100_000})
	l.Clear()
	for _, x := range pushes(t, "a", "b") {
		l.Append(x)
	}
	until(t, "well again", func() bool { l.nudge(); h := l.Health(); return h.Kind == Well && h.Waiting == 0 })
	if got := findAll(t, l); !slices.Equal(got, []int64{int64(n) + 2, int64(n) + 1}) {
		t.Errorf("%v after Clear of %d", got, n)
	}
	until(t, "rows gone", func() bool { l.nudge(); return stored(t, l, "exchange") == 2 })
	until(t, "room is held again", func() bool {
		if err := l.ask(func(w *writer) error { w.saving, w.more = true, true; return nil }); err != nil {
			return false
		}
		info, err := os.Stat(reserveName(l.c.File))
		return err == nil && info.Size() == reserveSize
	})
}

// TestRetentionOnFullDisk: what is too old goes, and with that there is room.
func TestRetentionOnFullDisk(t *testing.T) {
	var now clock
	now.set(time.Now())
	l, n := crammed(t, LogConfig{MaxCount: 100_000, MaxAge: 10000 * time.Hour, Now: now.now})
	now.set(time.Now().Add(20000 * time.Hour))
	until(t, "well again", func() bool { h := l.Health(); return h.Kind == Well && h.Waiting == 0 })
	if k := l.Counts(); k.Kept >= n || k.Floor < 2 {
		t.Errorf("%+v of %d", k, n)
	}
	until(t, "what is found is what is counted", func() bool { // a block on its way out is no more found, but still counted
		found, err := l.Find(t.Context(), exchange.Filter{})
		return err == nil && len(found) == l.Counts().Kept
	})
	if k := l.Counts(); k.Received != int64(n) {
		t.Errorf("%d were received: %+v", n, k)
	}
}
