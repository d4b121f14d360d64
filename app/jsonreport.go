package main

import (
	"encoding/json"
	"io"
	"slices"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/tunnel"
	"echostr/internal/wechat"
)

// jsonReport writes one object a line.
type jsonReport struct{ out io.Writer }

func (r *jsonReport) write(v any) error {
	e := json.NewEncoder(r.out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func (r *jsonReport) listening(addr string) error {
	return r.write(struct {
		Event string `json:"event"`
		Addr  string `json:"addr"`
	}{"listening", addr})
}

func (r *jsonReport) tunnel(s tunnel.Status, callback string) error {
	return r.write(struct {
		Event    string `json:"event"`
		Provider string `json:"provider"`
		State    string `json:"state"`
		URL      string `json:"url"`
		Callback string `json:"callback"`
		Code     string `json:"code"`
	}{"tunnel", s.Provider, s.State.String(), s.URL, callback, code(s)})
}

// exchangeEvent is a request in the stream. Fields are only ever added.
type exchangeEvent struct {
	Event     string           `json:"event"`
	ID        int64            `json:"id"`
	Time      string           `json:"time"` // RFC 3339, milliseconds
	Kind      string           `json:"kind"`
	Method    string           `json:"method"`
	Path      string           `json:"path"`
	MsgType   string           `json:"msg_type"`
	EventType string           `json:"event_type"`
	From      string           `json:"from"`
	Verdict   string           `json:"verdict"`
	Cause     wechat.CauseID   `json:"cause"`
	Causes    []wechat.CauseID `json:"causes"`
	Status    int              `json:"status"`
	Duration  float64          `json:"duration_ms"`
	Rule      string           `json:"rule"`
	ReplyType string           `json:"reply_type"`
	Message   map[string]any   `json:"message"`
	Profile   string           `json:"profile"`
	Via       string           `json:"via"`
	Remote    string           `json:"remote"`
	Encrypted bool             `json:"encrypted"`
	Test      bool             `json:"test"`
	RuleID    string           `json:"rule_id"`
	Special   *specialEvent    `json:"special,omitempty"`
}

// specialEvent is what was other than usual about an answer. What did not happen is left
// out.
type specialEvent struct {
	Delay     float64       `json:"delay_ms,omitempty"`
	Gone      bool          `json:"gone,omitempty"`
	Fault     string        `json:"fault,omitempty"`
	Moot      bool          `json:"moot,omitempty"`
	Closed    bool          `json:"closed,omitempty"`
	Step      int           `json:"step,omitempty"`
	Steps     int           `json:"steps,omitempty"`
	Followups int           `json:"followups,omitempty"`
	Forward   *forwardEvent `json:"forward,omitempty"`
}

type forwardEvent struct {
	URL     string         `json:"url"`
	Status  int            `json:"status"`
	Took    float64        `json:"duration_ms"`
	Problem wechat.CauseID `json:"problem,omitempty"`
}

func specialOf(s *exchange.Special) *specialEvent {
	if s == nil {
		return nil
	}
	e := &specialEvent{Delay: roundMilliseconds(s.Delay), Gone: s.Gone, Fault: s.Fault, Moot: s.Moot, Closed: s.Closed,
		Step: s.Step, Steps: s.Steps, Followups: s.Followups}
	if f := s.Forward; f != nil {
		e.Forward = &forwardEvent{f.URL, f.Status, roundMilliseconds(f.Took), f.Problem}
	}
	return e
}

// roundMilliseconds are those of a time, to the microsecond.
func roundMilliseconds(d time.Duration) float64 {
	return float64(d.Round(time.Microsecond)) / float64(time.Millisecond)
}

func (r *jsonReport) exchange(x *exchange.Exchange) error {
	m := x.Opened.Message
	e := exchangeEvent{Event: "exchange", ID: x.ID, Time: x.Time.Format("2006-01-02T15:04:05.000Z07:00"),
		Kind: x.Opened.Kind.String(), Method: x.Request.Method, Path: x.Request.Path, MsgType: m.MsgType(),
		EventType: m.Event(), From: m.FromUserName(), Verdict: x.Verdict.String(), Cause: x.Cause(), Causes: []wechat.CauseID{},
		Status: x.Response.Status, Duration: roundMilliseconds(x.Duration),
		Rule: x.Rule, ReplyType: x.Reply, Message: m.Tree(), Profile: x.Profile, Via: x.Via.String(),
		Remote: x.Remote, Encrypted: x.Opened.Encrypted, Test: x.Test,
		RuleID: x.RuleID, Special: specialOf(x.Special)}
	for _, c := range x.Opened.Causes {
		if !slices.Contains(e.Causes, c.ID) { // two missing parameters are one cause
			e.Causes = append(e.Causes, c.ID)
		}
	}
	return r.write(e)
}
