package journal

import (
	"context"
	"sync"
	"unsafe"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// Config bounds a Memory; zero fields take the defaults.
type Config struct {
	MaxCount int   // exchanges kept; 20,000
	MaxBytes int64 // what they may take; 256 MiB
}

// Memory keeps the newest exchanges in memory. Its methods are safe for concurrent use.
type Memory struct {
	max Config

	mu     sync.RWMutex
	ring   []*exchange.Exchange // a circle: the oldest at from
	from   int
	counts Counts

	texts texts
}

// New makes an empty journal.
func New(c Config) *Memory {
	if c.MaxCount <= 0 {
		c.MaxCount = 20_000
	}
	if c.MaxBytes <= 0 {
		c.MaxBytes = 256 << 20
	}
	return &Memory{max: c}
}

// Append gives x its ID and keeps it. Whatever is over the bounds then goes, oldest
// first, but never x itself. x must not be changed afterwards.
func (m *Memory) Append(x *exchange.Exchange) {
	size := weight(x)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.counts.Last++
	x.ID = m.counts.Last
	m.counts.Received++
	switch x.Verdict {
	case exchange.Pass:
		m.counts.Passed++
	case exchange.Fail:
		m.counts.Failed++
	default:
		m.counts.Foreign++
	}
	for m.counts.Kept > 0 && (m.counts.Kept >= m.max.MaxCount || m.counts.Bytes+size > m.max.MaxBytes) {
		m.drop()
	}
	m.grow()
	m.ring[(m.from+m.counts.Kept)%len(m.ring)] = x
	m.counts.Kept++
	m.counts.Bytes += size
}

func (m *Memory) drop() {
	old := m.ring[m.from]
	m.ring[m.from] = nil
	m.from = (m.from + 1) % len(m.ring)
	m.counts.Kept--
	m.counts.Bytes -= weight(old)
}

// grow makes room for one more, doubling up to the bound.
func (m *Memory) grow() {
	if m.counts.Kept < len(m.ring) {
		return
	}
	bigger := make([]*exchange.Exchange, min(max(64, 2*len(m.ring)), max(m.max.MaxCount, m.counts.Kept+1)))
	for i := range m.counts.Kept {
		bigger[i] = m.at(i)
	}
	m.ring, m.from = bigger, 0
}

// at is the i-th oldest.
func (m *Memory) at(i int) *exchange.Exchange { return m.ring[(m.from+i)%len(m.ring)] }

// oldest is the ID of the oldest kept; IDs have no gaps, so the rest follow from it.
func (m *Memory) oldest() int64 { return m.counts.Last - int64(m.counts.Kept) + 1 }

// Get is the exchange with that ID, while it is kept.
func (m *Memory) Get(id int64) (*exchange.Exchange, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	i := id - m.oldest()
	if i < 0 || i >= int64(m.counts.Kept) {
		return nil, false
	}
	return m.at(int(i)), true
}

// Since are the kept exchanges newer than id, oldest first, at most max. When the
// first is not id+1, those between are not kept any more.
func (m *Memory) Since(id int64, max int) []*exchange.Exchange {
	m.mu.RLock()
	defer m.mu.RUnlock()
	first := int64(0)
	if gone := m.oldest() - 1; id > gone {
		first = id - gone
	}
	n := min(int64(m.counts.Kept)-first, int64(max))
	if n <= 0 {
		return nil
	}
	out := make([]*exchange.Exchange, n)
	for i := range out {
		out[i] = m.at(int(first) + i)
	}
	return out
}

// Find are the IDs of the kept exchanges that pass the filter, newest first. It works
// on a copy of the list and looks at ctx before each exchange, since one may hold a
// megabyte to search.
func (m *Memory) Find(ctx context.Context, f exchange.Filter) ([]int64, error) {
	m.mu.RLock()
	all := make([]*exchange.Exchange, m.counts.Kept)
	for i := range all {
		all[i] = m.at(len(all) - 1 - i)
	}
	m.mu.RUnlock()
	search := f.Search()
	var meta exchange.Meta
	out := make([]int64, 0, min(len(all), 1024))
	m.texts.mu.Lock()
	defer m.texts.mu.Unlock()
	for _, x := range all {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if m.texts.pass(&search, x, &meta) {
			out = append(out, x.ID)
		}
	}
	if len(all) > 0 {
		m.texts.forget(all[len(all)-1].ID, len(all))
	}
	return out, nil
}

// Counts are the totals now.
func (m *Memory) Counts() Counts {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.counts
}

// Clear forgets everything. IDs go on growing.
func (m *Memory) Clear() {
	m.texts.clear()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ring, m.from = nil, 0
	m.counts = Counts{Last: m.counts.Last, Cleared: m.counts.Cleared + 1}
}

// weight estimates what an exchange takes, bytes: its own size, what its slices and
// strings hold, and what reading it added.
func weight(x *exchange.Exchange) int64 {
	n := 1200 + cap(x.Request.Raw) + cap(x.Response.Raw) + len(x.Request.Target)
	o := &x.Opened
	n += 256*len(o.Causes) + 16*cap(o.RuledOut)
	if o.Kind != wechat.Foreign { // names, values and the text of causes are parts of a copy of the body
		n += len(x.Request.Body())
	}
	if o.Message != nil {
		n += int(unsafe.Sizeof(wechat.Node{})) * cap(o.Message.Nodes)
	}
	return int64(n + 2*cap(o.Plain)) // the same again for what was decrypted
}
