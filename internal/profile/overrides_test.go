package profile

import (
	"slices"
	"strings"
	"testing"

	"echostr/internal/wechat"
)

func TestOverrideIsNeverSaved(t *testing.T) {
	home := t.TempDir()
	s := open(t, off(home))
	token := s.Settings().ActiveProfile().Token
	safe := wechat.Safe
	s.Override(Overrides{Token: ptr("flagtoken"), AppID: ptr("wxflag"), AppSecret: ptr("flagsecret"), AESKey: ptr("flagkey"),
		Mode: &safe, Path: ptr("/flag"), Listen: ptr("127.0.0.1:1"), Provider: ptr(TunnelExternal), PublicURL: ptr("https://flag")})
	p := s.Settings().ActiveProfile()
	if p.Token != "flagtoken" || p.AppID != "wxflag" || p.AppSecret != "flagsecret" || p.EncodingAESKey != "flagkey" ||
		p.Mode != safe || p.Path != "/flag" || s.Settings().Listen != "127.0.0.1:1" ||
		s.Settings().Tunnel.Provider != TunnelExternal || s.Settings().Tunnel.PublicURL != "https://flag" {
		t.Fatalf("overrides are not in force: %v", s.Settings())
	}
	if n := len(s.Overridden()); n != 9 {
		t.Errorf("%d overridden", n)
	}
	update(t, s, func(set *Settings) { set.Theme = "dark" })
	if s.Settings().ActiveProfile().Token != "flagtoken" {
		t.Error("an override ended by itself")
	}
	got := open(t, off(home)).Settings()
	if got.ActiveProfile().Token != token || got.ActiveProfile().Path != firstPath || got.Listen != DefaultListen || got.Theme != "dark" {
		t.Errorf("saved: %v", got)
	}
	if all := read(t, home, settingsName) + read(t, home, secretsName); strings.Contains(all, "flag") {
		t.Error("an override was saved")
	}
}

func TestEditEndsOverride(t *testing.T) {
	home := t.TempDir()
	s := open(t, off(home))
	token := s.Settings().ActiveProfile().Token
	safe := wechat.Safe
	s.Override(Overrides{Token: ptr("flagtoken"), Path: ptr("/flag"), Mode: &safe})
	update(t, s, func(set *Settings) { set.Profiles[0].Token = "edited" })
	p := s.Settings().ActiveProfile()
	if p.Token != "edited" || p.Path != "/flag" || p.Mode != safe {
		t.Errorf("in force: %v", p)
	}
	if !slices.Equal(s.Overridden(), []Field{FieldPath, FieldMode}) {
		t.Errorf("overridden: %v", s.Overridden())
	}
	if !slices.Equal(p.EarlierTokens, []string{token}) {
		t.Error("the saved Token is not among the earlier ones")
	}
	update(t, s, func(set *Settings) { set.Profiles[0].Mode = wechat.Compatible })
	got := open(t, off(home)).Settings().ActiveProfile()
	if got.Token != "edited" || got.Path != firstPath || got.Mode != wechat.Compatible {
		t.Errorf("saved: %v", got)
	}
}

func TestOverrideStaysWithItsProfile(t *testing.T) {
	s := open(t, off(t.TempDir()))
	first := s.Settings().Active
	s.Override(Overrides{Token: ptr("flagtoken")})
	second, err := s.Draft("second")
	if err != nil {
		t.Fatal(err)
	}
	update(t, s, func(set *Settings) { set.Profiles, set.Active = append(set.Profiles, second), second.ID })
	one, _ := s.Settings().Profile(first)
	if one.Token != "flagtoken" || s.Settings().ActiveProfile().Token != second.Token {
		t.Error("the override went to another profile")
	}
	update(t, s, func(set *Settings) { set.Profiles = set.Profiles[1:] })
	if s.Settings().ActiveProfile().Token != second.Token {
		t.Error("the override outlived its profile")
	}
}

func TestUnwantedOverridesAreNone(t *testing.T) {
	var o Overrides
	if len(o.Fields()) != 0 || o.LogValue().String() != "" {
		t.Errorf("fields %v", o.Fields())
	}
}

func ptr[T any](v T) *T { return &v }
