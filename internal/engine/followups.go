package engine

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/reply"
)

// The limits of customer-service messages.
const (
	followupsKept    = 1000             // exchanges whose messages are remembered
	followupsAtOnce  = 128              // exchanges whose messages are under way
	followupPatience = 15 * time.Second // for WeChat's answer
)

// followups are the customer-service messages after answers, by exchange. They are in
// memory only.
type followups struct {
	mu    sync.Mutex
	of    map[int64][]Followup
	order []int64
	busy  int
}

// Followups are the customer-service messages that followed the answer of an exchange, in
// order; nil when there are none, or it was long ago.
func (e *Engine) Followups(exchangeID int64) []Followup {
	e.sequels.mu.Lock()
	defer e.sequels.mu.Unlock()
	return slices.Clone(e.sequels.of[exchangeID])
}

// followUp takes the messages that follow the answer of a recorded exchange. It is on the
// request's way and must be quick: what is to be sent is sent by a goroutine of its own.
func (e *Engine) followUp(x *exchange.Exchange, messages []reply.CustomerMessage) {
	list := make([]Followup, len(messages))
	due := e.now()
	for i, m := range messages {
		due = due.Add(m.Delay)
		list[i] = Followup{Message: m, State: SendWaits, Due: due}
	}
	sends := e.sequels.take(x, list, e.cfg.Customer != nil, e.now())
	e.watch.changed()
	if sends {
		e.work.Go(func() { e.sendFollowups(x, messages) })
	}
}

// take remembers messages and says whether they are to be sent; if not, why stands in them.
func (f *followups) take(x *exchange.Exchange, list []Followup, can bool, now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	state := SendWaits
	switch {
	case x.Test:
		state = SendTest
	case !can:
		state = SendNoToken
	case f.busy >= followupsAtOnce:
		state = SendFull
	default:
		f.busy++
	}
	if state != SendWaits {
		for i := range list {
			list[i].State, list[i].Ended = state, now
		}
	}
	if f.of == nil {
		f.of = map[int64][]Followup{}
	}
	f.of[x.ID] = list
	if f.order = append(f.order, x.ID); len(f.order) > followupsKept {
		delete(f.of, f.order[0])
		f.order = f.order[1:]
	}
	return state == SendWaits
}

// sendFollowups sends one message after the other, each after its delay, until the engine
// is closed.
func (e *Engine) sendFollowups(x *exchange.Exchange, messages []reply.CustomerMessage) {
	defer e.sequels.done()
	for i, m := range messages {
		state, err := SendClosed, error(nil)
		if e.rest(m.Delay) {
			state, err = e.sendFollowup(x.Profile, m)
		}
		e.sequels.settle(x.ID, i, state, err, e.now())
		if err != nil {
			e.log.Warn("customer-service message not sent", "exchange", x.ID, "state", string(state), "err", err)
		}
		e.watch.changed()
	}
}

func (e *Engine) sendFollowup(profileID string, m reply.CustomerMessage) (Sending, error) {
	ctx, cancel := context.WithTimeout(e.life, followupPatience)
	defer cancel()
	err := e.cfg.Customer.SendCustomer(ctx, profileID, m)
	switch {
	case err == nil:
		return SendDone, nil
	case errors.Is(err, reply.ErrNoToken):
		return SendNoToken, err
	case e.life.Err() != nil:
		return SendClosed, err
	}
	return SendFailed, err
}

func (f *followups) done() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.busy--
}

func (f *followups) settle(id int64, i int, state Sending, err error, now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := slices.Clone(f.of[id]) // readers have the old one
	if i >= len(list) {
		return // forgotten meanwhile
	}
	list[i].State, list[i].Ended = state, now
	if err != nil {
		list[i].Detail = err.Error()
	}
	f.of[id] = list
}

// rest waits; false when the engine is closed first.
func (e *Engine) rest(d time.Duration) bool {
	if d <= 0 {
		return e.life.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-e.life.Done():
		return false
	}
}
