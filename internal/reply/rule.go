package reply

import (
	"reflect"
	"slices"
)

// Rule is one line of a profile's list: when something comes, then answer this. Rules
// are plain data: Compile makes a Set of them, Encode a file.
type Rule struct {
	// ID is short, unique in its list and stable: what is counted for a rule is kept under
	// it. A file may leave it out; then it follows from the name, else from When.
	ID   string
	Name string
	On   bool
	When When
	Then Then
}

// Equal says whether two rules are the same, field by field. Lists without items are
// the same however they are written.
func (r Rule) Equal(other Rule) bool {
	return r.ID == other.ID && r.Name == other.Name && r.On == other.On &&
		r.When.Equal(other.When) && r.Then.Equal(other.Then)
}

// same is reflect.DeepEqual that does not tell an empty list from none.
func same(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Struct:
		for i := range a.NumField() {
			if !same(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !same(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	}
	return a.Equal(b)
}

func sameRules(a, b []Rule) bool { return slices.EqualFunc(a, b, Rule.Equal) }
