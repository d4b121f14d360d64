package ngroktest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// DefaultDomain is the host of an endpoint for which the agent names none,
// like the one fixed domain of a free account.
const DefaultDomain = "brave-fox.ngrok-free.test"

// DefaultClientAddr is the caller that the agent sees on every connection, an
// address from the documentation range.
const DefaultClientAddr = "203.0.113.7:4242"

// Silence says from which step on an edge no longer answers.
type Silence int

const (
	// Talking answers everything.
	Talking Silence = iota
	// SilentTCP accepts connections and leaves it at that: no TLS.
	SilentTCP
	// SilentAuth finishes the TLS handshake and answers no request.
	SilentAuth
	// SilentBind lets agents in and never answers a bind.
	SilentBind
)

// Options shape an edge. The zero value accepts every authtoken and domain.
type Options struct {
	Domain     string // host when the agent names none; "": DefaultDomain
	ClientAddr string // caller shown to the agent; "": DefaultClientAddr
	Region     string // "": "local"
	Account    string // "": "Stand-in account"
	Plan       string // "": "Free"
	// Loopback makes the edge name its own public address as the endpoint's URL, so
	// that what calls the URL gets there without a resolver.
	Loopback bool
	// Log receives one line per thing that happens, from several goroutines,
	// never with an authtoken in it. nil: nothing.
	Log func(format string, args ...any)
}

// Edge is a running stand-in for the ngrok cloud. All its methods are safe for
// concurrent use.
type Edge struct {
	opts   Options
	caPEM  []byte
	agents net.Listener // TLS is added per connection
	tls    *tls.Config
	public *publicSide
	wg     sync.WaitGroup

	mu       sync.Mutex
	closed   bool
	onAuth   func(AuthRequest) string
	onBind   func(BindRequest) string
	silence  Silence
	delay    time.Duration
	raw      map[net.Conn]struct{}
	sessions map[*session]struct{}
	bound    map[string]*endpoint // by public host
	counts   Counts
	changed  chan struct{} // closed and replaced at every change
	ids      int
}

// Counts tell what an edge has seen since it started.
type Counts struct {
	Connections int // agent connections accepted
	Auths       int // sessions asked for, refused ones included
	Binds       int // endpoints asked for, refused ones included
	Unbinds     int // endpoints that the agent gave up in order
	Requests    int // public requests passed to an agent
}

// New starts an edge on two free loopback ports. Close it after use.
func New(opts Options) (*Edge, error) {
	if opts.Domain == "" {
		opts.Domain = DefaultDomain
	}
	if opts.ClientAddr == "" {
		opts.ClientAddr = DefaultClientAddr
	}
	if opts.Region == "" {
		opts.Region = "local"
	}
	if opts.Account == "" {
		opts.Account = "Stand-in account"
	}
	if opts.Plan == "" {
		opts.Plan = "Free"
	}
	if opts.Log == nil {
		opts.Log = func(string, ...any) {}
	}
	cert, caPEM, err := newCert()
	if err != nil {
		return nil, err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for agents: %w", err)
	}
	e := &Edge{
		opts: opts, caPEM: caPEM, agents: ln,
		tls:      &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12},
		raw:      map[net.Conn]struct{}{},
		sessions: map[*session]struct{}{},
		bound:    map[string]*endpoint{},
		changed:  make(chan struct{}),
	}
	if e.public, err = newPublicSide(e); err != nil {
		return nil, errors.Join(err, ln.Close())
	}
	e.wg.Go(e.acceptAgents)
	e.wg.Go(e.public.serve)
	return e, nil
}

// Start is [New] for a test: the edge is closed when the test ends.
func Start(t TB, opts Options) *Edge {
	t.Helper()
	e, err := New(opts)
	if err != nil {
		t.Fatalf("start stand-in edge: %v", err)
	}
	t.Cleanup(e.Close)
	return e
}

// ConnectAddr is the host:port to which agents connect.
func (e *Edge) ConnectAddr() string { return e.agents.Addr().String() }

// PublicURL is the plain-HTTP loopback address at which "the internet" calls
// in; the Host header picks the endpoint.
func (e *Edge) PublicURL() string { return "http://" + e.public.ln.Addr().String() }

// Close ends every session, both listeners and every goroutine, and waits for
// them. It may be called more than once.
func (e *Edge) Close() {
	e.mu.Lock()
	e.closed = true
	e.mu.Unlock()
	_ = e.agents.Close()
	e.public.close()
	e.DropAll()
	e.wg.Wait()
}

// OnAuth sets the hook that judges sessions; an answer other than "" refuses
// one with that text (see [Refusal]). nil lets every session in.
func (e *Edge) OnAuth(hook func(AuthRequest) string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.onAuth = hook
}

// OnBind sets the hook that judges endpoints, like [Edge.OnAuth].
func (e *Edge) OnBind(hook func(BindRequest) string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.onBind = hook
}

// SetSilence changes which requests of new connections stay unanswered.
func (e *Edge) SetSilence(s Silence) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.silence = s
}

// SetDelay makes the edge wait before every answer and heartbeat echo.
func (e *Edge) SetDelay(d time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.delay = d
}

// Counts returns what the edge has seen so far.
func (e *Edge) Counts() Counts {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.counts
}

// Hosts lists the public hosts that are online, sorted.
func (e *Edge) Hosts() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	hosts := make([]string, 0, len(e.bound))
	for h := range e.bound {
		hosts = append(hosts, h)
	}
	slices.Sort(hosts)
	return hosts
}

// Await returns once ok holds, which it asks after every change of the edge,
// or with the context's error.
func (e *Edge) Await(ctx context.Context, ok func(Counts) bool) error {
	for {
		e.mu.Lock()
		counts, changed := e.counts, e.changed
		e.mu.Unlock()
		if ok(counts) {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("await stand-in edge: %w", context.Cause(ctx))
		}
	}
}

// update changes the edge's state under its lock and wakes everyone in Await.
func (e *Edge) update(f func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	f()
	close(e.changed)
	e.changed = make(chan struct{})
}

// Client is an HTTP client for which every host name leads to the public side,
// so that a test can call an endpoint by its own URL.
func (e *Edge) Client() *http.Client {
	return &http.Client{Transport: publicTripper{addr: e.public.ln.Addr().String()}}
}
