package profile

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// firstName and firstPath are those of a first start's profile.
const (
	firstName = "demo"
	firstPath = "/wx/demo"
)

// New makes a profile in plain mode with an ID and a Token of its own, at the path of
// a first start's. r is crypto/rand when nil.
func New(r io.Reader, name string) (Profile, error) {
	id, err := newID(r)
	if err != nil {
		return Profile{}, err
	}
	token, err := NewToken(r)
	if err != nil {
		return Profile{}, err
	}
	return Profile{ID: id, Name: name, Token: token, Path: firstPath}, nil
}

// apart gives p a path that none of the others has.
func (p *Profile) apart(others []Profile) {
	taken := func(o Profile) bool { return o.Path == p.Path }
	for n := 2; slices.ContainsFunc(others, taken); n++ {
		p.Path = fmt.Sprintf("%s-%d", firstPath, n)
	}
}

// normalise mends what needs no question: spaces around names, a profile without an
// ID of its own, an active profile that is gone.
func (s *Settings) normalise(r io.Reader) error {
	s.Version = Version
	for i := range s.Profiles {
		p := &s.Profiles[i]
		p.Name = strings.TrimSpace(p.Name)
		for !isID(p.ID) || s.index(p.ID) < i {
			var err error
			if p.ID, err = newID(r); err != nil {
				return err
			}
		}
	}
	for i := range s.Filters {
		s.Filters[i].Name = strings.TrimSpace(s.Filters[i].Name)
	}
	if s.index(s.Active) < 0 && len(s.Profiles) > 0 {
		s.Active = s.Profiles[0].ID
	}
	return nil
}

// repair is normalise for what was read from a file: also values that no window could
// have saved go back to their defaults, and there is at least one profile. It says
// whether anything changed.
func (s *Settings) repair(r io.Reader) (changed bool, err error) {
	reset := func(field *string, to string, allowed ...string) {
		if !slices.Contains(allowed, *field) {
			*field, changed = to, true
		}
	}
	reset(&s.Theme, "system", "system", "light", "dark")
	reset(&s.Language, "", "", "zh-Hans", "en")
	reset(&s.Tunnel.Provider, TunnelNone, TunnelNone, TunnelNgrok, TunnelExternal)
	if s.Listen == "" {
		s.Listen, changed = DefaultListen, true
	}
	if len(s.Profiles) == 0 {
		p, err := New(r, firstName)
		if err != nil {
			return false, err
		}
		s.Profiles, changed = []Profile{p}, true
	}
	active := s.Active
	if err := s.normalise(r); err != nil {
		return false, err
	}
	for i := range s.Profiles {
		if p := &s.Profiles[i]; p.Name == "" {
			p.Name, changed = firstName, true
		}
	}
	return changed || s.Active != active, nil
}

// rememberEarlier keeps the Tokens and keys that this change replaces.
func (s *Settings) rememberEarlier(before *Settings) {
	for i := range s.Profiles {
		p := &s.Profiles[i]
		was, _ := before.Profile(p.ID)
		p.EarlierTokens = earlier(p.EarlierTokens, was.Token, p.Token)
		p.EarlierAESKeys = earlier(p.EarlierAESKeys, was.EncodingAESKey, p.EncodingAESKey)
	}
}

// earlier puts a replaced value before the list, which holds neither the current value
// nor one twice, and no more than EarlierMax.
func earlier(list []string, was, is string) []string {
	var out []string
	for _, v := range append([]string{was}, list...) {
		if v != "" && v != is && !slices.Contains(out, v) && len(out) < EarlierMax {
			out = append(out, v)
		}
	}
	return out
}
