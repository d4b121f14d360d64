package reply

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// items are the lines of a file that its rules stand in.
type items struct {
	first  int   // line of the first rule with the comment above it, from 0
	begins []int // line of each rule with the comments above it
	owns   []int // line of each rule with the comment that stands right above it
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
			own := line
			for own > it.end && isComment(source[own-1]) {
				own--
			}
			begin := own
			if len(it.begins) > 0 {
				if i := slices.IndexFunc(source[it.end:own], isComment); i >= 0 {
					begin = it.end + i
				}
			}
			it.begins, it.owns, it.dashes = append(it.begins, begin), append(it.owns, own), append(it.dashes, line)
			it.end = line + 1
		case strings.TrimSpace(inner) == "", inner[0] == '#' && len(text)-len(inner) <= it.indent:
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

func isComment(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), "#") }

// lines are those of rule i with the blank lines below it: a heading above, which a blank
// line parts from the rule, its own comment, and the rule.
func (it *items) lines(source []string, i int) (heading, comment, rule []string) {
	end := it.end
	if i+1 < len(it.begins) {
		end = it.begins[i+1]
	}
	return source[it.begins[i]:it.owns[i]], source[it.owns[i]:it.dashes[i]], source[it.dashes[i]:end]
}

// rewritten is the document's file with other rules: rules that are as they were stand as
// they stood, comments stay (but for the own comment of a rule that is gone), the others are
// written anew. fresh is the file without any of
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
	headings, last := d.headings(want)
	for i := range want {
		old, known := at[want[i].ID]
		if !known {
			out = append(out, d.written(&nodes[i])...)
			continue
		}
		_, comment, lines := d.items.lines(d.source, old)
		out = append(append(out, headings[old]...), comment...)
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
	out = append(append(out, last...), d.source[d.items.end:]...)
	data := []byte(d.mark + strings.Join(out, d.ends))
	if back, problems := Decode(d.Name, data, Own); len(problems) > 0 || !sameRules(normalRules(back.Rules), want) {
		return fresh
	}
	return data
}

// headings are what stands above each rule of the file that is still there, with the
// headings of those before it that are not; last are those behind all.
func (d *Document) headings(want []Rule) (above map[int][]string, last []string) {
	above = map[int][]string{}
	for i, r := range d.Rules {
		heading, _, _ := d.items.lines(d.source, i)
		last = append(last, heading...)
		if slices.ContainsFunc(want, func(w Rule) bool { return w.ID == r.ID }) {
			above[i], last = last, nil
		}
	}
	return above, last
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
