package ngrok_test

import (
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"echostr/internal/tunnel"
	"echostr/internal/tunnel/ngrok/ngroktest"
)

// What can lie on the way: certificates, proxies, nothing at all.

func TestForeignCertificate(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	b.cfg.CAFile = ngroktest.Start(t, ngroktest.Options{}).CAFile(t)
	b.start()
	got, _ := b.watch.AwaitState(b.ctx, 0, tunnel.Failed)
	if got.Problem.Kind != tunnel.TLS || !strings.Contains(got.Problem.Detail, "certificate") {
		t.Errorf("problem %+v", got.Problem)
	}
	if n := b.edge.Counts().Auths; n != 0 {
		t.Errorf("the authtoken went to a stranger %d times", n)
	}
}

func TestNgroksOwnAuthorityIsTheDefault(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	b.cfg.CAFile = ""
	b.start()
	got, _ := b.watch.AwaitState(b.ctx, 0, tunnel.Failed)
	if got.Problem.Kind != tunnel.TLS {
		t.Errorf("problem %+v", got.Problem)
	}
}

func TestCAFileThatCannotBeUsed(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, []byte("no certificate\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"missing": filepath.Join(t.TempDir(), "none.pem"), "unreadable": t.TempDir(), "empty": empty,
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, tunnel.Config{})
			b.cfg.CAFile = path
			b.start()
			got, _ := b.watch.AwaitState(b.ctx, 0, tunnel.Failed)
			if got.Problem.Kind != tunnel.CAFile || !strings.Contains(got.Problem.Detail, "ca_file."+name) {
				t.Errorf("problem %+v", got.Problem)
			}
			if n := b.edge.Counts().Connections; n != 0 {
				t.Errorf("connected %d times all the same", n)
			}
		})
	}
}

func TestNobodyThere(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	b.cfg.ConnectAddr = freeAddr(t)
	b.start()
	got, next := b.watch.Await(b.ctx, 0, "a problem", func(s tunnel.Status) bool { return s.Problem != nil })
	if got.State != tunnel.Connecting || got.Problem.Kind != tunnel.Network {
		t.Errorf("status %+v", got)
	}
	b.watch.Await(b.ctx, next, "a second attempt", func(s tunnel.Status) bool { return s.Attempt == 2 })
	b.stop()
}

func TestNameThatDoesNotResolve(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	b.cfg.ConnectAddr = "connect.ngrok.invalid:443"
	b.start()
	got, _ := b.watch.Await(b.ctx, 0, "a problem", func(s tunnel.Status) bool { return s.Problem != nil })
	if got.Problem.Kind != tunnel.DNS {
		t.Errorf("problem %+v", got.Problem)
	}
}

// freeAddr is a loopback address at which nobody listens.
func freeAddr(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

var proxies = map[string]func(ngroktest.TB, ngroktest.ProxyOptions) *ngroktest.Proxy{
	"socks5": ngroktest.StartSOCKS5,
	"http":   ngroktest.StartCONNECT,
}

func TestThroughProxy(t *testing.T) {
	for name, start := range proxies {
		for kind, opts := range map[string]ngroktest.ProxyOptions{
			"open": {}, "with login": {User: "mo", Password: "p@ss w:rd"},
		} {
			t.Run(name+" "+kind, func(t *testing.T) {
				b := newBench(t, tunnel.Config{})
				proxy := start(t, opts)
				b.cfg.ProxyURL = proxy.URL()
				got, next := b.online()
				if status, _ := b.get(got.URL); status != 200 {
					t.Errorf("answer %d", status)
				}
				if targets := proxy.Targets(); !slices.Equal(targets, []string{b.edge.ConnectAddr()}) {
					t.Errorf("the proxy led to %v", targets)
				}
				b.edge.DropAll()
				_, next = b.watch.AwaitState(b.ctx, next, tunnel.Reconnecting)
				b.watch.AwaitState(b.ctx, next, tunnel.Online)
			})
		}
	}
}

func TestProxyProblems(t *testing.T) {
	login := ngroktest.ProxyOptions{User: "mo", Password: "right-password"}
	for name, start := range proxies {
		for what, c := range map[string]struct {
			opts  ngroktest.ProxyOptions
			login string
			gone  bool
			want  tunnel.ProblemKind
		}{
			"wrong password": {opts: login, login: "mo:wrong-password@", want: tunnel.ProxyAuth},
			"no login":       {opts: login, want: tunnel.ProxyAuth},
			"refuses":        {opts: ngroktest.ProxyOptions{Refuse: true}, want: tunnel.ProxyRefused},
			"is not there":   {gone: true, login: "mo:wrong-password@", want: tunnel.Proxy},
		} {
			t.Run(name+" "+what, func(t *testing.T) {
				b := newBench(t, tunnel.Config{})
				proxy := start(t, c.opts)
				if c.gone {
					proxy.Close()
				}
				b.cfg.ProxyURL = name + "://" + c.login + proxy.Addr()
				b.start()
				got, _ := b.watch.AwaitState(b.ctx, 0, tunnel.Failed)
				if got.Problem.Kind != c.want {
					t.Errorf("problem %+v, want %s", got.Problem, c.want)
				}
				if strings.Contains(got.Problem.Detail, "password") && strings.Contains(got.Problem.Detail, "wrong") {
					t.Errorf("the proxy's password is in %q", got.Problem.Detail)
				}
			})
		}
	}
}

func TestProxyThatIsNoProxy(t *testing.T) {
	b := newBench(t, tunnel.Config{})
	b.cfg.ProxyURL = "http://" + b.edge.ConnectAddr() // speaks TLS
	b.start()
	got, _ := b.watch.AwaitState(b.ctx, 0, tunnel.Failed)
	if got.Problem.Kind != tunnel.Proxy {
		t.Errorf("problem %+v", got.Problem)
	}
}
