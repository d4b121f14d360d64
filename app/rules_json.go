package main

import (
	"io"
	"time"

	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// The trial as JSON. Fields are only ever added.
type (
	triedJSON struct {
		Rule        string        `json:"rule"`    // name; "" when none answers
		RuleID      string        `json:"rule_id"` // "" when none answers
		Line        int           `json:"line"`    // of the rule in the file; 0 when none answers
		Column      int           `json:"column"`
		Kind        string        `json:"kind"`   // text, success, …, status, close, forward; "" when none answers
		Status      int           `json:"status"` // of HTTP; 0 without an answer of ours
		ContentType string        `json:"content_type"`
		Reply       string        `json:"reply"` // as it would leave in plain mode
		URL         string        `json:"url"`   // of the backend that answers
		Step        int           `json:"step"`  // of a sequence, from 1; 0 of other answers
		DelayMS     float64       `json:"delay_ms"`
		Fault       reply.Fault   `json:"fault"`
		After       []afterJSON   `json:"after"`
		Missed      []missedJSON  `json:"missed"`
		Failures    []failureJSON `json:"failures"`
		Problems    []problemJSON `json:"problems"`
		Warnings    []warningJSON `json:"warnings"` // what WeChat would not take of the reply
	}
	afterJSON struct {
		DelayMS float64               `json:"delay_ms"`
		Message reply.CustomerMessage `json:"message"`
	}
	missedJSON struct {
		Rule   string            `json:"rule"`
		RuleID string            `json:"rule_id"`
		ID     string            `json:"id"`
		Args   map[string]string `json:"args"`
		Text   string            `json:"text"`
	}
	failureJSON struct {
		Rule   string `json:"rule"`
		RuleID string `json:"rule_id"`
		Line   int    `json:"line"` // in the template; 0 when unknown
		Column int    `json:"column"`
		Error  string `json:"error"`
	}
	problemJSON struct {
		ID      string            `json:"id"`
		Warning bool              `json:"warning"`
		RuleID  string            `json:"rule_id"`
		Line    int               `json:"line"`
		Column  int               `json:"column"`
		Args    map[string]string `json:"args"`
		Text    string            `json:"text"`
	}
	warningJSON struct {
		ID    wechat.CauseID    `json:"id"`
		Title string            `json:"title"`
		Args  map[string]string `json:"args"`
	}
)

// writeJSON writes the trial for a program, as one line.
func (r *tried) writeJSON(out io.Writer) error {
	o := &r.outcome
	v := triedJSON{Rule: o.RuleName, RuleID: o.RuleID, ContentType: r.kind, Reply: r.body, URL: o.URL, Step: o.Step,
		DelayMS: milliseconds(o.Delay), Fault: o.Fault, After: []afterJSON{}, Missed: []missedJSON{}, Failures: []failureJSON{},
		Problems: []problemJSON{}, Warnings: []warningJSON{}}
	if o.RuleID != "" {
		at := r.document.Locate(reply.Problem{Index: r.index(o.RuleID)})
		v.Line, v.Column, v.Kind = at.Line, at.Column, o.Kind()
		switch o.Do {
		case reply.Respond:
			v.Status = 200
		case reply.Status:
			v.Status = o.Status
		}
	}
	for _, m := range o.After {
		v.After = append(v.After, afterJSON{milliseconds(m.Delay), m})
	}
	for _, m := range o.Trace {
		v.Missed = append(v.Missed, missedJSON{m.RuleName, m.RuleID, m.ID, someArgs(m.Args), r.words.TM("reply.missed."+m.ID, m.Args)})
	}
	for _, f := range o.Failures {
		v.Failures = append(v.Failures, failureJSON{f.RuleName, f.RuleID, f.Line, f.Column, f.Err.Error()})
	}
	for _, p := range r.problems {
		v.Problems = append(v.Problems, problemJSON{string(p.Field) + "." + p.ID, p.Warning, p.RuleID, p.Line, p.Column, someArgs(p.Args), r.words.TM(p.Key(), p.Words())})
	}
	for _, c := range r.causes {
		v.Warnings = append(v.Warnings, warningJSON{c.ID, r.words.CauseTitle(string(c.ID), c.Args), someArgs(c.Args)})
	}
	return (&jsonReport{out: out}).write(v)
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// someArgs is an object even where there are none.
func someArgs(args map[string]string) map[string]string {
	if args == nil {
		return map[string]string{}
	}
	return args
}
