package engine

import (
	"time"

	"echostr/internal/journal"
	"echostr/internal/profile"
	"echostr/internal/reply"
	"echostr/internal/tunnel"
)

// Snapshot is the whole state at one moment. It is not changed afterwards.
type Snapshot struct {
	Seq      uint64 // grows with every change
	Server   Server
	Tunnel   tunnel.Status
	Settings *profile.Settings
	// InForce tells since when the server uses each profile's present settings.
	InForce map[string]time.Time
	Rules   map[string][]reply.Rule // by profile
	// RulesInForce and RuleFiles tell since when the rules of a profile are those above, and
	// how the file of them stands.
	RulesInForce map[string]RulesInForce
	RuleFiles    map[string]RuleFile
	Counts       journal.Counts
	Journal      Health // how the file of exchanges does
	Progress     Progress
	Notices      []profile.Notice
	// SecretsIn is where secrets are kept: "keyring" or "file".
	SecretsIn string
}

// Server is the local server.
type Server struct {
	Addr    string // "127.0.0.1:8787"; "" while it does not listen
	Problem *ListenProblem
}

// ListenProblem is why the server cannot listen.
type ListenProblem struct {
	Kind string // "in_use", "not_allowed", "no_address", "other"
	Addr string
	Text string // the system's words, for details
}

// Progress is the way to the first message, ticked by what really happened since the
// start.
type Progress struct {
	SelfTest bool // a test request of our own was answered, through the tunnel if that was online
	Verified bool // WeChat's verification passed
	Message  bool // a message or event of WeChat's passed
}

// Active is the profile that the window shows.
func (s *Snapshot) Active() profile.Profile { return s.Settings.ActiveProfile() }

// Base is the public address without a path; "" while nothing public leads here.
func (s *Snapshot) Base() string {
	if s.Tunnel.State == tunnel.Online || s.Tunnel.State == tunnel.Reconnecting {
		return s.Tunnel.URL
	}
	return ""
}

// PublicURL is what the active profile's console wants as URL; "" while there is none.
func (s *Snapshot) PublicURL() string {
	if b := s.Base(); b != "" {
		return tunnel.Join(b, s.Active().Path)
	}
	return ""
}

// LocalURL is the active profile's address on this machine; "" while the server does
// not listen.
func (s *Snapshot) LocalURL() string {
	if s.Server.Addr == "" {
		return ""
	}
	return tunnel.Join("http://"+s.Server.Addr, s.Active().Path)
}
