package main

import (
	"io"
	"strconv"
	"strings"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
	"echostr/internal/wechat/worked"
	"echostr/internal/words"
)

// finding is what came of a request.
type finding struct {
	request *wechat.Request
	opened  wechat.Opened
	verdict exchange.Verdict
	words   *words.Catalogue
}

// writeText writes the finding for a person.
func (f *finding) writeText(out io.Writer) error {
	w := f.words
	var lines []string
	add := func(s ...string) { lines = append(lines, s...) }
	add(mark(f.verdict)+" "+w.T("explain.verdict."+f.verdict.String()), "  "+f.request.Method+" "+f.request.Path)
	for i := range f.opened.Causes {
		add("")
		add(f.causeLines(&f.opened.Causes[i])...)
	}
	for _, s := range f.opened.Steps(f.request) {
		add("", w.T("detail.step."+string(s.ID)))
		for _, l := range worked.Lines(s, worked.Options{Words: w}) {
			add("    " + l)
		}
	}
	if m := f.opened.Message; m != nil && len(m.Nodes) > 0 {
		add("", w.T("explain.message"))
		for _, l := range m.Leaves() {
			add("    " + l.Path + " = " + strings.ReplaceAll(l.Value, "\n", "⏎"))
		}
	}
	if names := w.RuledOut(ids(f.opened.RuledOut)); len(names) > 0 {
		add("", w.T("detail.ruled", "list", strings.Join(names, " · ")))
	}
	r := textReport{out: out, words: w}
	for _, l := range lines {
		if err := r.line(l); err != nil {
			return err
		}
	}
	return nil
}

// causeLines are a cause in words, with WeChat's own number and what would mend it.
func (f *finding) causeLines(c *wechat.Cause) []string {
	w := f.words
	sign := "✗"
	if c.Warning {
		sign = "!"
	}
	out := []string{sign + " " + w.CauseTitle(string(c.ID), c.Args)}
	for line := range strings.SplitSeq(w.CauseText(string(c.ID), c.Args), "\n") {
		out = append(out, "  "+line)
	}
	if code, ok := c.Official(); ok {
		n := strconv.Itoa(code)
		out = append(out, "  "+w.T("detail.official", "code", n, "meaning", w.Official(n)))
	}
	if c.Fix != nil {
		value := c.Fix.Value
		switch c.Fix.Kind {
		case wechat.UseProfile:
			value = c.Args["profile"]
		case wechat.SetToken:
			value = strconv.Quote(value) // a blank in it is to be seen
		}
		out = append(out, "  → "+w.T("explain.fix."+string(c.Fix.Kind), "value", value))
	}
	return out
}

func ids(causes []wechat.CauseID) []string {
	out := make([]string, len(causes))
	for i, id := range causes {
		out[i] = string(id)
	}
	return out
}
