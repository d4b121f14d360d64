package reply

import (
	"regexp"
	"strconv"
	"strings"
	"text/template"
	"unicode/utf8"
)

// parseFull parses a template as text/template does.
func parseFull(text string) (*template.Template, error) {
	return template.New("reply").Funcs(functionNames).Parse(text)
}

var (
	parseError  = regexp.MustCompile(`^template: reply:(\d+): (?s:(.*))$`)
	unknownFunc = regexp.MustCompile(`function "([^"]*)" not defined`)
)

// templateProblem makes a problem of a parse error. text/template tells the line; the
// column is that of the first action there which does not parse by itself, else of
// the first action of the line.
func templateProblem(text string, err error) Problem {
	p := Problem{Field: FieldReply, ID: "template", Line: 1, Column: 1,
		Args: map[string]string{"detail": err.Error()}}
	if m := parseError.FindStringSubmatch(err.Error()); m != nil {
		p.Line, _ = strconv.Atoi(m[1]) // digits
		p.Args["detail"] = m[2]
	}
	if m := unknownFunc.FindStringSubmatch(p.Args["detail"]); m != nil {
		p.ID, p.Args = "function", map[string]string{"name": m[1]}
	}
	lines := strings.Split(text, "\n")
	if p.Line < 1 || p.Line > len(lines) {
		return p
	}
	line := lines[p.Line-1]
	at := strings.Index(line, "{{")
	for from := 0; ; {
		i := strings.Index(line[from:], "{{")
		if i < 0 {
			break
		}
		i += from
		end := strings.Index(line[i:], "}}")
		if end < 0 || broken(line[i:i+end+2]) {
			at = i
			break
		}
		from = i + end + 2
	}
	if at > 0 {
		p.Column = 1 + utf8.RuneCountInString(line[:at])
	}
	return p
}

var (
	opening = regexp.MustCompile(`^\{\{-?\s*(if|range|with|block|define)\b`)
	closing = regexp.MustCompile(`^\{\{-?\s*(end|else|break|continue)\b`)
	unnamed = regexp.MustCompile(`undefined variable`)
)

// broken says whether one action is wrong by itself, not only for what stands around.
func broken(action string) bool {
	if closing.MatchString(action) {
		return false
	}
	if opening.MatchString(action) {
		action += "{{end}}"
	}
	_, err := parseFull(action)
	return err != nil && !unnamed.MatchString(err.Error())
}
