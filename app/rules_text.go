package main

import (
	"io"
	"strconv"
	"strings"
	"time"

	"echostr/internal/reply"
)

// writeText writes the trial for a person.
func (r *tried) writeText(out io.Writer) error {
	w := textReport{out: out, words: r.words}
	for _, l := range r.lines() {
		if err := w.line(l); err != nil {
			return err
		}
	}
	return nil
}

func (r *tried) lines() (lines []string) {
	t, o := r.words.T, &r.outcome
	if reply.Blocks(r.problems) {
		lines = append(lines, "✗ "+t("rules.broken"))
		for _, p := range r.problems {
			lines = append(lines, problemLine(r.words, r.file, p))
		}
		return lines
	}
	if o.RuleID == "" {
		lines = append(lines, "✗ "+t("rules.none"))
	} else {
		at := r.document.Locate(reply.Problem{Index: r.index(o.RuleID)})
		lines = append(lines, "✓ "+t("rules.answers", "rule", r.name(o.RuleID, o.RuleName))+
			" ("+r.file+":"+strconv.Itoa(at.Line)+":"+strconv.Itoa(at.Column)+")")
	}
	for _, m := range o.Trace {
		lines = append(lines, "  · "+t("rules.missed", "rule", r.name(m.RuleID, m.RuleName), "why", r.words.TM("reply.missed."+m.ID, m.Args)))
	}
	for _, f := range o.Failures {
		lines = append(lines, "  ! "+r.failed(&f))
	}
	if o.RuleID == "" {
		return lines
	}
	lines = append(lines, "", r.summary())
	switch o.Do {
	case reply.Close:
		lines = append(lines, "  "+t("rules.closed"))
	case reply.Forward:
		lines = append(lines, "  "+t("rules.forward", "url", o.URL))
	default:
		body := r.body
		if body == "" {
			body = t("rules.empty")
		}
		for l := range strings.SplitSeq(body, "\n") {
			lines = append(lines, "  "+l)
		}
	}
	for _, c := range r.causes {
		lines = append(lines, "! "+r.words.CauseTitle(string(c.ID), c.Args))
	}
	for _, m := range o.After {
		line := t("rules.after", "kind", m.Kind)
		if m.Delay > 0 {
			line += ", " + t("rules.delay", "delay", reply.Fixed(m.Delay).String())
		}
		body, err := m.MarshalJSON() // json.Marshal would escape what WeChat shows as it is
		if err != nil {
			body = []byte(err.Error())
		}
		lines = append(lines, "", line, "  "+string(body))
	}
	return lines
}

// index is the place of a rule in the file.
func (r *tried) index(id string) int {
	for i, rule := range r.document.Rules {
		if rule.ID == id {
			return i
		}
	}
	return -1
}

func (r *tried) name(id, name string) string {
	if strings.TrimSpace(name) == "" {
		return r.words.T("rules.unnamed", "id", id)
	}
	return name
}

func (r *tried) failed(f *reply.Failure) string {
	key := "rules.failed"
	if f.Line > 0 {
		key = "rules.failed_at"
	}
	return r.words.T(key, "rule", r.name(f.RuleID, f.RuleName), "line", f.Line, "column", f.Column,
		"error", r.words.ReplyFailure(reply.Why(f.Err)))
}

// summary is what is answered, in a line: its kind, step, status, delay and fault.
func (r *tried) summary() string {
	t, o := r.words.T, &r.outcome
	parts := []string{t("rules.reply", "kind", o.Kind())}
	if o.Step > 0 {
		parts = append(parts, t("rules.step", "step", o.Step, "steps", o.Steps))
	}
	if o.Do == reply.Status {
		parts = append(parts, t("rules.status", "status", o.Status))
	}
	if o.Delay > 0 {
		parts = append(parts, t("rules.delay", "delay", reply.Fixed(o.Delay.Round(time.Millisecond)).String()))
	}
	if o.Delay >= reply.WeChatWaits {
		parts = append(parts, t("rules.slow", "limit", reply.Fixed(reply.WeChatWaits).String()))
	}
	if o.Fault != reply.FaultNone {
		parts = append(parts, t("rules.fault", "fault", o.Fault))
	}
	return strings.Join(parts, ", ")
}
