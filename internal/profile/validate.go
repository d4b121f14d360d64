package profile

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"unicode/utf8"

	"echostr/internal/wechat"
)

// The limits of what a profile may hold.
const (
	maxPath   = 128  // bytes
	maxName   = 40   // runes
	maxSecret = 1024 // bytes of Token, AppID, AppSecret, EncodingAESKey each
)

// Validate is everything wrong with a profile, given the others. WeChat's consoles
// accept odd values, so only what could not work at all is more than a warning.
func Validate(p Profile, others []Profile) []Problem {
	var out findings
	out.name(p.Name, others)
	out.path(p.Path, others)
	out.token(p)
	out.appID(p.AppID)
	out.appSecret(p.AppSecret)
	out.aesKey(p.EncodingAESKey)
	if p.Mode != wechat.Plain {
		if _, err := wechat.ParseKey(p.EncodingAESKey); err != nil {
			out.warn(FieldMode, "needs_aes_key", "mode", p.Mode.String())
		}
		if p.AppID == "" {
			out.warn(FieldMode, "needs_app_id", "mode", p.Mode.String())
		}
	}
	for i := range out {
		out[i].Profile = p.ID
	}
	return out
}

// Problems is everything wrong with the settings and all profiles. The tunnel's
// fields are validated by the provider's own package.
func (s *Settings) Problems() []Problem {
	var out findings
	if len(s.Profiles) == 0 {
		out.err(FieldProfiles, "none")
	}
	switch host, port, err := net.SplitHostPort(s.Listen); {
	case err != nil:
		out.err(FieldListen, "form")
	case !isPort(port):
		out.err(FieldListen, "port", "port", port)
	case !isLoopback(host):
		out.warn(FieldListen, "not_loopback", "host", host)
	}
	if !oneOf(s.Language, "", "zh-Hans", "en") {
		out.err(FieldLanguage, "unknown", "value", s.Language)
	}
	if !oneOf(s.Theme, "system", "light", "dark") {
		out.err(FieldTheme, "unknown", "value", s.Theme)
	}
	if !oneOf(s.Tunnel.Provider, TunnelNone, TunnelNgrok, TunnelExternal) {
		out.err(FieldProvider, "unknown", "value", s.Tunnel.Provider)
	}
	out = append(out, filterFindings(s.Filters)...)
	for i, p := range s.Profiles {
		others := append(append([]Profile(nil), s.Profiles[:i]...), s.Profiles[i+1:]...)
		out = append(out, Validate(p, others)...)
	}
	return out
}

func isPort(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 0 && n <= 65535
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback() || strings.EqualFold(host, "localhost")
}

func oneOf(s string, all ...string) bool {
	for _, a := range all {
		if s == a {
			return true
		}
	}
	return false
}

// findings gathers problems.
type findings []Problem

func (f *findings) add(warning bool, field Field, id string, args []string) {
	p := Problem{Field: field, ID: id, Warning: warning}
	for i := 0; i+1 < len(args); i += 2 {
		if p.Args == nil {
			p.Args = map[string]string{}
		}
		p.Args[args[i]] = args[i+1]
	}
	*f = append(*f, p)
}

func (f *findings) err(field Field, id string, args ...string)  { f.add(false, field, id, args) }
func (f *findings) warn(field Field, id string, args ...string) { f.add(true, field, id, args) }

func (f *findings) name(name string, others []Profile) {
	switch {
	case strings.TrimSpace(name) == "":
		f.err(FieldName, "empty")
	case utf8.RuneCountInString(name) > maxName:
		f.err(FieldName, "too_long", "limit", strconv.Itoa(maxName))
	case hasControl(name):
		f.err(FieldName, "characters")
	}
	for _, o := range others {
		if o.Name == name && name != "" {
			f.warn(FieldName, "duplicate", "name", name)
			return
		}
	}
}

func (f *findings) path(path string, others []Profile) {
	if !strings.HasPrefix(path, "/") {
		f.err(FieldPath, "no_slash")
	}
	if len(path) > maxPath {
		f.err(FieldPath, "too_long", "limit", strconv.Itoa(maxPath))
	}
	if i := strings.IndexFunc(path, notInPath); i >= 0 {
		r, _ := utf8.DecodeRuneInString(path[i:])
		f.err(FieldPath, "characters", "character", visible(r))
	} else if strings.IndexFunc(path, escapedInPath) >= 0 {
		f.warn(FieldPath, "escaped")
	}
	if strings.Contains(path, "//") {
		f.err(FieldPath, "empty_segment")
	}
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			f.err(FieldPath, "dot_segment")
			break
		}
	}
	for _, o := range others {
		if o.Path == path {
			f.err(FieldPath, "duplicate", "profile", o.Name)
			break
		}
	}
}

// visible is a character as it can be shown: U+0009 for what prints nothing.
func visible(r rune) string {
	if isInvisible(r) || r == utf8.RuneError {
		return fmt.Sprintf("U+%04X", r)
	}
	return string(r)
}
