package reply

import (
	"strings"
)

// condition is a When made ready.
type condition struct {
	types, events []string // folded
	tests         []test
	all, any, not []condition
	chance        float64 // percent; 0 is always
}

// holds says whether the message fits. random is asked only when all else holds.
func (c *condition) holds(s *subject, random func() uint64) bool {
	return c.takesType(s) && c.takesEvent(s) && c.rest(s, random)
}

func (c *condition) takesType(s *subject) bool {
	if len(c.types) == 0 {
		return true
	}
	for _, t := range c.types {
		if strings.EqualFold(t, s.kind) || s.isEvent && t == "event" {
			return true
		}
	}
	return false
}

func (c *condition) takesEvent(s *subject) bool {
	if len(c.events) == 0 {
		return true
	}
	if s.isEvent {
		for _, e := range c.events {
			if strings.EqualFold(e, s.event) {
				return true
			}
		}
	}
	return false
}

// rest is holds without type and event.
func (c *condition) rest(s *subject, random func() uint64) bool {
	for i := range c.tests {
		if !c.tests[i].holds(s) {
			return false
		}
	}
	for i := range c.all {
		if !c.all[i].holds(s, random) {
			return false
		}
	}
	if len(c.any) > 0 && !holdsAny(c.any, s, random) {
		return false
	}
	if len(c.not) > 0 && holdsAny(c.not, s, random) {
		return false
	}
	return c.chance == 0 || lucky(c.chance, random)
}

func holdsAny(list []condition, s *subject, random func() uint64) bool {
	for i := range list {
		if list[i].holds(s, random) {
			return true
		}
	}
	return false
}

// lucky is true percent times out of a hundred.
func lucky(percent float64, random func() uint64) bool {
	const bits = 53
	return float64(random()>>(64-bits))/(1<<bits)*100 < percent
}

// missed is the first part of a condition that does not hold; "" when only chance can
// be to blame.
func (c *condition) missed(s *subject) (id string, args map[string]string) {
	switch {
	case !c.takesType(s):
		return "type", map[string]string{"want": strings.Join(c.types, " | "), "got": s.kind}
	case !c.takesEvent(s):
		return "event", map[string]string{"want": strings.Join(c.events, " | "), "got": s.event}
	}
	for i := range c.tests {
		t := &c.tests[i]
		if t.holds(s) {
			continue
		}
		want := make([]string, len(t.words))
		for k, w := range t.words {
			want[k] = w.given
		}
		return missedID(t.subject, t.op), map[string]string{"op": string(t.op), "want": strings.Join(want, " | "), "got": t.got(s), "path": t.path}
	}
	for i := range c.all {
		if id, args := c.all[i].missed(s); id != "" {
			return id, args
		}
	}
	switch {
	case len(c.any) > 0 && !holdsAny(c.any, s, nil):
		return "any", map[string]string{}
	case len(c.not) > 0 && holdsAny(c.not, s, nil):
		return "not", map[string]string{}
	}
	return "", nil
}

// groups are those of the patterns that took the message: the numbered ones of the first,
// the named ones of all.
func (c *condition) groups(s *subject, g *groups) {
	for i := range c.tests {
		c.tests[i].groups(s, g)
	}
	for _, list := range [][]condition{c.all, c.any} {
		for i := range list {
			if list[i].holds(s, nil) {
				list[i].groups(s, g)
			}
		}
	}
}

// groups are what the parentheses of patterns took.
type groups struct {
	numbered []string // from 0, the whole match
	named    map[string]string
}

// missedIDs are all that Missed.ID may be.
func missedIDs() []string {
	out := []string{"off", "broken", "type", "event", "any", "not", "chance"}
	for _, s := range Subjects() {
		for _, o := range opKeys {
			out = append(out, missedID(s, o.op))
		}
	}
	return out
}

func missedID(s Subject, op Op) string { return string(s) + "_" + string(op) }
