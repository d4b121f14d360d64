package reply

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"
	"unicode/utf8"

	"echostr/internal/exchange"
)

// The limits of conditions.
const (
	maxMatch    = 4 << 10 // bytes of a word
	maxWords    = 500     // of a test
	maxDepth    = 8       // of conditions inside conditions
	maxBranches = 200     // conditions inside one
)

// whenCompiler makes conditions ready and gathers what is wrong.
type whenCompiler struct{ problems []Problem }

func (c *whenCompiler) add(field Field, path, id string, args ...string) *Problem {
	p := Problem{Field: field, Path: path, ID: id}
	for i := 0; i+1 < len(args); i += 2 {
		if p.Args == nil {
			p.Args = map[string]string{}
		}
		p.Args[args[i]] = args[i+1]
	}
	c.problems = append(c.problems, p)
	return &c.problems[len(c.problems)-1]
}

func newCondition(w When) (condition, []Problem) {
	var c whenCompiler
	return c.condition(w, "when", 0), c.problems
}

func (c *whenCompiler) condition(w When, path string, depth int) condition {
	out := condition{types: foldAll(w.Types), events: foldAll(w.Events)}
	if depth > maxDepth || len(w.All)+len(w.Any)+len(w.Not)+len(w.Tests) > maxBranches {
		c.add(FieldWhen, path, "too_deep")
		return out
	}
	switch {
	case w.Chance < 0, w.Chance > 100, w.Chance != w.Chance:
		c.add(FieldChance, path+".chance", "range", "chance", strconv.FormatFloat(w.Chance, 'g', -1, 64))
	case depth > 0 && w.Chance != 0:
		c.add(FieldChance, path+".chance", "inside")
	case w.Chance < 100:
		out.chance = w.Chance
	}
	for i, t := range w.Tests {
		out.tests = append(out.tests, c.test(t, fmt.Sprintf("%s.tests[%d]", path, i)))
	}
	for _, list := range []struct {
		name string
		from []When
		to   *[]condition
	}{{"all", w.All, &out.all}, {"any", w.Any, &out.any}, {"not", w.Not, &out.not}} {
		for i, each := range list.from {
			*list.to = append(*list.to, c.condition(each, fmt.Sprintf("%s.%s[%d]", path, list.name, i), depth+1))
		}
	}
	strange := c.strange(w.Types, path+".types")
	if len(out.events) > 0 && len(out.types) > 0 && !hasWord(out.types, "event") {
		c.add(FieldEvent, path+".events", "not_event", "type", strings.Join(w.Types, " | "))
		return out
	}
	if !strange {
		c.silent(&out, path)
	}
	return out
}

// strange warns of types that WeChat is not known to have.
func (c *whenCompiler) strange(types []string, path string) (found bool) {
	known := exchange.MsgTypes()
	for i, t := range types {
		if folded := fold(t); folded == "" || hasWord(known, folded) {
			continue
		}
		found = true
		at := path
		if len(types) > 1 {
			at = pathIndex(path, i)
		}
		if near := exchange.Nearest(t, known); near != "" {
			c.add(FieldType, at, "unknown_near", "type", t, "nearest", near).Warning = true
		} else {
			c.add(FieldType, at, "unknown", "type", t, "known", strings.Join(known, ", ")).Warning = true
		}
	}
	return found
}

// silent warns of tests that no message of the condition's types can pass.
func (c *whenCompiler) silent(w *condition, path string) {
	events := len(w.events) > 0 || len(w.types) == 1 && w.types[0] == "event"
	messages := len(w.types) > 0 && !hasWord(w.types, "event")
	spoken := len(w.types) == 0 || hasWord(w.types, "text") || hasWord(w.types, "voice")
	for i := range w.tests {
		t := &w.tests[i]
		at := fmt.Sprintf("%s.tests[%d]", path, i)
		switch {
		case t.subject == SubjectText && (events || messages && !spoken):
			c.add(FieldMatch, at, "no_text").Warning = true
		case (t.subject == SubjectKey || t.subject == SubjectScene) && messages:
			c.add(FieldMatch, at, "no_key").Warning = true
		}
	}
}

func (c *whenCompiler) test(t Test, path string) test {
	out := test{subject: t.Subject, op: t.Op, path: strings.TrimPrefix(strings.TrimSpace(t.Path), ".")}
	switch place, known := places[t.Subject]; {
	case known:
		out.place = place
	case t.Subject == SubjectField:
		out.place = fieldPlace
		if out.path == "" {
			c.add(FieldPath, path+".path", "empty")
		}
	default:
		c.add(FieldOp, path, "subject", "subject", string(t.Subject))
		return out
	}
	switch t.Op {
	case Equals, Contains, Regexp:
	default:
		c.add(FieldOp, path, "unknown", "op", string(t.Op))
		return out
	}
	if len(t.Words) == 0 {
		c.add(FieldMatch, path, "empty")
	}
	if len(t.Words) > maxWords {
		c.add(FieldMatch, path, "too_many", "limit", strconv.Itoa(maxWords))
		return out
	}
	for i, given := range t.Words {
		at := fmt.Sprintf("%s.words[%d]", path, i)
		switch {
		case len(given) > maxMatch:
			c.add(FieldMatch, at, "too_long")
		case strings.TrimSpace(given) == "" && t.Op != Equals, strings.TrimSpace(given) == "" && t.Subject == SubjectText:
			c.add(FieldMatch, at, "empty")
		default:
			out.words = append(out.words, c.word(&out, given, at))
		}
	}
	return out
}

func (c *whenCompiler) word(t *test, given, path string) word {
	w := word{given: given, text: fold(given)}
	switch {
	case t.op == Regexp:
		var err error
		if w.re, err = regexp.Compile(given); err != nil {
			c.problems = append(c.problems, patternProblem(given, path, err))
			return w
		}
		w.text = literalOf(given)
	case t.exact():
		w.text = strings.TrimSpace(given)
	}
	w.probe = newProbe(w.text)
	return w
}

// patternProblem points at the part of a regular expression that is wrong.
func patternProblem(text, path string, err error) Problem {
	p := Problem{Field: FieldMatch, Path: path, ID: "regexp", Line: 1, Column: 1, Args: map[string]string{"detail": err.Error()}}
	var at *syntax.Error
	if errors.As(err, &at) {
		p.Args["detail"] = string(at.Code)
		if i := strings.LastIndex(text, at.Expr); i > 0 {
			p.Column = 1 + utf8.RuneCountInString(text[:i])
		}
	}
	return p
}

func foldAll(words []string) []string {
	var out []string
	for _, w := range words {
		if w = fold(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

func hasWord(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}
