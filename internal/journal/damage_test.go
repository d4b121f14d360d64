package journal

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"
)

// TestDamaged opens and uses files of which bytes were flipped or the end is missing. Each
// ends as a log that works: with everything in it that reads, or set aside and new.
func TestDamaged(t *testing.T) {
	c := LogConfig{File: file(t), MaxCount: 400}
	l, _ := searchable(t, c, 300)
	blocksWritten(t, l, 5)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(c.File)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(5, 6))
	type damage struct {
		name string
		do   func([]byte) []byte
		sure bool // it must be set aside at the start
	}
	damages := []damage{
		{"empty", func(b []byte) []byte { return nil }, false},
		{"half", func(b []byte) []byte { return b[:len(b)/2] }, true},
		{"a bit short", func(b []byte) []byte { return b[:len(b)-1000] }, false},
		{"no database", func(b []byte) []byte { return []byte(strings.Repeat("nonsense ", 1000)) }, true},
		{"header", func(b []byte) []byte { b[3] ^= 0xff; return b }, true},
		{"zeros", func(b []byte) []byte { clear(b); return b }, true},
		{"zeros from the second page on", func(b []byte) []byte { clear(b[4096:]); return b }, true},
	}
	for i := range 10 {
		damages = append(damages, damage{fmt.Sprint("flipped ", i), func(b []byte) []byte {
			for range 1 + i*i*4 {
				b[100+r.IntN(len(b)-100)] ^= byte(1 + r.IntN(255))
			}
			return b
		}, false})
	}
	for _, d := range damages {
		t.Run(d.name, func(t *testing.T) {
			c := LogConfig{File: file(t), MaxCount: 400}
			if err := os.WriteFile(c.File, d.do(slices.Clone(whole)), 0o600); err != nil {
				t.Fatal(err)
			}
			l := openLog(t, c)
			if h := l.Health(); d.sure && (h.Kind != SetAside || h.File == c.File) {
				t.Errorf("%+v", h)
			}
			xs := pushes(t, slices.Repeat([]string{"after the damage"}, 30)...)
			for _, x := range xs {
				l.Append(x)
				_ = findAllAnyway(t, l)
			}
			for id := range int64(300) {
				l.Get(id + 1)
			}
			until(t, "written", func() bool {
				h := l.Health()
				return h.Waiting == 0 && (h.Kind == Well || h.Kind == SetAside)
			})
			h := l.Health()
			if h.Kind == SetAside {
				if _, err := os.Stat(h.File); err != nil {
					t.Errorf("set aside as nothing: %v", err)
				}
				l.Dismiss()
				if got := l.Health(); got.Kind != Well || got.File != c.File {
					t.Errorf("dismissed: %+v", got)
				}
			}
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			l = openLog(t, c)
			for _, x := range xs {
				got, ok := l.Get(x.ID)
				if !ok {
					t.Fatalf("exchange %d, recorded after the damage, is gone: %+v", x.ID, l.Health())
				}
				same(t, got, x)
			}
		})
	}
}

// TestReadTells reads a file whose middle is missing: what cannot be read is never left out
// without a word.
func TestReadTells(t *testing.T) {
	c := LogConfig{File: file(t), MaxCount: 4000}
	l, _ := searchable(t, c, 2000)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(c.File)
	if err != nil {
		t.Fatal(err)
	}
	clear(b[len(b)/8 : len(b)/2])
	if err := os.WriteFile(c.File, b, 0o600); err != nil {
		t.Fatal(err)
	}
	l = openLog(t, c)
	n, last := 0, int64(0)
	for {
		some, err := l.Read(t.Context(), last, 200)
		if err != nil {
			break
		}
		if len(some) == 0 {
			t.Fatalf("%d of 2000 read, and no error", n)
		}
		n, last = n+len(some), some[len(some)-1].ID
	}
}

// findAllAnyway searches a file that may be damaged: an error is as good as an answer.
func findAllAnyway(t *testing.T, l *Log) []int64 {
	t.Helper()
	p, err := l.Page(t.Context(), Query{Text: needles("nothing at all")})
	if err != nil {
		return nil
	}
	return p.IDs
}

// TestOthersFiles: a database that is not ours is set aside, one of a newer version is
// left alone.
func TestOthersFiles(t *testing.T) {
	for _, tt := range []struct {
		sql  string
		kind HealthKind
	}{
		{"CREATE TABLE mine (x); INSERT INTO mine VALUES (1)", SetAside},
		{"CREATE TABLE mine (x); PRAGMA user_version = 1", SetAside},
		{fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = 99", applicationID), Newer},
	} {
		path := file(t)
		conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite|sqlite.OpenCreate)
		if err != nil {
			t.Fatal(err)
		}
		if err := run(conn, tt.sql); err != nil || conn.Close() != nil {
			t.Fatal(err)
		}
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		l := openLog(t, LogConfig{File: path, CommitWait: time.Minute})
		h := l.Health()
		if h.Kind != tt.kind {
			t.Errorf("%s: %+v", tt.sql, h)
		}
		l.Append(pushes(t, "x")[0])
		if got := findAll(t, l); len(got) != 1 {
			t.Errorf("%v", got)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if after, err := os.ReadFile(h.File); err != nil || len(after) != len(before) {
			t.Errorf("%s: %d bytes became %d, %v", tt.sql, len(before), len(after), err)
		}
	}
}

// TestFileRemoved: the file is removed while it is in use; what is still in memory goes
// into a new one.
func TestFileRemoved(t *testing.T) {
	c := LogConfig{File: file(t)}
	l, _ := searchable(t, c, 40)
	for _, name := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(c.File + name); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.ask(func(w *writer) error { w.retain(); return nil }); err != nil {
		t.Fatal(err)
	}
	l.Append(pushes(t, "x")[0])
	until(t, "well again", l.is(Well))
	until(t, "a new file", func() bool { return stored(t, l, "exchange") == 41 })
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = openLog(t, c)
	if got := findAll(t, l); !slices.Equal(got, down(41)) {
		t.Errorf("%v", got)
	}
	if k := l.Counts(); k.Received != 41 || k.Kept != 41 {
		t.Errorf("%+v", k)
	}
}
