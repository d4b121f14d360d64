package profile

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

var (
	appIDForm     = regexp.MustCompile(`^wx[0-9a-f]{16}$`)
	appSecretForm = regexp.MustCompile(`^[0-9a-f]{32}$`)
)

// token checks the Token: the console's form says 3 to 32 letters and digits.
func (f *findings) token(p Profile) {
	t := p.Token
	if strings.TrimSpace(t) == "" {
		f.err(FieldToken, "empty")
		return
	}
	f.tooBig(FieldToken, t)
	f.whitespace(FieldToken, t)
	rest := strings.Map(dropSpace, t)
	switch {
	case strings.IndexFunc(rest, isInvisible) >= 0 || !utf8.ValidString(t):
		f.warn(FieldToken, "invisible")
	case strings.IndexFunc(rest, isFullWidth) >= 0:
		f.warn(FieldToken, "full_width")
	case strings.IndexFunc(rest, notAlphanumeric) >= 0:
		f.warn(FieldToken, "characters")
	}
	switch n := utf8.RuneCountInString(t); {
	case n < 3:
		f.warn(FieldToken, "too_short", "length", strconv.Itoa(n))
	case n > 32:
		f.warn(FieldToken, "too_long", "length", strconv.Itoa(n))
	}
	switch t {
	case p.AppID:
		f.warn(FieldToken, "same_as_app_id")
	case p.AppSecret:
		f.warn(FieldToken, "same_as_app_secret")
	case p.EncodingAESKey:
		f.warn(FieldToken, "same_as_aes_key")
	}
}

func (f *findings) appID(id string) {
	f.tooBig(FieldAppID, id)
	if f.whitespace(FieldAppID, id); id != "" && !appIDForm.MatchString(strings.Map(dropSpace, id)) {
		f.warn(FieldAppID, "form")
	}
}

func (f *findings) appSecret(secret string) {
	f.tooBig(FieldAppSecret, secret)
	if f.whitespace(FieldAppSecret, secret); secret != "" && !appSecretForm.MatchString(strings.Map(dropSpace, secret)) {
		f.warn(FieldAppSecret, "form")
	}
}

func (f *findings) aesKey(key string) {
	f.tooBig(FieldAESKey, key)
	f.whitespace(FieldAESKey, key)
	rest := strings.Map(dropSpace, key)
	if strings.IndexFunc(rest, notAlphanumeric) >= 0 {
		f.warn(FieldAESKey, "characters")
	}
	if n := utf8.RuneCountInString(rest); n != 43 && key != "" {
		f.warn(FieldAESKey, "length", "length", strconv.Itoa(n))
	}
}

// whitespace warns of white space, each place by itself.
func (f *findings) whitespace(field Field, s string) {
	inner := strings.TrimFunc(s, isSpace)
	if s == "" {
		return
	}
	if inner == "" {
		f.warn(field, "leading_whitespace")
		return
	}
	if strings.IndexFunc(s, isSpace) == 0 {
		f.warn(field, "leading_whitespace")
	}
	if strings.TrimRightFunc(s, isSpace) != s {
		f.warn(field, "trailing_whitespace")
	}
	if strings.IndexFunc(inner, isSpace) >= 0 {
		f.warn(field, "inner_whitespace")
	}
}

// tooBig refuses what no console ever gives out and no keyring would take.
func (f *findings) tooBig(field Field, s string) {
	if len(s) > maxSecret {
		f.err(field, "too_big", "limit", strconv.Itoa(maxSecret))
	}
}
