package journal

import (
	"context"
	"fmt"
	"slices"
)

// labelBatch is how many exchanges are labelled in one transaction.
const labelBatch = 2000

// Label is what a person put on an exchange; the zero Label for nothing.
func (l *Log) Label(id int64) Label {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.labels.of(id)
}

// SetLabel replaces it; the zero Label takes it off. One that is gone gets none. Without a
// file it holds while the program runs; ErrUnavailable is a file that cannot be written now.
func (l *Log) SetLabel(id int64, label Label) error {
	return l.SetLabels(context.Background(), []int64{id}, func(one *Label) { *one = label })
}

// SetLabels changes the labels of exchanges, some thousand at a time: when ctx ends, or an
// error comes, those before are changed. change is told of one after the other, on another
// goroutine, and must not call the log.
func (l *Log) SetLabels(ctx context.Context, ids []int64, change func(*Label)) (err error) {
	changed := false
	defer func() {
		if changed {
			l.c.Changed()
		}
		if err != nil {
			err = fmt.Errorf("label exchanges: %w", err)
		}
	}()
	for some := range slices.Chunk(slices.Compact(slices.Sorted(slices.Values(ids))), labelBatch) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if l.c.File == "" {
			l.mu.Lock()
			l.putLabels(l.labels.changes(some, change))
			l.mu.Unlock()
		} else if err := l.ask(func(w *writer) error { return w.label(some, change) }); err != nil {
			return err
		}
		changed = true
	}
	return nil
}

// changes are the labels that change makes others.
func (l labels) changes(ids []int64, change func(*Label)) (out labels) {
	for _, id := range ids {
		was := l.of(id)
		now := was
		if change(&now); now != was {
			out = append(out, labelled{id: id, Label: now})
		}
	}
	return out
}

// label changes labels in the file, then in memory. Nothing is deleted meanwhile, since the
// writer does that.
func (w *writer) label(ids []int64, change func(*Label)) error {
	l := w.log
	l.mu.Lock()
	before := l.labels
	l.mu.Unlock()
	changed := before.changes(ids, change)
	there, err := w.there(changed, before)
	if err != nil {
		return err
	}
	changed = slices.DeleteFunc(changed, func(one labelled) bool { return one.Label != (Label{}) && !there(one.id) })
	if len(changed) == 0 {
		return nil
	}
	err = w.store.within(func() error {
		for _, one := range changed {
			if err := w.store.keep(one.id, one.Label); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	l.mu.Lock()
	l.putLabels(changed)
	l.mu.Unlock()
	return nil
}

// putLabels takes changed labels over. l.mu is held.
func (l *Log) putLabels(changed labels) {
	if l.c.File == "" {
		changed = slices.DeleteFunc(changed, func(one labelled) bool {
			_, there := l.recent.get(one.id)
			return one.Label != (Label{}) && !there
		})
	}
	for _, one := range changed {
		if l.labels.of(one.id).Pinned && !one.Pinned { // it stays until its turn to go comes
			l.counts.Floor = min(l.counts.Floor, one.id)
		}
	}
	l.labels = l.labels.with(changed)
}

// there says which of some exchanges, sorted, are kept and will be: what is in memory, and
// in the file but for the block that is about to go, of which only pinned ones stay.
func (w *writer) there(some, before labels) (func(id int64) bool, error) {
	l := w.log
	all := make(map[int64]bool, len(some))
	var last int64 // of the chunk that was read
	for _, one := range some {
		if d := w.dropping; d != nil && d.first <= one.id && one.id <= d.last && !before.of(one.id).Pinned {
			continue
		}
		l.mu.Lock()
		_, recent := l.recent.get(one.id)
		l.mu.Unlock()
		if recent {
			all[one.id] = true
			continue
		}
		if one.id <= l.floor.Load() || one.id <= last {
			continue // gone, or seen with its chunk
		}
		_, end, frames, err := w.store.chunkAround(one.id)
		if err != nil {
			return nil, fmt.Errorf("look for an exchange: %w", err)
		}
		last = end
		for rest := frames; len(rest) > 0; {
			id, _, next, ok := nextFrame(rest)
			if !ok {
				break
			}
			all[id], rest = true, next
		}
	}
	return func(id int64) bool { return all[id] }, nil
}
