package external_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"echostr/internal/tunnel"
	"echostr/internal/tunnel/external"
	"echostr/internal/tunnel/tunneltest"
)

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		raw, want string
		issues    []string
	}{
		{"https://a.natapp1.cc", "https://a.natapp1.cc", nil},
		{"  HTTP://A.Natapp1.CC/ ", "http://a.natapp1.cc", nil},
		{"http://a.test:80/wx/", "http://a.test/wx", nil},
		{"https://a.test:443", "https://a.test", nil},
		{"https://a.test/b%20c", "https://a.test/b%20c", nil},
		{"https://[2001:db8::1]/x", "https://[2001:db8::1]/x", nil},
		{"", "", []string{"error url.missing"}},
		{"https://a b", "", []string{"error url.form"}},
		{"a.test/wx", "", []string{"error url.scheme"}},
		{"a.test:8080", "", []string{"error url.scheme", "error url.port(8080)"}},
		{"ftp://a.test", "", []string{"error url.scheme(ftp)"}},
		{"https://", "", []string{"error url.host"}},
		{"http://a.test:8080", "", []string{"error url.port(8080)"}},
		{"http://a.test:443", "", []string{"error url.port(443)"}},
		{"https://a.test:80", "", []string{"error url.port(80)"}},
		{"https://user:pass@a.test", "", []string{"error url.userinfo"}},
		{"https://a.test/#top", "", []string{"error url.fragment"}},
		{"https://a.test/#", "", []string{"error url.fragment"}},
		{"http://u@a.test:81/#x", "", []string{"error url.port(81)", "error url.userinfo", "error url.fragment"}},
		{"https://a.test/?k=v", "https://a.test?k=v", []string{"warning url.query"}},
		{"http://localhost", "http://localhost", []string{"warning url.private(localhost)"}},
		{"http://127.0.0.1", "http://127.0.0.1", []string{"warning url.private(127.0.0.1)"}},
		{"http://192.168.1.5/wx", "http://192.168.1.5/wx", []string{"warning url.private(192.168.1.5)"}},
		{"http://100.100.1.1", "http://100.100.1.1", []string{"warning url.private(100.100.1.1)"}},
		{"http://[::1]", "http://[::1]", []string{"warning url.private(::1)"}},
		{"http://nas.local", "http://nas.local", []string{"warning url.private(nas.local)"}},
		{"http://intranet", "http://intranet", []string{"warning url.private(intranet)"}},
	} {
		got, issues := external.Check(c.raw)
		var texts []string
		for _, i := range issues {
			texts = append(texts, i.String())
		}
		if got != c.want || !slices.Equal(texts, c.issues) {
			t.Errorf("Check(%q) = %q, %v; want %q, %v", c.raw, got, texts, c.want, c.issues)
		}
	}
}

func TestProvider(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	r := tunnel.New(tunnel.Config{})
	defer r.Close()
	watch := tunneltest.Watch(t, r)

	r.Start(external.New("https://A.test:443/wx/"))
	got, next := watch.AwaitState(ctx, 0, tunnel.Online)
	if got.URL != "https://a.test/wx" || got.Provider != "external" {
		t.Errorf("status %+v", got)
	}
	if err := r.Stop(ctx); err != nil {
		t.Errorf("stop: %v", err)
	}

	r.Start(external.New("https://a.test:8443"))
	got, _ = watch.AwaitState(ctx, next, tunnel.Failed)
	if got.Problem.Kind != tunnel.URLInvalid || got.Problem.Detail != "error url.port(8443)" {
		t.Errorf("problem %+v", got.Problem)
	}
}
