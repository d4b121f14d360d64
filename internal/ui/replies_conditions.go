package ui

import (
	"fmt"
	"slices"
	"strings"

	"echostr/internal/reply"
)

// condition is one line of a rule's conditions as the form shows them.
type condition struct {
	kind condKind
	not  bool // the test must not hold
	// fresh says that the line was just added and nothing was filled in: it does not count.
	fresh bool
	test  reply.Test // of condTest
	// names are the MsgTypes or events of condTypes and condEvents; one must fit.
	names []string
	when  reply.When // of condOther
}

// condKind is what a condition looks at.
type condKind int

const (
	condTest   condKind = iota // one value of the message
	condTypes                  // its MsgType
	condEvents                 // its event
	condOther                  // more than a line shows; it is shown in words and kept
)

// conditions are all lines of a rule, beside its types, its events and its chance.
type conditions struct {
	any   bool // one line suffices; else all must hold
	lines []condition
}

// conditionsOf are the conditions of w. Together with w's own types, events and chance they
// say all that w says.
func conditionsOf(w reply.When) conditions {
	if len(w.Any) > 0 && len(w.Tests)+len(w.All)+len(w.Not) == 0 {
		c := conditions{any: true}
		for _, each := range w.Any {
			c.lines = append(c.lines, conditionOf(each))
		}
		return c
	}
	var c conditions
	for _, t := range w.Tests {
		c.lines = append(c.lines, conditionOf(reply.When{Tests: []reply.Test{t}}))
	}
	for _, each := range w.All {
		c.lines = append(c.lines, conditionOf(each))
	}
	for _, each := range w.Not {
		c.lines = append(c.lines, conditionOf(reply.When{Not: []reply.When{each}}))
	}
	if len(w.Any) > 0 {
		c.lines = append(c.lines, condition{kind: condOther, when: reply.When{Any: w.Any}})
	}
	return c
}

// conditionOf is a line that says what w says.
func conditionOf(w reply.When) condition {
	if len(w.Not) == 1 && w.Equal(reply.When{Not: w.Not}) {
		if c := conditionOf(w.Not[0]); c.kind != condOther && !c.not {
			c.not = true
			return c
		}
	}
	switch {
	case len(w.Tests) == 1 && w.Equal(reply.When{Tests: w.Tests}) && fitsField(w.Tests[0]):
		return condition{test: w.Tests[0]}
	case len(w.Types) > 0 && w.Equal(reply.When{Types: w.Types}):
		return condition{kind: condTypes, names: w.Types}
	case len(w.Events) > 0 && w.Equal(reply.When{Events: w.Events}):
		return condition{kind: condEvents, names: w.Events}
	}
	return condition{kind: condOther, when: w}
}

// said is the line as a condition of its own.
func (c condition) said() reply.When {
	var w reply.When
	if (c.kind == condTypes || c.kind == condEvents) && len(c.names) == 0 {
		// Without a name it would take everything; so it is an error, as any empty line.
		return reply.When{Tests: []reply.Test{{Subject: reply.SubjectText, Op: reply.Contains}}}
	}
	switch c.kind {
	case condTypes:
		w.Types = c.names
	case condEvents:
		w.Events = c.names
	case condOther:
		w = c.when
	default:
		w.Tests = []reply.Test{c.test}
	}
	if c.not {
		w = reply.When{Not: []reply.When{w}}
	}
	return w
}

// put writes the lines into w, whose types, events and chance stay, and answers for each
// line the place in w at which its problems are told, "" for one that does not count.
func (c conditions) put(w *reply.When) (paths []string) {
	w.Tests, w.All, w.Any, w.Not = nil, nil, nil, nil
	for _, line := range c.lines {
		said := line.said()
		switch {
		case line.fresh:
			paths = append(paths, "")
		case c.any:
			paths = append(paths, fmt.Sprintf("when.any[%d]", len(w.Any)))
			w.Any = append(w.Any, said)
		case len(said.Tests) == 1 && said.Equal(reply.When{Tests: said.Tests}):
			paths = append(paths, fmt.Sprintf("when.tests[%d]", len(w.Tests)))
			w.Tests = append(w.Tests, said.Tests[0])
		case line.kind == condOther && w.Any == nil && said.Equal(reply.When{Any: said.Any}):
			paths = append(paths, "when.any")
			w.Any = said.Any
		case len(said.Not) == 1 && said.Equal(reply.When{Not: said.Not}):
			paths = append(paths, fmt.Sprintf("when.not[%d]", len(w.Not)))
			w.Not = append(w.Not, said.Not[0])
		default:
			paths = append(paths, fmt.Sprintf("when.all[%d]", len(w.All)))
			w.All = append(w.All, said)
		}
	}
	return paths
}

// same says whether two lists of lines say the same, one by one.
func (c conditions) same(other conditions) bool {
	return c.any == other.any && slices.EqualFunc(c.lines, other.lines, func(a, b condition) bool {
		return a.kind == b.kind && a.said().Equal(b.said())
	})
}

// stands says whether the lines are what w says beside its types, events and chance.
func (c conditions) stands(w reply.When) bool {
	again := w
	c.put(&again)
	return again.Equal(w)
}

// shownWords are a test's words as a field shows them; wordsOf is the way back. Patterns
// stand alone, for "|" has a meaning in them.
func shownWords(t reply.Test) string {
	if t.Op == reply.Regexp {
		return strings.Join(t.Words, "")
	}
	return reply.JoinWords(t.Words)
}

func wordsOf(op reply.Op, text string) []string {
	if op == reply.Regexp {
		if text == "" {
			return nil
		}
		return []string{text}
	}
	return reply.SplitWords(text)
}

// fitsField says whether a field can show all of a test's words.
func fitsField(t reply.Test) bool {
	return len(t.Words) == 0 || slices.Equal(wordsOf(t.Op, shownWords(t)), t.Words)
}

// naturalSubject is what a single condition looks at: the key of an event, else what the
// person said.
func naturalSubject(w reply.When) reply.Subject {
	if takesEvents(w) {
		return reply.SubjectKey
	}
	return reply.SubjectText
}

// isPlain says whether w is no more than types, events, and one test of what is natural.
func isPlain(w reply.When) bool {
	if len(w.Tests) > 1 || len(w.All)+len(w.Any)+len(w.Not) > 0 || w.Chance != 0 {
		return false
	}
	return len(w.Tests) == 0 || w.Tests[0].Subject == naturalSubject(w) && fitsField(w.Tests[0])
}

// plainOp and plainText are the one test of a plain condition.
func plainOp(w reply.When) reply.Op {
	if len(w.Tests) == 0 {
		return reply.Any
	}
	return w.Tests[0].Op
}

func plainText(w reply.When) string {
	if len(w.Tests) == 0 {
		return ""
	}
	return shownWords(w.Tests[0])
}

// setPlain makes one test of w, or none.
func setPlain(w *reply.When, op reply.Op, text string) {
	w.Tests = nil
	if op != reply.Any {
		w.Tests = []reply.Test{{Subject: naturalSubject(*w), Op: op, Words: wordsOf(op, text)}}
	}
}

// rename makes w wait for other types and events. A single test goes over to what is
// natural for them.
func rename(w *reply.When, types, events []string) {
	plain := isPlain(*w)
	w.Types, w.Events = types, events
	if plain && len(w.Tests) == 1 {
		t := w.Tests[0]
		t.Subject = naturalSubject(*w)
		w.Tests = []reply.Test{t}
	}
}
