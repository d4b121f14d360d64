package reply

import (
	"slices"
	"strconv"
)

// Field names the part of a rule that a Problem is about.
type Field string

// The fields.
const (
	FieldID    Field = "id"
	FieldType  Field = "type"
	FieldEvent Field = "event"
	FieldOp    Field = "op"
	FieldMatch Field = "match" // When.Text
	FieldKind  Field = "kind"
	FieldReply Field = "reply" // Then.Text
)

// Problem is one thing wrong with one rule. Line and Column count from 1, the column
// in runes; both are 0 where a place means nothing.
type Problem struct {
	Index        int // of the rule in its list
	RuleID       string
	Field        Field
	ID           string
	Warning      bool // the rule works all the same
	Line, Column int
	Args         map[string]string
}

// Key is the key of the problem's words: "reply.problem.<field>.<id>".
func (p Problem) Key() string { return "reply.problem." + string(p.Field) + "." + p.ID }

// Words are the Args with the place: line, column.
func (p Problem) Words() map[string]string {
	out := map[string]string{"line": strconv.Itoa(p.Line), "column": strconv.Itoa(p.Column)}
	for k, v := range p.Args {
		out[k] = v
	}
	return out
}

// Blocks says whether any of the problems is more than a warning.
func Blocks(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return !p.Warning })
}
