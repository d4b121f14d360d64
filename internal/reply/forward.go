package reply

import (
	"net/url"
	"strings"
)

// backend takes the address that a message is forwarded to. It is no template: what people
// send must not choose whom this computer calls.
func (c *thenCompiler) backend(out *content, address, path string) {
	out.url = strings.TrimSpace(address)
	at := path + ".url"
	if out.url == "" {
		c.add(FieldBackend, at, "missing")
		return
	}
	u, err := url.Parse(out.url)
	switch {
	case strings.Contains(out.url, "{{"):
		c.add(FieldBackend, at, "template")
	case err != nil, u.Host == "", u.Scheme != "http" && u.Scheme != "https":
		c.add(FieldBackend, at, "address", "url", out.url)
	}
}

// TakeBack takes back a hit whose answer could not be given.
func (s *State) TakeBack(rule, user string) { s.back(rule, user) }
