package ui

import (
	"context"
	"io"

	"echostr/internal/archive"
	"echostr/internal/compare"
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
	ruleTexts
	rulePreviewer
	recordKeeper
	replayer
	carrier
	detailSource
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
	Followups(exchangeID int64) []engine.Followup
	SendTest(ctx context.Context, public bool, content string) (engine.Trial, error)
}

// recordKeeper pages through what is recorded and keeps it in order.
type recordKeeper interface {
	List(ctx context.Context, f exchange.Filter, before int64, limit int) (engine.Page, error)
	Attempts(id int64) []int64
	Label(id int64) engine.Label
	SetLabel(id int64, l engine.Label) error
	SetLabels(ctx context.Context, ids []int64, change func(*engine.Label)) error
	Delete(ctx context.Context, ids []int64) (int, error)
	Sessions() []engine.Session
	BeginSession(name string) (engine.Session, error)
	NameSession(id int64, name string) (bool, error)
}

// detailSource gives what an exchange alone does not hold.
type detailSource interface {
	ReplyInClear(id int64) (string, bool)
	Picture(ctx context.Context, address string) ([]byte, error)
}

// replayer sends recorded requests again and sets two side by side.
type replayer interface {
	Replay(ctx context.Context, r engine.ReplayRequest) ([]engine.ReplayResult, error)
	Compare(a, b int64) ([]compare.Section, error)
}

// carrier takes exchanges to files and from them.
type carrier interface {
	ExportFolder() string
	FilePlace(path string) engine.FilePlace
	Export(ctx context.Context, path string, r engine.ExportRequest) (archive.Summary, error)
	ExportTo(ctx context.Context, w io.Writer, r engine.ExportRequest) (archive.Summary, error)
	Import(ctx context.Context, path string, progress func(archive.Progress)) (engine.Imported, error)
	ImportFrom(ctx context.Context, r io.Reader, progress func(archive.Progress)) (engine.Imported, error)
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
	SaveRulesFrom(profileID string, base uint64, rules []reply.Rule) (engine.SavedRules, error)
	Hits(profileID, ruleID string) engine.Hit
	ResetRule(profileID, ruleID string)
	RuleFrom(exchangeID int64) (reply.Rule, error)
	DismissRuleConflict(profileID string)
	RuleWarnings(profileID string, rules []reply.Rule) []reply.Problem
}

// ruleTexts are the rules as text.
type ruleTexts interface {
	RulesText(profileID string) (string, error)
	CheckRules(profileID, text string, from reply.Source) engine.CheckedRules
	EditRules(profileID, was, text string) (engine.SavedRules, error)
	ReplaceRules(profileID, text string, how engine.Replacing) (engine.SavedRules, error)
	StarterSets(language string) []engine.StarterSet
}

// rulePreviewer says what rules would answer.
type rulePreviewer interface {
	Preview(ctx context.Context, profileID string, q engine.PreviewRequest) (engine.Preview, error)
	Sample(ctx context.Context, profileID string, rule reply.Rule) (int64, error)
}
