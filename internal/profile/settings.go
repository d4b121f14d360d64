package profile

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
)

// Settings is everything configurable.
type Settings struct {
	Version  int // of the file's form
	Profiles []Profile
	Active   string // ID of the profile that the window shows
	Language string // "" as the system, "zh-Hans", "en"
	Theme    string // "system", "light", "dark"
	Listen   string // host:port of the local server
	Tunnel   Tunnel
	Window   Window
	MaskIDs  bool // mask OpenIDs, for screen sharing
	Filters  []SavedFilter
	Backend  string // address of the developer's own server that requests were last sent again to
	Keep     Keep

	// extra are members of the file that this version does not know; they are written
	// back as they came. Never changed after it was read.
	extra extras
}

// Keep is how many recorded requests are kept; 0 takes the journal's own default.
type Keep struct {
	Count int // requests
	MB    int // of the file, in MiB
	Days  int // 0 is any age
}

// DefaultListen is where the local server listens unless told otherwise.
const DefaultListen = "127.0.0.1:8787"

// Profile is the profile with that ID.
func (s *Settings) Profile(id string) (Profile, bool) {
	if i := s.index(id); i >= 0 {
		return s.Profiles[i], true
	}
	return Profile{}, false
}

// Answering is the profile that a recorded request would reach now: the one with its path,
// else the one of that ID, which it was recorded for.
func (s *Settings) Answering(path, id string) (Profile, bool) {
	for _, p := range s.Profiles {
		if p.Path == path {
			return p, true
		}
	}
	return s.Profile(id)
}

// ActiveProfile is the profile that the window shows; there always is one.
func (s *Settings) ActiveProfile() Profile {
	p, ok := s.Profile(s.Active)
	if !ok && len(s.Profiles) > 0 {
		return s.Profiles[0]
	}
	return p
}

// Edit is the profile with that ID for changing in an Update, nil when there is none.
func (s *Settings) Edit(id string) *Profile {
	if i := s.index(id); i >= 0 {
		return &s.Profiles[i]
	}
	return nil
}

func (s *Settings) index(id string) int {
	return slices.IndexFunc(s.Profiles, func(p Profile) bool { return p.ID == id })
}

func (s *Settings) clone() *Settings {
	c := *s
	c.Profiles = make([]Profile, len(s.Profiles))
	for i, p := range s.Profiles {
		c.Profiles[i] = p.clone()
	}
	c.Filters = slices.Clone(s.Filters)
	return &c
}

// LogValue implements slog.LogValuer, without secrets.
func (s *Settings) LogValue() slog.Value {
	return slog.GroupValue(
		slog.Int("profiles", len(s.Profiles)), slog.String("active", s.Active),
		slog.String("listen", s.Listen), slog.Any("tunnel", s.Tunnel),
	)
}

// String is the settings without their secrets.
func (s *Settings) String() string {
	return fmt.Sprintf("Settings{Profiles:%v Active:%s Listen:%s Tunnel:%v}", s.Profiles, s.Active, s.Listen, s.Tunnel)
}

// Window is how the window was left. Width and Height are Fyne's units, 0 when never
// set; Split is the list's share of the page, 0 to 1.
type Window struct {
	Width, Height, Split float32
}

// extras are unknown members of the file's objects, profiles by ID.
type extras struct {
	top, tunnel, window map[string]json.RawMessage
	profiles            map[string]map[string]json.RawMessage
}
