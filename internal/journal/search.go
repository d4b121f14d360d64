package journal

import (
	"context"
	"errors"
	"runtime"
	"sort"
	"sync"
	"sync/atomic"

	"echostr/internal/exchange"
)

// Query picks exchanges: those that pass all there is in it.
type Query struct {
	Text   []Needle         // all of them
	Match  func(*Meta) bool // nil passes all; called from several goroutines; keeps no *Meta
	Before int64            // only older than the exchange of this ID; 0 for from the newest on
	Limit  int              // 0 for no limit
}

// Page is the newest exchanges that the query picks, up to its limit. A search of many
// takes all processors but one and ends soon after ctx does, with its error.
func (l *Log) Page(ctx context.Context, q Query) (Page, error) {
	s := l.view(q)
	var p Page
	err := s.run(ctx, &p)
	if err != nil {
		return Page{}, err
	}
	if q.Limit > 0 && len(p.IDs) > q.Limit {
		p.IDs = p.IDs[:q.Limit]
		if p.First = p.First[:min(len(p.First), q.Limit)]; !anyFirst(p.First) {
			p.First = nil
		}
		p.Next = p.IDs[q.Limit-1]
	}
	return p, nil
}

// Find are the IDs of the kept exchanges that pass the filter, newest first.
func (l *Log) Find(ctx context.Context, f exchange.Filter) ([]int64, error) {
	p, err := l.Page(ctx, QueryOf(f))
	return p.IDs, err
}

// QueryOf is a filter as a query.
func QueryOf(f exchange.Filter) Query {
	s := f.Search()
	var q Query
	for _, text := range s.Needles {
		q.Text = append(q.Text, NewNeedle(text))
	}
	for _, text := range s.Without {
		n := NewNeedle(text)
		n.Not = true
		q.Text = append(q.Text, n)
	}
	if s.Match != nil {
		q.Match = func(m *Meta) bool { return s.Match(&m.Meta) }
	}
	return q
}

// search is a query over the log as it was at one moment.
type search struct {
	Query
	log    *Log
	often  [256]int
	plan   []planned
	labels labels
	direct []*exchange.Exchange // newest first, not yet in a block
	blocks []*block             // newest first, in memory
	heads  []head               // oldest first, in the file

	filterFirst atomic.Bool
}

// planned is a needle made ready for a block's text.
type planned struct {
	not     bool
	finders []finder
}

// view takes down what there is now, so that no exchange is missed or seen twice while
// others come and go.
func (l *Log) view(q Query) *search {
	s := &search{Query: q, log: l}
	l.index.catchUp()
	l.mu.Lock()
	s.direct = l.recent.newestFirst()
	s.labels = l.labels
	l.mu.Unlock()
	var last int64
	s.blocks, s.heads, last = l.index.view()
	s.direct = s.direct[:sort.Search(len(s.direct), func(i int) bool { return s.direct[i].ID <= last })]
	if len(s.blocks) > 0 {
		sample := s.blocks[0].text
		s.often = frequencies(sample[:min(len(sample), 64<<10)])
	}
	for _, n := range q.Text {
		if n.empty() {
			continue
		}
		p := planned{not: n.Not}
		for _, part := range n.parts {
			p.finders = append(p.finders, newFinder(part, &s.often))
		}
		s.plan = append(s.plan, p)
	}
	return s
}

// enough says whether a page is full; one more than the limit tells that there is another.
func (s *search) enough(p *Page) bool { return s.Limit > 0 && len(p.IDs) > s.Limit }

func (s *search) run(ctx context.Context, p *Page) error {
	var text []byte
	for _, x := range s.direct {
		if err := ctx.Err(); err != nil {
			return err
		}
		if s.enough(p) {
			return nil
		}
		if s.exchange(x, &text) {
			p.add(picked{[]int64{x.ID}, []int64{x.First}})
		}
	}
	for _, b := range s.blocks {
		if err := ctx.Err(); err != nil {
			return err
		}
		if s.enough(p) {
			return nil
		}
		some, err := s.block(b, atHand{})
		if err != nil {
			return err
		}
		p.add(some)
	}
	return s.file(ctx, p)
}

// source reads the parts of a block that a search turns out to need. What it read last
// may be overwritten by the next of the same kind.
type source interface {
	entries(*block) error
	text(*block) error
	refs(*block) error
}

// atHand is the source of blocks that are in memory.
type atHand struct{}

func (atHand) entries(*block) error { return nil }
func (atHand) text(*block) error    { return nil }
func (atHand) refs(*block) error    { return nil }

// exchange says whether one that is in no block yet passes. text is scratch memory.
func (s *search) exchange(x *exchange.Exchange, text *[]byte) bool {
	if s.Before > 0 && x.ID >= s.Before {
		return false
	}
	if s.Match != nil {
		m := metaOf(x)
		m.Label = s.labels.of(x.ID)
		if !s.Match(&m) {
			return false
		}
	}
	if len(s.plan) == 0 {
		return true
	}
	*text = exchange.AppendText((*text)[:0], x)
	note := []byte(exchange.Fold(s.labels.of(x.ID).Note))
	for _, p := range s.plan {
		all := true
		for i := range p.finders {
			f := &p.finders[i]
			all = all && (f.next(*text, 0) >= 0 || f.next(note, 0) >= 0)
		}
		if all == p.not {
			return false
		}
	}
	return true
}

// block is what passes of a block, newest first. Filter and text are asked in the order
// that has emptied blocks sooner: what the second one needs is not even read then.
func (s *search) block(b *block, from source) (none picked, err error) {
	if s.Before > 0 && b.first >= s.Before {
		return none, nil
	}
	found := newRows(b.count)
	found.fill(b.count)
	labels := s.labels.between(b.first, b.last)
	filter := func() error {
		if err := s.need(b, from); err != nil || s.Match == nil {
			return err
		}
		s.match(b, found, labels)
		return nil
	}
	text := func() error {
		if len(s.plan) == 0 {
			return nil
		}
		if len(labels) > 0 {
			if err := s.need(b, from); err != nil {
				return err
			}
		}
		if err := from.text(b); err != nil {
			return err
		}
		return s.text(b, from, found, labels)
	}
	first, second := text, filter
	swapped := s.filterFirst.Load()
	if swapped {
		first, second = filter, text
	}
	if err := first(); err != nil || found.empty() {
		return none, err
	}
	if err := second(); err != nil {
		return none, err
	}
	if found.empty() {
		s.filterFirst.Store(!swapped)
		return none, nil
	}
	return s.pick(b, found), nil
}

// need reads a block's entries unless they are there.
func (s *search) need(b *block, from source) error {
	if b.entries != nil {
		return nil
	}
	return from.entries(b)
}

// pick are those of found.
func (s *search) pick(b *block, found rows) (out picked) {
	out.ids = make([]int64, 0, found.count())
	for i := b.count - 1; i >= 0; i-- {
		if !found.has(i) {
			continue
		}
		id := b.id(i)
		if s.Before > 0 && id >= s.Before {
			continue
		}
		out.ids = append(out.ids, id)
		if first := firstIn(b.entries[i*entrySize:], id); first > 0 || out.first != nil {
			out.first = append(pad(out.first, len(out.ids)-1), first)
		}
	}
	return out
}

// match leaves in found what Match passes.
func (s *search) match(b *block, found rows, labels labels) {
	var m Meta
	passed := newRows(b.count)
	for i := range b.count {
		readEntry(&m, b.entries[i*entrySize:], b.first, b.names)
		if len(labels) > 0 {
			m.Label = labels.of(m.ID)
		}
		if s.Match(&m) {
			passed.set(i)
		}
	}
	found.and(passed, false)
}

// text leaves in found what the needles pass. A note counts as text of its exchange.
func (s *search) text(b *block, from source, found rows, labels labels) error {
	for _, p := range s.plan {
		all := newRows(b.count)
		all.fill(b.count)
		for i := range p.finders {
			f := &p.finders[i]
			some := newRows(b.count)
			if words := wordsWith(b.text, f); len(words) > 0 {
				if err := from.refs(b); err != nil {
					return err
				}
				if err := rowsWith(some, b.refs, b.count, words); err != nil {
					return err
				}
			}
			for _, n := range labels {
				if at := b.place(n.id); at >= 0 && f.next(n.folded, 0) >= 0 {
					some.set(at)
				}
			}
			all.and(some, false)
		}
		if found.and(all, p.not); found.empty() {
			return nil
		}
	}
	return nil
}

// file searches the blocks in the file, newest first, some at a time.
func (s *search) file(ctx context.Context, p *Page) error {
	workers := max(1, runtime.GOMAXPROCS(0)-1)
	heads := s.heads
	if s.Before > 0 {
		heads = heads[:sort.Search(len(heads), func(i int) bool { return heads[i].first >= s.Before })]
	}
	if s.plan == nil && s.Match == nil && s.Limit > 0 {
		workers = 1 // the first block is enough
	}
	for wave := 1; len(heads) > 0 && !s.enough(p); wave = min(2*wave, 16) {
		n := min(len(heads), wave*workers)
		part := heads[len(heads)-n:]
		heads = heads[:len(heads)-n]
		found := make([]picked, n)
		errs := make([]error, workers)
		var wait sync.WaitGroup
		for w := range workers {
			wait.Go(func() {
				errs[w] = s.log.read(ctx, func(r *reader) error {
					for i := n - 1 - w; i >= 0; i -= workers {
						if err := ctx.Err(); err != nil {
							return err
						}
						b := &block{head: part[i]}
						some, err := s.block(b, r)
						if errors.Is(err, errBlock) {
							s.log.rebuild(part[i], err)
							some, err = s.records(r, part[i])
						}
						if err != nil {
							return err
						}
						found[i] = some
					}
					return nil
				})
			})
		}
		wait.Wait()
		for _, err := range errs {
			if err != nil {
				return err
			}
		}
		for i := n - 1; i >= 0; i-- {
			p.add(found[i])
		}
	}
	return ctx.Err()
}

// records searches the exchanges of a block whose packed form does not read.
func (s *search) records(r *reader, h head) (out picked, err error) {
	xs, err := r.between(h.first-1, h.last+1, h.count)
	if err != nil {
		return out, err
	}
	var text []byte
	for i := len(xs) - 1; i >= 0; i-- {
		if s.exchange(xs[i], &text) {
			out.ids = append(out.ids, xs[i].ID)
			out.first = append(out.first, xs[i].First)
		}
	}
	return out, nil
}
