package engine

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/simulate"
	"echostr/internal/tunnel"
	"echostr/internal/wechat"
)

// Replaying is how a request is made ready before it is sent again.
type Replaying uint8

// The ways.
const (
	AsItWas Replaying = iota // the same bytes
	Resign                   // the same message, freshly signed and encrypted
	Edited                   // the parts that the request gives
)

// String is "as_it_was", "resign" or "edited".
func (r Replaying) String() string { return [...]string{"as_it_was", "resign", "edited"}[r] }

// Destination is where a request is sent again to.
type Destination uint8

// The destinations.
const (
	ToLocal   Destination = iota // echostr's own server, on this machine
	ToPublic                     // the same through the tunnel
	ToBackend                    // another server, at an address of its own
)

// String is "local", "public" or "backend".
func (d Destination) String() string { return [...]string{"local", "public", "backend"}[d] }

// ReplayRequest says which request is sent again, how, where to and how often.
type ReplayRequest struct {
	ID      int64 // of the exchange
	How     Replaying
	Mode    wechat.Mode    // of Resign
	Message *string        // of Resign: another message, in clear; nil is the recorded one
	Parts   simulate.Parts // of Edited
	To      Destination
	URL     string // of ToBackend; with a path, that one is asked for instead of the recorded one
	Plan    simulate.Plan
	// Progress is told of every answer as it comes, one at a time, on the goroutines that
	// send. It holds them up while it runs.
	Progress func(done, of int, r ReplayResult)
}

// ReplayResult is how one of the requests went.
type ReplayResult struct {
	N        int   // which one, from 0
	ID       int64 // of the exchange that it became; 0 when none was recorded, because it did not arrive
	Status   int   // of the answer; 0 when none came
	Duration time.Duration
	// Problem is a stable identifier: "" when an answer came, else "unreachable",
	// "timeout" or "edge" (ngrok itself answered, Code says what).
	Problem string
	Code    string // ERR_NGROK_… for "edge"
	Detail  string // the error's text, for details
}

// ErrNotOnline is a replay to the public address while there is none.
var ErrNotOnline = errors.New("engine: the tunnel is not online")

// Replay sends a recorded request again and returns how it went, in the order of sending.
// What arrives at echostr is recorded as an exchange of its own whose Origin is the
// recorded one; of what goes to a backend the answer is recorded the same way, Via Direct,
// judged with the present settings. On an error, or when ctx ends, the results of those
// that were sent are returned with it.
func (e *Engine) Replay(ctx context.Context, r ReplayRequest) ([]ReplayResult, error) {
	x, ok := e.journal.Get(r.ID)
	if !ok {
		return nil, ErrNoExchange
	}
	s := e.Snapshot()
	p, known := answering(s.Settings, x)
	target, err := destination(s, r, x, p, known)
	if err != nil {
		return nil, fmt.Errorf("send exchange %d again: %w", x.ID, err)
	}
	run := &replay{engine: e, request: r, origin: x, profile: p, target: target,
		arrived: arrivals{origin: x.ID, last: s.Counts.Last}}
	err = e.sender.Run(ctx, r.Plan, run.one)
	if err != nil {
		err = fmt.Errorf("send exchange %d again: %w", x.ID, err)
	}
	return run.sorted(), err
}

// destination is where the requests of r go.
func destination(s *Snapshot, r ReplayRequest, x *exchange.Exchange, p profile.Profile, known bool) (simulate.Target, error) {
	t := simulate.Target{Origin: x.ID}
	switch r.To {
	case ToBackend:
		return simulate.Target{URL: r.URL}, nil
	case ToPublic:
		if s.Tunnel.State != tunnel.Online || s.Tunnel.URL == "" {
			return t, ErrNotOnline
		}
		t.URL = s.Tunnel.URL
	default:
		if s.Server.Addr == "" {
			return t, errNotListening
		}
		t.URL, t.KeepHost = "http://"+s.Server.Addr, true
	}
	if r.How == Resign && known { // as WeChat would send it now, so to where the profile is now
		t.URL = tunnel.Join(t.URL, p.Path)
	}
	return t, nil
}

// replay is one run of Replay.
type replay struct {
	engine  *Engine
	request ReplayRequest
	origin  *exchange.Exchange
	profile profile.Profile
	target  simulate.Target
	arrived arrivals

	mu      sync.Mutex
	results []ReplayResult
}

// one makes the n-th request, sends it and notes how it went.
func (r *replay) one(ctx context.Context, n int) (*simulate.Played, error) {
	w, err := r.wire()
	if err != nil {
		return nil, err
	}
	played, err := r.engine.sender.Play(ctx, r.target, w)
	if err != nil {
		return nil, err
	}
	result := resultOf(n, played)
	if r.request.To == ToBackend {
		result.ID = r.engine.recordDirect(r.origin, r.profile, played)
	} else if played.Answer != nil && result.Problem == "" {
		result.ID = r.arrived.claim(r.engine, played)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.results = append(r.results, result)
	if r.request.Progress != nil {
		r.request.Progress(len(r.results), r.request.Plan.Count(), result)
	}
	return played, nil
}

// wire makes the request that is sent next; a freshly signed one is another each time.
func (r *replay) wire() (simulate.Wire, error) {
	switch r.request.How {
	case Resign:
		message, err := simulate.Message(r.origin)
		if r.request.Message != nil {
			message, err = *r.request.Message, nil
		}
		if err != nil {
			return simulate.Wire{}, err
		}
		return simulate.ResignWith(r.origin, message, account(r.profile).AccountConfig, r.request.Mode, r.engine.now())
	case Edited:
		return r.request.Parts.Wire()
	}
	return simulate.Again(r.origin)
}

func (r *replay) sorted() []ReplayResult {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make([]ReplayResult, 0, len(r.results))
	byNumber := make(map[int]ReplayResult, len(r.results))
	for _, one := range r.results {
		byNumber[one.N] = one
	}
	for n := range r.request.Plan.Count() {
		if one, ok := byNumber[n]; ok {
			out = append(out, one)
		}
	}
	return out
}

func resultOf(n int, p *simulate.Played) ReplayResult {
	r := ReplayResult{N: n, Duration: p.Took}
	switch {
	case p.Answer == nil:
		r.Problem, r.Detail = "unreachable", p.Err.Error()
		if errors.Is(p.Err, context.DeadlineExceeded) {
			r.Problem = "timeout"
		}
	case p.Answer.ErrorCode() != "":
		r.Problem, r.Code = "edge", p.Answer.ErrorCode()
	}
	if p.Answer != nil {
		r.Status = p.Answer.Status
	}
	return r
}
