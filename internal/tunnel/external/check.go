package external

import (
	"net"
	"net/netip"
	"net/url"
	"strings"

	"echostr/internal/tunnel"
)

// FieldURL is the field that every issue is about.
const FieldURL = "url"

// Check looks at the form of a public URL and returns it the way it is used,
// without a default port and without a slash at the end, or "" when it cannot
// be used. It returns everything that is wrong, with these identifiers:
//
//	missing   there is none
//	form      it is no URL
//	scheme    not http or https, or none (with the scheme)
//	host      it names no host
//	port      WeChat calls port 80 for http and 443 for https only (with the port)
//	userinfo  a name or password in it
//	fragment  a part after #
//	private   warning: the host is not reachable from the internet (with the host)
//	query     warning: it has a query
//
// It asks no network.
func Check(raw string) (string, []tunnel.Issue) {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return "", []tunnel.Issue{{Field: FieldURL, ID: "missing"}}
	}
	// "host:80/path" alone would be read as a URL with the scheme "host".
	text := raw
	if !strings.Contains(raw, "://") {
		text = "//" + strings.TrimLeft(raw, "/")
	}
	u, err := url.Parse(text)
	if err != nil {
		return "", []tunnel.Issue{{Field: FieldURL, ID: "form"}}
	}
	var issues []tunnel.Issue
	add := func(severity tunnel.Severity, id, value string) {
		issues = append(issues, tunnel.Issue{Field: FieldURL, ID: id, Severity: severity, Value: value})
	}
	scheme := strings.ToLower(u.Scheme)
	if scheme != "http" && scheme != "https" {
		add(tunnel.Error, "scheme", scheme)
	}
	host := strings.ToLower(u.Hostname())
	if host == "" {
		add(tunnel.Error, "host", "")
	}
	if port := u.Port(); port != "" && !allowedPort(scheme, port) {
		add(tunnel.Error, "port", port)
	}
	if u.User != nil {
		add(tunnel.Error, "userinfo", "")
	}
	if u.Fragment != "" || strings.HasSuffix(raw, "#") {
		add(tunnel.Error, "fragment", "")
	}
	if host != "" && private(host) {
		add(tunnel.Warning, "private", host)
	}
	if u.RawQuery != "" {
		add(tunnel.Warning, "query", "")
	}
	if _, found := tunnel.FirstError(issues); found {
		return "", issues
	}
	if strings.Contains(host, ":") { // IPv6
		host = "[" + host + "]"
	}
	clean := scheme + "://" + host + strings.TrimRight(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		clean += "?" + u.RawQuery
	}
	return clean, issues
}

// allowedPort holds to what WeChat's console accepts. Without a known scheme
// either port may be meant.
func allowedPort(scheme, port string) bool {
	switch scheme {
	case "http":
		return port == "80"
	case "https":
		return port == "443"
	}
	return port == "80" || port == "443"
}

// private tells whether a host cannot be reached from the internet, as far as
// its name shows it.
func private(host string) bool {
	if addr, err := netip.ParseAddr(host); err == nil {
		addr = addr.Unmap()
		return addr.IsLoopback() || addr.IsPrivate() || addr.IsLinkLocalUnicast() || addr.IsUnspecified() ||
			sharedSpace.Contains(addr)
	}
	if net.ParseIP(host) == nil && !strings.Contains(strings.TrimSuffix(host, "."), ".") {
		return true // localhost and the names of a local network
	}
	for _, suffix := range []string{".localhost", ".local", ".lan", ".internal", ".home.arpa"} {
		if strings.HasSuffix(host, suffix) {
			return true
		}
	}
	return false
}

// sharedSpace is what providers put behind their own address translation.
var sharedSpace = netip.MustParsePrefix("100.64.0.0/10")
