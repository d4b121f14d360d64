package reply

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// items are the lines of a file that its rules stand in.
type items struct {
	first  int   // line of the first rule with the comment above it, from 0
	begins []int // line of each rule with the comment above it
	dashes []int // line of each rule's dash
	end    int   // line behind the last rule
	indent int   // columns before the dashes
}

// itemsOf finds the lines; nil when the rules do not each begin a line.
func itemsOf(list *ast.SequenceNode, source []string) *items {
	if list.IsFlowStyle || len(list.Values) == 0 {
		return nil
	}
	t := list.GetToken()
	if t == nil || t.Position == nil {
		return nil
	}
	it := &items{indent: t.Position.Column - 1}
	dash := strings.Repeat(" ", it.indent) + "-"
	for line := t.Position.Line - 1; line < len(source); line++ {
		text := source[line]
		switch inner := strings.TrimLeft(text, " "); {
		case text == dash || strings.HasPrefix(text, dash+" "):
			begin := line
			for begin > it.end && begin > 0 && strings.HasPrefix(strings.TrimSpace(source[begin-1]), "#") {
				begin--
			}
			it.begins, it.dashes = append(it.begins, begin), append(it.dashes, line)
			it.end = line + 1
		case inner == "" || inner[0] == '#':
		case len(text)-len(inner) > it.indent:
			it.end = line + 1
		default: // another key behind the rules
			line = len(source)
		}
	}
	if len(it.dashes) != len(list.Values) {
		return nil
	}
	it.first = it.begins[0]
	return it
}

// lines are those of rule i, with the comment above it and without the blank lines below.
func (it *items) lines(source []string, i int) (comment, rule []string) {
	end := it.end
	if i+1 < len(it.begins) {
		end = it.begins[i+1]
	}
	return source[it.begins[i]:it.dashes[i]], source[it.dashes[i]:end]
}

// rewritten is the document's file with other rules: rules that are as they were stand as
// they stood, comments stay, the others are written anew. fresh is the file without any of
// that, which is given when the old one does not bear it.
func (d *Document) rewritten(rules []Rule, fresh []byte) []byte {
	if d.old || d.items == nil || len(rules) == 0 {
		return fresh
	}
	want := normalRules(rules)
	at := map[string]int{}
	for i, r := range d.Rules {
		at[r.ID] = i
	}
	var out []string
	out = append(out, d.source[:d.items.first]...)
	nodes := ruleNodes(want)
	for i := range want {
		old, known := at[want[i].ID]
		if !known {
			out = append(out, d.written(&nodes[i])...)
			continue
		}
		comment, lines := d.items.lines(d.source, old)
		out = append(out, comment...)
		if d.Rules[old].Normal().Equal(want[i]) {
			out = append(out, lines...)
			continue
		}
		// Named anew it would get another ID than it had.
		node := ruleNode(&want[i], hasID(lines) || derivedID(want[i]) != want[i].ID)
		out = append(out, d.written(&node)...)
		for k := len(lines); k > 0 && strings.TrimSpace(lines[k-1]) == ""; k-- {
			out = append(out, "")
		}
	}
	out = append(out, d.source[d.items.end:]...)
	data := []byte(strings.Join(out, "\n"))
	if back, problems := Decode(d.Name, data, Own); len(problems) > 0 || !sameRules(normalRules(back.Rules), want) {
		return fresh
	}
	return data
}

// hasID says whether a rule's lines give it an ID.
func hasID(lines []string) bool {
	for _, l := range lines {
		if strings.HasPrefix(strings.TrimLeft(l, "- "), "id:") {
			return true
		}
	}
	return false
}

// written are the lines of a rule at the place where the file has them.
func (d *Document) written(n *yamlNode) []string {
	var w yamlWriter
	pad := strings.Repeat(" ", d.items.indent)
	w.b.WriteString(pad + "- ")
	w.below(n, d.items.indent+2, d.items.indent+1, true)
	return strings.Split(strings.TrimSuffix(w.b.String(), "\n"), "\n")
}
