package reply

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// condition is a When made ready.
type condition struct {
	kind, event string
	op          Op
	words       []string // folded; one for Equals
	pattern     *regexp.Regexp
}

func (c *condition) holds(s *subject) bool {
	if c.kind != "" && !strings.EqualFold(c.kind, s.kind) && !(s.isEvent && strings.EqualFold(c.kind, "event")) {
		return false
	}
	if c.event != "" && !(s.isEvent && strings.EqualFold(c.event, s.event)) {
		return false
	}
	switch c.op {
	case Equals:
		return s.folded() == c.words[0]
	case Contains:
		for _, w := range c.words {
			if strings.Contains(s.folded(), w) {
				return true
			}
		}
		return false
	case Regexp:
		return c.pattern.MatchString(s.text)
	}
	return true
}

// all says whether the condition takes everything, so that no later rule is reached.
func (c *condition) all() bool { return c.kind == "" && c.event == "" && c.op == Any }

// maxMatch is how long a When.Text may be, bytes.
const maxMatch = 4 << 10

func newCondition(w When) (c condition, problems []Problem) {
	c = condition{kind: strings.TrimSpace(w.Type), event: strings.TrimSpace(w.Event), op: w.Op}
	if c.op == "" {
		c.op = Any
	}
	if c.event != "" && c.kind != "" && !strings.EqualFold(c.kind, "event") {
		problems = append(problems, Problem{Field: FieldEvent, ID: "not_event", Args: map[string]string{"type": c.kind}})
	}
	switch c.op {
	case Any, Equals, Contains, Regexp:
	default:
		return c, append(problems, Problem{Field: FieldOp, ID: "unknown", Args: map[string]string{"op": string(w.Op)}})
	}
	if c.op == Any {
		return c, problems
	}
	if len(w.Text) > maxMatch {
		return c, append(problems, Problem{Field: FieldMatch, ID: "too_long"})
	}
	switch c.op {
	case Equals:
		c.words = []string{fold(w.Text)}
	case Contains:
		for part := range strings.SplitSeq(w.Text, "|") {
			if part = fold(part); part != "" {
				c.words = append(c.words, part)
			}
		}
	case Regexp:
		var err error
		if c.pattern, err = regexp.Compile(w.Text); err != nil {
			return c, append(problems, patternProblem(w.Text, err))
		}
	}
	if strings.TrimSpace(w.Text) == "" || c.op == Contains && len(c.words) == 0 {
		problems = append(problems, Problem{Field: FieldMatch, ID: "empty"})
	}
	return c, problems
}

// patternProblem points at the part of a regular expression that is wrong.
func patternProblem(text string, err error) Problem {
	p := Problem{Field: FieldMatch, ID: "regexp", Line: 1, Column: 1, Args: map[string]string{"detail": err.Error()}}
	var at *syntax.Error
	if errors.As(err, &at) {
		p.Args["detail"] = string(at.Code)
		if i := strings.LastIndex(text, at.Expr); i > 0 {
			p.Column = 1 + utf8.RuneCountInString(text[:i])
		}
	}
	return p
}
