package ngrok

import (
	"net"
	"net/url"
	"strings"
)

// endpointURL is the URL to ask ngrok for, or "" for the account's own, and
// the identifier of what is wrong with the domain, or "".
func endpointURL(domain string) (address, wrong string) {
	domain = strings.TrimSpace(domain)
	if domain == "" {
		return "", ""
	}
	if !strings.Contains(domain, "://") {
		domain = "https://" + domain
	}
	u, err := url.Parse(domain)
	if err != nil {
		return "", "form"
	}
	scheme, host := strings.ToLower(u.Scheme), strings.ToLower(u.Hostname())
	switch {
	case scheme != "http" && scheme != "https":
		return "", "scheme"
	case u.User != nil:
		return "", "userinfo"
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "":
		return "", "path"
	case !defaultPort(scheme, u.Port()):
		return "", "port"
	case net.ParseIP(host) != nil:
		return "", "ip"
	case strings.Contains(host, "*"):
		return "", "wildcard"
	case !hostName(host):
		return "", "form"
	}
	return scheme + "://" + host, ""
}

func defaultPort(scheme, port string) bool {
	return port == "" || scheme == "https" && port == "443" || scheme == "http" && port == "80"
}

// hostName tells whether the text is a name with at least two labels, each of
// letters, digits and inner hyphens.
func hostName(host string) bool {
	labels := strings.Split(host, ".")
	if len(labels) < 2 || len(host) > 253 {
		return false
	}
	for _, label := range labels {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for _, r := range label {
			if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
				return false
			}
		}
	}
	return true
}
