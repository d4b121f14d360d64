package reply

import "strings"

// covers is the warning for a rule that comes after those of the set, when one of them
// surely takes all that it could take.
func (s *Set) covers(c *compiled) (Problem, bool) {
	for i := range s.rules {
		earlier := &s.rules[i]
		if !implies(&c.when, &earlier.when) {
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

// onlyOf says whether each part of b follows from a.
func (a *condition) onlyOf(b *condition) bool {
	if !a.typesWithin(b) || !a.eventsWithin(b) {
		return false
	}
	for i := range b.tests {
		if !a.passes(&b.tests[i]) {
			return false
		}
	}
	for i := range b.all {
		if !implies(a, &b.all[i]) {
			return false
		}
	}
	if len(b.any) > 0 && !a.impliesOne(b.any) {
		return false
	}
	return len(b.not) == 0
}

func (a *condition) impliesOne(list []condition) bool {
	for i := range list {
		if implies(a, &list[i]) {
			return true
		}
	}
	return false
}

func (a *condition) typesWithin(b *condition) bool {
	if len(b.types) == 0 {
		return true
	}
	if len(a.events) > 0 { // then it is an event, whatever types say
		return hasWord(b.types, "event")
	}
	for _, t := range a.types {
		if !hasWord(b.types, t) {
			return false
		}
	}
	return len(a.types) > 0
}

func (a *condition) eventsWithin(b *condition) bool {
	if len(b.events) == 0 {
		return true
	}
	for _, e := range a.events {
		if !hasWord(b.events, e) {
			return false
		}
	}
	return len(a.events) > 0
}

// passes says whether one of a's tests makes t pass.
func (a *condition) passes(t *test) bool {
	for i := range a.tests {
		if a.tests[i].within(t) {
			return true
		}
	}
	return false
}

// within says whether every value that passes a passes b too.
func (a *test) within(b *test) bool {
	if a.subject != b.subject || a.path != b.path || len(a.words) == 0 {
		return false
	}
	for i := range a.words {
		if !b.takesAll(&a.words[i], a.op) {
			return false
		}
	}
	return true
}

// takesAll says whether b passes for every value that fits w.
func (b *test) takesAll(w *word, op Op) bool {
	for i := range b.words {
		v := &b.words[i]
		switch {
		case op == Regexp && b.op == Regexp && w.given == v.given,
			op == Equals && b.op == Equals && w.text == v.text,
			op != Regexp && b.op == Contains && strings.Contains(w.text, v.text),
			// Every match holds w.text only where it is known to.
			op == Regexp && b.op == Contains && w.text != "" && !b.exact() && strings.Contains(w.text, v.text),
			op == Equals && b.op == Regexp && oneForm(w.text, b.exact()) && v.re.MatchString(w.text):
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
