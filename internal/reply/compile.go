package reply

import (
	"strconv"
	"sync/atomic"
)

// maxRules is how many rules a list may have.
const maxRules = 2000

var versions atomic.Uint64

// Compile makes rules ready. Rules that are off or have a problem that is more than a
// warning are left out of the Set; problems are told of every rule, also of those that
// are off.
func Compile(rules []Rule) (*Set, []Problem) {
	set := &Set{version: versions.Add(1)}
	var problems []Problem
	seen := map[string]bool{}
	for i, r := range rules {
		c, found := compile(r)
		switch {
		case i >= maxRules:
			found = append(found, Problem{Field: FieldID, ID: "too_many", Args: map[string]string{"limit": strconv.Itoa(maxRules)}})
		case r.ID == "":
			found = append(found, Problem{Field: FieldID, ID: "empty"})
		case seen[r.ID]:
			found = append(found, Problem{Field: FieldID, ID: "duplicate", Args: map[string]string{"id": r.ID}})
		case r.On && !Blocks(found):
			if p, ok := set.covers(&c); ok {
				found = append(found, p)
			}
		}
		seen[r.ID] = true
		for _, p := range found {
			p.Index, p.RuleID = i, r.ID
			problems = append(problems, p)
		}
		switch {
		case !r.On:
			set.out = append(set.out, outside{len(set.rules), r.ID, r.Name, "off"})
		case Blocks(found):
			set.out = append(set.out, outside{len(set.rules), r.ID, r.Name, "broken"})
		default:
			set.rules = append(set.rules, c)
		}
	}
	set.index = newIndex(set.rules)
	return set, problems
}

func compile(r Rule) (compiled, []Problem) {
	when, problems := newCondition(r.When)
	c := compiled{id: r.ID, name: r.Name, when: when}
	var t thenCompiler
	c.then = t.answer(&r.Then, "then", asRule)
	return c, append(problems, t.problems...)
}
