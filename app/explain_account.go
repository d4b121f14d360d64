package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/wechat"
)

// suspect is the account that a request to path is held to, and what it may be
// compared with. --token makes an account of the flags alone; without it the profile of
// that path is taken, else the active one, with what flags say put over it.
func (o *options) suspect(c *engine.Config, path string) (wechat.AccountConfig, *wechat.Known, error) {
	flags := &c.Overrides
	var profiles []profile.Profile
	chosen := -1
	if flags.Token == nil || o.set.Changed("home") {
		s, err := savedProfiles(c)
		if err != nil {
			return wechat.AccountConfig{}, nil, err
		}
		if s != nil {
			profiles = s.Profiles
		}
		if flags.Token == nil {
			for i, p := range profiles {
				if p.Path == path || chosen < 0 && p.ID == s.ActiveProfile().ID {
					chosen = i
				}
				if p.Path == path {
					break
				}
			}
			if chosen < 0 {
				return wechat.AccountConfig{}, nil, usagef("there are no profiles in %s: give --token", c.Home)
			}
		}
	}
	// An account of flags alone takes what comes, encrypted or not, unless --mode says.
	p := profile.Profile{Mode: wechat.Compatible}
	if chosen >= 0 {
		p = profiles[chosen]
	}
	for _, f := range []struct{ to, from *string }{{&p.Token, flags.Token}, {&p.AppID, flags.AppID},
		{&p.AppSecret, flags.AppSecret}, {&p.EncodingAESKey, flags.AESKey}} {
		if f.from != nil {
			*f.to = *f.from
		}
	}
	if flags.Mode != nil {
		p.Mode = *flags.Mode
	}
	k := &wechat.Known{EarlierTokens: p.EarlierTokens, AppSecret: p.AppSecret}
	for i, other := range profiles {
		if i != chosen {
			k.Peers = append(k.Peers, wechat.Peer{ID: other.ID, Name: other.Name, Token: other.Token, AppID: other.AppID,
				Path: other.Path, AESKeys: other.AESKeys()})
		}
	}
	return wechat.AccountConfig{Token: p.Token, AppID: p.AppID, Mode: p.Mode, Keys: p.AESKeys()}, k, nil
}

// savedProfiles are the settings of the home directory, which another process may have;
// nil where none were saved.
func savedProfiles(c *engine.Config) (*profile.Settings, error) {
	if _, err := os.Stat(filepath.Join(c.Home, "settings.json")); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	store, err := profile.Open(profile.Config{Home: c.Home, Keyring: c.Keyring, Env: c.Env, Logger: c.Logger, ReadOnly: true})
	if err != nil {
		return nil, &usageError{err}
	}
	s := store.Settings()
	return s, store.Close()
}
