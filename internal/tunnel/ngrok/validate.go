package ngrok

import (
	"net"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"echostr/internal/tunnel"
)

// Fields of a Config as they are named in an issue.
const (
	FieldAuthtoken     = "authtoken"
	FieldDomain        = "domain"
	FieldRegion        = "region"
	FieldProxyURL      = "proxy_url"
	FieldTrafficPolicy = "traffic_policy"
	FieldConnectAddr   = "connect_addr"
	FieldCAFile        = "ca_file"
)

// Validate returns everything that is wrong with the configuration, per field,
// with these identifiers:
//
//	authtoken       missing, command (a whole command line was pasted), spaces, short (warning)
//	domain          form, scheme, userinfo, path, port, ip, wildcard
//	region          unknown
//	proxy_url       form, scheme, host, port, path
//	traffic_policy  syntax (with line and column), shape, phase (warning, with the key)
//	connect_addr    form
//	ca_file         missing, unreadable, empty
//
// It reads the CA file, and nothing else.
func (c Config) Validate() []tunnel.Issue {
	var issues []tunnel.Issue
	add := func(field, id, value string) {
		if id != "" {
			issues = append(issues, tunnel.Issue{Field: field, ID: id, Value: value})
		}
	}
	issues = append(issues, checkAuthtoken(c.Authtoken)...)
	_, wrong := endpointURL(c.Domain)
	add(FieldDomain, wrong, strings.TrimSpace(c.Domain))
	if region := strings.TrimSpace(c.Region); region != "" && !knownRegion(region) {
		add(FieldRegion, "unknown", region)
	}
	_, wrong = parseProxy(c.ProxyURL)
	add(FieldProxyURL, wrong, "")
	issues = append(issues, checkPolicy(c.TrafficPolicy)...)
	if addr := c.connectAddr(); strings.TrimSpace(c.ConnectAddr) != "" {
		host, port, err := net.SplitHostPort(addr)
		// The SDK takes what stands before the first colon for the name in the
		// certificate, so an IPv6 address cannot work.
		if err != nil || host == "" || strings.ContainsAny(host, ":/ ") || !validPort(port) {
			add(FieldConnectAddr, "form", addr)
		}
	}
	_, wrong = loadCA(c.CAFile)
	add(FieldCAFile, wrong, c.CAFile)
	return issues
}

// shortToken is below every authtoken that ngrok gives out.
const shortToken = 20

func checkAuthtoken(token Secret) []tunnel.Issue {
	text := strings.TrimSpace(token.Reveal())
	issue := tunnel.Issue{Field: FieldAuthtoken}
	switch {
	case text == "":
		issue.ID = "missing"
	case strings.HasPrefix(text, "ngrok ") || strings.Contains(text, "authtoken "):
		issue.ID = "command"
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }):
		issue.ID = "spaces"
	case len(text) < shortToken:
		issue.ID, issue.Severity = "short", tunnel.Warning
	default:
		return nil
	}
	return []tunnel.Issue{issue}
}

var proxySchemes = []string{"socks5", "socks5h", "http", "https"}

// parseProxy is the proxy's URL, nil for none, and the identifier of what is
// wrong with it, or "".
func parseProxy(text string) (proxy *url.URL, wrong string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, ""
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || !strings.Contains(text, "://"):
		return nil, "form"
	case !slices.Contains(proxySchemes, strings.ToLower(u.Scheme)):
		return nil, "scheme"
	case u.Hostname() == "":
		return nil, "host"
	case u.Port() == "" && strings.HasPrefix(u.Scheme, "socks") || u.Port() != "" && !validPort(u.Port()):
		return nil, "port"
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "":
		return nil, "path"
	}
	u.Scheme = strings.ToLower(u.Scheme)
	return u, ""
}
