package journal

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// openLog opens a journal that is closed with the test.
func openLog(t testing.TB, c LogConfig) *Log {
	t.Helper()
	if c.Secrets == nil {
		c.Secrets = func() []string { return known }
	}
	l, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return l
}

func file(t testing.TB) string { return filepath.Join(t.TempDir(), "journal.db") }

// pushes are text messages, one for each content.
func pushes(t testing.TB, contents ...string) (out []*exchange.Exchange) {
	account := wechat.NewAccount(wechat.AccountConfig{Token: "weixin"})
	for _, c := range contents {
		body := "<xml><FromUserName>oOpenID</FromUserName><MsgType>text</MsgType><Content>" + c + "</Content></xml>"
		out = append(out, made(t, account, "POST", query(body), body))
	}
	return out
}

// same fails unless both are the same exchange.
func same(t *testing.T, got, want *exchange.Exchange) {
	t.Helper()
	a, b := *got, *want
	a.Time, b.Time = a.Time.Round(0).UTC(), b.Time.Round(0).UTC()
	if !reflect.DeepEqual(a, b) {
		t.Errorf("read\n%+v\nwritten\n%+v", a, b)
	}
}

// TestReopen writes, closes and reads: every exchange is there as it was, IDs and counts
// go on.
func TestReopen(t *testing.T) {
	path := file(t)
	xs := pushes(t, "one", "two", "三")
	xs[1].Verdict = exchange.Fail
	l := openLog(t, LogConfig{File: path})
	for _, x := range xs {
		l.Append(x)
	}
	before := l.Counts()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = openLog(t, LogConfig{File: path})
	if c := l.Counts(); c != before || c.Received != 3 || c.Failed != 1 || c.Kept != 3 || c.Last != 3 || c.Bytes == 0 {
		t.Errorf("counts %+v, before %+v", c, before)
	}
	if h := l.Health(); h.Kind != Well || h.Lost != 0 || h.Waiting != 0 {
		t.Errorf("health %+v", h)
	}
	for i, x := range xs {
		got, ok := l.Get(int64(i + 1))
		if !ok {
			t.Fatalf("exchange %d is gone", i+1)
		}
		same(t, got, x)
	}
	if got := ids(l.Since(1, 10)); !slices.Equal(got, []int64{2, 3}) {
		t.Errorf("since 1: %v", got)
	}
	x := pushes(t, "four")[0]
	if l.Append(x); x.ID != 4 {
		t.Errorf("the ID after three of an earlier run is %d", x.ID)
	}
	if got := ids(l.Since(1, 10)); !slices.Equal(got, []int64{2, 3, 4}) {
		t.Errorf("since 1, over file and memory: %v", got)
	}
	if _, ok := l.Get(9); ok {
		t.Error("an exchange that never was")
	}
}

// TestRecordedBeforeAnswer looks from outside when Append has returned: the exchange is in
// the spool, or in the file already.
func TestRecordedBeforeAnswer(t *testing.T) {
	path := file(t)
	l := openLog(t, LogConfig{File: path, CommitWait: time.Minute})
	onRecord := func(id int64) (found bool) {
		names, err := leftSpools(path)
		if err != nil {
			t.Error(err)
		}
		for _, name := range names {
			err := readSpool(name, func(one int64, record []byte) error {
				_, err := readRecord(string(record), known)
				found = found || one == id && err == nil
				return nil
			})
			if err != nil && !errors.Is(err, fs.ErrNotExist) { // it has just gone into the file
				t.Error(err)
			}
		}
		if found {
			return true
		}
		r, err := openReader(path)
		if err != nil {
			t.Error(err)
			return false
		}
		xs, err := r.between(id-1, id+1, 1)
		if closed := r.conn.Close(); err != nil || closed != nil {
			t.Error(err, closed)
		}
		return len(xs) == 1
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 20 {
				for _, x := range pushes(t, "a", "b", "c", "d", "e") {
					if l.Append(x); !onRecord(x.ID) {
						t.Errorf("exchange %d is not on record when Append returns", x.ID)
					}
				}
			}
		})
	}
	wait.Wait()
	if h := l.Health(); h.Late != 0 {
		t.Errorf("health %+v", h)
	}
}

// TestFileIsPrivate: only its owner reads it, and no secret stands in it.
func TestFileIsPrivate(t *testing.T) {
	path := file(t)
	l := openLog(t, LogConfig{File: path})
	l.Append(pushes(t, "x")[0])
	for _, name := range []string{path, path + "-wal"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", filepath.Base(name), info.Mode())
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(b), "weixin") {
			t.Errorf("the Token stands in %s", filepath.Base(name))
		}
	}
}

// TestTwoProcesses: a home has one owner at a time.
func TestTwoProcesses(t *testing.T) {
	path := file(t)
	l := openLog(t, LogConfig{File: path})
	_, err := Open(LogConfig{File: path})
	var in *InUse
	if !errors.Is(err, ErrInUse) || !errors.As(err, &in) || in.PID != os.Getpid() || in.Home != filepath.Dir(path) {
		t.Fatalf("a second one: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	openLog(t, LogConfig{File: path})
}

// TestMemoryOnly is the log without a file.
func TestMemoryOnly(t *testing.T) {
	l := openLog(t, LogConfig{Memory: Config{MaxCount: 3}})
	for _, x := range pushes(t, "a", "b", "c", "d") {
		l.Append(x)
	}
	if c := l.Counts(); c.Received != 4 || c.Kept != 3 || l.Health().Kind != MemoryOnly {
		t.Errorf("%+v %+v", c, l.Health())
	}
	got, err := l.Find(t.Context(), exchange.Filter{})
	if err != nil || !slices.Equal(got, []int64{4, 3, 2}) {
		t.Errorf("%v %v", got, err)
	}
	if err := l.SetLabel(3, Label{Note: "Mine"}); err != nil || l.Label(3).Note != "Mine" {
		t.Errorf("%v %+v", err, l.Label(3))
	}
	if got, err := l.Find(t.Context(), exchange.Filter{Text: "mINE"}); err != nil || !slices.Equal(got, []int64{3}) {
		t.Errorf("%v %v", got, err)
	}
	l.Clear()
	if c := l.Counts(); c.Kept != 0 || c.Cleared != 1 || c.Last != 4 {
		t.Errorf("%+v", c)
	}
}

// TestConcurrentLog reads, searches and clears while it is written; the race detector
// watches.
func TestConcurrentLog(t *testing.T) {
	l := openLog(t, LogConfig{File: file(t), MaxCount: 200})
	var writers, readers sync.WaitGroup
	stop := make(chan struct{})
	samples := pushes(t, "a", "b", "c", "d")
	for _, x := range samples {
		writers.Go(func() {
			for range 250 {
				one := *x
				l.Append(&one)
			}
		})
	}
	for range 2 {
		readers.Go(func() {
			for last := int64(0); ; {
				for _, x := range l.Since(last, 50) {
					if x.ID <= last {
						t.Errorf("%d after %d", x.ID, last)
						return
					}
					last = x.ID
				}
				p, err := l.Page(t.Context(), Query{Limit: 20, Text: []Needle{NewNeedle("c")}})
				if err != nil || !slices.IsSortedFunc(p.IDs, func(a, b int64) int { return int(b - a) }) {
					t.Errorf("%v %v", p, err)
					return
				}
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	writers.Wait()
	l.Clear()
	close(stop)
	readers.Wait()
	if c := l.Counts(); c.Last != 1000 || c.Kept != 0 {
		t.Errorf("%+v", c)
	}
}
