package engine

import (
	"context"
	"errors"
	"fmt"
	"net"

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

// CheckTunnel tells what is wrong with tunnel settings, field by field.
func (e *Engine) CheckTunnel(t profile.Tunnel) []TunnelIssue {
	switch t.Provider {
	case profile.TunnelNgrok:
		return e.ngrokConfig(t).Validate()
	case profile.TunnelExternal:
		return external.Check(t.PublicURL)
	}
	return nil
}

// ngrokConfig is the provider's configuration: the authtoken from the settings, else
// from the environment.
func (e *Engine) ngrokConfig(t profile.Tunnel) ngrok.Config {
	return ngrok.Config{
		Authtoken: ngrok.Secret(ngrok.Authtoken(t.Authtoken, e.cfg.Env)), Domain: t.Domain, Region: t.Region, ProxyURL: ngrok.Secret(t.ProxyURL),
		TrafficPolicy: t.TrafficPolicy, ConnectAddr: t.ConnectAddr, CAFile: t.CAFile,
	}
}

// Offer is an authtoken found in the ngrok command line's own configuration.
type Offer struct{ File string }

// OfferedAuthtoken tells of an authtoken that could be taken over, when none is set
// otherwise. It is only offered: TakeAuthtoken takes it.
func (e *Engine) OfferedAuthtoken() (Offer, bool) {
	if ngrok.Authtoken(e.profiles.Settings().Tunnel.Authtoken, e.cfg.Env) != "" {
		return Offer{}, false
	}
	f, ok := e.findAuthtoken()
	return Offer{File: f.Path}, ok
}

// TakeAuthtoken copies the offered authtoken into the settings.
func (e *Engine) TakeAuthtoken(ctx context.Context) error {
	f, ok := e.findAuthtoken()
	if !ok {
		return fmt.Errorf("take ngrok's authtoken: %w", errNoOffer)
	}
	return e.EditSettings(ctx, func(s *profile.Settings) error {
		s.Tunnel.Authtoken = f.Authtoken
		return nil
	})
}

var errNoOffer = errors.New("engine: the ngrok command line has no authtoken")
