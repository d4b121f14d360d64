package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"echostr/internal/exchange"
)

// remaining checks that just the exchanges of want, oldest first, are there, by every way
// to look.
func remaining(t *testing.T, l *Log, xs []*exchange.Exchange, want []int64) {
	t.Helper()
	newest := slices.Clone(want)
	slices.Reverse(newest)
	if got := findAll(t, l); !slices.Equal(got, newest) {
		t.Fatalf("found %d %v…, want %d %v…", len(got), got[:min(9, len(got))], len(want), newest[:min(9, len(want))])
	}
	for _, query := range []Query{{Text: needles("oGZ")}, {Text: needles("oGZ"), Match: func(*Meta) bool { return true }}} {
		if p, err := l.Page(t.Context(), query); err != nil || !slices.Equal(p.IDs, newest) {
			t.Errorf("%d found by text, want %d: %v", len(p.IDs), len(want), err)
		}
	}
	if got := ids(l.Since(0, len(xs)+1)); !slices.Equal(got, want) {
		t.Errorf("since 0: %d, want %d", len(got), len(want))
	}
	for i, x := range xs {
		got, ok := l.Get(int64(i + 1))
		if _, stays := slices.BinarySearch(want, int64(i+1)); ok != stays {
			t.Errorf("exchange %d is there: %v", i+1, ok)
		} else if ok {
			same(t, got, x)
		}
	}
	if c := l.Counts(); c.Kept != len(want) {
		t.Errorf("%d kept of %d: %+v", c.Kept, len(want), c)
	}
}

// TestDelete takes exchanges out of old blocks, out of the one that is being built and out
// of what has just come, pinned ones too, and looks again after a restart.
func TestDelete(t *testing.T) {
	c := LogConfig{File: file(t), MaxCount: 400} // blocks of 50
	l, xs := searchable(t, c, 180)
	blocksWritten(t, l, 3)
	for _, id := range []int64{3, 4} {
		if err := l.SetLabel(id, Label{Pinned: true, Note: "mine"}); err != nil {
			t.Fatal(err)
		}
	}
	last := pushes(t, "oGZ the last")[0]
	l.Append(last)
	xs = append(xs, last)
	before := l.Counts()
	doomed := []int64{181, 1, 3, 3, 70, 170, 999, -4, 0}
	for id := int64(101); id <= 150; id++ { // a whole block, or most of two
		doomed = append(doomed, id)
	}
	n, err := l.Delete(t.Context(), doomed)
	if n != 55 || err != nil {
		t.Fatalf("%d deleted, %v", n, err)
	}
	var want []int64
	for id := int64(1); id <= 181; id++ {
		if !slices.Contains(doomed, id) {
			want = append(want, id)
		}
	}
	for round := range 2 {
		remaining(t, l, xs, want)
		k := l.Counts()
		if k.Received != before.Received || k.Passed != before.Passed || k.Failed != before.Failed || k.Last != 181 || k.Floor > 2 {
			t.Errorf("round %d: counts %+v, before %+v", round, k, before)
		}
		if round == 0 && (k.Deleted != 1 || k.Bytes >= before.Bytes) {
			t.Errorf("counts %+v", k)
		}
		if l.Label(3) != (Label{}) || !l.Label(4).Pinned || stored(t, l, "label") != 1 {
			t.Errorf("round %d: labels %+v %+v", round, l.Label(3), l.Label(4))
		}
		bytes := l.Counts().Bytes
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		l = openLog(t, c)
		if got := l.Counts().Bytes; got != bytes {
			t.Errorf("round %d: %d bytes, then %d", round, bytes, got)
		}
	}
	if n, err := l.Delete(t.Context(), doomed); n != 0 || err != nil || l.Counts().Deleted != 0 {
		t.Errorf("again: %d %v", n, err)
	}
	x := *xs[0]
	if l.Append(&x); x.ID != 182 {
		t.Errorf("the next ID is %d: one was given twice", x.ID)
	}
}

// TestDeleteLeavesNothing looks for the words of deleted exchanges in all files of the
// home.
func TestDeleteLeavesNothing(t *testing.T) {
	c := LogConfig{File: file(t), MaxCount: 400}
	l, _ := searchable(t, c, 120)
	secret := pushes(t, "marshmallow in the block", "marshmallow on its way")
	l.Append(secret[0])
	g := newGenerator(3)
	for range 60 {
		l.Append(g.next())
	}
	blocksWritten(t, l, 3)
	l.Append(secret[1])
	holding := func() (names []string) {
		all, err := filepath.Glob(filepath.Join(filepath.Dir(c.File), "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range all {
			b, err := os.ReadFile(name)
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
			if strings.Contains(string(b), "marshmallow") {
				names = append(names, filepath.Base(name))
			}
		}
		return names
	}
	if len(holding()) == 0 {
		t.Fatal("the words are not found while they are there")
	}
	if n, err := l.Delete(t.Context(), []int64{secret[0].ID, secret[1].ID}); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	until(t, "no trace left", func() bool { l.nudge(); return len(holding()) == 0 })
	for _, x := range pushes(t, "marshmallow one", "marshmallow two") {
		l.Append(x)
	}
	l.Clear()
	until(t, "no trace left of what was cleared", func() bool { l.nudge(); return len(holding()) == 0 })
}

// TestDeleteDuringLoad deletes while exchanges come in, is searched and killed: what
// Delete has returned for stays gone.
func TestDeleteDuringLoad(t *testing.T) {
	c := LogConfig{File: file(t), MaxCount: 1000}
	l := openLog(t, c)
	sample := pushes(t, "x")[0]
	gone := make(chan map[int64]bool)
	go func() {
		all := map[int64]bool{}
		r := rand.New(rand.NewPCG(1, 2))
		for range 20 {
			var some []int64
			for last := l.Counts().Last; len(some) < 5; {
				some = append(some, last-r.Int64N(min(last+1, 200)))
			}
			if _, err := l.Delete(t.Context(), some); err != nil {
				t.Error(err)
			}
			for _, id := range some {
				if _, ok := l.Get(id); ok {
					t.Errorf("exchange %d is still there", id)
				}
				all[id] = true
			}
		}
		gone <- all
	}()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	var deleted map[int64]bool
	for deleted == nil {
		for range 5 {
			x := *sample
			l.Append(&x)
		}
		<-tick.C
		select {
		case deleted = <-gone:
		default:
		}
	}
	delete(deleted, 0)
	// A copy of the home as a kill leaves it.
	home := t.TempDir()
	if err := l.ask(func(*writer) error { return copyHome(filepath.Dir(c.File), home) }); err != nil {
		t.Fatal(err)
	}
	again := openLog(t, LogConfig{File: filepath.Join(home, "journal.db"), MaxCount: 1000})
	for _, l := range []*Log{l, again} {
		for _, id := range findAll(t, l) {
			if deleted[id] {
				t.Errorf("exchange %d is back", id)
			}
		}
	}
}

// copyHome copies the files of a home but for its lock.
func copyHome(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".lock") || strings.HasSuffix(e.Name(), ".pid") || strings.HasSuffix(e.Name(), "-shm") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(from, e.Name()))
		if errors.Is(err, os.ErrNotExist) { // a spool that has just gone
			continue
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(to, e.Name()), b, 0o600)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// TestDeleteMany deletes every tenth of many, and can be stopped on the way.
func TestDeleteMany(t *testing.T) {
	l, _ := searchable(t, LogConfig{File: file(t)}, 20_000)
	var doomed []int64
	for id := int64(1); id <= 20_000; id += 2 {
		doomed = append(doomed, id)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if n, err := l.Delete(ctx, doomed); n != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("%d deleted with an ended context, %v", n, err)
	}
	began := time.Now()
	if n, err := l.Delete(t.Context(), doomed); n != len(doomed) || err != nil {
		t.Errorf("%d of %d deleted, %v", n, len(doomed), err)
	}
	t.Logf("%d deleted in %v", len(doomed), time.Since(began))
	if got := findAll(t, l); len(got) != 10_000 || got[0] != 20_000 || got[9999] != 2 {
		t.Errorf("%d left", len(got))
	}
}

// TestDeleteStopped stops between two blocks: of what went until then nothing is left in the
// files either.
func TestDeleteStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var armed atomic.Bool
	c := LogConfig{File: file(t), MaxCount: 400, Secrets: func() []string {
		if armed.Swap(false) { // the writer reads the first block
			cancel()
		}
		return nil
	}}
	l := openLog(t, c)
	for i := range 120 {
		l.Append(pushes(t, fmt.Sprintf("word%dend", i+1))[0])
	}
	blocksWritten(t, l, 2)
	armed.Store(true)
	if n, err := l.Delete(ctx, []int64{3, 110}); n != 1 || !errors.Is(err, context.Canceled) {
		t.Fatalf("%d deleted, %v", n, err)
	}
	has := func(word string) bool {
		names, err := filepath.Glob(c.File + "*")
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(names, func(name string) bool {
			b, err := os.ReadFile(name)
			return err == nil && bytes.Contains(b, []byte(word)) // a spool may have just gone
		})
	}
	until(t, "what was not deleted to be there as text", func() bool { return has("word110end") })
	until(t, "what was deleted to be gone from the files", func() bool { l.nudge(); return !has("word3end") })
}

// TestDeleteInMemory deletes without a file.
func TestDeleteInMemory(t *testing.T) {
	l := openLog(t, LogConfig{Memory: Config{MaxCount: 5}})
	for _, x := range pushes(t, "a", "b", "c", "d") {
		l.Append(x)
	}
	if err := l.SetLabel(2, Label{Pinned: true}); err != nil {
		t.Fatal(err)
	}
	n, err := l.Delete(t.Context(), []int64{2, 3, 3, 9})
	c := l.Counts()
	if n != 2 || err != nil || c.Kept != 2 || c.Deleted != 1 || c.Received != 4 || l.Label(2).Pinned {
		t.Errorf("%d %v %+v", n, err, c)
	}
	for _, x := range pushes(t, "e", "f", "g") {
		l.Append(x)
	}
	if got := fmt.Sprint(findAll(t, l), ids(l.Since(0, 9)), l.Counts().Kept, l.Counts().Floor); got != "[7 6 5 4] [4 5 6 7] 4 3" {
		t.Error(got)
	}
	l.Clear()
	if c := l.Counts(); c.Floor != 8 || c.Deleted != 1 || c.Bytes != 0 {
		t.Errorf("%+v", c)
	}
}

// TestFloor: it is where the unpinned ones begin, in this run and the next.
// TestDeleteAndClear clears while exchanges of a block are deleted: nothing comes back.
func TestDeleteAndClear(t *testing.T) {
	var armed atomic.Bool
	var clearing sync.WaitGroup
	var l *Log
	c := LogConfig{File: file(t), MaxCount: 400, Secrets: func() []string {
		if armed.Swap(false) { // the writer reads the block
			clearing.Go(l.Clear)
			until(t, "the list to be empty", func() bool {
				blocks, heads, _ := l.index.view()
				return len(blocks)+len(heads) == 0
			})
		}
		return nil
	}}
	l, _ = searchable(t, c, 120)
	blocksWritten(t, l, 2)
	armed.Store(true)
	if _, err := l.Delete(t.Context(), []int64{3, 4}); err != nil {
		t.Fatal(err)
	}
	clearing.Wait()
	if k := l.Counts(); armed.Load() || k.Kept != 0 || k.Bytes != 0 || len(findAll(t, l)) != 0 {
		t.Errorf("%+v, %v listed", k, findAll(t, l))
	}
}

// TestIndexClearedMeanwhile clears while a block in memory is made smaller.
func TestIndexClearedMeanwhile(t *testing.T) {
	var n index
	n.init(16)
	for i, x := range pushes(t, "a", "b", "c") {
		x.ID = int64(i + 1)
		n.pack(indexed{x: x, size: 1})
	}
	b, _ := n.around(2)
	gone := newRows(b.count)
	gone.set(b.place(2))
	left, err := b.without(gone)
	if err != nil || left.count != 2 {
		t.Fatal(left, err)
	}
	n.reset(nil, 3)
	n.exchange(b, left, false)
	if blocks, _, _ := n.view(); len(blocks) != 0 {
		t.Errorf("%d exchanges came back", blocks[0].count)
	}
}

func TestFloor(t *testing.T) {
	c := LogConfig{File: file(t), MaxCount: 400}
	l, _ := searchable(t, c, 100)
	if f := l.Counts().Floor; f != 1 {
		t.Errorf("floor %d at first", f)
	}
	if err := l.SetLabel(7, Label{Pinned: true}); err != nil {
		t.Fatal(err)
	}
	g := newGenerator(4)
	for range 700 {
		l.Append(g.next())
	}
	lowest := func() int64 {
		all := findAll(t, l)
		if len(all) < 2 || all[len(all)-1] != 7 {
			t.Fatalf("%v", all)
		}
		return all[len(all)-2]
	}
	until(t, "old ones gone", func() bool { l.index.catchUp(); l.nudge(); return l.Counts().Kept <= 401 })
	for range 2 {
		if err := l.ask(func(w *writer) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if f := l.Counts().Floor; f != lowest() {
			t.Errorf("floor %d, the oldest that is not pinned is %d", f, lowest())
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		l = openLog(t, c)
	}
	if err := l.SetLabel(7, Label{}); err != nil {
		t.Fatal(err)
	}
	if f := l.Counts().Floor; f != 7 {
		t.Errorf("floor %d after 7 was unpinned", f)
	}
}
