// Package external is the tunnel that the user runs himself: natapp, cpolar,
// frp, a reverse proxy. It knows the public URL and trusts that it leads to the
// local server.
package external

import (
	"context"
	"net"

	"echostr/internal/tunnel"
)

// Name is the provider's name in a status.
const Name = "external"

type provider struct{ url string }

// New makes a provider that is online with the URL as soon as it is opened,
// if the URL can be used; ask Check before.
func New(url string) tunnel.Provider { return provider{url} }

func (p provider) Name() string { return Name }

// Open checks the form of the URL; nothing is called.
func (p provider) Open(ctx context.Context, _ func(tunnel.Event)) (tunnel.Endpoint, error) {
	if err := ctx.Err(); err != nil {
		return nil, &tunnel.Problem{Kind: tunnel.Other, Detail: err.Error()}
	}
	clean, issues := Check(p.url)
	if issue, found := tunnel.FirstError(issues); found {
		return nil, &tunnel.Problem{Kind: tunnel.URLInvalid, Detail: issue.String(), Permanent: true}
	}
	return endpoint{clean}, nil
}

type endpoint struct{ url string }

func (e endpoint) URL() string { return e.url }

// Listener is nil: callers come to the local server by the user's own way.
func (e endpoint) Listener() net.Listener { return nil }

func (e endpoint) Close(context.Context) error { return nil }
