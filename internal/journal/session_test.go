package journal

import (
	"errors"
	"fmt"
	"sync"
	"testing"
)

// TestSessionsAtOnce begins several at the same time: each has its own ID, and its name.
func TestSessionsAtOnce(t *testing.T) {
	for _, tt := range []struct {
		name string
		file bool
	}{{"file", true}, {"memory", false}} {
		t.Run(tt.name, func(t *testing.T) {
			c := LogConfig{}
			if tt.file {
				c.File = file(t)
			}
			l := openLog(t, c)
			began := len(l.Sessions())
			var work sync.WaitGroup
			for i := range 20 {
				work.Go(func() {
					s, err := l.BeginSession("")
					if err != nil {
						t.Error(err)
					}
					if ok, err := l.NameSession(s.ID, fmt.Sprint("s", i)); !ok || err != nil {
						t.Error(ok, err)
					}
				})
			}
			work.Wait()
			names, last := map[string]bool{}, int64(0)
			for _, s := range l.Sessions()[began:] {
				if names[s.Name] = true; s.ID <= last {
					t.Errorf("%d after %d", s.ID, last)
				}
				last = s.ID
			}
			if len(names) != 20 {
				t.Errorf("the names are %v", names)
			}
			if tt.file && stored(t, l, "session") != int64(began+20) {
				t.Errorf("%d are in the file", stored(t, l, "session"))
			}
		})
	}
}

// TestReadWhileReopened: what is in the file only must not look as if it were gone.
func TestReadWhileReopened(t *testing.T) {
	l, _ := searchable(t, LogConfig{File: file(t)}, 2*recentCount)
	until(t, "only the newest in memory", func() bool {
		l.index.catchUp()
		l.nudge()
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.recent.first > 1
	})
	err := l.ask(func(w *writer) error {
		w.shut()
		if xs, err := l.Read(t.Context(), 0, 10); !errors.Is(err, errNotOpen) {
			t.Errorf("%d read, %v", len(xs), err)
		}
		return w.open()
	})
	if err != nil {
		t.Fatal(err)
	}
	if xs, err := l.Read(t.Context(), 0, 10); len(xs) != 10 || xs[0].ID != 1 || err != nil {
		t.Errorf("%d read, %v", len(xs), err)
	}
}
