package journal

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"echostr/internal/exchange"
)

// wreckable is a journal of n exchanges, closed, and its exchanges. One is too long for a
// page.
func wreckable(t *testing.T, c LogConfig, n int) []*exchange.Exchange {
	t.Helper()
	l, xs := searchable(t, c, n)
	long := pushes(t, strings.Repeat("lang ", 20_000))[0]
	l.Append(long)
	xs = append(xs, long)
	blocksWritten(t, l, n/l.blockSize()-1)
	if err := l.SetLabel(5, Label{Pinned: true, Note: "stays"}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.BeginSession("later"); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return xs
}

// TestSalvage damages files so that they are set aside: what was not hit comes back under
// its ID, with counts, and can be searched.
func TestSalvage(t *testing.T) {
	c := LogConfig{File: file(t), MaxCount: 800} // blocks of 100
	xs := wreckable(t, c, 600)
	whole, err := os.ReadFile(c.File)
	if err != nil {
		t.Fatal(err)
	}
	type span struct{ from, to int }
	at := make([]span, len(xs)) // where each exchange stands; the long one in part
	for i, x := range xs[:600] {
		f := appendFrame(nil, int64(i+1), appendRecord(nil, x))
		from := bytes.Index(whole, f)
		if from < 0 {
			t.Fatalf("exchange %d is not in the file", i+1)
		}
		at[i] = span{from, from + len(f)}
	}
	r := rand.New(rand.NewPCG(3, 4))
	var flips []int
	for range 40 {
		flips = append(flips, pageSize+r.IntN(len(whole)-pageSize))
	}
	for _, tt := range []struct {
		name string
		do   func([]byte) []byte
		hit  func(span) bool
		long bool // what becomes of the long one
	}{
		{"header", func(b []byte) []byte { return b }, func(span) bool { return false }, true},
		{"flipped", func(b []byte) []byte {
			for _, i := range flips {
				b[i] ^= 0x55
			}
			return b
		}, func(s span) bool {
			return slices.ContainsFunc(flips, func(i int) bool { return s.from <= i && i < s.to })
		}, false},
		{"half", func(b []byte) []byte { return b[:len(b)/2] }, func(s span) bool { return s.to > len(whole)/2 }, false},
		{"first page", func(b []byte) []byte { clear(b[:pageSize]); return b }, func(s span) bool { return s.from < pageSize }, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := LogConfig{File: file(t), MaxCount: 800}
			b := tt.do(slices.Clone(whole))
			b[3] ^= 0xff
			if err := os.WriteFile(c.File, b, 0o600); err != nil {
				t.Fatal(err)
			}
			l := openLog(t, c)
			if h := l.Health(); h.Kind != SetAside {
				t.Fatalf("%+v", h)
			}
			fresh := pushes(t, "after the damage")[0]
			l.Append(fresh)
			var want []int64
			for i, s := range at[:600] {
				if !tt.hit(s) {
					want = append(want, int64(i+1))
				}
			}
			if tt.long {
				want = append(want, 601)
			}
			if fresh.ID <= want[len(want)-1] {
				t.Fatalf("ID %d was given twice", fresh.ID)
			}
			until(t, "salvaged", func() bool { return l.Health().Salvaged >= int64(len(want)) })
			want = append(want, fresh.ID)
			for range 2 {
				got := findAll(t, l)
				slices.Reverse(got)
				for _, id := range want { // of others there may be another copy in the file
					if !slices.Contains(got, id) {
						t.Errorf("exchange %d is not there", id)
					}
				}
				for _, id := range got[:len(got)-1] {
					x, ok := l.Get(id)
					if !ok {
						t.Fatalf("exchange %d cannot be read", id)
					}
					same(t, x, xs[id-1])
				}
				if k := l.Counts(); k.Received != int64(k.Kept) || k.Kept != len(got) || k.Floor != got[0] {
					t.Errorf("%+v", k)
				}
				if err := l.Close(); err != nil {
					t.Fatal(err)
				}
				l = openLog(t, c)
			}
			if n := l.Health().Salvaged; n != 0 {
				t.Errorf("%d salvaged once more", n)
			}
		})
	}
}

// TestSalvageWhileRunning: a file that turns out to be damaged while it is used. Nothing
// that reads is missing afterwards, and labels, sessions and totals are as before.
func TestSalvageWhileRunning(t *testing.T) {
	c := LogConfig{File: file(t), MaxCount: 8000}
	wreckable(t, c, 2500)
	l := openLog(t, c)
	before := l.Counts()
	if err := l.ask(func(*writer) error { return errDamaged }); err == nil {
		t.Fatal("damage is no error")
	}
	until(t, "salvaged", func() bool { return l.Counts().Kept == 2501 })
	for round := range 2 {
		k := l.Counts()
		if k.Received != before.Received || k.Passed != before.Passed || k.Failed != before.Failed || k.Floor != 1 || k.Last != 2501 {
			t.Errorf("round %d: %+v, before %+v", round, k, before)
		}
		if got := findAll(t, l); !slices.Equal(got, down(2501)) {
			t.Errorf("round %d: %d are there", round, len(got))
		}
		if l.Label(5).Note != "stays" || !slices.ContainsFunc(l.Sessions(), func(s Session) bool { return s.Name == "later" }) {
			t.Errorf("round %d: %+v %+v", round, l.Label(5), l.Sessions())
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		l = openLog(t, c)
	}
}

// TestSalvageGoesOn: what the last run did not come to is done in this one.
func TestSalvageGoesOn(t *testing.T) {
	old := LogConfig{File: filepath.Join(t.TempDir(), "old.db"), MaxCount: 800}
	xs := wreckable(t, old, 300)
	c := LogConfig{File: file(t), MaxCount: 800}
	l := openLog(t, c)
	err := l.ask(func(w *writer) error {
		return w.store.setState(map[string]int64{stateSalvage: 1, stateLast: 301})
	})
	if err != nil || l.Close() != nil {
		t.Fatal(err)
	}
	if err := os.Rename(old.File, c.File+".damaged-20260101-000000"); err != nil {
		t.Fatal(err)
	}
	l = openLog(t, c)
	until(t, "salvaged", func() bool { return l.Health().Salvaged == 301 })
	x, ok := l.Get(150)
	if !ok {
		t.Fatal("exchange 150 is not there")
	}
	same(t, x, xs[149])
	until(t, "that is noted", func() bool {
		var state map[string]int64
		err := l.ask(func(w *writer) (err error) { state, err = w.store.state(); return err })
		return err == nil && state[stateSalvage] == 0
	})
}

// TestCarcassAhead reads pages from the log file that SQLite writes ahead.
func TestCarcassAhead(t *testing.T) {
	c := LogConfig{File: file(t)}
	l, _ := searchable(t, c, 50)
	until(t, "all in the file", func() bool { l.nudge(); return stored(t, l, "exchange") == 50 })
	home := t.TempDir()
	if err := l.ask(func(*writer) error { return copyHome(filepath.Dir(c.File), home) }); err != nil {
		t.Fatal(err)
	}
	if found, err := l.findIn(filepath.Join(home, "journal.db")); err != nil || len(found) != 50 {
		t.Errorf("%d found, %v", len(found), err)
	}
	if err := os.WriteFile(filepath.Join(home, "journal.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if found, err := l.findIn(filepath.Join(home, "journal.db")); err != nil || len(found) != 50 {
		t.Errorf("%d found without the main file, %v", len(found), err)
	}
}

// TestGuessLast looks at a part of a file only: no ID that is in it may be given again.
func TestGuessLast(t *testing.T) {
	c := LogConfig{File: file(t), MaxCount: 8000}
	wreckable(t, c, 2500)
	for _, tt := range []struct {
		pages       int
		least, most int64
	}{{guessPages, 2501, 2501}, {20, 2502, roundID}, {2, 2502, roundID}} {
		last, err := guessLast(c.File, tt.pages)
		if err != nil || last < tt.least || last > tt.most {
			t.Errorf("%d pages: %d, %v, want %d to %d", tt.pages, last, err, tt.least, tt.most)
		}
	}
	if _, err := guessLast(c.File+"-none", 9); err == nil {
		t.Error("a missing file is none")
	}
}

// TestSalvageBelow: what has an ID that the new file gives is not taken from the old one.
func TestSalvageBelow(t *testing.T) {
	old := LogConfig{File: filepath.Join(t.TempDir(), "old.db"), MaxCount: 800}
	wreckable(t, old, 300)
	c := LogConfig{File: file(t), MaxCount: 800}
	l := openLog(t, c)
	err := l.ask(func(w *writer) error {
		return w.store.setState(map[string]int64{stateSalvage: 1, stateBelow: 200, stateLast: 199})
	})
	if err != nil || l.Close() != nil {
		t.Fatal(err)
	}
	if err := os.Rename(old.File, c.File+".damaged-20260101-000000"); err != nil {
		t.Fatal(err)
	}
	l = openLog(t, c)
	until(t, "that it is done is noted", func() bool {
		var state map[string]int64
		err := l.ask(func(w *writer) (err error) { state, err = w.store.state(); return err })
		return err == nil && state[stateSalvage] == 0
	})
	if n := l.Health().Salvaged; n != 199 {
		t.Errorf("%d salvaged", n)
	}
	x := pushes(t, "new")[0]
	if l.Append(x); x.ID != 200 {
		t.Errorf("the next has ID %d", x.ID)
	}
}

// TestCarcassSample takes the pages written last and others all over the file.
func TestCarcassSample(t *testing.T) {
	c := &carcass{pages: 1000, ahead: map[uint32]int64{}}
	for i := range uint32(30) {
		c.ahead[500+i] = int64(1000 - i)
	}
	got := c.sample(20)
	if len(got) != 20 || got[0] != 500 || got[9] != 509 || got[10] != 100 || got[19] != 1000 {
		t.Errorf("%v", got)
	}
	if got := c.sample(1000); len(got) != 1000 || got[0] != 1 || got[999] != 1000 {
		t.Errorf("%d of %d", len(got), c.pages)
	}
}

// TestCarcassCycle: overflow pages that lead back to each other come to an end.
func TestCarcassCycle(t *testing.T) {
	main, err := os.Create(filepath.Join(t.TempDir(), "cycle"))
	if err != nil {
		t.Fatal(err)
	}
	defer main.Close()
	b := make([]byte, 8*pageSize)
	b[pageSize+3], b[2*pageSize+3] = 3, 2 // page 2 leads to 3 and back
	if _, err := main.Write(b); err != nil {
		t.Fatal(err)
	}
	c := &carcass{main: main, pages: 8}
	row, err := c.follow(nil, 1<<30, 2)
	if err != nil || len(row) != 2*(pageSize-4) {
		t.Errorf("%d bytes, %v", len(row), err)
	}
}
