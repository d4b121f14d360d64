package profile

import (
	"fmt"
	"log/slog"

	"echostr/internal/wechat"
)

// EarlierMax is how many earlier Tokens and EncodingAESKeys a profile remembers.
const EarlierMax = 8

// Profile is one account: what its console has and where its pushes arrive. Printing
// or logging one never shows a secret.
type Profile struct {
	ID   string // short, random, stable; names files, so only [a-z0-9]
	Name string

	Token          string `json:"-"`
	AppID          string
	AppSecret      string `json:"-"`
	EncodingAESKey string `json:"-"`

	Mode wechat.Mode
	Path string // of the pushes on the local server: "/wx/demo"

	// Values that were in force before, newest first, without duplicates and without
	// the current one. A request signed with one of them can be explained.
	EarlierTokens  []string `json:"-"`
	EarlierAESKeys []string `json:"-"`
}

// AESKeys are the keys to decrypt with, the current one first: WeChat goes on using
// the previous key for a while after a change.
func (p Profile) AESKeys() []string {
	if p.EncodingAESKey == "" {
		return p.EarlierAESKeys
	}
	return append([]string{p.EncodingAESKey}, p.EarlierAESKeys...)
}

// LogValue implements slog.LogValuer: everything but the secrets, of which it only
// says whether they are set.
func (p Profile) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("id", p.ID), slog.String("name", p.Name), slog.String("path", p.Path),
		slog.String("mode", p.Mode.String()), slog.String("app_id", p.AppID),
		slog.String("token", redacted(p.Token)), slog.String("app_secret", redacted(p.AppSecret)),
		slog.String("aes_key", redacted(p.EncodingAESKey)),
	)
}

// String is the profile without its secrets.
func (p Profile) String() string {
	return fmt.Sprintf("Profile{ID:%s Name:%s Path:%s Mode:%s AppID:%s Token:%s AppSecret:%s EncodingAESKey:%s}",
		p.ID, p.Name, p.Path, p.Mode, p.AppID, redacted(p.Token), redacted(p.AppSecret), redacted(p.EncodingAESKey))
}

// GoString is String, so that %#v shows no secret either.
func (p Profile) GoString() string { return p.String() }

// Format is String for every verb.
func (p Profile) Format(f fmt.State, _ rune) { fmt.Fprint(f, p.String()) }

// redacted says whether a secret is set and nothing more.
func redacted(secret string) string {
	if secret == "" {
		return "unset"
	}
	return "set"
}

func (p Profile) clone() Profile {
	p.EarlierTokens = append([]string(nil), p.EarlierTokens...)
	p.EarlierAESKeys = append([]string(nil), p.EarlierAESKeys...)
	return p
}
