package ngrok

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"golang.ngrok.com/ngrok/v2"
	"golang.ngrok.com/ngrok/v2/rpc"

	"echostr/internal/tunnel"
)

// session is one agent with its connection and its endpoint.
type session struct {
	cfg     Config
	address string // URL to ask for, "" for the account's own
	events  func(tunnel.Event)
	redact  redactor
	dialer  *dialer
	agent   ngrok.Agent
	ctx     context.Context // the life of the agent's session
	cancel  context.CancelFunc

	command atomic.Pointer[string] // stop or restart, from the dashboard
	ended   sync.Once              // the Ended event

	mu  sync.Mutex
	bye bool // closing: nothing more is told
}

// open connects and binds. When it fails, the caller ends the session.
func (s *session) open() (*endpoint, error) {
	// Nothing inside the SDK times out, and a bind does not look at a context.
	cut := context.AfterFunc(s.ctx, s.dialer.close)
	defer cut()
	if err := s.agent.Connect(s.ctx); err != nil {
		return nil, s.redact.problemOf(err)
	}
	if sess, err := s.agent.Session(); err == nil {
		if d, ok := sess.(ngrok.AgentSessionDetails); ok {
			s.tell(tunnel.Up{Region: d.Region(), Account: d.AccountName(), Plan: d.PlanName()})
		}
	}
	ln, err := s.bind()
	if err != nil {
		return nil, err
	}
	return newEndpoint(s, ln), nil
}

// end takes down a session without an endpoint. The cancelled context comes
// first: Disconnect waits for a Connect that is under way.
func (s *session) end() {
	s.hush()
	s.cancel()
	s.dialer.close()
	_ = s.agent.Disconnect()
}

// onEvent runs on goroutines of the SDK and under its locks: it only hands
// over, and must not ask the agent for anything.
func (s *session) onEvent(e ngrok.Event) {
	switch e := e.(type) {
	case *ngrok.EventAgentConnectSucceeded:
		s.tell(tunnel.Up{})
	case *ngrok.EventAgentHeartbeatReceived:
		s.tell(tunnel.Beat{Latency: e.Latency})
	case *ngrok.EventAgentDisconnected:
		s.onDisconnect(e.Error)
	}
}

func (s *session) onDisconnect(err error) {
	switch {
	case err == nil: // the SDK's session is over
		s.over(nil)
	case errors.Is(err, context.Canceled), s.command.Load() != nil:
		// Told by whoever ended the session.
	default:
		p := s.redact.problemOf(err)
		if p.Code == "" && p.Kind == tunnel.Other {
			p.Kind = tunnel.Network // the SDK's own words for a link that broke
		}
		s.tell(tunnel.Down{Problem: p})
	}
}

// tell passes an event on, unless the session is closing.
func (s *session) tell(e tunnel.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.bye {
		s.events(e)
	}
}

// hush ends the telling: what follows is our own doing.
func (s *session) hush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bye = true
}

// over tells once that the endpoint is gone though nobody here closed it; the
// problem is nil when only that is known.
func (s *session) over(p *tunnel.Problem) {
	s.ended.Do(func() {
		command := ""
		if c := s.command.Load(); c != nil {
			command = *c
		}
		switch {
		case command == rpc.RestartAgentMethod:
			s.tell(tunnel.Ended{Restart: true})
		case command == rpc.StopAgentMethod:
			s.tell(tunnel.Ended{Problem: &tunnel.Problem{Kind: tunnel.AgentStopped}})
		case p != nil:
			s.tell(tunnel.Ended{Problem: p})
		default:
			s.tell(tunnel.Ended{Problem: &tunnel.Problem{Kind: tunnel.ClosedByCloud}})
		}
	})
}

var errNoUpdate = errors.New("this program cannot be updated from the dashboard")

// onCommand answers the buttons of the ngrok dashboard. After a nil answer to
// stop and restart, the SDK closes its session by itself.
func (s *session) onCommand(_ context.Context, _ ngrok.AgentSession, r rpc.Request) ([]byte, error) {
	method := r.Method()
	if method == rpc.UpdateAgentMethod {
		return nil, errNoUpdate
	}
	s.command.Store(&method)
	return nil, nil
}

// closedProblem is the problem of an endpoint whose Accept failed.
func (s *session) closedProblem(err error) *tunnel.Problem {
	p := s.redact.problemOf(err)
	if _, known := causeOf(p.Code); !known {
		p.Kind = tunnel.ClosedByCloud
	}
	return p
}
