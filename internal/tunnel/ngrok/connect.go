package ngrok

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"time"

	"echostr/internal/tunnel"
)

// maxProxyHead bounds what a proxy may say before the connection is through,
// in bytes.
const maxProxyHead = 64 << 10

// dialCONNECT asks an http or https proxy for a way to the address. The SDK's
// own proxy support knows SOCKS only.
func (d *dialer) dialCONNECT(ctx context.Context, network, address string) (net.Conn, error) {
	port := d.proxy.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[d.proxy.Scheme]
	}
	conn, err := d.dialProxy(ctx, network, net.JoinHostPort(d.proxy.Hostname(), port))
	if err != nil {
		return nil, err
	}
	through, err := d.connect(ctx, conn, address)
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return through, nil
}

func (d *dialer) connect(ctx context.Context, conn net.Conn, address string) (net.Conn, error) {
	// The handshake ends with the context, what comes after does not.
	past := time.Unix(1, 0)
	interrupt := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(past) })
	defer interrupt()
	failed := func(kind tunnel.ProblemKind, err error) error {
		return &tunnel.Problem{Kind: kind, Detail: tunnel.OneLine("ask the proxy for a connection: " + err.Error())}
	}
	if d.proxy.Scheme == "https" {
		config := d.proxyTLS.Clone()
		config.ServerName = d.proxy.Hostname()
		secure := tls.Client(conn, config)
		if err := secure.HandshakeContext(ctx); err != nil {
			return nil, failed(tunnel.Proxy, err)
		}
		conn = secure
	}
	if _, err := io.WriteString(conn, d.connectHead(address)); err != nil {
		return nil, failed(tunnel.Proxy, err)
	}
	limit := &io.LimitedReader{R: conn, N: maxProxyHead}
	in := bufio.NewReader(limit)
	// The body is not closed: it is the connection.
	answer, err := http.ReadResponse(in, &http.Request{Method: http.MethodConnect})
	if err != nil {
		return nil, failed(tunnel.Proxy, err)
	}
	switch {
	case answer.StatusCode == http.StatusProxyAuthRequired:
		return nil, failed(tunnel.ProxyAuth, fmt.Errorf("answer %s", answer.Status))
	case answer.StatusCode != http.StatusOK:
		return nil, failed(tunnel.ProxyRefused, fmt.Errorf("answer %s", answer.Status))
	}
	if !interrupt() {
		return nil, failed(tunnel.Proxy, context.Cause(ctx))
	}
	limit.N = math.MaxInt64
	return &throughConn{Conn: conn, in: in}, nil
}

func (d *dialer) connectHead(address string) string {
	head := "CONNECT " + address + " HTTP/1.1\r\nHost: " + address + "\r\n"
	if user := d.proxy.User; user != nil {
		password, _ := user.Password()
		credentials := base64.StdEncoding.EncodeToString([]byte(user.Username() + ":" + password))
		head += "Proxy-Authorization: Basic " + credentials + "\r\n"
	}
	return head + "\r\n"
}

// throughConn reads what came with the proxy's head first.
type throughConn struct {
	net.Conn
	in *bufio.Reader
}

func (c *throughConn) Read(b []byte) (int, error) { return c.in.Read(b) }
