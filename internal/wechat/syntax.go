package wechat

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// SyntaxError says where a body stops being XML or JSON.
type SyntaxError struct {
	Format       Format
	Problem      Syntax // stable identifier
	What         string // the name or character concerned, if any; cut when long
	Offset       int    // bytes from the start of the body, at most its length
	Line, Column int    // from 1; the column counts runes, without a byte order mark
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
		s += fmt.Sprintf(" (%q)", e.What)
	}
	return s
}

// Bounds of a message. WeChat's largest pushes have some dozens of elements, three
// deep.
const (
	maxDepth = 64 // levels below the root
	maxNodes = 20000
)

const (
	byteOrderMark = "\ufeff"
	blanks        = " \t\r\n" // XML's and JSON's
)

// longestWhat is how much of the text concerned an error repeats, bytes.
const longestWhat = 40

func syntaxAt(f Format, body string, offset int, p Syntax, what string) *SyntaxError {
	line, col := 1, 1
	for _, r := range strings.TrimPrefix(body[:offset], byteOrderMark) {
		if col++; r == '\n' {
			line, col = line+1, 1
		}
	}
	if len(what) > longestWhat {
		cut := longestWhat
		for !utf8.RuneStart(what[cut]) {
			cut--
		}
		what = what[:cut] + "…"
	}
	return &SyntaxError{Format: f, Problem: p, What: what, Offset: offset, Line: line, Column: col}
}

// invalidAt finds the first byte that is not UTF-8. One rune that is cut off by the
// end of the body is a body that ends in the middle.
func invalidAt(s string) (at int, p Syntax) {
	if utf8.ValidString(s) {
		return 0, ""
	}
	for at < len(s) {
		r, n := utf8.DecodeRuneInString(s[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	if !utf8.FullRuneInString(s[at:]) {
		return at, SyntaxEnd
	}
	return at, SyntaxEncoding
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func firstRune(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}
