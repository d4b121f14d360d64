package reply

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"text/template"
)

// Failure is a rule that matched but could not make its reply.
type Failure struct {
	RuleID, RuleName string
	Field            Field  // the part that did not work
	Path             string // as in Problem
	Line, Column     int    // in the template; 0 when unknown
	Err              error
}

// Error implements error.
func (f Failure) Error() string { return fmt.Sprintf("reply: rule %q: %v", f.RuleName, f.Err) }

// Unwrap is the cause.
func (f Failure) Unwrap() error { return f.Err }

// runError is how text/template tells where it stopped.
var runError = regexp.MustCompile(`^template: [^:]*:(\d+):(\d+): (?:executing "[^"]*" at <.*?>: )?`)

func failureOf(err error, field Field, path string) *Failure {
	f := &Failure{Field: field, Path: path, Err: err}
	var at template.ExecError
	if !errors.As(err, &at) {
		return f
	}
	if m := runError.FindStringSubmatch(at.Err.Error()); m != nil {
		f.Line, _ = strconv.Atoi(m[1]) // digits
		f.Column, _ = strconv.Atoi(m[2])
		f.Column++
	}
	return f
}

// reasons are the errors of answers that have words of their own, by their stable names.
var reasons = []struct {
	err error
	id  string
}{
	{ErrEmpty, "empty"}, {ErrOutput, "output"}, {ErrPlace, "place"},
	{errNumber, "number"}, {errZero, "zero"}, {errRange, "range"},
	{ErrNoFiles, "no_files"}, {ErrFileSize, "file_size"}, {ErrFileKind, "file_kind"},
	{fs.ErrNotExist, "file_gone"}, {fs.ErrPermission, "file_denied"},
}

// Why is why an answer could not be made: a stable name that has words, or else what the
// error itself says, without the steps that led there.
func Why(err error) string {
	for _, r := range reasons {
		if errors.Is(err, r.err) {
			return r.id
		}
	}
	var at template.ExecError
	if errors.As(err, &at) {
		return runError.ReplaceAllString(at.Err.Error(), "")
	}
	return err.Error()
}
