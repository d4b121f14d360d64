package profile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"echostr/internal/durable"
)

// Open reads the settings of a home directory, or makes those of a first start: one
// profile, "demo", with a Token of its own. Damaged files are set aside with their
// contents, what can be read of them is kept, and Notices tells. Settings of a newer
// version are an error that is ErrNewerVersion, and stay as they are.
//
// Open waits for the keyring no longer than two seconds and then takes the file
// instead, for the whole run.
func Open(c Config) (*Store, error) {
	if err := c.fill(); err != nil {
		return nil, err
	}
	if c.write != nil {
		if err := os.MkdirAll(c.Home, 0o700); err != nil {
			return nil, fmt.Errorf("make home: %w", err)
		}
	}
	s := &Store{home: c.Home, random: c.Random, now: c.Now, log: c.Logger, write: c.write, closed: c.write == nil,
		turn: make(chan struct{}, 1)}
	data, err := s.readSettings()
	if err != nil {
		return nil, err
	}
	settings := &Settings{Version: Version, Theme: "system", Listen: DefaultListen, Tunnel: Tunnel{Provider: TunnelNone}}
	refs, damaged := map[owner]ref{}, false
	if data != nil {
		if refs, damaged, err = decode(data, settings); err != nil {
			return nil, fmt.Errorf("%s: %w; update echostr, or start it with another home", s.path(settingsName), err)
		}
		damaged = damaged || len(data) > maxFile
	}
	if damaged && c.write != nil {
		if err := s.setAside(data); err != nil {
			return nil, err
		}
	}
	if err := s.openVaults(c, settings, refs); err != nil {
		return nil, err
	}
	changed, err := settings.repair(c.Random)
	if err != nil {
		return nil, err
	}
	s.settings = settings
	if c.write != nil {
		if data == nil || damaged || changed || s.misplaced() {
			if err := s.commit(settings, true); err != nil {
				return nil, fmt.Errorf("save settings: %w", err)
			}
		}
		s.sweep()
	}
	s.publish()
	s.give()
	return s, nil
}

// setAside keeps a copy of the damaged settings, and of everything that would be
// cleaned away because the damaged settings no longer name it.
func (s *Store) setAside(data []byte) error {
	at, err := durable.CopyAside(s.path(settingsName), data, 0o600, s.now())
	if err != nil {
		return err
	}
	s.notice(SettingsSetAside, "file", settingsName, "aside", filepath.Base(at))
	s.log.Warn("settings are damaged and were set aside", "file", filepath.Base(at))
	if secrets, err := readFile(s.path(secretsName)); err == nil {
		if _, err := durable.CopyAside(s.path(secretsName), secrets, 0o600, s.now()); err != nil {
			return err
		}
	}
	// Without its index the keyring keeps what the damaged settings had in it.
	if _, err := durable.SetAside(s.path(indexName)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// openVaults opens the places for secrets, decides on one, and fills in the secrets
// that the refs name.
func (s *Store) openVaults(c Config, settings *Settings, refs map[owner]ref) error {
	s.refs, s.blobs = refs, map[owner]string{}
	var aside string
	var err error
	if s.files, aside, err = openFileVault(s.path(secretsName), c.write, c.Now()); err != nil {
		return err
	}
	if aside != "" {
		s.notice(SettingsSetAside, "file", secretsName, "aside", filepath.Base(aside))
		s.log.Warn("secrets are damaged and were set aside", "file", filepath.Base(aside))
	}
	var inRing []string
	for _, r := range refs {
		if r.vault == inKeyring {
			inRing = append(inRing, r.item)
		}
	}
	var fromRing map[string]string
	if strings.EqualFold(c.Env(KeyringEnv), "off") {
		s.notice(SecretsInFile, "file", secretsName, "reason", ReasonOff)
	} else {
		s.keys = openKeyVault(c.Keyring, c.Home, s.path(indexName), c.write, c.limit)
		s.keys.index = append(s.keys.index, inRing...)
		if fromRing, err = s.keys.load(inRing); err != nil {
			s.fallBack(err)
		}
	}
	var locked, missing []string
	for o, r := range refs {
		blob, ok := fromRing[r.item]
		switch {
		case r.vault == inFile:
			blob, err = s.files.get(r.item)
			ok = err == nil
		case s.preferred() == inFile: // in a keyring that does not work
			locked = append(locked, settings.nameOf(o))
			continue
		}
		if !ok || settings.fill(o, blob) != nil {
			missing = append(missing, settings.nameOf(o))
			delete(refs, o)
			continue
		}
		s.blobs[o] = blob
	}
	for _, p := range settings.Profiles {
		if _, has := refs[ownerOf(p)]; !has && !slices.Contains(missing, p.Name) { // every profile was saved with a Token
			missing = append(missing, p.Name)
		}
	}
	if slices.Sort(locked); len(locked) > 0 {
		s.notice(KeyringUnavailable, "profiles", strings.Join(locked, ", "))
	}
	if slices.Sort(missing); len(missing) > 0 {
		s.notice(SecretsMissing, "profiles", strings.Join(missing, ", "))
	}
	return nil
}

// nameOf is what a person calls the owner of secrets.
func (s *Settings) nameOf(o owner) string {
	if p, ok := s.Profile(strings.TrimPrefix(string(o), "p-")); ok {
		return p.Name
	}
	return string(o)
}

// fallBack tells why the secrets go into the file from now on.
func (s *Store) fallBack(err error) {
	reason := ReasonError
	if errors.Is(err, errTimeout) {
		reason = ReasonTimeout
	}
	s.notice(SecretsInFile, "file", secretsName, "reason", reason)
	s.log.Warn("the keyring cannot be used, secrets go into a file", "file", secretsName, "error", err)
}

// sweep deletes the secrets that nothing names any more: what an interrupted change
// left behind. Failures wait for the next start.
func (s *Store) sweep() {
	named := map[string]bool{}
	for _, r := range s.refs {
		named[r.item] = true
	}
	isNamed := func(item string) bool { return named[item] }
	if err := s.files.drop(slices.DeleteFunc(s.files.all(), isNamed)); err != nil {
		s.log.Warn("stale secrets stay in the file", "error", err)
	}
	if s.keys == nil || s.keys.broken != nil {
		return
	}
	if err := s.keys.drop(slices.DeleteFunc(slices.Clone(s.keys.index), isNamed)); err != nil {
		s.log.Warn("stale secrets stay in the keyring", "error", err)
	}
}
