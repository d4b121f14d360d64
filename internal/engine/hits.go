package engine

import (
	"strings"
	"sync"
	"time"

	"echostr/internal/journal"
)

// Hit is how often a rule answered, as far as that is on record from earlier runs, and
// since the start; and when last.
type Hit struct {
	Count int64
	Last  time.Time
}

// hits counts by profile and rule.
type hits struct {
	mu sync.Mutex
	of map[[2]string]Hit
}

func (h *hits) add(profile, rule string, at time.Time) { h.addMany(profile, rule, Hit{1, at}) }

func (h *hits) addMany(profile, rule string, more Hit) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.of == nil {
		h.of = map[[2]string]Hit{}
	}
	k := [2]string{profile, rule}
	old, known := h.of[k]
	if !known {
		k = [2]string{strings.Clone(profile), strings.Clone(rule)} // or it would keep what they are parts of
	}
	if more.Last.Before(old.Last) {
		more.Last = old.Last
	}
	h.of[k] = Hit{old.Count + more.Count, more.Last}
}

// Hits is how often a rule of a profile answered.
func (e *Engine) Hits(profile, rule string) Hit {
	e.hits.mu.Lock()
	defer e.hits.mu.Unlock()
	return e.hits.of[[2]string{profile, rule}]
}

// HitsOf are the hits of all rules of a profile that have any, by their IDs.
func (e *Engine) HitsOf(profile string) map[string]Hit {
	e.hits.mu.Lock()
	defer e.hits.mu.Unlock()
	out := map[string]Hit{}
	for k, h := range e.hits.of {
		if k[0] == profile {
			out[k[1]] = h
		}
	}
	return out
}

// countHits adds what the journal has from earlier runs. It looks at what searches look at
// and reads no exchange.
func (e *Engine) countHits() {
	var found hits
	_, err := e.journal.Page(e.life, journal.Query{Before: e.firstID, Match: func(m *journal.Meta) bool {
		if m.RuleID != "" {
			found.add(m.Profile, m.RuleID, m.Time)
		}
		return false
	}})
	if err != nil {
		return // half a count would be a wrong one
	}
	for k, h := range found.of {
		e.hits.addMany(k[0], k[1], h)
	}
	e.watch.changed()
}
