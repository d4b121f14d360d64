package ui

import (
	"context"
	"io"
	"slices"

	"echostr/internal/archive"
	"echostr/internal/compare"
	"echostr/internal/engine"
	"echostr/internal/exchange"
)

// fakeRecords is what a fake engine has and answers about recorded exchanges; tests set it.
type fakeRecords struct {
	labels   map[int64]engine.Label
	sessions []engine.Session
	replayed func(ctx context.Context, r engine.ReplayRequest) ([]engine.ReplayResult, error)
	exported func(ctx context.Context, path string, r engine.ExportRequest) (archive.Summary, error)
	written  func(ctx context.Context, w io.Writer, r engine.ExportRequest) (archive.Summary, error)
	places   map[string]engine.FilePlace // by path; others are free
	clear    map[int64]string            // replies before they were encrypted
	picture  func(ctx context.Context, address string) ([]byte, error)
	imported func(ctx context.Context, path string, progress func(archive.Progress)) (engine.Imported, error)
}

// List answers from the exchanges at hand.
func (f *fakeEngine) List(ctx context.Context, filter exchange.Filter, before int64, limit int) (engine.Page, error) {
	if err := ctx.Err(); err != nil {
		return engine.Page{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	match := f.matcher(filter)
	var p engine.Page
	linked := false
	for _, x := range slices.Backward(f.exchanges) {
		if before > 0 && x.ID >= before || !match(x) {
			continue
		}
		if limit > 0 && len(p.IDs) == limit {
			p.Next = p.IDs[limit-1]
			break
		}
		p.IDs, p.First = append(p.IDs, x.ID), append(p.First, x.First)
		linked = linked || x.First > 0
	}
	if !linked {
		p.First = nil
	}
	return p, nil
}

// matcher is the filter's, with the labels known; f.mu is held.
func (f *fakeEngine) matcher(filter exchange.Filter) func(*exchange.Exchange) bool {
	s := filter.Search()
	text := s
	text.Match = nil
	words := text.Matcher()
	return func(x *exchange.Exchange) bool {
		m := exchange.MetaOf(x)
		m.Label = f.records.labels[x.ID]
		return (s.Match == nil || s.Match(&m)) && words(x)
	}
}

func (f *fakeEngine) Attempts(id int64) (ids []int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	first := id
	for _, x := range f.exchanges {
		if x.ID == id && x.First > 0 {
			first = x.First
		}
	}
	for _, x := range f.exchanges {
		if x.ID == first || x.First == first {
			ids = append(ids, x.ID)
		}
	}
	return ids
}

func (f *fakeEngine) Label(id int64) engine.Label {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.records.labels[id]
}

func (f *fakeEngine) SetLabel(id int64, l engine.Label) error {
	if err := f.command(context.Background(), "label", id, l.Pinned, l.Mark, l.Note); err != nil {
		return err
	}
	f.set(func(*engine.Snapshot) {
		if f.records.labels == nil {
			f.records.labels = map[int64]engine.Label{}
		}
		f.records.labels[id] = l
	})
	return nil
}

func (f *fakeEngine) SetLabels(ctx context.Context, ids []int64, change func(*engine.Label)) error {
	if err := f.command(ctx, "label", ids); err != nil {
		return err
	}
	f.set(func(*engine.Snapshot) {
		if f.records.labels == nil {
			f.records.labels = map[int64]engine.Label{}
		}
		for _, id := range ids {
			l := f.records.labels[id]
			change(&l)
			f.records.labels[id] = l
		}
	})
	return nil
}

func (f *fakeEngine) Delete(ctx context.Context, ids []int64) (n int, err error) {
	if err := f.command(ctx, "delete", ids); err != nil {
		return 0, err
	}
	f.set(func(s *engine.Snapshot) {
		before := len(f.exchanges)
		f.exchanges = slices.DeleteFunc(slices.Clone(f.exchanges), func(x *exchange.Exchange) bool { return slices.Contains(ids, x.ID) })
		n = before - len(f.exchanges)
		s.Counts.Kept = len(f.exchanges)
		s.Counts.Deleted++
	})
	return n, nil
}

func (f *fakeEngine) Sessions() []engine.Session {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.records.sessions)
}

func (f *fakeEngine) BeginSession(name string) (s engine.Session, err error) {
	if err := f.command(context.Background(), "begin session", name); err != nil {
		return s, err
	}
	f.set(func(state *engine.Snapshot) {
		s = engine.Session{ID: int64(len(f.records.sessions)) + 1, Began: f.now(), First: state.Counts.Last + 1, Name: name}
		f.records.sessions = append(f.records.sessions, s)
	})
	return s, nil
}

func (f *fakeEngine) NameSession(id int64, name string) (bool, error) {
	if err := f.command(context.Background(), "name session", id, name); err != nil {
		return false, err
	}
	found := false
	f.set(func(*engine.Snapshot) {
		for i := range f.records.sessions {
			if f.records.sessions[i].ID == id {
				f.records.sessions[i].Name, found = name, true
			}
		}
	})
	return found, nil
}

func (f *fakeEngine) Replay(ctx context.Context, r engine.ReplayRequest) ([]engine.ReplayResult, error) {
	if err := f.command(ctx, "replay", r.ID, r.How, r.To); err != nil {
		return nil, err
	}
	return f.records.replayed(ctx, r)
}

// Compare is the real comparison, of the exchanges at hand.
func (f *fakeEngine) Compare(a, b int64) ([]compare.Section, error) {
	x, ok := f.Exchange(a)
	y, also := f.Exchange(b)
	if !ok || !also {
		return nil, engine.ErrNoExchange
	}
	return compare.Exchanges(x, y, compare.Options{}), nil
}

func (f *fakeEngine) Export(ctx context.Context, path string, r engine.ExportRequest) (archive.Summary, error) {
	if err := f.command(ctx, "export", path, r.Format, r.Selection); err != nil {
		return archive.Summary{}, err
	}
	return f.records.exported(ctx, path, r)
}

func (f *fakeEngine) ExportTo(ctx context.Context, w io.Writer, r engine.ExportRequest) (archive.Summary, error) {
	if err := f.command(ctx, "export to", r.Format, r.Selection); err != nil {
		return archive.Summary{}, err
	}
	return f.records.written(ctx, w, r)
}

func (f *fakeEngine) ExportFolder() string { return "/home/dev/Downloads" }

func (f *fakeEngine) FilePlace(path string) engine.FilePlace {
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.records.places[path]
	p.Path = path
	return p
}

func (f *fakeEngine) Import(ctx context.Context, path string, progress func(archive.Progress)) (engine.Imported, error) {
	if err := f.command(ctx, "import", path); err != nil {
		return engine.Imported{}, err
	}
	return f.records.imported(ctx, path, progress)
}

func (f *fakeEngine) ImportFrom(ctx context.Context, r io.Reader, progress func(archive.Progress)) (engine.Imported, error) {
	text, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return engine.Imported{}, err
	}
	if err := f.command(ctx, "import from", string(text)); err != nil {
		return engine.Imported{}, err
	}
	return f.records.imported(ctx, "", progress)
}

func (f *fakeEngine) ReplyInClear(id int64) (string, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	text, ok := f.records.clear[id]
	return text, ok
}

func (f *fakeEngine) Picture(ctx context.Context, address string) ([]byte, error) {
	if err := f.command(ctx, "picture", address); err != nil {
		return nil, err
	}
	return f.records.picture(ctx, address)
}
