package reply

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Secret is a value that has no place in rules, which are files that people share.
type Secret struct{ Name, Value string }

// shortestSecret is how long a value must be to be looked for: a Token such as "test" is
// in many a text by chance.
const shortestSecret = 6

// CheckSecrets warns of each rule's part that holds one of the secrets. The problems name
// the secret and do not hold it.
func CheckSecrets(rules []Rule, secrets []Secret) []Problem {
	var out []Problem
	for i, r := range rules {
		r.eachText(func(path, text string) {
			for _, s := range secrets {
				if len(s.Value) >= shortestSecret && strings.Contains(text, s.Value) {
					out = append(out, Problem{Index: i, RuleID: r.ID, Field: FieldSecret, Path: path, ID: "found", Warning: true,
						Args: map[string]string{"name": s.Name}})
				}
			}
		})
	}
	return out
}

// CheckSecrets is CheckSecrets of the document's rules, placed in the file, and of what it
// says besides: its title, its description, its comments.
func (d *Document) CheckSecrets(secrets []Secret) []Problem {
	var out []Problem
	told := map[int]bool{} // lines
	for _, p := range CheckSecrets(d.Rules, secrets) {
		p = d.Locate(p)
		told[p.Line] = true
		out = append(out, p)
	}
	for i, line := range d.source {
		for _, s := range secrets {
			at := strings.Index(line, s.Value)
			if len(s.Value) < shortestSecret || at < 0 || told[i+1] || d.inRule(i+1) && !isComment(line) && !strings.Contains(line[:at], "#") {
				continue
			}
			out = append(out, Problem{Index: -1, Field: FieldSecret, ID: "found", Warning: true,
				Line: i + 1, Column: utf8.RuneCountInString(line[:at]) + 1, Args: map[string]string{"name": s.Name}})
		}
	}
	return out
}

// inRule says whether a line belongs to a rule, in whose texts secrets are looked for.
func (d *Document) inRule(line int) bool {
	return d.items != nil && line > d.items.first && line <= d.items.end
}

// eachText calls f with every text that a person wrote into the rule.
func (r *Rule) eachText(f func(path, text string)) {
	f("id", r.ID)
	f("name", r.Name)
	r.When.eachText("when", f)
	r.Then.eachText("then", f)
}

func (w *When) eachText(path string, f func(path, text string)) {
	for _, t := range append(w.Types[:len(w.Types):len(w.Types)], w.Events...) {
		f(path, t)
	}
	for i, t := range w.Tests {
		for k, word := range t.Words {
			f(fmt.Sprintf("%s.tests[%d].words[%d]", path, i, k), word)
		}
	}
	for _, l := range []struct {
		name string
		list []When
	}{{"all", w.All}, {"any", w.Any}, {"not", w.Not}} {
		for i := range l.list {
			l.list[i].eachText(fmt.Sprintf("%s.%s[%d]", path, l.name, i), f)
		}
	}
}

func (t *Then) eachText(path string, f func(path, text string)) {
	for _, p := range partsOf[t.Kind] {
		f(path+"."+p.path, *p.of(t))
	}
	f(path+".file", t.File)
	for i := range t.Articles {
		for _, p := range articleParts {
			f(fmt.Sprintf("%s.articles[%d].%s", path, i, p.key), *p.of(&t.Articles[i]))
		}
	}
	for i := range t.Steps {
		t.Steps[i].eachText(fmt.Sprintf("%s.steps[%d]", path, i), f)
	}
	for i := range t.After {
		t.After[i].eachText(fmt.Sprintf("%s.after[%d]", path, i), f)
	}
}
