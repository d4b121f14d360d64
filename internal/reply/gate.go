package reply

// gate rules a rule out at a glance: what one of its tests needs is not in the message.
// Gates stand side by side in memory, so that a thousand of them are passed in some
// microseconds.
type gate struct {
	place, n uint8 // the value, and how many probes count; 0 is always open
	probes   [gateWords]probe
}

// gateWords is how many words a test may have to make a gate.
const gateWords = 3

// newGate is the gate of the first test that makes one.
func newGate(c *condition) gate {
	for i := range c.tests {
		if g, ok := gateOf(&c.tests[i]); ok {
			return g
		}
	}
	return gate{}
}

func gateOf(t *test) (g gate, ok bool) {
	// A pattern's text is folded, and the values of exact tests are not.
	if t.place == fieldPlace || len(t.words) > gateWords || t.exact() && t.op == Regexp {
		return g, false
	}
	g.place = uint8(t.place)
	for i := range t.words {
		p := t.words[i].probe
		if p.blind {
			return g, false
		}
		g.probes[g.n] = p
		g.n++
	}
	return g, g.n > 0
}

// shut says whether the rule surely does not match.
func (g *gate) shut(s *subject) bool {
	if g.n == 0 {
		return false
	}
	v := s.sieved(int(g.place))
	for i := range g.probes[:g.n] {
		if v.mayHold(&g.probes[i]) {
			return false
		}
	}
	return true
}
