package engine

import (
	"context"
	"errors"
	"sync"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/simulate"
	"echostr/internal/tunnel"
	"echostr/internal/wechat"
)

// origin is a recorded exchange that is sent again. It is read again when its turn comes,
// so that of many none but that one is in memory.
type origin struct {
	id      int64
	at      time.Time // when it came; zero when it is gone
	profile profile.Profile
	target  simulate.Target
	arrived arrivals
}

// origin gets exchange id ready for r.
func (e *Engine) origin(s *Snapshot, r *ReplayRequest, id int64) (*origin, error) {
	o := &origin{id: id, arrived: arrivals{origin: id, last: s.Counts.Last}}
	x, ok := e.journal.Get(id)
	if !ok {
		return o, ErrNoExchange
	}
	p, known := s.Settings.Answering(x.Request.Path, x.Profile)
	o.at, o.profile = x.Time, p
	var err error
	o.target, err = destination(s, r, x, p, known)
	return o, err
}

// spacing is how long after each of the exchanges the next one came.
func spacing(origins []*origin) []time.Duration {
	var out []time.Duration
	for i := 1; i < len(origins); i++ {
		gap := time.Duration(0)
		if a, b := origins[i-1].at, origins[i].at; !a.IsZero() && !b.IsZero() {
			gap = min(max(0, b.Sub(a)), MaxSpacing)
		}
		out = append(out, gap)
	}
	return out
}

// destination is where the requests of r go.
func destination(s *Snapshot, r *ReplayRequest, x *exchange.Exchange, p profile.Profile, known bool) (simulate.Target, error) {
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
	if r.How == Resign && !r.KeepSignature && known { // as WeChat would send it now, so to where the profile is now
		t.URL = tunnel.Join(t.URL, p.Path)
	}
	return t, nil
}

// replay is one run of Replay.
type replay struct {
	engine  *Engine
	request ReplayRequest
	plan    simulate.Plan
	origins []*origin // one, or one for each request
	tries   int64     // number of a run as WeChat retries; 0 for any other

	mu      sync.Mutex
	results []ReplayResult
}

// one makes the n-th request, sends it and notes how it went.
func (r *replay) one(ctx context.Context, n int) (*simulate.Played, error) {
	o := r.origins[0]
	if len(r.request.IDs) > 0 {
		o = r.origins[n]
	}
	w, err := r.wire(o)
	if err != nil && len(r.request.IDs) == 0 {
		return nil, err
	}
	if err != nil {
		r.note(ReplayResult{N: n, Origin: o.id, Problem: refusal(err), Detail: err.Error()})
		return &simulate.Played{}, nil
	}
	target := o.target
	target.Run = r.tries
	played, err := r.engine.sender.Play(ctx, target, w)
	if err != nil {
		return nil, err
	}
	result := resultOf(n, played)
	result.Origin = o.id
	if r.request.To == ToBackend {
		result.ID = r.engine.recordDirect(o.id, o.profile, r.tries, played)
	} else if played.Answer != nil && result.Problem == "" {
		result.ID = o.arrived.claim(r.engine, played)
	}
	r.note(result)
	return played, nil
}

// note keeps a result and tells of it.
func (r *replay) note(result ReplayResult) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.results = append(r.results, result)
	if r.request.Progress != nil {
		r.request.Progress(len(r.results), r.plan.Count(), result)
	}
}

// refusal names why a request could not be made.
func refusal(err error) string {
	switch {
	case errors.Is(err, ErrNoExchange):
		return "gone"
	case errors.Is(err, simulate.ErrCut):
		return "cut"
	case errors.Is(err, simulate.ErrSealed):
		return "sealed"
	case errors.Is(err, exchange.ErrNotHTTP):
		return "not_http"
	case errors.Is(err, wechat.ErrKey):
		return "key"
	}
	return "other"
}

// wire makes the request that is sent next; a freshly signed one is another each time.
func (r *replay) wire(o *origin) (simulate.Wire, error) {
	x, ok := r.engine.journal.Get(o.id)
	if !ok {
		return simulate.Wire{}, ErrNoExchange
	}
	switch r.request.How {
	case Resign:
		config := account(o.profile).AccountConfig
		if r.request.Message == nil {
			return simulate.Resign(x, config, r.request.Mode, r.engine.now())
		}
		if r.request.KeepSignature {
			return simulate.Reword(x, *r.request.Message, config)
		}
		return simulate.ResignWith(x, *r.request.Message, config, r.request.Mode, r.engine.now())
	case Edited:
		return r.request.Parts.Wire()
	}
	return simulate.Again(x)
}

func (r *replay) sorted() []ReplayResult {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make([]ReplayResult, 0, len(r.results))
	byNumber := make(map[int]ReplayResult, len(r.results))
	for _, one := range r.results {
		byNumber[one.N] = one
	}
	for n := range r.plan.Count() {
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
		switch {
		case errors.Is(p.Err, simulate.ErrAnswerSize):
			r.Problem = "large"
		case errors.Is(p.Err, context.DeadlineExceeded):
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
