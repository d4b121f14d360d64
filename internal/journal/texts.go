package journal

import (
	"sync"

	"echostr/internal/exchange"
)

// foldedTexts keeps the folded texts of the exchanges that a search has looked through, because the
// next search comes with the next key: over 20,000 messages that is 3 ms instead of 20. What
// is long, or too much in all, is folded anew each time.
type foldedTexts struct {
	mu      sync.Mutex
	of      map[int64]string // by ID
	bytes   int
	scratch []byte
}

const (
	textMax  = 4 << 10  // bytes of one text that is kept
	textsMax = 48 << 20 // bytes of all
)

// pass says whether x passes a search. The caller holds the lock.
func (t *foldedTexts) pass(s *exchange.Search, x *exchange.Exchange, meta *exchange.Meta) bool {
	if s.Match != nil {
		if *meta = exchange.MetaOf(x); !s.Match(meta) {
			return false
		}
	}
	if len(s.Needles) == 0 && len(s.Without) == 0 {
		return true
	}
	text, ok := t.of[x.ID]
	if !ok {
		t.scratch = exchange.AppendText(t.scratch[:0], x)
		if n := len(t.scratch); n > textMax || t.bytes+n > textsMax {
			return s.InBytes(t.scratch)
		}
		text = string(t.scratch)
		if t.of == nil {
			t.of = map[int64]string{}
		}
		t.of[x.ID] = text
		t.bytes += len(text)
	}
	return s.In(text)
}

// forget drops the texts of exchanges older than oldest, once it is worth the work.
func (t *foldedTexts) forget(oldest int64, kept int) {
	if len(t.of) <= kept+kept/8+64 {
		return
	}
	for id, text := range t.of {
		if id < oldest {
			delete(t.of, id)
			t.bytes -= len(text)
		}
	}
}

func (t *foldedTexts) clear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.of, t.bytes, t.scratch = nil, 0, nil
}
