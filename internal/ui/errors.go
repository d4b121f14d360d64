package ui

import (
	"context"
	"errors"
	"strconv"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/tunnel"
)

// errorText is the one place where an error becomes the words that a person reads.
func (d *deps) errorText(err error) string {
	var invalid *profile.Invalid
	var badTunnel *engine.TunnelInvalid
	var problem *tunnel.Problem
	switch {
	case err == nil:
		return ""
	case errors.As(err, &invalid):
		for _, p := range invalid.Problems {
			if !p.Warning {
				return d.problemText(p)
			}
		}
	case errors.As(err, &badTunnel):
		if i, ok := tunnel.FirstError(badTunnel.Issues); ok {
			return d.issueText(i)
		}
	case errors.As(err, &problem):
		return d.t("tunnel.problem." + problem.Kind.String() + ".title")
	case errors.Is(err, engine.ErrNoTunnel):
		return d.t("error.no_tunnel")
	case errors.Is(err, engine.ErrNoProfile):
		return d.t("error.no_profile")
	case errors.Is(err, engine.ErrLastProfile):
		return d.t("error.last_profile")
	case errors.Is(err, context.DeadlineExceeded):
		return d.t("error.timeout")
	case errors.Is(err, context.Canceled):
		return d.t("error.cancelled")
	}
	return d.t("error.other", "detail", oneLine(err.Error()))
}

// complain shows an error, if there is one, at the foot of the window.
func (d *deps) complain(err error) {
	if err != nil {
		d.layer.Toast(d.errorText(err))
	}
}

// problemText is what is wrong with a field of the settings.
func (d *deps) problemText(p profile.Problem) string { return d.words.TM(p.Key(), p.Args) }

// issueText is what is wrong with a field of the tunnel's settings.
func (d *deps) issueText(i engine.TunnelIssue) string {
	args := map[string]string{"value": i.Value}
	if i.Line > 0 {
		args["line"], args["column"] = strconv.Itoa(i.Line), strconv.Itoa(i.Column)
	}
	return d.words.TM(issueKey(i), args)
}

// issueKey is the key of an issue's words: "tunnel.issue.<field>.<id>", with ".at" after
// it when the place is known.
func issueKey(i engine.TunnelIssue) string {
	key := "tunnel.issue." + i.Field + "." + i.ID
	if i.Line > 0 {
		key += ".at"
	}
	return key
}

// listenTitle is why the server does not listen, in a few words.
func (d *deps) listenTitle(p *engine.ListenProblem) string {
	return d.t("listen."+p.Kind+".title", "addr", p.Addr)
}

// listenText is what can be done about it.
func (d *deps) listenText(p *engine.ListenProblem) string {
	return d.t("listen."+p.Kind+".text", "addr", p.Addr, "detail", oneLine(p.Text))
}
