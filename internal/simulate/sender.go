package simulate

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Timeout is how long WeChat waits for an answer.
const Timeout = 5 * time.Second

// maxAnswer bounds what is read of an answer, bytes.
const maxAnswer = 1 << 20

// Sender sends pushes. The zero value uses the system's network.
type Sender struct {
	Dial    func(ctx context.Context, network, addr string) (net.Conn, error) // nil: net.Dialer
	TLS     *tls.Config                                                       // nil: the system's roots
	Mark    string                                                            // of X-Echostr-Test and X-Echostr-Replay; "" sends none
	Timeout time.Duration                                                     // 0: Timeout
	Wait    func(ctx context.Context, d time.Duration) error                  // between two requests; nil: by the clock
}

// Answer is what came back.
type Answer struct {
	Status   int
	Header   http.Header
	Body     []byte
	Duration time.Duration

	// Of what Play sent: the answer's bytes as they came, interim ones included, and how
	// many of them are the head.
	Raw  []byte
	Head int
}

// ErrorCode is ngrok's code when ngrok itself answered, such as ERR_NGROK_3200; an
// upstream cannot set this header.
func (a *Answer) ErrorCode() string { return a.Header.Get("Ngrok-Error-Code") }

// Send makes one request to base+path as WeChat does: the same headers, a connection
// of its own. To a plain http address it is HTTP/1.0, as WeChat's verification is;
// through TLS it is HTTP/1.1, since public edges refuse 1.0.
func (s *Sender) Send(ctx context.Context, target string, p Push) (*Answer, error) {
	u, err := url.Parse(target)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("send test request: %q is no address", target)
	}
	limit := s.Timeout
	if limit == 0 {
		limit = Timeout
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	began := time.Now()
	conn, err := s.connect(ctx, u)
	if err != nil {
		return nil, fmt.Errorf("send test request: %w", err)
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	a, err := s.exchange(conn, u, p)
	if err != nil {
		return nil, fmt.Errorf("send test request: %w", errors.Join(err, ctx.Err()))
	}
	a.Duration = time.Since(began)
	return a, nil
}

func (s *Sender) connect(ctx context.Context, u *url.URL) (net.Conn, error) {
	dial := s.Dial
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	conn, err := dial(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil || u.Scheme != "https" {
		return conn, err
	}
	c := s.TLS.Clone()
	if c == nil {
		c = &tls.Config{}
	}
	c.ServerName, c.NextProtos = u.Hostname(), []string{"http/1.1"}
	secured := tls.Client(conn, c)
	if err := secured.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return secured, nil
}

func (s *Sender) exchange(conn net.Conn, u *url.URL, p Push) (*Answer, error) {
	proto := "HTTP/1.0"
	if u.Scheme == "https" {
		proto = "HTTP/1.1"
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	query := p.Query
	if u.RawQuery != "" {
		query = u.RawQuery + "&" + query
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s?%s %s\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\nHost: %s\r\nPragma: no-cache\r\n",
		p.Method, path, query, proto, u.Host)
	if s.Mark != "" {
		fmt.Fprintf(&b, "X-Echostr-Test: %s\r\n", s.Mark)
	}
	if p.Body != "" {
		fmt.Fprintf(&b, "Content-Type: text/xml\r\nContent-Length: %d\r\n", len(p.Body))
	}
	if proto == "HTTP/1.1" {
		b.WriteString("Connection: close\r\n")
	}
	b.WriteString("\r\n" + p.Body)
	if _, err := io.WriteString(conn, b.String()); err != nil {
		return nil, err
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: p.Method})
	if err != nil {
		return nil, fmt.Errorf("read answer: %w", err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("read answer: %w", err)
	}
	return &Answer{Status: res.StatusCode, Header: res.Header, Body: body}, nil
}
