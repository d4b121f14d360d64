package exchange

import (
	"bytes"
	"time"
)

// Search is a filter made ready for many exchanges: whoever keeps them in another form
// compares their folded texts and their Metas by itself. Safe for concurrent use.
type Search struct {
	Needles []string         // folded; all must occur in the text (see AppendText)
	Without []string         // folded; none may occur
	Match   func(*Meta) bool // nil takes all
}

// Search makes the query ready.
func (q Query) Search() Search {
	var s Search
	var tests []test
	for _, t := range q.terms {
		switch {
		case t.key != Word:
			tests = append(tests, t.test())
		case t.not:
			s.Without = append(s.Without, Fold(t.values[0].text))
		default:
			s.Needles = append(s.Needles, Fold(t.values[0].text))
		}
	}
	s.Match = all(tests)
	return s
}

// test holds for what has one of the term's values, or none if the term is turned around.
func (t term) test() test {
	if len(t.values) == 1 && !t.not {
		return t.values[0].test
	}
	return func(m *Meta) bool {
		for _, v := range t.values {
			if v.test(m) {
				return !t.not
			}
		}
		return t.not
	}
}

// all holds where all of the tests do; nil if there are none.
func all(tests []test) func(*Meta) bool {
	switch len(tests) {
	case 0:
		return nil
	case 1:
		return tests[0]
	}
	return func(m *Meta) bool {
		for _, t := range tests {
			if !t(m) {
				return false
			}
		}
		return true
	}
}

// All says whether everything passes.
func (s *Search) All() bool { return s.Match == nil && len(s.Needles) == 0 && len(s.Without) == 0 }

// in says whether a folded text has all the needles and none of what must not occur.
func (s *Search) in(text []byte) bool {
	for _, n := range s.Needles {
		if !bytes.Contains(text, []byte(n)) {
			return false
		}
	}
	for _, n := range s.Without {
		if bytes.Contains(text, []byte(n)) {
			return false
		}
	}
	return true
}

// Matcher says of one exchange after another whether it passes; not for concurrent use.
func (s Search) Matcher() func(*Exchange) bool {
	var meta Meta
	var text []byte
	return func(x *Exchange) bool {
		if s.Match != nil {
			if meta.fill(x); !s.Match(&meta) {
				return false
			}
		}
		if len(s.Needles) == 0 && len(s.Without) == 0 {
			return true
		}
		text = AppendText(text[:0], x)
		return s.in(text)
	}
}

// Matcher is that of the query's Search.
func (q Query) Matcher() func(*Exchange) bool { return q.Search().Matcher() }

// Search makes a filter ready: its group, its profile and its text. A text that cannot be
// read as a query counts as plain words.
func (f Filter) Search() Search {
	now := f.Now
	if now.IsZero() {
		now = time.Now()
	}
	q, err := ParseQuery(f.Text, now)
	if err != nil {
		q = plainWords(f.Text)
	}
	s := q.Search()
	var tests []test
	if f.Profile != "" {
		tests = append(tests, func(m *Meta) bool { return m.Profile == f.Profile })
	}
	if f.Group != All {
		tests = append(tests, f.Group.has)
	}
	if s.Match != nil {
		tests = append(tests, s.Match)
	}
	s.Match = all(tests)
	return s
}
