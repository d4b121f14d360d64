package engine

import (
	"net"
	"net/url"
	"strconv"
	"strings"

	"echostr/internal/reply"
)

// RuleWarnings are what may be wrong with rules for reasons outside of them, that they
// forward to echostr itself, and what they hold that is a secret of the profile's. It only
// looks at them.
func (e *Engine) RuleWarnings(profileID string, rules []reply.Rule) []reply.Problem {
	return append(e.loops(rules), reply.CheckSecrets(rules, e.secretsOf(profileID))...)
}

// warningsIn are those of a file or text, placed in it.
func (e *Engine) warningsIn(profileID string, d *reply.Document) []reply.Problem {
	out := e.loops(d.Rules)
	for i := range out {
		out[i] = d.Locate(out[i])
	}
	return append(out, d.CheckSecrets(e.secretsOf(profileID))...)
}

// secretsOf are what must not stand in a profile's rules.
func (e *Engine) secretsOf(profileID string) []reply.Secret {
	p, ok := e.profiles.Settings().Profile(profileID)
	if !ok {
		return nil
	}
	out := []reply.Secret{{Name: "Token", Value: p.Token}, {Name: "AppSecret", Value: p.AppSecret}}
	for _, key := range p.AESKeys() {
		out = append(out, reply.Secret{Name: "EncodingAESKey", Value: key})
	}
	return out
}

// loops warns of rules that forward to echostr itself, which the server refuses to do.
func (e *Engine) loops(rules []reply.Rule) (out []reply.Problem) {
	for i := range rules {
		warn := func(t *reply.Then, path string) {
			if t.Kind == reply.KindForward && e.isOwnAddress(t.URL) {
				out = append(out, reply.Problem{Index: i, RuleID: rules[i].ID, Field: reply.FieldBackend, Path: path + ".url", ID: "loop",
					Warning: true, Args: map[string]string{"url": t.URL}})
			}
		}
		t := &rules[i].Then
		warn(t, "then")
		for k := range t.Steps {
			warn(&t.Steps[k], "then.steps["+strconv.Itoa(k)+"]")
		}
	}
	return out
}

// isOwnAddress says whether an address is that of the server, directly or by the tunnel, as
// far as its text tells. The server itself looks again when it calls.
func (e *Engine) isOwnAddress(address string) bool {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return false
	}
	e.mu.Lock()
	own := e.server.Addr
	e.mu.Unlock()
	if base, err := url.Parse(e.runner.Status().URL); err == nil && base.Host != "" && strings.EqualFold(base.Host, u.Host) {
		return true
	}
	_, ownPort, err := net.SplitHostPort(own)
	if err != nil || u.Port() != ownPort && (u.Port() != "" || ownPort != "80" || u.Scheme != "http") {
		return false
	}
	host := u.Hostname()
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && (ip.IsLoopback() || ip.IsUnspecified())
}
