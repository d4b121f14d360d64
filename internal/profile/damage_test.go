package profile

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// filled is a home with two profiles and everything set.
func filled(t testing.TB, home string) (text, want string) {
	t.Helper()
	s, err := Open(off(home))
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.Draft("second")
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(t.Context(), func(set *Settings) error {
		set.Profiles = append(set.Profiles, second)
		set.Theme, set.Language, set.Window = "dark", "en", Window{1000, 700, 0.5}
		set.Filters = []SavedFilter{{Name: "slow", Text: `slow:>2s rule:"a"`}}
		set.Tunnel = Tunnel{Provider: TunnelNgrok, Authtoken: "secretauthtoken", TrafficPolicy: "a: 1\n"}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(home, settingsName))
	if err != nil {
		t.Fatal(err)
	}
	return string(data), ""
}

// TestDamagedSettings cuts settings.json off at every length: nothing is lost, the
// start goes on, and what stands before the damage is kept.
func TestDamagedSettings(t *testing.T) {
	model := t.TempDir()
	text, _ := filled(t, model)
	secrets := read(t, model, secretsName)
	whole := open(t, off(model)).Settings()
	keptTheme, keptFirst := 0, 0
	for n := 0; n < len(text)-2; n += 29 {
		home := t.TempDir()
		write(t, home, settingsName, text[:n])
		write(t, home, secretsName, secrets)
		s, err := Open(off(home))
		if err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		set := s.Settings()
		told := strings.Contains(noticed(s), string(SecretsMissing)) // of what named the Token
		if len(set.Profiles) == 0 || !told && (Blocks(set.Problems()) || set.ActiveProfile().Token == "") {
			t.Fatalf("cut at %d: %v %v", n, set, set.Problems())
		}
		if got := aside(t, home, settingsName); got != text[:n] {
			t.Errorf("cut at %d: %q is set aside", n, got)
		}
		if got := aside(t, home, secretsName); got != secrets {
			t.Errorf("cut at %d: the secrets are gone", n)
		}
		if !strings.Contains(noticed(s), string(SettingsSetAside)) {
			t.Errorf("cut at %d: notices %s", n, noticed(s))
		}
		if set.Theme == "dark" {
			keptTheme++
		}
		if p, ok := set.Profile(whole.Profiles[0].ID); ok && p.Token == whole.Profiles[0].Token {
			keptFirst++
		}
		if again := open(t, off(home)); strings.Contains(noticed(again), string(SettingsSetAside)) {
			t.Errorf("cut at %d: still damaged at the next start", n)
		}
	}
	if keptTheme == 0 || keptFirst == 0 {
		t.Errorf("theme kept %d times, first profile %d times", keptTheme, keptFirst)
	}
}

func TestOddSettings(t *testing.T) {
	for name, test := range map[string]struct {
		edit  func(m map[string]any)
		check func(s *Settings) bool
	}{
		"theme of another kind": {func(m map[string]any) { m["theme"] = 5 },
			func(s *Settings) bool { return s.Theme == "system" && s.Language == "en" && len(s.Profiles) == 2 }},
		"tunnel of another kind": {func(m map[string]any) { m["tunnel"] = "x" },
			func(s *Settings) bool { return s.Tunnel == Tunnel{Provider: TunnelNone} && s.Theme == "dark" }},
		"unknown mode": {func(m map[string]any) { m["profiles"].([]any)[0].(map[string]any)["mode"] = "strange" },
			func(s *Settings) bool { return len(s.Profiles) == 2 && s.Profiles[0].Token != "" }},
		"profile without an id": {func(m map[string]any) { delete(m["profiles"].([]any)[0].(map[string]any), "id") },
			func(s *Settings) bool { return len(s.Profiles) == 1 && s.Profiles[0].Name == "second" }},
		"version of another kind": {func(m map[string]any) { m["version"] = "one" },
			func(s *Settings) bool { return s.Theme == "dark" && s.Version == Version }},
	} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			text, _ := filled(t, home)
			var m map[string]any
			if err := json.Unmarshal([]byte(text), &m); err != nil {
				t.Fatal(err)
			}
			test.edit(m)
			odd, err := json.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			write(t, home, settingsName, string(odd))
			s := open(t, off(home))
			if !test.check(s.Settings()) {
				t.Errorf("read as %v", s.Settings())
			}
			if aside(t, home, settingsName) != string(odd) || !strings.Contains(noticed(s), string(SettingsSetAside)) {
				t.Errorf("not set aside; notices %s", noticed(s))
			}
		})
	}
}

// TestHandEdits are files that are in order, though nobody would have saved them so.
func TestHandEdits(t *testing.T) {
	home := t.TempDir()
	text, _ := filled(t, home)
	text = strings.NewReplacer(`"dark"`, `"purple"`, `"en"`, `"fr"`, `"127.0.0.1:8787"`, `""`).Replace(text)
	write(t, home, settingsName, text)
	s := open(t, off(home))
	set := s.Settings()
	if set.Theme != "system" || set.Language != "" || set.Listen != DefaultListen || strings.Contains(noticed(s), string(SettingsSetAside)) {
		t.Errorf("read as %v, notices %s", set, noticed(s))
	}
}

func TestUnknownMembersSurvive(t *testing.T) {
	home := t.TempDir()
	text, _ := filled(t, home)
	text = strings.NewReplacer(`"theme"`, `"future": {"a": [1, 2]}, "theme"`, `"provider"`, `"relay": "x", "provider"`,
		`"width"`, `"maximised": true, "width"`, `"name": "second"`, `"colour": 7, "name": "second"`).Replace(text)
	write(t, home, settingsName, text)
	s := open(t, off(home))
	if strings.Contains(noticed(s), string(SettingsSetAside)) {
		t.Errorf("notices %s", noticed(s))
	}
	update(t, s, func(set *Settings) { set.Theme = "light" })
	got := read(t, home, settingsName)
	for _, want := range []string{`"future"`, `"relay": "x"`, `"maximised": true`, `"colour": 7`, `"theme": "light"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is gone:\n%s", want, got)
		}
	}
	update(t, s, func(set *Settings) { set.Profiles, set.Active = set.Profiles[:1], "" })
	if strings.Contains(read(t, home, settingsName), `"colour"`) {
		t.Error("a member outlived its profile")
	}
}

func TestNewerVersion(t *testing.T) {
	home := t.TempDir()
	const newer = `{"version": 2, "profiles": "elsewhere"}`
	write(t, home, settingsName, newer)
	_, err := Open(off(home))
	if !errors.Is(err, ErrNewerVersion) || !strings.Contains(err.Error(), settingsName) || !strings.Contains(err.Error(), "update echostr") {
		t.Errorf("error %v", err)
	}
	if read(t, home, settingsName) != newer {
		t.Error("the file was changed")
	}
	if found, _ := filepath.Glob(filepath.Join(home, "*")); len(found) != 1 {
		t.Errorf("files %v", found)
	}
}

func TestDamagedSecrets(t *testing.T) {
	home := t.TempDir()
	filled(t, home)
	token := open(t, off(home)).Settings().Profiles[0].Token
	secrets := read(t, home, secretsName)
	for _, damaged := range []string{"", "\x00\x00\x00", secrets[:len(secrets)/2], `{"version":1}`, `{"version":1,"items":[]}`} {
		write(t, home, secretsName, damaged)
		s := open(t, off(home))
		if n := noticed(s); !strings.Contains(n, string(SettingsSetAside)) || !strings.Contains(n, string(SecretsMissing)) {
			t.Errorf("%.20q: notices %s", damaged, n)
		}
		if len(s.Settings().Profiles) != 2 || s.Settings().Theme != "dark" {
			t.Errorf("%.20q: settings %v", damaged, s.Settings())
		}
		if got := aside(t, home, secretsName); got != damaged {
			t.Errorf("%q is set aside", got)
		}
		if found, err := filepath.Glob(filepath.Join(home, "*.damaged-*")); err != nil || os.Remove(found[0]) != nil {
			t.Fatal(err)
		}
	}
	write(t, home, secretsName, secrets)
	if open(t, off(home)).Settings().Profiles[0].Token != token {
		t.Error("the contents that were kept do not work again")
	}
}

func TestOpenFails(t *testing.T) {
	home := filepath.Join(t.TempDir(), "file")
	write(t, filepath.Dir(home), "file", "")
	if _, err := Open(off(home)); err == nil {
		t.Error("a file is no home")
	}
	home = t.TempDir()
	c := off(home)
	c.write = (&power{}).write
	if _, err := Open(c); !errors.Is(err, errCut) {
		t.Errorf("nothing can be written: %v", err)
	}
	c = off(home)
	c.Random = strings.NewReader("aaaaaaaa")
	if _, err := Open(c); err == nil {
		t.Error("opened without randomness")
	}
}

func FuzzOpen(f *testing.F) {
	text, _ := filled(f, f.TempDir())
	f.Add(text)
	f.Add(`{"version":1,"profiles":[{"id":"a","path":"/x"},{"id":"a"}],"tunnel":{"secrets":"file:x"}}`)
	f.Add(`{"profiles":[{"id":"a","path":"/x","secrets":"keyring:x"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		home := t.TempDir()
		write(t, home, settingsName, text)
		c := off(home)
		c.write = os.WriteFile // without the flushes, which take most of the time
		s, err := Open(c)
		if errors.Is(err, ErrNewerVersion) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		first := stated(t, s.Settings())
		if again := stated(t, open(t, c).Settings()); again != first {
			t.Errorf("read again as\n%s\nnot\n%s", again, first)
		}
	})
}
