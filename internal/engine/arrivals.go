package engine

import (
	"bytes"
	"sync"

	"echostr/internal/exchange"
	"echostr/internal/simulate"
)

// arrivals finds among the exchanges that come in those that a replay became. It is safe
// for concurrent use.
type arrivals struct {
	origin int64

	mu   sync.Mutex
	last int64                // how far the journal has been looked through
	open []*exchange.Exchange // replays of origin that no request has claimed yet
}

// claim is the ID of the exchange that p became; 0 when it cannot be found. An exchange is
// recorded before its answer is complete, so it is there by now.
func (a *arrivals) claim(e *Engine, p *simulate.Played) int64 {
	const page = 256
	a.mu.Lock()
	defer a.mu.Unlock()
	for {
		more := e.journal.Since(a.last, page)
		for _, x := range more {
			a.last = x.ID
			if x.Origin == a.origin {
				a.open = append(a.open, x)
			}
		}
		if len(more) < page {
			break
		}
	}
	for i, x := range a.open {
		if became(p, x) {
			a.open = append(a.open[:i:i], a.open[i+1:]...)
			return x.ID
		}
	}
	return 0
}

// became says whether x is what was sent: on the way headers may be added, but the query,
// with its signature, and the body stay.
func became(p *simulate.Played, x *exchange.Exchange) bool {
	line, _, _ := bytes.Cut(bytes.TrimLeft(p.Sent.Raw, "\r\n"), []byte{'\n'})
	_, query, _ := bytes.Cut(line, []byte{'?'})
	if i := bytes.LastIndexByte(query, ' '); i >= 0 {
		query = query[:i]
	}
	return string(query) == x.Request.Query && bytes.Equal(p.Sent.Raw[p.Sent.Head:], x.Request.Body())
}
