package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"syscall"
	"time"
)

// Bounds of a picture that is fetched for the window.
const (
	PictureMax  = 5 << 20 // bytes
	pictureTime = 10 * time.Second
	pictureHops = 5 // redirects
)

// PictureError is why a picture could not be fetched.
type PictureError struct {
	// Problem is a stable identifier: "address" (no http or https URL), "private" (the
	// address lies on this machine or in its network), "unreachable", "timeout", "status"
	// (Status says which), "too_large".
	Problem string
	Status  int
	Err     error // may be nil
}

// Error implements error. It does not repeat the URL, which may carry a ticket.
func (e *PictureError) Error() string {
	s := "engine: fetch picture: " + e.Problem
	if e.Status != 0 {
		s += fmt.Sprintf(" %d", e.Status)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap is the cause, if there is one.
func (e *PictureError) Unwrap() error { return e.Err }

// errPrivate is a picture's address on this machine or in its network.
var errPrivate = errors.New("engine: the address is not a public one")

// Picture fetches a picture that a message names, at most PictureMax bytes within ten
// seconds. It sends neither cookies nor a referrer. Whoever can post a request to echostr
// can name any address in it, so those of this machine and of private networks are
// refused. Errors are *PictureError, or those of ctx.
func (e *Engine) Picture(ctx context.Context, address string) ([]byte, error) {
	return fetchPicture(ctx, address, pictureWay{publicAddr, http.ProxyFromEnvironment})
}

// notPublic are addresses that netip takes for public ones: what carriers give their
// customers behind their own address translation, and IPv6 ways to IPv4 addresses, which
// may be private ones.
var notPublic = []netip.Prefix{netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10")}

// publicAddr says whether an address is neither of this machine nor of a private network.
func publicAddr(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	return a.IsGlobalUnicast() && !a.IsPrivate() &&
		!slices.ContainsFunc(notPublic, func(p netip.Prefix) bool { return p.Contains(a) })
}

// pictureWay is the way that the requests for a picture go, the one after a redirect like
// the first: through a proxy, which looks names up by itself, or to public addresses.
type pictureWay struct {
	public func(netip.Addr) bool
	proxy  func(*http.Request) (*url.URL, error)
}

// RoundTrip implements http.RoundTripper.
func (w pictureWay) RoundTrip(r *http.Request) (*http.Response, error) {
	through, err := w.proxy(r)
	if err != nil {
		return nil, err
	}
	if a, err := netip.ParseAddr(r.URL.Hostname()); err == nil && !w.public(a.Unmap()) {
		return nil, errPrivate
	}
	t := &http.Transport{DisableKeepAlives: true, TLSHandshakeTimeout: pictureTime}
	if through != nil {
		t.Proxy = http.ProxyURL(through)
		return t.RoundTrip(r)
	}
	d := &net.Dialer{Control: func(_, addr string, _ syscall.RawConn) error {
		if a, err := netip.ParseAddrPort(addr); err != nil || !w.public(a.Addr().Unmap()) {
			return errPrivate
		}
		return nil
	}}
	t.DialContext = d.DialContext
	return t.RoundTrip(r)
}

func fetchPicture(parent context.Context, address string, way http.RoundTripper) ([]byte, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, &PictureError{Problem: "address"}
	}
	u.User, u.Fragment = nil, ""
	ctx, cancel := context.WithTimeout(parent, pictureTime)
	defer cancel()
	body, err := getPicture(ctx, u, way)
	var known *PictureError
	switch {
	case err == nil:
		return body, nil
	case parent.Err() != nil:
		return nil, parent.Err()
	case errors.As(err, &known):
		return nil, known
	case errors.Is(err, errPrivate):
		return nil, &PictureError{Problem: "private"}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return nil, &PictureError{Problem: "timeout"}
	}
	return nil, &PictureError{Problem: "unreachable", Err: withoutURL(err)}
}

// withoutURL is the cause of a failed request, without its address.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

func getPicture(ctx context.Context, u *url.URL, way http.RoundTripper) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, &PictureError{Problem: "address"}
	}
	req.Header.Set("Accept", "image/*")
	req.Header.Set("User-Agent", "Mozilla/5.0 (echostr)")
	c := &http.Client{Transport: way, CheckRedirect: func(next *http.Request, via []*http.Request) error {
		next.Header.Del("Referer")
		if len(via) > pictureHops {
			return &PictureError{Problem: "status", Status: next.Response.StatusCode}
		}
		return nil
	}}
	res, err := c.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, &PictureError{Problem: "status", Status: res.StatusCode}
	}
	if res.ContentLength > PictureMax {
		return nil, &PictureError{Problem: "too_large"}
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, PictureMax+1))
	if err != nil {
		return nil, err
	}
	if len(body) > PictureMax {
		return nil, &PictureError{Problem: "too_large"}
	}
	return body, nil
}
