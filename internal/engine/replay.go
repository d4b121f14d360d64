package engine

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"echostr/internal/simulate"
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
	ID int64 // of the exchange
	// IDs are several exchanges instead of ID, sent one after the other in this order, at
	// most simulate.MaxTimes; of the Plan only Gap counts, and How is not Edited. One that
	// cannot be sent does not keep the others from it.
	IDs    []int64
	Spaced bool // of IDs: as far apart as they came the first time, at most MaxSpacing

	How     Replaying
	Mode    wechat.Mode // of Resign
	Message *string     // of Resign: another message, in clear; nil is the recorded one
	// KeepSignature, of Resign with a Message, leaves the query as it was: no new timestamp,
	// nonce and signature, and no Mode. What came sealed does not hold then.
	KeepSignature bool
	Parts         simulate.Parts // of Edited
	To            Destination
	URL           string // of ToBackend; with a path, that one is asked for instead of the recorded one
	Plan          simulate.Plan
	// Progress is told of every answer as it comes, one at a time, on the goroutines that
	// send. It holds them up while it runs.
	Progress func(done, of int, r ReplayResult)
}

// MaxSpacing bounds how far apart recorded requests are sent again.
const MaxSpacing = time.Minute

// ReplayResult is how one of the requests went.
type ReplayResult struct {
	N        int   // which one, from 0
	Origin   int64 // of which exchange
	ID       int64 // of the exchange that it became; 0 when none was recorded, because it did not arrive
	Status   int   // of the answer; 0 when none came
	Duration time.Duration
	// Problem is a stable identifier: "" when an answer came, else "unreachable", "timeout",
	// "large" (more than is read of an answer) or "edge" (ngrok itself answered, Code says
	// what). Of several IDs also why one was not
	// sent: "gone", "cut", "sealed", "not_http", "key", "other".
	Problem string
	Code    string // ERR_NGROK_… for "edge"
	Detail  string // the error's text, for details
}

// Errors of Replay that say why nothing is sent; others are simulate.ErrSealed,
// simulate.ErrCut, simulate.ErrSyntax, simulate.ErrPlan, wechat.ErrKey and ErrNoExchange.
var (
	ErrNotOnline    = errors.New("engine: the tunnel is not online")
	ErrNotListening = errNotListening
)

// Replay sends a recorded request again, or several, and returns how it went, in the order
// of sending. What arrives at echostr is recorded as an exchange of its own whose Origin is
// the recorded one; of what goes to a backend the answer is recorded the same way, Via
// Direct, judged with the present settings. On an error, or when ctx ends, the results of
// those that were sent are returned with it.
func (e *Engine) Replay(ctx context.Context, r ReplayRequest) ([]ReplayResult, error) {
	if len(r.IDs) > simulate.MaxTimes {
		return nil, fmt.Errorf("send %d exchanges again: %w", len(r.IDs), simulate.ErrPlan)
	}
	run := &replay{engine: e, request: r, plan: r.Plan}
	ids := r.IDs
	if len(ids) == 0 {
		ids = []int64{r.ID}
	}
	if len(r.IDs) == 0 && r.Plan.Retry {
		run.tries = 1 + rand.Int64N(1<<53)
	}
	s := e.Snapshot()
	for _, id := range ids {
		o, err := e.origin(s, &r, id)
		if err != nil && len(r.IDs) == 0 {
			return nil, fmt.Errorf("send exchange %d again: %w", id, err)
		}
		if err != nil && !errors.Is(err, ErrNoExchange) { // the others would fare no better
			return nil, fmt.Errorf("send %d exchanges again: %w", len(ids), err)
		}
		run.origins = append(run.origins, o)
	}
	if len(r.IDs) > 0 {
		run.plan = simulate.Plan{Times: len(r.IDs), Gap: r.Plan.Gap}
		if r.Spaced {
			run.plan.Gaps = spacing(run.origins)
		}
	}
	err := e.sender.Run(ctx, run.plan, run.one)
	if err != nil {
		err = fmt.Errorf("send exchange %d again: %w", ids[0], err)
	}
	return run.sorted(), err
}
