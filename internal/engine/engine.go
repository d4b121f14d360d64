package engine

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"echostr/internal/callback"
	"echostr/internal/journal"
	"echostr/internal/profile"
	"echostr/internal/reply"
	"echostr/internal/simulate"
	"echostr/internal/tunnel"
)

// Config is what an engine needs. Only Home must be set.
type Config struct {
	Home      string // directory of settings and rules; made when missing
	Overrides profile.Overrides
	// Env looks up environment variables, nil takes none. UserHome is where the ngrok
	// command line keeps its configuration; "" looks for none.
	Env      func(string) string
	UserHome string
	// Downloads is where exports go at first; "" is UserHome.
	Downloads string
	// Words gives the starter rules their texts, by key.
	Words  func(key string) string
	Logger *slog.Logger     // nil: no log
	Now    func() time.Time // nil: time.Now
	// Sender sends the test requests; tests give it a dialer of their own.
	Sender  simulate.Sender
	Keyring profile.Keyring // nil: the system's
	// ReadOnly opens what is recorded to look at it, also while another process has the home.
	ReadOnly bool
	// InMemory keeps exchanges in memory only, not in the home.
	InMemory bool
	// CommitWait is how long an answer may wait for its exchange to be on record; 0 takes
	// the journal's default.
	CommitWait time.Duration
	// RuleSets holds the ready-made lists of rules as <language>/<name>.yaml; nil has none.
	RuleSets fs.FS
	// Customer sends the customer-service messages that follow answers; nil sends none, as
	// without an access_token.
	Customer reply.CustomerSender
}

// Engine is the running program. New, Start, Close.
type Engine struct {
	cfg Config
	log *slog.Logger
	now func() time.Time

	began    time.Time      // when the home was opened
	claim    *journal.Claim // nil: none on the home
	watch    watch
	profiles *profile.Store
	rules    *reply.Store
	callback *callback.Server
	journal  *journal.Log
	runner   *tunnel.Runner
	sender   simulate.Sender
	hits     hits
	sequels  followups
	unwatch  func()
	life     context.Context // until Close
	end      context.CancelFunc
	firstID  int64          // exchanges before it are of earlier runs
	work     sync.WaitGroup // the goroutines that serve listeners, watch files and send

	verified, messaged, tested atomic.Bool

	mu       sync.Mutex
	closed   bool
	listener net.Listener
	server   Server
	inForce  map[string]time.Time
	routed   map[string]profile.Profile // what InForce speaks of
	ruleSets map[string]*ruleSet
	base     string // the tunnel's address that the routes speak of

	editing sync.Mutex // one change of profiles or rules at a time
}

// New opens the home directory. Nothing listens or connects yet. A home that another
// process has open is an error that is ErrInUse.
func New(c Config) (_ *Engine, err error) {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Env == nil {
		c.Env = func(string) string { return "" }
	}
	if c.Words == nil {
		c.Words = func(key string) string { return key }
	}
	claim, err := claimHome(c)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil && claim != nil {
			err = errors.Join(err, claim.Release())
		}
	}()
	store, err := profile.Open(profile.Config{Home: c.Home, Keyring: c.Keyring, Env: c.Env, Now: c.Now, Logger: c.Logger, ReadOnly: c.ReadOnly})
	if err != nil {
		return nil, fmt.Errorf("open settings: %w", err)
	}
	store.Override(c.Overrides)
	rules, err := reply.Open(filepath.Join(c.Home, "rules"))
	if err != nil {
		return nil, fmt.Errorf("open rules: %w", err)
	}
	mark := make([]byte, 12)
	if _, err := rand.Read(mark); err != nil {
		return nil, fmt.Errorf("draw a mark for test requests: %w", err)
	}
	e := &Engine{cfg: c, log: c.Logger, now: c.Now, claim: claim, profiles: store, rules: rules, sender: c.Sender,
		inForce: map[string]time.Time{}, routed: map[string]profile.Profile{}, ruleSets: map[string]*ruleSet{}}
	if e.journal, err = e.openJournal(); err != nil {
		return nil, errors.Join(fmt.Errorf("open the journal: %w", err), store.Close())
	}
	e.began = e.now()
	e.noteHolder("")
	defer func() {
		if err != nil {
			e.forgetHolder()
			err = errors.Join(err, e.journal.Close(), store.Close())
		}
	}()
	e.firstID = e.journal.Counts().Last + 1
	e.life, e.end = context.WithCancel(context.Background())
	e.sender.Mark = hex.EncodeToString(mark)
	e.callback = callback.New(callback.Config{Record: e.record, After: e.followUp, TestMark: e.sender.Mark, Logger: c.Logger})
	e.runner = tunnel.New(tunnel.Config{Serve: e.serveTunnel, Logger: c.Logger})
	if err := e.loadRules(); err != nil {
		return nil, err
	}
	e.route()
	return e, nil
}

// Start listens on the address in the settings. When that fails the engine is usable
// all the same: Listen takes another address.
func (e *Engine) Start(ctx context.Context) error {
	e.unwatch = e.runner.Subscribe(func(tunnel.Status) { e.watch.changed() })
	e.work.Go(func() { e.watchRules() })
	e.work.Go(e.countHits)
	return e.Listen(ctx, e.profiles.Settings().Listen)
}

// Close ends the tunnel, then the server, and waits for both; requests under way are
// answered first, within a second. It may be called more than once.
func (e *Engine) Close() error {
	e.mu.Lock()
	closed := e.closed
	e.closed = true
	e.mu.Unlock()
	if closed {
		return nil
	}
	e.end()
	err := e.runner.Close()
	if e.unwatch != nil {
		e.unwatch()
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if down := e.callback.Shutdown(ctx); down != nil && !errors.Is(down, context.DeadlineExceeded) {
		err = errors.Join(err, down)
	}
	err = errors.Join(err, e.callback.Close())
	e.work.Wait()
	e.forgetHolder() // while nobody else can have the home
	err = errors.Join(err, e.journal.Close(), e.profiles.Close())
	if e.claim != nil {
		err = errors.Join(err, e.claim.Release())
	}
	return err
}

// Snapshot is the state now.
func (e *Engine) Snapshot() *Snapshot {
	s := &Snapshot{Seq: e.watch.seq.Load(), Tunnel: e.runner.Status(), Settings: e.profiles.Settings(),
		Counts: e.journal.Counts(), Journal: e.journal.Health(), Notices: e.profiles.Notices(), SecretsIn: e.profiles.SecretsIn(),
		Progress: Progress{SelfTest: e.tested.Load(), Verified: e.verified.Load(), Message: e.messaged.Load()},
		InForce:  map[string]time.Time{}, Rules: map[string][]reply.Rule{},
		RulesInForce: map[string]RulesInForce{}, RuleFiles: map[string]RuleFile{}}
	e.mu.Lock()
	defer e.mu.Unlock()
	s.Server = e.server
	for id, at := range e.inForce {
		s.InForce[id] = at
	}
	for id, r := range e.ruleSets {
		s.Rules[id], s.RulesInForce[id], s.RuleFiles[id] = r.rules, r.force, r.file
	}
	return s
}
