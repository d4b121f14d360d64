package engine

import (
	"sync"
	"time"
)

// Hit is how often a rule answered since the start, and when last.
type Hit struct {
	Count int64
	Last  time.Time
}

// hits counts by profile and rule.
type hits struct {
	mu sync.Mutex
	of map[[2]string]Hit
}

func (h *hits) add(profile, rule string, at time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.of == nil {
		h.of = map[[2]string]Hit{}
	}
	k := [2]string{profile, rule}
	h.of[k] = Hit{h.of[k].Count + 1, at}
}

// Hits is how often a rule of a profile answered.
func (e *Engine) Hits(profile, rule string) Hit {
	e.hits.mu.Lock()
	defer e.hits.mu.Unlock()
	return e.hits.of[[2]string{profile, rule}]
}
