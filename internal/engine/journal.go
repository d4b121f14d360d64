package engine

import (
	"context"
	"path/filepath"
	"time"

	"echostr/internal/journal"
	"echostr/internal/profile"
)

// The journal's values, for those above that do not know it.
type (
	Health     = journal.Health
	HealthKind = journal.HealthKind
	Query      = journal.Query
	Needle     = journal.Needle
	Meta       = journal.Meta
	Page       = journal.Page
	Label      = journal.Label
	Session    = journal.Session
	InUse      = journal.InUse
)

// The kinds of health.
const (
	JournalWell       = journal.Well
	JournalMemoryOnly = journal.MemoryOnly
	JournalSlow       = journal.Slow
	JournalFull       = journal.Full
	JournalReadOnly   = journal.ReadOnly
	JournalLocked     = journal.Locked
	JournalFailing    = journal.Failing
	JournalNewer      = journal.Newer
	JournalSetAside   = journal.SetAside
)

// ErrInUse is a home that another process has open; errors.As finds the *InUse in it.
var ErrInUse = journal.ErrInUse

// NewNeedle makes a text ready to be looked for.
func NewNeedle(text string) Needle { return journal.NewNeedle(text) }

// openJournal opens the record of exchanges in the home.
func (e *Engine) openJournal() (*journal.Log, error) {
	c := journal.LogConfig{CommitWait: e.cfg.CommitWait, Secrets: e.secrets, Changed: e.watch.changed, Now: e.now, Logger: e.log,
		Claim: e.claim, ReadOnly: e.cfg.ReadOnly}
	limits := limitsOf(e.profiles.Settings())
	c.MaxCount, c.MaxBytes, c.MaxAge = limits.MaxCount, limits.MaxBytes, limits.MaxAge
	if !e.cfg.InMemory {
		c.File = filepath.Join(e.cfg.Home, "journal.db")
	}
	return journal.Open(c)
}

// limitsOf are the journal's limits in the settings.
func limitsOf(s *profile.Settings) journal.Limits {
	return journal.Limits{MaxCount: s.Keep.Count, MaxBytes: int64(s.Keep.MB) << 20, MaxAge: time.Duration(s.Keep.Days) * 24 * time.Hour}
}

// secrets are the tokens and keys that recorded exchanges may speak of.
func (e *Engine) secrets() (out []string) {
	for _, p := range e.profiles.Settings().Profiles {
		out = append(append(append(out, p.Token), p.EarlierTokens...), p.AESKeys()...)
	}
	return out
}

// Page is the newest exchanges that a query picks, up to its limit.
func (e *Engine) Page(ctx context.Context, q Query) (Page, error) { return e.journal.Page(ctx, q) }

// Label is what a person put on an exchange.
func (e *Engine) Label(id int64) Label { return e.journal.Label(id) }

// SetLabel replaces it; the zero Label takes it off.
func (e *Engine) SetLabel(id int64, l Label) error { return e.journal.SetLabel(id, l) }

// SetLabels changes the labels of exchanges, some thousand at a time: when ctx ends, or an
// error comes, those before are changed. change is told of one after the other, on another
// goroutine, and must not call the engine.
func (e *Engine) SetLabels(ctx context.Context, ids []int64, change func(*Label)) error {
	return e.journal.SetLabels(ctx, ids, change)
}

// Sessions are the stretches of work that were recorded, oldest first.
func (e *Engine) Sessions() []Session { return e.journal.Sessions() }

// BeginSession begins another stretch of work now.
func (e *Engine) BeginSession(name string) (Session, error) { return e.journal.BeginSession(name) }

// NameSession names one; false when there is none of that ID.
func (e *Engine) NameSession(id int64, name string) (bool, error) {
	return e.journal.NameSession(id, name)
}

// DismissJournal takes note of a damaged journal that was set aside.
func (e *Engine) DismissJournal() { e.journal.Dismiss() }
