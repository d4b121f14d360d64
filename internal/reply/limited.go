package reply

import (
	"errors"
	"fmt"
	"strings"
	"text/template"
)

// errStar is a printf whose width stands among its arguments.
var errStar = errors.New("reply: printf: a width from an argument is not supported")

// maxWrites is how many pieces a template may write. Every round of a loop is one, so
// it is also a limit of time.
const maxWrites = 20_000

// limited is a writer for templates that ends those that make too much.
type limited struct {
	text         strings.Builder
	left, writes int
}

// Write implements io.Writer.
func (w *limited) Write(b []byte) (int, error) {
	if w.writes--; w.writes < 0 || len(b) > w.left {
		return 0, ErrOutput
	}
	w.left -= len(b)
	return w.text.Write(b)
}

// bounded replaces the builtin functions that make text, which could double a text
// over and over before any of it is written.
var bounded = template.FuncMap{
	"print":    func(args ...any) (string, error) { return within(fmt.Sprint(args...)) },
	"println":  func(args ...any) (string, error) { return within(fmt.Sprintln(args...)) },
	"printf":   printf,
	"html":     func(args ...any) (string, error) { return within(template.HTMLEscaper(args...)) },
	"js":       func(args ...any) (string, error) { return within(template.JSEscaper(args...)) },
	"urlquery": func(args ...any) (string, error) { return within(template.URLQueryEscaper(args...)) },
}

func within(s string) (string, error) {
	if len(s) > MaxOutput {
		return "", ErrOutput
	}
	return s, nil
}

// maxVerbs and maxWidth bound what one printf may ask for.
const (
	maxVerbs = 64
	maxWidth = 1000
)

func printf(format string, args ...any) (string, error) {
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
	return within(fmt.Sprintf(format, args...))
}

// flags is how many bytes of flags, width and precision begin a verb.
func flags(verb string) int {
	return len(verb) - len(strings.TrimLeft(verb, "+-# .[]*0123456789"))
}
