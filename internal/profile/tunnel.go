package profile

import (
	"fmt"
	"log/slog"
	"net/url"
	"strings"
)

// Tunnel is how requests come in from outside. The fields mean what the provider's
// package says they mean, and are validated there. Printing or logging one never
// shows a secret.
type Tunnel struct {
	Provider  string // "none", "ngrok", "external"
	PublicURL string // of "external"

	// Of "ngrok".
	Authtoken     string `json:"-"`
	Domain        string
	Region        string
	ProxyURL      string `json:"-"` // may hold a password
	TrafficPolicy string `json:"-"` // may hold passwords too; kept in settings.json
	ConnectAddr   string
	CAFile        string
}

// The tunnel providers.
const (
	TunnelNone     = "none"
	TunnelNgrok    = "ngrok"
	TunnelExternal = "external"
)

// LogValue implements slog.LogValuer: everything but the secrets.
func (t Tunnel) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("provider", t.Provider), slog.String("public_url", t.PublicURL),
		slog.String("domain", t.Domain), slog.String("region", t.Region),
		slog.String("proxy", redactedURL(t.ProxyURL)), slog.String("connect_addr", t.ConnectAddr),
		slog.String("ca_file", t.CAFile), slog.String("authtoken", redacted(t.Authtoken)),
		slog.Int("traffic_policy_bytes", len(t.TrafficPolicy)),
	)
}

// String is the tunnel without its secrets.
func (t Tunnel) String() string {
	return fmt.Sprintf("Tunnel{Provider:%s PublicURL:%s Domain:%s Region:%s ProxyURL:%s ConnectAddr:%s CAFile:%s Authtoken:%s TrafficPolicy:%d bytes}",
		t.Provider, t.PublicURL, t.Domain, t.Region, redactedURL(t.ProxyURL), t.ConnectAddr, t.CAFile,
		redacted(t.Authtoken), len(t.TrafficPolicy))
}

// GoString is String, so that %#v shows no secret either.
func (t Tunnel) GoString() string { return t.String() }

// Format is String for every verb.
func (t Tunnel) Format(f fmt.State, _ rune) { fmt.Fprint(f, t.String()) }

// redactedURL is a URL without its password; without anything when it cannot be read.
func redactedURL(s string) string {
	if !strings.Contains(s, "@") {
		return s
	}
	u, err := url.Parse(s)
	if err != nil || u.User == nil {
		return "set"
	}
	u.User = url.User("…")
	return u.Redacted()
}
