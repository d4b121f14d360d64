package wechat

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"
)

// longestSteps is how many parameters are listed that nothing has read.
const longestSteps = 100

// Steps is the account of how a request was checked: r is what was opened into o, of
// which its Query and Time are read. Nothing is decided again. A request that is not
// WeChat's has no steps.
func (o *Opened) Steps(r *Request) []Step {
	c := &o.Check
	if c.Scheme == NoScheme {
		return nil
	}
	parts := c.named()
	out := make([]Step, 0, 8)
	out = append(out, o.parameterStep(Query(r.Query)), sortedStep(parts), joinedStep(parts))
	out = append(out, c.comparison()...)
	if o.Encrypted {
		out = append(out, o.decryptedStep())
	}
	if c.Timestamp != "" && !r.Time.IsZero() {
		out = append(out, clockStep(c, r.Time))
	}
	return out
}

// part is a value that goes into a signature.
type part struct {
	name, value string
	kind        SpanKind
}

// named are the parts of the signature, sorted as they are hashed.
func (c *Check) named() []part {
	out := []part{{"token", c.Token, SpanToken}, {"timestamp", c.Timestamp, SpanTimestamp}, {"nonce", c.Nonce, SpanNonce}}
	if c.Scheme == MsgSignature {
		out = append(out, part{"Encrypt", c.Encrypt, SpanCipher})
	}
	for i := 1; i < len(out); i++ {
		for j := i; j > 0 && out[j].value < out[j-1].value; j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

// whole is a span over all of s; none over nothing.
func whole(s string, kind SpanKind) []Span {
	if s == "" {
		return nil
	}
	return []Span{{0, len(s), kind}}
}

func (o *Opened) parameterStep(q Query) Step {
	c := &o.Check
	s := Step{ID: StepParameters}
	read := map[string]bool{signedNames[hasTimestamp]: true, signedNames[hasNonce]: true, c.Scheme.parameter(): true,
		signedNames[hasEchostr]: o.Kind == Verification, signedNames[hasEncryptType]: o.Kind != Verification}
	idle := 0
	for _, p := range q.Pairs() {
		l := StepLine{Name: p.Name, Value: p.Value, Raw: p.Raw, Read: read[p.Name]}
		if read[p.Name] = false; !l.Read { // of two alike the first is read
			if idle++; idle > longestSteps {
				continue
			}
		}
		switch {
		case !l.Read:
		case p.Name == signedNames[hasTimestamp]:
			l.Spans = whole(l.Value, SpanTimestamp)
		case p.Name == signedNames[hasNonce]:
			l.Spans = whole(l.Value, SpanNonce)
		case p.Name == signedNames[hasEchostr] && o.Encrypted:
			l.Spans = whole(l.Value, SpanCipher)
		}
		s.Lines = append(s.Lines, l)
	}
	if c.Scheme == MsgSignature && o.Kind != Verification {
		s.Lines = append(s.Lines, StepLine{Name: "Encrypt", Value: c.Encrypt, Read: true, Spans: whole(c.Encrypt, SpanCipher)})
	}
	for _, cause := range o.Causes {
		switch cause.ID {
		case ParameterMissing:
			s.Lines = append(s.Lines, StepLine{Name: cause.Args["name"], Missing: true})
			s.State = StepFails
		case ParameterEmpty, ParameterDuplicate, ParameterEncoding, ParameterWhitespace:
			s.State = StepFails
		}
	}
	return s
}

func sortedStep(parts []part) Step {
	s := Step{ID: StepSorted}
	for _, p := range parts {
		s.Lines = append(s.Lines, StepLine{Name: p.name, Value: p.value, Spans: whole(p.value, p.kind)})
	}
	return s
}

func joinedStep(parts []part) Step {
	l := StepLine{Name: "text"}
	var text strings.Builder
	for _, p := range parts {
		if p.value == "" {
			continue
		}
		l.Spans = append(l.Spans, Span{text.Len(), text.Len() + len(p.value), p.kind})
		text.WriteString(p.value)
	}
	l.Value = text.String()
	return Step{ID: StepJoined, Lines: []StepLine{l}}
}

// comparison are the computed signature, the given one, and what comes of them. They
// are compared place by place: of two hashes nothing can be aligned.
func (c *Check) comparison() []Step {
	computed := StepLine{Name: "sha1", Value: c.Computed}
	given := StepLine{Name: c.Scheme.parameter(), Value: c.Given, Missing: c.Given == ""}
	outcome, state := "same", StepHolds
	if !c.OK {
		computed.Spans, given.Spans = differing(c.Computed, c.Given), differing(c.Given, c.Computed)
		switch outcome, state = "differs", StepFails; "" {
		case c.Token:
			outcome = "no_token"
		case c.Given:
			outcome = "not_given"
		}
	}
	return []Step{{ID: StepComputed, State: state, Lines: []StepLine{computed}},
		{ID: StepGiven, State: state, Lines: []StepLine{given}},
		{ID: StepResult, State: state, Lines: []StepLine{{Name: "outcome", Value: outcome}}}}
}

func (o *Opened) decryptedStep() Step {
	e := o.Envelope
	if e == nil {
		return Step{ID: StepDecrypted, State: StepFails}
	}
	s := Step{ID: StepDecrypted, State: StepHolds}
	app := StepLine{Name: "app_id", Value: e.AppID}
	for _, c := range o.Causes {
		switch c.ID {
		case AppIDMismatch:
			s.State, app.Spans = StepFails, differing(e.AppID, c.Args["want"])
		case AESPadding16, AESKeyEarlier:
			s.State = max(s.State, StepWarns)
		}
	}
	number := func(name string, n int) StepLine { return StepLine{Name: name, Value: strconv.Itoa(n)} }
	s.Lines = []StepLine{{Name: "random", Value: hex.EncodeToString([]byte(e.Random))}, {Name: "random_text", Value: e.Random},
		number("length", e.Length), app, number("padding", e.Padding), number("cipher", e.Cipher), number("key", e.Key)}
	return s
}

func clockStep(c *Check, now time.Time) Step {
	s := Step{ID: StepClock, State: StepHolds,
		Lines: []StepLine{{Name: "timestamp", Value: c.Timestamp, Spans: whole(c.Timestamp, SpanTimestamp)}}}
	if len(clock(c, now)) > 0 {
		s.State = StepWarns
	}
	n, err := strconv.ParseInt(c.Timestamp, 10, 64)
	if err != nil || !isDigits(c.Timestamp) || len(c.Timestamp) >= 13 {
		return s
	}
	s.Lines = append(s.Lines, StepLine{Name: "clock", Value: strconv.FormatInt(now.Unix(), 10)},
		StepLine{Name: "skew", Value: strconv.FormatInt(n-now.Unix(), 10)})
	return s
}
