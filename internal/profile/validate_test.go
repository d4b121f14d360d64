package profile

import (
	"slices"
	"strings"
	"testing"

	"echostr/internal/wechat"
	"echostr/internal/words"
)

const goodKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"

// good is a profile without any problem.
func good() Profile {
	return Profile{ID: "a1", Name: "demo", Token: "wechat2026", AppID: "wx5823bf96d3bd56c7", AppSecret: strings.Repeat("0a", 16),
		EncodingAESKey: goodKey, Mode: wechat.Safe, Path: "/wx/demo"}
}

// TestValidate also gathers which problems there are, for TestProblemsHaveWords.
func TestValidate(t *testing.T) {
	for _, test := range validations {
		p := good()
		test.edit(&p)
		var got []string
		for _, problem := range Validate(p, test.others) {
			key := strings.TrimPrefix(problem.Key(), "problem.")
			if !problem.Warning {
				key += "!"
			}
			if problem.Profile != p.ID {
				t.Errorf("%s names profile %q", key, problem.Profile)
			}
			got = append(got, key)
		}
		if !slices.Equal(got, strings.Fields(test.want)) {
			t.Errorf("%s: %q, want %q", p, got, test.want)
		}
	}
}

var validations = []struct {
	edit   func(p *Profile)
	others []Profile
	want   string // with "!" what is more than a warning
}{
	{func(*Profile) {}, nil, ""},
	{func(p *Profile) { *p = Profile{ID: "x", Name: "x", Token: "abc", Path: "/"} }, nil, ""},

	{func(p *Profile) { p.Name = " " }, nil, "name.empty!"},
	{func(p *Profile) { p.Name = strings.Repeat("长", 40) }, nil, ""},
	{func(p *Profile) { p.Name = strings.Repeat("长", 41) }, nil, "name.too_long!"},
	{func(p *Profile) { p.Name = "a\x00b" }, nil, "name.characters!"},
	{func(*Profile) {}, []Profile{{Name: "demo", Path: "/other"}}, "name.duplicate"},

	{func(p *Profile) { p.Path = "" }, nil, "path.no_slash!"},
	{func(p *Profile) { p.Path = "wx" }, nil, "path.no_slash!"},
	{func(p *Profile) { p.Path = "/" + strings.Repeat("a", 127) }, nil, ""},
	{func(p *Profile) { p.Path = "/" + strings.Repeat("a", 128) }, nil, "path.too_long!"},
	{func(p *Profile) { p.Path = "/w x" }, nil, "path.characters!"},
	{func(p *Profile) { p.Path = "/wx\n" }, nil, "path.characters!"},
	{func(p *Profile) { p.Path = "/wx?a=1" }, nil, "path.characters!"},
	{func(p *Profile) { p.Path = "/wx#a" }, nil, "path.characters!"},
	{func(p *Profile) { p.Path = "/wx\u200b" }, nil, "path.characters!"},
	{func(p *Profile) { p.Path = "/\xff" }, nil, "path.characters!"},
	{func(p *Profile) { p.Path = "/微信" }, nil, "path.escaped"},
	{func(p *Profile) { p.Path = "/wx%20a" }, nil, ""},
	{func(p *Profile) { p.Path = "//wx" }, nil, "path.empty_segment!"},
	{func(p *Profile) { p.Path = "/wx/../a/." }, nil, "path.dot_segment!"},
	{func(p *Profile) { p.Path = "/wx/...a/" }, nil, ""},
	{func(*Profile) {}, []Profile{{Name: "o", Path: "/wx/demo"}}, "path.duplicate!"},
	{func(*Profile) {}, []Profile{{Name: "o", Path: "/wx/demo/"}, {Name: "p", Path: "/WX/demo"}}, ""},

	{func(p *Profile) { p.Token = "" }, nil, "token.empty!"},
	{func(p *Profile) { p.Token = " \t　" }, nil, "token.empty!"},
	{func(p *Profile) { p.Token = "ab" }, nil, "token.too_short"},
	{func(p *Profile) { p.Token = strings.Repeat("a", 32) }, nil, ""},
	{func(p *Profile) { p.Token = strings.Repeat("a", 33) }, nil, "token.too_long"},
	{func(p *Profile) { p.Token = strings.Repeat("a", 1025) }, nil, "token.too_big! token.too_long"},
	{func(p *Profile) { p.Token = " wechat" }, nil, "token.leading_whitespace"},
	{func(p *Profile) { p.Token = "wechat\n" }, nil, "token.trailing_whitespace"},
	{func(p *Profile) { p.Token = "　we chat\u00a0" }, nil, "token.leading_whitespace token.trailing_whitespace token.inner_whitespace"},
	{func(p *Profile) { p.Token = "wechat\u200b" }, nil, "token.invisible"},
	{func(p *Profile) { p.Token = "wechat\xff" }, nil, "token.invisible"},
	{func(p *Profile) { p.Token = "ｗechat" }, nil, "token.full_width"},
	{func(p *Profile) { p.Token = "we-chat_1" }, nil, "token.characters"},
	{func(p *Profile) { p.Token = "微信公众号" }, nil, "token.characters"},
	{func(p *Profile) { p.Token = p.AppID }, nil, "token.same_as_app_id"},
	{func(p *Profile) { p.Token = p.AppSecret }, nil, "token.same_as_app_secret"},
	{func(p *Profile) { p.Token = p.EncodingAESKey }, nil, "token.too_long token.same_as_aes_key"},

	{func(p *Profile) { p.AppID = "wx123" }, nil, "app_id.form"},
	{func(p *Profile) { p.AppID = "WX5823BF96D3BD56C7" }, nil, "app_id.form"},
	{func(p *Profile) { p.AppID += " " }, nil, "app_id.trailing_whitespace"},
	{func(p *Profile) { p.AppID = "wx5823bf 96d3bd56c7" }, nil, "app_id.inner_whitespace"},
	{func(p *Profile) { p.AppID = " wx" + strings.Repeat("a", 1100) }, nil, "app_id.too_big! app_id.leading_whitespace app_id.form"},
	{func(p *Profile) { p.AppSecret = strings.Repeat("A", 32) }, nil, "app_secret.form"},
	{func(p *Profile) { p.AppSecret = " " + p.AppSecret[:31] + "\n0 0" }, nil,
		"app_secret.leading_whitespace app_secret.inner_whitespace app_secret.form"},
	{func(p *Profile) { p.AppSecret += "\t" }, nil, "app_secret.trailing_whitespace"},
	{func(p *Profile) { p.AppSecret = strings.Repeat("a", 1100) }, nil, "app_secret.too_big! app_secret.form"},
	{func(p *Profile) { p.EncodingAESKey += " " }, nil, "aes_key.trailing_whitespace mode.needs_aes_key"},
	{func(p *Profile) { p.EncodingAESKey = " " + p.EncodingAESKey }, nil, "aes_key.leading_whitespace mode.needs_aes_key"},
	{func(p *Profile) { p.EncodingAESKey = "abc def" }, nil, "aes_key.inner_whitespace aes_key.length mode.needs_aes_key"},
	{func(p *Profile) { p.EncodingAESKey = strings.Replace(goodKey, "a", "+", 1) }, nil, "aes_key.characters"},
	{func(p *Profile) { p.EncodingAESKey = strings.Replace(goodKey, "a", "_", 1) }, nil, "aes_key.characters mode.needs_aes_key"},
	{func(p *Profile) { p.EncodingAESKey = strings.Repeat("a", 1100); p.Mode = wechat.Plain }, nil, "aes_key.too_big! aes_key.length"},

	{func(p *Profile) { p.EncodingAESKey, p.Mode = "", wechat.Plain }, nil, ""},
	{func(p *Profile) { p.EncodingAESKey, p.Mode = "", wechat.Compatible }, nil, "mode.needs_aes_key"},
	{func(p *Profile) { p.AppID, p.EncodingAESKey = "", "" }, nil, "mode.needs_aes_key mode.needs_app_id"},
	{func(p *Profile) { *p = Profile{ID: "x"} }, nil, "name.empty! path.no_slash! token.empty!"},
}

var settingsValidations = []struct {
	edit func(s *Settings)
	want string
}{
	{func(*Settings) {}, ""},
	{func(s *Settings) { s.Listen = "127.0.0.1:0" }, ""},
	{func(s *Settings) { s.Listen = "[::1]:80" }, ""},
	{func(s *Settings) { s.Listen = "localhost:80" }, ""},
	{func(s *Settings) { s.Listen = "8787" }, "listen.form!"},
	{func(s *Settings) { s.Listen = "127.0.0.1:web" }, "listen.port!"},
	{func(s *Settings) { s.Listen = "127.0.0.1:65536" }, "listen.port!"},
	{func(s *Settings) { s.Listen = ":8787" }, "listen.not_loopback"},
	{func(s *Settings) { s.Listen = "192.168.1.2:8787" }, "listen.not_loopback"},
	{func(s *Settings) { s.Language, s.Theme, s.Tunnel.Provider = "fr", "blue", "frp" },
		"language.unknown! theme.unknown! tunnel_provider.unknown!"},
	{func(s *Settings) { s.Profiles = nil }, "profiles.none!"},
	{func(s *Settings) { s.Profiles = append(s.Profiles, s.Profiles[0]) },
		"name.duplicate path.duplicate! name.duplicate path.duplicate!"},
}

func TestSettingsProblems(t *testing.T) {
	for _, test := range settingsValidations {
		s := settings()
		test.edit(s)
		var got []string
		for _, p := range s.Problems() {
			key := strings.TrimPrefix(p.Key(), "problem.")
			if !p.Warning {
				key += "!"
			}
			got = append(got, key)
		}
		if !slices.Equal(got, strings.Fields(test.want)) {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}

func settings() *Settings {
	return &Settings{Listen: DefaultListen, Theme: "system", Tunnel: Tunnel{Provider: TunnelNone}, Profiles: []Profile{good()}, Active: "a1"}
}

// TestProblemsHaveWords looks up the words of every problem that the tests above make,
// with all places filled, and finds words that belong to no problem.
func TestProblemsHaveWords(t *testing.T) {
	var all []Problem
	for _, test := range validations {
		p := good()
		test.edit(&p)
		all = append(all, Validate(p, test.others)...)
	}
	for _, test := range settingsValidations {
		s := settings()
		test.edit(s)
		all = append(all, s.Problems()...)
	}
	for _, filters := range badFilters {
		s := settings()
		s.Filters = filters
		all = append(all, s.Problems()...)
	}
	notices := []Notice{{ID: SettingsSetAside, Args: args("file", "aside")}, {ID: KeyringUnavailable, Args: args("profiles")},
		{ID: SecretsMissing, Args: args("profiles")}}
	for _, reason := range []string{ReasonOff, ReasonTimeout, ReasonError} {
		notices = append(notices, Notice{ID: SecretsInFile, Args: map[string]string{"file": "f", "reason": reason}})
	}
	for _, language := range words.Languages() {
		c, err := words.Load(language)
		if err != nil {
			t.Fatal(err)
		}
		used := map[string]bool{"notice.settings_newer_version": true} // of ErrNewerVersion
		check := func(key string, args map[string]string) {
			used[key] = true
			if said := c.TM(key, args); !c.Has(key) || len(words.Places(said)) > 0 {
				t.Errorf("%s: %s: %s", language, key, said)
			}
		}
		for _, p := range all {
			check(p.Key(), p.Args)
		}
		for _, n := range notices {
			check(n.Key(), n.Args)
		}
		for _, key := range c.Keys() {
			if (strings.HasPrefix(key, "problem.") || strings.HasPrefix(key, "notice.")) && !used[key] {
				t.Errorf("%s: words for %s, which nothing says", language, key)
			}
		}
	}
}

func args(names ...string) map[string]string {
	out := map[string]string{}
	for _, n := range names {
		out[n] = "x"
	}
	return out
}
