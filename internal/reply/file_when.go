package reply

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// opKeys are the comparisons in a file.
var opKeys = []struct {
	key string
	op  Op
}{{"equals", Equals}, {"contains", Contains}, {"matches", Regexp}}

// when reads a condition.
func (r *reader) when(n ast.Node, path string, depth int) When {
	var w When
	if s, ok := n.(*ast.StringNode); ok && s.Value == string(Any) {
		return w
	}
	if depth > maxDepth {
		r.fail(n, "too_deep")
		return w
	}
	for _, e := range r.entries(n, "type", "event", "text", "contains", "matches", "key", "scene", "from", "field", "all", "any", "not", "chance") {
		switch e.key {
		case "type":
			w.Types = r.strings(e.value, path+".types")
		case "event":
			w.Events = r.strings(e.value, path+".events")
		case "text", "key", "scene", "from":
			r.tests(&w, Test{Subject: Subject(e.key)}, e.value, path)
		case "contains", "matches":
			for _, o := range opKeys {
				if o.key == e.key {
					r.test(&w, Test{Subject: SubjectText, Op: o.op}, e.value, path)
				}
			}
		case "field":
			for _, f := range r.entries(e.value) {
				r.tests(&w, Test{Subject: SubjectField, Path: f.key}, f.value, path)
			}
		case "all":
			w.All = r.whens(e.value, path+".all", depth)
		case "any":
			w.Any = r.whens(e.value, path+".any", depth)
		case "not":
			w.Not = r.whens(e.value, path+".not", depth)
		case "chance":
			w.Chance = r.chance(e.value, path+".chance")
		}
	}
	return w
}

func (r *reader) whens(n ast.Node, path string, depth int) []When {
	r.mark(path, n)
	var out []When
	for i, item := range r.list(n) {
		at := pathIndex(path, i)
		r.mark(at, item)
		out = append(out, r.when(item, at, depth+1))
	}
	if len(out) == 0 {
		r.fail(n, "empty_list")
	}
	return out
}

// tests reads what a value is compared with: a text, a list of texts, or a map of
// comparisons.
func (r *reader) tests(w *When, t Test, n ast.Node, path string) {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		for _, e := range r.entries(n, "equals", "contains", "matches") {
			for _, o := range opKeys {
				if o.key == e.key {
					t.Op = o.op
					r.test(w, t, e.value, path)
				}
			}
		}
		return
	}
	t.Op = Equals
	r.test(w, t, n, path)
}

func (r *reader) test(w *When, t Test, n ast.Node, path string) {
	at := pathIndex(path+".tests", len(w.Tests))
	t.Words = r.strings(n, at+".words")
	r.mark(at, n)
	w.Tests = append(w.Tests, t)
}

// chance reads "50%" or 50.
func (r *reader) chance(n ast.Node, path string) float64 {
	r.mark(path, n)
	text, ok := r.scalar(n)
	if !ok {
		return 0
	}
	percent, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%")), 64)
	if err != nil || percent != percent || percent <= 0 || percent > 100 {
		r.fail(n, "chance", "value", text)
		return 0
	}
	return percent
}

// Normal is w as a file has it: tests in a fixed order, those of which a file can have
// only one moved to All, and 100 % as always. It takes the same messages.
func (w When) Normal() When {
	out := When{Types: w.Types, Events: w.Events, Chance: w.Chance}
	if out.Chance == 100 {
		out.Chance = 0
	}
	type place struct {
		subject Subject
		path    string
		op      Op
	}
	taken := map[place]bool{}
	for _, t := range w.Tests {
		t.Path = strings.TrimPrefix(strings.TrimSpace(t.Path), ".")
		if t.Subject != SubjectField {
			t.Path = ""
		}
		p := place{t.Subject, t.Path, t.Op}
		if taken[p] {
			out.All = append(out.All, When{Tests: []Test{t}})
			continue
		}
		taken[p] = true
		out.Tests = append(out.Tests, t)
	}
	slices.SortStableFunc(out.Tests, func(a, b Test) int {
		if d := slices.Index(Subjects(), a.Subject) - slices.Index(Subjects(), b.Subject); d != 0 {
			return d
		}
		if d := strings.Compare(a.Path, b.Path); d != 0 {
			return d
		}
		return opRank(a.Op) - opRank(b.Op)
	})
	for _, each := range w.All {
		out.All = append(out.All, each.Normal())
	}
	for _, each := range w.Any {
		out.Any = append(out.Any, each.Normal())
	}
	for _, each := range w.Not {
		out.Not = append(out.Not, each.Normal())
	}
	return out
}

func opRank(op Op) int {
	for i, o := range opKeys {
		if o.op == op {
			return i
		}
	}
	return len(opKeys)
}
