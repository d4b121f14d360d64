package reply

import "strings"

// index says which rules can take a message by its type and event alone, in order.
type index struct {
	byType, byEvent map[string][]int32 // rules that name it, by folded name
	message, event  []int32            // rules that take any type of message; any event
	gates           []gate             // of every rule
}

func newIndex(rules []compiled) index {
	x := index{byType: map[string][]int32{}, byEvent: map[string][]int32{}}
	for i := range rules {
		w, n := &rules[i].when, int32(i)
		x.gates = append(x.gates, newGate(w))
		events := len(w.types) == 0 || hasWord(w.types, "event")
		switch {
		case len(w.events) > 0 && events:
			x.add(x.byEvent, w.events, n)
		case len(w.events) > 0: // never
		case len(w.types) == 0:
			x.message, x.event = append(x.message, n), append(x.event, n)
		default:
			if events {
				x.event = append(x.event, n)
			}
			x.add(x.byType, w.types, n)
		}
	}
	return x
}

func (x *index) add(to map[string][]int32, names []string, n int32) {
	for _, name := range names {
		if l := to[name]; len(l) == 0 || l[len(l)-1] != n {
			to[name] = append(l, n)
		}
	}
}

// candidates are the rules that can take s.
func (x *index) candidates(s *subject) candidates {
	if s.isEvent {
		return candidates{named(x.byEvent, s.event), x.event}
	}
	return candidates{named(x.byType, s.kind), x.message}
}

// named is what a map holds for a name in any case, without an allocation for names
// such as WeChat's.
func named(of map[string][]int32, name string) []int32 {
	if len(of) == 0 {
		return nil
	}
	var buf [64]byte
	if len(name) > len(buf) {
		return of[strings.ToLower(name)]
	}
	for i := range len(name) {
		c := name[i]
		switch {
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case c >= 0x80:
			return of[strings.ToLower(name)]
		}
		buf[i] = c
	}
	return of[string(buf[:len(name)])]
}

// candidates merges two lists of rules in order.
type candidates struct{ a, b []int32 }

func (c *candidates) next() (int, bool) {
	switch {
	case len(c.a) == 0 && len(c.b) == 0:
		return 0, false
	case len(c.b) == 0, len(c.a) > 0 && c.a[0] < c.b[0]:
		i := c.a[0]
		c.a = c.a[1:]
		return int(i), true
	}
	i := c.b[0]
	c.b = c.b[1:]
	return int(i), true
}
