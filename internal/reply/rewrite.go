package reply

import (
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"
)

// The functions that stand in for element access. A template's own text cannot name
// them: they are added after parsing.
const (
	textFunc  = "_text"  // an element as text, where one is printed
	fieldFunc = "_field" // an element as it is, where one is compared or passed on
	itemsFunc = "_items" // an element as a list, where one is ranged over
	placeFunc = "_place" // what is printed, escaped for its place
)

// rewrite makes every access to an element (.A.B, $x.A, (…).A) a function call, because
// text/template prints "<no value>" for what is missing from a map and fails on what
// is missing from that. Every loop and every called template begins with an empty
// write, so that the writer sees each round and can end one that does not stop. With
// escape all that is printed passes placeFunc.
func rewrite(t *template.Template, escape bool) {
	t.Funcs(template.FuncMap{textFunc: elementText, fieldFunc: element, itemsFunc: elementItems})
	w := rewriter{escape}
	for _, each := range t.Templates() {
		if each.Tree != nil && each.Root != nil {
			w.list(each.Root)
			beat(each.Root)
		}
	}
}

type rewriter struct{ escape bool }

// beat puts an empty text first in a list.
func beat(l *parse.ListNode) {
	l.Nodes = append([]parse.Node{&parse.TextNode{NodeType: parse.NodeText, Pos: l.Pos}}, l.Nodes...)
}

func (w rewriter) list(l *parse.ListNode) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			if len(n.Pipe.Decl) > 0 {
				rewritePipe(n.Pipe, fieldFunc) // {{$x := .A}} prints nothing
				continue
			}
			rewritePipe(n.Pipe, textFunc)
			if w.escape {
				n.Pipe.Cmds = append(n.Pipe.Cmds, &parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Pos,
					Args: []parse.Node{parse.NewIdentifier(placeFunc).SetPos(n.Pos)}})
			}
		case *parse.IfNode:
			w.branch(&n.BranchNode, fieldFunc)
		case *parse.WithNode:
			w.branch(&n.BranchNode, fieldFunc)
		case *parse.RangeNode:
			w.branch(&n.BranchNode, itemsFunc)
			beat(n.List)
		case *parse.TemplateNode:
			rewritePipe(n.Pipe, fieldFunc)
		}
	}
}

func (w rewriter) branch(b *parse.BranchNode, alone string) {
	rewritePipe(b.Pipe, alone)
	w.list(b.List)
	w.list(b.ElseList)
}

// rewritePipe rewrites a pipe's accesses; alone is the function for one that is the
// whole pipe.
func rewritePipe(p *parse.PipeNode, alone string) {
	if p == nil {
		return
	}
	for _, c := range p.Cmds {
		if len(c.Args) == 1 {
			fn := fieldFunc
			if len(p.Cmds) == 1 {
				fn = alone
			}
			if call := access(c.Args[0], fn); call != nil {
				c.Args = call
				continue
			}
		}
		for i, a := range c.Args {
			rewriteNested(a)
			if call := access(a, fieldFunc); call != nil {
				c.Args[i] = pipe(a.Position(), p.Line, call)
			}
		}
	}
}

// rewriteNested goes into parentheses.
func rewriteNested(n parse.Node) {
	switch n := n.(type) {
	case *parse.PipeNode:
		rewritePipe(n, fieldFunc)
	case *parse.ChainNode:
		rewriteNested(n.Node)
	}
}

// access is the call for an access to an element, nil when n is none.
func access(n parse.Node, fn string) []parse.Node {
	switch n := n.(type) {
	case *parse.FieldNode:
		return call(fn, &parse.DotNode{NodeType: parse.NodeDot, Pos: n.Pos}, n.Ident)
	case *parse.VariableNode:
		if len(n.Ident) > 1 {
			base := &parse.VariableNode{NodeType: parse.NodeVariable, Pos: n.Pos, Ident: n.Ident[:1]}
			return call(fn, base, n.Ident[1:])
		}
	case *parse.ChainNode:
		rewriteNested(n.Node)
		return call(fn, n.Node, n.Field)
	}
	return nil
}

func call(fn string, base parse.Node, path []string) []parse.Node {
	text := strings.Join(path, ".")
	pos := base.Position()
	return []parse.Node{
		parse.NewIdentifier(fn).SetPos(pos),
		base,
		&parse.StringNode{NodeType: parse.NodeString, Pos: pos, Quoted: strconv.Quote(text), Text: text},
	}
}

func pipe(pos parse.Pos, line int, args []parse.Node) *parse.PipeNode {
	return &parse.PipeNode{NodeType: parse.NodePipe, Pos: pos, Line: line,
		Cmds: []*parse.CommandNode{{NodeType: parse.NodeCommand, Pos: pos, Args: args}}}
}
