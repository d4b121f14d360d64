package reply

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// errStar is a printf whose width stands among its arguments.
var errStar = errors.New("reply: printf: a width from an argument is not supported")

// maxWrites is how many pieces a template may write. Every round of a loop is one.
const maxWrites = 20_000

// maxTime is how long a template may run. It is looked at every so many writes, so that a
// usual template never asks for the time.
const (
	maxTime    = time.Second
	timeWrites = 16
)

// limited is a writer for templates that ends those that make too much.
type limited struct {
	text         strings.Builder
	left, writes int
	until        time.Time
	at           position // in a notation that is escaped for
}

// Write implements io.Writer.
func (w *limited) Write(b []byte) (int, error) {
	if w.writes--; w.writes < 0 || len(b) > w.left {
		return 0, ErrOutput
	}
	if w.writes%timeWrites == 0 && w.late() {
		return 0, ErrOutput
	}
	w.left -= len(b)
	n, err := w.text.Write(b)
	if w.at.notation != none {
		w.at.follow(w.text.String())
	}
	return n, err
}

// late says whether maxTime has passed since it was asked first.
func (w *limited) late() bool {
	now := time.Now()
	if w.until.IsZero() {
		w.until = now.Add(maxTime)
	}
	return now.After(w.until)
}

// maxVerbs and maxWidth bound what one printf may ask for.
const (
	maxVerbs = 64
	maxWidth = 1000
)

// fit is an error for values whose texts are too long together to be printed.
func fit(args []any) error {
	n := 0
	for _, a := range args {
		if n += bulk(a); n > MaxOutput {
			return ErrOutput
		}
	}
	return nil
}

// bulk is how many bytes of text a value has.
func bulk(v any) (n int) {
	switch v := v.(type) {
	case string:
		return len(v)
	case safe:
		return len(v)
	case []any:
		for _, each := range v {
			n += bulk(each)
		}
	case map[string]any:
		for name, each := range v {
			n += len(name) + bulk(each)
		}
	}
	return n
}

// print is Go's own within the limits.
func (x *machine) print(f func(...any) string) func(...any) (string, error) {
	return func(args ...any) (string, error) {
		if err := fit(args); err != nil {
			return "", err
		}
		return x.spend(f(args...))
	}
}

func (x *machine) printf(format string, args ...any) (string, error) {
	if err := fit(args); err != nil {
		return "", err
	}
	verbs := strings.Split(format, "%")[1:]
	if len(verbs) > maxVerbs {
		return "", ErrOutput
	}
	for _, v := range verbs {
		number := 0
		for _, c := range v[:flags(v)] {
			switch {
			case c == '*':
				return "", errStar
			case c < '0' || c > '9':
				number = 0
			default:
				if number = number*10 + int(c-'0'); number > maxWidth {
					return "", ErrOutput
				}
			}
		}
	}
	return x.spend(fmt.Sprintf(format, args...))
}

// flags is how many bytes of flags, width and precision begin a verb.
func flags(verb string) int {
	return len(verb) - len(strings.TrimLeft(verb, "+-# .[]*0123456789"))
}
