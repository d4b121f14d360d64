package profile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"echostr/internal/durable"
)

// The names of the files in the home directory.
const (
	settingsName = "settings.json"
	secretsName  = "secrets.json"
	indexName    = "keyring.json"
)

// keyringLimit is how long Open waits for the keyring, and every change after it.
const keyringLimit = 2 * time.Second

// ErrClosed is a change after Close.
var ErrClosed = errors.New("profile: the settings are closed")

// Config is what a Store needs. Everything but Home may be left out.
type Config struct {
	Home    string              // directory; made if it is not there
	Keyring Keyring             // SystemKeyring
	Env     func(string) string // os.Getenv; ECHOSTR_KEYRING is read
	Random  io.Reader           // crypto/rand
	Now     func() time.Time    // time.Now; damaged files are named by it
	Logger  *slog.Logger        // none
	// ReadOnly reads what is there and writes nothing, not even to mend it, so that another
	// process may have the home. Changes fail with ErrClosed.
	ReadOnly bool

	write writer        // durable.WriteFile; nil writes nothing
	limit time.Duration // keyringLimit
}

// Store keeps the settings of one home directory. All methods are safe for concurrent
// use. Two processes must not use one home at the same time, unless all but one are
// ReadOnly.
type Store struct {
	home   string
	random io.Reader
	now    func() time.Time
	log    *slog.Logger
	write  writer

	current atomic.Pointer[Settings] // with the overrides
	inRing  atomic.Bool              // secrets go into the keyring

	turn chan struct{} // holds one token; who takes it may touch what follows
	saved
	keys   *keyVault // nil when the keyring is off
	files  *fileVault
	over   Overrides
	overID string // the profile that was active when over was set
	closed bool

	noticed sync.Mutex
	notices []Notice
}

// saved is what the files say.
type saved struct {
	settings *Settings
	refs     map[owner]ref
	blobs    map[owner]string // of those that could be read
}

// Settings is the present snapshot with the overrides in force. It is shared: read it,
// don't change it.
func (s *Store) Settings() *Settings { return s.current.Load() }

// Notices are what a person should know about how the settings are kept.
func (s *Store) Notices() []Notice {
	s.noticed.Lock()
	defer s.noticed.Unlock()
	return append([]Notice(nil), s.notices...)
}

func (s *Store) notice(id NoticeID, args ...string) {
	n := Notice{ID: id, Args: map[string]string{}}
	for i := 0; i+1 < len(args); i += 2 {
		n.Args[args[i]] = args[i+1]
	}
	s.noticed.Lock()
	defer s.noticed.Unlock()
	for _, have := range s.notices {
		if reflect.DeepEqual(have, n) {
			return
		}
	}
	s.notices = append(s.notices, n)
}

// Update changes the settings: fn gets a copy of the present ones, with the overrides
// in force, and changes it. What it leaves is validated, saved and made the present
// snapshot. Callers come one after another; ctx ends the waiting for one's turn.
//
// A field that is overridden and that fn leaves alone is saved as it was before the
// override; one that fn changes is saved, and its override ends.
//
// The error is fn's own, an *Invalid with every problem, or that of a write; in each
// case nothing has changed. Update blocks for the writes, which may take as long as a
// keyring takes to answer, up to two seconds: call it off the UI's goroutine.
func (s *Store) Update(ctx context.Context, fn func(*Settings) error) error {
	if err := s.take(ctx); err != nil {
		return fmt.Errorf("change settings: %w", err)
	}
	defer s.give()
	if s.closed {
		return ErrClosed
	}
	edited := s.over.apply(s.settings, s.overID)
	if err := fn(edited); err != nil {
		return err
	}
	if err := edited.normalise(s.random); err != nil {
		return err
	}
	edited = edited.clone() // fn may have kept what it got
	over := s.over.withdraw(edited, s.settings, s.overID)
	if problems := edited.Problems(); s.refuses(problems, edited) {
		return &Invalid{Problems: problems}
	}
	edited.rememberEarlier(s.settings)
	if !reflect.DeepEqual(edited, s.settings) {
		if err := s.commit(edited, false); err != nil {
			return fmt.Errorf("change settings: %w", err)
		}
	}
	s.over = over
	s.publish()
	return nil
}

// refuses says whether the problems keep edited from being saved. One that was there
// before, in a profile that has not changed, does not: it must not stand in the way of
// other changes.
func (s *Store) refuses(problems []Problem, edited *Settings) bool {
	before := s.settings.Problems()
	for _, p := range problems {
		if p.Warning {
			continue
		}
		was, _ := s.settings.Profile(p.Profile)
		is, _ := edited.Profile(p.Profile)
		old := reflect.DeepEqual(was, is)
		known := false
		for _, b := range before {
			known = known || reflect.DeepEqual(b, p)
		}
		if !old || !known {
			return true
		}
	}
	return false
}

// Override sets values for this run only. They replace those of an earlier call and
// are never saved.
func (s *Store) Override(o Overrides) {
	<-s.turn
	defer s.give()
	s.over, s.overID = o, s.settings.ActiveProfile().ID
	s.publish()
}

// Overridden are the fields that an override is in force for, those of an account
// for the profile that was active when it was set.
func (s *Store) Overridden() []Field {
	<-s.turn
	defer s.give()
	return s.over.Fields()
}

// Draft is a new profile with a Token of its own and a path that no other has, for
// adding in an Update.
func (s *Store) Draft(name string) (Profile, error) {
	p, err := New(s.random, name)
	p.apart(s.Settings().Profiles)
	return p, err
}

// SecretsIn is where new secrets are kept: "keyring" or "file".
func (s *Store) SecretsIn() string {
	if s.inRing.Load() {
		return string(inKeyring)
	}
	return string(inFile)
}

// Close waits for a change that is under way; later ones fail with ErrClosed. The
// settings can still be read.
func (s *Store) Close() error {
	<-s.turn
	defer s.give()
	s.closed = true
	return nil
}

func (s *Store) take(ctx context.Context) error {
	select {
	case <-s.turn:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (s *Store) give() { s.turn <- struct{}{} }

// publish makes the saved settings, with the overrides, the present snapshot.
func (s *Store) publish() {
	s.inRing.Store(s.preferred() == inKeyring)
	s.current.Store(s.over.apply(s.settings, s.overID))
}

// path is that of a file in the home.
func (s *Store) path(name string) string { return filepath.Join(s.home, name) }

// readSettings reads settings.json; missing is a nil data.
func (s *Store) readSettings() ([]byte, error) {
	if s.write != nil {
		durable.Sweep(s.path(settingsName))
	}
	data, err := readFile(s.path(settingsName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	if data == nil {
		data = []byte{}
	}
	return data, nil
}

func (c *Config) fill() error {
	if c.Env == nil {
		c.Env = os.Getenv
	}
	if c.Home == "" {
		c.Home = DefaultHome(c.Env)
	}
	if c.Keyring == nil {
		c.Keyring = SystemKeyring()
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.ReadOnly {
		c.write = nil
	} else if c.write == nil {
		c.write = durable.WriteFile
	}
	if c.limit == 0 {
		c.limit = keyringLimit
	}
	var err error
	if c.Home, err = filepath.Abs(c.Home); err != nil {
		return fmt.Errorf("find home: %w", err)
	}
	return nil
}
