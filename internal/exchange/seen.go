package exchange

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Seen gathers the values that exchanges have, for completion: of each key those that came
// last, a bounded number. Not for concurrent use.
type Seen struct {
	of   map[Key]map[string]int64 // when a value came last, by the exchange's ID
	meta Meta
}

// seenMax is how many values of one key are kept at least; twice as many are cut back to it.
const seenMax = 200

// Add takes an exchange's values.
func (s *Seen) Add(x *Exchange) {
	m := &s.meta
	m.fill(x)
	s.put(KeyType, m.MsgType, m.ID)
	s.put(KeyEvent, m.Event, m.ID)
	s.put(KeyFrom, m.From, m.ID)
	s.put(KeyRule, m.Rule, m.ID)
	s.put(KeyProfile, m.Profile, m.ID)
	s.put(KeyPath, m.Path, m.ID)
	for id := range strings.SplitSeq(m.Causes, ",") {
		s.put(KeyCause, id, m.ID)
	}
	if m.Status > 0 {
		s.put(KeyStatus, strconv.Itoa(m.Status), m.ID)
	}
}

func (s *Seen) put(key Key, value string, id int64) {
	const long = 64
	if value == "" || len(value) > long {
		return
	}
	if s.of == nil {
		s.of = map[Key]map[string]int64{}
	}
	values := s.of[key]
	if values == nil {
		values = map[string]int64{}
		s.of[key] = values
	}
	if last, ok := values[value]; ok {
		if id > last {
			values[value] = id
		}
		return
	}
	if len(values) >= 2*seenMax {
		for _, old := range latest(values)[seenMax:] {
			delete(values, old)
		}
	}
	values[strings.Clone(value)] = id // or it would keep the whole body
}

// Values are those of a key, the last to come first.
func (s *Seen) Values(key Key) []string { return latest(s.of[key]) }

// Clear forgets all values.
func (s *Seen) Clear() { s.of = nil }

func latest(values map[string]int64) []string {
	return slices.SortedFunc(maps.Keys(values), func(a, b string) int {
		return cmp.Or(cmp.Compare(values[b], values[a]), strings.Compare(a, b))
	})
}
