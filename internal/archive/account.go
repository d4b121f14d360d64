package archive

import (
	"log/slog"
	"maps"
	"slices"

	"echostr/internal/wechat"
)

// Account is what belongs to one profile: redaction takes all of it out.
type Account struct {
	wechat.AccountConfig
	AppSecret     string
	EarlierTokens []string
}

// LogValue implements slog.LogValuer.
func (a Account) LogValue() slog.Value { return slog.StringValue("archive account, redacted") }

// name gives everything that belongs to the accounts an alias.
func (a *aliases) accounts(of map[string]Account) {
	for _, id := range slices.Sorted(maps.Keys(of)) {
		one := of[id]
		a.name(token, one.Token)
		a.name(appID, one.AppID)
		a.name(appSecret, one.AppSecret)
		for _, t := range one.EarlierTokens {
			a.name(token, t)
		}
		for _, k := range one.Keys {
			a.name(aesKey, k)
		}
	}
}

// account is an account in aliases: what its redacted requests verify with.
func (a *aliases) account(of Account) wechat.AccountConfig {
	c := wechat.AccountConfig{Token: a.of[of.Token], AppID: a.of[of.AppID], Mode: of.Mode}
	if c.Token == "" {
		c.Token = shape(token, 0)
	}
	for _, k := range of.Keys {
		alias := a.of[k]
		if alias == "" {
			alias = shape(aesKey, 0)
		}
		c.Keys = append(c.Keys, alias)
	}
	return c
}

// met is what the exchanges of a profile show of its account.
type met struct {
	Account
	plain, sealed bool // pushes that held came in clear, encrypted
}

// config is the account with the mode in which all that held holds.
func (m *met) config() Account {
	a := m.Account
	switch {
	case m.plain && m.sealed:
		a.Mode = wechat.Compatible
	case m.sealed && a.Mode == wechat.Plain:
		a.Mode = wechat.Safe
	case m.plain && a.Mode == wechat.Safe:
		a.Mode = wechat.Plain
	}
	return a
}
