package reply

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
)

// FileVersion is the form of the files that this package writes. Those of version 1 are
// read as well; a file that does not say is of the newest form.
const FileVersion = 2

// MaxDocument is how big a file of rules may be, bytes.
const MaxDocument = 2 << 20

// byteOrderMark is what some editors begin a file with.
const byteOrderMark = "\ufeff"

// Document is a file of rules as it was read.
type Document struct {
	Name               string // of the file, for errors
	Title, Description string // of a set that is shared
	Rules              []Rule

	source []string     // its lines, without what ends them
	mark   string       // the byte order mark that it begins with, or nothing
	ends   string       // what ends its lines
	old    bool         // some of it is in the form of version 1
	marks  []marks      // of each rule
	unread map[int]bool // rules that were not read whole
	items  *items       // where each rule stands, nil when they do not stand in lines of their own
}

// Source says where a file of rules comes from.
type Source uint8

// The sources.
const (
	// Own is the person's own file: what they wrote at this computer.
	Own Source = iota
	// Foreign is a file or text of others: it may not name files outside of the folder of
	// the rules.
	Foreign
)

// Decode reads a file of rules. What cannot be read is told in problems, each with its
// place in the file, and a rule that was not read whole is off in the Document: it might
// lack a condition. What the rules themselves have wrong Compile tells, and Locate places.
func Decode(name string, data []byte, from Source) (*Document, []Problem) {
	d := &Document{Name: name, ends: "\n", unread: map[int]bool{}}
	text := string(data)
	if strings.HasPrefix(text, byteOrderMark) {
		d.mark, text = byteOrderMark, text[len(byteOrderMark):]
	}
	if n := strings.Count(text, "\r\n"); n > 0 && n == strings.Count(text, "\n") { // as on Windows
		d.ends, text = "\r\n", strings.ReplaceAll(text, "\r\n", "\n") // all the same to YAML, and not to its parser
	}
	d.source = strings.Split(text, "\n")
	r := reader{doc: d, foreign: from == Foreign}
	r.read(text)
	d.nameRules()
	for i := range r.problems {
		if p := &r.problems[i]; p.Index >= 0 && p.Index < len(d.Rules) {
			rule := &d.Rules[p.Index]
			p.RuleID, rule.On = rule.ID, false
			d.unread[p.Index] = true
		}
	}
	return d, r.problems
}

// Check is all that is wrong with the document's rules, placed in the file, but for those
// of which Decode has told already.
func (d *Document) Check() []Problem {
	_, found := Compile(d.Rules)
	var problems []Problem
	for _, p := range found {
		if !d.unread[p.Index] {
			problems = append(problems, d.Locate(p))
		}
	}
	return problems
}

// Locate is p with its place in the file in Line and Column; p as it is when the file
// does not have the rule. The place within a pattern or template goes into Args.
func (d *Document) Locate(p Problem) Problem {
	if p.Field == FieldFile || p.Index < 0 || p.Index >= len(d.marks) {
		return p
	}
	m, exact := d.marks[p.Index].find(p.Path)
	if m.line == 0 {
		return p
	}
	if p.Line == 0 {
		p.Line, p.Column = m.line, m.column
		return p
	}
	// The words go on speaking of the place within the text.
	args := map[string]string{"line": strconv.Itoa(p.Line), "column": strconv.Itoa(p.Column)}
	maps.Copy(args, p.Args)
	line, column := m.line, m.column
	if exact {
		line, column = m.inside(d.source, p.Line, p.Column)
	}
	p.Line, p.Column, p.Args = line, column, args
	return p
}

// nameRules gives rules without an ID one that stays the same when the rule moves or its
// answer changes: the name, else what it waits for.
func (d *Document) nameRules() {
	taken := map[string]bool{}
	for _, r := range d.Rules {
		taken[r.ID] = true
	}
	for i := range d.Rules {
		r := &d.Rules[i]
		if r.ID == "" {
			r.ID = freeID(derivedID(*r), taken)
		}
	}
}

// maxID is how long an ID made from a name is, runes.
const maxID = 40

// derivedID is the ID of a rule without one, before its fellows are looked at.
func derivedID(r Rule) string {
	if name := []rune(strings.TrimSpace(r.Name)); len(name) > 0 {
		return string(name[:min(len(name), maxID)])
	}
	return fmt.Sprintf("rule-%08x", digest(fmt.Sprintf("%+v", r.When.Normal())))
}

// freeID is an ID that nobody has; it is taken then.
func freeID(id string, taken map[string]bool) string {
	free := id
	for n := 2; taken[free]; n++ {
		free = id + "-" + strconv.Itoa(n)
	}
	taken[free] = true
	return free
}

// ParseError says why a file is not taken as rules.
type ParseError struct {
	File     string
	Problems []Problem // at least one
}

// Error tells of the first problem, in English, for a log.
func (e *ParseError) Error() string {
	p := e.Problems[0]
	text := fmt.Sprintf("reply: %s:%d:%d: %s", e.File, p.Line, p.Column, p.ID)
	for _, k := range []string{"key", "value", "detail", "nearest"} {
		if v := p.Args[k]; v != "" {
			text += " " + k + " " + strconv.Quote(v)
		}
	}
	return text
}
