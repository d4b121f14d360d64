package ui

import (
	"context"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/reply"
)

// Engine is what the window needs of the running program; *engine.Engine has it all.
type Engine interface {
	stateSource
	recordSource
	accountEditor
	settingsEditor
	tunnelSwitch
	ruleEditor
}

// stateSource tells how things stand. Subscribe calls f on a goroutine of its own.
type stateSource interface {
	Snapshot() *engine.Snapshot
	Subscribe(f func()) (cancel func())
}

// recordSource gives recorded exchanges.
type recordSource interface {
	Since(id int64, max int) []*exchange.Exchange
	Exchange(id int64) (*exchange.Exchange, bool)
	Find(ctx context.Context, f exchange.Filter) ([]int64, error)
	Clear()
	Recheck(id int64) (engine.Rechecked, error)
	SendTest(ctx context.Context, public bool, content string) (engine.Trial, error)
}

// accountEditor changes profiles.
type accountEditor interface {
	EditProfile(ctx context.Context, id string, change func(*profile.Profile)) error
	AddProfile(ctx context.Context, name string) (id string, err error)
	RemoveProfile(ctx context.Context, id string) error
	ShowProfile(ctx context.Context, id string) error
}

// settingsEditor changes the rest of the settings.
type settingsEditor interface {
	EditSettings(ctx context.Context, change func(*profile.Settings) error) error
	Listen(ctx context.Context, addr string) error
}

// tunnelSwitch starts and stops the tunnel.
type tunnelSwitch interface {
	StartTunnel(ctx context.Context) error
	StopTunnel(ctx context.Context) error
	CheckTunnel(t profile.Tunnel) []engine.TunnelIssue
	OfferedAuthtoken() (engine.Offer, bool)
	TakeAuthtoken(ctx context.Context) error
}

// ruleEditor changes a profile's rules.
type ruleEditor interface {
	SaveRules(profileID string, rules []reply.Rule) ([]reply.Problem, error)
	Hits(profileID, ruleID string) engine.Hit
}
