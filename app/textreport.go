package main

import (
	"fmt"
	"io"
	"strings"

	"echostr/internal/exchange"
	"echostr/internal/tunnel"
	"echostr/internal/words"
)

// textReport writes a line for a person.
type textReport struct {
	out   io.Writer
	words *words.Catalogue
}

func (r *textReport) listening(addr string) error {
	return r.line(r.words.T("serve.listening", "addr", "http://"+addr))
}

func (r *textReport) tunnel(s tunnel.Status, callback string) error {
	text := r.words.T("serve.tunnel", "state", r.words.T("tunnel.state."+s.State.String()))
	if callback != "" {
		text += "  " + callback
	}
	if s.Problem != nil {
		text += "  " + strings.TrimSpace(r.words.T("tunnel.problem."+s.Problem.Kind.String()+".title")+" "+s.Problem.Code)
	}
	return r.line(text)
}

func (r *textReport) exchange(x *exchange.Exchange) error {
	m := x.Opened.Message
	what := x.Opened.Kind.String()
	if t := m.MsgType(); t != "" {
		what = strings.TrimSpace(t + " " + m.Event())
	}
	text := fmt.Sprintf("%s %s %-4s %-22s %d %6.1f ms  %s", x.Time.Format("15:04:05.000"), mark(x.Verdict),
		x.Request.Method, what, x.Response.Status, float64(x.Duration.Microseconds())/1000, x.Request.Path)
	for _, c := range x.Opened.Causes {
		text += "  " + r.words.CauseTitle(string(c.ID), c.Args)
		break
	}
	return r.line(text)
}

// line writes text on one line, whatever it holds: a path or a name may try to move
// the cursor.
func (r *textReport) line(text string) error {
	clean := strings.Map(func(c rune) rune {
		if c < 0x20 || c >= 0x7f && c < 0xa0 {
			return '·'
		}
		return c
	}, text)
	_, err := fmt.Fprintln(r.out, clean)
	return err
}

func mark(v exchange.Verdict) string {
	switch v {
	case exchange.Pass:
		return "✓"
	case exchange.Fail:
		return "✗"
	}
	return "·"
}
