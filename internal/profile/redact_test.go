package profile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
)

// secretSettings hold a different secret in every place for one.
func secretSettings() (s *Settings, secrets []string) {
	s = settings()
	p := &s.Profiles[0]
	p.Token, p.AppSecret, p.EncodingAESKey = "SECRETtoken", "SECRETappsecret", "SECRETaeskey"
	p.EarlierTokens, p.EarlierAESKeys = []string{"SECRETearlier"}, []string{"SECRETearlierkey"}
	s.Tunnel = Tunnel{Provider: TunnelNgrok, Authtoken: "SECRETauthtoken", ProxyURL: "http://user:SECRETproxy@host:1", TrafficPolicy: "SECRETpolicy"}
	return s, []string{p.Token, p.AppSecret, p.EncodingAESKey, p.EarlierTokens[0], p.EarlierAESKeys[0], s.Tunnel.Authtoken,
		"SECRETproxy", s.Tunnel.TrafficPolicy}
}

// TestNothingPrintsSecrets prints and logs what holds secrets, in every way.
func TestNothingPrintsSecrets(t *testing.T) {
	s, _ := secretSettings()
	p := s.Profiles[0]
	overrides := Overrides{Token: &p.Token, AppSecret: &p.AppSecret, AESKey: &p.EncodingAESKey}
	things := map[string]any{"profile": p, "*profile": &p, "profiles": s.Profiles, "tunnel": s.Tunnel, "*tunnel": &s.Tunnel,
		"settings": s, "map": map[string]Profile{"a": p}, "nested": struct{ P Profile }{p}, "overrides": overrides, "*overrides": &overrides}
	for name, thing := range things {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			if strings.Contains(fmt.Sprintf(verb, thing), "SECRET") {
				t.Errorf("%s prints %s", verb, name)
			}
		}
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "thing", thing)
		slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "thing", thing)
		if strings.Contains(log.String(), "SECRET") {
			t.Errorf("%s in the log: %s", name, log.String())
		}
		if data, err := json.Marshal(thing); err != nil || strings.Contains(string(data), "SECRET") {
			t.Errorf("%s as JSON: %s, %v", name, data, err)
		}
	}
	if got := p.String(); !strings.Contains(got, "Token:set") || !strings.Contains(got, "wx5823bf96d3bd56c7") {
		t.Errorf("a profile says %s", got)
	}
	for url, want := range map[string]string{"": "", "socks5://h:1": "socks5://h:1", "http://u:p@h:1": "http://…@h:1", "%zz@": "set", "a@b": "set"} {
		if got := redactedURL(url); strings.ReplaceAll(got, "%E2%80%A6", "…") != want {
			t.Errorf("%s is shown as %s", url, got)
		}
	}
}

// FuzzNoSecretsOutside saves arbitrary secrets and looks for them wherever they must
// not be: in settings.json, in the index, in the log, in errors.
func FuzzNoSecretsOutside(f *testing.F) {
	f.Add("SECRETtoken", "SECRETsecret", "SECRETkey", "SECRETauth", false)
	f.Add("quote\"SECRET\\", "<SECRET>&", "SECRET\n", "SECRET", true)
	f.Fuzz(func(t *testing.T, token, secret, key, auth string, fails bool) {
		for _, v := range []*string{&token, &secret, &key, &auth} {
			*v = "S3CR3T" + strings.ToValidUTF8(*v, "") // found by its beginning, however it is written
		}
		home, r := t.TempDir(), newRing()
		c := config(home, r)
		c.write = os.WriteFile // without the flushes, which take most of the time
		var log bytes.Buffer
		c.Logger = slog.New(slog.NewJSONHandler(&log, nil))
		s := open(t, c)
		if fails {
			r.setErr = fmt.Errorf("cannot set %s, %s, %s, %s", token, secret, key, auth)
		}
		err := s.Update(t.Context(), func(set *Settings) error {
			p := &set.Profiles[0]
			p.Token, p.AppSecret, p.EncodingAESKey, set.Tunnel.Authtoken = token, secret, key, auth
			return nil
		})
		c.Logger.Info("changed", "settings", s.Settings(), "error", err, "problems", s.Settings().Problems())
		out := log.String() + fmt.Sprint(err, s.Notices(), s.Settings(), s.Settings().Problems()) +
			read(t, home, settingsName) + read(t, home, indexName)
		if i := strings.Index(out, "S3CR3T"); i >= 0 {
			t.Errorf("a secret shows: …%.200s", out[max(0, i-100):])
		}
		if err == nil && open(t, c).Settings().Profiles[0].Token != token {
			t.Error("the Token did not last")
		}
	})
}
