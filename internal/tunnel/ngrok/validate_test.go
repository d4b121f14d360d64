package ngrok_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"echostr/internal/tunnel"
	"echostr/internal/tunnel/ngrok"
)

func TestValidate(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "none.pem")
	for name, c := range map[string]struct {
		cfg  ngrok.Config
		want []string
	}{
		"only a token":     {ngrok.Config{Authtoken: token}, nil},
		"token with ends":  {ngrok.Config{Authtoken: " " + token + "\n"}, nil},
		"no token":         {ngrok.Config{}, []string{"error authtoken.missing"}},
		"blank token":      {ngrok.Config{Authtoken: " \n"}, []string{"error authtoken.missing"}},
		"pasted command":   {ngrok.Config{Authtoken: "ngrok config add-authtoken " + token}, []string{"error authtoken.command"}},
		"token with space": {ngrok.Config{Authtoken: ngrok.Secret(token[:10] + " " + token[10:])}, []string{"error authtoken.spaces"}},
		"short token":      {ngrok.Config{Authtoken: "abc"}, []string{"warning authtoken.short"}},

		"bare domain":       {ngrok.Config{Authtoken: token, Domain: "A-b.ngrok-free.app"}, nil},
		"domain as URL":     {ngrok.Config{Authtoken: token, Domain: "https://a.ngrok.app:443/"}, nil},
		"http domain":       {ngrok.Config{Authtoken: token, Domain: "http://a.ngrok.app:80"}, nil},
		"tcp":               {ngrok.Config{Authtoken: token, Domain: "tcp://1.tcp.ngrok.io:1"}, []string{"error domain.scheme(tcp://1.tcp.ngrok.io:1)"}},
		"domain with path":  {ngrok.Config{Authtoken: token, Domain: "a.ngrok.app/wx"}, []string{"error domain.path(a.ngrok.app/wx)"}},
		"domain with port":  {ngrok.Config{Authtoken: token, Domain: "a.ngrok.app:8080"}, []string{"error domain.port(a.ngrok.app:8080)"}},
		"domain with user":  {ngrok.Config{Authtoken: token, Domain: "u@a.ngrok.app"}, []string{"error domain.userinfo(u@a.ngrok.app)"}},
		"address":           {ngrok.Config{Authtoken: token, Domain: "127.0.0.1"}, []string{"error domain.ip(127.0.0.1)"}},
		"wildcard":          {ngrok.Config{Authtoken: token, Domain: "*.ngrok.app"}, []string{"error domain.wildcard(*.ngrok.app)"}},
		"one label":         {ngrok.Config{Authtoken: token, Domain: "myname"}, []string{"error domain.form(myname)"}},
		"bad letters":       {ngrok.Config{Authtoken: token, Domain: "a_b.ngrok.app"}, []string{"error domain.form(a_b.ngrok.app)"}},
		"hyphen at the end": {ngrok.Config{Authtoken: token, Domain: "a-.ngrok.app"}, []string{"error domain.form(a-.ngrok.app)"}},

		"region":            {ngrok.Config{Authtoken: token, Region: "jp"}, nil},
		"unknown region":    {ngrok.Config{Authtoken: token, Region: "cn"}, []string{"error region.unknown(cn)"}},
		"connect address":   {ngrok.Config{Authtoken: token, ConnectAddr: "edge.test:8443"}, nil},
		"connect host":      {ngrok.Config{Authtoken: token, ConnectAddr: "edge.test"}, nil},
		"connect port":      {ngrok.Config{Authtoken: token, ConnectAddr: "edge.test:x"}, []string{"error connect_addr.form(edge.test:x)"}},
		"connect over IPv6": {ngrok.Config{Authtoken: token, ConnectAddr: "[::1]:443"}, []string{"error connect_addr.form([::1]:443)"}},
		"connect URL":       {ngrok.Config{Authtoken: token, ConnectAddr: "tls://edge.test:443"}, []string{"error connect_addr.form([tls://edge.test:443]:443)"}},

		"socks5 proxy":   {ngrok.Config{Authtoken: token, ProxyURL: "socks5://u:p@127.0.0.1:1080"}, nil},
		"http proxy":     {ngrok.Config{Authtoken: token, ProxyURL: "HTTP://proxy.test"}, nil},
		"https proxy":    {ngrok.Config{Authtoken: token, ProxyURL: "https://proxy.test:8443/"}, nil},
		"bare proxy":     {ngrok.Config{Authtoken: token, ProxyURL: "127.0.0.1:7890"}, []string{"error proxy_url.form"}},
		"other proxy":    {ngrok.Config{Authtoken: token, ProxyURL: "ss://127.0.0.1:7890"}, []string{"error proxy_url.scheme"}},
		"proxy no host":  {ngrok.Config{Authtoken: token, ProxyURL: "http://:80"}, []string{"error proxy_url.host"}},
		"proxy no port":  {ngrok.Config{Authtoken: token, ProxyURL: "socks5://proxy.test"}, []string{"error proxy_url.port"}},
		"proxy bad port": {ngrok.Config{Authtoken: token, ProxyURL: "http://proxy.test:70000"}, []string{"error proxy_url.port"}},
		"proxy path":     {ngrok.Config{Authtoken: token, ProxyURL: "http://proxy.test/x"}, []string{"error proxy_url.path"}},

		"policy":         {ngrok.Config{Authtoken: token, TrafficPolicy: "on_http_request:\n  - actions: []\n"}, nil},
		"JSON policy":    {ngrok.Config{Authtoken: token, TrafficPolicy: `{"on_http_response": []}`}, nil},
		"broken policy":  {ngrok.Config{Authtoken: token, TrafficPolicy: "on_http_request:\n  - {a: b\n"}, []string{"error traffic_policy.syntax at 2:5"}},
		"policy list":    {ngrok.Config{Authtoken: token, TrafficPolicy: "- a\n- b\n"}, []string{"error traffic_policy.shape"}},
		"unknown phases": {ngrok.Config{Authtoken: token, TrafficPolicy: "on_request: []\nb: 1\n"}, []string{"warning traffic_policy.phase(b)", "warning traffic_policy.phase(on_request)"}},

		"everything at once": {
			ngrok.Config{Domain: "x", Region: "cn", ProxyURL: "x", TrafficPolicy: "x", ConnectAddr: ":", CAFile: missing},
			[]string{"error authtoken.missing", "error domain.form(x)", "error region.unknown(cn)", "error proxy_url.form",
				"error traffic_policy.shape", "error connect_addr.form(:)", fmt.Sprintf("error ca_file.missing(%s)", missing)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, i := range c.cfg.Validate() {
				got = append(got, i.String())
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestConfigThatCannotWorkIsNotTried(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*ngrok.Config)
		want   tunnel.ProblemKind
	}{
		"no token":      {func(c *ngrok.Config) { c.Authtoken = "" }, tunnel.AuthtokenMissing},
		"pasted token":  {func(c *ngrok.Config) { c.Authtoken = "ngrok authtoken " + token }, tunnel.AuthtokenInvalid},
		"domain":        {func(c *ngrok.Config) { c.Domain = "x" }, tunnel.DomainInvalid},
		"policy":        {func(c *ngrok.Config) { c.TrafficPolicy = "- x" }, tunnel.TrafficPolicy},
		"region":        {func(c *ngrok.Config) { c.Region = "cn" }, tunnel.ConfigInvalid},
		"proxy's shape": {func(c *ngrok.Config) { c.ProxyURL = "127.0.0.1:1" }, tunnel.ConfigInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, tunnel.Config{})
			c.change(&b.cfg)
			b.start()
			got, _ := b.watch.AwaitState(b.ctx, 0, tunnel.Failed)
			if got.Problem.Kind != c.want || !got.Problem.Permanent || strings.Contains(got.Problem.Detail, token) {
				t.Errorf("problem %+v, want %s", got.Problem, c.want)
			}
			if n := b.edge.Counts().Connections; n != 0 {
				t.Errorf("connected %d times all the same", n)
			}
		})
	}
}
