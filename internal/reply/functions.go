package reply

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"text/template"
	"unicode/utf8"
)

// Function is one of the functions that templates have, beside Go's own: and, or, not,
// eq, ne, lt, le, gt, ge, len, index, slice, print, println, printf, html, js, urlquery.
type Function struct {
	Name  string
	Usage string // an example
	Makes string // what the example makes, "" when that differs each time
}

// Functions are the functions of templates in the order in which a reference lists them.
// Their words are "reply.function.<name in lower case>".
func Functions() []Function {
	return []Function{
		{"group", `{{group "id"}} {{group 1}}`, ""},
		{"profile", `{{profile "name"}}`, ""},
		{"field", `{{field "ScanCodeInfo.ScanResult"}}`, ""},
		{"hits", `{{hits}}`, "1"},
		{"userHits", `{{userHits}}`, "1"},
		{"now", `{{now}} {{now "15:04"}}`, ""},
		{"time", `{{time 1795183568 "2006-01-02"}}`, ""},
		{"hour", `{{if lt hour 12}}…{{end}}`, ""},
		{"weekday", `{{index (split "日,一,二,三,四,五,六" ",") weekday}}`, ""},
		{"unix", `{{unix}}`, ""},
		{"random", `{{random "a" "b" "c"}}`, ""},
		{"randomInt", `{{randomInt 1 6}}`, ""},
		{"default", `{{default "?" .Missing}}`, "?"},
		{"upper", `{{upper "abc"}}`, "ABC"},
		{"lower", `{{lower "ABC"}}`, "abc"},
		{"trim", `{{trim "  a "}}`, "a"},
		{"truncate", `{{truncate 3 "你好，世界"}}`, "你好，…"},
		{"runes", `{{runes "你好"}}`, "2"},
		{"replace", `{{replace "a" "b" "banana"}}`, "bbnbnb"},
		{"contains", `{{if contains "好" "你好"}}yes{{end}}`, "yes"},
		{"hasPrefix", `{{if hasPrefix "你" "你好"}}yes{{end}}`, "yes"},
		{"hasSuffix", `{{if hasSuffix "好" "你好"}}yes{{end}}`, "yes"},
		{"split", `{{range split "a,b" ","}}[{{.}}]{{end}}`, "[a][b]"},
		{"join", `{{join (split "a,b" ",") "-"}}`, "a-b"},
		{"repeat", `{{repeat 3 "ab"}}`, "ababab"},
		{"int", `{{int "12"}}`, "12"},
		{"add", `{{add 1 2}}`, "3"},
		{"sub", `{{sub 3 1}}`, "2"},
		{"mul", `{{mul 2 3}}`, "6"},
		{"div", `{{div 7 2}}`, "3"},
		{"mod", `{{mod 7 2}}`, "1"},
		{"xml", `{{xml "<a>"}}`, "&lt;a&gt;"},
		{"cdata", `{{cdata "]]>"}}`, "<![CDATA[]]]]><![CDATA[>]]>"},
		{"json", `{{json "a\"b"}}`, `"a\"b"`},
		{"raw", `{{raw "<b>"}}`, "<b>"},
	}
}

// functionNames are the functions for parsing alone.
var functionNames = func() template.FuncMap {
	f := newMachine(none).functions()
	delete(f, placeFunc)
	return f
}()

var (
	errNumber = errors.New("reply: not a whole number")
	errZero   = errors.New("reply: division by zero")
	errRange  = errors.New("reply: a number out of range")
)

// functions are the functions of a run. Those that take a text and something about it
// take the text last, so that it can be piped.
func (x *machine) functions() template.FuncMap {
	made := func(f func(string) string) func(any) (string, error) {
		return func(v any) (string, error) { return x.spend(f(textOf(v))) }
	}
	about := func(f func(text, part string) bool) func(part, text any) bool {
		return func(part, text any) bool { return f(textOf(text), textOf(part)) }
	}
	marked := func(f func(any) (string, error)) func(any) (safe, error) {
		return func(v any) (safe, error) {
			s, err := f(v)
			if err == nil {
				s, err = x.spend(s)
			}
			return safe(s), err
		}
	}
	return template.FuncMap{
		placeFunc: x.place,

		"group":    x.group,
		"profile":  func(name string) string { return x.r.env.Profile[name] },
		"field":    func(path string) string { return x.r.m.Get(path) },
		"hits":     func() int64 { return x.r.count.Rule },
		"userHits": func() int64 { return x.r.count.User },

		"now":     x.now,
		"time":    x.time,
		"hour":    func() int { return x.r.now().Hour() },
		"weekday": func() int { return int(x.r.now().Weekday()) },
		"unix":    func() int64 { return x.r.now().Unix() },

		"random": func(choices ...any) any {
			if len(choices) == 1 {
				choices = listOf(choices[0])
			}
			if len(choices) == 0 {
				return ""
			}
			return choices[x.r.below(len(choices))]
		},
		"randomInt": x.randomInt,

		"default": func(instead, v any) any {
			if strings.TrimSpace(textOf(v)) == "" {
				return instead
			}
			return v
		},
		"upper":     made(strings.ToUpper),
		"lower":     made(strings.ToLower),
		"trim":      made(strings.TrimSpace),
		"truncate":  x.truncate,
		"runes":     func(v any) int { return utf8.RuneCountInString(textOf(v)) },
		"replace":   x.replace,
		"contains":  about(strings.Contains),
		"hasPrefix": about(strings.HasPrefix),
		"hasSuffix": about(strings.HasSuffix),
		"split":     x.split,
		"join":      x.join,
		"repeat":    x.repeat,

		"int": whole64,
		"add": calculate(func(a, b int64) (int64, error) { return a + b, nil }),
		"sub": calculate(func(a, b int64) (int64, error) { return a - b, nil }),
		"mul": calculate(func(a, b int64) (int64, error) { return a * b, nil }),
		"div": calculate(func(a, b int64) (int64, error) {
			if b == 0 {
				return 0, errZero
			}
			return a / b, nil
		}),
		"mod": calculate(func(a, b int64) (int64, error) {
			if b == 0 {
				return 0, errZero
			}
			return a % b, nil
		}),

		"xml":   marked(func(v any) (string, error) { return xmlText(textOf(v)), nil }),
		"cdata": marked(func(v any) (string, error) { return cdataBegin + cdataInner("", textOf(v)) + "]]>", nil }),
		"json":  marked(jsonValue),
		"raw":   marked(func(v any) (string, error) { return textOf(v), nil }),

		// Go's own that make text, which could double one over and over before any of it
		// is written.
		"print":    x.print(fmt.Sprint),
		"println":  x.print(fmt.Sprintln),
		"printf":   x.printf,
		"html":     made(template.HTMLEscapeString),
		"js":       made(template.JSEscapeString),
		"urlquery": made(url.QueryEscape),
	}
}

// place is what is printed, escaped for where it stands.
func (x *machine) place(v any) (string, error) {
	s, err := escapedFor(&x.out.at, x.out.text.String(), v)
	if err != nil {
		return "", err
	}
	return x.spend(s)
}

// group is what a pair of parentheses of the rule's pattern took, by name or number.
func (x *machine) group(which any) string {
	g := x.r.groups()
	if name, ok := which.(string); ok {
		if text, ok := g.named[name]; ok {
			return text
		}
	}
	if n, err := whole64(which); err == nil && n >= 0 && n < int64(len(g.numbered)) {
		return g.numbered[n]
	}
	return ""
}

const anyTime = "2006-01-02 15:04:05"

func layoutOf(layout []string) string {
	if len(layout) == 0 {
		return anyTime
	}
	return layout[0]
}

func (x *machine) now(layout ...string) (string, error) {
	return x.spend(x.r.now().Format(layoutOf(layout)))
}

func (x *machine) randomInt(from, to any) (int64, error) {
	a, err := whole64(from)
	b, err2 := whole64(to)
	switch {
	case err != nil || err2 != nil:
		return 0, errNumber
	case b < a || b-a < 0 || b-a == math.MaxInt64:
		return 0, errRange
	}
	return a + int64(x.r.random()%uint64(b-a+1)), nil
}

func calculate(f func(a, b int64) (int64, error)) func(a, b any) (int64, error) {
	return func(a, b any) (int64, error) {
		n, err := whole64(a)
		if err != nil {
			return 0, err
		}
		k, err := whole64(b)
		if err != nil {
			return 0, err
		}
		return f(n, k)
	}
}

// whole64 is a value as a number; a text that is none is an error, an empty one 0.
func whole64(v any) (int64, error) {
	text := strings.TrimSpace(textOf(v))
	if text == "" {
		return 0, nil
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, nil
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) >= 1<<63 {
		return 0, fmt.Errorf("%w: %.40q", errNumber, text)
	}
	return int64(f), nil
}
