package ngrok_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"echostr/internal/tunnel/ngrok"
)

func env(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

func TestAuthtokenPrecedence(t *testing.T) {
	with := env(map[string]string{"NGROK_AUTHTOKEN": " from-env \n"})
	for _, c := range []struct {
		settings ngrok.Secret
		getenv   func(string) string
		want     string
		source   ngrok.TokenSource
	}{
		{" mine ", with, "mine", ngrok.FromSettings},
		{"", with, "from-env", ngrok.FromEnvironment},
		{" ", with, "from-env", ngrok.FromEnvironment},
		{"", env(nil), "", ngrok.NoToken},
	} {
		got, source := ngrok.Authtoken(c.settings, c.getenv)
		if got.Reveal() != c.want || source != c.source {
			t.Errorf("got %q from %s, want %q from %s", got.Reveal(), source, c.want, c.source)
		}
	}
}

func TestConfigPaths(t *testing.T) {
	for name, c := range map[string]struct {
		machine ngrok.Machine
		want    []string
	}{
		"linux":      {ngrok.Machine{GOOS: "linux", Home: "/h", Getenv: env(nil)}, []string{"/h/.config/ngrok/ngrok.yml", "/h/.ngrok2/ngrok.yml"}},
		"linux, XDG": {ngrok.Machine{GOOS: "linux", Home: "/h", Getenv: env(map[string]string{"XDG_CONFIG_HOME": "/x"})}, []string{"/x/ngrok/ngrok.yml", "/h/.config/ngrok/ngrok.yml", "/h/.ngrok2/ngrok.yml"}},
		"linux, XDG as usual": {ngrok.Machine{GOOS: "linux", Home: "/h", Getenv: env(map[string]string{"XDG_CONFIG_HOME": "/h/.config"})},
			[]string{"/h/.config/ngrok/ngrok.yml", "/h/.ngrok2/ngrok.yml"}},
		"macOS":   {ngrok.Machine{GOOS: "darwin", Home: "/h", Getenv: env(nil)}, []string{"/h/Library/Application Support/ngrok/ngrok.yml", "/h/.ngrok2/ngrok.yml"}},
		"Windows": {ngrok.Machine{GOOS: "windows", Home: "/h", Getenv: env(map[string]string{"LOCALAPPDATA": "/l"})}, []string{"/l/ngrok/ngrok.yml", "/h/AppData/Local/ngrok/ngrok.yml", "/h/.ngrok2/ngrok.yml"}},
		"no home": {ngrok.Machine{GOOS: "linux", Getenv: env(nil)}, nil},
	} {
		var want []string
		for _, w := range c.want {
			want = append(want, filepath.FromSlash(w))
		}
		if got := c.machine.ConfigPaths(); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestFindOffer(t *testing.T) {
	const (
		v3 = "version: \"3\"\nagent:\n  authtoken: " + token + "\n  connect_url: connect.jp.ngrok-agent.com:443\n  proxy_url: http://127.0.0.1:7890\nendpoints:\n  - name: a\n    url: https://a.test\n"
		v2 = "version: 2\nauthtoken: '" + token + "'\nregion: jp\nproxy_url: socks5://127.0.0.1:1080\ntunnels: {}\n"
	)
	for name, c := range map[string]struct {
		text string
		want ngrok.Offer
	}{
		"version 3":    {v3, ngrok.Offer{Authtoken: token, ConnectAddr: "connect.jp.ngrok-agent.com:443", ProxyURL: "http://127.0.0.1:7890"}},
		"version 2":    {v2, ngrok.Offer{Authtoken: token, Region: "jp", ProxyURL: "socks5://127.0.0.1:1080"}},
		"no version":   {"authtoken: " + token + "\n", ngrok.Offer{Authtoken: token}},
		"with a BOM":   {"\ufeffauthtoken: " + token + "\n", ngrok.Offer{Authtoken: token}},
		"CRLF":         {"version: 2\r\nauthtoken: " + token + "\r\n", ngrok.Offer{Authtoken: token}},
		"numeric form": {"authtoken: 12345678901234567890\n", ngrok.Offer{Authtoken: "12345678901234567890"}},
	} {
		t.Run(name, func(t *testing.T) {
			path := writeConfig(t, c.text)
			none := filepath.Join(t.TempDir(), "ngrok.yml")
			got, found, err := ngrok.FindOffer([]string{none, path})
			c.want.Path = path
			if err != nil || !found || got != c.want {
				t.Errorf("got %v, %v, %v", got, found, err)
			}
			if got.Authtoken.Reveal() != c.want.Authtoken.Reveal() {
				t.Error("another authtoken")
			}
		})
	}
}

func TestFindOfferWithoutOne(t *testing.T) {
	none := filepath.Join(t.TempDir(), "ngrok.yml")
	empty := writeConfig(t, "version: 3\nagent: {}\n")
	if _, found, err := ngrok.FindOffer([]string{none, empty}); found || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
	broken := writeConfig(t, "version: 3\nagent:\n  authtoken: \""+token+"\n  [\n")
	_, found, err := ngrok.FindOffer([]string{broken})
	if found || !errors.Is(err, ngrok.ErrConfigForm) {
		t.Errorf("found %v, %v", found, err)
	}
	if strings.Contains(err.Error(), token) || !strings.Contains(err.Error(), broken) {
		t.Errorf("the error %q must name the file and not its content", err)
	}
	huge := writeConfig(t, "# "+strings.Repeat("x", 1<<20))
	if _, found, err := ngrok.FindOffer([]string{huge}); found || err == nil {
		t.Errorf("a huge file: found %v, %v", found, err)
	}
	good := writeConfig(t, "authtoken: "+token+"\n")
	if got, found, err := ngrok.FindOffer([]string{broken, good}); !found || err != nil || got.Path != good {
		t.Errorf("a broken file hides a good one: %v, %v", found, err)
	}
}

func writeConfig(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ngrok.yml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
