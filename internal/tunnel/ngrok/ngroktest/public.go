package ngroktest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"strings"
	"time"
)

// publicSide is where "the internet" calls an endpoint.
type publicSide struct {
	edge      *Edge
	ln        net.Listener
	server    *http.Server
	forward   *httputil.ReverseProxy
	transport *http.Transport
}

func newPublicSide(e *Edge) (*publicSide, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for the public: %w", err)
	}
	p := &publicSide{edge: e, ln: ln}
	p.transport = &http.Transport{
		// Every connection is a new stream to the agent, kept open between
		// requests as the cloud does.
		DialContext: func(_ context.Context, _, addr string) (net.Conn, error) {
			host, _, err := net.SplitHostPort(addr)
			if err != nil {
				return nil, err
			}
			return e.DialAgent(host, "")
		},
		DisableCompression:  true,
		MaxIdleConnsPerHost: 16,
		IdleConnTimeout:     10 * time.Second,
	}
	p.forward = &httputil.ReverseProxy{
		FlushInterval: -1,
		Transport:     p.transport,
		Rewrite: func(r *httputil.ProxyRequest) {
			caller, _, _ := net.SplitHostPort(e.opts.ClientAddr)
			r.Out.Header.Set("X-Forwarded-For", caller)
			r.Out.Header.Set("X-Forwarded-Host", r.In.Host)
			r.Out.Header.Set("X-Forwarded-Proto", "https")
			r.Out.Host = r.In.Host
			r.Out.URL.Scheme, r.Out.URL.Host = "http", p.route(r.In.Host)
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			refuse(w, http.StatusBadGateway, "ERR_NGROK_3004", "The agent gave no proper answer: "+err.Error())
		},
	}
	p.server = &http.Server{Handler: p, ReadHeaderTimeout: 10 * time.Second}
	return p, nil
}

func (p *publicSide) serve() { _ = p.server.Serve(p.ln) }

func (p *publicSide) close() {
	_ = p.server.Close()
	p.transport.CloseIdleConnections()
}

func (p *publicSide) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host := p.route(r.Host)
	if _, err := p.edge.endpoint(host); err != nil {
		refuse(w, http.StatusNotFound, "ERR_NGROK_3200", "The endpoint "+host+" is offline.")
		return
	}
	p.edge.update(func() { p.edge.counts.Requests++ })
	p.edge.opts.Log("%s %s %s", r.Proto, r.Method, r.URL.Path)
	p.forward.ServeHTTP(w, r)
}

// route is the endpoint for a Host header. A bare loopback address leads to
// the only endpoint, if there is one, so that a browser can be used by hand.
func (p *publicSide) route(hostport string) string {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	host = strings.ToLower(host)
	if host == "localhost" || net.ParseIP(host) != nil {
		if hosts := p.edge.Hosts(); len(hosts) == 1 {
			return hosts[0]
		}
	}
	return host
}

// refuse answers for the cloud itself, marked the way the cloud marks it.
func refuse(w http.ResponseWriter, status int, code, text string) {
	w.Header().Set("Ngrok-Error-Code", code)
	http.Error(w, text+"\n\n"+code, status)
}

// publicTripper sends every request to the public side, whatever its URL says.
type publicTripper struct{ addr string }

func (t publicTripper) RoundTrip(r *http.Request) (*http.Response, error) {
	out := r.Clone(r.Context())
	if out.Host == "" {
		out.Host = r.URL.Host
	}
	out.URL.Scheme, out.URL.Host = "http", t.addr
	out.Close = true
	return http.DefaultTransport.RoundTrip(out)
}
