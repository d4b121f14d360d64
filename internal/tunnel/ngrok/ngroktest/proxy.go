package ngroktest

import (
	"bufio"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
)

// ProxyOptions shape a proxy stand-in.
type ProxyOptions struct {
	User, Password string // asked of every client when User is not ""
	// Refuse makes the proxy turn every target down, as one does that only
	// allows some addresses.
	Refuse bool
}

// Proxy is a running SOCKS5 or HTTP CONNECT proxy on loopback.
type Proxy struct {
	scheme string
	opts   ProxyOptions
	ln     net.Listener
	shake  func(*Proxy, *bufio.Reader, net.Conn) (target string, err error)
	wg     sync.WaitGroup

	mu      sync.Mutex
	closed  bool
	conns   map[net.Conn]struct{}
	targets []string
}

// StartSOCKS5 runs a SOCKS5 proxy until the test ends.
func StartSOCKS5(t TB, opts ProxyOptions) *Proxy {
	t.Helper()
	return startProxy(t, &Proxy{scheme: "socks5", opts: opts, shake: (*Proxy).socks5})
}

// StartCONNECT runs an HTTP CONNECT proxy until the test ends.
func StartCONNECT(t TB, opts ProxyOptions) *Proxy {
	t.Helper()
	return startProxy(t, &Proxy{scheme: "http", opts: opts, shake: (*Proxy).connect})
}

func startProxy(t TB, p *Proxy) *Proxy {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("start stand-in proxy: %v", err)
	}
	p.ln, p.conns = ln, map[net.Conn]struct{}{}
	p.wg.Go(p.accept)
	t.Cleanup(p.Close)
	return p
}

// URL is the proxy's address with the credentials that it asks for.
func (p *Proxy) URL() string {
	u := url.URL{Scheme: p.scheme, Host: p.ln.Addr().String()}
	if p.opts.User != "" {
		u.User = url.UserPassword(p.opts.User, p.opts.Password)
	}
	return u.String()
}

// Addr is the proxy's host:port.
func (p *Proxy) Addr() string { return p.ln.Addr().String() }

// Targets lists the addresses that clients were connected to.
func (p *Proxy) Targets() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.targets...)
}

// Close ends the proxy and every connection through it.
func (p *Proxy) Close() {
	_ = p.ln.Close()
	p.mu.Lock()
	p.closed = true
	for c := range p.conns {
		_ = c.Close()
	}
	p.mu.Unlock()
	p.wg.Wait()
}

func (p *Proxy) accept() {
	for {
		conn, err := p.ln.Accept()
		if err != nil {
			return
		}
		p.wg.Go(func() { p.serve(conn) })
	}
}

// hold notes a connection so that Close ends it; false when it came too late.
func (p *Proxy) hold(c net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.conns[c] = struct{}{}
	return true
}

func (p *Proxy) drop(c net.Conn) {
	p.mu.Lock()
	delete(p.conns, c)
	p.mu.Unlock()
	_ = c.Close()
}

func (p *Proxy) serve(client net.Conn) {
	defer p.drop(client)
	if !p.hold(client) {
		return
	}
	in := bufio.NewReader(client)
	target, err := p.shake(p, in, client)
	if err != nil {
		return
	}
	far, err := net.Dial("tcp", target)
	if err != nil {
		return
	}
	defer p.drop(far)
	if !p.hold(far) {
		return
	}
	p.mu.Lock()
	p.targets = append(p.targets, target)
	p.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() { _, _ = io.Copy(far, in); _ = far.Close() })
	both.Go(func() { _, _ = io.Copy(client, far); _ = client.Close() })
	both.Wait()
}

var errRefused = errors.New("ngroktest: proxy refused the client")

func (p *Proxy) connect(in *bufio.Reader, out net.Conn) (string, error) {
	req, err := http.ReadRequest(in)
	if err != nil {
		return "", err
	}
	want := "Basic " + base64.StdEncoding.EncodeToString([]byte(p.opts.User+":"+p.opts.Password))
	switch {
	case req.Method != http.MethodConnect:
		_, _ = io.WriteString(out, "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n")
		return "", errRefused
	case p.opts.User != "" && req.Header.Get("Proxy-Authorization") != want:
		_, _ = io.WriteString(out, "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"stand-in\"\r\nContent-Length: 0\r\n\r\n")
		return "", errRefused
	case p.opts.Refuse:
		_, _ = io.WriteString(out, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
		return "", errRefused
	}
	_, err = io.WriteString(out, "HTTP/1.1 200 Connection established\r\n\r\n")
	return req.Host, err
}

// socks5 is RFC 1928 with the one command CONNECT, and RFC 1929.
func (p *Proxy) socks5(in *bufio.Reader, out net.Conn) (string, error) {
	const version, noAuth, userPass, none = 5, 0, 2, 0xFF
	methods, err := counted(in, 1)
	if err != nil {
		return "", err
	}
	method := byte(noAuth)
	if p.opts.User != "" {
		method = userPass
	}
	if !contains(methods, method) {
		_, _ = out.Write([]byte{version, none})
		return "", errRefused
	}
	if _, err := out.Write([]byte{version, method}); err != nil {
		return "", err
	}
	if method == userPass {
		user, err := counted(in, 1)
		if err != nil {
			return "", err
		}
		password, err := counted(in, 0)
		if err != nil {
			return "", err
		}
		if string(user) != p.opts.User || string(password) != p.opts.Password {
			_, _ = out.Write([]byte{1, 1})
			return "", errRefused
		}
		if _, err := out.Write([]byte{1, 0}); err != nil {
			return "", err
		}
	}
	target, err := socksTarget(in)
	if err != nil {
		return "", err
	}
	code := byte(0)
	if p.opts.Refuse {
		code = 2 // connection not allowed by ruleset
	}
	if _, err := out.Write([]byte{version, code, 0, 1, 0, 0, 0, 0, 0, 0}); err != nil {
		return "", err
	}
	if p.opts.Refuse {
		return "", errRefused
	}
	return target, nil
}

// counted skips some bytes and reads one length byte and as many bytes more.
func counted(in *bufio.Reader, skip int) ([]byte, error) {
	if _, err := in.Discard(skip); err != nil {
		return nil, err
	}
	n, err := in.ReadByte()
	if err != nil {
		return nil, err
	}
	b := make([]byte, n)
	_, err = io.ReadFull(in, b)
	return b, err
}

func contains(list []byte, b byte) bool {
	for _, x := range list {
		if x == b {
			return true
		}
	}
	return false
}

func socksTarget(in *bufio.Reader) (string, error) {
	var head [4]byte // version, command, reserved, address type
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return "", err
	}
	var host string
	switch head[3] {
	case 1, 4:
		ip := make(net.IP, map[byte]int{1: net.IPv4len, 4: net.IPv6len}[head[3]])
		if _, err := io.ReadFull(in, ip); err != nil {
			return "", err
		}
		host = ip.String()
	case 3:
		name, err := counted(in, 0)
		if err != nil {
			return "", err
		}
		host = string(name)
	default:
		return "", fmt.Errorf("address type %d", head[3])
	}
	var port [2]byte
	if _, err := io.ReadFull(in, port[:]); err != nil {
		return "", err
	}
	return net.JoinHostPort(host, fmt.Sprint(int(port[0])<<8|int(port[1]))), nil
}
