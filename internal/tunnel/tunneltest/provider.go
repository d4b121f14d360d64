package tunneltest

import (
	"context"
	"net"
	"sync"

	"echostr/internal/tunnel"
)

// Provider is a provider whose endpoints do what the test says.
type Provider struct {
	name     string
	openings chan *Opening
}

// NewProvider makes a provider with the name.
func NewProvider(name string) *Provider {
	return &Provider{name: name, openings: make(chan *Opening, 16)}
}

// Name is the name given to NewProvider.
func (p *Provider) Name() string { return p.name }

// Openings yields every Open, in order.
func (p *Provider) Openings() <-chan *Opening { return p.openings }

// Open hands an Opening to the test and waits for its decision.
func (p *Provider) Open(ctx context.Context, events func(tunnel.Event)) (tunnel.Endpoint, error) {
	o := &Opening{ctx: ctx, events: events, decided: make(chan decision, 1)}
	p.openings <- o
	select {
	case d := <-o.decided:
		if d.err != nil {
			return nil, d.err
		}
		return d.endpoint, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Opening is one call of Open that waits for the test.
type Opening struct {
	ctx     context.Context
	events  func(tunnel.Event)
	decided chan decision
}

type decision struct {
	endpoint *Endpoint
	err      error
}

// Context is the context of the call, the life of the endpoint.
func (o *Opening) Context() context.Context { return o.ctx }

// Tell passes an event to the runner.
func (o *Opening) Tell(e tunnel.Event) { o.events(e) }

// Fail makes Open return the error.
func (o *Opening) Fail(err error) { o.decided <- decision{err: err} }

// Succeed makes Open return an endpoint with the URL and, when it is not nil,
// the listener.
func (o *Opening) Succeed(url string, ln net.Listener) *Endpoint {
	e := NewEndpoint(url, ln)
	o.decided <- decision{endpoint: e}
	return e
}

// Endpoint is an endpoint that does nothing by itself.
type Endpoint struct {
	url    string
	ln     net.Listener
	once   sync.Once
	closed chan struct{}
}

// NewEndpoint makes an endpoint with the URL and, when it is not nil, the
// listener.
func NewEndpoint(url string, ln net.Listener) *Endpoint {
	return &Endpoint{url: url, ln: ln, closed: make(chan struct{})}
}

// URL is the one it was made with.
func (e *Endpoint) URL() string { return e.url }

// Listener is the one it was made with.
func (e *Endpoint) Listener() net.Listener { return e.ln }

// Closed is closed when the runner has closed the endpoint.
func (e *Endpoint) Closed() <-chan struct{} { return e.closed }

// Close closes the listener.
func (e *Endpoint) Close(context.Context) error {
	e.once.Do(func() {
		if e.ln != nil {
			_ = e.ln.Close()
		}
		close(e.closed)
	})
	return nil
}
