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

func (c Config) withDefaults() Config {
	if c.MaxCount <= 0 {
		c.MaxCount = 20_000
	}
	if c.MaxBytes <= 0 {
		c.MaxBytes = 256 << 20
	}
	return c
}

// Memory keeps the newest exchanges in memory. Its methods are safe for concurrent use.
type Memory struct {
	max Config

	mu     sync.RWMutex
	ring   ring
	counts Counts

	texts foldedTexts
}

// New makes an empty journal.
func New(c Config) *Memory { return &Memory{max: c.withDefaults()} }

// Append gives x its ID and keeps it. Whatever is over the bounds then goes, oldest
// first, but never x itself. x must not be changed afterwards.
func (m *Memory) Append(x *exchange.Exchange) {
	size := weight(x)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.counts.Last++
	x.ID = m.counts.Last
	m.counts.add(x.Verdict)
	for m.ring.n > 0 && (m.ring.n >= m.max.MaxCount || m.ring.bytes+size > m.max.MaxBytes) {
		m.ring.pop()
	}
	m.ring.push(x, size)
	m.counts.Floor = m.ring.first
}

// Get is the exchange with that ID, while it is kept.
func (m *Memory) Get(id int64) (*exchange.Exchange, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.ring.get(id)
}

// Since are the kept exchanges newer than id, oldest first, at most max. When the
// first is not id+1, those between are not kept any more.
func (m *Memory) Since(id int64, max int) []*exchange.Exchange {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.ring.since(id, max)
}

// Find are the IDs of the kept exchanges that pass the filter, newest first. It works
// on a copy of the list and looks at ctx before each exchange, since one may hold a
// megabyte to search.
func (m *Memory) Find(ctx context.Context, f exchange.Filter) ([]int64, error) {
	m.mu.RLock()
	all := m.ring.newestFirst()
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
	c := m.counts
	c.Kept, c.Bytes = m.ring.n, m.ring.bytes
	return c
}

// Clear forgets everything. IDs go on growing.
func (m *Memory) Clear() {
	m.texts.clear()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ring = ring{}
	m.counts = Counts{Last: m.counts.Last, Cleared: m.counts.Cleared + 1, Floor: m.counts.Last + 1}
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
