package wechat

import "fmt"

// SyntaxError says where a body stops being XML or JSON.
type SyntaxError struct {
	Format       Format
	Problem      Syntax // stable identifier
	What         string // the name or character concerned, if any
	Offset       int    // bytes from the start of the body
	Line, Column int    // from 1; the column counts runes
}

// Syntax names what is wrong with a body.
type Syntax string

// The ways in which a body can be malformed.
const (
	SyntaxEmpty     Syntax = "empty"      // nothing there
	SyntaxNoRoot    Syntax = "no_root"    // does not begin with an element or a brace
	SyntaxEnd       Syntax = "end"        // ends in the middle
	SyntaxTag       Syntax = "tag"        // a malformed or mismatched tag
	SyntaxEntity    Syntax = "entity"     // an unknown or malformed entity
	SyntaxDoctype   Syntax = "doctype"    // a document type, which WeChat never sends
	SyntaxDepth     Syntax = "depth"      // nested deeper than any message
	SyntaxCount     Syntax = "count"      // more elements than any message
	SyntaxCharacter Syntax = "character"  // a character that may not stand here
	SyntaxEncoding  Syntax = "encoding"   // not UTF-8
	SyntaxTrailing  Syntax = "trailing"   // something after the end
	SyntaxNotObject Syntax = "not_object" // JSON, but no object
)

// Error implements error.
func (e *SyntaxError) Error() string {
	s := fmt.Sprintf("wechat: %s body: %s at line %d, column %d", e.Format, e.Problem, e.Line, e.Column)
	if e.What != "" {
		s += fmt.Sprintf(" (%s)", e.What)
	}
	return s
}

func syntaxAt(f Format, body string, offset int, p Syntax, what string) *SyntaxError {
	offset = min(offset, len(body))
	line, col := 1, 1
	for _, r := range body[:offset] {
		if col++; r == '\n' {
			line, col = line+1, 1
		}
	}
	if len(what) > 40 {
		what = what[:40] + "…"
	}
	return &SyntaxError{Format: f, Problem: p, What: what, Offset: offset, Line: line, Column: col}
}
