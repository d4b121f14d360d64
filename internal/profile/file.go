package profile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"echostr/internal/wechat"
)

// Version is the form of settings.json that this package writes. Another number means
// that a reader of this form would lose or misread something.
const Version = 1

// maxFile is how big a file of ours may be; a bigger one counts as damaged.
const maxFile = 4 << 20

// ErrNewerVersion is a settings.json of a newer echostr. It is left untouched.
var ErrNewerVersion = errors.New("profile: settings of a newer version")

// The file's form. Names are part of it.
type settingsFile struct {
	Version  int               `json:"version"`
	Active   string            `json:"active"`
	Language string            `json:"language"`
	Theme    string            `json:"theme"`
	Listen   string            `json:"listen"`
	MaskIDs  bool              `json:"mask_ids"`
	Filters  []filterFile      `json:"filters,omitempty"`
	Backend  string            `json:"backend,omitempty"`
	Count    int               `json:"keep_count,omitempty"`
	MB       int               `json:"keep_mb,omitempty"`
	Days     int               `json:"keep_days,omitempty"`
	Window   json.RawMessage   `json:"window"`
	Tunnel   json.RawMessage   `json:"tunnel"`
	Profiles []json.RawMessage `json:"profiles"`
}

type windowFile struct {
	Width  float32 `json:"width"`
	Height float32 `json:"height"`
	Split  float32 `json:"split"`
}

type tunnelFile struct {
	Provider      string `json:"provider"`
	PublicURL     string `json:"public_url"`
	Domain        string `json:"domain"`
	Region        string `json:"region"`
	TrafficPolicy string `json:"traffic_policy"`
	ConnectAddr   string `json:"connect_addr"`
	CAFile        string `json:"ca_file"`
	Secrets       ref    `json:"secrets"`
}

type profileFile struct {
	ID      string      `json:"id"`
	Name    string      `json:"name"`
	AppID   string      `json:"app_id"`
	Mode    wechat.Mode `json:"mode"`
	Path    string      `json:"path"`
	Secrets ref         `json:"secrets"`
}

// encode writes settings.json: everything but the secrets, and where those are.
func encode(s *Settings, refs map[owner]ref) ([]byte, error) {
	f := settingsFile{Version: Version, Active: s.Active, Language: s.Language, Theme: s.Theme,
		Listen: s.Listen, MaskIDs: s.MaskIDs, Filters: filterFiles(s.Filters), Backend: s.Backend, Count: s.Keep.Count, MB: s.Keep.MB, Days: s.Keep.Days, Profiles: []json.RawMessage{}}
	var err error
	if f.Window, err = object(windowFile(s.Window), s.extra.window); err != nil {
		return nil, fmt.Errorf("encode settings: %w", err)
	}
	t := s.Tunnel
	if f.Tunnel, err = object(tunnelFile{t.Provider, t.PublicURL, t.Domain, t.Region, t.TrafficPolicy,
		t.ConnectAddr, t.CAFile, refs[tunnelOwner]}, s.extra.tunnel); err != nil {
		return nil, fmt.Errorf("encode settings: %w", err)
	}
	for _, p := range s.Profiles {
		raw, err := object(profileFile{p.ID, p.Name, p.AppID, p.Mode, p.Path, refs[ownerOf(p)]}, s.extra.profiles[p.ID])
		if err != nil {
			return nil, fmt.Errorf("encode settings: %w", err)
		}
		f.Profiles = append(f.Profiles, raw)
	}
	raw, err := object(f, s.extra.top)
	if err != nil {
		return nil, fmt.Errorf("encode settings: %w", err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, raw, "", "  "); err != nil {
		return nil, fmt.Errorf("encode settings: %w", err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// decode reads settings.json into s, which holds the defaults: what is missing or
// damaged keeps them. Secrets are still to be filled in from where refs say.
func decode(data []byte, s *Settings) (refs map[owner]ref, damaged bool, err error) {
	refs = map[owner]ref{}
	top := take(data)
	version := Version
	top.into("version", &version)
	if version > Version {
		return nil, false, fmt.Errorf("%w: version %d, this echostr reads %d", ErrNewerVersion, version, Version)
	}
	s.Version = Version
	top.into("active", &s.Active)
	top.into("language", &s.Language)
	top.into("theme", &s.Theme)
	top.into("listen", &s.Listen)
	top.into("mask_ids", &s.MaskIDs)
	top.into("backend", &s.Backend)
	top.into("keep_count", &s.Keep.Count)
	top.into("keep_mb", &s.Keep.MB)
	top.into("keep_days", &s.Keep.Days)
	damaged = s.decodeFilters(top) || damaged
	damaged = s.decodeWindow(top) || damaged
	damaged = s.decodeTunnel(top, refs) || damaged
	damaged = s.decodeProfiles(top, refs) || damaged
	s.extra.top = top.rest()
	return refs, damaged || top.damaged, nil
}

func (s *Settings) decodeWindow(top *taker) (damaged bool) {
	raw, ok := top.raw("window")
	if !ok {
		return false
	}
	t := take(raw)
	t.into("width", &s.Window.Width)
	t.into("height", &s.Window.Height)
	t.into("split", &s.Window.Split)
	s.extra.window = t.rest()
	return t.damaged
}

func (s *Settings) decodeTunnel(top *taker, refs map[owner]ref) (damaged bool) {
	raw, ok := top.raw("tunnel")
	if !ok {
		return false
	}
	t := take(raw)
	t.into("provider", &s.Tunnel.Provider)
	t.into("public_url", &s.Tunnel.PublicURL)
	t.into("domain", &s.Tunnel.Domain)
	t.into("region", &s.Tunnel.Region)
	t.into("traffic_policy", &s.Tunnel.TrafficPolicy)
	t.into("connect_addr", &s.Tunnel.ConnectAddr)
	t.into("ca_file", &s.Tunnel.CAFile)
	var at ref
	if t.into("secrets", &at); at.item != "" {
		refs[tunnelOwner] = at
	}
	s.extra.tunnel = t.rest()
	return t.damaged
}

func (s *Settings) decodeProfiles(top *taker, refs map[owner]ref) (damaged bool) {
	raw, ok := top.raw("profiles")
	if !ok {
		return false
	}
	list, whole := items(raw)
	damaged = !whole
	for _, raw := range list {
		var p Profile
		var at ref
		t := take(raw)
		t.into("id", &p.ID)
		t.into("name", &p.Name)
		t.into("app_id", &p.AppID)
		t.into("mode", &p.Mode)
		t.into("path", &p.Path)
		t.into("secrets", &at)
		damaged = damaged || t.damaged
		if !isID(p.ID) || s.index(p.ID) >= 0 || p.Path == "" { // not enough left of it
			damaged = true
			continue
		}
		if at.item != "" {
			refs[ownerOf(p)] = at
		}
		if rest := t.rest(); rest != nil {
			if s.extra.profiles == nil {
				s.extra.profiles = map[string]map[string]json.RawMessage{}
			}
			s.extra.profiles[p.ID] = rest
		}
		s.Profiles = append(s.Profiles, p)
	}
	return damaged
}

func isID(s string) bool {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return s != "" && len(s) <= 32
}

// readFile reads a file of ours, at most maxFile bytes and one to tell.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFile+1))
}
