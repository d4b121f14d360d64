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
	if found, _, err := l.findIn(filepath.Join(home, "journal.db")); err != nil || len(found) != 50 {
		t.Errorf("%d found, %v", len(found), err)
	}
	if err := os.WriteFile(filepath.Join(home, "journal.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if found, _, err := l.findIn(filepath.Join(home, "journal.db")); err != nil || len(found) != 50 {
		t.Errorf("%d found without the main file, %v", len(found), err)
	}
}
