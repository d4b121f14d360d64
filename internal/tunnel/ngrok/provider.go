// Package ngrok opens tunnels with the ngrok SDK and turns what the SDK tells
// into the states and problems of package tunnel.
package ngrok

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"golang.ngrok.com/ngrok/v2"

	"echostr/internal/tunnel"
)

// Name is the provider's name in a status.
const Name = "ngrok"

// provider opens one session with one endpoint per Open.
type provider struct{ cfg Config }

// New makes a provider. What is wrong with the configuration shows when it is
// opened; ask Validate before.
func New(cfg Config) tunnel.Provider {
	cfg.Timing = cfg.Timing.withDefaults()
	cfg.Authtoken = Secret(strings.TrimSpace(cfg.Authtoken.Reveal()))
	return provider{cfg}
}

func (p provider) Name() string { return Name }

// Open connects an agent of its own and binds the endpoint. It gives up by
// itself only when the configuration cannot work or a bind is refused; a
// refused or failing connect is told to events and tried again for ever.
func (p provider) Open(ctx context.Context, events func(tunnel.Event)) (tunnel.Endpoint, error) {
	s, err := p.session(ctx, events)
	if err != nil {
		return nil, err
	}
	ep, err := s.open()
	if err != nil {
		s.end()
		return nil, err
	}
	return ep, nil
}

// session prepares an agent that is not connected.
func (p provider) session(ctx context.Context, events func(tunnel.Event)) (*session, error) {
	if issue, found := tunnel.FirstError(p.cfg.Validate()); found {
		return nil, configProblem(issue)
	}
	proxy, _ := parseProxy(p.cfg.ProxyURL)
	authorities, _ := loadCA(p.cfg.CAFile)
	address, _ := endpointURL(p.cfg.Domain)
	s := &session{
		cfg: p.cfg, address: address, events: events,
		redact: newRedactor(p.cfg), dialer: newDialer(proxy, p.cfg.Timing.DialFor),
	}
	// The life of the session, not a limit for connecting.
	s.ctx, s.cancel = context.WithCancel(ctx)
	options := []ngrok.AgentOption{
		ngrok.WithAuthtoken(p.cfg.Authtoken.Reveal()),
		ngrok.WithAutoConnect(false),
		ngrok.WithDialer(s.dialer),
		ngrok.WithLogger(s.redact.logger(p.cfg.Logger)),
		ngrok.WithEventHandler(s.onEvent),
		ngrok.WithRPCHandler(s.onCommand),
		// No WithClientInfo: it would hide the SDK's version, which ngrok checks.
	}
	if addr := p.cfg.connectAddr(); addr != "" {
		options = append(options, ngrok.WithAgentConnectURL(addr))
	}
	if authorities != nil {
		options = append(options, ngrok.WithAgentConnectCAs(authorities))
	}
	if d := p.cfg.Timing.HeartbeatInterval; d > 0 {
		options = append(options, ngrok.WithHeartbeatInterval(d))
	}
	if d := p.cfg.Timing.HeartbeatTolerance; d > 0 {
		options = append(options, ngrok.WithHeartbeatTolerance(d))
	}
	agent, err := ngrok.NewAgent(options...)
	if err != nil {
		s.cancel()
		return nil, s.redact.problemOf(err)
	}
	s.agent = agent
	return s, nil
}

func (r redactor) logger(to *slog.Logger) *slog.Logger {
	if to == nil {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(redactingHandler{to.Handler(), r})
}

// configProblem is the problem for a setting that cannot work.
func configProblem(issue tunnel.Issue) *tunnel.Problem {
	kind := tunnel.ConfigInvalid
	switch issue.Field {
	case FieldAuthtoken:
		kind = tunnel.AuthtokenInvalid
		if issue.ID == "missing" {
			kind = tunnel.AuthtokenMissing
		}
	case FieldDomain:
		kind = tunnel.DomainInvalid
	case FieldTrafficPolicy:
		kind = tunnel.TrafficPolicy
	case FieldCAFile:
		kind = tunnel.CAFile
	}
	return &tunnel.Problem{Kind: kind, Detail: issue.String(), Permanent: true}
}

// bind asks for the endpoint until it is given, while the reason not to give
// it may pass.
func (s *session) bind() (ngrok.EndpointListener, error) {
	var options []ngrok.EndpointOption
	if s.address != "" {
		options = append(options, ngrok.WithURL(s.address))
	}
	if strings.TrimSpace(s.cfg.TrafficPolicy) != "" {
		options = append(options, ngrok.WithTrafficPolicy(s.cfg.TrafficPolicy))
	}
	limit := time.NewTimer(s.cfg.Timing.BindFor)
	defer limit.Stop()
	again := time.NewTicker(s.cfg.Timing.BindEvery)
	defer again.Stop()
	for {
		ln, err := s.agent.Listen(s.ctx, options...)
		if err == nil {
			return ln, nil
		}
		p := s.redact.problemOf(err)
		// Taken: an older session of ours may still be closing. No code: the
		// link broke, the SDK is on its way to restore it.
		if s.ctx.Err() != nil || p.Kind != tunnel.URLInUse && p.Code != "" {
			return nil, p
		}
		s.events(tunnel.Busy{Problem: p})
		select {
		case <-again.C:
		case <-limit.C:
			return nil, p
		case <-s.ctx.Done():
			return nil, p
		}
	}
}
