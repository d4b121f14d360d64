package ui

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/reply"
	"echostr/internal/tunnel"
	"echostr/internal/wechat"
)

// fakeClock is the time that a fake engine starts with.
var fakeClock = time.Date(2026, 11, 20, 14, 3, 22, 0, time.Local)

// fakeEngine is an Engine for page tests: it keeps a state that tests set and edit,
// records the commands that came, and can be told to fail. All methods may be called
// from any goroutine, as the real one's.
type fakeEngine struct {
	mu        sync.Mutex
	state     engine.Snapshot
	exchanges []*exchange.Exchange // oldest first
	nextID    int64
	did       []string         // commands in the order they came, such as "start tunnel"
	fails     map[string]error // by command: what it answers, without doing anything
	subs      map[int]func()
	nextSub   int

	now    func() time.Time
	issues func(profile.Tunnel) []engine.TunnelIssue // nil finds nothing
	offer  string                                    // file with an authtoken on offer; "" is none
	trial  engine.Trial                              // what SendTest answers
	hits   map[[2]string]engine.Hit

	records fakeRecords
	rules   fakeRules

	followups map[int64][]engine.Followup // by exchange
}

// newFakeEngine stands as after the first start: one profile, listening, no tunnel.
func newFakeEngine() *fakeEngine {
	f := &fakeEngine{fails: map[string]error{}, subs: map[int]func(){}, hits: map[[2]string]engine.Hit{},
		now: func() time.Time { return fakeClock }}
	p := profile.Profile{ID: "demo0001", Name: "demo", Token: "wechat2026", AppID: "wx5823bf96d3bd56c7", Path: "/wx/demo"}
	f.rules = fakeRules{saved: map[string][]reply.Problem{}, texts: map[string]string{}}
	f.state = engine.Snapshot{
		Server: engine.Server{Addr: "127.0.0.1:8787"},
		Tunnel: tunnel.Status{Provider: tunnel.NoProvider},
		Settings: &profile.Settings{Profiles: []profile.Profile{p}, Active: p.ID, Language: "zh-Hans", Theme: "light",
			Listen: profile.DefaultListen, Tunnel: profile.Tunnel{Provider: profile.TunnelNgrok}},
		InForce:      map[string]time.Time{p.ID: fakeClock},
		Rules:        map[string][]reply.Rule{},
		RulesInForce: map[string]engine.RulesInForce{},
		RuleFiles:    map[string]engine.RuleFile{p.ID: {Path: "/home/me/.config/echostr/rules/" + p.ID + ".yaml"}},
		SecretsIn:    "keyring",
	}
	return f
}

// set changes the state as the engine would by itself, and tells the subscribers.
func (f *fakeEngine) set(change func(*engine.Snapshot)) {
	f.mu.Lock()
	s := *f.copy()
	change(&s)
	f.state = s
	f.mu.Unlock()
	f.tell()
}

// edit changes the settings from outside, without any check.
func (f *fakeEngine) edit(change func(*profile.Settings)) {
	f.set(func(s *engine.Snapshot) { change(s.Settings) })
}

// add records exchanges: it gives them ids and counts them.
func (f *fakeEngine) add(xs ...*exchange.Exchange) {
	f.mu.Lock()
	for _, x := range xs {
		f.nextID++
		x.ID = f.nextID
		f.exchanges = append(f.exchanges, x)
		f.state.Counts.Received++
		f.state.Counts.Last = x.ID
		switch x.Verdict {
		case exchange.Pass:
			f.state.Counts.Passed++
		case exchange.Fail:
			f.state.Counts.Failed++
		default:
			f.state.Counts.Foreign++
		}
	}
	f.state.Counts.Kept = len(f.exchanges)
	f.mu.Unlock()
	f.tell()
}

// fail lets a command answer err from now on; nil lets it work again.
func (f *fakeEngine) fail(command string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fails[command] = err
}

// commands are those that came so far.
func (f *fakeEngine) commands() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.did)
}

// active is the profile that the window shows.
func (f *fakeEngine) active() profile.Profile { return f.Snapshot().Active() }

// copy is a snapshot whose settings and maps may be changed.
func (f *fakeEngine) copy() *engine.Snapshot {
	s := f.state
	s.Seq++
	settings := *s.Settings
	settings.Profiles = slices.Clone(settings.Profiles)
	s.Settings = &settings
	in := map[string]time.Time{}
	for id, at := range s.InForce {
		in[id] = at
	}
	s.InForce = in
	rules := map[string][]reply.Rule{}
	for id, r := range s.Rules {
		rules[id] = r
	}
	s.Rules = rules
	s.RulesInForce, s.RuleFiles = maps.Clone(s.RulesInForce), maps.Clone(s.RuleFiles)
	return &s
}

// command records a command and answers how it was told to fail.
func (f *fakeEngine) command(ctx context.Context, name string, args ...any) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.did = append(f.did, fmt.Sprintln(append([]any{name}, args...)...))
	last := len(f.did) - 1
	f.did[last] = f.did[last][:len(f.did[last])-1]
	if err := ctx.Err(); err != nil {
		return err
	}
	return f.fails[name]
}

func (f *fakeEngine) tell() {
	f.mu.Lock()
	subs := make([]func(), 0, len(f.subs))
	for _, s := range f.subs {
		subs = append(subs, s)
	}
	f.mu.Unlock()
	for _, s := range subs {
		s()
	}
}

func (f *fakeEngine) Snapshot() *engine.Snapshot {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.copy()
}

// Subscribe calls g on the goroutine of whoever changes something.
func (f *fakeEngine) Subscribe(g func()) (cancel func()) {
	f.mu.Lock()
	id := f.nextSub
	f.nextSub++
	f.subs[id] = g
	f.mu.Unlock()
	g()
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.subs, id)
	}
}

func (f *fakeEngine) Since(id int64, max int) []*exchange.Exchange {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []*exchange.Exchange
	for _, x := range f.exchanges {
		if x.ID > id && len(out) < max {
			out = append(out, x)
		}
	}
	return out
}

func (f *fakeEngine) Exchange(id int64) (*exchange.Exchange, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, x := range f.exchanges {
		if x.ID == id {
			return x, true
		}
	}
	return nil, false
}

func (f *fakeEngine) Find(ctx context.Context, filter exchange.Filter) ([]int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	match := filter.Matcher()
	var out []int64
	for _, x := range slices.Backward(f.exchanges) {
		if match(x) {
			out = append(out, x.ID)
		}
	}
	return out, ctx.Err()
}

func (f *fakeEngine) Clear() {
	f.mu.Lock()
	f.did = append(f.did, "clear")
	f.exchanges = nil
	f.state.Counts.Received, f.state.Counts.Passed, f.state.Counts.Failed, f.state.Counts.Foreign, f.state.Counts.Kept = 0, 0, 0, 0, 0
	f.state.Counts.Cleared++
	f.mu.Unlock()
	f.tell()
}

func (f *fakeEngine) SendTest(ctx context.Context, public bool, content string) (engine.Trial, error) {
	if err := f.command(ctx, "send test", public, content); err != nil {
		return engine.Trial{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.trial, nil
}

func (f *fakeEngine) EditSettings(ctx context.Context, change func(*profile.Settings) error) error {
	if err := f.command(ctx, "edit settings"); err != nil {
		return err
	}
	f.mu.Lock()
	s := f.copy()
	before := f.state.Settings
	err := change(s.Settings)
	if problems := s.Settings.Problems(); err == nil && profile.Blocks(problems) {
		err = &profile.Invalid{Problems: problems}
	}
	if err == nil {
		for _, p := range s.Settings.Profiles {
			if old, ok := before.Profile(p.ID); !ok || !slices.Equal(account(old), account(p)) {
				s.InForce[p.ID] = f.now()
			}
		}
		f.state = *s
	}
	f.mu.Unlock()
	f.tell()
	return err
}

// Recheck opens the recorded request anew, with the profile that has its path.
func (f *fakeEngine) Recheck(id int64) (engine.Rechecked, error) {
	if err := f.command(context.Background(), "recheck", id); err != nil {
		return engine.Rechecked{}, err
	}
	x, ok := f.Exchange(id)
	if !ok {
		return engine.Rechecked{}, engine.ErrNoExchange
	}
	s := f.Snapshot().Settings
	p, _ := s.Profile(x.Profile)
	for _, q := range s.Profiles {
		if q.Path == x.Request.Path {
			p = q
		}
	}
	k := &wechat.Known{EarlierTokens: p.EarlierTokens, AppSecret: p.AppSecret}
	for _, o := range s.Profiles {
		if o.ID != p.ID {
			k.Peers = append(k.Peers, wechat.Peer{ID: o.ID, Name: o.Name, Token: o.Token, AppID: o.AppID, Path: o.Path, AESKeys: o.AESKeys()})
		}
	}
	a := wechat.NewAccount(wechat.AccountConfig{Token: p.Token, AppID: p.AppID, Mode: p.Mode, Keys: p.AESKeys()})
	q := &wechat.Request{Method: x.Request.Method, Path: x.Request.Path, Query: x.Request.Query, Body: x.Request.Entity(), Time: x.Time}
	r := engine.Rechecked{Profile: p.ID, Opened: a.Open(q)}
	if r.Verdict = exchange.Judge(&r.Opened); r.Verdict != exchange.Pass {
		d := a.Diagnose(q, &r.Opened, k)
		r.Opened.Causes, r.Opened.RuledOut = d.Causes, d.RuledOut
	}
	return r, nil
}

// account is what the server goes by.
func account(p profile.Profile) []string {
	return []string{p.Token, p.AppID, p.EncodingAESKey, p.Mode.String(), p.Path}
}

func (f *fakeEngine) EditProfile(ctx context.Context, id string, change func(*profile.Profile)) error {
	if err := f.command(ctx, "edit profile", id); err != nil {
		return err
	}
	return f.EditSettings(ctx, func(s *profile.Settings) error {
		p := s.Edit(id)
		if p == nil {
			return engine.ErrNoProfile
		}
		change(p)
		return nil
	})
}

func (f *fakeEngine) AddProfile(ctx context.Context, name string) (string, error) {
	if err := f.command(ctx, "add profile", name); err != nil {
		return "", err
	}
	id := fmt.Sprintf("added%03d", len(f.Snapshot().Settings.Profiles))
	return id, f.EditSettings(ctx, func(s *profile.Settings) error {
		s.Profiles = append(s.Profiles, profile.Profile{ID: id, Name: name, Token: "Token" + id, Path: "/wx/" + id, Mode: wechat.Plain})
		s.Active = id
		return nil
	})
}

func (f *fakeEngine) RemoveProfile(ctx context.Context, id string) error {
	if err := f.command(ctx, "remove profile", id); err != nil {
		return err
	}
	return f.EditSettings(ctx, func(s *profile.Settings) error {
		if len(s.Profiles) < 2 {
			return engine.ErrLastProfile
		}
		s.Profiles = slices.DeleteFunc(s.Profiles, func(p profile.Profile) bool { return p.ID == id })
		if s.Active == id {
			s.Active = s.Profiles[0].ID
		}
		return nil
	})
}

func (f *fakeEngine) ShowProfile(ctx context.Context, id string) error {
	if err := f.command(ctx, "show profile", id); err != nil {
		return err
	}
	return f.EditSettings(ctx, func(s *profile.Settings) error {
		s.Active = id
		return nil
	})
}

func (f *fakeEngine) Listen(ctx context.Context, addr string) error {
	if err := f.command(ctx, "listen", addr); err != nil {
		return err
	}
	f.set(func(s *engine.Snapshot) { s.Server = engine.Server{Addr: addr} })
	return nil
}

// StartTunnel goes online at once.
func (f *fakeEngine) StartTunnel(ctx context.Context) error {
	if err := f.command(ctx, "start tunnel"); err != nil {
		return err
	}
	t := f.Snapshot().Settings.Tunnel
	if issues := f.CheckTunnel(t); len(issues) > 0 {
		if _, bad := tunnel.FirstError(issues); bad {
			return &engine.TunnelInvalid{Issues: issues}
		}
	}
	url := "https://brave-fox.ngrok-free.app"
	switch t.Provider {
	case profile.TunnelExternal:
		url = t.PublicURL
	case profile.TunnelNone:
		return engine.ErrNoTunnel
	}
	f.set(func(s *engine.Snapshot) {
		s.Tunnel = tunnel.Status{Provider: t.Provider, State: tunnel.Online, URL: url, Since: f.now()}
	})
	return nil
}

func (f *fakeEngine) StopTunnel(ctx context.Context) error {
	if err := f.command(ctx, "stop tunnel"); err != nil {
		return err
	}
	f.set(func(s *engine.Snapshot) {
		s.Tunnel = tunnel.Status{Provider: s.Tunnel.Provider, State: tunnel.Stopped, Since: f.now()}
	})
	return nil
}

func (f *fakeEngine) CheckTunnel(t profile.Tunnel) []engine.TunnelIssue {
	f.mu.Lock()
	check := f.issues
	f.mu.Unlock()
	if check == nil {
		return nil
	}
	return check(t)
}

func (f *fakeEngine) OfferedAuthtoken() (engine.Offer, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return engine.Offer{File: f.offer}, f.offer != "" && f.state.Settings.Tunnel.Authtoken == ""
}

func (f *fakeEngine) TakeAuthtoken(ctx context.Context) error {
	if err := f.command(ctx, "take authtoken"); err != nil {
		return err
	}
	return f.EditSettings(ctx, func(s *profile.Settings) error {
		s.Tunnel.Authtoken = "2offeredOfferedOfferedOffered_4token"
		return nil
	})
}

var _ Engine = (*fakeEngine)(nil)

// errSome is an error that nobody has words for.
var errSome = errors.New("something broke")
