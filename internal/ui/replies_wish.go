package ui

import (
	"regexp/syntax"
	"strings"
	"unicode"

	"echostr/internal/reply"
)

// wish is what a condition asks of a message, as far as one value for each will do.
type wish struct {
	kind, event     string
	text, key, from string
	hasText, hasKey bool
	scene           bool // key is the scene of a QR code
	fields          map[string]string
}

// wishOf takes the first of what a condition lets one choose from.
func wishOf(w reply.When) wish {
	out := wish{fields: map[string]string{}}
	out.take(w)
	switch {
	case out.event != "":
		out.kind = "event"
	case strings.EqualFold(out.kind, "event"):
		out.event = "CLICK"
		if out.scene {
			out.event = "SCAN"
		}
	case out.kind == "" && (out.hasKey || out.scene):
		out.kind, out.event = "event", "CLICK"
		if out.scene {
			out.event = "SCAN"
		}
	case out.kind == "":
		out.kind = "text"
	}
	return out
}

func (o *wish) take(w reply.When) {
	if len(w.Types) > 0 && o.kind == "" {
		o.kind = strings.TrimSpace(w.Types[0])
	}
	if len(w.Events) > 0 && o.event == "" {
		o.event = strings.TrimSpace(w.Events[0])
	}
	for _, t := range w.Tests {
		o.test(t)
	}
	for _, each := range w.All {
		o.take(each)
	}
	if len(w.Any) > 0 {
		o.take(w.Any[0])
	}
}

func (o *wish) test(t reply.Test) {
	if len(t.Words) == 0 {
		return
	}
	value := strings.TrimSpace(t.Words[0])
	if t.Op == reply.Regexp {
		re, err := syntax.Parse(t.Words[0], syntax.Perl)
		if err != nil {
			return
		}
		var b strings.Builder
		writeMatch(&b, re, 0)
		value = b.String()
	}
	switch t.Subject {
	case reply.SubjectText:
		o.text, o.hasText = value, true
	case reply.SubjectKey:
		o.key, o.hasKey = value, true
	case reply.SubjectScene:
		o.key, o.hasKey, o.scene = value, true, true
	case reply.SubjectFrom:
		o.from = value
	case reply.SubjectField:
		o.fields[strings.TrimPrefix(strings.TrimSpace(t.Path), ".")] = value
	}
}

// matchMost bounds a made-up match, for patterns such as (a{100}){100}.
const matchMost = 200

// writeMatch writes a short text that a regular expression takes. What looks around it,
// such as \b, is not obeyed.
func writeMatch(b *strings.Builder, re *syntax.Regexp, depth int) {
	if b.Len() > matchMost || depth > 50 {
		return
	}
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		b.WriteRune(runeIn(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte('x')
	case syntax.OpCapture, syntax.OpPlus:
		writeMatch(b, re.Sub[0], depth+1)
	case syntax.OpRepeat:
		for range re.Min {
			writeMatch(b, re.Sub[0], depth+1)
		}
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			writeMatch(b, sub, depth+1)
		}
	case syntax.OpAlternate:
		writeMatch(b, re.Sub[0], depth+1)
	}
}

// runeIn is a character of a class, given as pairs of first and last: a digit, a letter
// or a Chinese character if it has one, so that a person can read it.
func runeIn(class []rune) rune {
	for _, want := range "1a一" {
		for i := 0; i+1 < len(class); i += 2 {
			if class[i] <= want && want <= class[i+1] {
				return want
			}
		}
	}
	for i := 0; i+1 < len(class); i += 2 {
		for r := class[i]; r <= class[i+1] && r < class[i]+200; r++ {
			if unicode.IsPrint(r) && r != ' ' {
				return r
			}
		}
	}
	if len(class) > 0 {
		return class[0]
	}
	return 'x'
}

// groupsOf are the names of what a condition's patterns take, without those that only
// have a number but the first: {{group 1}} says as much.
func groupsOf(w reply.When) []string {
	var out []string
	var walk func(reply.When)
	walk = func(w reply.When) {
		for _, t := range w.Tests {
			if t.Op != reply.Regexp || len(t.Words) == 0 {
				continue
			}
			re, err := syntax.Parse(t.Words[0], syntax.Perl)
			if err != nil {
				continue
			}
			for _, name := range re.CapNames() {
				if name != "" {
					out = append(out, name)
				}
			}
		}
		for _, list := range [][]reply.When{w.All, w.Any} {
			for _, each := range list {
				walk(each)
			}
		}
	}
	walk(w)
	return out
}
