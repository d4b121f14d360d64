package callback

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// maxBackendAnswer is how long a backend's answer may be, bytes.
const maxBackendAnswer = 1 << 20

var (
	errBackendLoop  = errors.New("callback: the backend is echostr itself")
	errBackendLate  = errors.New("callback: no time is left to ask the backend")
	errBackendLarge = errors.New("callback: the backend's answer is longer than 1 MiB")
	errBackendHTTP  = errors.New("callback: the backend's answer is not HTTP")
	errBackendURL   = errors.New("callback: the backend has no http address")
)

// loopHeader marks a request that this process has forwarded, so that it is known when it
// comes back by a detour. Other processes may have put their marks before ours.
const loopHeader = "X-Echostr-Forwarded"

// backend asks other servers for answers. Its methods are safe for concurrent use.
type backend struct {
	client *http.Client
	mark   string // of this process, in loopHeader

	mu  sync.Mutex
	own []netip.AddrPort // where the server itself listens
}

func (b *backend) init(limit time.Duration) {
	b.mark = rand.Text()
	dialer := &net.Dialer{Timeout: limit, Control: b.control}
	b.client = &http.Client{
		Timeout:       limit,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext:            dialer.DialContext,
			DisableCompression:     true, // the answer goes on as it comes
			MaxIdleConnsPerHost:    16,
			IdleConnTimeout:        30 * time.Second,
			TLSHandshakeTimeout:    limit,
			MaxResponseHeaderBytes: 64 << 10,
		},
	}
}

func (b *backend) close() { b.client.CloseIdleConnections() }

// listens notes an address of the server's own until done is called.
func (b *backend) listens(a net.Addr) (done func()) {
	at, err := netip.ParseAddrPort(a.String())
	if err != nil { // a tunnel's: what goes there comes back with loopHeader
		return func() {}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.own = append(b.own, at)
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if i := slices.Index(b.own, at); i >= 0 {
			b.own = slices.Delete(b.own, i, i+1)
		}
	}
}

// control looks at an address before it is called.
func (b *backend) control(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if slices.ContainsFunc(b.own, func(own netip.AddrPort) bool { return sameDoor(own, at) }) {
		return errBackendLoop
	}
	return nil
}

// sameDoor says whether who calls at reaches a listener on own.
func sameDoor(own, at netip.AddrPort) bool {
	if own.Port() != at.Port() {
		return false
	}
	a, b := own.Addr().Unmap(), at.Addr().Unmap()
	return a == b || b.IsUnspecified() || a.IsUnspecified() && (b.IsLoopback() || isOurs(b))
}

// isOurs says whether an address is one of this machine's.
func isOurs(a netip.Addr) bool {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return false
	}
	return slices.ContainsFunc(all, func(n net.Addr) bool {
		p, err := netip.ParsePrefix(n.String())
		return err == nil && p.Addr().Unmap() == a
	})
}

// backendAnswer is what a backend said.
type backendAnswer struct {
	status   int
	kind     string
	encoding []string
	body     []byte
}

// ask sends a push on, with the same method, query and body and its own headers, and
// returns what is answered. No redirect is followed.
func (b *backend) ask(ctx context.Context, address string, r *http.Request, query string, body []byte, remote string) (*backendAnswer, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errBackendURL
	}
	u.Fragment = ""
	if u.RawQuery != "" && query != "" {
		query = u.RawQuery + "&" + query
	} else if query == "" {
		query = u.RawQuery
	}
	u.RawQuery = query
	req, err := http.NewRequestWithContext(ctx, r.Method, u.String(), bytes.NewReader(body))
	if err != nil {
		return nil, errors.Join(errBackendURL, err)
	}
	req.Header = b.headers(r, remote)
	res, err := b.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask the backend: %w", plain(err))
	}
	defer res.Body.Close()
	if res.StatusCode < 200 { // net/http's client takes 042, its server does not
		return nil, fmt.Errorf("ask the backend: %w: status %03d", errBackendHTTP, res.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(res.Body, maxBackendAnswer+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the backend's answer: %w", plain(err))
	case len(data) > maxBackendAnswer:
		return nil, errBackendLarge
	}
	return &backendAnswer{res.StatusCode, res.Header.Get("Content-Type"), res.Header["Content-Encoding"], data}, nil
}

// plain is the error within a *url.Error, whose text has the whole query in it.
func plain(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// hopByHop are the headers that concern one connection only, RFC 9110 7.6.1, and those that
// are made anew.
var hopByHop = []string{"Connection", "Proxy-Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Te",
	"Trailer", "Transfer-Encoding", "Upgrade", "Content-Length", "X-Echostr-Test", "X-Echostr-Replay"}

func (b *backend) headers(r *http.Request, remote string) http.Header {
	h := r.Header.Clone()
	for _, line := range r.Header["Connection"] {
		for name := range strings.SplitSeq(line, ",") {
			h.Del(strings.TrimSpace(name))
		}
	}
	for _, name := range hopByHop {
		h.Del(name)
	}
	if _, there := h["User-Agent"]; !there {
		h["User-Agent"] = nil // or net/http names itself
	}
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	before := strings.Join(h["X-Forwarded-For"], ", ")
	if before != "" {
		before += ", "
	}
	h["X-Forwarded-For"] = []string{before + host}
	if h.Get("X-Forwarded-Host") == "" {
		h.Set("X-Forwarded-Host", r.Host)
	}
	h.Add(loopHeader, b.mark)
	return h
}

// isOwn says whether this process has forwarded the request already.
func (b *backend) isOwn(r *http.Request) bool { return slices.Contains(r.Header[loopHeader], b.mark) }
