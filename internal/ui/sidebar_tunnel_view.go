package ui

import (
	"strconv"
	"strings"
	"time"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/tunnel"
	"echostr/internal/ui/kit"
)

// tunnelView is the tunnel card in final words.
type tunnelView struct {
	level    kit.Level
	state    string // beside the dot
	detail   string // after it: " · ngrok · 182 ms"
	action   string // of the button that starts or stops
	starts   bool
	url      string // to copy; "" while there is none
	local    bool   // url leads to this machine only
	note     string // attempts and since when, while it is not online
	problem  problemView
	provider string
}

// problemView is why the tunnel does not work, in final words. Without a title there is
// no problem.
type problemView struct {
	level       kit.Level
	title, text string
	code        string // "ERR_NGROK_105", or ""
	detail      string // the original text
	cure        cure
}

// cure is where a problem can be mended.
type cure int

// The cures.
const (
	cureNone cure = iota
	cureAuthtoken
	curePublicURL
	cureSettings
)

func presentTunnel(d *deps, s *engine.Snapshot) tunnelView {
	t := s.Tunnel
	v := tunnelView{provider: s.Settings.Tunnel.Provider, starts: true, action: d.t("tunnel.start")}
	v.state = d.t("tunnel.state." + t.State.String())
	switch t.State {
	case tunnel.Online:
		v.level = kit.LevelGood
	case tunnel.Connecting, tunnel.Reconnecting:
		v.level = kit.LevelWarning
	case tunnel.Failed:
		v.level = kit.LevelError
	default:
		v.level = kit.LevelNone
		if v.provider == profile.TunnelNone {
			v.state = d.t("tunnel.state.none")
		}
	}
	if running(t.State) {
		v.starts, v.action = false, d.t("tunnel.stop")
	}
	details := []string{providerWord(d, providerOf(s))}
	if t.State == tunnel.Online && t.Latency > 0 {
		details = append(details, roundTrip(t.Latency))
	}
	if providerOf(s) != profile.TunnelNone {
		v.detail = " · " + strings.Join(details, " · ")
	}
	if v.url = s.PublicURL(); v.url == "" {
		v.url, v.local = s.LocalURL(), true
	}
	v.note = tunnelNote(d, s)
	if t.Problem != nil {
		v.problem = presentProblem(d, t)
	}
	return v
}

// running says whether there is something to stop.
func running(s tunnel.State) bool {
	return s == tunnel.Online || s == tunnel.Connecting || s == tunnel.Reconnecting
}

// providerOf is the provider that runs, else the one that is chosen.
func providerOf(s *engine.Snapshot) string {
	if running(s.Tunnel.State) || s.Tunnel.State == tunnel.Failed {
		return s.Tunnel.Provider
	}
	return s.Settings.Tunnel.Provider
}

func providerWord(d *deps, provider string) string {
	switch provider {
	case profile.TunnelNgrok:
		return "ngrok"
	case profile.TunnelExternal:
		return d.t("tunnel.provider.external")
	}
	return d.t("tunnel.provider.none")
}

// tunnelNote says since when and how often it was tried.
func tunnelNote(d *deps, s *engine.Snapshot) string {
	t := s.Tunnel
	if t.State != tunnel.Connecting && t.State != tunnel.Reconnecting {
		return ""
	}
	note := d.t("tunnel.note."+t.State.String(), "time", clock(t.Since))
	if t.Attempt > 0 {
		note += " · " + d.t("tunnel.note.attempts", "n", strconv.Itoa(t.Attempt))
	}
	return note
}

func presentProblem(d *deps, t tunnel.Status) problemView {
	key := "tunnel.problem." + t.Problem.Kind.String()
	v := problemView{level: kit.LevelWarning, title: d.t(key + ".title"), text: d.t(key + ".text"),
		code: t.Problem.Code, detail: t.Problem.Detail, cure: cureOf(t.Problem.Kind)}
	if t.State == tunnel.Failed {
		v.level = kit.LevelError
	}
	return v
}

// cureOf is where a kind of problem can be mended in this program.
func cureOf(k tunnel.ProblemKind) cure {
	switch k {
	case tunnel.AuthtokenMissing, tunnel.AuthtokenInvalid, tunnel.AuthtokenRevoked:
		return cureAuthtoken
	case tunnel.URLInvalid:
		return curePublicURL
	case tunnel.DomainInvalid, tunnel.DomainNotOwned, tunnel.DomainRegion, tunnel.TrafficPolicy, tunnel.CAFile,
		tunnel.ConfigInvalid, tunnel.URLInUse, tunnel.TLS, tunnel.Proxy, tunnel.ProxyAuth, tunnel.ProxyRefused,
		tunnel.ProxyNotInPlan, tunnel.PlanFeature, tunnel.DNS, tunnel.NoAnswer:
		return cureSettings
	}
	return cureNone
}

// errorPage is ngrok's own page about one of its codes.
func errorPage(code string) string {
	return "https://ngrok.com/docs/errors/" + strings.ToLower(code)
}

// roundTrip is a time in whole milliseconds.
func roundTrip(d time.Duration) string {
	if d < time.Millisecond {
		return "<1 ms"
	}
	return strconv.FormatInt(d.Round(time.Millisecond).Milliseconds(), 10) + " ms"
}
