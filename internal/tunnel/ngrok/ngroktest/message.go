package ngroktest

import "golang.ngrok.com/muxado/v2"

// Stream types of the ngrok agent protocol. An agent opens the first group,
// the cloud opens the second.
const (
	streamAuth      muxado.StreamType = 0
	streamBind      muxado.StreamType = 1
	streamUnbind    muxado.StreamType = 2
	streamSrvInfo   muxado.StreamType = 8
	streamHeartbeat muxado.StreamType = 0xFFFFFFFF

	streamProxy      muxado.StreamType = 3
	streamRestart    muxado.StreamType = 4
	streamStop       muxado.StreamType = 5
	streamUpdate     muxado.StreamType = 6
	streamStopTunnel muxado.StreamType = 9
)

// AuthRequest is what an agent sends to begin or to resume a session.
type AuthRequest struct {
	Version  []string
	ClientID string `json:"ClientId"` // empty in a new session
	Extra    struct {
		OS, Arch, Authtoken, Version, UserAgent, ClientType string
		// Nanoseconds.
		HeartbeatInterval, HeartbeatTolerance int64
	}
}

// BindRequest is what an agent sends to bring an endpoint online.
type BindRequest struct {
	ID         string `json:"Id"` // empty in a first bind
	Proto      string
	ForwardsTo string
	Opts       map[string]any // URL, Domain, Hostname, TrafficPolicy and more
	Extra      struct {
		Token    string // handed out by a first bind, sent back by a re-bind
		Metadata string
	}
}

// Rebind tells whether the agent asks for an endpoint that it had before the
// connection was lost.
func (b BindRequest) Rebind() bool { return b.Extra.Token != "" }

// TrafficPolicy is the policy text the agent sent, or "".
func (b BindRequest) TrafficPolicy() string {
	s, _ := b.Opts["TrafficPolicy"].(string)
	return s
}

type authAnswer struct {
	Version  string          `json:",omitempty"`
	ClientID string          `json:"ClientId,omitempty"`
	Error    string          `json:",omitempty"`
	Extra    authAnswerExtra `json:",omitzero"`
}

type authAnswerExtra struct {
	Version, Region, Cookie, AccountName, PlanName, AgentSessionID string
}

type bindAnswer struct {
	ID    string          `json:"Id,omitempty"`
	URL   string          `json:",omitempty"`
	Proto string          `json:",omitempty"`
	Opts  map[string]any  `json:",omitempty"`
	Error string          `json:",omitempty"`
	Extra bindAnswerExtra `json:",omitzero"`
}

type bindAnswerExtra struct{ Token, TunnelID string }

type errorAnswer struct{ Error string }

type proxyHeader struct {
	ID             string `json:"Id"`
	ClientAddr     string
	Proto          string
	EdgeType       string
	PassthroughTLS bool
}

type stopTunnelRequest struct {
	ID        string `json:"Id"`
	Message   string
	ErrorCode string
}
