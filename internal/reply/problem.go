package reply

import (
	"maps"
	"slices"
	"strconv"
)

// Field names the part of a rule that a Problem is about.
type Field string

// The fields.
const (
	FieldFile     Field = "file" // what stands in a file: its notation, its keys
	FieldID       Field = "id"
	FieldType     Field = "type"
	FieldEvent    Field = "event"
	FieldOp       Field = "op"
	FieldMatch    Field = "match" // a Test's Words
	FieldPath     Field = "path"  // a Test's Path
	FieldWhen     Field = "when"  // When.All, Any, Not
	FieldChance   Field = "chance"
	FieldKind     Field = "kind"
	FieldReply    Field = "reply"   // a text or another template of Then
	FieldArticles Field = "article" // Then.Articles
	FieldContents Field = "contents"
	FieldStatus   Field = "status"
	FieldBackend  Field = "forward"
	FieldDelay    Field = "delay"
	FieldFault    Field = "fault"
	FieldSteps    Field = "sequence"
	FieldAfter    Field = "after"
	FieldSecret   Field = "secret" // a value that is not to be shared
)

// Problem is one thing wrong with one rule. Line and Column count from 1, the column
// in runes; both are 0 where a place means nothing.
type Problem struct {
	Index  int // of the rule in its list; -1 for the list as a whole
	RuleID string
	Field  Field
	// Path is the place within the rule: "when.any[0].tests[1].words[0]",
	// "then.steps[2].text". "" is the rule as a whole.
	Path         string
	ID           string
	Warning      bool // the rule works all the same
	Line, Column int  // within the pattern or template; of FieldFile, and after Document.Locate, within the file
	Args         map[string]string
}

// Key is the key of the problem's words: "reply.problem.<field>.<id>".
func (p Problem) Key() string { return "reply.problem." + string(p.Field) + "." + p.ID }

// Words are the Args with the place: line, column.
func (p Problem) Words() map[string]string {
	out := map[string]string{"line": strconv.Itoa(p.Line), "column": strconv.Itoa(p.Column)}
	maps.Copy(out, p.Args)
	return out
}

// Blocks says whether any of the problems is more than a warning.
func Blocks(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return !p.Warning })
}
