package reply

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

func pathIndex(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

// read reads the whole document.
func (r *reader) read(text string) {
	r.index = -1
	body := r.parse(text)
	if body == nil {
		return
	}
	if list, ok := body.(*ast.SequenceNode); ok { // the rules alone
		r.rules(list)
		return
	}
	version := 0
	var rules ast.Node
	for _, e := range r.entries(body, "version", "title", "description", "rules") {
		switch e.key {
		case "version":
			text, _ := r.scalar(e.value)
			n, err := strconv.Atoi(text)
			switch {
			case err != nil || n < 1:
				r.fail(e.value, "version", "version", text, "newest", strconv.Itoa(FileVersion))
			case n > FileVersion: // says more than the first unknown word would
				r.problems = nil
				r.fail(e.value, "newer", "version", text, "newest", strconv.Itoa(FileVersion))
				return
			}
			version = n
		case "title":
			r.doc.Title, _ = r.scalar(e.value)
		case "description":
			r.doc.Description, _ = r.scalar(e.value)
		case "rules":
			rules = e.value
		}
	}
	r.doc.old = version == 1
	switch list := rules.(type) {
	case *ast.SequenceNode:
		r.rules(list)
	case *ast.NullNode, nil:
	default:
		r.fail(list, "want_list")
	}
}

func (r *reader) rules(list *ast.SequenceNode) {
	for i, n := range list.Values {
		r.index = i
		r.marks = marks{}
		r.mark("", n)
		r.doc.Rules = append(r.doc.Rules, r.rule(n))
		r.doc.marks = append(r.doc.marks, r.marks)
	}
	r.index, r.marks = -1, nil
	r.doc.items = itemsOf(list, r.doc.source)
}

func (r *reader) rule(n ast.Node) Rule {
	rule := Rule{On: true}
	if _, ok := n.(*ast.NullNode); ok {
		r.fail(n, "want_map", "known", "name, when, then")
		return rule
	}
	var when, then ast.Node
	hasThen := false
	before := len(r.problems)
	for _, e := range r.entries(n, "id", "name", "disabled", "when", "then") {
		switch e.key {
		case "id":
			rule.ID, _ = r.scalar(e.value)
			r.mark("id", e.value)
		case "name":
			rule.Name, _ = r.scalar(e.value)
		case "disabled":
			if s, ok := r.choice(e.value, "true", "false"); ok {
				rule.On = s == "false"
			}
		case "when":
			when = e.value
			r.mark("when", e.value)
		case "then":
			then, hasThen = e.value, true
			r.mark("then", e.value)
		}
	}
	if !hasThen && len(r.problems) == before {
		r.fail(n, "no_then")
	}
	if r.doc.old || hasKey(then, "kind") {
		r.doc.old = true
		rule.When, rule.Then = r.oldWhen(when), r.oldThen(then)
		return rule
	}
	rule.When = r.when(when, "when", 0)
	if hasThen {
		rule.Then = r.then(then, "then", asRule)
	}
	return rule
}

// hasKey says whether a node is a map with the key.
func hasKey(n ast.Node, key string) bool {
	switch n := n.(type) {
	case *ast.MappingNode:
		for _, v := range n.Values {
			if v.Key.GetToken().Value == key {
				return true
			}
		}
	case *ast.MappingValueNode:
		return n.Key.GetToken().Value == key
	}
	return false
}

// oldWhen reads a condition in the form of version 1.
func (r *reader) oldWhen(n ast.Node) When {
	var s Simple
	for _, e := range r.entries(n, "type", "event", "op", "text") {
		text, _ := r.scalar(e.value)
		switch e.key {
		case "type":
			s.Type = text
		case "event":
			s.Event = text
			r.mark("when.events", e.value)
		case "op":
			s.Op = Op(text)
			r.mark("when.tests", e.value)
		case "text":
			s.Text = text
			r.mark("when.tests[0]", e.value)
			r.mark("when.tests[0].words[0]", e.value)
		}
	}
	w := s.When()
	if len(w.Types)+len(w.Events) > 0 || len(w.Tests) == 0 || opRank(s.Op) == len(opKeys) {
		return w
	}
	// Without a type it compared what was said and the EventKey alike.
	said, key := w.Tests[0], w.Tests[0]
	key.Subject = SubjectKey
	return When{Any: []When{{Tests: []Test{said}}, {Tests: []Test{key}}}}
}

// oldThen reads an answer in the form of version 1.
func (r *reader) oldThen(n ast.Node) Then {
	var t Then
	for _, e := range r.entries(n, "kind", "text") {
		text, _ := r.scalar(e.value)
		if e.key == "kind" {
			t.Kind = strings.TrimSpace(text)
			r.mark("then.kind", e.value)
		} else {
			t.Text = text
			r.mark("then.text", e.value)
		}
	}
	return t
}
