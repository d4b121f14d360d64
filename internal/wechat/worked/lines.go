package worked

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"echostr/internal/wechat"
)

// timeForm is how times are written, to the second and with their zone.
const timeForm = "2006-01-02 15:04:05 -0700"

// masked stands where a Token is hidden; it tells nothing of its length.
const masked = "••••••••"

// cipherEnds is how many characters of each end of a ciphertext are written where it
// stands in full elsewhere.
const cipherEnds = 12

// Lines are a step's values, ready to be read, without its title. What could not be
// seen in a value is escaped as in Go, and the value then stands in quotes.
func Lines(s wechat.Step, opt Options) []string {
	switch s.ID {
	case wechat.StepSorted:
		return sortedLines(s, opt)
	case wechat.StepJoined, wechat.StepComputed:
		return []string{value(s.Lines[0], opt)}
	case wechat.StepResult:
		return []string{opt.Words.T("worked.outcome." + s.Lines[0].Value)}
	case wechat.StepDecrypted:
		return envelopeLines(s, opt)
	case wechat.StepClock:
		return clockLines(s, opt)
	}
	var out []string
	for _, l := range s.Lines {
		text := l.Name + " = " + value(l, opt)
		if l.Missing {
			text = l.Name + "  " + opt.Words.T("worked.missing")
		}
		out = append(out, text)
	}
	return out
}

// sortedLines are the parts one below the other, since that is how they are compared.
func sortedLines(s wechat.Step, opt Options) (out []string) {
	for _, l := range s.Lines {
		name := l.Name
		if name == "token" {
			name = "Token"
		}
		if name == "Encrypt" && len(l.Value) > 2*cipherEnds {
			l.Value, l.Spans = l.Value[:cipherEnds]+"…"+l.Value[len(l.Value)-cipherEnds:], nil
		}
		out = append(out, value(l, opt)+"  ("+name+")")
	}
	return out
}

func envelopeLines(s wechat.Step, opt Options) (out []string) {
	w := opt.Words
	if len(s.Lines) == 0 {
		return []string{w.T("worked.sealed")}
	}
	for _, l := range s.Lines {
		text := printable(l.Value)
		switch l.Name {
		case "random_text":
			continue
		case "length", "padding", "cipher":
			text = w.T("size.bytes", "n", l.Value)
		case "key":
			if text = w.T("worked.key.current"); l.Value != "0" {
				text = w.T("worked.key.earlier", "n", l.Value)
			}
		}
		out = append(out, w.T("detail.envelope."+l.Name)+"  "+text)
	}
	return out
}

func clockLines(s wechat.Step, opt Options) []string {
	text := s.Lines[0].Name + " = " + printable(s.Lines[0].Value)
	skew := ""
	for _, l := range s.Lines {
		if l.Name == "skew" {
			skew = l.Value
		}
	}
	n, err := strconv.ParseInt(s.Lines[0].Value, 10, 64)
	if skew == "" || err != nil {
		return []string{text}
	}
	at := time.Unix(n, 0)
	if opt.Location != nil {
		at = at.In(opt.Location)
	}
	text += "  " + at.Format(timeForm)
	key := "worked.clock.ahead"
	switch off, behind := strings.CutPrefix(skew, "-"); {
	case behind:
		key, skew = "worked.clock.behind", off
	case skew == "0":
		key = "worked.clock.same"
	}
	return []string{text, opt.Words.T(key, "skew", opt.Words.Span(skew))}
}

// value is a line's value with the Token hidden if it shall be.
func value(l wechat.StepLine, opt Options) string {
	if !opt.HideToken {
		return printable(l.Value)
	}
	var b strings.Builder
	at := 0
	for _, p := range l.Spans {
		if p.Kind != wechat.SpanToken {
			continue
		}
		b.WriteString(l.Value[at:p.Start] + masked)
		at = p.End
	}
	return printable(b.String() + l.Value[at:])
}

// printable is a value as it is where every character of it can be seen, else quoted.
func printable(s string) string {
	if s == "" {
		return `""`
	}
	if !utf8.ValidString(s) || strings.TrimSpace(s) != s {
		return strconv.Quote(s)
	}
	for _, r := range s {
		if r != ' ' && !unicode.IsPrint(r) {
			return strconv.Quote(s)
		}
	}
	return s
}
