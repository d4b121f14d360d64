package reply

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"echostr/internal/exchange"
)

// reader reads a document and gathers what is wrong with it.
type reader struct {
	doc      *Document
	foreign  bool
	problems []Problem
	index    int // of the rule being read, -1 outside of rules
	marks    marks
}

// fail tells of a problem at a node. args are names and values in turn.
func (r *reader) fail(at ast.Node, id string, args ...string) {
	r.failAt(markOf(at), id, args...)
}

func (r *reader) failAt(at mark, id string, args ...string) {
	p := Problem{Index: r.index, Field: FieldFile, ID: id, Line: at.line, Column: at.column}
	for i := 0; i+1 < len(args); i += 2 {
		if p.Args == nil {
			p.Args = map[string]string{}
		}
		p.Args[args[i]] = args[i+1]
	}
	r.problems = append(r.problems, p)
}

// mark records where a part of the rule stands.
func (r *reader) mark(path string, n ast.Node) {
	if r.marks != nil {
		r.marks[path] = markOf(n)
	}
}

func markOf(n ast.Node) mark {
	m := mark{line: 1, column: 1}
	if n == nil {
		return m
	}
	switch v := n.(type) {
	case *ast.MappingNode:
		if v.Start != nil && v.Start.Value != "{" && len(v.Values) > 0 { // its token is the first colon
			n = v.Values[0].Key
		}
	case *ast.MappingValueNode:
		n = v.Key
	}
	t := n.GetToken()
	if t == nil || t.Position == nil {
		return m
	}
	m.line, m.column = t.Position.Line, t.Position.Column
	switch {
	case t.Type == token.SingleQuoteType:
		m.style = styleSingle
	case t.Type == token.DoubleQuoteType:
		m.style = styleDouble
	case t.Type == token.LiteralType:
		m.style = styleBlock
	case t.Type == token.FoldedType:
		m.style = styleFolded
	}
	return m
}

// parse is the document's content, nil when there is none or it is not YAML.
func (r *reader) parse(text string) ast.Node {
	if len(text) > MaxDocument {
		r.failAt(mark{line: 1, column: 1}, "too_large", "limit", strconv.Itoa(MaxDocument>>20))
		return nil
	}
	if line, ok := firstInvalid(r.doc.source); ok {
		r.failAt(line, "encoding")
		return nil
	}
	tokens := lexer.Tokenize(text)
	if t, id := tooMuch(tokens); t != nil {
		r.failAt(mark{line: t.Position.Line, column: t.Position.Column}, id)
		return nil
	}
	f, err := parser.Parse(tokens, 0)
	if err != nil {
		at := mark{line: 1, column: 1}
		detail := err.Error()
		var e yaml.Error
		if errors.As(err, &e) {
			detail = e.GetMessage()
			if t := e.GetToken(); t != nil && t.Position != nil {
				at.line, at.column = t.Position.Line, t.Position.Column
			}
		}
		r.syntax(at, detail)
		return nil
	}
	var body ast.Node
	for _, d := range f.Docs {
		if d.Body == nil {
			continue
		}
		if body != nil {
			r.fail(d.Body, "documents")
			return nil
		}
		body = d.Body
	}
	return body
}

// firstInvalid is where a text is not UTF-8.
func firstInvalid(lines []string) (at mark, found bool) {
	for i, l := range lines {
		for k, c := range l {
			if c != utf8.RuneError {
				continue
			}
			if _, size := utf8.DecodeRuneInString(l[k:]); size == 1 {
				return mark{line: i + 1, column: utf8.RuneCountInString(l[:k]) + 1}, true
			}
		}
	}
	return at, false
}

// entry is one member of a map.
type entry struct {
	key   string
	at    ast.Node // the key
	value ast.Node
}

// entries are the members of a map whose keys are known; others are told, as is what is
// no map.
func (r *reader) entries(n ast.Node, known ...string) []entry {
	var values []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	case *ast.NullNode, nil:
		return nil
	default:
		if r.plainNode(n) {
			r.fail(n, "want_map", "known", strings.Join(known, ", "))
		}
		return nil
	}
	var out []entry
	for _, v := range values {
		key, ok := r.scalar(v.Key)
		switch {
		case !ok:
			continue
		case len(known) > 0 && !slices.Contains(known, key):
			if near := exchange.Nearest(key, known); near != "" {
				r.fail(v.Key, "key_near", "key", key, "nearest", near)
			} else {
				r.fail(v.Key, "key", "key", key, "known", strings.Join(known, ", "))
			}
			continue
		}
		out = append(out, entry{key, v.Key, v.Value})
	}
	return out
}

// plainNode tells of what YAML can do and rules cannot: references, tags and merges.
func (r *reader) plainNode(n ast.Node) bool {
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode, *ast.MappingKeyNode, *ast.DirectiveNode:
		r.fail(n, "alias")
		return false
	}
	return true
}

// scalar is a single value as it was written: 0123 stays that.
func (r *reader) scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.NullNode, nil:
		return "", true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	case *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode:
		r.fail(n, "want_text")
		return "", false
	}
	if r.plainNode(n) {
		r.fail(n, "want_text")
	}
	return "", false
}

// list is the items of a list; what is no list is a list of itself.
func (r *reader) list(n ast.Node) []ast.Node {
	switch n := n.(type) {
	case *ast.SequenceNode:
		return n.Values
	case *ast.NullNode, nil:
		return nil
	}
	return []ast.Node{n}
}

// strings is one text or a list of them. at is told where each stands.
func (r *reader) strings(n ast.Node, path string) []string {
	r.mark(path, n)
	var out []string
	for _, item := range r.list(n) {
		if s, ok := r.scalar(item); ok {
			r.mark(pathIndex(path, len(out)), item)
			out = append(out, s)
		}
	}
	return out
}

// choice is one of the known words.
func (r *reader) choice(n ast.Node, known ...string) (string, bool) {
	s, ok := r.scalar(n)
	if !ok {
		return "", false
	}
	if slices.Contains(known, s) {
		return s, true
	}
	r.fail(n, "value", "value", s, "known", strings.Join(known, ", "))
	if near := exchange.Nearest(s, known); near != "" {
		last := &r.problems[len(r.problems)-1]
		last.ID, last.Args["nearest"] = "value_near", near
	}
	return "", false
}
