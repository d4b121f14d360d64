package tunnel

import (
	"strings"
)

// ProblemKind is the stable identifier of a cause. The window has words for
// each: what happened, why, what to do.
type ProblemKind string

const (
	// What the user has set.
	AuthtokenMissing ProblemKind = "authtoken_missing"       // none given, or an account is required
	AuthtokenInvalid ProblemKind = "authtoken_invalid"       // does not look like an authtoken
	AuthtokenRevoked ProblemKind = "authtoken_revoked"       // well-formed, but reset or taken back
	DomainInvalid    ProblemKind = "domain_invalid"          // not a domain that can be asked for
	DomainNotOwned   ProblemKind = "domain_not_owned"        // not reserved for this account
	DomainRegion     ProblemKind = "domain_region"           // reserved, but in another region
	TrafficPolicy    ProblemKind = "traffic_policy"          // the traffic policy was refused
	CAFile           ProblemKind = "ca_file"                 // the CA file cannot be used
	URLInvalid       ProblemKind = "url_invalid"             // an external URL that WeChat cannot call
	ConfigInvalid    ProblemKind = "config_invalid"          // another setting
	URLInUse         ProblemKind = "url_in_use"              // another agent is online with the URL
	AgentStopped     ProblemKind = "agent_stopped"           // stopped in the provider's dashboard
	ClosedByCloud    ProblemKind = "closed_by_cloud"         // the provider closed the endpoint
	AgentTooOld      ProblemKind = "agent_too_old"           // the provider wants a newer version
	LocalServer      ProblemKind = "local_server"            // the local server stopped serving
	AccountSuspended ProblemKind = "account_suspended"       // the account is suspended
	EmailUnverified  ProblemKind = "email_unverified"        // the account's address is not verified
	PlanFeature      ProblemKind = "plan_feature"            // the plan does not include what is asked
	ProxyNotInPlan   ProblemKind = "proxy_not_in_plan"       // the plan does not include proxies
	AccountSessions  ProblemKind = "account_limit_sessions"  // too many agents at once
	AccountEndpoints ProblemKind = "account_limit_endpoints" // too many endpoints at once
	Quota            ProblemKind = "quota"                   // requests, traffic or rate used up
	IPNotAllowed     ProblemKind = "ip_not_allowed"          // the provider refuses this IP address

	// What lies between here and the provider.
	NoAnswer     ProblemKind = "no_answer"     // connected or not, nothing came back in time
	Network      ProblemKind = "network"       // refused, reset, unreachable, lost
	DNS          ProblemKind = "dns"           // the provider's name does not resolve
	TLS          ProblemKind = "tls"           // the certificate is not the provider's: interception
	Proxy        ProblemKind = "proxy"         // the proxy cannot be reached
	ProxyAuth    ProblemKind = "proxy_auth"    // the proxy wants other credentials
	ProxyRefused ProblemKind = "proxy_refused" // the proxy does not connect us

	// Other is everything else; the detail has the text.
	Other ProblemKind = "other"
)

// ProblemKinds lists every kind, so that a test can hold the words to it.
func ProblemKinds() []ProblemKind {
	return []ProblemKind{
		AuthtokenMissing, AuthtokenInvalid, AuthtokenRevoked, DomainInvalid, DomainNotOwned,
		DomainRegion, TrafficPolicy, CAFile, URLInvalid, ConfigInvalid, URLInUse, AgentStopped,
		ClosedByCloud, AgentTooOld, LocalServer, AccountSuspended, EmailUnverified, PlanFeature,
		ProxyNotInPlan, AccountSessions, AccountEndpoints, Quota, IPNotAllowed,
		NoAnswer, Network, DNS, TLS, Proxy, ProxyAuth, ProxyRefused, Other,
	}
}

// String is the identifier itself.
func (k ProblemKind) String() string { return string(k) }

// setup tells whether the cause is most likely a wrong setting when it is met
// before the tunnel was ever online. Later it may pass: a proxy that restarts,
// a hotel network that asks to log in.
func (k ProblemKind) setup() bool {
	switch k {
	case TLS, Proxy, ProxyAuth, ProxyRefused:
		return true
	}
	return false
}

// Problem is a cause that a person can act on. It is an error, so that a
// provider can return it. It is not changed once made.
type Problem struct {
	Code      string      // the provider's own code, "ERR_NGROK_105", or ""
	Kind      ProblemKind //
	Detail    string      // the original text on one line, without secrets, for log and details
	Permanent bool        // trying again cannot help until a person changes something
}

// Error is the text for a log.
func (p *Problem) Error() string {
	text := "tunnel: " + p.Kind.String()
	if p.Code != "" {
		text += " (" + p.Code + ")"
	}
	if p.Detail != "" {
		text += ": " + p.Detail
	}
	return text
}

// maxDetail bounds a detail, in runes.
const maxDetail = 600

// OneLine makes a text fit for Detail: runs of white space become one space,
// and a very long text is cut.
func OneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > maxDetail {
		return string(runes[:maxDetail]) + "…"
	}
	return text
}
