package tunnel_test

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"

	"echostr/internal/tunnel"
)

func TestProblemOf(t *testing.T) {
	known := &tunnel.Problem{Code: "ERR_NGROK_334", Kind: tunnel.URLInUse}
	for name, c := range map[string]struct {
		err  error
		want tunnel.ProblemKind
	}{
		"a problem in the chain": {fmt.Errorf("open: %w", known), tunnel.URLInUse},
		"unknown authority":      {fmt.Errorf("tls: %w", x509.UnknownAuthorityError{}), tunnel.TLS},
		"other host's name":      {x509.HostnameError{Certificate: &x509.Certificate{}, Host: "a"}, tunnel.TLS},
		"no such name":           {&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "a", IsNotFound: true}}, tunnel.DNS},
		"refused":                {&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}, tunnel.Network},
		"hung up":                {fmt.Errorf("read: %w", io.EOF), tunnel.Network},
		"deadline":               {fmt.Errorf("dial: %w", context.DeadlineExceeded), tunnel.NoAnswer},
		"timeout":                {&net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}, tunnel.NoAnswer},
		"anything":               {errors.New("anything"), tunnel.Other},
	} {
		t.Run(name, func(t *testing.T) {
			got := tunnel.ProblemOf(c.err)
			if got.Kind != c.want {
				t.Errorf("kind %s, want %s", got.Kind, c.want)
			}
			if got.Detail == "" && got != known {
				t.Error("the detail is empty")
			}
		})
	}
	if tunnel.ProblemOf(nil) != nil {
		t.Error("nil is no problem")
	}
}

func TestOneLine(t *testing.T) {
	if got := tunnel.OneLine(" a\r\n\r\n  b\tc \n"); got != "a b c" {
		t.Errorf("got %q", got)
	}
	if got := []rune(tunnel.OneLine(strings.Repeat("字", 5000))); len(got) != 601 || got[600] != '…' {
		t.Errorf("a long text has %d runes", len(got))
	}
}

func TestProblemText(t *testing.T) {
	p := &tunnel.Problem{Code: "ERR_NGROK_108", Kind: tunnel.AccountSessions, Detail: "limited to 1"}
	if got, want := p.Error(), "tunnel: account_limit_sessions (ERR_NGROK_108): limited to 1"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestKindsAreDistinctIdentifiers(t *testing.T) {
	kinds := tunnel.ProblemKinds()
	for i, k := range kinds {
		if k == "" || strings.ToLower(k.String()) != k.String() || strings.ContainsAny(k.String(), " -") {
			t.Errorf("%q is no identifier", k)
		}
		if slices.Contains(kinds[:i], k) {
			t.Errorf("%q is listed twice", k)
		}
	}
}

func TestStateNames(t *testing.T) {
	want := map[tunnel.State]string{
		tunnel.Stopped: "stopped", tunnel.Connecting: "connecting", tunnel.Online: "online",
		tunnel.Reconnecting: "reconnecting", tunnel.Failed: "failed", tunnel.State(9): "State(9)",
	}
	for s, name := range want {
		if s.String() != name {
			t.Errorf("%d is called %q, want %q", int(s), s, name)
		}
	}
	if text, err := json.Marshal(tunnel.Online); err != nil || string(text) != `"online"` {
		t.Errorf("JSON %s, %v", text, err)
	}
}

func TestJoin(t *testing.T) {
	for _, c := range []struct{ base, path, want string }{
		{"https://a.test", "/wx/main", "https://a.test/wx/main"},
		{"https://a.test/", "/wx/main", "https://a.test/wx/main"},
		{"https://a.test", "wx", "https://a.test/wx"},
		{"https://a.test/base/", "wx", "https://a.test/base/wx"},
		{"https://a.test/base//", "//wx", "https://a.test/base/wx"},
		{"https://a.test", "", "https://a.test"},
		{"https://a.test", "/", "https://a.test/"},
		{"", "/wx", "/wx"},
		{"https://a.test/b?k=v", "/wx", "https://a.test/b/wx?k=v"},
		{"https://a.test/b?k=v", "/wx?x=1", "https://a.test/b/wx?x=1&k=v"},
	} {
		if got := tunnel.Join(c.base, c.path); got != c.want {
			t.Errorf("Join(%q, %q) = %q, want %q", c.base, c.path, got, c.want)
		}
	}
}

func TestIssueText(t *testing.T) {
	i := tunnel.Issue{Field: "traffic_policy", ID: "syntax", Line: 2, Column: 5}
	if got := i.String(); got != "error traffic_policy.syntax at 2:5" {
		t.Errorf("got %q", got)
	}
	w := tunnel.Issue{Field: "url", ID: "private", Severity: tunnel.Warning, Value: "localhost"}
	if got := w.String(); got != "warning url.private(localhost)" {
		t.Errorf("got %q", got)
	}
	if first, found := tunnel.FirstError([]tunnel.Issue{w, i}); !found || first != i {
		t.Errorf("first error %v, %v", first, found)
	}
	if _, found := tunnel.FirstError([]tunnel.Issue{w}); found {
		t.Error("a warning is no error")
	}
}
