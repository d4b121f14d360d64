package reply

import (
	"slices"
	"strings"
)

// covers is the warning for a rule that comes after those of the set, when one of them
// surely takes all that it could take. A rule that fails by mistake counts as one that
// answers; one that forwards does not: a backend may be out of reach.
func (s *Set) covers(c *compiled) (Problem, bool) {
	for i := range s.rules {
		earlier := &s.rules[i]
		if !implies(&c.when, &earlier.when) || mayPass(earlier.then) {
			continue
		}
		id := "covered"
		if earlier.when.everything() {
			id = "unreachable"
		}
		name := earlier.name
		if name == "" {
			name = earlier.id
		}
		return Problem{Field: FieldType, ID: id, Warning: true, Args: map[string]string{"rule": name, "id": earlier.id}}, true
	}
	return Problem{}, false
}

// mayPass says whether an answer may leave the message to the rules below it as a matter of
// course.
func mayPass(a action) bool {
	switch a := a.(type) {
	case *answer:
		return a.kind == KindForward
	case *sequence:
		return slices.ContainsFunc(a.steps, func(step *answer) bool { return step.kind == KindForward })
	}
	return false
}

func (c *condition) everything() bool {
	return len(c.types)+len(c.events)+len(c.tests)+len(c.all)+len(c.any)+len(c.not) == 0 && c.chance == 0
}

// implies says whether b surely holds whenever a does. False may only mean that it is
// not plain to see.
func implies(a, b *condition) bool {
	if b.chance != 0 {
		return false
	}
	if a.onlyOf(b) {
		return true
	}
	// What holds for each of a's alternatives holds for a.
	for i := range a.all {
		if implies(&a.all[i], b) {
			return true
		}
	}
	if len(a.any) == 0 {
		return false
	}
	for i := range a.any {
		if !implies(&a.any[i], b) {
			return false
		}
	}
	return true
}

// onlyOf says whether each part of b follows from c.
func (c *condition) onlyOf(b *condition) bool {
	if !c.typesWithin(b) || !c.eventsWithin(b) {
		return false
	}
	for i := range b.tests {
		if !c.passes(&b.tests[i]) {
			return false
		}
	}
	for i := range b.all {
		if !implies(c, &b.all[i]) {
			return false
		}
	}
	if len(b.any) > 0 && !c.impliesOne(b.any) {
		return false
	}
	return len(b.not) == 0
}

func (c *condition) impliesOne(list []condition) bool {
	for i := range list {
		if implies(c, &list[i]) {
			return true
		}
	}
	return false
}

func (c *condition) typesWithin(b *condition) bool {
	if len(b.types) == 0 {
		return true
	}
	if len(c.events) > 0 { // then it is an event, whatever types say
		return hasWord(b.types, "event")
	}
	for _, t := range c.types {
		if !hasWord(b.types, t) {
			return false
		}
	}
	return len(c.types) > 0
}

func (c *condition) eventsWithin(b *condition) bool {
	if len(b.events) == 0 {
		return true
	}
	for _, e := range c.events {
		if !hasWord(b.events, e) {
			return false
		}
	}
	return len(c.events) > 0
}

// passes says whether one of c's tests makes t pass.
func (c *condition) passes(t *test) bool {
	for i := range c.tests {
		if c.tests[i].within(t) {
			return true
		}
	}
	return false
}

// within says whether every value that passes t passes b too.
func (t *test) within(b *test) bool {
	if t.subject != b.subject || t.path != b.path || len(t.words) == 0 {
		return false
	}
	for i := range t.words {
		if !b.takesAll(&t.words[i], t.op) {
			return false
		}
	}
	return true
}

// takesAll says whether t passes for every value that fits w.
func (t *test) takesAll(w *word, op Op) bool {
	for i := range t.words {
		v := &t.words[i]
		switch {
		case op == Regexp && t.op == Regexp && w.given == v.given,
			op == Equals && t.op == Equals && w.text == v.text,
			op != Regexp && t.op == Contains && strings.Contains(w.text, v.text),
			// Every match holds w.text only where it is known to.
			op == Regexp && t.op == Contains && w.text != "" && !t.exact() && strings.Contains(w.text, v.text),
			op == Equals && t.op == Regexp && oneForm(w.text, t.exact()) && v.re.MatchString(w.text):
			return true
		}
	}
	return false
}

// oneForm says whether a folded text is the form of no other text.
func oneForm(text string, exact bool) bool {
	if exact {
		return true
	}
	for _, r := range text {
		if hasCase(r) {
			return false
		}
	}
	return true
}
