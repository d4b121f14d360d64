package main

import (
	"io"

	"echostr/internal/wechat"
)

// The finding as JSON. Fields are only ever added.
type (
	findingJSON struct {
		Kind      string         `json:"kind"`
		Verdict   string         `json:"verdict"`
		Method    string         `json:"method"`
		Path      string         `json:"path"`
		Encrypted bool           `json:"encrypted"`
		Cause     wechat.CauseID `json:"cause"`
		Causes    []causeJSON    `json:"causes"`
		RuledOut  []string       `json:"ruled_out"`
		Steps     []stepJSON     `json:"steps"`
		Message   map[string]any `json:"message"`
	}
	causeJSON struct {
		ID       wechat.CauseID    `json:"id"`
		Warning  bool              `json:"warning"`
		Title    string            `json:"title"`
		Text     string            `json:"text"`
		Args     map[string]string `json:"args"`
		Fix      *fixJSON          `json:"fix"`
		Official int               `json:"official"` // 0 for none
	}
	fixJSON struct {
		Kind  wechat.FixKind `json:"kind"`
		Value string         `json:"value"` // "" of set_aes_key: keys are not written out
	}
	stepJSON struct {
		ID    wechat.StepID `json:"id"`
		State string        `json:"state"`
		Lines []lineJSON    `json:"lines"`
	}
	lineJSON struct {
		Name    string     `json:"name"`
		Value   string     `json:"value"`
		Raw     string     `json:"raw,omitempty"`
		Read    bool       `json:"read,omitempty"`
		Missing bool       `json:"missing,omitempty"`
		Spans   []spanJSON `json:"spans,omitempty"`
	}
	spanJSON struct {
		Start int    `json:"start"` // bytes of value
		End   int    `json:"end"`
		Kind  string `json:"kind"`
	}
)

// writeJSON writes the finding for a program, as one line.
func (f *finding) writeJSON(out io.Writer) error {
	v := findingJSON{Kind: f.opened.Kind.String(), Verdict: f.verdict.String(), Method: f.request.Method, Path: f.request.Path,
		Encrypted: f.opened.Encrypted, Causes: []causeJSON{}, RuledOut: ids(f.opened.RuledOut), Steps: []stepJSON{}, Message: f.opened.Message.Tree()}
	for i := range f.opened.Causes {
		c := &f.opened.Causes[i]
		if v.Cause == "" && !c.Warning {
			v.Cause = c.ID
		}
		j := causeJSON{ID: c.ID, Warning: c.Warning, Title: f.words.CauseTitle(string(c.ID), c.Args),
			Text: f.words.CauseText(string(c.ID), c.Args), Args: c.Args}
		if j.Args == nil {
			j.Args = map[string]string{}
		}
		if c.Fix != nil {
			if j.Fix = (&fixJSON{c.Fix.Kind, c.Fix.Value}); c.Fix.Kind == wechat.SetAESKey {
				j.Fix.Value = ""
			}
		}
		j.Official, _ = c.Official()
		v.Causes = append(v.Causes, j)
	}
	for _, s := range f.opened.Steps(f.request) {
		j := stepJSON{ID: s.ID, State: s.State.String(), Lines: []lineJSON{}}
		for _, l := range s.Lines {
			line := lineJSON{Name: l.Name, Value: l.Value, Raw: l.Raw, Read: l.Read, Missing: l.Missing}
			for _, p := range l.Spans {
				line.Spans = append(line.Spans, spanJSON{p.Start, p.End, p.Kind.String()})
			}
			j.Lines = append(j.Lines, line)
		}
		v.Steps = append(v.Steps, j)
	}
	return (&jsonReport{out: out}).write(v)
}
