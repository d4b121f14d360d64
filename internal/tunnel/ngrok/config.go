package ngrok

import (
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"
)

// Config says how to open an ngrok endpoint. Only Authtoken must be set.
type Config struct {
	Authtoken Secret
	// Domain is the host to ask for, with or without a scheme; "" takes the
	// account's own domain.
	Domain string
	// Region is one of Regions; "" leaves the choice to ngrok.
	Region string
	// ProxyURL is a proxy on the way to ngrok: socks5, socks5h, http or https
	// (CONNECT), with user:password if it asks for them; "": none.
	ProxyURL string
	// TrafficPolicy is the text of a Traffic Policy, YAML or JSON; "": none.
	TrafficPolicy string
	// ConnectAddr is the host:port of the agent ingress and wins over Region;
	// "": ngrok's own.
	ConnectAddr string
	// CAFile is a PEM file with the authorities to trust for the agent
	// connection in place of ngrok's own; "": ngrok's own.
	CAFile string

	Logger *slog.Logger // for the SDK's records, at debug level; nil: none
	Timing Timing
}

// Timing holds the durations that tests shorten. Zero values take the
// defaults.
type Timing struct {
	BindEvery time.Duration // between attempts to get a URL that is taken; 3 s
	BindFor   time.Duration // how long to try in all; 30 s
	DialFor   time.Duration // limit for one dial and one proxy handshake; 15 s

	// The SDK's defaults, 10 s and 15 s: a dead link shows after their sum.
	HeartbeatInterval, HeartbeatTolerance time.Duration
}

func (t Timing) withDefaults() Timing {
	if t.BindEvery == 0 {
		t.BindEvery = 3 * time.Second
	}
	if t.BindFor == 0 {
		t.BindFor = 30 * time.Second
	}
	if t.DialFor == 0 {
		t.DialFor = 15 * time.Second
	}
	return t
}

// String shows the configuration without secrets.
func (c Config) String() string {
	return fmt.Sprintf("ngrok.Config{authtoken:%s domain:%q region:%q proxy:%q connect:%q ca:%q policy:%d bytes}",
		c.Authtoken, c.Domain, c.Region, redactedURL(c.ProxyURL), c.ConnectAddr, c.CAFile, len(c.TrafficPolicy))
}

// GoString shows the configuration without secrets.
func (c Config) GoString() string { return c.String() }

// LogValue shows the configuration without secrets.
func (c Config) LogValue() slog.Value {
	return slog.GroupValue(
		slog.Bool("authtoken", c.Authtoken != ""),
		slog.String("domain", c.Domain),
		slog.String("region", c.Region),
		slog.String("proxy_url", redactedURL(c.ProxyURL)),
		slog.String("connect_addr", c.ConnectAddr),
		slog.String("ca_file", c.CAFile),
		slog.Int("traffic_policy_bytes", len(c.TrafficPolicy)),
	)
}

// redactedURL shows a URL with its password hidden, and nothing of a text that
// is no URL.
func redactedURL(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil {
		return "(not a URL)"
	}
	return u.Redacted()
}
