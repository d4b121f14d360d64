package journal

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"
)

// TestSetLabels labels many at once, in the file too, and nothing that is gone.
func TestSetLabels(t *testing.T) {
	const n = 5000
	for _, tt := range []struct {
		name string
		file bool
	}{{"file", true}, {"memory", false}} {
		t.Run(tt.name, func(t *testing.T) {
			c := LogConfig{}
			if tt.file {
				c.File = file(t)
			}
			l, _ := searchable(t, c, n)
			if err := l.SetLabel(17, Label{Pinned: true, Note: "mine"}); err != nil {
				t.Fatal(err)
			}
			if _, err := l.Delete(t.Context(), []int64{40, 4040}); err != nil {
				t.Fatal(err)
			}
			var ids []int64
			for id := int64(n + 5); id > 0; id -= 2 {
				ids = append(ids, id, id-1)
			}
			began := time.Now()
			if err := l.SetLabels(t.Context(), ids, func(one *Label) { one.Mark = 3 }); err != nil {
				t.Fatal(err)
			}
			t.Logf("%d labelled in %v", n, time.Since(began))
			check := func() {
				t.Helper()
				for _, id := range []int64{0, 40, 4040, n + 1, n + 4} {
					if got := l.Label(id); got != (Label{}) {
						t.Errorf("%d is not there and has the label %+v", id, got)
					}
				}
				for _, id := range []int64{1, 39, 41, 2000, 2001, n} {
					if got := l.Label(id); got != (Label{Mark: 3}) {
						t.Errorf("%d has the label %+v", id, got)
					}
				}
				if got := l.Label(17); got != (Label{Pinned: true, Mark: 3, Note: "mine"}) {
					t.Errorf("17 has the label %+v", got)
				}
				p, err := l.Page(t.Context(), Query{Match: func(m *Meta) bool { return m.Label.Mark == 3 }})
				if err != nil || len(p.IDs) != n-2 {
					t.Errorf("%d found, %v", len(p.IDs), err)
				}
			}
			check()
			if tt.file {
				if rows := stored(t, l, "label"); rows != n-2 {
					t.Errorf("%d labels in the file", rows)
				}
				if err := l.Close(); err != nil {
					t.Fatal(err)
				}
				l = openLog(t, c)
				check()
			}
			if err := l.SetLabels(t.Context(), ids, func(one *Label) { *one = Label{} }); err != nil || len(l.labels) != 0 {
				t.Errorf("%d labels are left, %v", len(l.labels), err)
			}
		})
	}
}

// TestSetLabelsStopped ends between two transactions: those before stay.
func TestSetLabelsStopped(t *testing.T) {
	l, _ := searchable(t, LogConfig{File: file(t)}, labelBatch+100)
	var ids []int64
	for id := range int64(labelBatch + 100) {
		ids = append(ids, id+1)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err := l.SetLabels(ctx, ids, func(one *Label) {
		one.Mark = 1
		cancel()
	})
	if !errors.Is(err, context.Canceled) || len(l.labels) != labelBatch || stored(t, l, "label") != labelBatch {
		t.Errorf("%d labels, %v", len(l.labels), err)
	}
}

// TestLabelBesideDelete: whichever comes first, no label is left of what is deleted.
func TestLabelBesideDelete(t *testing.T) {
	l, _ := searchable(t, LogConfig{File: file(t)}, 300)
	for id := int64(1); id <= 300; id += 3 {
		done := make(chan error)
		go func() { done <- l.SetLabel(id, Label{Pinned: true, Note: "late"}) }()
		if n, err := l.Delete(t.Context(), []int64{id}); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	if err := l.SetLabel(1, Label{Mark: 1}); err != nil {
		t.Fatal(err)
	}
	if rows := stored(t, l, "label"); rows != 0 || len(l.labels) != 0 {
		t.Errorf("%d labels in the file, %d in memory", rows, len(l.labels))
	}
}

// TestLabelsWith puts changed ones among others.
func TestLabelsWith(t *testing.T) {
	var all labels
	for _, id := range []int64{2, 4, 6} {
		all = append(all, labelled{id: id, Label: Label{Mark: 1}})
	}
	got := all.with(labels{{id: 1, Label: Label{Mark: 2}}, {id: 4}, {id: 5}, {id: 6, Label: Label{Note: "A"}}, {id: 9, Label: Label{Mark: 3}}})
	var ids []int64
	for _, one := range got {
		ids = append(ids, one.id)
	}
	if !slices.Equal(ids, []int64{1, 2, 6, 9}) || string(got[2].folded) != "a" || got[2].Mark != 0 || all[1].id != 4 {
		t.Errorf("%+v", got)
	}
}
