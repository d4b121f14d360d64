package engine

import (
	"path/filepath"

	"echostr/internal/callback"
	"echostr/internal/profile"
	"echostr/internal/reply"
	"echostr/internal/tunnel"
	"echostr/internal/wechat"
)

// route gives the server a new table, made from the settings and rules of this moment.
// The next request sees all of it; requests under way keep the old one.
func (e *Engine) route() {
	s := e.profiles.Settings()
	now := e.now()
	e.mu.Lock()
	defer e.mu.Unlock()
	e.base = e.runner.Status().URL
	table := make(map[string]callback.Route, len(s.Profiles))
	routed := make(map[string]profile.Profile, len(s.Profiles))
	for _, p := range s.Profiles {
		table[p.Path] = callback.Route{
			Profile: p.ID,
			Account: account(p),
			Known:   known(s, p),
		}
		if r := e.ruleSets[p.ID]; r != nil {
			route := table[p.Path]
			route.Rules, route.Env = r.set, e.ruleEnv(p, r)
			table[p.Path] = route
		}
		if old, ok := e.routed[p.ID]; !ok || !sameAccount(old, p) {
			e.inForce[p.ID] = now
		}
		routed[p.ID] = p
	}
	for id := range e.inForce {
		if _, ok := routed[id]; !ok {
			delete(e.inForce, id)
		}
	}
	e.routed = routed
	e.callback.SetRoutes(callback.NewRoutes(table))
	e.ruleSetsRouted()
}

// ruleSetsRouted notes since when new rules answer: every request that comes later than
// that is theirs. mu is held.
func (e *Engine) ruleSetsRouted() {
	for id, r := range e.ruleSets {
		if r.force.Since.IsZero() {
			next := *r
			next.force.Since = e.now()
			e.ruleSets[id] = &next
		}
	}
}

// reroute makes new routes when the tunnel has another address, of which rules may speak.
func (e *Engine) reroute() {
	e.editing.Lock()
	defer e.editing.Unlock()
	e.mu.Lock()
	changed := e.base != e.runner.Status().URL
	e.mu.Unlock()
	if changed {
		e.route()
	}
}

// ruleEnv is what the rules of a profile may know and count.
func (e *Engine) ruleEnv(p profile.Profile, r *ruleSet) reply.Env {
	url := ""
	if base := e.runner.Status().URL; base != "" {
		url = tunnel.Join(base, p.Path)
	}
	return reply.Env{State: r.state, Files: reply.Files{Dir: filepath.Join(e.cfg.Home, "rules")}, Profile: map[string]string{
		"id": p.ID, "name": p.Name, "app_id": p.AppID, "mode": p.Mode.String(), "path": p.Path, "url": url,
	}}
}

// sameAccount says whether the server behaves the same for both.
func sameAccount(a, b profile.Profile) bool {
	return a.Token == b.Token && a.AppID == b.AppID && a.EncodingAESKey == b.EncodingAESKey &&
		a.Mode == b.Mode && a.Path == b.Path
}

// known is what the diagnosis of p's requests may compare with.
func known(s *profile.Settings, p profile.Profile) *wechat.Known {
	k := &wechat.Known{EarlierTokens: p.EarlierTokens, AppSecret: p.AppSecret}
	for _, o := range s.Profiles {
		if o.ID != p.ID {
			k.Peers = append(k.Peers, wechat.Peer{ID: o.ID, Name: o.Name, Token: o.Token, AppID: o.AppID,
				Path: o.Path, AESKeys: o.AESKeys()})
		}
	}
	return k
}
