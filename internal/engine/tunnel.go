package engine

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"

	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/tunnel"
	"echostr/internal/tunnel/external"
	"echostr/internal/tunnel/ngrok"
)

// TunnelIssue is something wrong with the tunnel's settings, before anything is tried.
type TunnelIssue = tunnel.Issue

// ErrNoTunnel is a start without a provider.
var ErrNoTunnel = errors.New("engine: no tunnel is set up")

// TunnelInvalid is a start with settings that cannot work.
type TunnelInvalid struct{ Issues []TunnelIssue }

// Error names fields and issues, never values.
func (e *TunnelInvalid) Error() string { return fmt.Sprintf("engine: tunnel settings: %v", e.Issues) }

func (e *Engine) serveTunnel(l net.Listener) error { return e.callback.Serve(l, exchange.Tunnel) }

// StartTunnel opens the tunnel that the settings describe and returns at once; the
// snapshot tells how it goes. A tunnel that runs is ended first.
func (e *Engine) StartTunnel(context.Context) error {
	t := e.profiles.Settings().Tunnel
	issues := e.CheckTunnel(t)
	if _, bad := tunnel.FirstError(issues); bad {
		return &TunnelInvalid{issues}
	}
	switch t.Provider {
	case profile.TunnelNgrok:
		e.runner.Start(ngrok.New(e.ngrokConfig(t)))
	case profile.TunnelExternal:
		e.runner.Start(external.New(t.PublicURL))
	default:
		return ErrNoTunnel
	}
	e.watch.changed()
	return nil
}

// StopTunnel ends the tunnel and waits for it.
func (e *Engine) StopTunnel(ctx context.Context) error { return e.runner.Stop(ctx) }

// CheckTunnel tells what is wrong with tunnel settings, field by field. It may read the
// CA file, and nothing else.
func (e *Engine) CheckTunnel(t profile.Tunnel) []TunnelIssue {
	switch t.Provider {
	case profile.TunnelNgrok:
		return e.ngrokConfig(t).Validate()
	case profile.TunnelExternal:
		_, issues := external.Check(t.PublicURL)
		return issues
	}
	return nil
}

// ngrokConfig is the provider's configuration: the authtoken from the settings, else
// from the environment.
func (e *Engine) ngrokConfig(t profile.Tunnel) ngrok.Config {
	token, _ := ngrok.Authtoken(ngrok.Secret(t.Authtoken), e.cfg.Env)
	return ngrok.Config{Authtoken: token, Domain: t.Domain, Region: t.Region, ProxyURL: t.ProxyURL,
		TrafficPolicy: t.TrafficPolicy, ConnectAddr: t.ConnectAddr, CAFile: t.CAFile, Logger: e.log}
}

// Offer is an authtoken found in the ngrok command line's own configuration.
type Offer struct{ File string }

// OfferedAuthtoken tells of an authtoken that could be taken over, when none is set
// otherwise. It is only offered: TakeAuthtoken takes it. It reads files.
func (e *Engine) OfferedAuthtoken() (Offer, bool) {
	if _, from := ngrok.Authtoken(ngrok.Secret(e.profiles.Settings().Tunnel.Authtoken), e.cfg.Env); from != ngrok.NoToken {
		return Offer{}, false
	}
	o, ok := e.findOffer()
	return Offer{File: o.Path}, ok
}

// ErrNoOffer is a TakeAuthtoken with nothing to take.
var ErrNoOffer = errors.New("engine: the ngrok command line has no authtoken")

// TakeAuthtoken copies the offered authtoken into the settings.
func (e *Engine) TakeAuthtoken(ctx context.Context) error {
	o, ok := e.findOffer()
	if !ok {
		return ErrNoOffer
	}
	return e.EditSettings(ctx, func(s *profile.Settings) error {
		s.Tunnel.Authtoken = o.Authtoken.Reveal()
		return nil
	})
}

func (e *Engine) findOffer() (ngrok.Offer, bool) {
	m := ngrok.Machine{GOOS: runtime.GOOS, Home: e.cfg.UserHome, Getenv: e.cfg.Env}
	o, ok, err := ngrok.FindOffer(m.ConfigPaths())
	if err != nil {
		e.log.Warn("ngrok's own configuration is not readable", "err", err)
	}
	return o, ok
}
