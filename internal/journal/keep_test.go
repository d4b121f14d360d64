package journal

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"echostr/internal/exchange"
)

// until polls for what happens in the background and tells nobody.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(20 * time.Second); !ok(); {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("%s: not in 20 s", what)
		}
	}
}

// blocksWritten waits until n blocks are in the file.
func blocksWritten(t *testing.T, l *Log, n int) {
	t.Helper()
	until(t, fmt.Sprint(n, " blocks in the file"), func() bool {
		l.nudge()
		l.index.catchUp()
		_, heads, _ := l.index.view()
		return len(heads) >= n
	})
}

// stored counts the exchanges in the file, or the rows of a table.
func stored(t *testing.T, l *Log, table string) (n int64) {
	t.Helper()
	query := "SELECT count(*) FROM " + table
	if table == "exchange" {
		query = "SELECT coalesce(sum(count), 0) FROM chunk"
	}
	err := l.ask(func(w *writer) (err error) {
		n, err = number(w.store.conn, query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestRetentionByCount: the oldest go, pinned ones stay, and counts, search and file agree,
// in this run and the next.
func TestRetentionByCount(t *testing.T) {
	c := LogConfig{File: file(t), MaxCount: 400} // blocks of 50
	l, xs := searchable(t, c, 120)
	for _, id := range []int64{7, 55, 56} {
		if err := l.SetLabel(id, Label{Pinned: true, Mark: 2, Note: "Wichtig Nr. 1"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.SetLabel(8, Label{Note: "goes"}); err != nil {
		t.Fatal(err)
	}
	g := newGenerator(4)
	for range 1000 {
		x := g.next()
		l.Append(x)
		xs = append(xs, x)
	}
	settled := func() bool {
		l.index.catchUp()
		l.nudge()
		k := l.Counts().Kept
		return k <= 400+3 && k >= 300 && stored(t, l, "exchange") == int64(k)
	}
	until(t, "old exchanges gone", settled)
	for round := range 2 {
		k := l.Counts()
		if k.Received != 1120 || k.Last != 1120 || k.Passed+k.Failed != 1120 {
			t.Errorf("round %d: counts %+v", round, k)
		}
		all, err := l.Find(t.Context(), exchange.Filter{})
		if err != nil || len(all) != k.Kept || !slices.Equal(all[len(all)-3:], []int64{56, 55, 7}) {
			t.Errorf("round %d: %d found, %d kept: %v, %v", round, len(all), k.Kept, all[len(all)-5:], err)
		}
		for _, id := range []int64{7, 55, 56} {
			x, ok := l.Get(id)
			if !ok {
				t.Fatalf("round %d: pinned exchange %d is gone", round, id)
			}
			same(t, x, xs[id-1])
		}
		if _, ok := l.Get(8); ok || l.Label(8) != (Label{}) {
			t.Errorf("round %d: exchange 8 or its label is still there", round)
		}
		p, err := l.Page(t.Context(), Query{Text: needles("WICHTIG", "oGZ"), Match: func(m *Meta) bool { return m.Label.Pinned && m.Label.Mark == 2 }})
		if err != nil || !slices.Equal(p.IDs, []int64{56, 55, 7}) {
			t.Errorf("round %d: by note %v %v", round, p.IDs, err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		l = openLog(t, c)
	}
}

// TestRetentionByAgeAndSize drops by the clock and by the file's size, and the file
// shrinks.
func TestRetentionByAgeAndSize(t *testing.T) {
	path := file(t)
	l, _ := searchable(t, LogConfig{File: path, MaxCount: 1 << 20}, 5000)
	blocksWritten(t, l, 4)
	var before int64
	err := l.ask(func(w *writer) (err error) { before, err = w.store.size(); return err })
	if err != nil || l.Close() != nil {
		t.Fatal(err)
	}
	l = openLog(t, LogConfig{File: path, MaxCount: 1 << 20, MaxBytes: before / 2})
	size := func() (n int64) {
		err := l.ask(func(w *writer) (err error) {
			w.retain()
			n, err = w.store.size()
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	until(t, "half of the file free", func() bool { return size() <= before/2 })
	if k := l.Counts().Kept; k < 1000 || k > 3000 {
		t.Errorf("%d of 5000 kept in half the size", k)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	// The exchanges are of January 2026; the one block that is not full stays.
	l = openLog(t, LogConfig{File: path, MaxCount: 1 << 20, MaxAge: time.Hour, Now: func() time.Time { return time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC) }})
	until(t, "all old blocks gone", func() bool {
		size()
		_, heads, _ := l.index.view()
		return len(heads) == 0 && l.Counts().Kept < 1024
	})
	until(t, "free pages given back", func() bool {
		var free int64
		err := l.ask(func(w *writer) (err error) { free, err = pragma(w.store.conn, "freelist_count"); return err })
		return err == nil && free <= spareFree
	})
}

// TestClockJumpsBack: IDs give the order, whatever the clock says.
func TestClockJumpsBack(t *testing.T) {
	c := LogConfig{File: file(t), MaxCount: 1000, MaxAge: 24 * time.Hour}
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	c.Now = func() time.Time { return now }
	l := openLog(t, c)
	var want []int64
	for i, x := range pushes(t, slices.Repeat([]string{"x"}, 600)...) {
		if x.Time = now; i == 300 {
			now = now.AddDate(-20, 0, 0)
		}
		l.Append(x)
		want = append(want, x.ID)
	}
	blocksWritten(t, l, 4)
	if err := l.ask(func(w *writer) error { w.retain(); return nil }); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(want)
	if got, err := l.Find(t.Context(), exchange.Filter{}); err != nil || !slices.Equal(got, want) {
		t.Errorf("%d found, want %d, %v", len(got), len(want), err)
	}
}

// TestClear: gone at once, for good, and IDs go on.
func TestClear(t *testing.T) {
	c := LogConfig{File: file(t), MaxCount: 400}
	l, _ := searchable(t, c, 260)
	if err := l.SetLabel(3, Label{Pinned: true}); err != nil {
		t.Fatal(err)
	}
	l.Clear()
	for round := range 2 {
		if got, err := l.Find(t.Context(), exchange.Filter{}); err != nil || len(got) != 0 {
			t.Errorf("round %d: %v %v", round, got, err)
		}
		if _, ok := l.Get(200); ok || len(l.Since(0, 9)) != 0 || l.Label(3) != (Label{}) {
			t.Errorf("round %d: something is still there", round)
		}
		if k := l.Counts(); k.Kept != 0 || k.Received != 0 || k.Bytes != 0 || k.Last != 260 {
			t.Errorf("round %d: %+v", round, k)
		}
		until(t, "rows gone", func() bool {
			l.nudge()
			return stored(t, l, "exchange")+stored(t, l, "block")+stored(t, l, "words") == 0
		})
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		l = openLog(t, c)
	}
	x := pushes(t, "new")[0]
	if l.Append(x); x.ID != 261 {
		t.Errorf("ID %d after Clear of 260", x.ID)
	}
}

// TestSessions: one begins with each start that sees an exchange, and when asked for.
func TestSessions(t *testing.T) {
	path := file(t)
	names := func(l *Log) (out []string) {
		for _, s := range l.Sessions() {
			out = append(out, fmt.Sprintf("%d %q from %d", s.ID, s.Name, s.First))
		}
		return out
	}
	l := openLog(t, LogConfig{File: path})
	l.Append(pushes(t, "a")[0])
	if _, err := l.BeginSession("Menüs"); err != nil {
		t.Fatal(err)
	}
	l.Append(pushes(t, "b")[0])
	if ok, err := l.NameSession(1, "erste"); !ok || err != nil {
		t.Error(ok, err)
	}
	if ok, err := l.NameSession(9, "keine"); ok || err != nil {
		t.Error(ok, err)
	}
	for range 2 { // nothing comes in the first of these runs
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		l = openLog(t, LogConfig{File: path})
	}
	if got, want := names(l), []string{`1 "erste" from 1`, `2 "Menüs" from 2`, `3 "" from 3`}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// clock is a time that tests set.
type clock struct{ at atomic.Int64 }

func (c *clock) set(t time.Time) { c.at.Store(t.UnixNano()) }
func (c *clock) now() time.Time  { return time.Unix(0, c.at.Load()) }
