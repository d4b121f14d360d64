package ngrok

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/proxy"

	"echostr/internal/tunnel"
)

// dialer makes the agent's connections, through a proxy if there is one, and
// knows them all: the SDK has no limits of its own and can wait for ever on a
// dead link, so whoever ends the session cuts its connections here.
type dialer struct {
	proxy *url.URL // nil: none
	limit time.Duration
	// proxyTLS is for an https proxy.
	proxyTLS *tls.Config

	mu     sync.Mutex
	closed bool
	conns  map[*dialedConn]struct{}
}

func newDialer(proxy *url.URL, limit time.Duration) *dialer {
	return &dialer{proxy: proxy, limit: limit, proxyTLS: &tls.Config{MinVersion: tls.VersionTLS12}, conns: map[*dialedConn]struct{}{}}
}

// Dial connects without a context; the SDK's interface asks for it.
func (d *dialer) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

// DialContext connects to the address of an agent ingress. An error that the
// proxy is to blame for is a *tunnel.Problem.
func (d *dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, d.limit)
	defer cancel()
	switch {
	case d.proxy == nil:
		return d.dial(ctx, network, address)
	case strings.HasPrefix(d.proxy.Scheme, "socks"):
		return d.dialSOCKS(ctx, network, address)
	}
	return d.dialCONNECT(ctx, network, address)
}

// dial makes a plain connection and keeps note of it.
func (d *dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, fmt.Errorf("dial %s: %w", address, err)
	}
	c := &dialedConn{Conn: conn, dialer: d}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil, errors.Join(net.ErrClosed, conn.Close())
	}
	d.conns[c] = struct{}{}
	return c, nil
}

// dialProxy reaches the proxy itself.
func (d *dialer) dialProxy(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := d.dial(ctx, network, address)
	if err != nil {
		return nil, &tunnel.Problem{Kind: tunnel.Proxy, Detail: tunnel.OneLine(err.Error())}
	}
	return conn, nil
}

// proxyLeg is the way to the proxy for the SOCKS package.
type proxyLeg struct{ *dialer }

func (l proxyLeg) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	return l.dialProxy(ctx, network, address)
}

// Dial is not used with a context at hand, but makes a proxy.Dialer.
func (l proxyLeg) Dial(network, address string) (net.Conn, error) {
	return l.dialProxy(context.Background(), network, address)
}

// dialSOCKS lets the proxy resolve the name, so that a poisoned resolver here
// does no harm.
func (d *dialer) dialSOCKS(ctx context.Context, network, address string) (net.Conn, error) {
	var auth *proxy.Auth
	if user := d.proxy.User; user != nil {
		password, _ := user.Password()
		auth = &proxy.Auth{User: user.Username(), Password: password}
	}
	socks, err := proxy.SOCKS5("tcp", d.proxy.Host, auth, proxyLeg{d})
	if err != nil {
		return nil, &tunnel.Problem{Kind: tunnel.Proxy, Detail: tunnel.OneLine(err.Error())}
	}
	conn, err := socks.(proxy.ContextDialer).DialContext(ctx, network, address)
	var known *tunnel.Problem
	switch {
	case err == nil:
		return conn, nil
	case errors.As(err, &known):
		return nil, known
	case strings.Contains(err.Error(), "authentication"):
		return nil, &tunnel.Problem{Kind: tunnel.ProxyAuth, Detail: tunnel.OneLine(err.Error())}
	}
	return nil, &tunnel.Problem{Kind: tunnel.ProxyRefused, Detail: tunnel.OneLine(err.Error())}
}

// close cuts every connection and lets no new one come up.
func (d *dialer) close() {
	d.mu.Lock()
	d.closed = true
	conns := make([]*dialedConn, 0, len(d.conns))
	for c := range d.conns {
		conns = append(conns, c)
	}
	d.mu.Unlock()
	for _, c := range conns {
		_ = c.Close()
	}
}

type dialedConn struct {
	net.Conn
	dialer *dialer
}

func (c *dialedConn) Close() error {
	c.dialer.mu.Lock()
	delete(c.dialer.conns, c)
	c.dialer.mu.Unlock()
	return c.Conn.Close()
}
