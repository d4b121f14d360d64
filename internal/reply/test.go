package reply

import (
	"regexp"
	"strings"
)

// test is a Test made ready.
type test struct {
	subject Subject
	place   int    // of the value; fieldPlace for a field
	path    string // of a field
	op      Op
	words   []word
}

// fieldPlace stands for a value that is no common one.
const fieldPlace = -1

// word is one thing that a test compares with.
type word struct {
	given string // as written
	text  string // as compared: folded, of an OpenID only trimmed; of a pattern what every match holds, folded
	probe probe  // of text
	re    *regexp.Regexp
}

// exact says whether the test minds case: OpenIDs differ in nothing else.
func (t *test) exact() bool { return t.subject == SubjectFrom }

// got is the value that the test looks at, as it came.
func (t *test) got(s *subject) string {
	if t.place == fieldPlace {
		return strings.TrimSpace(s.m.Get(t.path))
	}
	return s.text(t.place)
}

func (t *test) holds(s *subject) bool {
	for i := range t.words {
		if t.fits(&t.words[i], s) {
			return true
		}
	}
	return false
}

// fits says whether one word does.
func (t *test) fits(w *word, s *subject) bool {
	if t.place == fieldPlace || t.exact() {
		return t.fitsText(w, t.got(s))
	}
	if t.op == Equals {
		return s.folded(t.place) == w.text
	}
	if w.text != "" && !(s.sieved(t.place).mayHold(&w.probe) && strings.Contains(s.folded(t.place), w.text)) {
		return false
	}
	return t.op == Contains || w.re.MatchString(s.text(t.place))
}

// fitsText is fits for a text of its own.
func (t *test) fitsText(w *word, text string) bool {
	if t.op == Regexp {
		return w.re.MatchString(text)
	}
	if !t.exact() {
		text = strings.ToLower(text)
	}
	if t.op == Equals {
		return text == w.text
	}
	return strings.Contains(text, w.text)
}

func (t *test) groups(s *subject, g *groups) {
	if t.op != Regexp {
		return
	}
	for i := range t.words {
		re := t.words[i].re
		found := re.FindStringSubmatch(t.got(s))
		if found == nil {
			continue
		}
		if g.numbered == nil {
			g.numbered = found
		}
		for k, name := range re.SubexpNames() {
			if name == "" {
				continue
			}
			if g.named == nil {
				g.named = map[string]string{}
			}
			if g.named[name] == "" {
				g.named[name] = found[k]
			}
		}
		return
	}
}
