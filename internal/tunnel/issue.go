package tunnel

import "fmt"

// Severity tells whether an issue stands in the way.
type Severity int

const (
	// Error: cannot work like this.
	Error Severity = iota
	// Warning: works, but likely not as meant.
	Warning
)

// String is the stable name of the severity.
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	}
	return fmt.Sprintf("Severity(%d)", int(s))
}

// Issue is one thing that is wrong with one setting. Field and ID are stable
// identifiers; the window has the words.
type Issue struct {
	Field    string // the setting: "domain", "proxy_url"
	ID       string // what is wrong with it: "scheme", "port"
	Severity Severity
	Value    string // the part of the setting that is meant, if it can be shown; never a secret
	Line     int    // where in a text setting, from 1; 0: nowhere in particular
	Column   int    // from 1; 0: unknown
}

// String is for logs and test failures.
func (i Issue) String() string {
	text := fmt.Sprintf("%s %s.%s", i.Severity, i.Field, i.ID)
	if i.Value != "" {
		text += fmt.Sprintf("(%s)", i.Value)
	}
	if i.Line > 0 {
		text += fmt.Sprintf(" at %d:%d", i.Line, i.Column)
	}
	return text
}

// FirstError is the first issue that stands in the way.
func FirstError(issues []Issue) (Issue, bool) {
	for _, i := range issues {
		if i.Severity == Error {
			return i, true
		}
	}
	return Issue{}, false
}
