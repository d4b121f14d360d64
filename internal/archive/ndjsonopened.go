package archive

import (
	"fmt"
	"strconv"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// lineOf is an exchange as a line.
func lineOf(x *exchange.Exchange) *ndjsonLine {
	r := &x.Request
	l := &ndjsonLine{ID: x.ID, Time: x.Time, Duration: int64(x.Duration), Profile: x.Profile, Via: x.Via.String(), Remote: blob(x.Remote),
		Test: x.Test, Origin: x.Origin, First: x.First, Attempt: x.Attempt, Verdict: x.Verdict.String(), Opened: openedOf(x), Rule: blob(x.Rule), RuleID: blob(x.RuleID), Reply: x.Reply, Special: specialOf(x.Special),
		Request: ndjsonRequest{Method: blob(r.Method), Target: blob(r.Target), Path: blob(r.Path), Query: blob(r.Query), Proto: blob(r.Proto),
			Raw: blob(r.Raw), Head: r.Head, Size: r.Size, Cut: r.Cut}}
	if x.Timings != (exchange.Timings{}) {
		timings := ndjsonTimings(x.Timings)
		l.Timings = &timings
	}
	if a := &x.Response; a.Status != 0 || len(a.Raw) > 0 {
		l.Response = &ndjsonResponse{a.Status, blob(a.Raw), a.Head}
	}
	return l
}

func openedOf(x *exchange.Exchange) ndjsonOpened {
	o := &x.Opened
	out := ndjsonOpened{Kind: o.Kind.String(), Echo: blob(o.Echo), Encrypted: o.Encrypted, RuledOut: o.RuledOut}
	if c := o.Check; c != (wechat.Check{}) {
		out.Check = &ndjsonCheck{uint8(c.Scheme), c.Token, blob(c.Timestamp), blob(c.Nonce), blob(c.Encrypt), blob(c.Given), c.Computed, c.OK}
		if c.Encrypt != "" && c.Encrypt == cipherIn(x) {
			out.Check.Encrypt = "" // a reader finds it in the request
		}
	}
	if e := o.Envelope; e != nil {
		out.Envelope = &ndjsonEnvelope{blob(e.Random), e.Length, blob(e.AppID), e.Padding, e.Cipher, e.Key}
	}
	if o.Plain != nil {
		plain := blob(o.Plain)
		out.Plain = &plain
	}
	out.Message = messageOf(x)
	for _, c := range o.Causes {
		one := ndjsonCause{ID: c.ID, Warning: c.Warning}
		for k, v := range c.Args {
			if one.Args == nil {
				one.Args = make(map[string]blob, len(c.Args))
			}
			one.Args[k] = blob(v)
		}
		if c.Fix != nil {
			one.Fix = &ndjsonFix{c.Fix.Kind, blob(c.Fix.Value)}
		}
		out.Causes = append(out.Causes, one)
	}
	return out
}

// cipherIn is the ciphertext of a request: of its body, or a verification's echostr.
func cipherIn(x *exchange.Exchange) string {
	if x.Opened.Kind == wechat.Verification {
		return wechat.Query(x.Request.Query).Get("echostr")
	}
	m, err := wechat.Parse(string(x.Request.Entity()))
	if err != nil {
		return ""
	}
	_, v := cipherOf(m)
	return v
}

// readable is the message that the bodies tell: what was decrypted, else what came.
func readable(x *exchange.Exchange) *wechat.Message {
	if x.Opened.Plain != nil {
		if m, err := wechat.Parse(string(x.Opened.Plain)); err == nil {
			return m
		}
	}
	if x.Opened.Kind == wechat.Verification {
		return nil
	}
	m, err := wechat.Parse(string(x.Request.Entity()))
	if err != nil {
		return nil
	}
	return m
}

// messageOf is what has to be said of the message beyond the bodies; nil for nothing.
func messageOf(x *exchange.Exchange) *ndjsonMessage {
	m, told := x.Opened.Message, readable(x)
	switch {
	case m == nil && told == nil:
		return nil
	case m == nil:
		return &ndjsonMessage{None: true}
	case told != nil && m.Format == told.Format && sameNodes(m, told):
		return nil
	}
	out := &ndjsonMessage{Format: uint8(m.Format)}
	for _, n := range m.Nodes {
		out.Nodes = append(out.Nodes, ndjsonNode{blob(n.Name), blob(n.Value), n.Parent, uint8(n.Kind)})
	}
	return out
}

// opened is the reverse of openedOf; the request of x is there by now.
func (l *ndjsonOpened) opened(x *exchange.Exchange) (o wechat.Opened, err error) {
	if o.Kind, err = named8(l.Kind, wechat.Foreign, wechat.Verification, wechat.UserMessage, wechat.Event); err != nil {
		return o, fmt.Errorf("kind: %w", err)
	}
	o.Echo, o.Encrypted, o.RuledOut = string(l.Echo), l.Encrypted, l.RuledOut
	if e := l.Envelope; e != nil {
		o.Envelope = &wechat.Envelope{Random: string(e.Random), Length: e.Length, AppID: string(e.AppID), Padding: e.Padding, Cipher: e.Cipher, Key: e.Key}
	}
	if l.Plain != nil {
		o.Plain = []byte(*l.Plain)
	}
	for _, c := range l.Causes {
		one := wechat.Cause{ID: c.ID, Warning: c.Warning}
		for k, v := range c.Args {
			if one.Args == nil {
				one.Args = make(map[string]string, len(c.Args))
			}
			one.Args[k] = string(v)
		}
		if c.Fix != nil {
			one.Fix = &wechat.Fix{Kind: c.Fix.Kind, Value: string(c.Fix.Value)}
		}
		o.Causes = append(o.Causes, one)
	}
	x.Opened = o
	if c := l.Check; c != nil {
		o.Check = wechat.Check{Scheme: wechat.Scheme(c.Scheme), Token: c.Token, Timestamp: string(c.Timestamp), Nonce: string(c.Nonce),
			Encrypt: string(c.Encrypt), Given: string(c.Given), Computed: c.Computed, OK: c.OK}
		if c.Scheme > uint8(wechat.MsgSignature) {
			return o, flawed(ReasonWord, strconv.Itoa(int(c.Scheme)), "check: scheme %d is unknown", c.Scheme)
		}
		if o.Check.Scheme == wechat.MsgSignature && c.Encrypt == "" {
			o.Check.Encrypt = cipherIn(x)
		}
	}
	o.Message, err = l.Message.message(x)
	return o, err
}

// message is the message of a line: the bodies' unless the line says otherwise.
func (l *ndjsonMessage) message(x *exchange.Exchange) (*wechat.Message, error) {
	switch {
	case l == nil:
		return readable(x), nil
	case l.None:
		return nil, nil
	}
	m := &wechat.Message{Format: wechat.Format(l.Format)}
	for i, n := range l.Nodes {
		if n.Parent < -1 || int(n.Parent) >= i || n.Kind > uint8(wechat.Items) || l.Format > uint8(wechat.JSON) {
			return nil, flawed(ReasonMessage, "", "message: node %d is impossible", i)
		}
		m.Nodes = append(m.Nodes, wechat.Node{Name: string(n.Name), Value: string(n.Value), Parent: n.Parent, Kind: wechat.NodeKind(n.Kind)})
	}
	return m, nil
}
