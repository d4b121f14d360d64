package journal

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"

	"echostr/internal/exchange"
)

// is asks for a kind of health.
func (l *Log) is(k HealthKind) func() bool { return func() bool { return l.Health().Kind == k } }

// findAll are all IDs, newest first.
func findAll(t *testing.T, l *Log) []int64 {
	t.Helper()
	got, err := l.Find(t.Context(), exchange.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// down is n, n-1, …, 1.
func down(n int) (out []int64) {
	for ; n > 0; n-- {
		out = append(out, int64(n))
	}
	return out
}

// TestDiskFull fills the file to a limit, as a full disk or a quota would: exchanges stay
// in memory up to a bound, the rest is counted, nothing waits; and when there is room
// again all is written.
func TestDiskFull(t *testing.T) {
	c := LogConfig{File: file(t), maxPages: 30, Memory: Config{MaxCount: 300}, CommitWait: time.Minute}
	l := openLog(t, c)
	x := pushes(t, strings.Repeat("x", 1000))[0]
	n := 0
	add := func() {
		one := *x
		l.Append(&one)
		n++
	}
	for range 60 {
		add()
	}
	until(t, "some in the file", func() bool { l.nudge(); return stored(t, l, "exchange") == 60 })
	for l.Health().Kind != Full && n < 5000 {
		add()
		l.nudge()
	}
	if h := l.Health(); h.Kind != Full || h.Waiting == 0 || h.Detail == "" {
		t.Fatalf("after %d exchanges: %+v", n, h)
	}
	for range 400 { // with a CommitWait of a minute: that they come back at once is the test
		add()
	}
	h, k := l.Health(), l.Counts()
	if h.Waiting != 300 || h.Lost == 0 || k.Kept != n-int(h.Lost) || k.Received != int64(n) {
		t.Errorf("%+v %+v of %d", h, k, n)
	}
	if got := findAll(t, l); len(got) != k.Kept || got[0] != int64(n) || got[len(got)-1] != 1 {
		t.Errorf("%d of %d are found", len(got), k.Kept)
	}
	if _, ok := l.Get(2); !ok {
		t.Error("what was written before cannot be read")
	}
	if err := <-l.raise(100_000); err != nil {
		t.Fatal(err)
	}
	until(t, "well again", l.is(Well))
	if h := l.Health(); h.Waiting != 0 || h.Lost == 0 {
		t.Errorf("%+v", h)
	}
	if got := stored(t, l, "exchange"); got != int64(n)-h.Lost {
		t.Errorf("%d in the file, want %d", got, int64(n)-h.Lost)
	}
}

// raise lets the file grow, and answers when that is so.
func (l *Log) raise(pages int) <-chan error {
	j := job{done: make(chan error, 1), f: func(w *writer) error {
		return run(w.store.conn, fmt.Sprintf("PRAGMA max_page_count = %d", pages))
	}, anyway: true}
	l.jobs <- j
	return j.done
}

// TestUnusableHome: with a home that cannot be, the log works in memory; when it becomes
// usable what came meanwhile is written.
func TestUnusableHome(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home")
	if err := os.WriteFile(home, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	l := openLog(t, LogConfig{File: filepath.Join(home, "journal.db"), CommitWait: time.Minute})
	if h := l.Health(); h.Kind != Failing || h.Detail == "" {
		t.Fatalf("%+v", h)
	}
	for _, x := range pushes(t, "a", "b", "c") {
		l.Append(x)
	}
	if got := findAll(t, l); !slices.Equal(got, down(3)) {
		t.Errorf("%v", got)
	}
	if err := l.SetLabel(1, Label{Pinned: true}); err == nil {
		t.Error("a label that is not kept is no error")
	}
	if err := os.Remove(home); err != nil {
		t.Fatal(err)
	}
	until(t, "well again", l.is(Well))
	until(t, "all in the file", func() bool { l.nudge(); return stored(t, l, "exchange") == 3 })
	if l.Counts().Kept != 3 {
		t.Errorf("%+v", l.Counts())
	}
}

// TestReadOnlyFile opens a file that may not be written. For root nothing is read-only, so
// the connection is made so instead.
func TestReadOnlyFile(t *testing.T) {
	l := openLog(t, LogConfig{File: file(t), CommitWait: time.Minute})
	xs := pushes(t, "a", "b")
	l.Append(xs[0])
	if err := l.ask(func(w *writer) error { return run(w.store.conn, "PRAGMA query_only = ON") }); err != nil {
		t.Fatal(err)
	}
	l.Append(xs[1])
	l.nudge()
	until(t, "read-only, or well already", func() bool { return l.Health().Kind == ReadOnly || l.Health().Waiting == 0 })
	until(t, "well on another connection", l.is(Well))
	if got := findAll(t, l); !slices.Equal(got, down(2)) {
		t.Errorf("%v", got)
	}
}

// TestLocked: another program holds the file; answers wait no longer than CommitWait.
func TestLocked(t *testing.T) {
	path := file(t)
	l := openLog(t, LogConfig{File: path, CommitWait: 10 * time.Millisecond})
	other, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := other.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := run(other, "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	xs := pushes(t, "a", "b")
	began := time.Now()
	l.Append(xs[0])
	if took := time.Since(began); took > busyWait-100*time.Millisecond {
		t.Errorf("an answer waited %v for a locked file", took)
	}
	if h := l.Health(); h.Late != 0 {
		t.Errorf("%+v", h)
	}
	until(t, "locked", l.is(Locked))
	l.Append(xs[1])
	if err := run(other, "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	until(t, "well again", l.is(Well))
	until(t, "both in the file", func() bool { l.nudge(); return stored(t, l, "exchange") == 2 })
}

// TestSlow: a disk that does not take what is written delays an answer by CommitWait and
// no more; the log says so, and when the disk comes back all is there.
func TestSlow(t *testing.T) {
	changed := make(chan struct{}, 100)
	stalled, release := make(chan struct{}), make(chan struct{})
	c := LogConfig{File: file(t), CommitWait: time.Millisecond, Changed: func() { changed <- struct{}{} }}
	c.spoolWrite = func(f *os.File, b []byte) (int, error) {
		if stalled != nil {
			close(stalled)
			stalled = nil
			<-release
		}
		return f.Write(b)
	}
	l := openLog(t, c)
	let := sync.OnceFunc(func() { close(release) })
	defer let()
	for _, x := range pushes(t, "a", "b", "c") {
		l.Append(x)
	}
	until(t, "slow", l.is(Slow))
	if h := l.Health(); h.Late != 3 {
		t.Errorf("%+v", h)
	}
	if got := findAll(t, l); !slices.Equal(got, down(3)) {
		t.Errorf("while the disk stalls: %v", got)
	}
	let()
	until(t, "well again", l.is(Well))
	if len(changed) < 2 {
		t.Errorf("told %d times of a change for the worse and the better", len(changed))
	}
	l.nudge()
	until(t, "all in the file", func() bool { l.nudge(); return stored(t, l, "exchange") == 3 })
}

// TestSpoolFails: without a spool exchanges go straight into the file, and answers do not
// wait for that.
func TestSpoolFails(t *testing.T) {
	c := LogConfig{File: file(t), CommitWait: time.Minute}
	var fails atomic.Bool
	fails.Store(true)
	c.spoolWrite = func(f *os.File, b []byte) (int, error) {
		if fails.Load() {
			n, _ := f.Write(b[:len(b)/2])
			return n, syscall.ENOSPC
		}
		return f.Write(b)
	}
	l := openLog(t, c)
	xs := pushes(t, "a", "b", "c")
	l.Append(xs[0])
	l.Append(xs[1])
	if h := l.Health(); h.Late != 2 || h.Kind != Well {
		t.Errorf("%+v", h)
	}
	until(t, "both in the file", func() bool { return stored(t, l, "exchange") == 2 })
	fails.Store(false)
	until(t, "answers that leave on record", func() bool {
		before := l.Health().Late
		x := *xs[2]
		l.Append(&x)
		return l.Health().Late == before
	})
	last := l.Counts().Last
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = openLog(t, LogConfig{File: c.File})
	if got := findAll(t, l); !slices.Equal(got, down(int(last))) {
		t.Errorf("%d of %d", len(got), last)
	}
	if left, err := leftSpools(c.File); err != nil || len(left) > 0 {
		t.Errorf("spools left: %v %v", left, err)
	}
}

// TestTornSpool starts from spools as a crash may leave them.
func TestTornSpool(t *testing.T) {
	path := file(t)
	write := func(first int64, cut int, xs ...*exchange.Exchange) {
		var b []byte
		for i, x := range xs {
			b = appendFrame(b, first+int64(i), appendRecord(nil, x))
		}
		if err := os.WriteFile(fmt.Sprintf("%s-spool-%016d", path, first), b[:len(b)-cut], 0o600); err != nil {
			t.Fatal(err)
		}
	}
	xs := pushes(t, "a", "b", "c", "d", "e", "f")
	write(1, 0, xs[:3]...)
	write(3, 10, xs[2:5]...) // 3 again, 4, and a part of 5
	write(6, 0, xs[5])
	if err := os.WriteFile(path+"-spool-0000000000000009", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		l := openLog(t, LogConfig{File: path})
		if got := findAll(t, l); !slices.Equal(got, []int64{6, 4, 3, 2, 1}) {
			t.Errorf("%v", got)
		}
		for _, id := range []int64{1, 3, 4, 6} {
			if x, ok := l.Get(id); ok {
				xs[id-1].ID = id
				same(t, x, xs[id-1])
			} else {
				t.Errorf("exchange %d is gone", id)
			}
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
