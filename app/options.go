package main

import (
	"io/fs"
	"log/slog"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/adrg/xdg"
	"github.com/spf13/pflag"

	"echostr/assets"
	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/wechat"
	"echostr/internal/words"
)

// options are the flags that the window and serve share.
type options struct {
	home, listen, tunnel, publicURL, lang, logLevel string
	ngrokConnect, ngrokCA                           string
	token, appID, appSecret, aesKey, mode, path     string
	json                                            bool
	commitWait                                      time.Duration

	set *pflag.FlagSet
}

func (o *options) register(f *pflag.FlagSet) {
	o.set = f
	f.StringVar(&o.home, "home", "", "directory of settings and rules (env ECHOSTR_HOME)")
	f.StringVar(&o.listen, "listen", "", "address of the local server (default "+profile.DefaultListen+"; port 0 picks one)")
	f.StringVar(&o.tunnel, "tunnel", "", "start a tunnel: none, ngrok or external")
	f.StringVar(&o.publicURL, "public-url", "", "public address: of your own tunnel, or the ngrok domain to ask for")
	f.StringVar(&o.ngrokConnect, "ngrok-connect", "", "host:port of ngrok's agent ingress")
	f.StringVar(&o.ngrokCA, "ngrok-ca", "", "PEM file of the authority that the ingress is trusted by")
	f.StringVar(&o.lang, "lang", "", "language: zh-Hans or en (default: the system's)")
	f.StringVar(&o.logLevel, "log-level", "warn", "what goes to standard error: debug, info, warn or error")
	f.DurationVar(&o.commitWait, "commit-wait", 0, "how long an answer may wait until its request is on record (default 20ms)")
	f.StringVar(&o.token, "token", "", "Token, for this run only")
	f.StringVar(&o.appID, "app-id", "", "AppID, for this run only")
	f.StringVar(&o.appSecret, "app-secret", "", "AppSecret, for this run only")
	f.StringVar(&o.aesKey, "aes-key", "", "EncodingAESKey, for this run only")
	f.StringVar(&o.mode, "mode", "", "plain, compatible or safe, for this run only")
	f.StringVar(&o.path, "path", "", "path of the callback, such as /wx/demo, for this run only")
}

// config checks the flags and turns them into an engine's configuration.
func (o *options) config() (engine.Config, *words.Catalogue, error) {
	c := engine.Config{Home: o.home, Env: os.Getenv, CommitWait: o.commitWait}
	sets, err := fs.Sub(assets.Rules, "rules")
	if err != nil {
		return c, nil, err
	}
	c.RuleSets = sets
	if c.Home == "" {
		c.Home = profile.DefaultHome(os.Getenv)
	}
	if home, err := os.UserHomeDir(); err == nil {
		c.UserHome = home
	}
	c.Downloads = xdg.UserDirs.Download
	var level slog.Level
	if err := level.UnmarshalText([]byte(o.logLevel)); err != nil {
		return c, nil, usagef("--log-level %s: want debug, info, warn or error", o.logLevel)
	}
	c.Logger = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	if err := o.overrides(&c.Overrides); err != nil {
		return c, nil, err
	}
	if o.lang != "" && words.Match(o.lang) != o.lang {
		return c, nil, usagef("--lang %s: want zh-Hans or en", o.lang)
	}
	cat, err := words.Load(words.Match(o.locale()))
	if err != nil {
		return c, nil, err
	}
	c.Words = func(key string) string { return cat.T(key) }
	return c, cat, nil
}

// locale is the language that was asked for, else the system's.
func (o *options) locale() string {
	for _, s := range []string{o.lang, os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG")} {
		if s != "" {
			return s
		}
	}
	return ""
}

func (o *options) overrides(v *profile.Overrides) error {
	for _, f := range []struct {
		flag string
		from *string
		to   **string
	}{
		{"token", &o.token, &v.Token}, {"app-id", &o.appID, &v.AppID}, {"app-secret", &o.appSecret, &v.AppSecret},
		{"aes-key", &o.aesKey, &v.AESKey}, {"path", &o.path, &v.Path}, {"listen", &o.listen, &v.Listen},
		{"tunnel", &o.tunnel, &v.Provider}, {"ngrok-connect", &o.ngrokConnect, &v.ConnectAddr}, {"ngrok-ca", &o.ngrokCA, &v.CAFile},
	} {
		if o.set.Changed(f.flag) {
			*f.to = f.from
		}
	}
	if o.set.Changed("mode") {
		m, err := wechat.ParseMode(o.mode)
		if err != nil {
			return usagef("--mode %s: want plain, compatible or safe", o.mode)
		}
		v.Mode = &m
	}
	if err := o.overrideTunnel(v); err != nil {
		return err
	}
	if v.Token != nil && o.token == "" {
		return usagef("--token is empty: WeChat's signature needs one")
	}
	if v.Listen != nil {
		if err := checkListen(o.listen); err != nil {
			return err
		}
	}
	if v.Path != nil {
		if p := profile.Validate(profile.Profile{Name: "x", Token: "token", Path: o.path}, nil); profile.Blocks(p) {
			return usagef("--path %s: want a path such as /wx/demo", o.path)
		}
	}
	return nil
}

func (o *options) overrideTunnel(v *profile.Overrides) error {
	provider := o.tunnel
	if o.set.Changed("public-url") {
		if o.publicURL == "" {
			return usagef("--public-url is empty")
		}
		switch provider {
		case "":
			provider = profile.TunnelExternal
			v.Provider = &provider
		case profile.TunnelNone:
			return usagef("--public-url needs --tunnel external or ngrok")
		}
		if provider == profile.TunnelNgrok {
			v.Domain = &o.publicURL
		} else {
			v.PublicURL = &o.publicURL
		}
	}
	switch provider {
	case "":
		if o.set.Changed("tunnel") {
			return usagef("--tunnel is empty: want none, ngrok or external")
		}
	case profile.TunnelNone, profile.TunnelNgrok:
	case profile.TunnelExternal:
		if v.PublicURL == nil {
			return usagef("--tunnel external needs --public-url")
		}
	default:
		return usagef("--tunnel %s: want none, ngrok or external", provider)
	}
	return nil
}

func checkListen(addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err == nil {
		var n int
		if n, err = strconv.Atoi(port); err == nil && (n < 0 || n > 65535) {
			err = strconv.ErrRange
		}
	}
	if err != nil {
		return usagef("--listen %s: want host:port, such as %s", addr, profile.DefaultListen)
	}
	return nil
}

// wantsTunnel says whether the command line asks for a tunnel to be started.
func (o *options) wantsTunnel() bool {
	return o.tunnel != "" && o.tunnel != profile.TunnelNone || o.tunnel == "" && strings.TrimSpace(o.publicURL) != ""
}
