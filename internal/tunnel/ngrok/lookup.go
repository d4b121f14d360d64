package ngrok

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml"
)

// EnvAuthtoken is the environment variable that ngrok's own tools read.
const EnvAuthtoken = "NGROK_AUTHTOKEN"

// TokenSource says where an authtoken comes from.
type TokenSource int

const (
	// NoToken: none was found.
	NoToken TokenSource = iota
	// FromSettings: the user gave it to this program.
	FromSettings
	// FromEnvironment: it stands in EnvAuthtoken.
	FromEnvironment
)

// String is the stable name of the source.
func (s TokenSource) String() string {
	switch s {
	case NoToken:
		return "none"
	case FromSettings:
		return "settings"
	case FromEnvironment:
		return "environment"
	}
	return fmt.Sprintf("TokenSource(%d)", int(s))
}

// Authtoken is the authtoken to use: the one in the settings, else the one in
// the environment. The one in an ngrok.yml is never taken unasked; see
// FindOffer.
func Authtoken(settings Secret, getenv func(string) string) (Secret, TokenSource) {
	if token := strings.TrimSpace(settings.Reveal()); token != "" {
		return Secret(token), FromSettings
	}
	if token := strings.TrimSpace(getenv(EnvAuthtoken)); token != "" {
		return Secret(token), FromEnvironment
	}
	return "", NoToken
}

// Machine says where to look for ngrok's own configuration.
type Machine struct {
	GOOS   string              // as in runtime.GOOS
	Home   string              // the user's home directory
	Getenv func(string) string // looks up the environment
}

// ConfigPaths are the places where the ngrok command keeps its configuration,
// the present one first.
func (m Machine) ConfigPaths() []string {
	var dirs []string
	add := func(base string, parts ...string) {
		if base != "" {
			dirs = append(dirs, filepath.Join(append([]string{base}, parts...)...))
		}
	}
	switch m.GOOS {
	case "windows":
		add(m.Getenv("LOCALAPPDATA"), "ngrok")
		add(m.Home, "AppData", "Local", "ngrok")
	case "darwin":
		add(m.Home, "Library", "Application Support", "ngrok")
	default:
		add(m.Getenv("XDG_CONFIG_HOME"), "ngrok")
		add(m.Home, ".config", "ngrok")
	}
	add(m.Home, ".ngrok2")
	var paths []string
	for _, dir := range dirs {
		path := filepath.Join(dir, "ngrok.yml")
		if len(paths) == 0 || paths[len(paths)-1] != path {
			paths = append(paths, path)
		}
	}
	return paths
}

// Offer is what an ngrok.yml holds that this program could take over, once the
// user agrees.
type Offer struct {
	Path        string // the file
	Authtoken   Secret
	Region      string // "" when the file names none
	ConnectAddr string
	ProxyURL    Secret // may hold a password
}

// ErrConfigForm says that an ngrok.yml cannot be understood. Its text has the
// place, never the content.
var ErrConfigForm = errors.New("ngrok: configuration file is not understood")

// FindOffer returns what the first of the files with an authtoken holds.
// Without one it returns false, and with it what was wrong with files that
// exist.
func FindOffer(paths []string) (Offer, bool, error) {
	var problems error
	for _, path := range paths {
		text, err := readLimited(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			problems = errors.Join(problems, fmt.Errorf("look into ngrok's configuration: %w", err))
			continue
		}
		offer, err := parseOffer(text)
		if err != nil {
			problems = errors.Join(problems, fmt.Errorf("read %s: %w", path, err))
			continue
		}
		if offer.Authtoken != "" {
			offer.Path = path
			return offer, true, nil
		}
	}
	return Offer{}, false, problems
}

// parseOffer reads version 3, where the settings stand under agent, and the
// versions before it, where they stand at the top.
func parseOffer(text []byte) (Offer, error) {
	type settings struct {
		Authtoken  string `yaml:"authtoken"`
		Region     string `yaml:"region"`
		ConnectURL string `yaml:"connect_url"`
		ServerAddr string `yaml:"server_addr"`
		ProxyURL   string `yaml:"proxy_url"`
	}
	var file struct {
		Top   settings `yaml:",inline"`
		Agent settings `yaml:"agent"`
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // editors on Windows put it there
	if err := yaml.Unmarshal(text, &file); err != nil {
		line, column := yamlPosition(err)
		return Offer{}, fmt.Errorf("%w at %d:%d", ErrConfigForm, line, column)
	}
	first := func(values ...string) string {
		for _, v := range values {
			if v = strings.TrimSpace(v); v != "" {
				return v
			}
		}
		return ""
	}
	return Offer{
		Authtoken:   Secret(first(file.Agent.Authtoken, file.Top.Authtoken)),
		Region:      first(file.Agent.Region, file.Top.Region),
		ConnectAddr: first(file.Agent.ConnectURL, file.Agent.ServerAddr, file.Top.ConnectURL, file.Top.ServerAddr),
		ProxyURL:    Secret(first(file.Agent.ProxyURL, file.Top.ProxyURL)),
	}, nil
}
