// Package tunnel keeps one public address leading to the local server. A
// [Provider] knows how to open such an address (ngrok, or one that the user
// runs), the [Runner] owns at most one at a time: it starts, watches, renews and
// ends it, and tells everyone in a [Status] how it stands.
//
// Nothing here is worded for a person: a [Problem] carries a stable kind, the
// window has the words.
package tunnel

import (
	"context"
	"net"
)

// Provider opens endpoints.
type Provider interface {
	// Name identifies the provider in a [Status]: "ngrok", "external".
	Name() string

	// Open brings an endpoint online and returns it. The context is the life
	// of the endpoint and of everything behind it, not a limit for the call:
	// ending it makes Open return soon and takes a returned endpoint down.
	//
	// What happens meanwhile, and later to the endpoint, is told to events.
	// It may be called from any goroutine, does not block, and may be called
	// until Open has failed or the endpoint is closed; later calls are
	// ignored.
	//
	// An error is final; a [*Problem] in its chain says what is wrong.
	Open(ctx context.Context, events func(Event)) (Endpoint, error)
}

// Endpoint is one public address that is online.
type Endpoint interface {
	// URL is the public base URL, without a slash at its end.
	URL() string

	// Listener yields the connections that callers make to the address, or is
	// nil when they reach the local server by a way of their own. Its Accept
	// fails once the endpoint has ended.
	Listener() net.Listener

	// Close takes the address offline. It does so in order while the context
	// lasts and by force afterwards, and returns when nothing of the endpoint
	// runs any more. It may be called more than once.
	Close(ctx context.Context) error
}

// NoProvider is the provider name in the status of a runner that was never
// started.
const NoProvider = "none"
