package ui

import (
	"bytes"
	"encoding/json"
	"strings"

	"echostr/internal/archive"
	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// copies is the menu of what can be copied. Copies are exact, also while OpenIDs are
// masked: a command that does not run is of no use.
func (p *detail) copies() []kit.MenuItem {
	d, x := p.deps, p.exchange
	if x == nil {
		return nil
	}
	copied := func(text string) func() { return func() { d.copied(text) } }
	items := []kit.MenuItem{
		{Text: d.t("detail.copy.curl"), Act: p.copyCurl},
		{Text: d.t("detail.copy.url"), Act: func() { d.copied(p.base() + pathAndQuery(&x.Request)) }},
		{Text: d.t("detail.copy.request"), Act: copied(string(x.Request.Raw))},
		{Text: d.t("detail.copy.response"), Act: copied(string(x.Response.Raw)), Disabled: len(x.Response.Raw) == 0},
	}
	if m := x.Opened.Message; m != nil && len(m.Nodes) > 0 {
		items = append(items, kit.MenuItem{}, kit.MenuItem{Text: d.t("detail.copy.json"), Act: func() { d.copied(messageJSON(m)) }})
	}
	if p.narrow != nil {
		items = append(append(p.narrow(x), kit.MenuItem{}), items...)
	}
	return items
}

func (p *detail) copyCurl() {
	x := p.exchange
	if x == nil {
		return
	}
	p.deps.clip(archive.CurlCommand(&x.Request, p.base(), x.Via == exchange.Local))
	if x.Request.Cut {
		p.deps.layer.Toast(p.deps.t("detail.curl.cut"))
		return
	}
	p.deps.layer.Toast(p.deps.t("detail.curl.copied"))
}

// base is where the request would have to go today to arrive as it did: through the
// tunnel if it came that way and one stands, to the backend that it was sent to, else to
// the local server.
func (p *detail) base() string {
	host := p.exchange.Request.Header().Get("Host")
	switch p.exchange.Via {
	case exchange.Tunnel:
		if b := p.state.Base(); b != "" {
			return b
		}
		if host != "" {
			return "https://" + host
		}
	case exchange.Direct:
		if host != "" {
			return backendScheme(p.state.Settings.Backend, host) + host
		}
	}
	if p.state.Server.Addr != "" {
		return "http://" + p.state.Server.Addr
	}
	return "http://" + p.state.Settings.Listen
}

func pathAndQuery(r *exchange.Request) string {
	if r.Query == "" {
		return r.Path
	}
	return r.Path + "?" + r.Query
}

// messageJSON is a message as indented JSON, characters as they are.
func messageJSON(m *wechat.Message) string {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(m.Tree()); err != nil {
		return err.Error() // strings, maps and digits only: it cannot happen
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// backendScheme is how a backend is reached: as the settings have it, if it is that one,
// else by its port.
func backendScheme(backend, host string) string {
	if scheme, rest, ok := strings.Cut(backend, "://"); ok && (rest == host || strings.HasPrefix(rest, host+"/") || strings.HasPrefix(rest, host+"?")) {
		return scheme + "://"
	}
	if strings.HasSuffix(host, ":443") {
		return "https://"
	}
	return "http://"
}
